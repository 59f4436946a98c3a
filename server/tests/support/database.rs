//! A fresh database for one test.

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

impl FreshDatabase {
    pub async fn new(engine: Engine) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("minside.db").display()),
            Engine::Postgres => {
                let number = NUMBER.fetch_add(1, Ordering::SeqCst);
                let name = format!("test_{}_{number}", std::process::id());
                let server = postgres_server();
                let mut connection = PgConnection::connect(&server).await.unwrap();
                let create = sqlx::AssertSqlSafe(format!("create database {name}"));
                sqlx::query(create).execute(&mut connection).await.unwrap();
                // The address ends with the name of the database that is always there.
                server.strip_suffix("/postgres").map(|server| format!("{server}/{name}")).unwrap()
            }
        };
        Self { url, folder }
    }

    /// Opened, with all tables.
    pub async fn open(&self) -> Db {
        let db = Db::open(&self.settings()).await.unwrap();
        db.migrate().await.unwrap();
        db
    }

    /// Looks with a connection of its own: the test's may be closed, and its runtime is ending.
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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        std::thread::spawn(move || runtime.block_on(look)).join().unwrap()
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
