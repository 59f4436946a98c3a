//! Files that a person sends in to show that something is wrong.

pub mod store;

use std::io;

use bytes::Bytes;
use futures_util::Stream;

use super::store as cases;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{BlobId, ClaimId};
use crate::office::Office;
pub use crate::uploads::{About, Attached, Opened, Uploaded};
use crate::vault::store as vault;
use crate::vault::{BlobError, Key, Place};

/// Adds a file to one of the corrections of a claim, by its index.
///
/// # Errors
/// Inside, why it was not taken; outside, [`Error::NotFound`] where there is no such claim, and what the database or the
/// file store says.
pub async fn attach(
    office: &Office,
    claim: ClaimId,
    place: u32,
    about: &About,
    source: impl Stream<Item = io::Result<Bytes>> + Send,
    most_bytes: u64,
) -> Result<Result<BlobId, BlobError>, Error> {
    let now = office.clock.now_ms();
    let mut tx = office.db.read().await?;
    let case = cases::case_of_claim(&mut tx, claim).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(&mut tx, case).await?;
    drop(tx);
    let blob = BlobId::new(now);
    let written = match office.blobs.write(&key, blob, source, most_bytes).await {
        Ok(written) => written,
        Err(BlobError::Store(error)) => return Err(error),
        Err(not_taken) => return Ok(Err(not_taken)),
    };
    let sealed = &sealed(&key, blob, about)?;
    retried(|| async move {
        let mut tx = office.db.write().await?;
        vault::insert_blob(&mut tx, blob, case, written.size_bytes, now).await?;
        store::insert_evidence(&mut tx, blob, claim, place, sealed).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    Ok(Ok(blob))
}

/// Adds a file that is in the vault, and among the case's files, likewise. It is sealed with the case's key.
///
/// # Errors
/// The database's own.
pub(crate) async fn add(tx: &mut Tx, key: &Key, claim: ClaimId, place: u32, file: &Uploaded) -> Result<(), Error> {
    let sealed = sealed(key, file.blob, &file.about)?;
    Ok(store::insert_evidence(tx, file.blob, claim, place, &sealed).await?)
}

fn sealed(key: &Key, blob: BlobId, about: &About) -> Result<Vec<u8>, Error> {
    let plain = serde_json::to_vec(about).map_err(|error| Error::Internal(error.into()))?;
    Ok(key.seal(about_place(&blob.to_string()), &plain))
}

/// The files of a claim, in the order of what they are to show.
///
/// # Errors
/// [`Error::Damaged`]; the database's own.
pub(crate) async fn attached(tx: &mut Tx, key: &Key, claim: ClaimId) -> Result<Vec<Attached>, Error> {
    let mut all = Vec::new();
    for (_, blob) in store::evidence_of(tx, claim).await? {
        all.push(find(tx, key, claim, blob).await?);
    }
    Ok(all)
}

async fn find(tx: &mut Tx, key: &Key, claim: ClaimId, blob: BlobId) -> Result<Attached, Error> {
    let sealed = store::find_evidence(tx, blob, claim).await?.ok_or(Error::NotFound)?;
    let case = cases::case_of_claim(tx, claim).await?.ok_or(Error::NotFound)?;
    let size_bytes = vault::find_blob(tx, blob, case).await?.ok_or(Error::NotFound)?;
    let row = blob.to_string();
    let place = about_place(&row);
    let about = serde_json::from_slice(&key.open(place, &sealed)?).map_err(|_| place.damaged())?;
    Ok(Attached { about, blob, size_bytes })
}

/// A file of a claim.
///
/// # Errors
/// [`Error::NotFound`] where the claim has no such file; [`Error::Damaged`]; the database's or the file store's own.
pub async fn open(office: &Office, claim: ClaimId, blob: BlobId) -> Result<Opened, Error> {
    let mut tx = office.db.read().await?;
    let case = cases::case_of_claim(&mut tx, claim).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(&mut tx, case).await?;
    let Attached { about, size_bytes, .. } = find(&mut tx, &key, claim, blob).await?;
    // No transaction is open while the place for files is asked.
    drop(tx);
    let bytes = office.blobs.read(&key, blob, size_bytes, 0..size_bytes).await?;
    Ok(Opened { about, size_bytes, bytes })
}

fn about_place(row: &str) -> Place<'_> {
    Place { table: "evidence", column: "about", row }
}
