//! The vault: everything collected about people is sealed with a key of its own case or person, and those keys are
//! wrapped by the master key. Deleting a key deletes what it sealed, in old backups too.
//!
//! | key | seals | kept |
//! | --- | --- | --- |
//! | master | every other key | a file ([`master`]) |
//! | case | what is asked, what is collected | `case_key` |
//! | draft | the files of what a person has begun; it becomes the case's | `draft_key` |
//! | person | the national id | `person_key` |
//! | look-up | nothing: its keyed hash of a national id finds the person | `installation_key` |
//! | audit | the chain of the audit trail, and events about no case | `installation_key` |
//! | packages | nothing: it signs what a package holds | `installation_key` |
//! | adapters | nothing: it signs what is sent to adapters, and their tokens | `installation_key` |

mod blobs;
mod error;
mod key;
mod master;
mod rotate;
mod seal;
pub mod store;
mod stream;
mod sweep;

use std::sync::Arc;

pub use blobs::{BlobError, BlobPlace, Blobs, Bucket, Listed, OpenBlob, Written};
pub use error::VaultError;
pub use key::{KEY_BYTES, Key, same};
pub use master::{MasterKeys, WrappedKey};
pub use rotate::{Usage, rotate, usage};
pub use seal::Place;
pub use stream::sealed_size;
pub use sweep::{GRACE_MS, Swept, sweep};

use self::store::Table;
use crate::config::VaultSettings;
use crate::db::{Db, Tx};
use crate::error::Error;
use crate::id::{CaseId, PersonId};
use crate::subjects::identity_number::NationalId;

const LOOKUP: &str = "lookup";
const AUDIT: &str = "audit";
const ADAPTERS: &str = "adapters";
const PACKAGES: &str = "packages";
/// All keys of the installation, by purpose.
const PURPOSES: [&str; 4] = [LOOKUP, AUDIT, ADAPTERS, PACKAGES];

/// The open vault. Cloning is cheap.
#[derive(Clone)]
pub struct Vault(Arc<Open>);

/// A key that was made and is not stored yet.
pub struct MadeKey {
    /// The key.
    pub key: Key,
    wrapped: WrappedKey,
}

struct Open {
    masters: MasterKeys,
    lookup: Key,
    audit: Key,
    adapters: Key,
    packages: Key,
}

impl Vault {
    /// Opens the vault of a database that is up to date. An empty one gets its first keys, and the file with the master
    /// key where there is none.
    ///
    /// # Errors
    /// Why it cannot be opened, and how to mend that; then nothing was changed.
    pub async fn open(db: &Db, settings: &VaultSettings) -> Result<Self, VaultError> {
        let file = &settings.master_key_file;
        let mut tx = db.read().await?;
        let begun = store::find_key(&mut tx, Table::Installation, LOOKUP).await?.is_some();
        if !begun && store::holds_data(&mut tx).await? {
            return Err(VaultError::KeysMissing);
        }
        drop(tx);
        let masters = match MasterKeys::read(file) {
            Err(VaultError::Missing { .. }) if !begun => MasterKeys::make(file)?,
            read => read?,
        };
        if !begun {
            make_first_keys(db, &masters).await?;
        }
        let mut tx = db.read().await?;
        let lookup = installation_key(&mut tx, &masters, settings, LOOKUP).await?;
        let audit = installation_key(&mut tx, &masters, settings, AUDIT).await?;
        let adapters = installation_key(&mut tx, &masters, settings, ADAPTERS).await?;
        let packages = installation_key(&mut tx, &masters, settings, PACKAGES).await?;
        Ok(Self(Arc::new(Open { masters, lookup, audit, adapters, packages })))
    }

    /// Whether the master keys open this database, which may be one that an older program made. Changes nothing. What it
    /// returns tells this installation from every other; `None` where nothing has been sealed yet.
    ///
    /// # Errors
    /// They do not, and how to mend that.
    pub async fn verify_master_key(db: &Db, settings: &VaultSettings) -> Result<Option<[u8; 32]>, VaultError> {
        let mut tx = db.read().await?;
        // An older program's database has no table for it yet.
        if !store::has_table(&mut tx, Table::Installation).await? {
            return Ok(None);
        }
        if store::find_key(&mut tx, Table::Installation, LOOKUP).await?.is_none() {
            let holds_data = store::holds_data(&mut tx).await?;
            return if holds_data { Err(VaultError::KeysMissing) } else { Ok(None) };
        }
        let masters = MasterKeys::read(&settings.master_key_file)?;
        let lookup = installation_key(&mut tx, &masters, settings, LOOKUP).await?;
        Ok(Some(mark(&lookup)))
    }

    /// The master keys.
    pub fn masters(&self) -> &MasterKeys {
        &self.0.masters
    }

    /// The keyed hash by which a person is found. It stays the same when the master key is replaced.
    pub fn lookup(&self, id: &NationalId) -> [u8; 32] {
        self.0.lookup.mac(&[b"person", id.reveal().as_bytes()])
    }

    /// A keyed hash by which the same submission is known again.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.0.lookup.derive("minside fingerprint v1").mac(parts)
    }

    /// A keyed hash by which sessions are known again: of one person, or of what a login provider calls them.
    pub fn session_mark(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.0.lookup.derive("minside session v1").mac(parts)
    }

    /// A keyed hash by which an employee is known to be a person whom a case is about, made of what that person is found by.
    /// Who reads the database cannot tell that the two belong together.
    pub fn own_mark(&self, lookup: &[u8]) -> [u8; 32] {
        self.session_mark(&[b"own", lookup])
    }

    /// What tells this installation from every other one; it stays the same when the master key is replaced.
    pub fn mark(&self) -> [u8; 32] {
        mark(&self.0.lookup)
    }

    /// The key of the audit trail.
    pub fn audit(&self) -> &Key {
        &self.0.audit
    }

    /// The key that signs what is sent to adapters, and the tokens that they are given.
    pub fn adapters(&self) -> &Key {
        &self.0.adapters
    }

    /// The key that the manifests of packages are signed with.
    pub fn packages(&self) -> &Key {
        &self.0.packages
    }

    /// Makes the key of a new case.
    ///
    /// # Errors
    /// The database's own.
    pub async fn new_case_key(&self, tx: &mut Tx, case: CaseId) -> Result<Key, Error> {
        let made = self.make(tx, Table::Case, &case.to_string()).await?;
        self.keep(tx, Table::Case, &case.to_string(), &made).await?;
        Ok(made.key)
    }

    /// Makes the key of the files of what a person has begun the key of the case that it becomes.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such key; the database's own.
    pub async fn case_key_of_draft(&self, tx: &mut Tx, person: PersonId, case: CaseId) -> Result<Key, Error> {
        let key = self.key(tx, Table::Draft, &person.to_string()).await?;
        let made = self.wrap(tx, Table::Case, &case.to_string(), key).await?;
        self.keep(tx, Table::Case, &case.to_string(), &made).await?;
        Ok(made.key)
    }

    /// The key of the files of what a person has begun, if there is one.
    ///
    /// # Errors
    /// The database's own.
    pub async fn draft_key(&self, tx: &mut Tx, person: PersonId) -> Result<Option<Key>, Error> {
        match self.key(tx, Table::Draft, &person.to_string()).await {
            Ok(key) => Ok(Some(key)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes that key.
    ///
    /// # Errors
    /// The database's own.
    pub async fn new_draft_key(&self, tx: &mut Tx, person: PersonId) -> Result<Key, Error> {
        let made = self.make(tx, Table::Draft, &person.to_string()).await?;
        self.keep(tx, Table::Draft, &person.to_string(), &made).await?;
        Ok(made.key)
    }

    /// The key of a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] once it is deleted, and everything that it sealed with it.
    pub async fn case_key(&self, tx: &mut Tx, case: CaseId) -> Result<Key, Error> {
        self.key(tx, Table::Case, &case.to_string()).await
    }

    /// Makes the key of a new person, who is not in the table yet.
    ///
    /// # Errors
    /// The database's own, or the master key in use is in no file that we can read.
    pub async fn make_person_key(&self, tx: &mut Tx, person: PersonId) -> Result<MadeKey, Error> {
        self.make(tx, Table::Person, &person.to_string()).await
    }

    /// Keeps the key of a person who is in the table now.
    ///
    /// # Errors
    /// The database's own.
    pub async fn keep_person_key(&self, tx: &mut Tx, person: PersonId, made: &MadeKey) -> Result<(), Error> {
        self.keep(tx, Table::Person, &person.to_string(), made).await
    }

    /// The key of a person.
    ///
    /// # Errors
    /// [`Error::NotFound`] once it is deleted, and everything that it sealed with it.
    pub async fn person_key(&self, tx: &mut Tx, person: PersonId) -> Result<Key, Error> {
        self.key(tx, Table::Person, &person.to_string()).await
    }

    async fn make(&self, tx: &mut Tx, table: Table, owner: &str) -> Result<MadeKey, Error> {
        self.wrap(tx, table, owner, Key::random()).await
    }

    /// Which master key is in use is asked of the database, in the same transaction: a rotation by another process begins
    /// there, and waits for those who have asked, so that no key is wrapped by one that is about to be forgotten.
    async fn wrap(&self, tx: &mut Tx, table: Table, owner: &str, key: Key) -> Result<MadeKey, Error> {
        let in_use = store::lock_in_use(tx, LOOKUP).await?.ok_or(Error::NotFound)?;
        let wrapped = self.0.masters.wrap(&in_use, place(table, owner), &key)?;
        Ok(MadeKey { key, wrapped })
    }

    async fn keep(&self, tx: &mut Tx, table: Table, owner: &str, made: &MadeKey) -> Result<(), Error> {
        if store::insert_key(tx, table, owner, &made.wrapped).await? {
            Ok(())
        } else {
            Err(Error::Internal(anyhow::anyhow!("{} has a key for {owner} already", table.name())))
        }
    }

    async fn key(&self, tx: &mut Tx, table: Table, owner: &str) -> Result<Key, Error> {
        let wrapped = store::find_key(tx, table, owner).await?.ok_or(Error::NotFound)?;
        self.0.masters.unwrap(place(table, owner), &wrapped)
    }
}

fn mark(lookup: &Key) -> [u8; 32] {
    lookup.derive("minside installation mark v1").mac(&[])
}

fn place(table: Table, owner: &str) -> Place<'_> {
    Place { table: table.name(), column: "wrapped", row: owner }
}

async fn make_first_keys(db: &Db, masters: &MasterKeys) -> Result<(), VaultError> {
    let first = masters.first()?;
    let mut tx = db.write().await?;
    for purpose in PURPOSES {
        // Another node may have been first.
        let key = masters.wrap(&first, place(Table::Installation, purpose), &Key::random())?;
        store::insert_key(&mut tx, Table::Installation, purpose, &key).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn installation_key(
    tx: &mut Tx,
    masters: &MasterKeys,
    settings: &VaultSettings,
    purpose: &str,
) -> Result<Key, VaultError> {
    let wrapped = store::find_key(tx, Table::Installation, purpose).await?.ok_or(Error::NotFound)?;
    let known = masters.ids();
    if !known.contains(&wrapped.master_key_id) {
        return Err(VaultError::WrongKey {
            file: settings.master_key_file.clone(),
            wanted: wrapped.master_key_id,
            known: known.join(", "),
        });
    }
    Ok(masters.unwrap(place(Table::Installation, purpose), &wrapped)?)
}
