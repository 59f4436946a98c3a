//! A person fetches a package. When they first looked at it, and when they first fetched it, is noted
//! (eForvaltningsforskriften § 8).

use std::ops::Range;

use app::model::ask::Whom;
use bytes::Bytes;
use futures_util::stream::BoxStream;

use super::delivery::{Delivery, Refused};
use super::store::{self, Built};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::own;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{BlobId, CaseId, PersonId};
use crate::office::Office;
use crate::vault::{Key, OpenBlob};

/// A package that a person may fetch.
pub struct Fetched {
    /// What the file is called.
    pub name: String,
    /// The size of the file.
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4) of the file.
    pub sha256: Vec<u8>,
    /// When it can no longer be fetched, in UTC milliseconds.
    pub until: i64,
    /// Whether the case is about somebody else than this person.
    pub on_behalf: bool,
    pub(super) case: CaseId,
    pub(super) letter: i64,
    pub(super) key: Key,
    number: i64,
    blob: BlobId,
    delivery: Delivery,
}

/// Package `number` of a case of which this person is the filer.
///
/// # Errors
/// [`Error::NotFound`] where there is none for them, or not any more; the database's own.
pub async fn find(office: &Office, person: PersonId, reference: &str, number: i64) -> Result<Fetched, Error> {
    find_in(office, &mut office.db.read().await?, person, reference, number).await
}

/// The same within a transaction.
///
/// # Errors
/// As [`find`].
pub async fn find_in(
    office: &Office,
    tx: &mut Tx,
    person: PersonId,
    reference: &str,
    number: i64,
) -> Result<Fetched, Error> {
    let found = own::find(tx, person, reference).await?;
    let (case, on_behalf) = (found.id, found.whom() != Whom::Oneself);
    let built = store::find_built(tx, case, number).await?.ok_or(Error::NotFound)?;
    let Built { blob, size_bytes, sha256, letter, delivery } = built;
    let until = delivery.fetched_until(office.clock.now_ms()).ok_or(Error::NotFound)?;
    let blob = blob.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(tx, case).await?;
    let name = format!("innsyn-{reference}-{number}.zip");
    Ok(Fetched { name, size_bytes, sha256, until, on_behalf, case, letter, key, number, blob, delivery })
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
        self.file(office).await?.read(range)
    }

    /// The file, of which several parts are to be read.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) async fn file(&self, office: &Office) -> Result<OpenBlob, Error> {
        office.blobs.find(&self.key, self.blob, self.size_bytes).await
    }

    /// Notes that the person looks at it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn opened(&self, office: &Office) -> Result<(), Error> {
        self.noted(office, Action::PackageOpened, Delivery::open).await
    }

    /// Notes that the person has all of it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn downloaded(&self, office: &Office) -> Result<(), Error> {
        self.noted(office, Action::PackageDownloaded, Delivery::download).await
    }

    async fn noted(
        &self,
        office: &Office,
        action: Action,
        change: fn(Delivery, i64) -> Result<Delivery, Refused>,
    ) -> Result<(), Error> {
        let Self { case, number, .. } = *self;
        let is_new = |was: Delivery| change(was, office.clock.now_ms()).ok().filter(|is| *is != was);
        // Mostly it is known already.
        if is_new(self.delivery).is_none() {
            return Ok(());
        }
        retried(|| async move {
            let mut tx = office.db.write().await?;
            let Some(built) = store::find_built(&mut tx, case, number).await? else { return Ok(()) };
            let Some(is) = is_new(built.delivery) else { return Ok(()) };
            if store::change_delivery(&mut tx, case, number, built.delivery, is).await? {
                note(office, &mut tx, case, &self.key, number, action).await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await
    }
}

async fn note(office: &Office, tx: &mut Tx, case: CaseId, key: &Key, number: i64, action: Action) -> Result<(), Error> {
    let details = Details::none().with("package", number.to_string());
    let event = Event { action, case: Some(case), actor: Actor::Person, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(key), event).await
}
