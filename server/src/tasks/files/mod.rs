//! Files that an adapter puts for a task, before the answer that names them. Those that the answer does not name go.

pub mod store;

use std::collections::BTreeSet;
use std::io;

use bytes::Bytes;
use futures_util::Stream;

use super::lease::store as leases;
use super::rules::TaskState;
use super::store as tasks;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{BlobId, CaseId, TaskId};
use crate::office::Office;
use crate::vault::store as vault;
use crate::vault::{BlobError, Key, Written, same};

/// Files that may be put for one task, in all its attempts.
pub const MOST_FILES: i64 = 1000;

/// A file that an answer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// As it was put.
    pub name: String,
    /// SHA-256 (FIPS 180-4) of it.
    pub sha256: [u8; 32],
}

/// A file on its way in.
#[derive(Clone, Debug)]
pub struct Upload<'a> {
    /// The task that it is for.
    pub task: TaskId,
    /// The fence.
    pub attempt: u32,
    /// What it is called.
    pub name: &'a str,
    /// The SHA-256 that was sent with it, if any.
    pub sha256: Option<[u8; 32]>,
    /// The largest that is taken.
    pub most_bytes: u64,
}

/// What became of a file. Unless it was kept, nothing of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is kept, in the place of one with the same name.
    Kept(Written),
    /// Somebody else has the task.
    LeaseLost,
    /// The person took the case back.
    Withdrawn,
    /// There are [`MOST_FILES`] of this task.
    TooMany,
    /// It is larger than it may be.
    TooLarge,
    /// Its bytes are not those of the digest.
    DigestDiffers,
    /// It ended before its end.
    BrokenOff,
}

/// Keeps a file. Memory does not grow with it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task; the database's or the file store's own.
pub async fn put(
    office: &Office,
    upload: &Upload<'_>,
    source: impl Stream<Item = io::Result<Bytes>> + Send,
) -> Result<Put, Error> {
    let Upload { task, attempt, .. } = *upload;
    let mut tx = office.db.read().await?;
    let case = match case_of_lease(&mut tx, task, attempt).await? {
        Ok(case) => case,
        Err(lost) => return Ok(lost),
    };
    if store::count_files(&mut tx, task).await? >= MOST_FILES {
        return Ok(Put::TooMany);
    }
    let key = office.vault.case_key(&mut tx, case).await?;
    drop(tx);
    let blob = BlobId::new(office.clock.now_ms());
    let written = match office.blobs.write(&key, blob, source, upload.most_bytes).await {
        Ok(written) => written,
        Err(BlobError::TooLarge { .. }) => return Ok(Put::TooLarge),
        Err(BlobError::Source(_)) => return Ok(Put::BrokenOff),
        Err(BlobError::Store(error)) => return Err(error),
    };
    let put = if upload.sha256.is_some_and(|sha256| !same(&sha256, &written.sha256)) {
        Put::DigestDiffers
    } else {
        keep(office, upload, case, &key, blob, written).await?
    };
    if !matches!(put, Put::Kept(_)) {
        office.blobs.delete(blob).await?;
    }
    Ok(put)
}

async fn keep(
    office: &Office,
    upload: &Upload<'_>,
    case: CaseId,
    key: &Key,
    blob: BlobId,
    written: Written,
) -> Result<Put, Error> {
    let Upload { task, attempt, name, .. } = *upload;
    let (name_mac, sha256_mac) = (name_mac(key, name), sha256_mac(key, &written.sha256));
    let (name_mac, sha256_mac) = (&name_mac, &sha256_mac);
    let (put, before) = retried(|| async move {
        let mut tx = office.db.write().await?;
        // Whoever answers, or puts another file, in this moment waits, or has been waited for.
        if !leases::lock(&mut tx, task, attempt).await? {
            return Ok((lost(&mut tx, task).await?, None));
        }
        if store::count_files(&mut tx, task).await? >= MOST_FILES {
            return Ok((Put::TooMany, None));
        }
        let before = store::find_file(&mut tx, task, attempt, name_mac).await?.map(|(blob, _)| blob);
        if let Some(before) = before {
            vault::delete_blob(&mut tx, before).await?;
        }
        vault::insert_blob(&mut tx, blob, case, written.size_bytes, office.clock.now_ms()).await?;
        store::insert_file(&mut tx, blob, task, attempt, name_mac, sha256_mac).await?;
        tx.commit().await?;
        Ok((Put::Kept(written), before))
    })
    .await?;
    if let Some(before) = before {
        office.blobs.delete(before).await?;
    }
    Ok(put)
}

/// The case of a task that this attempt has.
async fn case_of_lease(tx: &mut Tx, task: TaskId, attempt: u32) -> Result<Result<CaseId, Put>, Error> {
    if leases::held(tx, task, attempt).await?.is_none() {
        return Ok(Err(lost(tx, task).await?));
    }
    Ok(Ok(tasks::case_of(tx, task).await?.ok_or(Error::NotFound)?))
}

/// Why an attempt no longer has its task.
async fn lost(tx: &mut Tx, task: TaskId) -> Result<Put, Error> {
    let found = tasks::find_task(tx, task).await?.ok_or(Error::NotFound)?;
    Ok(if found.state == TaskState::Withdrawn { Put::Withdrawn } else { Put::LeaseLost })
}

/// The files that an answer names, or the index of the first that was not put so.
///
/// # Errors
/// The database's own.
pub(super) async fn named(
    tx: &mut Tx,
    key: &Key,
    task: TaskId,
    attempt: u32,
    files: &[NamedFile],
) -> Result<Result<BTreeSet<BlobId>, usize>, Error> {
    let mut found = BTreeSet::new();
    for (index, file) in files.iter().enumerate() {
        match store::find_file(tx, task, attempt, &name_mac(key, &file.name)).await? {
            Some((blob, sha256)) if same(&sha256, &sha256_mac(key, &file.sha256)) => found.insert(blob),
            _ => return Ok(Err(index)),
        };
    }
    Ok(Ok(found))
}

/// The file that an attempt has put under this name.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, key: &Key, task: TaskId, attempt: u32, name: &str) -> Result<Option<BlobId>, Error> {
    Ok(store::find_file(tx, task, attempt, &name_mac(key, name)).await?.map(|(blob, _)| blob))
}

/// Forgets the files of a task other than these.
///
/// # Errors
/// The database's own.
pub(super) async fn keep_only(tx: &mut Tx, task: TaskId, files: &BTreeSet<BlobId>) -> Result<(), Error> {
    for blob in store::files_of(tx, task).await? {
        if !files.contains(&blob) {
            vault::delete_blob(tx, blob).await?;
        }
    }
    Ok(())
}

fn name_mac(key: &Key, name: &str) -> [u8; 32] {
    key.derive("minside file name v1").mac(&[name.as_bytes()])
}

fn sha256_mac(key: &Key, sha256: &[u8; 32]) -> [u8; 32] {
    key.derive("minside file digest v1").mac(&[sha256])
}
