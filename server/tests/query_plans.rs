//! Nothing on the path of the queue reads a whole table: the portal is as quick after ten years as on its first day.
//!
//! Each statement is explained on tables of a size where it matters, before and after the database has counted what is
//! in them, because a fresh installation has not been counted. PostgreSQL plans a statement anew with its values a few
//! times and then once for all values; both are looked at.

mod filled;

use server::audit::store as audit;
use server::cases::own::store as own;
use server::cases::store as cases;
use server::casework::store as casework;
use server::db::Tx;
use server::decisions::automatic::store as automatic;
use server::login::store as login;
use server::messages::store as messages;
use server::notices::store as notices;
use server::packages::store as packages;
use server::staff::store as staff;
use server::subjects::store as subjects;
use server::tasks::lease::store as lease;
use server::tasks::people::store as people;
use server::tasks::store as tasks;
use sqlx::AssertSqlSafe;

use self::filled::fill_all;
use crate::support::database::FreshDatabase;
use crate::support::rows::run;
use crate::support::{Engine, both_databases};

/// What there is in a large municipality after some years, and what is going on there today.
const SYSTEMS: i64 = 400;
const PEOPLE: i64 = 5_000;
const CASES: i64 = 20_000;
const FINISHED_TASKS: i64 = 30_000;
const READY_TASKS: i64 = 2_000;
const LEASED_TASKS: i64 = 200;
const NOW: i64 = 1_000_000;

/// A value for a statement.
enum Value {
    Number(i64),
    Text(&'static str),
    Bytes(&'static [u8]),
}
use Value::{Bytes, Number, Text};

/// A statement with values, and the index that it must go down (any of them where this is empty).
struct Statement {
    name: &'static str,
    sql: String,
    index: &'static str,
    values: Vec<Value>,
}

fn statement<const N: usize>(
    name: &'static str,
    sql: impl Into<String>,
    index: &'static str,
    values: [Value; N],
) -> Statement {
    Statement { name, sql: sql.into(), index, values: values.into() }
}

/// What reads a whole table on PostgreSQL until that has counted what is in it, which it does by itself about a minute
/// after the table has grown. All but the last, which is a figure, join tables for one person
/// who looks, handles or withdraws.
const QUICK_ONCE_COUNTED: [&str; 10] = [
    "noted",
    "open_cases_of_unit",
    "unsettled_of_unit",
    "open_case",
    "coordinators",
    "systems_of",
    "count_tasks",
    "count_systems",
    "withdraw_tasks",
    "count_unsent",
];

/// The indexes that hold only what is open or waits, so that they may be walked through. The last is for its end.
const SHORT_INDEXES: [&str; 17] = [
    "pause_open",
    "cases_identical",
    "cases_unit",
    "claim_due",
    "task_ready",
    "task_leased",
    "task_lease_end",
    "task_human",
    "notice_due",
    "message_unread",
    "message_unsettled",
    "package_waiting",
    "delivery_expires",
    "answer_news_pkey",
    "sqlite_autoindex_answer_news_1",
    "audit_event_unchained",
    "audit_event_sequence",
];

/// All that a submission, a worker and an adapter ask for again and again.
fn statements() -> Vec<Statement> {
    let task = || Text("task-30001");
    let now = || Number(NOW);
    let retry = || [Text("system-3"), Text("collect"), now(), now()];
    let (calls, one) = ([now(), Text("system-2"), Number(64), now(), Text("worker")], Text("system-3"));
    vec![
        statement("lease_calls", lease::LEASE_CALLS, "task_ready", calls),
        statement("lease_of", lease::LEASE_OF, "task_ready", [now(), one, Number(10), now(), Text("worker")]),
        statement("room", lease::ROOM, "task_leased", [Text("system-3")]),
        statement("held", lease::HELD, "", [task(), Number(1)]),
        statement("extend", lease::EXTEND, "", [task(), Number(1), now(), now()]),
        statement("answered", lease::answered_sql(1), "", [now(), task(), Number(1), Text("data")]),
        statement("put_back", lease::PUT_BACK, "", [task(), Number(1), now()]),
        statement("to_human", lease::TO_HUMAN, "", [task(), Number(1), Text("limit_near")]),
        statement("ended", lease::ENDED, "task_lease_end", [now(), Number(200)]),
        statement("is_any_near_limit", people::IS_ANY_NEAR_LIMIT, "task_human", [now()]),
        statement("near_limit_to_human", people::NEAR_LIMIT_TO_HUMAN, "task_human", [now(), Number(500)]),
        statement("give_ready", people::GIVE_TO_PEOPLE[0], "task_ready", [Text("system-3"), Text("manual")]),
        statement("give_leased", people::GIVE_TO_PEOPLE[1], "task_leased", [Text("system-3"), Text("manual")]),
        statement("retry_ready", people::RETRY_NOW[0], "task_ready", retry()),
        statement("retry_with_human", people::RETRY_NOW[1], "task_with_human", retry()),
        statement("count_tasks", tasks::COUNT_TASKS, "", [Text("case-20000")]),
        statement("count_systems", tasks::COUNT_SYSTEMS, "", [Text("case-20000")]),
        statement("case_of", tasks::CASE_OF, "", [task()]),
        statement("withdraw_tasks", tasks::WITHDRAW_TASKS, "", [Text("case-20000"), Text("claim-20000")]),
        statement("find_by_token", cases::FIND_BY_TOKEN, "", [Bytes(b"token-7")]),
        statement("find_identical", cases::FIND_IDENTICAL, "cases_identical", [Bytes(b"token-7")]),
        statement("open_cases", cases::OPEN_CASES, "cases_filer", [Text("person-7"), Text("person-7")]),
        statement("cases_of", cases::CASES_OF, "cases_subject", [Text("person-7")]),
        statement("noted", own::NOTED, "cases_filer", [Text("person-7")]),
        statement("filed_by", own::FILED_BY, "cases_filer", [Text("person-7")]),
        statement("claims_of", cases::CLAIMS_OF, "", [Text("case-7")]),
        statement("find_person", subjects::FIND_PERSON, "", [Bytes(b"lookup-7")]),
        statement("delete_person", subjects::DELETE_PERSON, "cases_subject", [Text("person-7")]),
        statement("take_due", notices::TAKE_DUE, "notice_due", [now(), now(), Number(100)]),
        statement("is_sent", messages::IS_SENT, "", [Bytes(b"token-7")]),
        statement("unread", messages::UNREAD, "message_unread", [Text("person")]),
        statement("unsettled", messages::UNSETTLED, "message_unsettled", []),
        statement("sent", notices::SENT, "", [Text("notice-7"), Number(1), now()]),
        statement("news", automatic::NEWS, "", [Number(100)]),
        statement("is_any_due", packages::IS_ANY_DUE, "package_waiting", [now()]),
        statement("take_waiting", packages::TAKE_WAITING, "package_waiting", [now(), now()]),
        statement("over", packages::OVER, "delivery_expires", [now(), Number(100)]),
        statement("count_unsent", notices::COUNT_UNSENT, "", []),
        statement("unchained", audit::UNCHAINED, "audit_event_unchained", [Number(0), Text(""), Number(200)]),
        statement("count_unchained", audit::COUNT_UNCHAINED, "audit_event_unchained", []),
        statement("chained", audit::CHAINED, "audit_event_sequence", [Number(7), Number(200)]),
        statement("find_session", login::FIND_SESSION, "", [Bytes(b"session-7")]),
        statement("find_employee", staff::FIND_EMPLOYEE, "", [Bytes(b"mark-7")]),
        statement(
            "open_cases_of_unit",
            casework::OF_UNIT,
            "cases_unit",
            [Text("employee-7"), Text("unit"), Number(100)],
        ),
        statement(
            "unsettled_of_unit",
            casework::UNSETTLED_OF_UNIT,
            "message_unsettled",
            [Text("employee-7"), Text("unit"), Number(100)],
        ),
        statement("coordinators", casework::COORDINATORS, "", [Text("x"), Text("2026-03-05"), Text("case-20000")]),
        statement("open_case", casework::OPEN_CASE, "", [Text("employee-7"), Text("ref-19990")]),
        statement("systems_of", casework::SYSTEMS_OF, "", [Text("case-20000")]),
        statement("grants_of", staff::GRANTS_OF, "staff_grant_employee", [Text("employee-7")]),
        statement("last_sequence", audit::LAST_SEQUENCE, "audit_event_sequence", []),
    ]
}

/// How the database goes about a statement with these values.
async fn plan(tx: &mut Tx, statement: &Statement) -> Vec<String> {
    macro_rules! bound {
        ($query:expr) => {{
            let mut query = $query.persistent(false);
            for value in &statement.values {
                query = match value {
                    Number(value) => query.bind(*value),
                    Text(value) => query.bind(*value),
                    Bytes(value) => query.bind(*value),
                };
            }
            query
        }};
    }
    match tx {
        Tx::Sqlite(tx) => {
            let sql = AssertSqlSafe(format!("explain query plan {}", statement.sql));
            let steps: Vec<(i64, i64, i64, String)> = bound!(sqlx::query_as(sql)).fetch_all(&mut **tx).await.unwrap();
            steps.into_iter().map(|(.., detail)| detail).collect()
        }
        Tx::Postgres(tx) => {
            let sql = AssertSqlSafe(format!("explain {}", statement.sql));
            bound!(sqlx::query_scalar(sql)).fetch_all(&mut **tx).await.unwrap()
        }
    }
}

/// How PostgreSQL goes about a statement whatever its values are.
async fn plan_for_all_values(tx: &mut Tx, statement: &Statement) -> Vec<String> {
    run(tx, "set local plan_cache_mode = force_generic_plan").await.unwrap();
    run(tx, &format!("prepare any_values as {}", statement.sql)).await.unwrap();
    let values = vec!["null"; statement.values.len()].join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    let explain = AssertSqlSafe(format!("explain execute any_values {values}"));
    let Tx::Postgres(postgres) = &mut *tx else { panic!("SQLite has no such plans") };
    let steps = sqlx::query_scalar(explain).persistent(false).fetch_all(&mut **postgres).await.unwrap();
    run(tx, "deallocate any_values").await.unwrap();
    steps
}

/// Whether a step of SQLite's goes through a table, or an index that is as long, from its beginning to its end.
fn reads_all_on_sqlite(step: &str) -> bool {
    let Some(what) = step.trim().strip_prefix("SCAN ") else { return false };
    // Systems are few and taken in turn; the others are what the statement itself has picked.
    let is_short = ["s", "lane", "picked", "ended", "CONSTANT"].contains(&what.split(' ').next().unwrap());
    !is_short && !SHORT_INDEXES.iter().any(|index| what.ends_with(&format!(" INDEX {index}")))
}

/// The same on PostgreSQL, where the condition stands in the line after the step.
fn reads_all_on_postgres(step: &str, next: Option<&String>) -> bool {
    if let Some((_, table)) = step.split_once("Seq Scan on ") {
        return table.split(' ').next() != Some("system");
    }
    let has_condition = next.is_some_and(|next| next.trim().starts_with("Index Cond:"));
    let is_walk = (step.contains("Index Scan") || step.contains("Index Only Scan")) && !has_condition;
    is_walk && !SHORT_INDEXES.iter().any(|index| step.split(' ').any(|word| word == *index))
}

fn reads_all(engine: Engine, plan: &[String]) -> bool {
    plan.iter().enumerate().any(|(index, step)| match engine {
        Engine::Sqlite => reads_all_on_sqlite(step),
        Engine::Postgres => reads_all_on_postgres(step, plan.get(index + 1)),
    })
}

both_databases! {
    async fn nothing_on_the_path_of_the_queue_reads_a_whole_table(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let mut tx = database.open().await.write().await.unwrap();
        fill_all(&mut tx, engine).await;
        let mut bad = Vec::new();
        for counted in [false, true] {
            if counted {
                run(&mut tx, "analyze").await.unwrap();
            }
            for statement in statements() {
                let mut plans = vec![("with its values", plan(&mut tx, &statement).await)];
                if engine == Engine::Postgres {
                    plans.push(("for all values", plan_for_all_values(&mut tx, &statement).await));
                }
                let may_read_all =
                    engine == Engine::Postgres && !counted && QUICK_ONCE_COUNTED.contains(&statement.name);
                for (how, plan) in plans {
                    let has_index = plan.iter().any(|step| step.contains(statement.index));
                    if !has_index || (reads_all(engine, &plan) && !may_read_all) {
                        let Statement { name, .. } = statement;
                        bad.push(format!("{name}, {how}, counted: {counted}\n{}", plan.join("\n")));
                    }
                }
            }
        }
        assert!(bad.is_empty(), "{engine:?}:\n{}", bad.join("\n\n"));
    }
}

both_databases! {
    async fn a_statement_that_does_read_a_whole_table_is_found(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let mut tx = database.open().await.write().await.unwrap();
        fill_all(&mut tx, engine).await;
        run(&mut tx, "analyze").await.unwrap();
        let by_no_index = [
            "select id from task where attempt = 7",
            "select t.id from task t where t.state = 'answered' and t.due_at is null",
            "select count(*) from person",
            "select id from claim order by id limit 10",
            "update notice set attempt = 2 where made_at = 3",
        ];
        for sql in by_no_index {
            let plan = plan(&mut tx, &statement("", sql, "", [])).await;
            assert!(reads_all(engine, &plan), "{sql}\n{}", plan.join("\n"));
        }
    }
}
