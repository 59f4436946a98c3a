//! What was decided is carried out: the person is answered with what each system did, those who got the data are told
//! (Art. 19), and what was restricted meanwhile is used again, but only after the person knows (Art. 18(3)).

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::decide::last_asked;
use super::made::{Made, on_claim};
use super::store;
use crate::adapters::wire::AnswerDocument;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::answer::settle;
use crate::cases::deadline::date_in_oslo_at;
use crate::cases::rules::{Outcome, Right};
use crate::cases::store::{self as cases, Case};
use crate::casework::store::lock_case;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{ClaimId, SystemId, TaskId};
use crate::letters::change::{About, At, Changed, changed, lifted};
use crate::letters::issue::{self, To};
use crate::office::Office;
use crate::subjects;
use crate::systems::rules::System;
use crate::systems::store::{self as systems, Serving};
use crate::tasks::answer::open;
use crate::tasks::fan_out::{MOST_SYSTEMS, later_tasks};
use crate::tasks::rules::{Assessed, Done, Executed, Outcome as StepOutcome, Step, Task, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// Days from telling the person that what was restricted is used again until it is: as long as a letter that nobody reads is
/// left before it is told of again (eForvaltningsforskriften § 8).
const DAYS_BEFORE_LIFTING: i32 = 7;
/// The code of the sector whose journals the statsforvalter hears complaints about.
const HEALTH: &str = "health";

/// What there is of one system.
struct AtSystem {
    task: Task,
    system: System,
    /// What it did, if it was to do something.
    executed: Option<Executed>,
    /// Why it did not, or why it was not to.
    ground: Option<(String, Option<String>)>,
    /// Whether it has given the data to somebody.
    disclosed: bool,
}

/// Answers the person about a claim that was decided, once all that was to be done is; whether they were answered.
///
/// # Errors
/// [`Error::NotFound`] where there is no such claim; the database's own.
pub async fn tell(office: &Office, claim: ClaimId) -> Result<bool, Error> {
    let mut tx = office.db.write().await?;
    let Some(id) = cases::case_of_claim(&mut tx, claim).await? else { return Ok(false) };
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
    let claims = cases::claims_of(tx, case.id).await?;
    let is_decided = |known: &&cases::Claim| {
        known.id == claim
            && known.right != Right::Access
            && !matches!(known.outcome, Outcome::Open | Outcome::Withdrawn)
    };
    let Some(known) = claims.iter().find(is_decided) else { return Ok(false) };
    let key = office.vault.case_key(tx, case.id).await?;
    let Some(made) = on_claim(tx, &key, claim).await?.pop() else { return Ok(false) };
    if store::has_letter(tx, made.id).await? {
        return Ok(false);
    }
    let Some(all) = at_systems(tx, &key, claim, &made).await? else { return Ok(false) };
    let outcome = outcome(known.outcome, &all);
    let now = office.clock.now_ms();
    let today = date_in_oslo_at(now);
    let grounds: Vec<(&str, Option<&str>)> =
        made.grounds.iter().map(|(code, text)| (code.as_str(), text.as_deref())).collect();
    let lines: Vec<(&str, At<'_>)> = all.iter().map(|one| (one.system.name.as_str(), at(one, &grounds))).collect();
    let words = made.reasons.as_ref().map(|reasons| reasons.words.clone()).unwrap_or_default();
    let letter = changed(&Changed {
        about: About::of(office, case, today),
        right: known.right,
        outcome,
        words: &words,
        systems: &lines,
        journal: all.iter().any(|one| one.system.sector == HEALTH),
    })
    .map_err(|missing| Error::Internal(missing.into()))?;
    let to = To { case: case.id, filer: case.filer, decision: Some(made.id) };
    issue::issue(tx, &key, to, &letter, now).await?;
    if outcome != known.outcome {
        store::change_outcome(tx, claim, outcome).await?;
    }
    afterwards(office, tx, case, &key, claim, &all).await?;
    let details = Details::none().with("right", known.right.code()).with("outcome", outcome.code());
    let event = Event { action: Action::ChangesTold, case: Some(case.id), actor: Actor::Portal, details };
    audit::record(tx, &office.vault, now, Some(&key), event).await?;
    settle(office, tx, case, &key).await?;
    Ok(true)
}

fn at<'a>(one: &'a AtSystem, grounds: &[(&'a str, Option<&'a str>)]) -> At<'a> {
    let because = one.ground.as_ref().map(|(code, text)| (code.as_str(), text.as_deref()));
    match (one.executed, &one.task.state) {
        (Some(executed), _) => At::Done(executed, because),
        (None, TaskState::Answered { outcome: StepOutcome::Assess(Assessed::NoData), .. }) => At::Nothing,
        // It was decided that it is not done: on one of the decision's grounds.
        (None, _) => {
            let (code, text) = because.or(grounds.first().copied()).unwrap_or(("", None));
            At::Refused(code, text)
        }
    }
}

/// What each system came to; `None` while something is still to be done.
async fn at_systems(tx: &mut Tx, key: &Key, claim: ClaimId, made: &Made) -> Result<Option<Vec<AtSystem>>, Error> {
    let register = systems::systems(tx, MOST_SYSTEMS).await?;
    let register: BTreeMap<SystemId, System> = register.into_iter().map(|system| (system.id, system)).collect();
    let executing: BTreeMap<SystemId, Task> = tasks::tasks_of(tx, claim)
        .await?
        .into_iter()
        .filter(|task| task.step == Step::Execute && task.decision == Some(made.id))
        .map(|task| (task.system, task))
        .collect();
    let gaps: BTreeSet<TaskId> = made.gaps.iter().map(|gap| gap.task).collect();
    let mut all = Vec::new();
    for assessed in last_asked(tx, claim, Step::Assess).await? {
        if gaps.contains(&assessed.id) {
            continue;
        }
        let system = register.get(&assessed.system).cloned().ok_or(Error::NotFound)?;
        let mut one = AtSystem { task: assessed, system, executed: None, ground: None, disclosed: false };
        let said = document(tx, key, one.task.id).await?;
        one.disclosed = !said.disclosures.is_empty();
        one.ground = said.grounds.into_iter().next().map(|ground| (ground.code, ground.text));
        if let Some(task) = executing.get(&one.task.system) {
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

async fn document(tx: &mut Tx, key: &Key, task: TaskId) -> Result<AnswerDocument, Error> {
    let content = open(tx, key, task).await?;
    Ok(serde_json::from_slice(&content).map_err(|_| Damaged::new("answer", "content", task))?)
}

/// What the claim comes to when a system kept what was to be erased.
fn outcome(decided: Outcome, all: &[AtSystem]) -> Outcome {
    let was_to_be: Vec<Executed> = all.iter().filter_map(|one| one.executed).collect();
    let kept = |executed: &&Executed| matches!(executed, Executed::Retained | Executed::Referred);
    match was_to_be.iter().filter(kept).count() {
        0 => decided,
        kept if kept < was_to_be.len() => Outcome::PartlyGranted,
        _ => Outcome::Refused,
    }
}

/// Who got the data is told, and what was restricted is used again.
async fn afterwards(
    office: &Office,
    tx: &mut Tx,
    case: &Case,
    key: &Key,
    claim: ClaimId,
    all: &[AtSystem],
) -> Result<(), Error> {
    let now = office.clock.now_ms();
    let kind = subjects::national_id(tx, &office.vault, case.subject).await?.kind();
    let changed = |one: &&AtSystem| {
        matches!(
            one.executed,
            Some(
                Executed::Rectified
                    | Executed::Supplemented
                    | Executed::Erased
                    | Executed::Anonymised
                    | Executed::Restricted
            )
        )
    };
    let told: Vec<Serving> =
        all.iter().filter(changed).filter(|one| one.disclosed).map(|one| Serving::from(&one.system)).collect();
    tasks::insert_tasks(tx, &later_tasks(claim, Step::Notify, kind, &told, now)).await?;
    let restricted: BTreeSet<SystemId> = last_asked(tx, claim, Step::Restrict)
        .await?
        .into_iter()
        .filter(|task| matches!(task.state, TaskState::Answered { outcome: StepOutcome::Restrict(Done::Done), .. }))
        .map(|task| task.system)
        .collect();
    // What is erased is not used, and what is blocked stays so.
    let used_again = |one: &&AtSystem| {
        let gone = matches!(one.executed, Some(Executed::Erased | Executed::Anonymised | Executed::Restricted));
        restricted.contains(&one.task.system) && !gone
    };
    let again: Vec<&System> = all.iter().filter(used_again).map(|one| &one.system).collect();
    if again.is_empty() {
        return Ok(());
    }
    let today = date_in_oslo_at(now);
    let from = today.saturating_add(DAYS_BEFORE_LIFTING.days());
    let names: Vec<&str> = again.iter().map(|system| system.name.as_str()).collect();
    let letter =
        lifted(&About::of(office, case, today), from, &names).map_err(|missing| Error::Internal(missing.into()))?;
    let to = To { case: case.id, filer: case.filer, decision: None };
    issue::issue(tx, key, to, &letter, now).await?;
    let again: Vec<Serving> = again.into_iter().map(Serving::from).collect();
    let start = now + i64::from(DAYS_BEFORE_LIFTING) * 24 * 3_600_000;
    Ok(tasks::insert_tasks(tx, &later_tasks(claim, Step::LiftRestriction, kind, &again, start)).await?)
}
