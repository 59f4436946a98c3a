//! Purging a finished case, and a person whom no case names any more.

use thiserror::Error;

use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::store as cases;
use crate::error::{Error, retried};
use crate::id::{CaseId, PersonId};
use crate::office::Office;
use crate::subjects::store as subjects;
use crate::vault::store as vault;

/// Why nothing was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotPurged {
    /// Something is still to be done in the case.
    #[error("the case is not closed or withdrawn")]
    CaseNotFinished,
    /// At least one case names the person, as the one it is about or the one who sent it in.
    #[error("a case names the person")]
    HasCases,
}

/// Deletes a finished case: its claims, tasks, answers, decisions, notices, files and key. Of the audit trail the
/// places stay, without content.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case; the database's or the file store's own. The inner error says why
/// nothing was deleted.
pub async fn purge_case(office: &Office, case: CaseId) -> Result<Result<(), NotPurged>, Error> {
    let files = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let found = cases::find_case(&mut tx, case).await?.ok_or(Error::NotFound)?;
        if found.state.finished_at().is_none() {
            return Ok(None);
        }
        let files = vault::blobs_of_case(&mut tx, case).await?;
        audit::purge_case(&mut tx, &office.vault, now, case).await?;
        // Which case it was is not said: the event stays after the case is gone.
        let event = Event { action: Action::CasePurged, case: None, actor: Actor::Portal, details: Details::none() };
        audit::record(&mut tx, &office.vault, now, None, event).await?;
        cases::delete_case(&mut tx, case).await?;
        tx.commit().await?;
        Ok(Some(files))
    })
    .await?;
    let Some(files) = files else { return Ok(Err(NotPurged::CaseNotFinished)) };
    office.db.forget_deleted().await?;
    for file in files {
        if let Err(error) = office.blobs.delete(file).await {
            tracing::warn!(blob = %file, %error, "A deleted case's file is left until it is swept: {error}");
        }
    }
    Ok(Ok(()))
}

/// Deletes a person whom no case names, with the key that sealed who it is.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person; the database's own. The inner error says why nothing was deleted.
pub async fn purge_person(office: &Office, person: PersonId) -> Result<Result<(), NotPurged>, Error> {
    let purged = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        if subjects::national_id(&mut tx, person).await?.is_none() {
            return Err(Error::NotFound);
        }
        if !subjects::delete_person(&mut tx, person).await? {
            return Ok(Err(NotPurged::HasCases));
        }
        // Who it was is not said: the event stays after the person is gone.
        let event = Event { action: Action::PersonPurged, case: None, actor: Actor::Portal, details: Details::none() };
        audit::record(&mut tx, &office.vault, now, None, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await?;
    office.db.forget_deleted().await?;
    Ok(purged)
}
