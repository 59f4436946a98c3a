//! A form that could not be taken, through no fault of the person's.

use super::upload::UploadLimits;

/// What was sent, so that the same can be sent again.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Where to.
    pub action: String,
    /// Each field with what it holds.
    pub fields: Vec<(String, String)>,
    /// Whether files may go with it, which must be chosen anew.
    pub files: Option<UploadLimits>,
}
