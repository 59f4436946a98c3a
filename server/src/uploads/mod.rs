//! Files that people send in: kept sealed, never opened here, and taken only where they are what people send.
//!
//! None of what is said of a file is believed. Its kind is told by its ending and its first bytes, which must agree, and its
//! name is made harmless. A program of the municipality's may look for viruses in it before anybody else has it.

mod kind;
mod scan;

use std::io;
use std::pin::pin;

use app::model::upload::UploadLimits;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{BoxStream, once};
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use thiserror::Error as ThisError;

use self::kind::Kind;
use self::scan::{Scanned, scan};
use crate::error::Error;
use crate::id::BlobId;
use crate::office::Office;
use crate::packages::names::Names;
use crate::vault::{BlobError, Key};

/// Bytes by which a kind is told.
const HEAD_BYTES: usize = 16;
const MB: u64 = 1_000_000;

/// `[uploads]`
#[derive(Clone, Debug, Default)]
pub struct UploadSettings {
    /// The largest file, in megabytes.
    pub file_mb: u32,
    /// Files that are sent together.
    pub files: u32,
    /// The program that looks for viruses, and what it is started with; empty: none does.
    pub scanner: Vec<String>,
}

impl UploadSettings {
    /// As pages say it.
    pub fn limits(&self) -> UploadLimits {
        UploadLimits { files: self.files, mb: self.file_mb }
    }
}

/// What a file is. None of it is believed: a name is shown as text, and no kind is ever opened here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// As it was called where it came from.
    pub name: String,
    /// Such as `image/jpeg`.
    pub media_type: String,
}

/// A file that belongs to something, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// What it is.
    pub about: About,
    /// Where its bytes are.
    pub blob: BlobId,
    /// Its size.
    pub size_bytes: u64,
}

/// A file that was taken; it has no row yet, and is swept if it gets none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// Where it is.
    pub blob: BlobId,
    /// What it is.
    pub about: About,
    /// Its size.
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4) of it.
    pub sha256: [u8; 32],
}

/// A file that is handed out.
pub struct Opened {
    /// What it is.
    pub about: About,
    /// Its size.
    pub size_bytes: u64,
    /// Its bytes; they end with an error where the object is damaged.
    pub bytes: BoxStream<'static, Result<Bytes, Error>>,
}

/// Why a file is not taken. Nothing of it is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than one may send.
    #[error("the file is larger than {limit_mb} MB")]
    TooLarge {
        /// The largest that is taken.
        limit_mb: u32,
    },
    /// It is of no kind that is taken, or not of the kind that its name says.
    #[error("files of this kind are not taken")]
    Kind,
    /// The municipality's program found something in it.
    #[error("the file is not safe")]
    Unsafe,
}

/// Takes a file, sealed with this key, and puts it among those that were `taken`: from the moment when it is there, so that
/// whoever has them deletes it whatever becomes of this.
///
/// # Errors
/// Inside, why it is not taken; outside, [`Error::Busy`] where it could not be looked for viruses, and the file store's own.
pub async fn take(
    office: &Office,
    settings: &UploadSettings,
    key: &Key,
    name: &str,
    source: impl Stream<Item = io::Result<Bytes>> + Send,
    taken: &mut Vec<Uploaded>,
) -> Result<Result<(), Refused>, Error> {
    let name = harmless(name);
    let Some(kind) = Kind::of(&name) else { return Ok(Err(Refused::Kind)) };
    let mut source = pin!(source);
    let mut head = BytesMut::new();
    while head.len() < HEAD_BYTES {
        match source.try_next().await {
            Ok(Some(piece)) => head.extend_from_slice(&piece),
            Ok(None) => break,
            Err(error) => return Err(Error::Busy(error.into())),
        }
    }
    if head.is_empty() {
        return Ok(Err(Refused::Empty));
    }
    if !kind.begins(&head) {
        return Ok(Err(Refused::Kind));
    }
    let blob = BlobId::new(office.clock.now_ms());
    let whole = once(std::future::ready(Ok(head.freeze()))).chain(source);
    let written = match office.blobs.write(key, blob, whole, u64::from(settings.file_mb) * MB).await {
        Ok(written) => written,
        Err(BlobError::TooLarge { .. }) => return Ok(Err(Refused::TooLarge { limit_mb: settings.file_mb })),
        // It broke off on its way: the person sends it again.
        Err(BlobError::Source(error)) => return Err(Error::Busy(error.into())),
        Err(BlobError::Store(error)) => return Err(error),
    };
    let about = About { name, media_type: kind.media_type().to_owned() };
    let uploaded = Uploaded { blob, about, size_bytes: written.size_bytes, sha256: written.sha256 };
    taken.push(uploaded.clone());
    let scanned = scan(office, &settings.scanner, key, &uploaded).await;
    if !matches!(scanned, Ok(Scanned::Clean)) {
        office.blobs.delete(blob).await?;
        taken.pop();
    }
    Ok(match scanned? {
        Scanned::Clean => Ok(()),
        Scanned::Found => Err(Refused::Unsafe),
    })
}

/// Deletes files that belong to nothing; those that cannot be deleted now are swept.
pub async fn drop_all(office: &Office, files: impl IntoIterator<Item = BlobId>) {
    for blob in files {
        if let Err(error) = office.blobs.delete(blob).await {
            tracing::warn!(%blob, %error, "A file that nobody has use for is left until it is swept: {error}");
        }
    }
}

/// A name without folders, whichever system it comes from, and without what nobody should meet in one.
fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    Names::default().take(last, "fil")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        for (sent, kept) in [
            ("bilde.jpg", "bilde.jpg"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\Kari\\brev.pdf", "brev.pdf"),
            ("brev\u{202e}fdp.exe", "brevfdp.exe"),
            ("..", "fil"),
            ("", "fil"),
            ("a\0b.pdf", "ab.pdf"),
        ] {
            assert_eq!(harmless(sent), kept, "{sent:?}");
        }
    }
}
