//! Taking a new master key into use while the portal runs.
//!
//! Only the wrapping of keys changes; nothing that they sealed is touched, and no look-up changes. Each step is a short
//! transaction that may be repeated: a rotation that was interrupted goes on where it was.

use super::store::{self, Table};
use super::{Vault, WrappedKey, place};
use crate::db::Db;
use crate::error::Error;

/// Keys that are wrapped anew in one transaction.
const AT_ONCE: i64 = 500;

/// How many keys one master key wraps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The master key's id.
    pub master_key_id: String,
    /// Whether it is the one in use.
    pub in_use: bool,
    /// Whether it is in the file.
    pub known: bool,
    /// Keys of the installation, of persons and of cases.
    pub keys: i64,
}

/// Which master key wraps how many keys: that in use first, then the others in the file, then unknown ones.
///
/// # Errors
/// The database's own.
pub async fn usage(db: &Db, vault: &Vault) -> Result<Vec<Usage>, Error> {
    let ids = vault.masters().ids();
    let usage =
        |(index, id): (usize, &String)| Usage { master_key_id: id.clone(), in_use: index == 0, known: true, keys: 0 };
    let mut found: Vec<Usage> = ids.iter().enumerate().map(usage).collect();
    let mut tx = db.read().await?;
    for table in Table::ALL {
        for (id, count) in store::count_by_master(&mut tx, table).await? {
            match found.iter_mut().find(|usage| usage.master_key_id == id) {
                Some(usage) => usage.keys += count,
                None => found.push(Usage { master_key_id: id, in_use: false, known: false, keys: count }),
            }
        }
    }
    Ok(found)
}

/// Wraps every key with the master key in use; returns how many were not.
///
/// # Errors
/// The database's own, or a key that no master key opens; those before it stay wrapped anew.
pub async fn rotate(db: &Db, vault: &Vault) -> Result<u64, Error> {
    let mut wrapped = 0;
    let in_use = vault.masters().first()?;
    for table in Table::ALL {
        loop {
            let mut tx = db.write().await?;
            let old = store::keys_not_of(&mut tx, table, &in_use, AT_ONCE).await?;
            if old.is_empty() {
                break;
            }
            for (owner, was, bytes) in old {
                let place = place(table, &owner);
                let key = vault.masters().unwrap(place, &WrappedKey { master_key_id: was.clone(), wrapped: bytes })?;
                let anew = vault.masters().wrap(&in_use, place, &key)?;
                if store::replace_key(&mut tx, table, &owner, &was, &anew).await? {
                    wrapped += 1;
                }
            }
            tx.commit().await?;
        }
    }
    Ok(wrapped)
}
