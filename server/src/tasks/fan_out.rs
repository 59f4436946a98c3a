//! Which systems a claim concerns, and what each of them is asked first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::retry::Schedule;
use super::rules::{HumanReason, Step, Task, first_steps};
use super::store::{NewTask, Start};
use crate::cases::deadline::{Deadline, date_in_oslo_at, end_of_day_in_oslo, internal_due_on};
use crate::cases::submission::{Asked, Scope};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{ClaimId, DecisionId, SystemId, TaskId};
use crate::subjects::identity_number::Kind;
use crate::systems::rules::{Identifier, Served, System};
use crate::systems::store::{self as systems, Serving};

const DAY_MS: i64 = 24 * 3_600_000;
/// More systems than any municipality has.
pub const MOST_SYSTEMS: i64 = 4000;

/// The systems that a claim concerns: those in use that serve the right, and that the person chose, if they chose any
/// that there are.
///
/// # Errors
/// The database's own, or more systems than [`MOST_SYSTEMS`].
pub async fn concerned(tx: &mut Tx, asked: &Asked) -> Result<Vec<Serving>, Error> {
    let serving = systems::serving(tx, asked.right(), MOST_SYSTEMS + 1).await?;
    if serving.len() > usize::try_from(MOST_SYSTEMS).unwrap_or(usize::MAX) {
        return Err(Error::Internal(anyhow::anyhow!("more than {MOST_SYSTEMS} systems serve one right")));
    }
    let scope = asked.scope();
    let held = match scope.categories.is_empty() {
        true => BTreeMap::new(),
        false => systems::categories(tx, MOST_SYSTEMS).await?,
    };
    Ok(chosen(scope, serving, &held, |system| (system.id, &system.sector)))
}

/// The same of a register that was read, for who is only told of it.
pub fn concerned_in(register: &[System], asked: &Asked) -> BTreeSet<SystemId> {
    let used = || register.iter().filter(|system| !system.retired);
    let scope = asked.scope();
    let held = match scope.categories.is_empty() {
        true => BTreeMap::new(),
        false => used().map(|system| (system.id, system.record.categories.clone())).collect(),
    };
    let serving = used().filter(|system| system.serves(asked.right())).collect();
    chosen(scope, serving, &held, |system| (system.id, &system.sector)).into_iter().map(|system| system.id).collect()
}

/// All systems, by their ids.
///
/// # Errors
/// The database's own.
pub async fn register(tx: &mut Tx) -> Result<BTreeMap<SystemId, System>, Error> {
    let systems = systems::systems(tx, MOST_SYSTEMS).await?;
    Ok(systems.into_iter().map(|system| (system.id, system)).collect())
}

/// Of these systems, those in what the person chose; `held` is what each holds. A kind of data that no system is said to
/// hold is in the person's own words: where one was written, every system is asked, because nobody knows which it means.
fn chosen<T>(
    scope: &Scope,
    serving: Vec<T>,
    held: &BTreeMap<SystemId, Vec<String>>,
    place: impl Fn(&T) -> (SystemId, &String),
) -> Vec<T> {
    let known: BTreeSet<String> = held.values().flatten().map(|category| category.to_lowercase()).collect();
    let wanted: BTreeSet<String> = scope.categories.iter().map(|category| category.to_lowercase()).collect();
    let is_narrow = !wanted.is_empty() && wanted.is_subset(&known);
    let in_sector =
        |system: &T| scope.sectors.is_empty() || scope.sectors.iter().any(|sector| sector.code() == place(system).1);
    let holds = |system: &T| {
        let categories = held.get(&place(system).0).map(Vec::as_slice).unwrap_or_default();
        !is_narrow || categories.iter().any(|category| wanted.contains(&category.to_lowercase()))
    };
    let (chosen, others): (Vec<T>, Vec<T>) = serving.into_iter().partition(|system| in_sector(system) && holds(system));
    // A choice that no system fits is no reason to ask nobody.
    if chosen.is_empty() { others } else { chosen }
}

/// What each system is asked when a claim comes in; whether the use may be restricted meanwhile is for whoever takes it in. Where its adapter cannot do a step, a person is asked at once.
pub fn first_tasks(
    claim: ClaimId,
    (asked, restricts): (&Asked, bool),
    kind: Kind,
    systems: &[Serving],
    deadline: &Deadline,
    now_ms: i64,
) -> Vec<NewTask> {
    let steps = first_steps(asked.right(), restricts && asked.restrict_meanwhile());
    let mut tasks = Vec::with_capacity(systems.len() * steps.len());
    // Hundreds of systems share a few limits.
    let mut limits = BTreeMap::new();
    for system in systems {
        let limit: &Limit = limits
            .entry(system.limit_days)
            .or_insert_with(|| Limit::of(system.limit_days, deadline.in_force(), deadline.received_on));
        tasks.extend(steps.iter().map(|step| task(claim, *step, None, kind, system, limit, now_ms)));
    }
    tasks
}

/// What systems are asked to carry out of a decision. By `due_on` the person is to have the answer.
pub fn execute_tasks(
    claim: ClaimId,
    decision: DecisionId,
    kind: Kind,
    systems: &[Serving],
    due_on: Date,
    now_ms: i64,
) -> Vec<NewTask> {
    let today = date_in_oslo_at(now_ms);
    let of = |system: &Serving| {
        let limit = Limit::of(system.limit_days, due_on, today);
        task(claim, Step::Execute, Some(decision), kind, system, &limit, now_ms)
    };
    systems.iter().map(of).collect()
}

/// What systems are asked once the person has been answered, from `start_ms` on; not even a person is before. Each has its own
/// time for it.
pub fn later_tasks(
    claim: ClaimId,
    step: Step,
    kind: Kind,
    systems: &[Serving],
    (now_ms, start_ms): (i64, i64),
) -> Vec<NewTask> {
    let start_on = date_in_oslo_at(start_ms);
    let of = |system: &Serving| {
        let due_on = start_on.saturating_add((i32::from(system.limit_days) + 1).days());
        let limit = Limit::of(system.limit_days, due_on, start_on);
        let new = task(claim, step, None, kind, system, &limit, start_ms);
        match new.start {
            // Nobody but a person is to have it, and not before: it is given to them when it is time.
            Start::WithHuman(_) if now_ms < start_ms => {
                NewTask { start: Start::At(start_ms + DAY_MS), human_at: start_ms, ..new }
            }
            _ => new,
        }
    };
    systems.iter().map(of).collect()
}

/// The same where some of these systems may have been asked for the same before.
pub fn in_next_round(tasks: Vec<NewTask>, known: &[Task]) -> Vec<NewTask> {
    let last = |new: &NewTask| {
        let same = known.iter().filter(|task| task.system == new.system && task.step == new.step);
        same.map(|task| task.round).max().unwrap_or(0)
    };
    tasks.into_iter().map(|new| NewTask { round: last(&new) + 1, ..new }).collect()
}

fn task(
    claim: ClaimId,
    step: Step,
    decision: Option<DecisionId>,
    kind: Kind,
    system: &Serving,
    limit: &Limit,
    now_ms: i64,
) -> NewTask {
    NewTask {
        id: TaskId::new(now_ms),
        claim,
        system: system.id,
        step,
        round: 1,
        decision,
        start: start(kind, system, step, now_ms),
        human_at: limit.human_at,
        internal_due_on: limit.internal_due_on,
    }
}

/// Who is asked first: the system's adapter, or a person where it cannot do the step, or cannot find people by this kind of
/// number.
pub fn start(kind: Kind, system: &Serving, step: Step, now_ms: i64) -> Start {
    match system.served {
        Served::Manual => Start::WithHuman(HumanReason::Manual),
        _ if !system.steps.contains(step) || !system.identifiers.contains(identifier(kind)) => {
            Start::WithHuman(HumanReason::NotServed)
        }
        _ => Start::At(now_ms),
    }
}

/// What a system must know people by, to be asked about somebody with this kind of number.
fn identifier(kind: Kind) -> Identifier {
    match kind {
        Kind::Fnr => Identifier::Fnr,
        Kind::Dnr => Identifier::Dnr,
    }
}

/// Until when a system is to answer, and from when on only a person is asked.
struct Limit {
    internal_due_on: Date,
    human_at: i64,
}

impl Limit {
    fn of(limit_days: u16, due_on: Date, asked_on: Date) -> Self {
        let internal_due_on = internal_due_on(due_on, asked_on, limit_days);
        let human_needs = i64::try_from(Schedule::default().human_needs.as_millis()).unwrap_or(i64::MAX);
        let human_at = end_of_day_in_oslo(internal_due_on).as_millisecond() - human_needs;
        Self { internal_due_on, human_at }
    }
}

#[cfg(test)]
mod tests {
    use app::model::Sector;

    use super::*;
    use crate::systems::rules::Codes;

    fn system(sector: Sector) -> Serving {
        Serving {
            id: SystemId::new(0),
            sector: sector.code().to_owned(),
            served: Served::Call,
            steps: Codes::default(),
            identifiers: Codes::default(),
            limit_days: 14,
        }
    }

    fn of(scope: &Scope) -> Vec<usize> {
        let systems = [Sector::Education, Sector::Health, Sector::Health].map(system);
        let holds = ["Karakterer", "journal", "navn"];
        let held = systems.iter().zip(holds).map(|(system, holds)| (system.id, vec![holds.to_owned()])).collect();
        let chosen = chosen(scope, systems.to_vec(), &held, |system| (system.id, &system.sector));
        chosen.iter().filter_map(|one| systems.iter().position(|system| system.id == one.id)).collect()
    }

    fn scope(sectors: &[Sector], categories: &[&str]) -> Scope {
        let categories = categories.iter().map(|category| (*category).to_owned()).collect();
        Scope { sectors: sectors.to_vec(), categories, ..Scope::default() }
    }

    #[test]
    fn nothing_chosen_is_everything() {
        assert_eq!(of(&Scope::default()), [0, 1, 2]);
    }

    #[test]
    fn what_is_chosen_narrows() {
        assert_eq!(of(&scope(&[Sector::Health], &[])), [1, 2]);
        assert_eq!(of(&scope(&[], &["karakterer"])), [0]);
        assert_eq!(of(&scope(&[Sector::Health], &["Journal", "karakterer"])), [1]);
        assert_eq!(of(&scope(&[Sector::Technical], &[])), [0, 1, 2], "nobody would be asked");
    }

    #[test]
    fn own_words_leave_no_system_out() {
        assert_eq!(of(&scope(&[], &["saken med naboen"])), [0, 1, 2]);
        assert_eq!(of(&scope(&[], &["karakterer", "saken med naboen"])), [0, 1, 2]);
        assert_eq!(of(&scope(&[Sector::Health], &["saken med naboen"])), [1, 2]);
    }
}
