//! When the database fails: what may be done again is, everything else is a clear «busy», and nothing is half done.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use server::cases::submit::submit;
use server::clock::Clock;
use server::config::{Settings, Sources};
use server::db::{Db, Tx};
use server::error::Error;
use server::http::returned_form::store as forms;
use server::office::Office;
use server::on;
use server::systems::rules::Served;
use server::tasks::lease;
use server::tasks::worker::Worker;

use crate::support::adapter::{Behaviour, Double};
use crate::support::cases::{accepted, access, add_systems, erasure, send_notices, submission};
use crate::support::portal::{START, Setup};
use crate::support::{Engine, both_databases, start};

async fn count(office: &Office, sql: &'static str) -> i64 {
    let mut tx = office.db.read().await.unwrap();
    on!(&mut tx, |conn| sqlx::query_scalar(sql).fetch_one(conn).await.unwrap())
}

async fn pragma(office: &Office, sql: String) {
    let mut tx = office.db.write().await.unwrap();
    let Tx::Sqlite(tx) = &mut tx else { panic!("SQLite only") };
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut **tx).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_busy_and_leaves_nothing_half_done() {
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    add_systems(office, 300, Served::Manual).await;
    let mut tx = office.db.read().await.unwrap();
    let Tx::Sqlite(sqlite) = &mut tx else { panic!() };
    let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut **sqlite).await.unwrap();
    drop(tx);
    pragma(office, format!("pragma max_page_count = {}", pages + 3)).await;
    let sent = submission(vec![access()]);
    let error = submit(office, &sent).await.unwrap_err();
    assert!(matches!(error, Error::Busy(_)), "{error:?}");
    for table in ["cases", "task", "claim", "person", "case_key", "notice", "audit_event"] {
        let mut tx = office.db.read().await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let found: i64 = on!(&mut tx, |conn| sqlx::query_scalar(sql).fetch_one(conn).await.unwrap());
        assert_eq!(found, 0, "{table}");
    }
    pragma(office, "pragma max_page_count = 1000000".to_owned()).await;
    assert_eq!(accepted(office, &sent).await.reference, "2026-000001", "the same, sent again");
    send_notices(office).await;
}

#[tokio::test]
async fn a_locked_database_is_busy_after_a_while() {
    let portal = Setup::new(Engine::Sqlite).with("DATABASE__WAIT_SECONDS", 1).start().await;
    let office = &portal.office;
    // Another program in the same file, such as an operator's.
    let settings = portal.database.settings();
    let other = Db::open_existing(&settings).await.unwrap();
    let held = other.write().await.unwrap();
    let error = submit(office, &submission(vec![access()])).await.unwrap_err();
    assert!(matches!(error, Error::Busy(_)), "{error:?}");
    drop(held);
    accepted(office, &submission(vec![access()])).await;
    send_notices(office).await;
    other.close().await;
}

#[tokio::test]
async fn a_connection_that_is_lost_in_the_middle_is_busy_and_the_next_one_works_postgres() {
    let portal = start(Engine::Postgres).await;
    let office = &portal.office;
    add_systems(office, 2, Served::Pull).await;
    let mut tx = office.db.write().await.unwrap();
    forms::insert(&mut tx, b"lost", b"sealed", 10).await.unwrap();
    let Tx::Postgres(mine) = &mut tx else { panic!() };
    let pid: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut **mine).await.unwrap();
    let mut other = office.db.write().await.unwrap();
    on!(&mut other, |conn| {
        sqlx::query("select pg_terminate_backend($1)").bind(pid).execute(conn).await.map(|_| ()).unwrap();
    });
    other.commit().await.unwrap();
    let error = Error::from(forms::insert(&mut tx, b"more", b"sealed", 10).await.unwrap_err());
    assert!(matches!(error, Error::Busy(_)), "{error:?}");
    let error = Error::from(tx.commit().await.unwrap_err());
    assert!(matches!(error, Error::Busy(_)), "{error:?}");
    assert_eq!(count(office, "select count(*) from returned_form").await, 0);
    accepted(office, &submission(vec![access()])).await;
    send_notices(office).await;
}

#[tokio::test]
async fn two_that_wait_for_each_other_are_told_apart_and_may_try_again_postgres() {
    let portal = start(Engine::Postgres).await;
    let db = &portal.office.db;
    let mut tx = db.write().await.unwrap();
    forms::insert(&mut tx, b"one", b"sealed", 10).await.unwrap();
    forms::insert(&mut tx, b"two", b"sealed", 10).await.unwrap();
    tx.commit().await.unwrap();
    let touch = async |tx: &mut Tx, name: &'static [u8]| -> Result<(), Error> {
        let sql = "update returned_form set expires_at = expires_at + 1 where token_hash = $1";
        on!(tx, |conn| sqlx::query(sql).bind(name).execute(conn).await.map(|_| ()))?;
        Ok(())
    };
    let (mut one, mut two) = (db.write().await.unwrap(), db.write().await.unwrap());
    touch(&mut one, b"one").await.unwrap();
    touch(&mut two, b"two").await.unwrap();
    let (first, second) = tokio::join!(touch(&mut one, b"two"), async {
        let result = touch(&mut two, b"one").await;
        // The loser's locks go with its transaction.
        if result.is_err() { None } else { Some(two.commit().await) }
    });
    let lost = [first.is_err(), second.is_none()];
    assert!(lost[0] != lost[1], "one of them goes on: {lost:?}");
    if let Err(error) = first {
        assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    }
}

#[tokio::test]
async fn what_loses_against_another_transaction_is_done_again_postgres() {
    let portal = start(Engine::Postgres).await;
    let office = portal.office.clone();
    let system = add_systems(&office, 1, Served::Pull).await[0];
    accepted(&office, &submission(vec![access(), erasure()])).await;
    // Serializable on every connection: now transactions that read what others change fail with 40001.
    let mut tx = office.db.write().await.unwrap();
    on!(&mut tx, |conn| {
        let name: String = sqlx::query_scalar("select current_database()::text").fetch_one(&mut *conn).await.unwrap();
        let set = format!("alter database {name} set default_transaction_isolation = 'serializable'");
        sqlx::query(sqlx::AssertSqlSafe(set)).execute(&mut *conn).await.map(|_| ()).unwrap();
    });
    tx.commit().await.unwrap();
    let again = Db::open_existing(&portal.database.settings()).await.unwrap();
    let office = Office { db: again, ..office };
    let mut all = tokio::task::JoinSet::new();
    for number in 0..4 {
        let office = office.clone();
        all.spawn(async move { lease::of_system(&office, system, &format!("w{number}"), 1, 60_000).await });
    }
    let leased: usize = all.join_all().await.into_iter().map(|leases| leases.map_or(0, |leases| leases.len())).sum();
    assert_eq!(leased, 1, "the limit of the system holds");
    portal.clock.step(SignedDuration::from_secs(61));
    lease::take_back_ended(&office).await.unwrap();
    send_notices(&office).await;
    office.db.close().await;
}

both_databases! {
    async fn one_row_that_was_edited_by_hand_does_not_stop_the_others(portal: TestPortal) {
        let mut portal = portal;
        portal.expect_unfinished(1, 1);
        let office = &portal.office;
        add_systems(office, 3, Served::Call).await;
        accepted(office, &submission(vec![access()])).await;
        let mut leases = lease::calls(office, "test", None, 10, 60_000).await.unwrap();
        // The one that is looked at first.
        leases.sort_by_key(|lease| lease.task);
        let edited = leases.remove(0).task;
        let mut tx = office.db.write().await.unwrap();
        server::on!(&mut tx, |conn| {
            let sql = "update task set internal_due_on = 'zzzz' where id = $1";
            sqlx::query(sql).bind(edited).execute(conn).await.map(|_| ()).unwrap();
        });
        tx.commit().await.unwrap();
        portal.clock.step(SignedDuration::from_secs(61));
        assert_eq!(lease::take_back_ended(office).await.unwrap(), 2);
        portal.clock.step(SignedDuration::from_secs(10));
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "test");
        let report = worker.step().await.unwrap();
        assert_eq!((report.leased, report.answered), (2, 2), "{report:?}");
    }
}

/// A PostgreSQL of its own, which the test may restart.
struct OwnPostgres {
    process: Child,
    orders: Option<ChildStdin>,
    said: BufReader<std::process::ChildStdout>,
    url: String,
}

impl OwnPostgres {
    fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/with-postgres");
        let restarts = r#"echo "$MINSIDE_TEST_POSTGRES"; while read -r _; do $MINSIDE_TEST_POSTGRES_RESTART >/dev/null; echo restarted; done"#;
        let mut process = Command::new(script)
            .args(["sh", "-c", restarts])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = process.stdin.take();
        let said = BufReader::new(process.stdout.take().unwrap());
        let mut own = Self { process, orders, said, url: String::new() };
        own.url = own.line();
        own
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn restart(&mut self) {
        self.orders.as_mut().unwrap().write_all(b"restart\n").unwrap();
        assert_eq!(self.line(), "restarted");
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        // The end of its input ends the loop, and with it the script, which tidies up.
        drop(self.orders.take());
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_of_the_database_work_goes_on_postgres() {
    let mut server = tokio::task::spawn_blocking(OwnPostgres::start).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name).display().to_string();
    let variables = [
        ("MINSIDE__DATABASE__URL".to_owned(), server.url.clone()),
        ("MINSIDE__VAULT__MASTER_KEY_FILE".to_owned(), in_folder("master.key")),
        ("MINSIDE__VAULT__BLOBS".to_owned(), in_folder("blobs")),
    ];
    let settings = Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap();
    let db = Db::open(&settings.database).await.unwrap();
    db.migrate().await.unwrap();
    let start: Timestamp = START.parse().unwrap();
    let office = Office::open(&settings, db, Clock::stepped(start)).await.unwrap();
    let system = add_systems(&office, 3, Served::Pull).await[0];
    accepted(&office, &submission(vec![access()])).await;
    let mut cut = office.db.write().await.unwrap();
    forms::insert(&mut cut, b"cut", b"sealed", 10).await.unwrap();

    server = tokio::task::spawn_blocking(move || {
        server.restart();
        server
    })
    .await
    .unwrap();
    assert!(cut.commit().await.is_err(), "what was under way is undone");
    // Connections that were open fail at most once each; none is used again.
    let mut leased = Vec::new();
    for _ in 0..20 {
        match lease::of_system(&office, system, "test", 1, 60_000).await {
            Ok(leases) => {
                leased = leases;
                break;
            }
            Err(error) => assert!(matches!(error, Error::Busy(_)), "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(leased.len(), 1);
    assert_eq!(count(&office, "select count(*) from returned_form").await, 0);
    office.db.close().await;
    drop(server);
}
