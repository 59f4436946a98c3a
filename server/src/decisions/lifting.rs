//! What was restricted while it was looked into is used again, but only after the person knows (Art. 18(3)).

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::carried_out::done_before;
use super::decide::last_asked;
use crate::cases::deadline::date_in_oslo_at;
use crate::cases::store::Case;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{ClaimId, SystemId};
use crate::letters::change::{About, lifted};
use crate::letters::issue::{self, To};
use crate::office::Office;
use crate::subjects;
use crate::systems::rules::System;
use crate::systems::store::Serving;
use crate::tasks::fan_out::{in_next_round, later_tasks, register};
use crate::tasks::rules::{Done, Outcome, Step, Task, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// Days from telling the person that what was restricted is used again until it is: as long as a letter that nobody reads is
/// left before it is told of again (eForvaltningsforskriften § 8).
const DAYS_BEFORE_LIFTING: i32 = 7;

/// Tells the person that what was restricted for a claim is used again at these systems, and asks the systems to, a week later.
/// What nobody has restricted by now is not any more.
///
/// # Errors
/// The database's own.
pub(crate) async fn lift(
    office: &Office,
    tx: &mut Tx,
    case: &Case,
    key: &Key,
    claim: ClaimId,
    at: impl Fn(SystemId) -> bool,
) -> Result<(), Error> {
    let mut restricted = Vec::new();
    for task in last_asked(tx, claim, Step::Restrict).await?.into_iter().filter(|task| at(task.system)) {
        // Who has taken it may have restricted, although nobody has said so.
        let taken = tasks::withdraw_task(tx, task.id).await?;
        let is_done = match taken {
            Some(attempts) => attempts > 0,
            None => matches!(
                tasks::find_task(tx, task.id).await?.map(|task| task.state),
                Some(TaskState::Answered { outcome: Outcome::Restrict(Done::Done), .. })
            ),
        };
        restricted.extend(is_done.then_some(task.system));
    }
    if restricted.is_empty() {
        return Ok(());
    }
    let known = tasks::tasks_of(tx, claim).await?;
    // It waits, or was done: nothing is restricted twice.
    let is_lifted = |task: &Task| {
        let is_in_vain = matches!(
            task.state,
            TaskState::Answered { outcome: Outcome::LiftRestriction(Done::Cannot), .. } | TaskState::Withdrawn
        );
        task.step == Step::LiftRestriction && !is_in_vain
    };
    let lifted_before: BTreeSet<SystemId> =
        known.iter().filter(|task| is_lifted(task)).map(|task| task.system).collect();
    // What is erased is not used, and what was blocked stays so.
    let done = done_before(tx, claim).await?;
    let is_gone = |system: &SystemId| {
        done.get(system).is_some_and(|task| {
            matches!(task.state, TaskState::Answered { outcome: Outcome::Execute(executed), .. } if executed.is_gone())
        })
    };
    let register = register(tx).await?;
    let again: Vec<&System> = restricted
        .iter()
        .filter(|id| !lifted_before.contains(id) && !is_gone(id))
        .filter_map(|id| register.get(id))
        .collect();
    if again.is_empty() {
        return Ok(());
    }
    let now = office.clock.now_ms();
    let today = date_in_oslo_at(now);
    let from = today.saturating_add(DAYS_BEFORE_LIFTING.days());
    let names: Vec<&str> = again.iter().map(|system| system.name.as_str()).collect();
    let letter =
        lifted(&About::of(office, case, today), from, &names).map_err(|missing| Error::Internal(missing.into()))?;
    let to = To { case: case.id, filer: case.filer, decision: None };
    issue::issue(tx, key, to, &letter, now).await?;
    let again: Vec<Serving> = again.into_iter().map(Serving::from).collect();
    let kind = subjects::national_id(tx, &office.vault, case.subject).await?.kind();
    let start = now + i64::from(DAYS_BEFORE_LIFTING) * 24 * 3_600_000;
    let new = later_tasks(claim, Step::LiftRestriction, kind, &again, (now, start));
    Ok(tasks::insert_tasks(tx, &in_next_round(new, &known)).await?)
}
