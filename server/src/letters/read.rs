//! A person reads a letter. When they first did is noted (eForvaltningsforskriften § 8).

use super::issue::read_one;
use super::letter::Letter;
use super::store::{self, LetterRow};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::own;
use crate::error::{Error, retried};
use crate::id::PersonId;
use crate::office::Office;

/// Letter `number` of a case of which this person is the filer.
///
/// # Errors
/// [`Error::NotFound`] where there is none for them, or not yet; the database's own.
pub async fn read(
    office: &Office,
    person: PersonId,
    reference: &str,
    number: i64,
) -> Result<(LetterRow, Letter), Error> {
    let mut tx = office.db.read().await?;
    let case = own::find(&mut tx, person, reference).await?.id;
    let key = office.vault.case_key(&mut tx, case).await?;
    let found = read_one(&mut tx, &key, case, number).await?;
    let found = found.filter(|(row, _)| row.issued_at.is_some()).ok_or(Error::NotFound)?;
    drop(tx);
    // Mostly it is known already.
    if found.0.opened_at.is_none() {
        let key = &key;
        retried(|| async move {
            let now = office.clock.now_ms();
            let mut tx = office.db.write().await?;
            if store::open_letter(&mut tx, case, number, now).await? {
                let details = Details::none().with("letter", number.to_string());
                let event = Event { action: Action::LetterOpened, case: Some(case), actor: Actor::Person, details };
                audit::record(&mut tx, &office.vault, now, Some(key), event).await?;
                tx.commit().await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(found)
}
