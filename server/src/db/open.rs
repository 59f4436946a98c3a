//! Opening the database: is it there, may it be written, is it ours?

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqliteConnection};

use super::migrate::{OUR_NAME, SQLITE_TABLES, is_our_name, seem_ours};
use super::{Db, OpenError, Pools};
use crate::config::DatabaseSettings;

/// How long a statement may run or wait for a lock on PostgreSQL, so that one that hangs ends.
const STATEMENT_TIMEOUT_MS: &str = "30000";
const LOCK_TIMEOUT_MS: &str = "5000";

impl Db {
    /// Connects, making SQLite's file and folder if they are not there. Changes no table.
    ///
    /// # Errors
    /// Why it cannot be used, and how to mend that.
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, OpenError> {
        if let Some(path) = Self::file(settings)? {
            make_file(&path).map_err(|error| sqlite_error(path, sqlx::Error::Io(error)))?;
        }
        Self::open_existing(settings).await
    }

    /// SQLite's file; `None` for PostgreSQL.
    ///
    /// # Errors
    /// The address cannot be read.
    pub fn file(settings: &DatabaseSettings) -> Result<Option<PathBuf>, OpenError> {
        let url = settings.url.expose_secret();
        if !url.starts_with("sqlite:") {
            return Ok(None);
        }
        Ok(Some(sqlite_options(url)?.get_filename().to_path_buf()))
    }

    /// Connects, making nothing.
    ///
    /// # Errors
    /// Why it cannot be used, and how to mend that.
    pub async fn open_existing(settings: &DatabaseSettings) -> Result<Self, OpenError> {
        let url = settings.url.expose_secret();
        let pools = if url.starts_with("sqlite:") {
            open_sqlite(settings, sqlite_options(url)?).await?
        } else {
            let options = postgres_options(url)?;
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
}

/// Makes SQLite's file, and the folders on the way, for the user who runs the program and nobody else.
fn make_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    // SQLite gives the files beside it the same mode.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))?;
    // A password with a bare / or @ ends up in what would be shown as the name of the database.
    if options.get_database().is_some_and(|name| name.contains(['@', '/'])) {
        return Err(OpenError::Address("write / and @ in a password as %2F and %40".to_owned()));
    }
    Ok(options)
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    SqliteConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))
}

async fn open_sqlite(settings: &DatabaseSettings, options: SqliteConnectOptions) -> Result<Pools, OpenError> {
    let path = options.get_filename().to_path_buf();
    if !path.exists() {
        return Err(OpenError::Missing { path });
    }
    let failed = |error| sqlite_error(path.clone(), error);
    look_before_touching(&options, failed).await?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        // A receipt that was given must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is deleted is overwritten, so that a deleted key cannot be found in the file.
        .pragma("secure_delete", "true")
        .busy_timeout(Duration::from_secs(5));
    let pool = || SqlitePoolOptions::new().acquire_timeout(settings.wait);
    let write = pool().max_connections(1).connect_with(options.clone()).await.map_err(failed)?;
    // A file without the right to write opens all the same; only a lock tells.
    write.begin_with("begin immediate").await.map_err(failed)?.rollback().await.map_err(failed)?;
    let read = pool().max_connections(settings.connections).connect_lazy_with(options.pragma("query_only", "true"));
    Ok(Pools::Sqlite { read, write })
}

/// Reads whose file it is before anything of it is changed, its journal included.
async fn look_before_touching(
    options: &SqliteConnectOptions,
    failed: impl Fn(sqlx::Error) -> OpenError,
) -> Result<(), OpenError> {
    let mut connection = SqliteConnection::connect_with(options).await.map_err(&failed)?;
    let tables: Vec<String> = sqlx::query_scalar(SQLITE_TABLES).fetch_all(&mut connection).await.map_err(&failed)?;
    if seem_ours(&tables)? {
        is_our_name(sqlx::query_scalar(OUR_NAME).fetch_optional(&mut connection).await)?;
    }
    connection.close().await.map_err(failed)
}

async fn open_postgres(settings: &DatabaseSettings, options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    let options = options
        .application_name("minside")
        .options([("statement_timeout", STATEMENT_TIMEOUT_MS), ("lock_timeout", LOCK_TIMEOUT_MS)]);
    // The pool would try again and again until the time is over, and then not know why.
    let first = tokio::time::timeout(settings.wait, PgConnection::connect_with(&options));
    first.await.map_err(|_| sqlx::Error::PoolTimedOut)??.close().await?;
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
