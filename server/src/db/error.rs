//! Why a database cannot be used; each reason says what to do.

use std::path::PathBuf;

use thiserror::Error;

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
    /// There is no file, and none is to be made.
    #[error(
        "the database file {path} is not there yet. Run `minside migrate` as the user that runs minside; it makes the \
         file."
    )]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// No answer, or a *no*.
    #[error(
        "PostgreSQL at {place} cannot be used: {cause}. Check that it runs, that database.url has the right host, \
         port, database, user and password, and that its pg_hba.conf lets this machine in."
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
