//! A fresh database for one test.

use std::sync::atomic::{AtomicU32, Ordering};

use secrecy::ExposeSecret;
use server::config::{DatabaseSettings, Settings, Sources};
use server::db::Db;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
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
