//! The same rows and the same statements as the use cases', written by hand, with everything prepared beforehand: no
//! keys, no sealing, no reading of what comes back.

use server::db::Turn;
use server::id::{CaseId, ClaimId, NoticeId, PersonId, SystemId, TaskId};
use server::office::Office;
use server::on;
use server::tasks::lease::store::LEASE_CALLS;
use sqlx::QueryBuilder;

const SEALED: [u8; 72] = [7; 72];

/// The rows of one accepted case.
pub struct Rows {
    person: PersonId,
    case: CaseId,
    claim: ClaimId,
    notice: NoticeId,
    event: String,
    tasks: Vec<(TaskId, SystemId)>,
    unique: [u8; 32],
}

impl Rows {
    pub fn new(now: i64, systems: &[SystemId]) -> Self {
        let event = CaseId::new(now).to_string();
        let mut unique = [0; 32];
        unique.copy_from_slice(&event.as_bytes()[4..36]);
        Self {
            person: PersonId::new(now),
            case: CaseId::new(now),
            claim: ClaimId::new(now),
            notice: NoticeId::new(now),
            event,
            tasks: systems.iter().map(|system| (TaskId::new(now), *system)).collect(),
            unique,
        }
    }
}

/// Writes them in one transaction.
pub async fn accept(office: &Office, rows: &Rows, number: i64) {
    let now = office.clock.now_ms();
    let mut tx = office.db.write().await.unwrap();
    on!(&mut tx, |conn| {
        sqlx::query("insert into person (id, national_id, made_at) values ($1, $2, $3)")
            .bind(rows.person)
            .bind(SEALED.as_slice())
            .bind(now)
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query("insert into lookup_key (person_id, lookup) values ($1, $2)")
            .bind(rows.person)
            .bind(rows.unique.as_slice())
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query("insert into person_key (person_id, master_key_id, wrapped) values ($1, 'by-hand', $2)")
            .bind(rows.person)
            .bind(SEALED.as_slice())
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query(
            "insert into case_number (year, last_number) values (1999, 1) \
             on conflict (year) do update set last_number = case_number.last_number + 1",
        )
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query(
            "insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, form_token_hash, \
             fingerprint) values ($1, $2, $3, $3, $4, 'u', 'nb', 'open', $5, $5)",
        )
        .bind(rows.case)
        .bind(format!("1999-{number:06}"))
        .bind(rows.person)
        .bind(now)
        .bind(rows.unique.as_slice())
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query("insert into case_key (case_id, master_key_id, wrapped) values ($1, 'by-hand', $2)")
            .bind(rows.case)
            .bind(SEALED.as_slice())
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query(
            "insert into claim (id, case_id, gdpr_right, details, outcome, received_on, unpaused_due_on, due_on) \
             values ($1, $2, 'access', $3, 'open', '2026-03-05', '2026-04-07', '2026-04-07')",
        )
        .bind(rows.claim)
        .bind(rows.case)
        .bind([SEALED, SEALED].concat())
        .execute(&mut *conn)
        .await
        .unwrap();
        for tasks in rows.tasks.chunks(500) {
            let mut insert = QueryBuilder::new(
                "insert into task (id, claim_id, system_id, step, round, decision_id, state, attempt, due_at, human_at, \
                 internal_due_on, human_reason) ",
            );
            insert.push_values(tasks, |mut row, (task, system)| {
                row.push_bind(*task).push_bind(rows.claim).push_bind(*system);
                row.push("'collect', 1, null, 'ready', 0").push_bind(now).push_bind(now + 900_000_000);
                row.push("'2026-03-19', null");
            });
            insert.build().execute(&mut *conn).await.unwrap();
        }
        sqlx::query(
            "insert into notice (id, case_id, person_id, kind, made_at, due_at, attempt) \
             values ($1, $2, $3, 'receipt', $4, $4, 0)",
        )
        .bind(rows.notice)
        .bind(rows.case)
        .bind(rows.person)
        .bind(now)
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query(
            "insert into audit_event (id, at, action, case_id, content, salt, content_hash, key_id, written_mac) \
             values ($1, $2, 'case.submitted', $3, $4, $5, $6, 'by-hand', $6)",
        )
        .bind(&rows.event)
        .bind(now)
        .bind(rows.case)
        .bind([SEALED, SEALED].concat())
        .bind(&SEALED[..16])
        .bind(&SEALED[..32])
        .execute(&mut *conn)
        .await
        .unwrap();
    });
    tx.commit().await.unwrap();
}

/// Leases tasks; returns them with their attempt, and the last system.
pub async fn lease(office: &Office, after: &str, most: i64) -> (Vec<(TaskId, i64)>, Option<SystemId>) {
    type Row = (TaskId, ClaimId, SystemId, String, Option<String>, i64);
    let now = office.clock.now_ms();
    let mut tx = office.db.write().await.unwrap();
    tx.turn(Turn::LeaseCalls).await.unwrap();
    let rows: Vec<Row> = on!(&mut tx, |conn| {
        sqlx::query_as(LEASE_CALLS)
            .bind(now)
            .bind(after)
            .bind(most)
            .bind(now + 90_000)
            .bind("by-hand")
            .fetch_all(conn)
            .await
            .unwrap()
    });
    tx.commit().await.unwrap();
    let last = rows.iter().map(|row| row.2).max();
    (rows.into_iter().map(|(task, .., attempt)| (task, attempt)).collect(), last)
}

/// Answers one task.
pub async fn answer(office: &Office, task: TaskId, attempt: i64, sealed: &[u8]) {
    type Held = (TaskId, ClaimId, SystemId, String, Option<String>, i64, String, i64, i64, i64, String);
    let now = office.clock.now_ms();
    let mut tx = office.db.write().await.unwrap();
    on!(&mut tx, |conn| {
        let held: Held = sqlx::query_as(
            "select id, claim_id, system_id, step, decision_id, attempt, leased_by, leased_at, due_at, human_at, \
             internal_due_on from task where id = $1 and attempt = $2 and state = 'leased'",
        )
        .bind(task)
        .bind(attempt)
        .fetch_one(&mut *conn)
        .await
        .unwrap();
        let case: CaseId =
            sqlx::query_scalar("select c.case_id from task t join claim c on c.id = t.claim_id where t.id = $1")
                .bind(task)
                .fetch_one(&mut *conn)
                .await
                .unwrap();
        let _: (String, Vec<u8>) = sqlx::query_as("select master_key_id, wrapped from case_key where case_id = $1")
            .bind(case)
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        sqlx::query(
            "update task set state = 'answered', outcome = $3, answered_at = $4, due_at = null, leased_at = null, \
             leased_by = null where id = $1 and attempt = $2 and state = 'leased'",
        )
        .bind(task)
        .bind(attempt)
        .bind("data")
        .bind(now)
        .execute(&mut *conn)
        .await
        .unwrap();
        sqlx::query("insert into answer (task_id, received_at, content) values ($1, $2, $3)")
            .bind(task)
            .bind(now)
            .bind(sealed)
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query(
            "insert into attempt (task_id, number, started_at, ended_at, tried_by, outcome, http_status, size_bytes) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(task)
        .bind(attempt)
        .bind(held.7)
        .bind(now)
        .bind("by-hand")
        .bind("answered")
        .bind(200_i64)
        .bind(i64::try_from(sealed.len()).unwrap())
        .execute(&mut *conn)
        .await
        .unwrap();
    });
    tx.commit().await.unwrap();
}
