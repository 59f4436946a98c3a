//! Why something could not be done, as the program itself sees it.

use app::fault::Fault;
use thiserror::Error;

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
