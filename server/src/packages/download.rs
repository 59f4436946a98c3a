//! A person fetches a package. When they first looked at it, and when they first fetched it, is noted
//! (eForvaltningsforskriften § 8).

use std::ops::Range;

use bytes::Bytes;
use futures_util::stream::BoxStream;

use super::store::{self, Built};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::store as cases;
use crate::error::{Error, retried};
use crate::id::{BlobId, CaseId, PersonId};
use crate::office::Office;
use crate::vault::Key;

/// A package that a person may fetch.
pub struct Fetched {
    /// What the file is called.
    pub name: String,
    /// The size of the file.
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4) of the file.
    pub sha256: Vec<u8>,
    case: CaseId,
    number: i64,
    blob: BlobId,
    key: Key,
}

/// Package `number` of a case of which this person is the filer. That they look at it is noted.
///
/// # Errors
/// [`Error::NotFound`] where there is none for them, or not any more; the database's own.
pub async fn open(office: &Office, person: PersonId, reference: &str, number: i64) -> Result<Fetched, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.read().await?;
        let case = cases::find_by_reference(&mut tx, reference).await?.ok_or(Error::NotFound)?;
        let found = cases::find_case(&mut tx, case).await?.ok_or(Error::NotFound)?;
        if found.filer != person {
            return Err(Error::NotFound);
        }
        let built = store::find_built(&mut tx, case, number).await?.ok_or(Error::NotFound)?;
        let Built { blob, size_bytes, ref sha256, delivery } = built;
        let opened = delivery.open(now).map_err(|_| Error::NotFound)?;
        let blob = blob.ok_or(Error::NotFound)?;
        let key = office.vault.case_key(&mut tx, case).await?;
        drop(tx);
        if opened != delivery {
            let mut tx = office.db.write().await?;
            if store::change_delivery(&mut tx, case, number, delivery, opened).await? {
                note(office, &mut tx, case, &key, number, Action::PackageOpened).await?;
                tx.commit().await?;
            }
        }
        let name = format!("innsyn-{reference}-{number}.zip");
        Ok(Fetched { name, size_bytes, sha256: sha256.clone(), case, number, blob, key })
    })
    .await
}

impl Fetched {
    /// The bytes in a range of the file.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the file is not what was written; the file store's own.
    pub async fn read(
        &self,
        office: &Office,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        office.blobs.read(&self.key, self.blob, self.size_bytes, range).await
    }

    /// Notes that the person has got the last byte of it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn downloaded(&self, office: &Office) -> Result<(), Error> {
        let Self { case, number, .. } = *self;
        retried(|| async move {
            let mut tx = office.db.write().await?;
            let Some(built) = store::find_built(&mut tx, case, number).await? else { return Ok(()) };
            let Ok(downloaded) = built.delivery.download(office.clock.now_ms()) else { return Ok(()) };
            if downloaded != built.delivery
                && store::change_delivery(&mut tx, case, number, built.delivery, downloaded).await?
            {
                note(office, &mut tx, case, &self.key, number, Action::PackageDownloaded).await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }
}

async fn note(
    office: &Office,
    tx: &mut crate::db::Tx,
    case: CaseId,
    key: &Key,
    number: i64,
    action: Action,
) -> Result<(), Error> {
    let details = Details::none().with("package", number.to_string());
    let event = Event { action, case: Some(case), actor: Actor::Person, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(key), event).await
}
