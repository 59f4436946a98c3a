//! Files that are sent with an answer.

use serde::{Deserialize, Serialize};

/// A file that was sent with an answer, and is kept until all of it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftFile {
    /// Tells it from all others.
    pub id: String,
    /// What it shows: that a correction is right, by its id; or [`Self::AUTHORITY`].
    pub shows: String,
    /// As it was called where it came from.
    pub name: String,
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// Its size.
    pub size_bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub digest: String,
    /// Tells the key that it is sealed with from others.
    pub key: String,
}

impl DraftFile {
    /// That one may ask for another. No correction has this id.
    pub const AUTHORITY: &str = "";

    /// Whether it is called the same and holds the same.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.digest, &self.name) == (&other.digest, &other.name)
    }
}
