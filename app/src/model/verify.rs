//! What became of a package that somebody has checked.

use super::CivilDate;

/// Where the form is sent: the page's own path.
pub const ACTION: &str = "/verifiser";
/// The field with `manifest.json`.
pub const MANIFEST: &str = "manifest";
/// The field with its signature.
pub const SIGNATURE: &str = "signatur";
/// The field with a file of the package.
pub const FILE: &str = "fil";
/// Where the public keys are (RFC 7517).
pub const KEYS: &str = "/.well-known/minside-package-keys.json";
/// Bytes of a manifest that is checked: one of about 40,000 files.
pub const MOST_MANIFEST_BYTES: usize = 8 * 1024 * 1024;
/// Megabytes of a file that is checked.
pub const MOST_FILE_MB: u32 = 100;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is ours.
    Ours {
        /// Who gave the package.
        controller: String,
        /// When.
        made_on: CivilDate,
        /// How many files it has.
        files: usize,
        /// Whether the file that was chosen belongs to it, where one was.
        file: Option<bool>,
    },
    /// The first file is no manifest.
    NoManifest,
    /// Somebody else has signed it.
    OtherKey,
    /// It was changed.
    Changed,
    /// A file was not chosen.
    Missing,
    /// A file is too large.
    TooLarge,
}

impl Verified {
    /// The answer's HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Ours { .. } | Self::NoManifest | Self::OtherKey | Self::Changed => 200,
            Self::Missing => 422,
            Self::TooLarge => 413,
        }
    }
}
