//! What the person and the municipality write to each other.

use super::case::{LetterLine, Moment};
use super::upload::UploadLimits;
use super::{CivilDate, UsedRight};

/// Where the person's form is sent.
pub const WRITE: &str = "/do/write-message";
/// Where the form of who has taken the case is sent.
pub const WRITE_TO_PERSON: &str = "/do/write-to-person";
/// What one writes.
pub const MESSAGE: &str = "melding";
/// Of the form: what is sent twice is one message.
pub const TOKEN: &str = "skjemanummer";
/// Which question is answered: [`Question::code`]; empty where none is.
pub const ANSWER: &str = "svarer";

/// A file that was sent with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// From 1 in each message.
    pub place: usize,
    /// What it is called.
    pub name: String,
    /// Its size.
    pub size_bytes: u64,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// From 1 in each case.
    pub number: i64,
    /// Whether who looks wrote it, or somebody on their side.
    pub is_own: bool,
    /// When.
    pub sent: Moment,
    /// Whether the other has read it.
    pub is_read: bool,
    /// What it says.
    pub text: String,
    /// What was sent with it.
    pub files: Vec<MessageFile>,
}

/// Something that the municipality has asked, and waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What the form says of which question is answered.
    pub code: String,
    /// About which right.
    pub right: UsedRight,
    /// When it was asked.
    pub asked_on: CivilDate,
    /// The letter that asks.
    pub letter: Option<LetterLine>,
}

/// Everything that is written in a case, and how to write more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// The newest first.
    pub all: Vec<MessageView>,
    /// What is waited for.
    pub questions: Vec<Question>,
    /// Whether the person waits for a reply, as the municipality sees it.
    pub unsettled: bool,
    /// For [`TOKEN`]; none where nothing can be written.
    pub token: Option<String>,
    /// What may be sent with it.
    pub limits: UploadLimits,
}
