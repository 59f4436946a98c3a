//! Why the vault cannot be opened; each reason says what to do. None holds anything of a key.

use std::path::PathBuf;

use thiserror::Error;

use crate::error::Error as ServerError;

/// Why the vault cannot be used. Each text says what to do.
#[derive(Debug, Error)]
pub enum VaultError {
    /// There is data that is sealed, but no file to open it with.
    #[error(
        "the file with the master keys, {file}, is not there, but the database holds data that is sealed with one. Put \
         the file back, or set vault.master_key_file to where it is. Without it nothing can be read again."
    )]
    Missing {
        /// The file.
        file: PathBuf,
    },
    /// The file cannot be read.
    #[error(
        "the file with the master keys, {file}, cannot be read: {cause}. Give the user that runs minside the right to read it."
    )]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The file cannot be written.
    #[error(
        "the file with the master keys, {file}, cannot be written: {cause}. Give the user that runs minside the right \
         to write to it and to its folder, or set vault.master_key_file to another place."
    )]
    Unwritable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The file is something else.
    #[error(
        "line {line} of the file with the master keys, {file}, is not a key: 64 hexadecimal digits are. Put back your \
         copy of the file. Nothing was changed."
    )]
    NotAKey {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The keys in the database were wrapped by others than those in the file.
    #[error(
        "the master keys in {file} do not open this database: it was sealed with another (its id is {wanted}; those in \
         the file are {known}). Set vault.master_key_file to the file that belongs to this database, or put the line \
         that was forgotten back into it. Nothing was changed."
    )]
    WrongKey {
        /// The file.
        file: PathBuf,
        /// The id of the master key that the database asks for.
        wanted: String,
        /// The ids of those in the file.
        known: String,
    },
    /// Somebody else is at it, or was killed at it.
    #[error(
        "the file with the master keys is being changed: {file} is there. If nobody is at it, delete that file, which is in \
         use nowhere, and try again."
    )]
    BeingChanged {
        /// The new file.
        file: PathBuf,
    },
    /// The database holds data, but not the keys of the installation.
    #[error(
        "the database holds people or cases, but not the keys of the installation. Bring the newest keys back first \
         (docs/OPERATE.md, Backups); without them nobody is found again. Nothing was changed."
    )]
    KeysMissing,
    /// No such key in the file.
    #[error("there is no master key with the id {id}; there are {known}")]
    NoSuchKey {
        /// The id that was given.
        id: String,
        /// Those that are there.
        known: String,
    },
    /// The key is still needed.
    #[error("the master key {id} is in use. Run `minside keys rotate` first, which takes a new one into use.")]
    KeyInUse {
        /// Its id.
        id: String,
    },
    /// The place for files cannot be used.
    #[error(
        "the place for files, {place}, cannot be used: {cause}. Set vault.blobs to a folder that the user that runs minside may write to."
    )]
    Blobs {
        /// The folder.
        place: String,
        /// What the system says.
        cause: String,
    },
    /// The bucket cannot be used.
    #[error(
        "the place for files, {place}, cannot be used: {cause}. See vault.blobs and the settings of [vault.s3]; their key \
         needs the right to list, read, write and delete there."
    )]
    Bucket {
        /// The bucket and what the names in it begin with.
        place: String,
        /// What the store says.
        cause: String,
    },
    /// The place for files is another installation's.
    #[error(
        "the files in {place} belong to another database. Set vault.blobs to the place that belongs to this one, or, if \
         this database was lost, bring it back with `minside restore`. Nothing was changed."
    )]
    OthersBlobs {
        /// The folder or the address, without secrets.
        place: String,
    },
    /// Any other error of the database.
    #[error(transparent)]
    Other(#[from] ServerError),
}

impl From<sqlx::Error> for VaultError {
    fn from(error: sqlx::Error) -> Self {
        Self::Other(error.into())
    }
}
