//! The people whom cases are about, and who send them in.

pub mod identity_number;
pub mod store;

use zeroize::Zeroizing;

use self::identity_number::NationalId;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::PersonId;
use crate::vault::{Place, Vault, same};

/// The person with this number, made where there is none. Until the transaction ends, nobody else gets past this point
/// for the same person.
///
/// # Errors
/// [`Error::Conflict`] where another transaction made the same person at the same time; [`Error::Damaged`] where the
/// look-up leads to somebody else; the database's own.
pub async fn find_or_make(tx: &mut Tx, vault: &Vault, id: &NationalId, now_ms: i64) -> Result<PersonId, Error> {
    let lookup = vault.lookup(id);
    if let Some(person) = store::lock_person(tx, &lookup).await? {
        verify(tx, vault, person, id).await?;
        return Ok(person);
    }
    let person = PersonId::new(now_ms);
    let made = vault.make_person_key(tx, person).await?;
    let sealed = made.key.seal(place(&person.to_string()), id.reveal().as_bytes());
    store::insert_person(tx, person, &sealed, now_ms).await?;
    vault.keep_person_key(tx, person, &made).await?;
    if store::insert_lookup(tx, person, &lookup).await? {
        Ok(person)
    } else {
        Err(Error::Conflict(anyhow::anyhow!("another transaction has made the same person")))
    }
}

/// The person with this number, if any.
///
/// # Errors
/// [`Error::Damaged`] where the look-up leads to somebody else; the database's own.
pub async fn find(tx: &mut Tx, vault: &Vault, id: &NationalId) -> Result<Option<PersonId>, Error> {
    let found = store::find_person(tx, &vault.lookup(id)).await?;
    if let Some(person) = found {
        verify(tx, vault, person, id).await?;
    }
    Ok(found)
}

/// Whoever can write to the table could lead their own number to another's cases.
async fn verify(tx: &mut Tx, vault: &Vault, person: PersonId, id: &NationalId) -> Result<(), Error> {
    let found = national_id(tx, vault, person).await?;
    if same(found.reveal().as_bytes(), id.reveal().as_bytes()) {
        Ok(())
    } else {
        Err(Damaged::new("lookup_key", "lookup", person).into())
    }
}

/// The number of a person.
///
/// # Errors
/// [`Error::NotFound`] once the person or the key is deleted; [`Error::Damaged`] where the row was changed.
pub async fn national_id(tx: &mut Tx, vault: &Vault, person: PersonId) -> Result<NationalId, Error> {
    let sealed = store::national_id(tx, person).await?.ok_or(Error::NotFound)?;
    let key = vault.person_key(tx, person).await?;
    let row = person.to_string();
    let plain = key.open(place(&row), &sealed)?;
    let text = Zeroizing::new(String::from_utf8(plain.to_vec()).map_err(|_| place(&row).damaged())?);
    let (id, _) = NationalId::from_login(&text).map_err(|_| place(&row).damaged())?;
    Ok(id)
}

fn place(row: &str) -> Place<'_> {
    Place { table: "person", column: "national_id", row }
}
