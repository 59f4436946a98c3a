//! Why something could not be done, as the program itself sees it.

use std::time::Duration;

use app::fault::Fault;
use thiserror::Error;

/// What a database says when it has too much to do, is full or is being stopped: PostgreSQL's lock, statement and
/// connection limits, its full disk, its shutdown and being closed for a while (SQLSTATE), and SQLite's kinds of being locked or full.
const BUSY: [&str; 14] =
    ["55000", "55P03", "57014", "57P01", "57P02", "57P03", "53100", "53200", "53300", "5", "6", "13", "261", "517"];
/// PostgreSQL undid the transaction because of another one: serialization failure and deadlock.
const CONFLICT: [&str; 2] = ["40001", "40P01"];
/// How often a transaction that lost against another one is tried.
const TRIES: u32 = 8;
/// The longest pause before the first further try; before each one after that, it may be twice as long.
const PAUSE_MS: u64 = 10;

/// Every use case fails in one of these ways.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no such thing, or it is not this person's: the same answer.
    #[error("not found")]
    NotFound,
    /// The database undid everything because of another transaction; the same may be tried again.
    #[error("{0:#}")]
    Conflict(anyhow::Error),
    /// What is stored is not what was stored.
    #[error("{0}")]
    Damaged(#[from] Damaged),
    /// The database did what it should not, or something else that no user can mend.
    #[error("{0:#}")]
    Internal(anyhow::Error),
    /// A part that we depend on does not answer in time, or has no room.
    #[error("{0:#}")]
    Busy(anyhow::Error),
}

/// A row that was changed outside of the program, or by a fault of the disk.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{table}.{column} of the row {row} is not what minside wrote there")]
pub struct Damaged {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's primary key.
    pub row: String,
}

impl Damaged {
    /// This place.
    pub fn new(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self { table, column, row: row.to_string() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy(error.into()),
            sqlx::Error::Database(ref database) => match database.code() {
                Some(code) if BUSY.contains(&code.as_ref()) => Self::Busy(error.into()),
                Some(code) if CONFLICT.contains(&code.as_ref()) => Self::Conflict(error.into()),
                _ => Self::Internal(error.into()),
            },
            other => Self::Internal(other.into()),
        }
    }
}

impl Error {
    /// What a person is told of it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Internal(_) | Self::Damaged(_) => Fault::Internal,
            Self::Busy(_) | Self::Conflict(_) => Fault::Busy,
        }
    }
}

/// Does a whole transaction anew when it lost against another one: nothing of it was kept.
///
/// # Errors
/// Its own, or the conflict when it has lost too often.
pub(crate) async fn retried<T, F>(transaction: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut tries = 1;
    loop {
        match transaction().await {
            Err(Error::Conflict(error)) if tries < TRIES => {
                tracing::info!(%error, tries, "A transaction is tried again: {error:#}");
                // Of many that want the same row, each round lets one through: they must not all come back at once.
                let most = PAUSE_MS << (tries - 1);
                tokio::time::sleep(Duration::from_millis(rand::random_range(0..=most))).await;
                tries += 1;
            }
            result => return result,
        }
    }
}
