//! Rows put straight into the tables, for tests of the tables and of the stores themselves.

use app::model::Sector;
use jiff::civil::{Date, date};
use server::cases::rules::Right;
use server::cases::store::{self as cases, NewCase, NewClaim};
use server::db::Tx;
use server::id::{CaseId, ClaimId, DecisionId, PersonId, SystemId, TaskId};
use server::on;
use server::subjects::store as subjects;
use server::systems::rules::{Served, System};
use server::systems::store as systems;
use server::tasks::rules::Step;
use server::tasks::store::{self as tasks, NewTask, Start};
use sqlx::error::ErrorKind;

/// 5 March 2026, noon in Oslo.
pub const NOW: i64 = 1_772_708_400_000;
pub const RECEIVED_ON: Date = date(2026, 3, 5);
pub const DUE_ON: Date = date(2026, 4, 7);

/// SQL that nobody but a test, or somebody with a database client, would run; how many rows it changed.
pub async fn run(tx: &mut Tx, sql: &str) -> sqlx::Result<u64> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    on!(tx, |conn| sqlx::query(sql).persistent(false).execute(conn).await.map(|done| done.rows_affected()))
}

/// One number.
pub async fn number(tx: &mut Tx, sql: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    on!(tx, |conn| sqlx::query_scalar(sql).persistent(false).fetch_one(conn).await.unwrap())
}

/// Which rule of the database refuses a change; `None` where it was made. Any other error ends the test.
pub fn refusal<T>(result: sqlx::Result<T>, what: &str) -> Option<ErrorKind> {
    match result {
        Ok(_) => None,
        Err(sqlx::Error::Database(error)) if !matches!(error.kind(), ErrorKind::Other) => Some(error.kind()),
        Err(error) => panic!("{what}: {error}"),
    }
}

/// Tries a change and takes it back; which rule refuses it. PostgreSQL would otherwise give up the whole transaction.
pub async fn tried(tx: &mut Tx, sql: &str) -> Option<ErrorKind> {
    run(tx, "savepoint before").await.unwrap();
    let result = run(tx, sql).await;
    run(tx, "rollback to savepoint before").await.unwrap();
    refusal(result, sql)
}

/// The same for a call of a store.
macro_rules! tried_call {
    ($tx:expr, $call:expr) => {{
        crate::support::rows::run($tx, "savepoint before").await.unwrap();
        let result = $call.await;
        crate::support::rows::run($tx, "rollback to savepoint before").await.unwrap();
        crate::support::rows::refusal(result, stringify!($call))
    }};
}
pub(crate) use tried_call;

/// Somebody.
pub async fn add_person(tx: &mut Tx) -> PersonId {
    let id = PersonId::new(NOW);
    subjects::insert_person(tx, id, b"sealed", NOW).await.unwrap();
    assert!(subjects::insert_lookup(tx, id, id.to_string().as_bytes()).await.unwrap());
    id
}

/// A case that is like no other; `reference` is its token and its fingerprint too.
pub fn case<'a>(id: CaseId, person: PersonId, reference: &'a str) -> NewCase<'a> {
    let bytes = reference.as_bytes();
    NewCase {
        id,
        reference,
        subject: person,
        filer: person,
        received_at: NOW,
        unit: "Dokumentsenteret",
        language: "nb",
        behalf: None,
        token_hash: bytes,
        fingerprint: bytes,
    }
}

/// An open case about a person, sent in by themselves.
pub async fn add_case(tx: &mut Tx, person: PersonId) -> CaseId {
    let id = CaseId::new(NOW);
    cases::insert_case(tx, &case(id, person, &id.to_string())).await.unwrap();
    id
}

pub fn claim(id: ClaimId, case: CaseId, right: Right) -> NewClaim<'static> {
    NewClaim { id, case, right, details: b"sealed", received_on: RECEIVED_ON, unpaused_due_on: DUE_ON, due_on: DUE_ON }
}

/// An open claim.
pub async fn add_claim(tx: &mut Tx, case: CaseId, right: Right) -> ClaimId {
    let id = ClaimId::new(NOW);
    cases::insert_claim(tx, &claim(id, case, right)).await.unwrap();
    id
}

/// A decision that grants a claim, or refuses it, in somebody's words.
pub async fn add_decision(tx: &mut Tx, claim: ClaimId, right: Right, grounds: i64) -> DecisionId {
    let id = DecisionId::new(NOW);
    let (right, outcome) = (right.code(), if grounds > 0 { "refused" } else { "granted" });
    let sql = format!(
        "insert into decision (id, claim_id, gdpr_right, outcome, decided_at, reasons, ground_count) \
         values ('{id}', '{claim}', '{right}', '{outcome}', {NOW}, 'sealed', {grounds})"
    );
    run(tx, &sql).await.unwrap();
    id
}

pub fn system(id: SystemId, served: Served) -> System {
    let key = format!("system-{id}");
    System { at_once: 10, ..System::usual(id, &key, "Fagsystemet", "Oppvekst", Sector::Education, served) }
}

pub async fn add_system(tx: &mut Tx, served: Served) -> SystemId {
    let id = SystemId::new(NOW);
    systems::insert_system(tx, &system(id, served)).await.unwrap();
    id
}

/// A task that may be taken from [`NOW`] on, for ten days.
pub fn task(claim: ClaimId, system: SystemId, step: Step) -> NewTask {
    NewTask {
        id: TaskId::new(NOW),
        claim,
        system,
        step,
        round: 1,
        decision: None,
        start: Start::At(NOW),
        human_at: NOW + 10 * 24 * 3_600_000,
        internal_due_on: date(2026, 3, 19),
    }
}

pub async fn add_task(tx: &mut Tx, claim: ClaimId, system: SystemId, step: Step) -> TaskId {
    let new = task(claim, system, step);
    let id = new.id;
    tasks::insert_tasks(tx, &[new]).await.unwrap();
    id
}
