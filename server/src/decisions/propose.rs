//! A reviewer says what is to become of a change at a system of their sector. Behind a wall nobody else may: what the system
//! has answered is theirs to see (helsepersonelloven § 21), and whoever decides on the case takes what they said as it is.

use thiserror::Error as ThisError;

use super::at_system::{ChangeOf, Kept, proposal_place};
use super::grounds::{Erasure, Rectification};
use super::store;
use crate::audit::{Action, Details};
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::store::{Progress, lock_case};
use crate::casework::view;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{EmployeeId, TaskId};
use crate::office::Office;
use crate::tasks::rules::{Assessed, Outcome};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// What somebody proposes.
#[derive(Clone, Debug)]
pub enum Proposal {
    /// Of what is said to be wrong.
    Rectification(ChangeOf<Rectification>),
    /// Of what is asked to be erased.
    Erasure(ChangeOf<Erasure>),
}

/// Why it is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// The task is about another right.
    #[error("the person has asked for something else of this system")]
    OtherRight,
    /// The system has not said that it can or cannot.
    #[error("there is nothing here that could become of anything")]
    NothingToPropose,
    /// The claim is decided.
    #[error("it is decided already")]
    Decided,
    /// Somebody has proposed something since it was looked at.
    #[error("a colleague has proposed something meanwhile: look at it again")]
    Changed,
}

impl Proposal {
    fn right(&self) -> Right {
        match self {
            Self::Rectification(_) => Right::Rectification,
            Self::Erasure(_) => Right::Erasure,
        }
    }

    fn kept(&self, by: EmployeeId) -> Kept {
        match self {
            Self::Rectification(change) => change.kept(Some(by)),
            Self::Erasure(change) => change.kept(Some(by)),
        }
    }
}

/// Proposes what becomes of it, in place of what was proposed before: `seen` is the version that they have looked at, 0 for
/// none. The new version.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case or task for them; the database's own. The inner error says why it is not
/// taken.
pub async fn propose(
    office: &Office,
    handler: &Handler,
    reference: &str,
    task: TaskId,
    seen: i64,
    proposal: &Proposal,
) -> Result<Result<i64, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        let view::Found { handler, case, systems, .. } = view::find(office, &mut tx, handler, reference).await?;
        let asked = systems.into_iter().find(|asked| asked.task == task).ok_or(Error::NotFound)?;
        let role = handler.judges_as(&case.unit, asked.sector).ok_or(Error::NotFound)?;
        if asked.right != proposal.right() {
            return Ok(Err(Refused::OtherRight));
        }
        if !matches!(asked.progress, Progress::Answered(Outcome::Assess(Assessed::Can | Assessed::Cannot))) {
            return Ok(Err(Refused::NothingToPropose));
        }
        let found = tasks::find_task(&mut tx, task).await?.ok_or(Error::NotFound)?;
        let claims = cases::claims_of(&mut tx, case.id).await?;
        let is_open = claims.iter().any(|claim| claim.id == found.claim && claim.outcome == ClaimOutcome::Open);
        // What was missing when it was decided is decided on in a supplement.
        if !is_open && !store::is_gap(&mut tx, task).await? {
            return Ok(Err(Refused::Decided));
        }
        let key = office.vault.case_key(&mut tx, case.id).await?;
        let row = task.to_string();
        let kept = proposal.kept(handler.employee);
        let sealed = kept.seal(&key, proposal_place(&row))?;
        if !store::keep_proposal(&mut tx, task, seen, &sealed).await? {
            return Ok(Err(Refused::Changed));
        }
        let details = Details::none().with("system", asked.key.clone()).with("action", kept.action.code());
        view::record(office, &mut tx, case.id, &handler, role, Action::ChangeProposed, details).await?;
        tx.commit().await?;
        Ok(Ok(seen + 1))
    })
    .await
}

/// What was proposed for a task, and which version of it that is.
pub(super) async fn proposed(tx: &mut Tx, key: &Key, task: TaskId) -> Result<Option<(i64, Kept)>, Error> {
    let Some((version, sealed)) = store::find_proposal(tx, task).await? else { return Ok(None) };
    let row = task.to_string();
    Ok(Some((version, Kept::open(key, proposal_place(&row), &sealed)?)))
}
