//! Files in the vault: each is one object, sealed in segments (`stream.rs`), in a folder or another object store.
//!
//! The row in the table `blob` is added by the use case that a file belongs to, in its transaction and after the file
//! is written. An object without a row belongs to nothing, and is swept (`sweep.rs`). A segment is sealed or opened
//! between two steps of sending it, which is too short to need a thread of its own.

mod place;
mod reading;

use std::io;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path as Location;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutMode};
use sha2::{Digest, Sha256};
use thiserror::Error as ThisError;

pub use self::place::{BlobPlace, Bucket};
pub use self::reading::OpenBlob;
use super::VaultError;
use super::key::{Key, same};
use super::stream::{MOST_BYTES, SEGMENT_BYTES, Sealer, TooLong, sealed_size};
use crate::error::Error;
use crate::id::BlobId;

/// Bytes that are sent to the store at once: the least that S3 takes.
const PART_BYTES: usize = 5 * 1024 * 1024;
/// Characters at the end of an id that name the folder of its object. An id begins with the time: its end is what
/// spreads.
const SHARD_DIGITS: usize = 2;

/// The object that says whose files these are.
const MARK: &str = "installation";

/// The place for files. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// As people know it, without secrets.
    place: Arc<str>,
    /// Where unfinished uploads are looked for; a store that is no folder removes them itself.
    folder: Option<Arc<Path>>,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The size of the file, in bytes.
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4) of the file.
    pub sha256: [u8; 32],
}

/// An object that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The blob that it is the object of.
    pub id: BlobId,
    /// When it was last written to (UTC milliseconds), by the store's clock.
    pub modified_ms: i64,
}

/// Why a file was not written. Nothing of it is left, or, where the store could not even undo it, it is swept.
#[derive(Debug, ThisError)]
pub enum BlobError {
    /// It is larger than it may be.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The largest that is taken.
        limit_bytes: u64,
    },
    /// Where it came from has failed.
    #[error("the file could not be read to its end: {0}")]
    Source(io::Error),
    /// The place for files has failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Blobs {
    /// Makes sure that the files here are those of one installation: a sweep with another database would delete them all.
    /// The first one leaves its mark.
    ///
    /// # Errors
    /// They are another's, or the store's own.
    pub async fn belong_to(&self, mark: &[u8; 32]) -> Result<(), VaultError> {
        let location = Location::from(MARK);
        let payload = Bytes::copy_from_slice(mark).into();
        match self.store.put_opts(&location, payload, PutMode::Create.into()).await {
            Ok(_) => return Ok(()),
            Err(object_store::Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(self.unusable(&error)),
        }
        self.could_belong_to(Some(*mark)).await
    }

    /// The same, without leaving a mark: whether they are nobody's yet, or those of the installation with this one.
    ///
    /// # Errors
    /// They are another's, or the store's own.
    pub async fn could_belong_to(&self, mark: Option<[u8; 32]>) -> Result<(), VaultError> {
        let there = match self.store.get(&Location::from(MARK)).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(self.unusable(&error)),
            Ok(there) => there.bytes().await.map_err(|error| self.unusable(&error))?,
        };
        if mark.is_some_and(|mark| same(&there, &mark)) {
            return Ok(());
        }
        Err(VaultError::OthersBlobs { place: self.place.to_string() })
    }

    /// Seals a file with its case's key and keeps it. Memory does not grow with the file.
    ///
    /// # Errors
    /// It has more than `limit_bytes`, its source failed, or the store did ([`Error::Busy`] where there is no room).
    pub async fn write(
        &self,
        case_key: &Key,
        id: BlobId,
        source: impl Stream<Item = io::Result<Bytes>> + Send,
        limit_bytes: u64,
    ) -> Result<Written, BlobError> {
        let mut upload = self.store.put_multipart(&location(id)).await.map_err(failed)?;
        let written = fill(upload.as_mut(), case_key, id, source, limit_bytes.min(MOST_BYTES)).await;
        if written.is_err()
            && let Err(error) = upload.abort().await
        {
            tracing::warn!(blob = %id, %error, "An upload is left unfinished until it is swept: {error}");
        }
        written
    }

    /// Deletes a file; that it is gone already is as well.
    ///
    /// # Errors
    /// The store's own.
    pub async fn delete(&self, id: BlobId) -> Result<(), Error> {
        match self.store.delete(&location(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// All objects, in no order. What is not ours is left out.
    pub fn list(&self) -> BoxStream<'static, Result<Listed, Error>> {
        let listed = |object: object_store::ObjectMeta| async move {
            let modified_ms = object.last_modified.timestamp_millis();
            Ok(blob_at(&object.location).map(|id| Listed { id, modified_ms }))
        };
        self.store.list(None).map_err(failed).try_filter_map(listed).boxed()
    }

    /// Whether the object is there and has the size that a file of this size has.
    ///
    /// # Errors
    /// The store's own.
    pub async fn is_whole(&self, id: BlobId, size_bytes: u64) -> Result<bool, Error> {
        match self.store.head(&location(id)).await {
            Ok(object) => Ok(object.size == sealed_size(size_bytes)),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// What is the matter with a place that was never used before.
    fn unusable(&self, error: &object_store::Error) -> VaultError {
        let (place, cause) = (self.place.to_string(), error.to_string());
        if self.folder.is_some() { VaultError::Blobs { place, cause } } else { VaultError::Bucket { place, cause } }
    }

    /// The folder, where the store is one.
    pub(super) fn folder(&self) -> Option<Arc<Path>> {
        self.folder.clone()
    }
}

async fn fill(
    upload: &mut dyn MultipartUpload,
    case_key: &Key,
    id: BlobId,
    source: impl Stream<Item = io::Result<Bytes>> + Send,
    limit_bytes: u64,
) -> Result<Written, BlobError> {
    let too_large = || BlobError::TooLarge { limit_bytes };
    let mut source = pin!(source);
    let mut sealed = Vec::new();
    let mut sealer = Sealer::new(case_key, id, &mut sealed);
    let mut hash = Sha256::new();
    let mut size_bytes = 0;
    while let Some(plain) = source.try_next().await.map_err(BlobError::Source)? {
        size_bytes += plain.len() as u64;
        if size_bytes > limit_bytes {
            return Err(too_large());
        }
        for plain in plain.chunks(SEGMENT_BYTES) {
            hash.update(plain);
            sealer.push(plain, &mut sealed).map_err(|TooLong| too_large())?;
            send_whole_part(upload, &mut sealed).await?;
        }
    }
    sealer.finish(&mut sealed).map_err(|TooLong| too_large())?;
    send_whole_part(upload, &mut sealed).await?;
    upload.put_part(sealed.into()).await.map_err(failed)?;
    upload.complete().await.map_err(failed)?;
    Ok(Written { size_bytes, sha256: hash.finalize().into() })
}

/// All parts but the last have the same size, as some stores demand, and the last is never empty.
async fn send_whole_part(upload: &mut dyn MultipartUpload, sealed: &mut Vec<u8>) -> Result<(), Error> {
    if sealed.len() > PART_BYTES {
        let rest = sealed.split_off(PART_BYTES);
        let part = std::mem::replace(sealed, rest);
        upload.put_part(part.into()).await.map_err(failed)?;
    }
    Ok(())
}

/// Where the object of a blob is: a folder holds a few thousand of a million.
fn location(id: BlobId) -> Location {
    let name = id.to_string();
    let shard = name.split_at(name.len() - SHARD_DIGITS).1.to_owned();
    Location::from_iter([shard, name])
}

/// The blob whose object this is, if it is one.
fn blob_at(at: &Location) -> Option<BlobId> {
    let id = at.filename()?.parse().ok()?;
    (location(id) == *at).then_some(id)
}

fn failed(error: object_store::Error) -> Error {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    let mut full = false;
    while let Some(this) = cause {
        let kind = this.downcast_ref::<io::Error>().map(io::Error::kind);
        full |= matches!(kind, Some(StorageFull | QuotaExceeded));
        cause = this.source();
    }
    if full { Error::Busy(error.into()) } else { Error::Internal(error.into()) }
}

#[cfg(test)]
mod tests;
