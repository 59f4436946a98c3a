//! Reading a file, or a part of it: nothing leaves before it is known to be what was written.
//!
//! A file that was cut or made longer is refused before its first byte leaves, even where only its beginning is asked
//! for: the size of the object is compared and the last segment is opened first.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, try_unfold};
use object_store::path::Path as Location;
use object_store::{ObjectStore, ObjectStoreExt};

use super::{Blobs, failed, location};
use crate::error::Error;
use crate::id::BlobId;
use crate::vault::key::Key;
use crate::vault::stream::{
    HEADER_BYTES, Opener, SEALED_SEGMENT_BYTES, SEGMENT_BYTES, damaged, last_segment, sealed_range, sealed_size,
};

/// Segments that are fetched at once: 1 MiB.
const AT_ONCE: u64 = 16;

impl Blobs {
    /// The bytes of a file in a range, where `size_bytes` is the size of the whole. Memory does not grow with either.
    ///
    /// # Errors
    /// The range is not within the file, or [`Error::Damaged`]: the object is gone or not what was written. The bytes
    /// end with this error where the damage is found later.
    pub async fn read(
        &self,
        case_key: &Key,
        id: BlobId,
        size_bytes: u64,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        is_within(&range, size_bytes, id)?;
        self.find(case_key, id, size_bytes).await?.read(range)
    }

    /// A file of which several parts are to be read: it is compared with what was written once.
    ///
    /// # Errors
    /// [`Error::Damaged`]: the object is gone or not what was written.
    pub async fn find(&self, case_key: &Key, id: BlobId, size_bytes: u64) -> Result<OpenBlob, Error> {
        let at = location(id);
        let object = self.store.head(&at).await.map_err(|error| unread(id, error))?;
        if object.size != sealed_size(size_bytes) {
            return Err(damaged(id).into());
        }
        let number = last_segment(size_bytes);
        let ends = [0..HEADER_BYTES as u64, sealed_range(size_bytes, number..number + 1)];
        let ends = self.store.get_ranges(&at, &ends).await.map_err(|error| unread(id, error))?;
        let [header, sealed] = ends.as_slice() else { return Err(damaged(id).into()) };
        let opener = Opener::new(case_key, id, size_bytes, header)?;
        let last = (number, Bytes::from(opener.open(number, sealed)?));
        let store = self.store.clone();
        Ok(OpenBlob(Arc::new(Whole { store, at, id, size_bytes, opener, last })))
    }
}

/// A file that is known to be as long as what was written.
#[derive(Clone)]
pub struct OpenBlob(Arc<Whole>);

struct Whole {
    store: Arc<dyn ObjectStore>,
    at: Location,
    id: BlobId,
    size_bytes: u64,
    opener: Opener,
    /// The last segment, which is open: its number and what it holds.
    last: (u64, Bytes),
}

impl OpenBlob {
    /// The bytes in a range.
    ///
    /// # Errors
    /// Those of [`Blobs::read`].
    pub fn read(&self, range: Range<u64>) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        is_within(&range, self.0.size_bytes, self.0.id)?;
        let next = range.start / SEGMENT_BYTES as u64;
        let end = range.end.div_ceil(SEGMENT_BYTES as u64);
        let segments = if range.is_empty() { 0..0 } else { next..end };
        let reading = Reading { whole: self.0.clone(), range, segments, fetched: Bytes::new() };
        let step = |mut reading: Reading| async move { Ok(reading.next().await?.map(|plain| (plain, reading))) };
        Ok(try_unfold(reading, step).boxed())
    }
}

fn is_within(range: &Range<u64>, size_bytes: u64, id: BlobId) -> Result<(), Error> {
    if range.start > range.end || range.end > size_bytes {
        return Err(Error::Internal(anyhow::anyhow!("{range:?} is not within the {size_bytes} bytes of {id}")));
    }
    Ok(())
}

/// A file that is being read.
struct Reading {
    whole: Arc<Whole>,
    /// What is asked for.
    range: Range<u64>,
    /// The segments that are still to come.
    segments: Range<u64>,
    /// Those of them that are fetched but not open.
    fetched: Bytes,
}

impl Reading {
    /// What the next segment holds of the range; `None` after the last.
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(number) = self.segments.next() else { return Ok(None) };
        let Whole { store, at, id, size_bytes, opener, last } = &*self.whole;
        if number == last.0 {
            return Ok(Some(self.asked_for(number, last.1.clone())));
        }
        if self.fetched.is_empty() {
            let end = (number + AT_ONCE).min(self.segments.end).min(last.0);
            let sealed = sealed_range(*size_bytes, number..end);
            self.fetched = store.get_range(at, sealed).await.map_err(|error| unread(*id, error))?;
        }
        let sealed = self.fetched.split_to(SEALED_SEGMENT_BYTES.min(self.fetched.len()));
        let plain = opener.open(number, &sealed)?;
        Ok(Some(self.asked_for(number, plain.into())))
    }

    /// The part of a segment that is in the range.
    fn asked_for(&self, number: u64, plain: Bytes) -> Bytes {
        let within = |offset: u64| {
            let offset = offset.saturating_sub(number * SEGMENT_BYTES as u64);
            usize::try_from(offset).map_or(plain.len(), |offset| offset.min(plain.len()))
        };
        plain.slice(within(self.range.start)..within(self.range.end))
    }
}

fn unread(id: BlobId, error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => damaged(id).into(),
        error => failed(error),
    }
}
