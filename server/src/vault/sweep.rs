//! Clearing up the place for files: objects that belong to nothing, uploads that were never finished, and files that
//! should be there and are not.
//!
//! A file is written before its row (`blobs.rs`), so that a row never names what is not there; what is left where the
//! row was never written, or is gone, is deleted here. No transaction is open while the store is asked.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use futures_util::stream::{StreamExt, TryStreamExt, iter};

use super::blobs::{Blobs, Listed};
use super::store;
use crate::db::Db;
use crate::error::Error;
use crate::id::BlobId;

/// How long an object may be there without a row: 24 hours. Its upload, or what it belongs to, may be under way.
pub const GRACE_MS: i64 = 24 * 60 * 60 * 1000;
/// Objects and rows that are looked at together.
const AT_ONCE: usize = 500;
/// Objects that are asked for at the same time.
const ASKED_AT_ONCE: usize = 16;
/// Lost files that are named in the log; all are counted.
const NAMED: u64 = 100;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    /// Objects without a row; they are deleted.
    pub orphans: u64,
    /// Uploads that were never finished; they are deleted.
    pub unfinished: u64,
    /// Rows whose object is gone, or has another size. Nothing is done about them, but the log names the blobs.
    pub lost: u64,
}

/// Looks through all files, and deletes what belongs to nothing since [`GRACE_MS`] before `now_ms` (UTC milliseconds).
///
/// # Errors
/// Those of the store and of the database; what was deleted before stays deleted, and the rest is found the next time.
pub async fn sweep(db: &Db, blobs: &Blobs, now_ms: i64) -> Result<Swept, Error> {
    let before_ms = now_ms.saturating_sub(GRACE_MS);
    let orphans = delete_orphans(db, blobs, before_ms).await?;
    let unfinished = delete_unfinished(blobs, before_ms).await?;
    let lost = report_lost(db, blobs).await?;
    Ok(Swept { orphans, unfinished, lost })
}

async fn delete_orphans(db: &Db, blobs: &Blobs, before_ms: i64) -> Result<u64, Error> {
    let mut deleted = 0;
    let old = |object: Listed| async move { Ok((object.modified_ms < before_ms).then_some(object.id)) };
    let mut batches = blobs.list().try_filter_map(old).try_chunks(AT_ONCE).boxed();
    while let Some(ids) = batches.try_next().await.map_err(|error| error.1)? {
        let wanted = wanted(db, &ids).await?;
        for id in ids.into_iter().filter(|id| !wanted.contains(id)) {
            blobs.delete(id).await?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

async fn report_lost(db: &Db, blobs: &Blobs) -> Result<u64, Error> {
    let mut lost = 0;
    let mut after = None;
    loop {
        let mut tx = db.read().await?;
        let rows = store::blobs_after(&mut tx, after, i64::try_from(AT_ONCE).unwrap_or(i64::MAX)).await?;
        drop(tx);
        let Some((last, _)) = rows.last() else { return Ok(lost) };
        after = Some(*last);
        let asked = rows.into_iter().map(|(id, size_bytes)| async move {
            Ok::<_, Error>((!blobs.is_whole(id, size_bytes).await?).then_some(id))
        });
        let missing: Vec<Option<BlobId>> = iter(asked).buffered(ASKED_AT_ONCE).try_collect().await?;
        let missing: Vec<BlobId> = missing.into_iter().flatten().collect();
        // Row and object may have been deleted together meanwhile.
        for id in wanted(db, &missing).await? {
            lost += 1;
            if lost <= NAMED {
                tracing::error!(blob = %id, "The object of a file is gone or has another size: {id}");
            }
        }
    }
}

/// Those of the blobs that have a row.
async fn wanted(db: &Db, ids: &[BlobId]) -> Result<BTreeSet<BlobId>, Error> {
    let mut tx = db.read().await?;
    Ok(store::existing_blobs(&mut tx, ids).await?.into_iter().collect())
}

async fn delete_unfinished(blobs: &Blobs, before_ms: i64) -> Result<u64, Error> {
    let Some(folder) = blobs.folder() else { return Ok(0) };
    let deleted = tokio::task::spawn_blocking(move || delete_unfinished_in(&folder, before_ms)).await;
    deleted.map_err(|error| Error::Internal(error.into()))?.map_err(|error| Error::Internal(error.into()))
}

/// An upload that the program could not end, as when it was killed, leaves a file `<id>#<number>`, which the store
/// neither lists nor deletes.
fn delete_unfinished_in(folder: &Path, before_ms: i64) -> io::Result<u64> {
    let mut deleted = 0;
    for shard in fs::read_dir(folder)? {
        let shard = shard?;
        if !shard.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(shard.path())? {
            let file = file?;
            if is_unfinished(&file.file_name()) {
                match delete_older(&file, before_ms) {
                    Ok(done) => deleted += u64::from(done),
                    // Its upload ended meanwhile.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(deleted)
}

fn is_unfinished(name: &OsStr) -> bool {
    let parts = name.to_str().and_then(|name| name.split_once('#'));
    parts.is_some_and(|(id, number)| id.parse::<BlobId>().is_ok() && number.parse::<u64>().is_ok())
}

fn delete_older(file: &DirEntry, before_ms: i64) -> io::Result<bool> {
    let modified = file.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let old = i64::try_from(modified.as_millis()).is_ok_and(|modified_ms| modified_ms < before_ms);
    if old {
        fs::remove_file(file.path())?;
    }
    Ok(old)
}
