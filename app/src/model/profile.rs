//! What the portal itself keeps of a person.

use super::CivilDate;

/// Where the form is sent that changes where the person is told of news.
pub const CHANGE_CONTACT: &str = "/do/change-contact";

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Whether anything is: who they are, if nothing else.
    pub is_known: bool,
    /// Cases that they have sent in, or that are about them.
    pub cases: u32,
    /// Where they are told of news.
    pub email: Option<String>,
    /// Until when what they have begun is kept, if they have.
    pub draft_until: Option<CivilDate>,
}
