//! What every decision on a claim has in common: who may make it, what it rests on, how it is written down.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::combine::Part;
use super::gaps::{Gap, GapReason};
use super::grounds::{self, Text};
use super::rules::Decision;
use super::{made, store};
use crate::audit::{Action, Details};
use crate::cases::clock::store as clocks;
use crate::cases::rules::{Outcome, Right};
use crate::cases::store::Claim;
use crate::casework::own::{self, NotOwn};
use crate::casework::rules::Handler;
use crate::casework::store::{Listed, lock_case};
use crate::casework::view;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{ClaimId, DecisionId, SystemId, TaskId};
use crate::letters::draft::Missing;
use crate::office::Office;
use crate::staff::rules::Role;
use crate::tasks::rules::{Step, Task, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// Why nothing is decided.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Whoever decides has taken the case.
    #[error(transparent)]
    NotOwn(#[from] NotOwn),
    /// There is no open claim about this right.
    #[error("the case has no open claim about this right")]
    NoClaim,
    /// The words are empty or too long.
    #[error("your own words: {0}")]
    Words(#[from] grounds::Refused),
    /// More is missing than was said.
    #[error("{} systems are not in, or not reviewed, and you have not named them", .0.len())]
    NotAllIn(Vec<TaskId>),
    /// Something is in by now that was named as missing.
    #[error("something is in by now that you have named as missing: look at it again")]
    InByNow(TaskId),
    /// The package that was decided on before is not built.
    #[error("the person does not have the answer before this one yet: wait until it is built")]
    NotOutYet,
    /// Nothing of what was missing is in.
    #[error("nothing of what was missing is in, and reviewed")]
    NothingNew,
    /// Nobody can say yet that the person gets nothing.
    #[error("there is nothing to give yet, and systems are missing: wait for them, or extend the time")]
    NothingIn,
    /// It is not said when what is missing is expected, or a day that cannot be.
    #[error("say when what is missing is expected: from today on, and within three months of the receipt")]
    Expected(TaskId),
    /// It comes to something else than whoever decides has seen.
    #[error("it comes to something else by now: look at it again")]
    Changed(Outcome),
    /// A system says what it can do, and nobody has said what it is to do.
    #[error("say of each system that can or cannot do it what becomes of it")]
    Undecided(Vec<TaskId>),
    /// Something was said of what nobody has asked.
    #[error("something is said of a system that has nothing to be decided on")]
    NotAsked(TaskId),
    /// Nobody says no to all of what was done in part, before the claim was taken up again.
    #[error("systems have done some of what was asked for: decide on the rest, system by system")]
    DoneInPart,
    /// What is behind the wall of a sector is for its reviewers to say.
    #[error("a reviewer of the sector says what becomes of it at this system")]
    Walled(TaskId),
    /// The letter would lack what the law demands: mostly what the register does not say of a system.
    #[error(transparent)]
    Letter(#[from] Missing),
    /// Nothing is erased before the person has the copy that they asked for.
    #[error("the person has asked for a copy too: they get it before anything is erased")]
    AccessFirst,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionId,
    /// On which claim.
    pub claim: ClaimId,
    /// What became of the claim.
    pub outcome: Outcome,
}

/// What is missing, as whoever decides has seen it, each with the day when it is expected.
pub type Named = BTreeMap<TaskId, Date>;

/// An open claim, before who may decide on it, with their words.
pub(super) struct Open {
    pub(super) words: Text,
    pub(super) handler: Handler,
    pub(super) case: Listed,
    pub(super) role: Role,
    pub(super) claim: Claim,
    pub(super) claims: Vec<Claim>,
    pub(super) key: Key,
}

/// Which claim somebody decides on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    /// The open one about this right.
    Open(Right),
    /// The one about this right that was decided while something was missing.
    WithGaps(Right),
}

impl Which {
    fn is(self, claim: &Claim) -> bool {
        match self {
            Self::Open(right) => claim.right == right && claim.outcome == Outcome::Open,
            // What was to be changed may have been kept when it came to it.
            Self::WithGaps(right) => {
                let is_given = matches!(claim.outcome, Outcome::Granted | Outcome::PartlyGranted);
                claim.right == right && (is_given || (right != Right::Access && claim.outcome == Outcome::Refused))
            }
        }
    }
}

/// The claim, for who coordinates the case and has taken it. Nobody else decides on the case until the transaction ends.
pub(super) async fn open(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    reference: &str,
    which: Which,
    words: &str,
) -> Result<Result<Open, Refused>, Error> {
    lock_case(tx, reference).await?;
    find(office, tx, handler, reference, which, words).await
}

/// The same without keeping anybody from it, to look at what there is.
pub(super) async fn find(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    reference: &str,
    which: Which,
    words: &str,
) -> Result<Result<Open, Refused>, Error> {
    let words = match Text::new(words) {
        Ok(words) => words,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let own::Own { handler, case, role, claims, key } = match own::find(office, tx, handler, reference).await? {
        Ok(own) => own,
        Err(not_own) => return Ok(Err(not_own.into())),
    };
    let Some(claim) = claims.iter().find(|claim| which.is(claim)).cloned() else { return Ok(Err(Refused::NoClaim)) };
    Ok(Ok(Open { words, handler, case, role, claim, claims, key }))
}

/// What there is of one system.
pub(super) struct OfSystem<G> {
    pub(super) task: TaskId,
    pub(super) system: SystemId,
    pub(super) part: Result<Part<G>, GapReason>,
}

/// The last time that each system was asked for a step.
pub(crate) async fn last_asked(tx: &mut Tx, claim: ClaimId, step: Step) -> Result<Vec<Task>, Error> {
    let mut last: BTreeMap<SystemId, Task> = BTreeMap::new();
    for task in tasks::tasks_of(tx, claim).await? {
        let newer = last.get(&task.system).is_none_or(|known| known.round < task.round);
        if task.step == step && task.state != TaskState::Withdrawn && newer {
            last.insert(task.system, task);
        }
    }
    Ok(last.into_values().collect())
}

/// The last day for what is missing: three months after the receipt, and the days for which the clock stood (Art. 12(3)). Where
/// that is over, what is missing is expected at once.
pub(super) async fn latest(tx: &mut Tx, claim: &Open) -> Result<Date, Error> {
    let clock = clocks::find_clock(tx, claim.claim.id).await?.ok_or(Error::NotFound)?;
    let deadline = clock.deadline(claim.claim.due_on).map_err(|error| Error::Internal(error.into()))?;
    Ok(deadline.extended_due_on)
}

/// The parts that are in, and the gaps, if those are what was named.
pub(super) fn parts_and_gaps<G: Clone>(
    all: &[OfSystem<G>],
    named: &Named,
    today: Date,
    latest: Date,
) -> Result<(Vec<Part<G>>, Vec<Gap>), Refused> {
    let parts: Vec<Part<G>> = all.iter().filter_map(|one| one.part.as_ref().ok().cloned()).collect();
    let missing = || all.iter().filter_map(|one| Some((one.task, one.part.as_ref().err().copied()?)));
    let there: BTreeSet<TaskId> = missing().map(|(task, _)| task).collect();
    if let Some(task) = named.keys().find(|task| !there.contains(task)) {
        return Err(Refused::InByNow(*task));
    }
    // Why, is not told: it may be behind a wall that a system holds something.
    let silent: Vec<TaskId> = there.into_iter().filter(|task| !named.contains_key(task)).collect();
    if !silent.is_empty() {
        return Err(Refused::NotAllIn(silent));
    }
    if let Some((task, _)) = named.iter().find(|(_, day)| **day < today || **day > latest.max(today)) {
        return Err(Refused::Expected(*task));
    }
    // «You get nothing» is said when everybody has looked, and somebody has.
    let is_any_granted = parts.iter().any(|part| part.granted);
    if parts.is_empty() || (!is_any_granted && missing().next().is_some()) {
        return Err(Refused::NothingIn);
    }
    let gap = |(task, reason)| Some(Gap { task, reason, expected_on: *named.get(&task)? });
    Ok((parts, missing().filter_map(gap).collect()))
}

/// The grounds of a decision, as letters take them.
pub(super) fn texts(decision: &Decision) -> Vec<(String, Option<String>)> {
    let text =
        |(code, text): (&'static str, Option<&Text>)| (code.to_owned(), text.map(|text| text.as_str().to_owned()));
    decision.grounds().into_iter().map(text).collect()
}

/// Writes a decision down, ends the claim with it, and says so in the trail.
pub(super) async fn write_down(
    office: &Office,
    tx: &mut Tx,
    open: &Open,
    decision: &Decision,
    supplements: Option<DecisionId>,
    gaps: &[Gap],
) -> Result<Result<Decided, Refused>, Error> {
    let Open { handler, case, role, claim, key, .. } = open;
    let now = office.clock.now_ms();
    let (by, claimed) = (Some(handler.employee), (claim.id, claim.outcome));
    let kept = made::keep(tx, key, claimed, decision, (by, supplements), now).await?;
    let Some(id) = kept else { return Ok(Err(Refused::NoClaim)) };
    for gap in gaps {
        store::insert_gap(tx, id, gap).await?;
    }
    let outcome = decision.outcome();
    let details = Details::none()
        .with("right", decision.right().code())
        .with("outcome", outcome.code())
        .with("gaps", gaps.len().to_string());
    view::record(office, tx, case.id, handler, role, Action::ClaimDecided, details).await?;
    Ok(Ok(Decided { decision: id, claim: claim.id, outcome }))
}
