//! A caseworker decides on rectification or erasure: what each system is to do that has said whether it can. Only then is
//! a system asked to do it, and only what was decided.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::carried_out::tell_in;
use super::combine::{Part, combine};
use super::decide::{
    Decided, Named, OfSystem, Open, Refused, Which, last_asked, latest, open, parts_and_gaps, write_down,
};
use super::gaps::{Gap, GapReason};
use super::grounds::{self as law, ErasureGround, RectificationGround, Text};
use super::rules::{self, Decision};
use super::store;
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{DecisionId, SystemId, TaskId};
use crate::office::Office;
use crate::packages::store as packages;
use crate::subjects;
use crate::systems::store::{self as systems, Serving};
use crate::tasks::fan_out::{MOST_SYSTEMS, execute_tasks};
use crate::tasks::rules::{Assessed, Outcome, Step, TaskState};
use crate::tasks::store as tasks;

/// What becomes of it at one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<G> {
    /// The system is asked to do it.
    CarryOut,
    /// It is not done.
    Refuse(G),
}

/// What becomes of it at each system that has said whether it can.
#[derive(Clone, Debug)]
pub enum Changes {
    /// Of a claim about rectification.
    Rectification(BTreeMap<TaskId, Change<RectificationGround>>),
    /// Of a claim about erasure.
    Erasure(BTreeMap<TaskId, Change<ErasureGround>>),
}

impl Changes {
    fn right(&self) -> Right {
        match self {
            Self::Rectification(_) => Right::Rectification,
            Self::Erasure(_) => Right::Erasure,
        }
    }
}

/// What a caseworker says of a claim.
#[derive(Clone)]
pub struct Wanted<'a> {
    /// In their own words, for the letter; where nothing is held, the reason (Art. 12(4)).
    pub words: &'a str,
    /// What becomes of it.
    pub changes: Changes,
    /// What is missing.
    pub gaps: Named,
}

/// Decides on a claim about rectification or erasure, and asks the systems to carry it out.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why nothing is
/// decided.
pub async fn change(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    let decided = retried(|| async move {
        let mut tx = office.db.write().await?;
        let claim =
            match open(office, &mut tx, handler, reference, Which::Open(wanted.changes.right()), wanted.words).await? {
                Ok(claim) => claim,
                Err(refused) => return Ok(Err(refused)),
            };
        let without_copy = match wanted.changes.right() {
            Right::Erasure => without_copy(&mut tx, &claim).await?,
            Right::Access | Right::Rectification => Some(BTreeSet::new()),
        };
        let Some(without_copy) = without_copy else { return Ok(Err(Refused::AccessFirst)) };
        let gaps = (&wanted.gaps, office.today(), latest(&mut tx, &claim).await?);
        let weighed = match &wanted.changes {
            Changes::Rectification(changes) => weighed(&mut tx, &claim, changes, gaps, Decision::Rectification).await?,
            Changes::Erasure(changes) => weighed(&mut tx, &claim, changes, gaps, Decision::Erasure).await?,
        };
        let Weighed { decision, gaps, to_do } = match weighed {
            Ok(weighed) => weighed,
            Err(refused) => return Ok(Err(refused)),
        };
        if !to_do.is_disjoint(&without_copy) {
            return Ok(Err(Refused::AccessFirst));
        }
        let decided = match write_down(office, &mut tx, &claim, &decision, &gaps).await? {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        carry_out(office, &mut tx, &claim, decided.decision, &to_do).await?;
        if to_do.is_empty() {
            // Nothing is to be done: this is the answer.
            let case = cases::find_case(&mut tx, claim.case.id).await?.ok_or(Error::NotFound)?;
            tell_in(office, &mut tx, &case, claim.claim.id).await?;
        }
        tx.commit().await?;
        Ok(Ok(decided))
    })
    .await?;
    if decided.is_ok() {
        office.bell.notify_waiters();
    }
    Ok(decided)
}

/// What it comes to.
struct Weighed {
    decision: Decision,
    /// What is missing.
    gaps: Vec<Gap>,
    /// Which systems are to do it.
    to_do: BTreeSet<SystemId>,
}

async fn weighed<R: law::Right<NothingHeld = Text>>(
    tx: &mut Tx,
    claim: &Open,
    changes: &BTreeMap<TaskId, Change<R::Ground>>,
    (named, today, latest): (&Named, Date, Date),
    decision: fn(rules::Outcome<R>, Text) -> Decision,
) -> Result<Result<Weighed, Refused>, Error> {
    let (mut all, mut to_do, mut undecided) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut said: BTreeSet<TaskId> = changes.keys().copied().collect();
    for task in last_asked(tx, claim.claim.id, Step::Assess).await? {
        let part = match task.state {
            TaskState::Answered { outcome: Outcome::Assess(Assessed::NoData), .. } => Ok(Part::default()),
            TaskState::Answered { outcome: Outcome::Assess(Assessed::Can | Assessed::Cannot), .. } => {
                said.remove(&task.id);
                match changes.get(&task.id) {
                    Some(Change::CarryOut) => {
                        to_do.insert(task.system);
                        Ok(Part { granted: true, grounds: Vec::new() })
                    }
                    Some(Change::Refuse(ground)) => Ok(Part { granted: false, grounds: vec![ground.clone()] }),
                    None => {
                        undecided.push(task.id);
                        continue;
                    }
                }
            }
            TaskState::Answered { .. } => Err(GapReason::Unsure),
            _ => Err(GapReason::NotAnswered),
        };
        all.push(OfSystem { task: task.id, system: task.system, part });
    }
    if let Some(task) = said.first() {
        return Ok(Err(Refused::NotAsked(*task)));
    }
    if !undecided.is_empty() {
        return Ok(Err(Refused::Undecided(undecided)));
    }
    let words = &claim.words;
    Ok(parts_and_gaps(&all, named, today, latest).map(|(parts, gaps)| {
        let decision = decision(combine(&parts, words.clone()), words.clone());
        Weighed { decision, gaps, to_do }
    }))
}

/// The systems of which the person has no copy yet, although they asked for one in the same case. `None`: of none.
async fn without_copy(tx: &mut Tx, claim: &Open) -> Result<Option<BTreeSet<SystemId>>, Error> {
    let is_asked = |claim: &&cases::Claim| claim.right == Right::Access && claim.outcome != ClaimOutcome::Withdrawn;
    let Some(access) = claim.claims.iter().find(is_asked) else { return Ok(Some(BTreeSet::new())) };
    if access.outcome == ClaimOutcome::Open || packages::count_waiting(tx, claim.case.id).await? > 0 {
        return Ok(None);
    }
    let Some(newest) = store::decisions_on(tx, access.id).await?.pop() else { return Ok(Some(BTreeSet::new())) };
    let gaps: BTreeSet<TaskId> = store::gaps_of(tx, newest.id).await?.into_iter().map(|gap| gap.task).collect();
    let asked = last_asked(tx, access.id, Step::Collect).await?;
    Ok(Some(asked.into_iter().filter(|task| gaps.contains(&task.id)).map(|task| task.system).collect()))
}

async fn carry_out(
    office: &Office,
    tx: &mut Tx,
    claim: &Open,
    decision: DecisionId,
    to_do: &BTreeSet<SystemId>,
) -> Result<(), Error> {
    if to_do.is_empty() {
        return Ok(());
    }
    let told = cases::told(tx, claim.claim.id).await?.ok_or(Error::NotFound)?;
    let kind = subjects::national_id(tx, &office.vault, told.subject).await?.kind();
    let all = systems::systems(tx, MOST_SYSTEMS).await?;
    let serving: Vec<Serving> = all.iter().filter(|system| to_do.contains(&system.id)).map(Serving::from).collect();
    let now = office.clock.now_ms();
    let new = execute_tasks(claim.claim.id, decision, kind, &serving, claim.claim.due_on, now);
    Ok(tasks::insert_tasks(tx, &new).await?)
}
