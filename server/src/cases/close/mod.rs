//! The end of a case, and taking it up again: when a person complains, or something was overlooked.

pub mod store;

use thiserror::Error as ThisError;

use super::rules::{self, CaseState, Outcome, Right};
use super::store as cases;
use crate::audit::{Action, Details, REASON};
use crate::casework::own::{self, NotOwn};
use crate::casework::rules::Handler;
use crate::db::Tx;
use crate::decisions::grounds::{Refused as NoText, Text};
use crate::decisions::store as decisions;
use crate::error::{Error, retried};
use crate::id::ClaimId;
use crate::office::Office;
use crate::packages::store as packages;
use crate::subjects;
use crate::systems::store::Serving;
use crate::tasks::fan_out::{register, start};
use crate::tasks::rules::{Step, TaskState};
use crate::tasks::store as tasks;

/// Why nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Whoever does this has taken the case.
    #[error(transparent)]
    NotOwn(#[from] NotOwn),
    /// It is not in that state.
    #[error(transparent)]
    State(#[from] rules::Refused),
    /// The reason is empty or too long.
    #[error("the reason: {0}")]
    Reason(#[from] NoText),
    /// There is no claim about this right that was decided.
    #[error("the case has no claim about this right that was decided")]
    NoClaim,
    /// What was decided is not out yet.
    #[error("the person does not have the answer that was decided on yet: wait until they do")]
    NotOutYet,
    /// The same was sent in anew, and is open.
    #[error("the person has sent in the same anew, and that case is open")]
    SentAnew,
}

/// Ends a case that is answered.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own. The inner error says why not.
pub async fn close(office: &Office, handler: &Handler, reference: &str) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        let case = cases::find_case(&mut tx, own.case.id).await?.ok_or(Error::NotFound)?;
        let closed = match case.state.close(office.clock.now_ms()) {
            Ok(closed) => closed,
            Err(refused) => return Ok(Err(refused.into())),
        };
        cases::change_state(&mut tx, case.id, case.state, closed).await?;
        own.record(office, &mut tx, Action::CaseClosed, Details::none()).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// Takes up a claim again that was decided: it is judged and decided anew, and what was decided stays in the case. Its date is
/// the one that it had: the person has waited since then.
///
/// # Errors
/// As [`close`].
pub async fn reopen(
    office: &Office,
    handler: &Handler,
    reference: &str,
    right: Right,
    reason: &str,
) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let reason = match Text::new(reason) {
            Ok(reason) => reason,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        let decided = |claim: &&cases::Claim| {
            claim.right == right && !matches!(claim.outcome, Outcome::Open | Outcome::Withdrawn)
        };
        let Some(claim) = own.claims.iter().find(decided) else { return Ok(Err(Refused::NoClaim)) };
        let case = cases::find_case(&mut tx, own.case.id).await?.ok_or(Error::NotFound)?;
        if tasks::is_any_executing(&mut tx, case.id).await? {
            return Ok(Err(rules::Refused::BeingCarriedOut.into()));
        }
        // What was done is told before it is forgotten.
        let newest = decisions::decisions_on(&mut tx, claim.id).await?.pop();
        if let Some(newest) = newest.filter(|_| right != Right::Access)
            && !decisions::has_letter(&mut tx, newest.id).await?
        {
            return Ok(Err(Refused::NotOutYet));
        }
        // It would be built of what is judged anew.
        if packages::count_waiting(&mut tx, case.id).await? > 0 {
            return Ok(Err(Refused::NotOutYet));
        }
        if case.state != CaseState::Open {
            let open = match case.state.reopen() {
                Ok(open) => open,
                Err(refused) => return Ok(Err(refused.into())),
            };
            if store::has_open_twin(&mut tx, case.id).await? {
                return Ok(Err(Refused::SentAnew));
            }
            cases::change_state(&mut tx, case.id, case.state, open).await?;
        }
        store::reopen_claim(&mut tx, claim.id).await?;
        // What reviewers said was said of the answer that the person is not content with.
        decisions::forget_proposals(&mut tx, claim.id).await?;
        ask_again(office, &mut tx, &case, claim.id).await?;
        let details = Details::none().with("right", right.code()).with(REASON, reason.as_str());
        own.record(office, &mut tx, Action::CaseReopened, details).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// Asks the systems that nobody waited for when nothing was to be done: otherwise they would count as having been searched.
async fn ask_again(office: &Office, tx: &mut Tx, case: &cases::Case, claim: ClaimId) -> Result<(), Error> {
    let withdrawn: Vec<_> = tasks::tasks_of(tx, claim)
        .await?
        .into_iter()
        .filter(|task| task.state == TaskState::Withdrawn && matches!(task.step, Step::Collect | Step::Assess))
        .collect();
    if withdrawn.is_empty() {
        return Ok(());
    }
    let kind = subjects::national_id(tx, &office.vault, case.subject).await?.kind();
    let register = register(tx).await?;
    let now = office.clock.now_ms();
    for task in withdrawn {
        let Some(system) = register.get(&task.system) else { continue };
        tasks::ask_again(tx, task.id, start(kind, &Serving::from(system), task.step, now)).await?;
    }
    Ok(())
}
