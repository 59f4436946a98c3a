//! What leasing and answering a task costs with more systems, and with more finished cases in the tables. It should not
//! grow.

use std::time::Instant;

use server::id::{CaseId, ClaimId, PersonId, SystemId, TaskId};
use server::on;
use server::tasks::answer::{Answer, Given, answer};
use server::tasks::lease;
use server::tasks::rules::{Collected, Outcome};
use sqlx::QueryBuilder;

use crate::{Engine, Place, median};

const SYSTEMS: [u64; 4] = [10, 100, 400, 4000];
/// Tasks in one round, at least: enough cases for about so many.
const TASKS: u64 = 800;
const ROUNDS: usize = 5;
const AT_ONCE: u16 = 64;

pub async fn measure(engine: Engine) {
    let mut costs = Vec::new();
    for systems in SYSTEMS {
        let mut place = Place::new(engine, &format!("systems_{systems}")).await;
        place.add_systems(systems).await;
        costs.push(cost(&mut place, systems).await);
    }
    say("systems", &SYSTEMS, &costs);

    let finished = std::env::var("MINSIDE_BENCH_FINISHED").unwrap_or_else(|_| "1000,10000".to_owned());
    let finished: Vec<u64> = finished.split(',').map(|count| count.parse().unwrap()).collect();
    let mut place = Place::new(engine, "finished").await;
    let systems = place.add_systems(100).await;
    let (mut costs, mut there) = (Vec::new(), 0);
    for count in &finished {
        add_finished(&place, *count - there, there, &systems).await;
        there = *count;
        costs.push(cost(&mut place, 100).await);
    }
    say("finished cases", &finished, &costs);
}

fn say(what: &str, sizes: &[u64], costs: &[f64]) {
    let costs_text: Vec<String> = sizes.iter().zip(costs).map(|(size, cost)| format!("{size}: {cost:.0} µs")).collect();
    let most = costs.iter().fold(0_f64, |most, cost| most.max(*cost));
    println!(
        "  per task, by {what}   {}; most against the first {:.2} (goal: at most 1.3)",
        costs_text.join(", "),
        most / costs[0]
    );
}

/// Microseconds per task, from being leased to being answered.
async fn cost(place: &mut Place, systems: u64) -> f64 {
    place.analyze().await;
    let mut costs = Vec::new();
    for _ in 0..ROUNDS {
        let cases = TASKS.div_ceil(systems);
        for _ in 0..cases {
            place.submit().await;
        }
        let started = Instant::now();
        let mut done = 0_u32;
        let mut last = None;
        loop {
            let leases = lease::calls(&place.office, "growth", last, AT_ONCE, 90_000).await.unwrap();
            if leases.is_empty() {
                break;
            }
            last = leases.last().map(|lease| lease.system);
            for lease in leases {
                let given = Answer::new(Outcome::Collect(Collected::Data), vec![b'x'; 2000]);
                answer(&place.office, &Given::new(lease.task, lease.attempt, given.clone())).await.unwrap();
                done += 1;
            }
        }
        assert_eq!(u64::from(done), cases * systems);
        costs.push(started.elapsed().as_secs_f64() * 1e6 / f64::from(done));
    }
    median(costs)
}

/// Closed cases with a claim and four answered tasks each, as they stand in the tables for years.
async fn add_finished(place: &Place, count: u64, from: u64, systems: &[SystemId]) {
    let now = place.office.clock.now_ms();
    let person = PersonId::new(now);
    let mut tx = place.office.db.write().await.unwrap();
    on!(&mut tx, |conn| {
        sqlx::query("insert into person (id, national_id, made_at) values ($1, $2, 0)")
            .bind(person)
            .bind(person.to_string().into_bytes())
            .execute(conn)
            .await
            .map(|_| ())
            .unwrap();
    });
    tx.commit().await.unwrap();
    let numbers: Vec<u64> = (from..from + count).collect();
    for numbers in numbers.chunks(1000) {
        let rows: Vec<(u64, CaseId, ClaimId)> =
            numbers.iter().map(|number| (*number, CaseId::new(now), ClaimId::new(now))).collect();
        let tasks: Vec<(TaskId, ClaimId, SystemId)> = rows
            .iter()
            .flat_map(|(number, _, claim)| {
                let first = usize::try_from(*number).unwrap();
                (0..4).map(move |offset| (TaskId::new(now), *claim, systems[(first + offset) % systems.len()]))
            })
            .collect();
        let mut tx = place.office.db.write().await.unwrap();
        on!(&mut tx, |conn| {
            let mut insert = QueryBuilder::new(
                "insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, answered_at, closed_at, \
                 form_token_hash, fingerprint) ",
            );
            insert.push_values(&rows, |mut row, (number, case, _)| {
                let unique = case.to_string().into_bytes();
                row.push_bind(*case).push_bind(format!("1998-{number:07}")).push_bind(person).push_bind(person);
                row.push("0, 'u', 'nb', 'closed', 1, 2").push_bind(unique.clone()).push_bind(unique);
            });
            insert.build().execute(&mut *conn).await.unwrap();
            let mut insert = QueryBuilder::new(
                "insert into claim (id, case_id, gdpr_right, details, outcome, ended_at, received_on, unpaused_due_on, \
                 due_on) ",
            );
            insert.push_values(&rows, |mut row, (_, case, claim)| {
                row.push_bind(*claim).push_bind(*case).push("'access'").push_bind(vec![0_u8; 100]);
                row.push("'granted', 1, '1998-01-02', '1998-02-02', '1998-02-02'");
            });
            insert.build().execute(&mut *conn).await.unwrap();
            let mut insert = QueryBuilder::new(
                "insert into task (id, claim_id, system_id, step, round, state, attempt, human_at, internal_due_on, \
                 outcome, answered_at) ",
            );
            insert.push_values(&tasks, |mut row, (task, claim, system)| {
                row.push_bind(*task).push_bind(*claim).push_bind(*system);
                row.push("'collect', 1, 'answered', 1, 0, '1998-01-16', 'data', 1");
            });
            insert.build().execute(&mut *conn).await.unwrap();
        });
        tx.commit().await.unwrap();
    }
}
