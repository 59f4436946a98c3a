//! What was decided is carried out: the person is answered with what each system did, those who got the data are told
//! (Art. 19), and what was restricted meanwhile is used again, but only after the person knows (Art. 18(3)).

use std::collections::{BTreeMap, BTreeSet};

use super::at_system::{Action, Kept, Kepts};
use super::decide::last_asked;
use super::gaps::Gap;
use super::lifting::lift;
use super::made::{Made, on_claim};
use super::store;
use crate::audit::{self, Action as Noted, Actor, Details, Event};
use crate::cases::answer::settle;
use crate::cases::deadline::date_in_oslo_at;
use crate::cases::rules::{Outcome, Right};
use crate::cases::store::{self as cases, Case, Claim};
use crate::casework::store::lock_case;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, ClaimId, SystemId, TaskId};
use crate::letters::access::Missed;
use crate::letters::change::{About, At, Changed, changed};
use crate::letters::issue::{self, To};
use crate::office::Office;
use crate::review::answered::document;
use crate::subjects;
use crate::systems::rules::System;
use crate::systems::store::Serving;
use crate::tasks::fan_out::{in_next_round, later_tasks, register};
use crate::tasks::rules::{Executed, Outcome as StepOutcome, Step, Task, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// The code of the sector whose journals the statsforvalter hears complaints about.
const HEALTH: &str = "health";

/// What there is of one system.
struct AtSystem {
    system: System,
    /// What was decided, unless it has nothing.
    decided: Option<Kept>,
    /// What it did, if it was to do something.
    executed: Option<Executed>,
    /// Why it did not.
    ground: Option<(String, Option<String>)>,
    /// Whether it has given the data to somebody.
    disclosed: bool,
    /// Whether it is in this decision, and not in one that this one follows.
    is_new: bool,
    /// Whether it did it by this decision, or one that this one follows, and not long ago.
    is_done_now: bool,
}

impl AtSystem {
    /// Whether something of what was asked for was done, and whether something was not; neither where it has nothing.
    fn came_to(&self) -> (bool, bool) {
        let kept = self.executed.is_some_and(|executed| !executed.is_done());
        match self.decided.as_ref().map(|decided| decided.action) {
            None => (false, false),
            Some(Action::CarryOut) => (!kept, kept),
            Some(Action::Note) => (!kept, true),
            Some(Action::Refuse) => (false, true),
        }
    }
}

/// Answers the person about a claim that was decided, once all that was to be done is; whether they were answered.
///
/// # Errors
/// [`Error::NotFound`] where there is no such claim; the database's own.
pub async fn tell(office: &Office, claim: ClaimId) -> Result<bool, Error> {
    let mut tx = office.db.read().await?;
    let Some(id) = cases::case_of_claim(&mut tx, claim).await? else { return Ok(false) };
    // Most news is of claims about access: none of them needs the lock.
    if decided(&mut tx, id, claim).await?.is_none() {
        return Ok(false);
    }
    drop(tx);
    let mut tx = office.db.write().await?;
    let Some(case) = cases::find_case(&mut tx, id).await? else { return Ok(false) };
    lock_case(&mut tx, &case.reference).await?;
    let told = tell_in(office, &mut tx, &case, claim).await?;
    if told {
        tx.commit().await?;
    }
    Ok(told)
}

/// The same in the transaction of the decision, where nothing is to be done. The case is locked.
pub(super) async fn tell_in(office: &Office, tx: &mut Tx, case: &Case, claim: ClaimId) -> Result<bool, Error> {
    let Some(known) = decided(tx, case.id, claim).await? else { return Ok(false) };
    let key = office.vault.case_key(tx, case.id).await?;
    let decisions = on_claim(tx, &key, claim).await?;
    let Some(made) = decisions.last() else { return Ok(false) };
    if store::has_letter(tx, made.id).await? {
        return Ok(false);
    }
    let register = register(tx).await?;
    let Some(all) = at_systems(tx, &key, claim, &decisions, &register).await? else { return Ok(false) };
    let new: Vec<&AtSystem> = all.iter().filter(|one| one.is_new).collect();
    let now = office.clock.now_ms();
    let today = date_in_oslo_at(now);
    let lines: Vec<(&str, At<'_>)> = new.iter().map(|one| (one.system.name.as_str(), at(one))).collect();
    let words = made.reasons.as_ref().map(|reasons| reasons.words.clone()).unwrap_or_default();
    let asked: BTreeMap<TaskId, SystemId> =
        last_asked(tx, claim, Step::Assess).await?.into_iter().map(|task| (task.id, task.system)).collect();
    let missed = |gap: &Gap| {
        let system = register.get(asked.get(&gap.task)?)?;
        Some(Missed { system: &system.name, expected_on: gap.expected_on })
    };
    let letter = changed(&Changed {
        about: About::of(office, case, today),
        right: known.right,
        outcome: outcome(new.iter().copied()),
        supplement: made.supplements.is_some(),
        words: &words,
        systems: &lines,
        gaps: &made.gaps.iter().filter_map(missed).collect::<Vec<_>>(),
        journal: new.iter().any(|one| one.system.sector == HEALTH && one.came_to().1),
    })
    .map_err(|missing| Error::Internal(missing.into()))?;
    let outcome = outcome(all.iter());
    let to = To { case: case.id, filer: case.filer, decision: Some(made.id) };
    issue::issue(tx, &key, to, &letter, now).await?;
    if outcome != known.outcome {
        store::change_outcome(tx, claim, outcome).await?;
    }
    afterwards(office, tx, case, &key, claim, &new).await?;
    let details = Details::none().with("right", known.right.code()).with("outcome", outcome.code());
    let event = Event { action: Noted::ChangesTold, case: Some(case.id), actor: Actor::Portal, details };
    audit::record(tx, &office.vault, now, Some(&key), event).await?;
    settle(office, tx, case, &key).await?;
    Ok(true)
}

/// The claim, where it is about changes and was decided.
async fn decided(tx: &mut Tx, case: CaseId, claim: ClaimId) -> Result<Option<Claim>, Error> {
    let claims = cases::claims_of(tx, case).await?;
    let is_decided = |known: &Claim| {
        known.id == claim
            && known.right != Right::Access
            && !matches!(known.outcome, Outcome::Open | Outcome::Withdrawn)
    };
    Ok(claims.into_iter().find(is_decided))
}

fn at(one: &AtSystem) -> At<'_> {
    fn because(ground: &(String, Option<String>)) -> (&str, Option<&str>) {
        (ground.0.as_str(), ground.1.as_deref())
    }
    let Some(decided) = &one.decided else { return At::Nothing };
    let (code, text) = decided.ground.as_ref().map_or(("", None), because);
    match (one.executed, decided.action) {
        (Some(Executed::Supplemented), Action::Note) => At::Noted(code, text),
        (Some(_), Action::Note) => At::Refused(code, text),
        (Some(executed), _) => At::Done(executed, one.ground.as_ref().map(because)),
        (None, _) => At::Refused(code, text),
    }
}

/// What each system came to, those of the decisions before among them that the newest one follows; `None` while something is
/// still to be done.
async fn at_systems(
    tx: &mut Tx,
    key: &Key,
    claim: ClaimId,
    decisions: &[Made],
    register: &BTreeMap<SystemId, System>,
) -> Result<Option<Vec<AtSystem>>, Error> {
    let followed = followed(decisions);
    let Some(newest) = followed.first() else { return Ok(None) };
    let gaps = |made: &Made| made.gaps.iter().map(|gap| gap.task).collect::<BTreeSet<TaskId>>();
    let (missing, missing_before) = (gaps(newest), followed.get(1).map(|made| gaps(made)));
    let kept = Kepts::read(tx, key, decisions).await?;
    let executing = executing(tx, claim, &followed).await?;
    let mut all = Vec::new();
    for task in last_asked(tx, claim, Step::Assess).await? {
        if missing.contains(&task.id) {
            continue;
        }
        let system = register.get(&task.system).cloned().ok_or(Error::NotFound)?;
        let is_new = missing_before.as_ref().is_none_or(|missing| missing.contains(&task.id));
        let doing = executing.get(&task.system);
        let is_done_now = doing.is_some_and(|task| followed.iter().any(|made| task.decision == Some(made.id)));
        let of = doing.and_then(|task| task.decision).unwrap_or(newest.id);
        let decided = kept.newest(&followed, task.id).or_else(|| kept.of(of, task.id)).cloned();
        let disclosed = !document(tx, key, task.id).await?.disclosures.is_empty();
        let mut one = AtSystem { system, decided, executed: None, ground: None, disclosed, is_new, is_done_now };
        if let Some(task) = doing {
            let TaskState::Answered { outcome: StepOutcome::Execute(executed), .. } = task.state else {
                return Ok(None);
            };
            let said = document(tx, key, task.id).await?;
            one.executed = Some(executed);
            one.disclosed |= !said.disclosures.is_empty();
            one.ground = said.grounds.into_iter().next().map(|ground| (ground.code, ground.text));
        }
        all.push(one);
    }
    all.sort_by_cached_key(|one| one.system.name.to_lowercase());
    Ok(Some(all))
}

/// The newest decision, and those before that it follows one after the other, because something was missing in them.
pub(super) fn followed(decisions: &[Made]) -> Vec<&Made> {
    let before = |made: &&Made| made.supplements.and_then(|id| decisions.iter().find(|made| made.id == id));
    std::iter::successors(decisions.last(), before).collect()
}

/// What each system does of these decisions, or has done of one before: it is not undone when a claim is taken up again.
async fn executing(tx: &mut Tx, claim: ClaimId, followed: &[&Made]) -> Result<BTreeMap<SystemId, Task>, Error> {
    let mut all: BTreeMap<SystemId, Task> = done_before(tx, claim).await?;
    let current = tasks::tasks_of(tx, claim).await?.into_iter().filter(|task| {
        let is_current = followed.iter().any(|made| task.decision == Some(made.id));
        task.step == Step::Execute && is_current && task.state != TaskState::Withdrawn
    });
    all.extend(current.map(|task| (task.system, task)));
    Ok(all)
}

/// The systems that have done something of what was decided on a claim, ever, with the last time that they did.
pub(super) async fn done_before(tx: &mut Tx, claim: ClaimId) -> Result<BTreeMap<SystemId, Task>, Error> {
    let mut done: Vec<Task> = tasks::tasks_of(tx, claim).await?;
    let is_done = |task: &Task| match task.state {
        TaskState::Answered { outcome: StepOutcome::Execute(executed), .. } => executed.is_done(),
        _ => false,
    };
    done.retain(is_done);
    done.sort_by_key(|task| task.round);
    Ok(done.into_iter().map(|task| (task.system, task)).collect())
}

/// What it comes to at these systems together.
fn outcome<'a>(all: impl Iterator<Item = &'a AtSystem>) -> Outcome {
    let (done, not_done) =
        all.map(AtSystem::came_to).fold((false, false), |so_far, one| (so_far.0 | one.0, so_far.1 | one.1));
    match (done, not_done) {
        (true, false) => Outcome::Granted,
        (true, true) => Outcome::PartlyGranted,
        (false, true) => Outcome::Refused,
        (false, false) => Outcome::NothingHeld,
    }
}

/// Who got the data is told, and what was restricted is used again.
async fn afterwards(
    office: &Office,
    tx: &mut Tx,
    case: &Case,
    key: &Key,
    claim: ClaimId,
    all: &[&AtSystem],
) -> Result<(), Error> {
    let now = office.clock.now_ms();
    let kind = subjects::national_id(tx, &office.vault, case.subject).await?.kind();
    let told: Vec<Serving> = all
        .iter()
        .filter(|one| one.executed.is_some_and(Executed::is_done))
        .filter(|one| one.disclosed && one.is_done_now)
        .map(|one| Serving::from(&one.system))
        .collect();
    let known = tasks::tasks_of(tx, claim).await?;
    let notify = later_tasks(claim, Step::Notify, kind, &told, (now, now));
    tasks::insert_tasks(tx, &in_next_round(notify, &known)).await?;
    let answered: BTreeSet<SystemId> = all.iter().map(|one| one.system.id).collect();
    lift(office, tx, case, key, claim, |system| answered.contains(&system)).await
}
