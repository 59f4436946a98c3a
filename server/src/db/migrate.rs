//! The tables: whether they are there, ours and of our version, and how they come to be so.

use std::time::Duration;

use sqlx::postgres::PgPoolOptions;

use super::{Db, MIGRATIONS, OpenError, Pools, Tx};
use crate::on;

/// How often a migration of SQLite that collided with another is looked at again.
const MOST_TRIES: u32 = 20;
const PAUSE_BETWEEN_TRIES: Duration = Duration::from_millis(100);

pub(super) const OUR_NAME: &str = "select schema_name from installation";
pub(super) const SQLITE_TABLES: &str =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by 1";

/// How the database's tables compare with this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There are none yet.
    Empty,
    /// So many migrations are missing.
    Behind(usize),
    /// As this program wants them.
    Current,
}

impl Db {
    /// How the tables compare with this program.
    ///
    /// # Errors
    /// The tables are another program's, or a later version's.
    pub async fn state(&self) -> Result<State, OpenError> {
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        let mut tx = self.read().await?;
        // The one question that each engine answers in its own words.
        let sql = match &tx {
            Tx::Sqlite(_) => SQLITE_TABLES,
            Tx::Postgres(_) => "select tablename::text from pg_tables where schemaname = current_schema() order by 1",
        };
        let tables: Vec<String> = on!(&mut tx, |conn| sqlx::query_scalar(sql).fetch_all(conn).await?);
        if !seem_ours(&tables)? {
            return Ok(State::Empty);
        }
        let name = on!(&mut tx, |conn| sqlx::query_scalar(OUR_NAME).fetch_optional(conn).await);
        is_our_name(name)?;
        let applied: Vec<i64> = on!(&mut tx, |conn| {
            sqlx::query_scalar("select version from _sqlx_migrations where success order by version")
                .fetch_all(conn)
                .await?
        });
        let found = applied.last().copied().unwrap_or_default();
        if found > known {
            return Err(OpenError::Newer { found, known });
        }
        let missing = MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count();
        Ok(if missing == 0 { State::Current } else { State::Behind(missing) })
    }

    /// Brings the tables up to date; many nodes may do so at once.
    ///
    /// # Errors
    /// The tables are not ours, are newer, or a migration failed (nothing of it is kept then).
    pub async fn migrate(&self) -> Result<State, OpenError> {
        let before = self.state().await?;
        if before == State::Current {
            return Ok(before);
        }
        match &*self.0 {
            Pools::Sqlite { write, .. } => {
                // SQLite has no lock that would let a second process wait for the first: what one of them sees as a
                // failure may be the other's work, so it looks again.
                let mut tries = 0;
                while let Err(error) = MIGRATIONS.run(write).await {
                    tries += 1;
                    tokio::time::sleep(PAUSE_BETWEEN_TRIES).await;
                    if self.state().await.is_ok_and(|state| state == State::Current) {
                        break;
                    }
                    if tries == MOST_TRIES {
                        return Err(error.into());
                    }
                }
            }
            Pools::Postgres(pool) => {
                // A migration may take long, and so may waiting for another node's.
                let patient = pool.connect_options().as_ref().clone();
                let patient = patient.options([("statement_timeout", "0"), ("lock_timeout", "0")]);
                let one = PgPoolOptions::new().max_connections(1).connect_with(patient).await?;
                MIGRATIONS.run(&one).await?;
                one.close().await;
            }
        }
        Ok(before)
    }
}

/// Whether there are tables that look like ours; refused if they are another program's.
pub(super) fn seem_ours(tables: &[String]) -> Result<bool, OpenError> {
    let has = |name: &str| tables.iter().any(|table| table == name);
    if has("installation") && has("_sqlx_migrations") {
        return Ok(true);
    }
    match tables.iter().find(|table| *table != "_sqlx_migrations") {
        Some(table) => Err(OpenError::NotOurs { table: table.clone() }),
        None => Ok(false),
    }
}

/// Refuses a database whose table of our name holds something else.
pub(super) fn is_our_name(name: sqlx::Result<Option<String>>) -> Result<(), OpenError> {
    match name {
        Ok(Some(name)) if name == "minside" => Ok(()),
        Ok(_) | Err(sqlx::Error::Database(_) | sqlx::Error::ColumnDecode { .. }) => {
            Err(OpenError::NotOurs { table: "installation".to_owned() })
        }
        Err(error) => Err(error.into()),
    }
}
