//! Migrations of tables that are filled: what was there is there afterwards, and what is new is told from it.

use std::borrow::Cow;

use server::db::{Db, MIGRATIONS, State};
use server::on;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};

use crate::support::database::FreshDatabase;
use crate::support::{Engine, both_databases, rows};

/// The last before those that this is about.
const BEFORE: i64 = 14;

/// One case of each kind, with messages before there was anything to say of whether they are settled, and a letter that is
/// archived. Instants: a case comes in at 1 000 000 and what is sent with it a little later.
const FILLED: &str = "
    insert into person (id, national_id, made_at) values ('p', 'x', 1);
    insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, answered_at, form_token_hash, fingerprint)
        values ('open', '2026-000001', 'p', 'p', 1000000, 'U', 'nb', 'open', null, 'a', 'a'),
               ('answered', '2026-000002', 'p', 'p', 1000000, 'U', 'nb', 'answered', 9000000, 'b', 'b');
    insert into message (case_id, number, sender, sent_at, opened_at, form_token_hash, content)
        values ('open', 1, 'person', 1000001, null, '1', 'with the case'),
               ('open', 2, 'person', 2000000, 2000001, '2', 'replied to'),
               ('open', 3, 'municipality', 3000000, null, '3', 'the reply'),
               ('open', 4, 'person', 4000000, 4000001, '4', 'read, and not replied to'),
               ('answered', 1, 'person', 2000000, 2000001, '5', 'read before it was answered'),
               ('answered', 2, 'person', 9500000, null, '6', 'not read');
    insert into letter (case_id, number, kind, language, made_at, issued_at, content)
        values ('answered', 1, 'receipt', 'nb', 1000000, 1000000, 'x');
    insert into archived (case_id, number, kind, letter, archived_at)
        values ('answered', 1, 'request', null, 9600000), ('answered', 2, 'letter', 1, 9600000);
";

/// A database as it was then, filled.
async fn fill(database: &FreshDatabase, engine: Engine) {
    let then = MIGRATIONS.iter().filter(|migration| migration.version <= BEFORE).cloned().collect();
    let then = Migrator { migrations: Cow::Owned(then), ..Migrator::DEFAULT };
    match engine {
        Engine::Sqlite => {
            let options: SqliteConnectOptions = database.url.parse().unwrap();
            let mut connection = options.create_if_missing(true).connect().await.unwrap();
            then.run(&mut connection).await.unwrap();
            sqlx::raw_sql(FILLED).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Engine::Postgres => {
            let mut connection = PgConnection::connect(&database.url).await.unwrap();
            then.run(&mut connection).await.unwrap();
            sqlx::raw_sql(FILLED).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

both_databases! {
    async fn messages_and_what_was_archived_are_there_after_it(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        fill(&database, engine).await;
        let db = Db::open(&database.settings()).await.unwrap();
        let missing = MIGRATIONS.iter().filter(|migration| migration.version > BEFORE).count();
        assert_eq!(db.migrate().await.unwrap(), State::Behind(missing));
        let mut tx = db.write().await.unwrap();
        let unsettled: Vec<(String, i64)> = on!(&mut tx, |conn| {
            let sql = "select case_id, number from message where sender = 'person' and settled_at is null order by case_id desc, number";
            sqlx::query_as(sql).fetch_all(conn).await.unwrap()
        });
        assert_eq!(unsettled, [("open".to_owned(), 4), ("answered".to_owned(), 2)]);
        assert_eq!(rows::number(&mut tx, "select count(*) from message").await, 6);
        assert_eq!(rows::number(&mut tx, "select count(*) from archived where case_id = 'answered'").await, 2);
        // What could not be archived before can be now, once.
        let archive = "insert into archived (case_id, number, kind, message, archived_at) values ('answered', 3, 'message', 2, 9700000)";
        assert_eq!(rows::run(&mut tx, archive).await.unwrap(), 1);
    }
}
