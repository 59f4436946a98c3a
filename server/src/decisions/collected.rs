//! What the systems that were asked to collect come to together. Thousands of answers may have to be opened for it: they
//! are read before the transaction that decides, which then sees whether anything has changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::combine::Part;
use super::decide::{OfSystem, last_asked};
use super::gaps::GapReason;
use super::grounds::AccessGround;
use super::store::{self, Stamp};
use crate::casework::store as casework;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, ClaimId, EmployeeId, SystemId, TaskId};
use crate::review::answered::{Answered, Around, ReadAhead};
use crate::review::reviewed::Standing;
use crate::review::rules::Verdict;
use crate::systems::rules::System;
use crate::tasks::fan_out::register;
use crate::tasks::rules::{Collected as Outcome, Outcome as StepOutcome, Step, TaskState};

/// What there is of a claim about access.
pub(super) struct Collected {
    /// Each system that was asked.
    pub all: Vec<OfSystem<AccessGround>>,
    /// The systems, by their ids.
    pub register: BTreeMap<SystemId, System>,
    /// Whether nobody has to look at any of it.
    pub nobody_needed: bool,
    stamp: Vec<Stamp>,
    /// Who may not handle the case, whose judgements do not count.
    recused: BTreeSet<EmployeeId>,
}

impl Collected {
    /// Reads what there is. Where a claim was decided while something was missing, `missing` is what: the rest was given then,
    /// and is not reviewed anew.
    pub async fn read(
        tx: &mut Tx,
        around: &Around,
        claim: ClaimId,
        missing: Option<&BTreeSet<TaskId>>,
    ) -> Result<Self, Error> {
        let stamp = store::stamp(tx, claim).await?;
        let register = register(tx).await?;
        let (mut all, mut nobody_needed) = (Vec::new(), true);
        let asked = last_asked(tx, claim, Step::Collect).await?;
        let mut ahead = ReadAhead::default();
        for (place, task) in asked.iter().enumerate() {
            if place % ReadAhead::MOST_TASKS == 0 {
                let next = asked.iter().skip(place).take(ReadAhead::MOST_TASKS).map(|task| task.id);
                ahead = ReadAhead::of(tx, &next.collect::<Vec<_>>()).await?;
            }
            let part = match task.state {
                // Also one that holds nothing may know who has asked it.
                TaskState::Answered {
                    outcome: StepOutcome::Collect(outcome @ (Outcome::Data | Outcome::Refused | Outcome::NoData)),
                    ..
                } => {
                    let system = register.get(&task.system).ok_or(Error::NotFound)?;
                    let answered = ahead.answered(tx, around, task.id, system).await?;
                    nobody_needed &= outcome != Outcome::Refused && answered.standing == Standing::NotNeeded;
                    let is_settled = missing.is_some_and(|missing| !missing.contains(&task.id));
                    if is_settled { Ok(judged(&answered)) } else { part(&answered) }
                }
                TaskState::Answered { .. } => Err(GapReason::Unsure),
                _ => Err(GapReason::NotAnswered),
            };
            nobody_needed &= part.is_ok();
            all.push(OfSystem { task: task.id, system: task.system, part });
        }
        Ok(Self { all, register, nobody_needed, stamp, recused: around.recused.clone() })
    }

    /// Whether nothing has changed since it was read.
    pub async fn is_current(&self, tx: &mut Tx, case: CaseId, claim: ClaimId) -> Result<bool, Error> {
        let is_same = casework::recused(tx, case, i64::MAX).await? == self.recused;
        Ok(is_same && store::stamp(tx, claim).await? == self.stamp)
    }

    /// Which system each task was for.
    pub fn asked(&self) -> BTreeMap<TaskId, SystemId> {
        self.all.iter().map(|one| (one.task, one.system)).collect()
    }

    /// The systems of which the person gets something by one of these tasks.
    pub fn giving(&self, of: impl Fn(TaskId) -> bool) -> Vec<&System> {
        let is_given = |one: &&OfSystem<AccessGround>| one.part.as_ref().is_ok_and(|part| part.granted);
        let giving = self.all.iter().filter(|one| of(one.task)).filter(is_given);
        giving.filter_map(|one| self.register.get(&one.system)).collect()
    }
}

/// What an answer comes to, where it is reviewed as far as it must be.
fn part(answered: &Answered) -> Result<Part<AccessGround>, GapReason> {
    match answered.standing {
        Standing::Open(_) | Standing::NeedsSecond => Err(GapReason::NotReviewed),
        Standing::NotNeeded | Standing::Done => Ok(judged(answered)),
    }
}

/// What was judged of an answer; what nobody has judged is given.
fn judged(answered: &Answered) -> Part<AccessGround> {
    let mut part = Part::default();
    for item in answered.items.keys() {
        let verdict = answered.reviewed.of(*item).map_or(&Verdict::Release, |judged| &judged.judgement.verdict);
        part.granted |= !matches!(verdict, Verdict::Withhold { .. });
        part.grounds.extend(verdict.grounds().cloned());
    }
    part
}
