//! Copying all tables of one SQLite file into others.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::vault::store::Table;

/// Tables that every database makes itself.
const MADE_BY_MIGRATIONS: [&str; 2] = ["_sqlx_migrations", "installation"];

/// Whoever restores a backup must not bring back a session that was ended.
const ENDED: [&str; 3] = ["login_attempt", "logout_token", "session"];

/// Whom the look-ups find is as good as a key.
const LOOKUPS: &str = "lookup_key";

/// Copies the tables of keys into the file `keys`, and all others into `data`; both have empty tables. All that is copied
/// is of one moment, and others may write meanwhile.
///
/// # Errors
/// The database's own; then nothing was copied.
pub async fn copy(source: &Path, data: &Path, keys: &Path) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new().filename(source).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    for (name, file) in [("data", data), ("keys", keys)] {
        let attach = AssertSqlSafe(format!("attach database $1 as {name}"));
        sqlx::query(attach).bind(file.display().to_string()).execute(&mut connection).await?;
    }
    let mut tx = connection.begin().await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from main.sqlite_master where type = 'table' and substr(name, 1, 7) <> 'sqlite_' order by name",
    )
    .fetch_all(&mut *tx)
    .await?;
    let left_out = |table: &str| MADE_BY_MIGRATIONS.contains(&table) || ENDED.contains(&table);
    for table in tables.iter().filter(|table| !left_out(table)) {
        let is_key = table == LOOKUPS || Table::ALL.iter().any(|key| key.name() == table);
        let into = if is_key { "keys" } else { "data" };
        // The names come from the database itself, and both ends were made by the same migrations.
        let copy = AssertSqlSafe(format!("insert into {into}.\"{table}\" select * from main.\"{table}\""));
        tx.execute(copy).await?;
    }
    tx.commit().await?;
    connection.close().await
}
