//! Letting a person have a package: it is built outside of any transaction, and everything that follows from it is in one.

use jiff::ToSpan;

use super::build::build;
use super::contents::Contents;
use super::delivery::Delivery;
use super::store::{self, Waiting};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::answer::settle;
use crate::cases::deadline::end_of_day_in_oslo;
use crate::cases::store as cases;
use crate::casework::store::lock_case;
use crate::error::{Error, retried};
use crate::id::BlobId;
use crate::letters::issue;
use crate::office::Office;
use crate::vault::Written;
use crate::vault::store as vault;

/// What became of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// The person can have it.
    Now,
    /// Nobody is to have it: the case was taken back.
    Withdrawn,
    /// Somebody else builds it.
    Lost,
}

/// Builds a package that was taken, and lets the person have it. `verify` is where others can check it.
///
/// # Errors
/// [`Error::Busy`] where there is no room for it; the database's or the file store's own. It may be tried again.
pub async fn release(office: &Office, package: &Waiting, verify: &str) -> Result<Released, Error> {
    let package = &in_time(office, package).await?;
    let mut tx = office.db.read().await?;
    let contents = Contents::read(office, &mut tx, package).await?;
    drop(tx);
    let Some(contents) = contents else { return withdrawn(office, package).await };
    let reference = contents.case.reference.clone();
    let (blob, written) = build(office, contents, verify).await?;
    let released = retried(|| deliver(office, package, &reference, blob, written)).await;
    // Where the database failed, nobody knows whether the row is there: what has none is swept.
    if matches!(released, Ok(Released::Withdrawn | Released::Lost)) {
        office.blobs.delete(blob).await?;
    }
    released
}

/// The package with a last day that leaves the person their time, where it could not be built for so long that it would be
/// less than half of it; its letter, which nobody has read, names that day then.
async fn in_time(office: &Office, package: &Waiting) -> Result<Waiting, Error> {
    let today = office.today();
    if package.until_on >= today.saturating_add(i32::from(office.package_days / 2).days()) {
        return Ok(*package);
    }
    let until_on = today.saturating_add(i32::from(office.package_days).days());
    let mut tx = office.db.write().await?;
    let key = office.vault.case_key(&mut tx, package.case).await?;
    issue::move_last_day(&mut tx, &key, package.case, package.letter, until_on).await?;
    store::move_last_day(&mut tx, package, until_on).await?;
    tx.commit().await?;
    Ok(Waiting { until_on, ..*package })
}

async fn withdrawn(office: &Office, package: &Waiting) -> Result<Released, Error> {
    let mut tx = office.db.write().await?;
    store::delete_waiting(&mut tx, package).await?;
    tx.commit().await?;
    Ok(Released::Withdrawn)
}

async fn deliver(
    office: &Office,
    package: &Waiting,
    reference: &str,
    blob: BlobId,
    written: Written,
) -> Result<Released, Error> {
    let Waiting { case, number, .. } = *package;
    let now = office.clock.now_ms();
    let mut tx = office.db.write().await?;
    lock_case(&mut tx, reference).await?;
    let found = cases::find_case(&mut tx, case).await?.ok_or(Error::NotFound)?;
    if found.state.finished_at().is_some() {
        store::delete_waiting(&mut tx, package).await?;
        tx.commit().await?;
        return Ok(Released::Withdrawn);
    }
    vault::insert_blob(&mut tx, blob, case, written.size_bytes, now).await?;
    if !store::built(&mut tx, package, blob, written.size_bytes, &written.sha256).await? {
        return Ok(Released::Lost);
    }
    let expires_at = end_of_day_in_oslo(package.until_on).as_millisecond();
    let delivery = Delivery::available(now, expires_at).map_err(|error| Error::Internal(error.into()))?;
    store::insert_delivery(&mut tx, case, number, delivery).await?;
    issue::release(&mut tx, case, found.filer, package.letter, now).await?;
    let key = office.vault.case_key(&mut tx, case).await?;
    let details = Details::none().with("package", number.to_string()).with("bytes", written.size_bytes.to_string());
    let event = Event { action: Action::PackageReleased, case: Some(case), actor: Actor::Portal, details };
    audit::record(&mut tx, &office.vault, now, Some(&key), event).await?;
    settle(office, &mut tx, &found, &key).await?;
    tx.commit().await?;
    Ok(Released::Now)
}

/// Deletes the packages whose time is over; how many.
///
/// # Errors
/// The database's or the file store's own.
pub async fn expire(office: &Office, most: i64) -> Result<u64, Error> {
    let now = office.clock.now_ms();
    let mut expired = 0;
    let over = store::over(&mut office.db.read().await?, now, most).await?;
    for (case, number) in over {
        let mut tx = office.db.write().await?;
        let Some(built) = store::find_built(&mut tx, case, number).await? else { continue };
        let Ok(over) = built.delivery.expire(now) else { continue };
        if !store::change_delivery(&mut tx, case, number, built.delivery, over).await? {
            continue;
        }
        store::delete_built(&mut tx, case, number).await?;
        if let Some(blob) = built.blob {
            vault::delete_blob(&mut tx, blob).await?;
        }
        tx.commit().await?;
        if let Some(blob) = built.blob {
            office.blobs.delete(blob).await?;
        }
        expired += 1;
    }
    Ok(expired)
}
