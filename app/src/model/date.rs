//! A date without a time, as the law counts.

/// A civil date in Norway. The server makes it; pages only write it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate {
    /// For example 2026.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
    /// 1 (Monday) to 7 (Sunday), as in ISO 8601.
    pub weekday: i8,
}
