//! Opening the database: is it there, is it ours, is it of our version? Each *no* says how to mend it.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use secrecy::ExposeSecret;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, SqliteConnection};
use thiserror::Error;

use super::{Db, MIGRATIONS, Pools, Tx};
use crate::config::DatabaseSettings;
use crate::on;

/// How long a statement may run or wait for a lock on PostgreSQL, so that one that hangs ends.
const STATEMENT_TIMEOUT_MS: &str = "30000";
const LOCK_TIMEOUT_MS: &str = "5000";

const SQLITE_TABLES: &str =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by 1";

/// Why the database cannot be used. Each text says what to do.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address cannot be read.
    #[error(
        "the address in database.url cannot be read: {0}. Examples: sqlite:/var/lib/minside/minside.db, postgres://minside@localhost/minside"
    )]
    Address(String),
    /// The file or its folder cannot be written.
    #[error(
        "the database file {path} cannot be opened for writing: {cause}. Give the user that runs minside the right to write to the file and to its folder, or set database.url to another place."
    )]
    NotWritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The file is something else.
    #[error("the file {path} is not an SQLite database. Set database.url to another file; minside makes it.")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The database holds the tables of another program.
    #[error(
        "the database holds tables, but not those of Min side (one is «{table}»). Set database.url to a database of its own."
    )]
    NotOurs {
        /// One of the tables.
        table: String,
    },
    /// A later version of the program has changed the database.
    #[error(
        "the database was changed by a later version of minside (migration {found}; this program knows {known}). Start that version or a newer one; going back needs a backup from before."
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest in this program.
        known: i64,
    },
    /// No answer.
    #[error(
        "PostgreSQL at {place} cannot be reached: {cause}. Check that it runs, that database.url has the right host, port, database and user, and that its pg_hba.conf lets this machine in."
    )]
    Unreachable {
        /// Host, port and database; never the password.
        place: String,
        /// What the driver says.
        cause: String,
    },
    /// Any other error of the database while its version was looked at or changed.
    #[error("the database could not be prepared: {0}")]
    Other(#[from] sqlx::Error),
    /// A migration failed; nothing of it is kept.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

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
    /// Connects, making SQLite's file and folder if they are not there. Changes no table.
    ///
    /// # Errors
    /// Why it cannot be used, and how to mend that.
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, OpenError> {
        let url = settings.url.expose_secret();
        let pools = if url.starts_with("sqlite:") {
            open_sqlite(settings, sqlite_options(url)?).await?
        } else {
            let options = PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))?;
            let place = format!(
                "{}:{}/{}",
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or(options.get_username())
            );
            let pool = open_postgres(settings, options).await;
            Pools::Postgres(pool.map_err(|error| OpenError::Unreachable { place, cause: reason(&error) })?)
        };
        Ok(Self(Arc::new(pools)))
    }

    /// How the tables compare with this program.
    ///
    /// # Errors
    /// The tables are another program's, or a later version's.
    pub async fn state(&self) -> Result<State, OpenError> {
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        if !are_ours(&self.tables().await?)? {
            return Ok(State::Empty);
        }
        let mut tx = self.read().await?;
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
        match &*self.0 {
            Pools::Sqlite { write, .. } => MIGRATIONS.run(write).await?,
            Pools::Postgres(pool) => MIGRATIONS.run(pool).await?,
        }
        Ok(before)
    }

    async fn tables(&self) -> sqlx::Result<Vec<String>> {
        let mut tx = self.read().await?;
        // The one question that each engine answers in its own words.
        let sql = match &tx {
            Tx::Sqlite(_) => SQLITE_TABLES,
            Tx::Postgres(_) => "select tablename::text from pg_tables where schemaname = current_schema() order by 1",
        };
        on!(&mut tx, |conn| sqlx::query_scalar(sql).fetch_all(conn).await)
    }
}

/// Whether tables are there, and refused if they are another program's.
fn are_ours(tables: &[String]) -> Result<bool, OpenError> {
    if tables.iter().any(|table| table == "installation") {
        return Ok(true);
    }
    match tables.iter().find(|table| *table != "_sqlx_migrations") {
        Some(table) => Err(OpenError::NotOurs { table: table.clone() }),
        None => Ok(false),
    }
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))?;
    Ok(options.create_if_missing(true))
}

async fn open_sqlite(settings: &DatabaseSettings, options: SqliteConnectOptions) -> Result<Pools, OpenError> {
    let path = options.get_filename().to_path_buf();
    let failed = |error| sqlite_error(path.clone(), error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| failed(sqlx::Error::Io(error)))?;
    }
    look_before_touching(&options).await.map_err(failed)??;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        // A receipt that was given must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(std::time::Duration::from_secs(5));
    let pool = || SqlitePoolOptions::new().acquire_timeout(settings.wait);
    let write = pool().max_connections(1).connect_with(options.clone()).await.map_err(failed)?;
    // A file without the right to write opens all the same; only a lock tells.
    write.begin_with("begin immediate").await.map_err(failed)?.rollback().await.map_err(failed)?;
    let read = pool().max_connections(settings.connections).connect_lazy_with(options.pragma("query_only", "true"));
    Ok(Pools::Sqlite { read, write })
}

/// Reads which tables a file has before anything of it is changed, its journal included: it may be another program's.
async fn look_before_touching(options: &SqliteConnectOptions) -> sqlx::Result<Result<bool, OpenError>> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let tables: Vec<String> = sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(are_ours(&tables))
}

async fn open_postgres(settings: &DatabaseSettings, options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    let options = options
        .application_name("minside")
        .options([("statement_timeout", STATEMENT_TIMEOUT_MS), ("lock_timeout", LOCK_TIMEOUT_MS)]);
    PgPoolOptions::new()
        .max_connections(settings.connections)
        .acquire_timeout(settings.wait)
        .connect_with(options)
        .await
}

fn sqlite_error(path: PathBuf, error: sqlx::Error) -> OpenError {
    let text = reason(&error);
    if text.contains("file is not a database") {
        return OpenError::NotADatabase { path };
    }
    let cause = if path.is_dir() { "it is a folder".to_owned() } else { text };
    OpenError::NotWritable { path, cause }
}

/// What the database or the system says, without the driver's frame around it.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no answer in time".to_owned(),
        other => other.to_string(),
    }
}
