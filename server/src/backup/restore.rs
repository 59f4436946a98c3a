//! Restoring a backup: the data of one moment, with the newest keys there are.

use std::fs;
use std::path::Path;

use super::{BackupError, with_ending};
use crate::cases::store as cases;
use crate::config::DatabaseSettings;
use crate::db::{Db, OpenError};
use crate::subjects::store as subjects;
use crate::vault::WrappedKey;
use crate::vault::store::{self as vault, Table};

/// Keys that are read and written at once.
const KEYS_AT_ONCE: i64 = 500;

/// What was restored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Keys that belong to something in the data.
    pub keys: u64,
    /// Cases that were deleted after the backup was made: nobody can read them, and they are deleted again.
    pub deleted_cases: u64,
    /// People likewise.
    pub deleted_people: u64,
}

/// Makes the database of the settings, which must not be there yet, from a backup's data and from keys.
///
/// # Errors
/// Why it is not restored; then there is no database.
pub async fn restore(settings: &DatabaseSettings, file: &Path, keys: &Path) -> Result<Restored, BackupError> {
    let target = Db::file(settings)?.ok_or(BackupError::Postgres)?;
    // The files beside it belong to a database that was there: SQLite would put its last changes into the new one.
    for path in ["", "-wal", "-shm", "-journal"].map(|ending| with_ending(&target, ending)) {
        if path.exists() {
            return Err(BackupError::DatabaseThere { path });
        }
    }
    // Looked at where they are, so that nothing is made of a file that is something else.
    for path in [file, keys] {
        is_backup(path).await?;
    }
    let part = with_ending(&target, ".part");
    let io = |cause| BackupError::Io { path: target.clone(), cause };
    let _ = fs::remove_file(&part);
    // It makes the folder, and the file for nobody but this user.
    Db::open(&DatabaseSettings::sqlite(&part)).await?.close().await;
    // Not the file's own mode: a copy that others may read must not make a database that they may.
    let copied = fs::File::open(file).and_then(|mut from| {
        let mut to = fs::OpenOptions::new().write(true).truncate(true).open(&part)?;
        std::io::copy(&mut from, &mut to)?;
        to.sync_all()
    });
    let restored = match copied {
        Ok(()) => fill(&part, file, keys).await,
        Err(cause) => Err(io(cause)),
    };
    // A link fails where a rename would overwrite what came there meanwhile.
    let named = restored.and_then(|restored| fs::hard_link(&part, &target).map_err(io).map(|()| restored));
    let _ = fs::remove_file(&part);
    named
}

async fn bring_lookups(newest: &Db, db: &Db) -> Result<(), BackupError> {
    let mut after = String::new();
    loop {
        let mut from = newest.read().await?;
        let some = subjects::lookups_after(&mut from, &after, KEYS_AT_ONCE).await?;
        drop(from);
        let Some((last, _)) = some.last() else { return Ok(()) };
        after = last.to_string();
        let mut tx = db.write().await?;
        for (person, lookup) in some {
            if vault::has_owner(&mut tx, Table::Person, &person.to_string()).await? {
                subjects::insert_lookup(&mut tx, person, &lookup).await?;
            }
        }
        tx.commit().await?;
    }
}

async fn is_backup(path: &Path) -> Result<(), BackupError> {
    let not = |cause: String| BackupError::NotABackup { path: path.to_path_buf(), cause };
    // A backup is one file; of a database in use, a part is in the file beside it.
    if fs::metadata(with_ending(path, "-wal")).is_ok_and(|beside| beside.len() > 0) {
        return Err(not("it is a database in use".to_owned()));
    }
    let missing = |error: OpenError| match error {
        OpenError::Missing { .. } => not("there is no such file".to_owned()),
        other => not(other.to_string()),
    };
    let db = Db::open_existing(&DatabaseSettings::sqlite(path)).await.map_err(missing)?;
    let state = db.state().await;
    db.close().await;
    match state.map_err(missing)? {
        crate::db::State::Empty => Err(not("it is an empty database".to_owned())),
        _ => Ok(()),
    }
}

async fn fill(part: &Path, file: &Path, keys: &Path) -> Result<Restored, BackupError> {
    let not = |path: &Path, cause: &str| BackupError::NotABackup { path: path.to_path_buf(), cause: cause.to_owned() };
    let newest = Db::open_existing(&DatabaseSettings::sqlite(keys)).await?;
    let db = Db::open_existing(&DatabaseSettings::sqlite(part)).await?;
    // An older backup is brought up to date; older keys are read as they are.
    db.migrate().await?;
    // Two files that look alike are easily taken for each other, and then every case would seem deleted.
    let mut tx = newest.read().await?;
    if vault::keys_after(&mut tx, Table::Installation, "", 2).await?.len() < 2 {
        return Err(not(keys, "it holds no keys of an installation; give the file whose name ends with .keys"));
    }
    drop(tx);
    let mut tx = db.read().await?;
    for table in Table::ALL {
        if !vault::keys_after(&mut tx, table, "", 1).await?.is_empty() {
            return Err(not(file, "it holds keys, which the data of a backup never do"));
        }
    }
    drop(tx);
    let mut restored = Restored::default();
    for table in Table::ALL {
        let mut from = newest.read().await?;
        let is_there = vault::has_table(&mut from, table).await?;
        drop(from);
        if !is_there {
            continue;
        }
        let mut after = String::new();
        loop {
            let mut from = newest.read().await?;
            let some = vault::keys_after(&mut from, table, &after, KEYS_AT_ONCE).await?;
            drop(from);
            let Some((last, ..)) = some.last() else { break };
            after.clone_from(last);
            let mut tx = db.write().await?;
            for (owner, master_key_id, wrapped) in some {
                if vault::has_owner(&mut tx, table, &owner).await? {
                    let key = WrappedKey { master_key_id, wrapped };
                    restored.keys += u64::from(vault::insert_key(&mut tx, table, &owner, &key).await?);
                }
            }
            tx.commit().await?;
        }
    }
    bring_lookups(&newest, &db).await?;
    let mut tx = db.write().await?;
    restored.deleted_cases = cases::delete_without_key(&mut tx).await?;
    restored.deleted_people = subjects::delete_without_key(&mut tx).await?;
    tx.commit().await?;
    newest.close().await;
    db.close().await;
    Ok(restored)
}
