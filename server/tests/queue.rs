//! The fan-out queue: every task is done once, whoever dies on the way, and nothing is lost.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use server::cases::rules::{Progress, progress};
use server::cases::store as cases;
use server::id::CaseId;
use server::office::Office;
use server::systems::rules::Served;
use server::systems::store as systems;
use server::tasks::answer::{Given, Saved, answer};
use server::tasks::fail::{Failure, fail};
use server::tasks::lease::{self, Lease};
use server::tasks::retry::Next;
use server::tasks::rules::{HumanReason, Task, TaskState};
use server::tasks::store::{self as tasks, Tried};
use server::tasks::worker::Worker;
use tokio::sync::watch;

use crate::support::adapter::{Behaviour, Double, good_answer};
use crate::support::both_databases;
use crate::support::cases::{accepted, access, add_systems, add_systems_like, erasure, send_notices, submission};

const MINUTE: i64 = 60_000;

async fn all_tasks(office: &Office, case: CaseId) -> Vec<Task> {
    let mut tx = office.db.read().await.unwrap();
    let mut all = Vec::new();
    for claim in cases::claims_of(&mut tx, case).await.unwrap() {
        all.extend(tasks::tasks_of(&mut tx, claim.id).await.unwrap());
    }
    all
}

async fn how_far(office: &Office, case: CaseId) -> Progress {
    let mut tx = office.db.read().await.unwrap();
    progress(tasks::count_tasks(&mut tx, case).await.unwrap())
}

async fn attempts(office: &Office, lease: &Lease) -> Vec<(u32, Tried)> {
    let mut tx = office.db.read().await.unwrap();
    let attempts = tasks::attempts_of(&mut tx, lease.task).await.unwrap();
    attempts.into_iter().map(|attempt| (attempt.number, attempt.tried)).collect()
}

both_databases! {
    async fn a_worker_has_every_task_answered_once(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 150, Served::Call).await;
        let receipt = accepted(office, &submission(vec![access(), erasure()])).await;
        assert_eq!(how_far(office, receipt.case).await, Progress::Received);
        let double = Double::new(Behaviour::Answers);
        let worker = Worker::new(office.clone(), Some(double.clone()), "test");
        let mut answered = 0;
        loop {
            let report = worker.step().await.unwrap();
            assert_eq!((report.failed, report.lost), (0, 0));
            answered += report.answered;
            if report.leased == 0 {
                break;
            }
        }
        assert_eq!(answered, 300);
        assert!(double.asked().values().all(|attempts| attempts == &[1]));
        assert_eq!(double.most_under_way(), 1, "the limit of each system");
        assert_eq!(how_far(office, receipt.case).await, Progress::Reviewing);
        let content = server::tasks::answer::read(office, all_tasks(office, receipt.case).await[0].id).await.unwrap();
        assert_eq!(content.as_slice(), br#"{"records":[]}"#);
        send_notices(office).await;
        assert!(worker.step().await.unwrap().is_idle());
    }
}

both_databases! {
    async fn many_workers_share_the_queue_and_none_oversteps_a_limit(portal: TestPortal) {
        let office = &portal.office;
        add_systems_like(office, 10, Served::Call, |system| system.at_once = 2).await;
        for _ in 0..3 {
            accepted(office, &submission(vec![access(), erasure()]).anyway()).await;
            portal.clock.step(SignedDuration::from_hours(1));
            // An identical open case would be the same case.
            let mut tx = office.db.write().await.unwrap();
            for case in cases_of_filer(&mut tx).await {
                let found = cases::find_case(&mut tx, case).await.unwrap().unwrap();
                let answered = found.state.answer(&[], 1).unwrap_or(found.state);
                cases::change_state(&mut tx, case, found.state, answered).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let double = Double::new(Behaviour::Answers);
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let worker = Worker::new(office.clone(), Some(double.clone()), "test");
            workers.spawn(async move {
                let mut answered = 0;
                let mut empty = 0;
                while empty < 5 {
                    let report = worker.step().await.unwrap();
                    assert_eq!((report.failed, report.lost), (0, 0));
                    answered += report.answered;
                    empty = if report.leased == 0 { empty + 1 } else { 0 };
                }
                answered
            });
        }
        assert_eq!(workers.join_all().await.into_iter().sum::<u64>(), 60);
        assert!(double.asked().values().all(|attempts| attempts == &[1]), "no task twice");
        assert_eq!(double.asked().len(), 60, "none lost");
        assert!(double.most_under_way() <= 2);
        send_notices(office).await;
    }
}

async fn cases_of_filer(tx: &mut server::db::Tx) -> Vec<CaseId> {
    server::on!(tx, |conn| sqlx::query_scalar("select id from cases").fetch_all(conn).await.unwrap())
}

both_databases! {
    async fn an_old_holder_changes_nothing_once_the_lease_has_gone_to_another(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems(office, 1, Served::Pull).await[0];
        let receipt = accepted(office, &submission(vec![access()])).await;
        let old = lease::of_system(office, system, "old", 10, MINUTE).await.unwrap().remove(0);
        assert!(lease::of_system(office, system, "new", 10, MINUTE).await.unwrap().is_empty(), "it is taken");
        portal.clock.step(SignedDuration::from_secs(61));
        assert_eq!(lease::take_back_ended(office).await.unwrap(), 1);
        assert_eq!(lease::heartbeat(office, old.task, old.attempt, MINUTE).await.unwrap(), None);
        assert_eq!(answer(office, &Given::new(old.task, old.attempt, good_answer(old.step))).await.unwrap(), Saved::LeaseLost);
        portal.clock.step(SignedDuration::from_secs(10));
        let new = lease::of_system(office, system, "new", 10, MINUTE).await.unwrap().remove(0);
        assert_eq!((new.task, new.attempt), (old.task, 2));
        assert_eq!(answer(office, &Given::new(old.task, old.attempt, good_answer(old.step))).await.unwrap(), Saved::LeaseLost);
        assert_eq!(fail(office, &old, &Failure::default()).await.unwrap(), None);
        assert_eq!(answer(office, &Given::new(new.task, new.attempt, good_answer(new.step))).await.unwrap(), Saved::Now);
        assert_eq!(answer(office, &Given::new(new.task, new.attempt, good_answer(new.step))).await.unwrap(), Saved::Before);
        assert_eq!(attempts(office, &new).await, [(1, Tried::LeaseEnded), (2, Tried::Answered)]);
        assert_eq!(how_far(office, receipt.case).await, Progress::Reviewing);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_heartbeat_keeps_a_lease(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems(office, 1, Served::Pull).await[0];
        accepted(office, &submission(vec![access()])).await;
        let held = lease::of_system(office, system, "slow", 1, MINUTE).await.unwrap().remove(0);
        for _ in 0..5 {
            portal.clock.step(SignedDuration::from_secs(50));
            assert!(lease::heartbeat(office, held.task, held.attempt, MINUTE).await.unwrap().is_some());
            assert_eq!(lease::take_back_ended(office).await.unwrap(), 0);
        }
        portal.clock.step(SignedDuration::from_secs(60));
        let over = lease::heartbeat(office, held.task, held.attempt, MINUTE).await.unwrap();
        assert_eq!(over, None, "it has just ended");
        assert_eq!(lease::take_back_ended(office).await.unwrap(), 1);
        send_notices(office).await;
    }
}

both_databases! {
    async fn what_fails_is_tried_again_later(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 4, Served::Call).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::FailsFirst(2))), "test");
        assert_eq!(worker.step().await.unwrap().failed, 4);
        assert_eq!(worker.step().await.unwrap().leased, 0, "not at once");
        portal.clock.step(SignedDuration::from_secs(7));
        assert_eq!(worker.step().await.unwrap().failed, 4);
        portal.clock.step(SignedDuration::from_secs(75));
        assert_eq!(worker.step().await.unwrap().answered, 4);
        assert_eq!(how_far(office, receipt.case).await, Progress::Reviewing);
        send_notices(office).await;
    }
}

both_databases! {
    async fn when_retries_are_used_up_a_person_is_asked(portal: TestPortal) {
        let office = &portal.office;
        add_systems_like(office, 1, Served::Call, |system| system.limit_days = 28).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::FailsFirst(u32::MAX))), "test");
        let mut tries = 0;
        for _ in 0..40 {
            tries += worker.step().await.unwrap().failed;
            portal.clock.step(SignedDuration::from_hours(8));
        }
        assert_eq!(tries, 10);
        let task = &all_tasks(office, receipt.case).await[0];
        assert_eq!(task.state, TaskState::WithHuman(HumanReason::RetriesUsedUp));
        send_notices(office).await;
    }
}

both_databases! {
    async fn near_the_limit_a_person_is_asked_for_what_nobody_has_taken(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems_like(office, 1, Served::Pull, |system| system.limit_days = 7).await[0];
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), None, "test");
        // Due on 12 March; a person needs three days, so that it is theirs from midnight before the 10th.
        let to_people = async || worker.step().await.unwrap().to_people;
        portal.clock.step(SignedDuration::from_hours(4 * 24 + 11));
        assert_eq!(to_people().await, 0, "Monday 9 March, 23:00");
        portal.clock.step(SignedDuration::from_hours(1));
        assert_eq!(to_people().await, 1);
        assert_eq!(all_tasks(office, receipt.case).await[0].state, TaskState::WithHuman(HumanReason::LimitNear));
        assert!(lease::of_system(office, system, "late", 1, MINUTE).await.unwrap().is_empty());
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_system_that_is_paused_is_not_asked(portal: TestPortal) {
        let office = &portal.office;
        let calls = add_systems(office, 2, Served::Call).await;
        let pulls = add_systems(office, 1, Served::Pull).await;
        accepted(office, &submission(vec![access()])).await;
        let pause = async |id, paused| {
            let mut tx = office.db.write().await.unwrap();
            assert!(systems::pause_system(&mut tx, id, paused).await.unwrap());
            tx.commit().await.unwrap();
        };
        pause(calls[0], true).await;
        pause(pulls[0], true).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        assert_eq!(worker.step().await.unwrap().answered, 1);
        assert!(lease::of_system(office, pulls[0], "test", 1, MINUTE).await.unwrap().is_empty());
        pause(calls[0], false).await;
        assert_eq!(worker.step().await.unwrap().answered, 1);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_system_is_served_only_in_its_own_way(portal: TestPortal) {
        let office = &portal.office;
        let call = add_systems(office, 1, Served::Call).await[0];
        add_systems(office, 1, Served::Pull).await;
        accepted(office, &submission(vec![access()])).await;
        assert!(lease::of_system(office, call, "puller", 5, MINUTE).await.unwrap().is_empty());
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        assert_eq!(worker.step().await.unwrap().answered, 1);
        assert_eq!(worker.step().await.unwrap().leased, 0);
        send_notices(office).await;
    }
}

both_databases! {
    async fn each_system_has_its_turn(portal: TestPortal) {
        let office = &portal.office;
        let ids = add_systems(office, 5, Served::Call).await;
        accepted(office, &submission(vec![access(), erasure()])).await;
        let mut served = Vec::new();
        let mut last = None;
        for _ in 0..5 {
            for lease in lease::calls(office, "test", last, 2, MINUTE).await.unwrap() {
                last = Some(lease.system);
                served.push(lease.system);
                assert_eq!(answer(office, &Given::new(lease.task, lease.attempt, good_answer(lease.step))).await.unwrap(), Saved::Now);
            }
        }
        assert_eq!(served, [&ids[..], &ids[..]].concat());
        send_notices(office).await;
    }
}

both_databases! {
    async fn an_adapter_that_breaks_off_loses_nothing(portal: TestPortal) {
        let mut portal = portal;
        portal.expect_unfinished(0, 1);
        let office = &portal.office;
        add_systems(office, 2, Served::Call).await;
        accepted(office, &submission(vec![access()])).await;
        let broken = Worker::new(office.clone(), Some(Double::new(Behaviour::Panics)), "broken");
        assert_eq!(broken.step().await.unwrap().lost, 2);
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        assert_eq!(worker.step().await.unwrap().leased, 0, "the leases last until they end");
        portal.clock.step(SignedDuration::from_secs(100));
        assert_eq!(worker.step().await.unwrap().taken_back, 2);
        portal.clock.step(SignedDuration::from_secs(10));
        assert_eq!(worker.step().await.unwrap().answered, 2);
    }
}

both_databases! {
    async fn a_system_that_never_answers_is_given_up_before_the_lease_ends(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 1, Served::Call).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Never)), "test");
        let report = worker.answer_within(Duration::from_millis(20)).step().await.unwrap();
        assert_eq!((report.failed, report.lost), (1, 0));
        assert!(matches!(all_tasks(office, receipt.case).await[0].state, TaskState::Ready { .. }));
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_task_that_kills_its_worker_each_time_comes_to_a_person(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems_like(office, 1, Served::Pull, |system| system.limit_days = 28).await[0];
        let receipt = accepted(office, &submission(vec![access()])).await;
        let mut taken = 0;
        for _ in 0..40 {
            taken += lease::of_system(office, system, "dies", 1, MINUTE).await.unwrap().len();
            portal.clock.step(SignedDuration::from_hours(8));
            lease::take_back_ended(office).await.unwrap();
        }
        assert_eq!(taken, 10);
        let task = &all_tasks(office, receipt.case).await[0];
        assert_eq!(task.state, TaskState::WithHuman(HumanReason::RetriesUsedUp));
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_huge_answer_is_kept_whole(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 1, Served::Call).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Huge(3_000_000))), "test");
        assert_eq!(worker.step().await.unwrap().answered, 1);
        let task = all_tasks(office, receipt.case).await[0].id;
        assert_eq!(server::tasks::answer::read(office, task).await.unwrap().len(), 3_000_000);
        let content = vec![0; server::tasks::answer::MOST_CONTENT_BYTES + 1];
        let too_large = server::tasks::answer::Answer { content, ..good_answer(server::tasks::rules::Step::Collect) };
        assert!(answer(office, &Given::new(task, 2, too_large)).await.is_err());
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_clock_that_is_set_back_takes_nobodys_lease_and_makes_no_try_negative(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems(office, 1, Served::Pull).await[0];
        accepted(office, &submission(vec![access()])).await;
        let held = lease::of_system(office, system, "test", 1, MINUTE).await.unwrap().remove(0);
        portal.clock.step(SignedDuration::from_hours(-2));
        assert_eq!(lease::take_back_ended(office).await.unwrap(), 0);
        assert!(matches!(fail(office, &held, &Failure::default()).await.unwrap(), Some(Next::TryAfter(_))));
        let mut tx = office.db.read().await.unwrap();
        let tried = tasks::attempts_of(&mut tx, held.task).await.unwrap().remove(0);
        assert!(tried.started_at <= tried.ended_at);
        drop(tx);
        portal.clock.step(SignedDuration::from_hours(2));
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_worker_that_is_told_to_stop_finishes_what_it_has(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 80, Served::Call).await;
        let (stop, stopped) = watch::channel(false);
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        let worker = Arc::new(worker);
        let running = tokio::task::JoinSet::from_iter([{
            let worker = worker.clone();
            async move { worker.run(stopped).await }
        }]);
        let receipt = accepted(office, &submission(vec![access()])).await;
        let done = async {
            while how_far(office, receipt.case).await != Progress::Reviewing {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), done).await.expect("the bell wakes it, or it looks by itself");
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), running.join_all()).await.expect("it stops");
        send_notices(office).await;
    }
}

both_databases! {
    async fn what_comes_in_after_a_withdrawal_is_not_taken(portal: TestPortal) {
        let office = &portal.office;
        let system = add_systems(office, 1, Served::Pull).await[0];
        let receipt = accepted(office, &submission(vec![access()])).await;
        let held = lease::of_system(office, system, "test", 1, MINUTE).await.unwrap().remove(0);
        let mut tx = office.db.read().await.unwrap();
        let me = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap().filer;
        drop(tx);
        server::cases::withdraw::withdraw(office, me, receipt.case).await.unwrap().unwrap();
        assert_eq!(answer(office, &Given::new(held.task, held.attempt, good_answer(held.step))).await.unwrap(), Saved::Withdrawn);
        assert!(server::tasks::answer::read(office, held.task).await.is_err());
        send_notices(office).await;
    }
}
