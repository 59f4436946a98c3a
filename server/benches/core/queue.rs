//! Leasing and answering tasks with several workers, against the same statements issued by hand.

use std::collections::BTreeSet;
use std::time::Instant;

use server::id::TaskId;
use server::tasks::answer::{Answer, Given, Saved, answer};
use server::tasks::lease;
use server::tasks::rules::{Collected, Outcome};
use tokio::task::JoinSet;

use crate::{Engine, Place, by_hand, number};

const SYSTEMS: u64 = 400;
const AT_ONCE: u16 = 25;
/// An answer of a few records.
const CONTENT: [u8; 2000] = [b'x'; 2000];

pub async fn measure(engine: Engine) {
    let tasks = number("MINSIDE_BENCH_TASKS", 2_000);
    for workers in [1, 4, 16] {
        let ours = run(engine, workers, tasks, false).await;
        let theirs = run(engine, workers, tasks, true).await;
        println!(
            "  {tasks} tasks, {workers:>2} workers      {ours:.0} tasks/s, by hand {theirs:.0}, ratio {:.2} (goal: at \
             least 0.7)",
            ours / theirs
        );
    }
}

/// Tasks per second. Every task is done once, which is checked.
async fn run(engine: Engine, workers: u64, tasks: u64, hand: bool) -> f64 {
    let mut place = Place::new(engine, &format!("queue_{workers}_{hand}")).await;
    place.add_systems(SYSTEMS).await;
    for _ in 0..tasks.div_ceil(SYSTEMS) {
        place.submit().await;
    }
    place.analyze().await;
    let started = Instant::now();
    let mut running = JoinSet::new();
    for worker in 0..workers {
        let office = place.office.clone();
        running
            .spawn(async move { if hand { by_hand_worker(&office).await } else { our_worker(&office, worker).await } });
    }
    let mut done = BTreeSet::new();
    let mut count = 0;
    for tasks in running.join_all().await {
        count += tasks.len();
        done.extend(tasks);
    }
    let took = started.elapsed().as_secs_f64();
    let expected = usize::try_from(tasks.div_ceil(SYSTEMS) * SYSTEMS).unwrap();
    assert_eq!((count, done.len()), (expected, expected), "no task twice, none lost");
    f64::from(u32::try_from(count).unwrap()) / took
}

async fn our_worker(office: &server::office::Office, worker: u64) -> Vec<TaskId> {
    let (mut done, mut last, mut empty) = (Vec::new(), None, 0);
    while empty < 3 {
        let leases = lease::calls(office, &format!("worker-{worker}"), last, AT_ONCE, 90_000).await.unwrap();
        empty = if leases.is_empty() { empty + 1 } else { 0 };
        last = leases.last().map(|lease| lease.system);
        for lease in leases {
            let given = Answer::new(Outcome::Collect(Collected::Data), CONTENT.to_vec());
            assert_eq!(
                answer(office, &Given::new(lease.task, lease.attempt, given.clone())).await.unwrap(),
                Saved::Now
            );
            done.push(lease.task);
        }
    }
    done
}

async fn by_hand_worker(office: &server::office::Office) -> Vec<TaskId> {
    let sealed = [CONTENT.as_slice(), &[0; 40]].concat();
    let (mut done, mut last, mut empty) = (Vec::new(), None, 0);
    while empty < 3 {
        let after = last.map(|id: server::id::SystemId| id.to_string()).unwrap_or_default();
        let (mut leases, mut next) = by_hand::lease(office, &after, AT_ONCE.into()).await;
        let left = i64::from(AT_ONCE) - i64::try_from(leases.len()).unwrap();
        if left > 0 && !after.is_empty() {
            let (more, last) = by_hand::lease(office, "", left).await;
            leases.extend(more);
            next = last.or(next);
        }
        empty = if leases.is_empty() { empty + 1 } else { 0 };
        last = next;
        for (task, attempt) in leases {
            by_hand::answer(office, task, attempt, &sealed).await;
            done.push(task);
        }
    }
    done
}
