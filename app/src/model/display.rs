//! The form with which language and appearance are chosen: its fields, as the page writes and the server reads them.

/// Where the form is sent.
pub const ACTION: &str = "/do/choose-display";
/// The field with the tag of the language.
pub const LANGUAGE: &str = "language";
/// The field with the code of the appearance.
pub const APPEARANCE: &str = "appearance";
/// The field with the path that the person came from.
pub const BACK: &str = "back";
