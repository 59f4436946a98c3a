//! An object store in memory that counts what is asked of it, and may have no room.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path as Location;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result, UploadPart,
};

use super::super::Blobs;

/// What was asked of a store.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Bytes that were fetched.
    pub fetched_bytes: u64,
    /// Requests for bytes.
    pub requests: u64,
    /// Bytes in the largest answer.
    pub largest_bytes: u64,
    /// The sizes of what was sent.
    pub parts: Vec<usize>,
    /// Uploads that were undone.
    pub undone: u32,
}

/// The store.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    store: Arc<InMemory>,
    seen: Arc<Mutex<Seen>>,
    full: bool,
}

impl Watched {
    /// One without room for a byte.
    pub fn full() -> Self {
        Self { full: true, ..Self::default() }
    }

    pub fn blobs(&self) -> Blobs {
        Blobs { store: Arc::new(self.clone()), place: "watched".into(), folder: None }
    }

    /// What was asked since the last time.
    pub fn take(&self) -> Seen {
        std::mem::take(&mut *self.seen())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    fn count(&self, bytes: u64) {
        let mut seen = self.seen();
        seen.fetched_bytes += bytes;
        seen.requests += 1;
        seen.largest_bytes = seen.largest_bytes.max(bytes);
    }
}

#[derive(Debug)]
struct WatchedUpload(Watched, Box<dyn MultipartUpload>);

#[async_trait]
impl MultipartUpload for WatchedUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.0.seen().parts.push(data.content_length());
        if self.0.full {
            let source = io::Error::from(io::ErrorKind::StorageFull).into();
            return std::future::ready(Err(object_store::Error::Generic { store: "full", source })).boxed();
        }
        self.1.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        self.1.complete().await
    }

    async fn abort(&mut self) -> Result<()> {
        self.0.seen().undone += 1;
        self.1.abort().await
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a watched store")
    }
}

#[async_trait]
impl ObjectStore for Watched {
    async fn put_opts(&self, at: &Location, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.store.put_opts(at, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        at: &Location,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        let upload = self.store.put_multipart_opts(at, options).await?;
        Ok(Box::new(WatchedUpload(self.clone(), upload)))
    }

    async fn get_opts(&self, at: &Location, options: GetOptions) -> Result<GetResult> {
        let for_bytes = !options.head;
        let got = self.store.get_opts(at, options).await?;
        if for_bytes {
            self.count(got.range.end - got.range.start);
        }
        Ok(got)
    }

    async fn get_ranges(&self, at: &Location, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.count(ranges.iter().map(|range| range.end - range.start).sum());
        self.store.get_ranges(at, ranges).await
    }

    fn delete_stream(&self, places: BoxStream<'static, Result<Location>>) -> BoxStream<'static, Result<Location>> {
        self.store.delete_stream(places)
    }

    fn list(&self, prefix: Option<&Location>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.store.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Location>) -> Result<ListResult> {
        self.store.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Location, to: &Location, options: CopyOptions) -> Result<()> {
        self.store.copy_opts(from, to, options).await
    }
}
