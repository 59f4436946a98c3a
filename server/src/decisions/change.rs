//! A caseworker decides on rectification or erasure: what each system is to do that has said whether it can. Only then is
//! a system asked to do it, and only what was decided. Behind the wall of a sector its reviewers have said what becomes of it
//! (`propose.rs`), and whoever decides takes that as it is, without being shown it.

use std::collections::{BTreeMap, BTreeSet};

use app::model::Sector;
use jiff::civil::Date;

use super::at_system::{Action, ChangeOf, Kept, Kepts, change_place, change_row};
use super::carried_out::{done_before, followed, tell_in};
use super::combine::{Part, combine};
use super::decide::{
    Decided, Named, OfSystem, Open, Refused, Which, last_asked, latest, open, parts_and_gaps, write_down,
};
use super::gaps::{Gap, GapReason};
use super::grounds::{self as law, Erasure, Rectification, Text};
use super::made::{Made, on_claim};
use super::propose::proposed;
use super::rules::{self, Decision};
use super::store;
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::cases::store as cases;
use crate::cases::told;
use crate::casework::rules::Handler;
use crate::casework::store::recused;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{DecisionId, EmployeeId, SystemId, TaskId};
use crate::office::Office;
use crate::packages::store as packages;
use crate::subjects;
use crate::systems::rules::System;
use crate::systems::store::Serving;
use crate::tasks::fan_out::{execute_tasks, in_next_round, register};
use crate::tasks::rules::{Assessed, Outcome, Step, Task, TaskState};
use crate::tasks::store as tasks;

pub use super::at_system::Change;

/// What becomes of it at each system that has said whether it can.
#[derive(Clone, Debug)]
pub enum Changes {
    /// Of a claim about rectification.
    Rectification(BTreeMap<TaskId, ChangeOf<Rectification>>),
    /// Of a claim about erasure.
    Erasure(BTreeMap<TaskId, ChangeOf<Erasure>>),
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
    /// What it comes to, as they have seen it.
    pub outcome: ClaimOutcome,
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
    decide(office, handler, reference, Which::Open(wanted.changes.right()), wanted).await
}

/// Decides on what was missing when such a claim was decided, as far as it is in by now, once the person has been told of the
/// rest.
///
/// # Errors
/// As [`change`].
pub async fn supplement(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    decide(office, handler, reference, Which::WithGaps(wanted.changes.right()), wanted).await
}

async fn decide(
    office: &Office,
    handler: &Handler,
    reference: &str,
    which: Which,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    let decided = retried(|| async move {
        let mut tx = office.db.write().await?;
        let claim = match open(office, &mut tx, handler, reference, which, wanted.words).await? {
            Ok(claim) => claim,
            Err(refused) => return Ok(Err(refused)),
        };
        let without_copy = match wanted.changes.right() {
            Right::Erasure => without_copy(&mut tx, &claim).await?,
            Right::Access | Right::Rectification => Some(BTreeSet::new()),
        };
        let Some(without_copy) = without_copy else { return Ok(Err(Refused::AccessFirst)) };
        let earlier = Earlier::read(&mut tx, &claim).await?;
        let before = match before(&mut tx, &earlier, which).await? {
            Ok(before) => before,
            Err(refused) => return Ok(Err(refused)),
        };
        let known = Known {
            register: register(&mut tx).await?,
            recused: recused(&mut tx, claim.case.id, i64::MAX).await?,
            latest: latest(&mut tx, &claim).await?,
            today: office.today(),
            named: &wanted.gaps,
            before: before.as_ref(),
            earlier: &earlier,
        };
        let weighed = match &wanted.changes {
            Changes::Rectification(changes) => {
                weighed::<Rectification>(&mut tx, &claim, changes, &known, Decision::Rectification).await?
            }
            Changes::Erasure(changes) => {
                weighed::<Erasure>(&mut tx, &claim, changes, &known, Decision::Erasure).await?
            }
        };
        let Weighed { decision, gaps, kept, to_do } = match weighed {
            Ok(weighed) => weighed,
            Err(refused) => return Ok(Err(refused)),
        };
        if decision.outcome() != wanted.outcome {
            return Ok(Err(Refused::Changed(decision.outcome())));
        }
        if !to_do.is_disjoint(&without_copy) {
            return Ok(Err(Refused::AccessFirst));
        }
        let supplements = before.as_ref().map(|before| before.decision);
        let decided = match write_down(office, &mut tx, &claim, &decision, supplements, &gaps).await? {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        for (task, kept) in kept {
            let row = change_row(decided.decision, task);
            let sealed = kept.seal(&claim.key, change_place(&row))?;
            store::insert_change(&mut tx, decided.decision, task, kept.action, &sealed).await?;
        }
        carry_out(office, &mut tx, &claim, decided.decision, &known.register, &to_do).await?;
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
    /// What was decided now, for each system.
    kept: Vec<(TaskId, Kept)>,
    /// Which systems are to do something.
    to_do: BTreeSet<SystemId>,
}

/// What there is to know beside what whoever decides says.
struct Known<'a> {
    register: BTreeMap<SystemId, System>,
    recused: BTreeSet<EmployeeId>,
    today: Date,
    /// The last day for what is missing.
    latest: Date,
    named: &'a Named,
    before: Option<&'a Before>,
    earlier: &'a Earlier,
}

/// What was decided before, where something was missing.
struct Before {
    decision: DecisionId,
    gaps: BTreeSet<TaskId>,
}

/// What was decided for each system in earlier decisions, and what the systems have done of it.
struct Earlier {
    all: Vec<Made>,
    kept: Kepts,
    done: BTreeMap<SystemId, Task>,
}

impl Earlier {
    async fn read(tx: &mut Tx, claim: &Open) -> Result<Self, Error> {
        let all = on_claim(tx, &claim.key, claim.claim.id).await?;
        let kept = Kepts::read(tx, &claim.key, &all).await?;
        Ok(Self { kept, all, done: done_before(tx, claim.claim.id).await? })
    }

    /// What a system has done already, when a claim is taken up again: that cannot be refused any more.
    fn done<R: law::Right>(&self, task: &Task) -> Option<ChangeOf<R>> {
        let decision = self.done.get(&task.system)?.decision?;
        self.kept.of(decision, task.id).and_then(Kept::read::<R>)
    }
}

async fn before(tx: &mut Tx, earlier: &Earlier, which: Which) -> Result<Result<Option<Before>, Refused>, Error> {
    if let Which::Open(_) = which {
        return Ok(Ok(None));
    }
    let made = earlier.all.last().ok_or(Error::NotFound)?;
    // «When you had the first answer» is said of one that the person has.
    if !store::has_letter(tx, made.id).await? {
        return Ok(Err(Refused::NotOutYet));
    }
    let gaps = made.gaps.iter().map(|gap| gap.task).collect();
    Ok(Ok(Some(Before { decision: made.id, gaps })))
}

async fn weighed<R: law::Right<NothingHeld = Text>>(
    tx: &mut Tx,
    claim: &Open,
    changes: &BTreeMap<TaskId, ChangeOf<R>>,
    known: &Known<'_>,
    decision: fn(rules::Outcome<R>, Text) -> Decision,
) -> Result<Result<Weighed, Refused>, Error> {
    let (mut all, mut to_do, mut kept, mut undecided) = (Vec::new(), BTreeSet::new(), Vec::new(), Vec::new());
    let mut said: BTreeSet<TaskId> = changes.keys().copied().collect();
    let mut is_any_new = false;
    let asked = last_asked(tx, claim.claim.id, Step::Assess).await?;
    // Before anything that depends on what the system has answered.
    let of_others = |task: &&Task| said.contains(&task.id) && !judges(claim, known, task);
    if let Some(task) = asked.iter().find(of_others) {
        return Ok(Err(Refused::Walled(task.id)));
    }
    let followed = followed(&known.earlier.all);
    for task in asked {
        let before = known.before.filter(|before| !before.gaps.contains(&task.id));
        let part = match task.state {
            TaskState::Answered { outcome: Outcome::Assess(Assessed::NoData), .. } => Ok(Part::default()),
            TaskState::Answered { outcome: Outcome::Assess(Assessed::Can | Assessed::Cannot), .. } => {
                let change = match before {
                    // It was decided then.
                    Some(_) => known.earlier.kept.newest(&followed, task.id).and_then(Kept::read::<R>),
                    None => match said_of::<R>(tx, claim, known, &task, changes.get(&task.id)).await? {
                        Said::Now(change) => {
                            said.remove(&task.id);
                            Some(change)
                        }
                        Said::Nothing => {
                            undecided.push(task.id);
                            continue;
                        }
                        Said::Elsewhere(change) => change,
                        Said::Done(change) => {
                            kept.push((task.id, change.kept(None)));
                            all.push(OfSystem { task: task.id, system: task.system, part: Ok(change.part()) });
                            continue;
                        }
                    },
                };
                if let Some(change) = change.as_ref().filter(|_| before.is_none()) {
                    kept.push((task.id, change.kept(None)));
                    if change.action() != Action::Refuse {
                        to_do.insert(task.system);
                    }
                }
                change.map(|change| change.part()).ok_or(GapReason::NotReviewed)
            }
            TaskState::Answered { .. } => Err(GapReason::Unsure),
            _ => Err(GapReason::NotAnswered),
        };
        is_any_new |= before.is_none() && part.is_ok();
        all.push(OfSystem { task: task.id, system: task.system, part });
    }
    if let Some(task) = said.first() {
        return Ok(Err(Refused::NotAsked(*task)));
    }
    if !undecided.is_empty() {
        return Ok(Err(Refused::Undecided(undecided)));
    }
    if known.before.is_some() && !is_any_new {
        return Ok(Err(Refused::NothingNew));
    }
    let words = &claim.words;
    Ok(parts_and_gaps(&all, known.named, known.today, known.latest).map(|(parts, gaps)| {
        let decision = decision(combine(&parts, words.clone()), words.clone());
        Weighed { decision, gaps, kept, to_do }
    }))
}

/// What is said of a system that can or cannot do it.
enum Said<C> {
    /// By whoever decides.
    Now(C),
    /// They have said nothing, and nobody else has.
    Nothing,
    /// By a reviewer, or not yet.
    Elsewhere(Option<C>),
    /// Nobody says anything of what the system has done before.
    Done(C),
}

/// Whether whoever decides may say what becomes of it at a system: what is behind a wall is for the sector's reviewers.
fn judges(claim: &Open, known: &Known<'_>, task: &Task) -> bool {
    let sector = known.register.get(&task.system).and_then(|system| Sector::from_code(&system.sector));
    claim.handler.judges_as(&claim.case.unit, sector).is_some()
}

/// What becomes of it at a system: whoever decides says so, or a reviewer of its sector has.
async fn said_of<R: law::Right>(
    tx: &mut Tx,
    claim: &Open,
    known: &Known<'_>,
    task: &Task,
    now: Option<&ChangeOf<R>>,
) -> Result<Said<ChangeOf<R>>, Error> {
    let done = known.earlier.done::<R>(task);
    if let Some(change) = now.filter(|change| done.is_none() || change.action() != Action::Refuse) {
        return Ok(Said::Now(change.clone()));
    }
    let proposed = proposed(tx, &claim.key, task.id).await?.map(|(_, kept)| kept);
    // Of somebody who may not handle the case, nothing is taken (forvaltningsloven § 6).
    let counts = |kept: &Kept| kept.by.is_some_and(|by| !known.recused.contains(&by));
    let change = proposed.filter(counts).and_then(|kept| kept.read::<R>());
    Ok(match (change, done) {
        (Some(change), None) => Said::Elsewhere(Some(change)),
        (Some(change), Some(_)) if change.action() != Action::Refuse => Said::Elsewhere(Some(change)),
        (_, Some(done)) => Said::Done(done),
        (None, None) if judges(claim, known, task) => Said::Nothing,
        (None, None) => Said::Elsewhere(None),
    })
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
    register: &BTreeMap<SystemId, System>,
    to_do: &BTreeSet<SystemId>,
) -> Result<(), Error> {
    if to_do.is_empty() {
        return Ok(());
    }
    let told = told::store::told(tx, claim.claim.id).await?.ok_or(Error::NotFound)?;
    let kind = subjects::national_id(tx, &office.vault, told.subject).await?.kind();
    let serving: Vec<Serving> = to_do.iter().filter_map(|system| register.get(system)).map(Serving::from).collect();
    let now = office.clock.now_ms();
    let new = execute_tasks(claim.claim.id, decision, kind, &serving, claim.claim.due_on, now);
    let known = tasks::tasks_of(tx, claim.claim.id).await?;
    Ok(tasks::insert_tasks(tx, &in_next_round(new, &known)).await?)
}
