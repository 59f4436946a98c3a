//! Files that are sent with a form.

/// The field of the files.
pub const FILES: &str = "vedlegg";

/// How much is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UploadLimits {
    /// Files that may be sent together.
    pub files: u32,
    /// The largest of them, in megabytes.
    pub mb: u32,
}
