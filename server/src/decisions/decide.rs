//! A caseworker decides on an access claim: the outcome follows from what was judged, the words are theirs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::combine::{Part, combine};
use super::gaps::{Gap, GapReason};
use super::grounds::{self, Text};
use super::rules::Decision;
use super::{made, store};
use crate::audit::{Action, Details};
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::store::lock_case;
use crate::casework::view;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{ClaimId, DecisionId, SystemId, TaskId};
use crate::office::Office;
use crate::review::answered::{Answered, answered};
use crate::review::reviewed::Standing;
use crate::review::rules::Verdict;
use crate::systems::rules::System;
use crate::systems::store as systems;
use crate::tasks::fan_out::MOST_SYSTEMS;
use crate::tasks::rules::{Collected, Outcome as TaskOutcome, Step, Task, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// What a caseworker says of an access claim.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// In their own words, for the letter.
    pub words: &'a str,
    /// What is not in it yet, as they have seen it, each with the day when it is expected.
    pub gaps: BTreeMap<TaskId, Option<Date>>,
}

/// Why nothing is decided.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Only who coordinates the case decides.
    #[error("only a caseworker of the case's unit decides")]
    NotCoordinator,
    /// Whoever decides has taken it.
    #[error("take the case first")]
    NotTaken,
    /// There is no open claim about access.
    #[error("the case has no open claim about access")]
    NoClaim,
    /// The words are empty or too long.
    #[error("your own words: {0}")]
    Words(#[from] grounds::Refused),
    /// More is missing than was said.
    #[error("{} systems are not in, and you have not named them", .0.len())]
    NotAllIn(Vec<Gap>),
    /// Something is in by now that was named as missing.
    #[error("something is in by now that you have named as missing: look at it again")]
    InByNow(TaskId),
    /// No system has answered.
    #[error("no system has answered: there is nothing to decide on yet")]
    NothingIn,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionId,
    /// On which claim.
    pub claim: ClaimId,
    /// What became of the claim.
    pub outcome: ClaimOutcome,
}

/// Decides on the access claim of a case.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why nothing is
/// decided.
pub async fn access(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    let words = match Text::new(wanted.words) {
        Ok(words) => words,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let words = &words;
    retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        let view::Found { handler, case, coordinates, role, .. } =
            view::find(office, &mut tx, handler, reference).await?;
        if !coordinates {
            return Ok(Err(Refused::NotCoordinator));
        }
        if case.handler.as_ref().is_none_or(|(employee, _)| *employee != handler.employee) {
            return Ok(Err(Refused::NotTaken));
        }
        let claims = cases::claims_of(&mut tx, case.id).await?;
        let is_open = |claim: &&cases::Claim| claim.right == Right::Access && claim.outcome == ClaimOutcome::Open;
        let Some(claim) = claims.iter().find(is_open) else { return Ok(Err(Refused::NoClaim)) };
        let key = office.vault.case_key(&mut tx, case.id).await?;
        let collected = collected(&mut tx, &key, claim.id).await?;
        let gaps = match named(&collected, &wanted.gaps) {
            Ok(gaps) => gaps,
            Err(refused) => return Ok(Err(refused)),
        };
        let parts: Vec<Part> = collected.into_iter().filter_map(|one| one.part.ok()).collect();
        if parts.is_empty() && !gaps.is_empty() {
            return Ok(Err(Refused::NothingIn));
        }
        let (decision, now) = (Decision::Access(combine(&parts), words.clone()), office.clock.now_ms());
        let Some(id) = made::keep(&mut tx, &key, claim.id, &decision, handler.employee, now).await? else {
            return Ok(Err(Refused::NoClaim));
        };
        for gap in &gaps {
            store::insert_gap(&mut tx, id, gap).await?;
        }
        let decided = Decided { decision: id, claim: claim.id, outcome: decision.outcome() };
        let details = Details::none()
            .with("right", Right::Access.code())
            .with("outcome", decided.outcome.code())
            .with("gaps", gaps.len().to_string());
        view::record(office, &mut tx, case.id, &handler, &role, Action::ClaimDecided, details).await?;
        tx.commit().await?;
        Ok(Ok(decided))
    })
    .await
}

/// What there is of one system.
struct OfSystem {
    task: TaskId,
    part: Result<Part, GapReason>,
}

/// What each system comes to that was asked to collect; where it was asked again, the last time counts.
async fn collected(tx: &mut Tx, key: &Key, claim: ClaimId) -> Result<Vec<OfSystem>, Error> {
    let mut last: BTreeMap<SystemId, Task> = BTreeMap::new();
    for task in tasks::tasks_of(tx, claim).await? {
        let newer = last.get(&task.system).is_none_or(|known| known.round < task.round);
        if task.step == Step::Collect && task.state != TaskState::Withdrawn && newer {
            last.insert(task.system, task);
        }
    }
    let all = systems::systems(tx, MOST_SYSTEMS).await?;
    let register: BTreeMap<SystemId, System> = all.into_iter().map(|system| (system.id, system)).collect();
    let mut collected = Vec::with_capacity(last.len());
    for (id, task) in last {
        let part = match task.state {
            TaskState::Answered { outcome: TaskOutcome::Collect(Collected::NoData), .. } => Ok(Part::default()),
            TaskState::Answered { outcome: TaskOutcome::Collect(Collected::Data | Collected::Refused), .. } => {
                let system = register.get(&id).ok_or(Error::NotFound)?;
                part(&answered(tx, key, task.id, system).await?)
            }
            TaskState::Answered { .. } => Err(GapReason::Unsure),
            _ => Err(GapReason::NotAnswered),
        };
        collected.push(OfSystem { task: task.id, part });
    }
    Ok(collected)
}

/// What an answer comes to, where it is reviewed as far as it must be.
fn part(answered: &Answered) -> Result<Part, GapReason> {
    match answered.standing {
        Standing::Open(_) | Standing::NeedsSecond => return Err(GapReason::NotReviewed),
        Standing::NotNeeded | Standing::Done => {}
    }
    let mut part = Part::default();
    for item in answered.items.keys() {
        let verdict = answered.reviewed.of(*item).map_or(&Verdict::Release, |judged| &judged.judgement.verdict);
        part.released |= !matches!(verdict, Verdict::Withhold { .. });
        part.grounds.extend(verdict.ground().cloned());
    }
    Ok(part)
}

/// The gaps that there are, if they are those that were named.
fn named(collected: &[OfSystem], wanted: &BTreeMap<TaskId, Option<Date>>) -> Result<Vec<Gap>, Refused> {
    let gap = |one: &OfSystem| {
        let reason = one.part.as_ref().err()?;
        Some(Gap { task: one.task, reason: *reason, expected_on: wanted.get(&one.task).copied().flatten() })
    };
    let gaps: Vec<Gap> = collected.iter().filter_map(gap).collect();
    let there: BTreeSet<TaskId> = gaps.iter().map(|gap| gap.task).collect();
    if let Some(task) = wanted.keys().find(|task| !there.contains(task)) {
        return Err(Refused::InByNow(*task));
    }
    let silent: Vec<Gap> = gaps.iter().filter(|gap| !wanted.contains_key(&gap.task)).copied().collect();
    if silent.is_empty() { Ok(gaps) } else { Err(Refused::NotAllIn(silent)) }
}
