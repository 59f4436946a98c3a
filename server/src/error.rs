//! Why something could not be done, as the program itself sees it.

use app::fault::Fault;
use thiserror::Error;

/// What a database says when it has too much to do or is being stopped: PostgreSQL's lock, statement and connection
/// limits and its shutdown (SQLSTATE), and SQLite's two kinds of being locked.
const BUSY: [&str; 10] = ["55P03", "57014", "57P01", "57P02", "57P03", "53300", "5", "6", "261", "517"];

/// Every use case fails in one of these ways.
#[derive(Debug, Error)]
pub enum Error {
    /// The database did what it should not, or something else that no user can mend.
    #[error("{0:#}")]
    Internal(anyhow::Error),
    /// A part that we depend on does not answer in time.
    #[error("{0:#}")]
    Busy(anyhow::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy(error.into()),
            sqlx::Error::Database(ref database)
                if database.code().is_some_and(|code| BUSY.contains(&code.as_ref())) =>
            {
                Self::Busy(error.into())
            }
            other => Self::Internal(other.into()),
        }
    }
}

impl Error {
    /// What a person is told of it.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Internal(_) => Fault::Internal,
            Self::Busy(_) => Fault::Busy,
        }
    }
}
