//! Where a person is told that there is news. Nothing else is ever sent there.

pub mod store;

use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::PersonId;
use crate::office::Office;
use crate::vault::Place;

/// The e-mail address of a person, if they have chosen one.
///
/// # Errors
/// [`Error::Damaged`] where the row was changed; the database's own.
pub async fn find(office: &Office, tx: &mut Tx, person: PersonId) -> Result<Option<String>, Error> {
    let Some(sealed) = store::find_contact(tx, person).await? else { return Ok(None) };
    let row = person.to_string();
    let plain = office.vault.person_key(tx, person).await?.open(place(&row), &sealed)?;
    Ok(Some(String::from_utf8(plain.to_vec()).map_err(|_| place(&row).damaged())?))
}

/// Keeps the address in the place of the one before; none where it is empty.
///
/// # Errors
/// The database's own.
pub(crate) async fn keep(office: &Office, tx: &mut Tx, person: PersonId, email: &str) -> Result<(), Error> {
    let row = person.to_string();
    let sealed = match email {
        "" => None,
        email => Some(office.vault.person_key(tx, person).await?.seal(place(&row), email.as_bytes())),
    };
    Ok(store::keep_contact(tx, person, sealed.as_deref()).await?)
}

/// The same, by itself.
///
/// # Errors
/// The database's own.
pub async fn change(office: &Office, person: PersonId, email: &str) -> Result<(), Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        keep(office, &mut tx, person, email).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}

fn place(row: &str) -> Place<'_> {
    Place { table: "contact", column: "email", row }
}
