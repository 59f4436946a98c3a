//! A backup of SQLite, made while the portal runs: everything but the keys in one file, the keys in another.
//!
//! Deleting a key must delete what it sealed, in old backups too. So the data may be kept for long, and of the keys only
//! the newest copies: a backup is restored with the newest keys there are, and what was deleted since cannot be read.
//! PostgreSQL has tools of its own for this (`docs/OPERATE.md`).

mod restore;
pub mod store;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use restore::{Restored, restore};

use crate::config::DatabaseSettings;
use crate::db::{Db, OpenError, State};
use crate::error::Error as ServerError;

/// Why there is no backup, or it is not restored. Each text says what to do.
#[derive(Debug, Error)]
pub enum BackupError {
    /// Not on PostgreSQL.
    #[error(
        "PostgreSQL is backed up with its own tools: `pg_dump --exclude-table-data='*_key'` for the data, and `pg_dump \
         --data-only --table='*_key'` for the keys, which are kept apart and for days only. docs/OPERATE.md has more."
    )]
    Postgres,
    /// Nothing is ever overwritten.
    #[error("{path} is there already. Choose another name; nothing is overwritten.")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Restoring makes a database, and changes none.
    #[error(
        "{path} is there already. Stop the portal, move the database away with the files -wal and -shm beside it, and try \
         again; or set database.url to another file."
    )]
    DatabaseThere {
        /// The file.
        path: PathBuf,
    },
    /// The database is that of another version.
    #[error("the database is not up to date. Run `minside migrate` first.")]
    NotCurrent,
    /// The file is no backup.
    #[error("{path} is not a backup that minside made: {cause}")]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// The disk.
    #[error("{path} cannot be written or read: {cause}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Any other error of a database.
    #[error(transparent)]
    Other(#[from] ServerError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Other(error.into())
    }
}

/// Where the keys of a backup are: beside the file, with `.keys` after its name.
pub fn keys_file(file: &Path) -> PathBuf {
    with_ending(file, ".keys")
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Writes `file` and `file.keys`, both of the same moment. They have their names only once they are whole.
///
/// # Errors
/// Why there is none; then neither of the files is there.
pub async fn backup(settings: &DatabaseSettings, file: &Path) -> Result<(), BackupError> {
    let source = Db::file(settings)?.ok_or(BackupError::Postgres)?;
    let db = Db::open_existing(settings).await?;
    let state = db.state().await?;
    db.close().await;
    if state != State::Current {
        return Err(BackupError::NotCurrent);
    }
    let keys = keys_file(file);
    // A folder that is not there is a mistake in the name, or a disk that is not.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(BackupError::Io { path: folder.to_path_buf(), cause });
    }
    for path in [file, &keys] {
        if path.exists() {
            return Err(BackupError::Exists { path: path.to_path_buf() });
        }
    }
    let parts = [with_ending(file, ".part"), with_ending(&keys, ".part")];
    let written = write(&source, &parts).await;
    let named = match written {
        Ok(()) => name(&parts, [file, &keys]).inspect_err(|_| {
            // Neither was there before.
            let _ = fs::remove_file(&keys);
        }),
        Err(error) => Err(error),
    };
    if named.is_err() {
        for part in &parts {
            let _ = fs::remove_file(part);
        }
    }
    named
}

async fn write(source: &Path, [data, keys]: &[PathBuf; 2]) -> Result<(), BackupError> {
    for part in [data, keys] {
        // What a backup that was killed has left.
        match fs::remove_file(part) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(BackupError::Io { path: part.clone(), cause });
            }
            _ => {}
        }
        let db = Db::open(&DatabaseSettings::sqlite(part)).await?;
        db.migrate().await?;
        db.close().await;
    }
    Ok(store::copy(source, data, keys).await?)
}

fn name(parts: &[PathBuf; 2], files: [&Path; 2]) -> Result<(), BackupError> {
    // The keys first: data whose keys are missing must not look like a backup.
    for (part, file) in parts.iter().zip(files).rev() {
        let io = |cause| BackupError::Io { path: file.to_path_buf(), cause };
        fs::File::open(part).and_then(|part| part.sync_all()).map_err(io)?;
        // A link fails where a rename would overwrite what came there meanwhile.
        fs::hard_link(part, file).map_err(io)?;
        fs::remove_file(part).map_err(io)?;
    }
    Ok(())
}
