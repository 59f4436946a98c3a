//! A database of its own for one measurement, with systems and people in it.

use app::model::Sector;
use jiff::Timestamp;
use server::cases::submission::{Asked, FormToken, Scope, Submission};
use server::cases::submit::{Submitted, submit};
use server::clock::Clock;
use server::config::{Settings, Sources};
use server::db::Db;
use server::id::{CaseId, SystemId};
use server::office::Office;
use server::subjects::identity_number::NationalId;
use server::systems::rules::{Served, System};
use server::systems::store as systems;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Its folder goes when it is dropped.
pub struct Place {
    pub office: Office,
    pub settings: Settings,
    people: u64,
    _folder: TempDir,
}

impl Place {
    pub async fn new(engine: Engine, name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let in_folder = |name: &str| folder.path().join(name).display().to_string();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", in_folder("minside.db")),
            Engine::Postgres => {
                let server = std::env::var("MINSIDE_TEST_POSTGRES").unwrap();
                let name = format!("bench_{name}_{}", std::process::id());
                let mut connection = PgConnection::connect(&server).await.unwrap();
                let create = sqlx::AssertSqlSafe(format!("create database {name}"));
                sqlx::query(create).execute(&mut connection).await.unwrap();
                server.strip_suffix("/postgres").map(|server| format!("{server}/{name}")).unwrap()
            }
        };
        let variables = [
            ("MINSIDE__DATABASE__URL".to_owned(), url),
            ("MINSIDE__DATABASE__CONNECTIONS".to_owned(), "20".to_owned()),
            ("MINSIDE__DATABASE__WAIT_SECONDS".to_owned(), "60".to_owned()),
            ("MINSIDE__VAULT__MASTER_KEY_FILE".to_owned(), in_folder("master.key")),
            ("MINSIDE__VAULT__BLOBS".to_owned(), in_folder("blobs")),
            ("MINSIDE__LIMITS__CONNECTIONS_PER_CLIENT".to_owned(), "10000".to_owned()),
            ("MINSIDE__LIMITS__ADAPTER_REQUESTS_PER_MINUTE".to_owned(), "0".to_owned()),
            ("MINSIDE__LOG__LEVEL".to_owned(), "error".to_owned()),
        ];
        let settings = Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap();
        let db = Db::open(&settings.database).await.unwrap();
        db.migrate().await.unwrap();
        let start: Timestamp = "2026-03-05T11:00:00Z".parse().unwrap();
        let office = Office::open(&settings, db, Clock::stepped(start)).await.unwrap();
        Self { office, settings, people: 0, _folder: folder }
    }

    /// Adds systems that are called.
    pub async fn add_systems(&self, count: u64) -> Vec<SystemId> {
        let mut tx = self.office.db.write().await.unwrap();
        let mut ids = Vec::new();
        for number in 0..count {
            let id = SystemId::new(self.office.clock.now_ms());
            let (key, name) = (format!("system-{number}"), format!("Fagsystem {number}"));
            let system = System::usual(id, &key, &name, "Oppvekst", Sector::Education, Served::Call);
            systems::insert_system(&mut tx, &system).await.unwrap();
            ids.push(id);
        }
        tx.commit().await.unwrap();
        ids
    }

    /// Another person's request for everything about them.
    pub fn next_submission(&mut self) -> Submission {
        self.next_about(Scope::default())
    }

    fn next_about(&mut self, scope: Scope) -> Submission {
        self.people += 1;
        let filer = NationalId::from_login(&(10_000_000_000 + self.people).to_string()).unwrap().0;
        let mut token = [0; 32];
        token[..8].copy_from_slice(&self.people.to_be_bytes());
        Submission::new(filer, vec![Asked::Access { scope }], FormToken::new(token)).unwrap()
    }

    pub async fn submit(&mut self) -> CaseId {
        self.submit_scope(Scope::default()).await
    }

    /// The same about a part of the data.
    pub async fn submit_scope(&mut self, scope: Scope) -> CaseId {
        let submission = self.next_about(scope);
        let Submitted::Accepted(receipt) = submit(&self.office, &submission).await.unwrap() else { unreachable!() };
        receipt.case
    }

    /// Lets the database learn how its tables look, as it does by itself in time.
    pub async fn analyze(&self) {
        let mut tx = self.office.db.write().await.unwrap();
        server::on!(&mut tx, |conn| sqlx::query("analyze").execute(conn).await.map(|_| ()).unwrap());
        tx.commit().await.unwrap();
    }
}
