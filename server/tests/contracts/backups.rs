//! The store that copies one SQLite file into two.

use std::path::PathBuf;

use server::backup::store as backup;
use server::drafts::store as drafts;
use server::vault::store::Table;

use crate::support::Engine;
use crate::support::database::FreshDatabase;
use crate::support::rows;

/// A file with empty tables.
async fn empty() -> (FreshDatabase, PathBuf) {
    let database = FreshDatabase::new(Engine::Sqlite).await;
    database.open().await.close().await;
    let file = database.folder.path().join("minside.db");
    (database, file)
}

#[tokio::test]
async fn keys_are_copied_apart_from_everything_else() {
    let ((source, source_file), (data, data_file), (keys, keys_file)) = (empty().await, empty().await, empty().await);
    let db = source.open().await;
    let mut tx = db.write().await.unwrap();
    let person = rows::add_person(&mut tx).await;
    rows::add_case(&mut tx, person).await;
    drafts::keep_draft(&mut tx, person, b"sealed", rows::NOW).await.unwrap();
    let columns = "master_key_id, wrapped";
    for sql in [
        format!("insert into person_key (person_id, {columns}) values ('{person}', 'm', 'w')"),
        format!("insert into case_key (case_id, {columns}) select id, 'm', 'w' from cases"),
        format!("insert into draft_key (person_id, {columns}) values ('{person}', 'm', 'w')"),
        format!("insert into installation_key (purpose, {columns}) values ('test', 'm', 'w')"),
    ] {
        rows::run(&mut tx, &sql).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
    backup::copy(&source_file, &data_file, &keys_file).await.unwrap();
    for (database, of_keys, of_data) in [(&source, 1, 1), (&data, 0, 1), (&keys, 1, 0)] {
        let mut tx = database.open().await.read().await.unwrap();
        for table in Table::ALL.map(Table::name) {
            assert_eq!(rows::number(&mut tx, &format!("select count(*) from {table}")).await, of_keys, "{table}");
        }
        for table in ["person", "cases", "draft"] {
            assert_eq!(rows::number(&mut tx, &format!("select count(*) from {table}")).await, of_data, "{table}");
        }
    }
    assert!(backup::copy(&source_file, &data_file, &keys_file).await.is_err(), "they are not empty any more");
}
