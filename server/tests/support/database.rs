//! A fresh database for one test.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use secrecy::ExposeSecret;
use server::config::{DatabaseSettings, Settings, Sources};
use server::db::Db;
use server::{notices, on};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a test must not leave behind unless it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfinished {
    pub leased: i64,
    pub unsent: i64,
}

/// A database that nobody else has, and the folder that goes with it.
pub struct FreshDatabase {
    pub url: String,
    pub folder: TempDir,
}

/// The PostgreSQL that `scripts/with-postgres` started.
pub fn postgres_server() -> String {
    #[expect(clippy::disallowed_methods, reason = "the script hands the address over in the environment")]
    let url = std::env::var("MINSIDE_TEST_POSTGRES");
    url.expect("this test needs PostgreSQL: run `make test`, or `scripts/with-postgres cargo test`")
}

/// Databases of tests that are over, emptied: hundreds of them, 8 MB each, would fill a small disk.
static EMPTY: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        if !self.url.starts_with("postgres:") {
            return;
        }
        let url = self.url.clone();
        let emptied = async move {
            let mut connection = PgConnection::connect(&url).await.ok()?;
            for sql in [
                "select pg_terminate_backend(pid) from pg_stat_activity \
                 where datname = current_database() and pid <> pg_backend_pid()",
                "drop schema public cascade",
                "create schema public",
            ] {
                sqlx::query(sql).execute(&mut connection).await.ok()?;
            }
            Some(url)
        };
        if let (Some(url), Ok(mut empty)) = (apart(emptied), EMPTY.lock()) {
            empty.push(url);
        }
    }
}

/// In a thread and with a runtime of its own: the test's is ending.
fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    std::thread::spawn(move || runtime.block_on(work)).join().unwrap()
}

impl FreshDatabase {
    pub async fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("minside.db").display()),
            Engine::Postgres => match EMPTY.lock().ok().and_then(|mut empty| empty.pop()) {
                Some(url) => url,
                None => Self::create().await,
            },
        };
        Self { url, folder }
    }

    async fn create() -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("test_{}_{number}", std::process::id());
        let server = postgres_server();
        let mut connection = PgConnection::connect(&server).await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("create database {name}"));
        sqlx::query(create).execute(&mut connection).await.unwrap();
        // The address ends with the name of the database that is always there.
        server.strip_suffix("/postgres").map(|server| format!("{server}/{name}")).unwrap()
    }

    /// Opened, with all tables.
    pub async fn open(&self) -> Db {
        let db = Db::open(&self.settings()).await.unwrap();
        db.migrate().await.unwrap();
        db
    }

    /// Looks with a connection of its own: the test's may be closed.
    pub fn unfinished(&self) -> Unfinished {
        let settings = self.settings();
        let look = async move {
            let db = Db::open_existing(&settings).await.unwrap();
            let mut tx = db.read().await.unwrap();
            let leased = "select count(*) from task where state = 'leased'";
            let leased = on!(&mut tx, |conn| sqlx::query_scalar(leased).fetch_one(conn).await.unwrap());
            let unsent = notices::store::count_unsent(&mut tx).await.unwrap();
            drop(tx);
            db.close().await;
            Unfinished { leased, unsent }
        };
        apart(look)
    }

    pub fn settings(&self) -> DatabaseSettings {
        database_settings(&self.url)
    }
}

/// Settings for the database at this address.
pub fn database_settings(url: &str) -> DatabaseSettings {
    let variables = [
        ("MINSIDE__DATABASE__URL".to_owned(), url.to_owned()),
        ("MINSIDE__DATABASE__CONNECTIONS".to_owned(), "4".to_owned()),
    ];
    let settings = Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap();
    assert_eq!(settings.database.url.expose_secret(), url);
    settings.database
}
