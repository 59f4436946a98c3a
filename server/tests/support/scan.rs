//! Everything that is in a database, to look for what must not be.

use std::fs;
use std::path::PathBuf;

use server::db::{Db, Tx};
use sqlx::{AssertSqlSafe, Column, Row, ValueRef};

use super::TestPortal;

/// All values of all tables, as bytes; without the list of migrations, which differs in its times.
#[derive(PartialEq, Eq)]
pub struct Scan(Vec<(String, Vec<u8>)>);

impl std::fmt::Debug for Scan {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} values", self.0.len())
    }
}

const SQLITE_TABLES: &str =
    "select name from sqlite_master where type = 'table' and name <> '_sqlx_migrations' order by name";
const POSTGRES_TABLES: &str = "select tablename::text from pg_tables where schemaname = 'public' order by 1";

impl Scan {
    pub async fn of(db: &Db) -> Self {
        let mut found = Vec::new();
        let mut tx = db.read().await.unwrap();
        match &mut tx {
            Tx::Sqlite(tx) => {
                let tables: Vec<String> = sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut **tx).await.unwrap();
                for table in tables {
                    let sql = AssertSqlSafe(format!("select * from \"{table}\" order by 1"));
                    for row in sqlx::query(sql).fetch_all(&mut **tx).await.unwrap() {
                        for column in row.columns() {
                            let at = format!("{table}.{}", column.name());
                            let value = match row.try_get_raw(column.ordinal()).unwrap() {
                                value if value.is_null() => continue,
                                _ => row.get_unchecked::<Vec<u8>, _>(column.ordinal()),
                            };
                            found.push((at, value));
                        }
                    }
                }
            }
            Tx::Postgres(tx) => {
                let tables: Vec<String> = sqlx::query_scalar(POSTGRES_TABLES).fetch_all(&mut **tx).await.unwrap();
                for table in tables {
                    let sql = AssertSqlSafe(format!("select * from \"{table}\" order by 1"));
                    for row in sqlx::query(sql).fetch_all(&mut **tx).await.unwrap() {
                        for column in row.columns() {
                            let value = row.try_get_raw(column.ordinal()).unwrap();
                            let Ok(bytes) = value.as_bytes() else { continue };
                            found.push((format!("{table}.{}", column.name()), bytes.to_vec()));
                        }
                    }
                }
            }
        }
        assert!(!found.is_empty());
        Self(found)
    }

    pub fn has(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|(_, value)| value.windows(bytes.len()).any(|window| window == bytes))
    }
}

/// Objects in the place for files.
pub fn object_files(portal: &TestPortal) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![portal.database.folder.path().join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.file_name().unwrap() != "installation" => files.push(path),
                false => {}
            }
        }
    }
    files
}
