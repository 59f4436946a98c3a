//! A person takes a case back: no system is asked any more, and what comes in afterwards is not taken.

use super::rules::Refused;
use super::store;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::decisions::lifting::lift;
use crate::error::{Error, retried};
use crate::id::{CaseId, PersonId};
use crate::office::Office;
use crate::tasks::files::store as files;
use crate::tasks::store as tasks;

/// Withdraws a case of which `person` is the filer or the subject.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case of theirs; the database's own. The inner error: it is not open, or systems are doing
/// what was decided.
pub async fn withdraw(office: &Office, person: PersonId, case: CaseId) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let found = store::find_case(&mut tx, case).await?.ok_or(Error::NotFound)?;
        if found.filer != person && found.subject != person {
            return Err(Error::NotFound);
        }
        let withdrawn = match found.state.withdraw(now) {
            Ok(withdrawn) => withdrawn,
            Err(refused) => return Ok(Err(refused)),
        };
        // Somebody may have answered or withdrawn it since it was read.
        if !store::change_state(&mut tx, case, found.state, withdrawn).await? {
            return Ok(Err(Refused::NotOpen));
        }
        if tasks::is_any_executing(&mut tx, case).await? {
            return Ok(Err(Refused::BeingCarriedOut));
        }
        let key = office.vault.case_key(&mut tx, case).await?;
        // Also of one that was decided: what was missing then may be restricted.
        for claim in store::claims_of(&mut tx, case).await? {
            lift(office, &mut tx, &found, &key, claim.id, |_| true).await?;
        }
        store::withdraw_claims(&mut tx, case, now).await?;
        tasks::withdraw_tasks(&mut tx, case, None).await?;
        files::forget_of_case(&mut tx, case).await?;
        let event =
            Event { action: Action::CaseWithdrawn, case: Some(case), actor: Actor::Person, details: Details::none() };
        audit::record(&mut tx, &office.vault, now, Some(&key), event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}
