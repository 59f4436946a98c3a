//! The store of leases: who gets what, in which order, and what an old holder can still do, which is nothing.

use server::db::Tx;
use server::id::{SystemId, TaskId};
use server::systems::rules::Served;
use server::tasks::lease::store::{self as lease, Lease, WaitingTasks};
use server::tasks::people::store as people;
use server::tasks::rules::{Assessed, Collected, HumanReason, Outcome, Step, TaskState};
use server::tasks::store as tasks;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

const UNTIL: i64 = NOW + 60_000;

/// Tasks of one system that are due so long before [`NOW`].
async fn add_due(stage: &mut Stage, system: SystemId, ages: &[i64]) -> Vec<TaskId> {
    let mut new = Vec::new();
    for (round, age) in (1..).zip(ages) {
        let task = rows::task(stage.claim, system, Step::Collect);
        new.push(tasks::NewTask { round, start: tasks::Start::At(NOW - age), ..task });
    }
    tasks::insert_tasks(&mut stage.tx, &new).await.unwrap();
    new.into_iter().map(|task| task.id).collect()
}

/// One task, leased for the first time.
async fn leased(stage: &mut Stage) -> Lease {
    let system = stage.system;
    add_due(stage, system, &[0]).await;
    lease::lease_of(&mut stage.tx, NOW, system, 1, UNTIL, "worker").await.unwrap().remove(0)
}

async fn state(tx: &mut Tx, task: TaskId) -> TaskState {
    tasks::find_task(tx, task).await.unwrap().unwrap().state
}

async fn set(tx: &mut Tx, system: SystemId, change: &str) {
    assert_eq!(rows::run(tx, &format!("update system set {change} where id = '{system}'")).await.unwrap(), 1);
}

both_databases! {
    async fn each_system_that_is_called_gets_its_first_due_task_leased(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let mut systems = vec![stage.system];
        for served in [Served::Call, Served::Call, Served::Pull, Served::Manual, Served::Call] {
            systems.push(rows::add_system(&mut stage.tx, served).await);
        }
        let paused = systems[5];
        set(&mut stage.tx, paused, "paused = true").await;
        let mut first = Vec::new();
        for system in &systems {
            let ids = add_due(&mut stage, *system, &[1, 3, -1, 2]).await;
            first.push((*system, ids[1]));
        }
        first.truncate(3);
        first.sort();
        let tx = &mut stage.tx;
        let leases = lease::lease_calls(tx, NOW, "", 100, UNTIL, "worker").await.unwrap();
        assert_eq!(leases.iter().map(|lease| (lease.system, lease.task)).collect::<Vec<_>>(), first);
        for found in &leases {
            let expected = Lease {
                task: found.task,
                claim: stage.claim,
                system: found.system,
                step: Step::Collect,
                decision: None,
                attempt: 1,
                by: "worker".to_owned(),
                since: NOW,
                until: UNTIL,
                human_at: rows::task(stage.claim, found.system, Step::Collect).human_at,
                internal_due_on: "2026-03-19".parse().unwrap(),
            };
            assert_eq!(*found, expected);
            assert_eq!(lease::held(tx, found.task, 1).await.unwrap(), Some(expected));
            let leased = TaskState::Leased { by: "worker".to_owned(), since: NOW, until: UNTIL };
            assert_eq!(state(tx, found.task).await, leased);
        }
        let count = "select count(*) from task where state = 'leased'";
        assert_eq!(rows::number(tx, count).await, 3, "and nothing else");
    }
}

both_databases! {
    async fn systems_have_their_turn_after_one_another_within_their_limits(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let mut systems = vec![stage.system];
        for _ in 0..3 {
            systems.push(rows::add_system(&mut stage.tx, Served::Call).await);
        }
        systems.sort();
        for system in &systems {
            add_due(&mut stage, *system, &[9, 8, 7]).await;
            set(&mut stage.tx, *system, "at_once = 2").await;
        }
        let tx = &mut stage.tx;
        let mut take = async |after: &str, most| {
            let leases = lease::lease_calls(tx, NOW, after, most, UNTIL, "worker").await.unwrap();
            leases.into_iter().map(|lease| lease.system).collect::<Vec<_>>()
        };
        assert_eq!(take("", 0).await, []);
        assert_eq!(take("", 2).await, systems[..2]);
        assert_eq!(take(&systems[1].to_string(), 2).await, systems[2..]);
        assert_eq!(take(&systems[3].to_string(), 2).await, []);
        assert_eq!(take(&systems[0].to_string(), 100).await, systems[1..]);
        assert_eq!(take("", 100).await, systems[..1], "the others have two already");
        assert_eq!(take("", 100).await, []);
        let put_back = lease::ended(tx, UNTIL, 100).await.unwrap().into_iter().find(|lease| lease.system == systems[2]);
        assert!(lease::put_back(tx, put_back.unwrap().task, 1, NOW).await.unwrap());
        let again = lease::lease_calls(tx, NOW, "", 100, UNTIL, "worker").await.unwrap();
        assert_eq!(again.iter().map(|lease| (lease.system, lease.attempt)).collect::<Vec<_>>(), [(systems[2], 1)]);
    }
}

both_databases! {
    async fn a_system_that_asks_has_room_up_to_its_limit(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let system = stage.system;
        let tx = &mut stage.tx;
        assert_eq!(lease::room(tx, system).await.unwrap(), 0, "it is called");
        set(tx, system, "served = 'manual', url = null").await;
        assert_eq!(lease::room(tx, system).await.unwrap(), 0);
        set(tx, system, "served = 'pull', url = null, at_once = 3").await;
        assert_eq!(lease::room(tx, system).await.unwrap(), 3);
        add_due(&mut stage, system, &[1, 1, 1]).await;
        let tx = &mut stage.tx;
        assert_eq!(lease::lease_of(tx, NOW, system, 2, UNTIL, "a").await.unwrap().len(), 2);
        assert_eq!(lease::room(tx, system).await.unwrap(), 1);
        set(tx, system, "paused = true").await;
        assert_eq!(lease::room(tx, system).await.unwrap(), 0);
        set(tx, system, "paused = false, at_once = 1").await;
        assert_eq!(lease::room(tx, system).await.unwrap(), 0, "never less than nothing");
        assert_eq!(lease::room(tx, SystemId::new(NOW)).await.unwrap(), 0, "there is none");
    }
}

both_databases! {
    async fn a_systems_tasks_are_leased_in_the_order_they_are_due(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let (system, other) = (stage.system, rows::add_system(&mut stage.tx, Served::Pull).await);
        let ids = add_due(&mut stage, system, &[0, 20, -1, 10, 20]).await;
        add_due(&mut stage, other, &[30]).await;
        let tx = &mut stage.tx;
        let mut same_due = [ids[1], ids[4]];
        same_due.sort();
        let expected = [same_due[0], same_due[1], ids[3], ids[0]];
        assert_eq!(lease::lease_of(tx, NOW, system, 0, UNTIL, "a").await.unwrap(), []);
        let mut taken = Vec::new();
        for most in [1, 2, 10, 10] {
            let leases = lease::lease_of(tx, NOW, system, most, UNTIL, "a").await.unwrap();
            let mut some: Vec<TaskId> = leases.iter().map(|lease| lease.task).collect();
            // What is taken together comes in no order.
            some.sort_by_key(|id| expected.iter().position(|known| known == id));
            taken.extend(some);
        }
        assert_eq!(taken, expected);
        assert_eq!(lease::lease_of(tx, NOW, SystemId::new(NOW), 10, UNTIL, "a").await.unwrap(), []);
    }
}

both_databases! {
    async fn a_lease_is_held_and_kept_by_its_own_attempt_until_it_ends(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let held = leased(&mut stage).await;
        let (tx, task) = (&mut stage.tx, held.task);
        for (attempt, now, until) in [(2, NOW, UNTIL + 1), (0, NOW, UNTIL + 1), (1, UNTIL, UNTIL + 1), (1, NOW, NOW)] {
            let kept = lease::extend(tx, task, attempt, now, until).await.unwrap();
            assert_eq!(kept, None, "{attempt} {now} {until}");
            assert_eq!(lease::held(tx, task, 1).await.unwrap(), Some(held.clone()), "nothing changed");
        }
        assert_eq!(lease::extend(tx, TaskId::new(NOW), 1, NOW, UNTIL).await.unwrap(), None);
        assert_eq!(lease::held(tx, task, 2).await.unwrap(), None);
        assert_eq!(lease::held(tx, TaskId::new(NOW), 1).await.unwrap(), None);
        assert!(lease::lock(tx, task, 1).await.unwrap() && !lease::lock(tx, task, 2).await.unwrap());
        assert_eq!(lease::extend(tx, task, 1, UNTIL - 1, UNTIL + 5).await.unwrap(), Some(UNTIL + 5));
        assert_eq!(lease::held(tx, task, 1).await.unwrap(), Some(Lease { until: UNTIL + 5, ..held.clone() }));
        assert_eq!(lease::extend(tx, task, 1, NOW, UNTIL).await.unwrap(), Some(UNTIL + 5), "it is never made shorter");
        let (near, beyond) = (held.human_at - 1, held.human_at + 60_000);
        assert_eq!(lease::extend(tx, task, 1, NOW, near).await.unwrap(), Some(near));
        assert_eq!(lease::extend(tx, task, 1, NOW, beyond).await.unwrap(), Some(held.human_at), "then a person is asked");
        assert_eq!(lease::extend(tx, task, 1, held.human_at, beyond).await.unwrap(), None);
        assert!(!lease::undo(tx, task, 2, NOW).await.unwrap());
        assert!(lease::undo(tx, task, 1, NOW + 3).await.unwrap());
        let found = tasks::find_task(tx, task).await.unwrap().unwrap();
        assert_eq!((found.attempt, found.state), (0, TaskState::Ready { due_at: NOW + 3 }));
    }
}

both_databases! {
    async fn ended_leases_come_first_ended_first(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let system = stage.system;
        let ids = add_due(&mut stage, system, &[4, 3, 2, 1]).await;
        let tx = &mut stage.tx;
        for until in [40, 10, 30, 20] {
            lease::lease_of(tx, NOW, system, 1, NOW + until, "a").await.unwrap();
        }
        let mut ended = async |now, most| {
            let leases = lease::ended(tx, NOW + now, most).await.unwrap();
            assert_eq!(lease::is_any_ended(tx, NOW + now).await.unwrap(), !leases.is_empty());
            leases.into_iter().map(|lease| lease.task).collect::<Vec<_>>()
        };
        assert_eq!(ended(9, 10).await, []);
        assert_eq!(ended(10, 10).await, [ids[1]]);
        assert_eq!(ended(100, 10).await, [ids[1], ids[3], ids[2], ids[0]]);
        assert_eq!(ended(100, 2).await, [ids[1], ids[3]]);
        assert_eq!(ended(100, 10).await.len(), 4, "looking changes nothing");
    }
}

both_databases! {
    async fn a_lease_ends_once_and_only_for_the_one_who_has_it(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let task = leased(&mut stage).await.task;
        let system = stage.system;
        let tx = &mut stage.tx;
        let data = Outcome::Collect(Collected::Data);
        let held = state(tx, task).await;
        for (task_id, attempt) in [(task, 0), (task, 2), (TaskId::new(NOW), 1)] {
            assert!(lease::answered(tx, &[(task_id, attempt, data)], NOW).await.unwrap().is_empty());
            assert!(!lease::put_back(tx, task_id, attempt, NOW).await.unwrap());
            assert!(!lease::to_human(tx, task_id, attempt, HumanReason::LimitNear).await.unwrap());
            assert_eq!(state(tx, task).await, held);
        }
        let of_another_step = Outcome::Assess(Assessed::Can);
        let refused = tried_call!(&mut *tx, lease::answered(&mut *tx, &[(task, 1, of_another_step)], NOW));
        assert_eq!(refused, Some(ErrorKind::CheckViolation));

        assert!(lease::put_back(tx, task, 1, NOW + 7).await.unwrap());
        assert_eq!(state(tx, task).await, TaskState::Ready { due_at: NOW + 7 });
        assert!(!lease::put_back(tx, task, 1, NOW + 8).await.unwrap(), "it is put back");
        assert!(lease::lease_of(tx, NOW + 6, system, 1, UNTIL, "b").await.unwrap().is_empty(), "not before");
        let again = lease::lease_of(tx, NOW + 7, system, 1, UNTIL, "b").await.unwrap().remove(0);
        assert_eq!((again.task, again.attempt, again.by.as_str()), (task, 2, "b"));
        assert!(lease::answered(tx, &[(task, 1, data)], NOW).await.unwrap().is_empty(), "the old holder");

        assert_eq!(lease::answered(tx, &[(task, 2, data)], NOW + 9).await.unwrap(), [task].into());
        assert_eq!(state(tx, task).await, TaskState::Answered { outcome: data, at: NOW + 9 });
        assert!(lease::answered(tx, &[(task, 2, data)], NOW + 10).await.unwrap().is_empty(), "it is answered");
        assert!(!lease::put_back(tx, task, 2, NOW).await.unwrap());
        assert!(!lease::to_human(tx, task, 2, HumanReason::LimitNear).await.unwrap());
        assert_eq!(lease::extend(tx, task, 2, NOW, UNTIL).await.unwrap(), None);
        assert_eq!(lease::held(tx, task, 2).await.unwrap(), None);
    }
}

both_databases! {
    async fn of_many_tasks_those_are_found_that_somebody_has(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let one = leased(&mut stage).await;
        let tx = &mut stage.tx;
        let waiting = rows::add_task(tx, stage.claim, stage.system, Step::Assess).await;
        assert_eq!(lease::all_held(tx, &[]).await.unwrap(), []);
        assert_eq!(lease::all_held(tx, &[waiting, TaskId::new(NOW)]).await.unwrap(), []);
        assert_eq!(lease::all_held(tx, &[waiting, one.task, one.task]).await.unwrap().as_slice(), std::slice::from_ref(&one));
        assert_eq!(lease::answered(tx, &[], NOW).await.unwrap(), [].into());
        let data = Outcome::Collect(Collected::Data);
        let ends = [(waiting, 1, data), (one.task, one.attempt, data)];
        assert_eq!(lease::answered(tx, &ends, NOW).await.unwrap(), [one.task].into());
        assert_eq!(lease::all_held(tx, &[one.task]).await.unwrap(), []);
    }
}

both_databases! {
    async fn a_person_is_asked_once_and_nobody_takes_it_then(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        for reason in HumanReason::ALL {
            let task = leased(&mut stage).await.task;
            let tx = &mut stage.tx;
            assert!(lease::to_human(tx, task, 1, *reason).await.unwrap());
            assert_eq!(state(tx, task).await, TaskState::WithHuman(*reason));
            assert!(!lease::to_human(tx, task, 1, *reason).await.unwrap());
            assert!(lease::lease_of(tx, i64::MAX - 1, stage.system, 9, i64::MAX, "a").await.unwrap().is_empty());
            rows::run(tx, "delete from task").await.unwrap();
        }
    }
}

both_databases! {
    async fn what_nobody_took_in_time_goes_to_people_the_nearest_limit_first(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let system = stage.system;
        let ids = add_due(&mut stage, system, &[9, 1, 1, 1, 1]).await;
        let tx = &mut stage.tx;
        for (id, human_at) in ids.iter().zip([1, 30, 10, 40, 20]) {
            let sql = format!("update task set human_at = {NOW} + {human_at} where id = '{id}'");
            rows::run(tx, &sql).await.unwrap();
        }
        // What somebody has is left to them, however near its limit is.
        assert_eq!(lease::lease_of(tx, NOW, system, 1, UNTIL, "a").await.unwrap()[0].task, ids[0]);
        assert!(!people::is_any_near_limit(tx, NOW + 9).await.unwrap());
        assert_eq!(people::near_limit_to_human(tx, NOW + 9, 10).await.unwrap(), 0);
        assert!(people::is_any_near_limit(tx, NOW + 10).await.unwrap());
        assert_eq!(people::near_limit_to_human(tx, NOW + 30, 0).await.unwrap(), 0);
        assert_eq!(people::near_limit_to_human(tx, NOW + 30, 2).await.unwrap(), 2);
        let near = TaskState::WithHuman(HumanReason::LimitNear);
        for (id, is_near) in ids.iter().zip([false, false, true, false, true]) {
            assert_eq!(state(tx, *id).await == near, is_near);
        }
        assert!(people::is_any_near_limit(tx, NOW + 30).await.unwrap());
        assert_eq!(people::near_limit_to_human(tx, NOW + 30, 2).await.unwrap(), 1);
        assert_eq!(people::near_limit_to_human(tx, NOW + 30, 2).await.unwrap(), 0);
        assert!(!people::is_any_near_limit(tx, NOW + 30).await.unwrap());
        assert_eq!(state(tx, ids[3]).await, TaskState::Ready { due_at: NOW - 1 });
    }
}

both_databases! {
    async fn what_programs_are_to_work_on_is_counted(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let system = stage.system;
        assert_eq!(lease::count_waiting(&mut stage.tx).await.unwrap(), WaitingTasks { ready: 0, leased: 0 });
        let ids = add_due(&mut stage, system, &[4, 3, 2, 1, -1]).await;
        let tx = &mut stage.tx;
        lease::lease_of(tx, NOW, system, 3, UNTIL, "a").await.unwrap();
        assert!(lease::to_human(tx, ids[0], 1, HumanReason::RetriesUsedUp).await.unwrap());
        assert_eq!(lease::count_waiting(tx).await.unwrap(), WaitingTasks { ready: 2, leased: 2 });
    }
}
