//! The contract of the database layer and of every store, on both databases.

use std::time::Duration;

use server::db::{Db, State};
use server::http::returned_form::store;
use server::on;
use sqlx::migrate::Migrate;
use sqlx::{Connection, PgConnection};

use crate::support::database::FreshDatabase;
use crate::support::{Engine, both_databases};

both_databases! {
    async fn an_empty_database_is_made_once_and_then_current(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let db = Db::open(&database.settings()).await.unwrap();
        assert_eq!(db.state().await.unwrap(), State::Empty);
        assert_eq!(db.migrate().await.unwrap(), State::Empty);
        assert_eq!(db.state().await.unwrap(), State::Current);
        assert_eq!(db.migrate().await.unwrap(), State::Current);
    }
}

both_databases! {
    async fn many_nodes_may_migrate_at_once(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let mut nodes = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let settings = database.settings();
            nodes.spawn(async move { Db::open(&settings).await.unwrap().migrate().await.map(|_| ()) });
        }
        for result in nodes.join_all().await {
            result.unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        }
    }
}

#[tokio::test]
async fn a_migration_on_postgresql_waits_for_another_node_longer_than_a_request_would() {
    let database = FreshDatabase::new(Engine::Postgres).await;
    let settings = database.settings();
    let db = Db::open(&settings).await.unwrap();
    // Another node in the middle of a long migration holds the driver's lock, which is made of the database's name.
    let mut other = PgConnection::connect(&database.url).await.unwrap();
    other.lock().await.unwrap();
    let held = async {
        tokio::time::sleep(Duration::from_secs(6)).await;
        other.unlock().await.unwrap();
    };
    let (migrated, ()) = tokio::join!(db.migrate(), held);
    assert_eq!(migrated.unwrap(), State::Empty);
}

both_databases! {
    async fn a_transaction_that_is_dropped_changes_nothing(portal: TestPortal) {
        let mut tx = portal.db.write().await.unwrap();
        store::insert(&mut tx, b"dropped", b"sealed", 10).await.unwrap();
        drop(tx);
        let mut tx = portal.db.read().await.unwrap();
        assert_eq!(store::find(&mut tx, b"dropped", 0).await.unwrap(), None);
    }
}

both_databases! {
    async fn a_reading_transaction_cannot_write(portal: TestPortal) {
        let mut tx = portal.db.read().await.unwrap();
        assert!(store::insert(&mut tx, b"read-only", b"sealed", 10).await.is_err());
    }
}

both_databases! {
    async fn writers_wait_for_each_other_and_lose_nothing(portal: TestPortal) {
        let write = |number: u8| {
            let db = portal.db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                store::insert(&mut tx, &[number], b"sealed", 10).await.unwrap();
                tx.commit().await.unwrap();
            }
        };
        let mut all = tokio::task::JoinSet::new();
        for number in 0..40 {
            all.spawn(write(number));
        }
        all.join_all().await;
        let mut tx = portal.db.read().await.unwrap();
        let count: i64 = on!(&mut tx, |conn| {
            sqlx::query_scalar("select count(*) from returned_form").fetch_one(conn).await.unwrap()
        });
        assert_eq!(count, 40);
    }
}

both_databases! {
    async fn the_store_of_returned_forms_keeps_until_the_time_and_no_longer(portal: TestPortal) {
        let mut tx = portal.db.write().await.unwrap();
        store::insert(&mut tx, b"one", b"sealed one", 1000).await.unwrap();
        store::insert(&mut tx, b"two", b"sealed two", 2000).await.unwrap();
        assert_eq!(store::find(&mut tx, b"one", 999).await.unwrap(), Some(b"sealed one".to_vec()));
        assert_eq!(store::find(&mut tx, b"one", 1000).await.unwrap(), None);
        assert_eq!(store::delete_expired(&mut tx, 1000).await.unwrap(), 1);
        assert_eq!(store::find(&mut tx, b"one", 0).await.unwrap(), None);
        assert_eq!(store::find(&mut tx, b"two", 0).await.unwrap(), Some(b"sealed two".to_vec()));
        store::insert(&mut tx, b"three", b"sealed three", 3000).await.unwrap();
        assert_eq!(store::delete_beyond(&mut tx, 1, 100).await.unwrap(), 1);
        assert_eq!(store::find(&mut tx, b"two", 0).await.unwrap(), None, "the oldest goes first");
        store::insert(&mut tx, b"four", &[0; 90], 4000).await.unwrap();
        assert_eq!(store::delete_beyond(&mut tx, 9, 100).await.unwrap(), 1, "too much in all");
        assert_eq!(store::delete_beyond(&mut tx, 9, 90).await.unwrap(), 0);
        assert_eq!(store::find(&mut tx, b"four", 0).await.unwrap(), Some(vec![0; 90]));
        store::insert(&mut tx, b"three", b"sealed three", 3000).await.unwrap();
        assert!(store::insert(&mut tx, b"three", b"again", 3000).await.is_err(), "a name is used once");
    }
}
