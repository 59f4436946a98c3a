//! What a person has begun to ask for: kept for them, sealed with their own key, until it is sent, deleted or forgotten.

pub mod files;
pub mod overview;
pub mod point;
pub mod send;
pub mod store;
pub(crate) mod submission;

use app::model::ask::Draft;
use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{BlobId, PersonId};
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;
use crate::subjects::store as people;
use crate::token::Token;
use crate::uploads;
use crate::vault::Place;

/// For how many days nothing is changed in a draft before it is deleted.
pub const KEPT_DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 3_600_000;
/// Drafts that are deleted in one transaction.
const DELETED_AT_ONCE: i64 = 500;

/// What was begun.
pub struct Begun {
    /// What was answered.
    pub draft: Draft,
    /// Which draft it is: what is sent twice is one case.
    pub token: Token,
    /// UTC milliseconds.
    pub expires_at: i64,
}

/// What a person had begun before a change, and has after it.
pub struct Changed {
    /// Empty where nothing was begun.
    pub before: Draft,
    /// A file that is not among its files was not taken into it.
    pub after: Draft,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    token: String,
    draft: Draft,
}

/// What a person has begun, if anything.
///
/// # Errors
/// [`Error::Damaged`] where the row was changed; the database's own.
pub async fn find(office: &Office, tx: &mut Tx, person: PersonId) -> Result<Option<Begun>, Error> {
    let now = office.clock.now_ms();
    let Some((sealed, expires_at)) = store::find_draft(tx, person).await? else { return Ok(None) };
    // It may be deleted any moment.
    if expires_at <= now {
        return Ok(None);
    }
    let key = office.vault.person_key(tx, person).await?;
    let row = person.to_string();
    let plain = key.open(place(&row), &sealed)?;
    let mut kept: Kept = serde_json::from_slice(&plain).map_err(|_| place(&row).damaged())?;
    let token = Token::parse(&kept.token).ok_or_else(|| place(&row).damaged())?;
    files::drop_unreadable(office, tx, person, &mut kept.draft).await?;
    Ok(Some(Begun { draft: kept.draft, token, expires_at }))
}

/// Changes what a person has begun; where that is nothing, something is now, unless nothing is said.
///
/// # Errors
/// The database's own; then nothing is changed.
pub async fn change(office: &Office, id: &NationalId, change: impl Fn(&mut Draft)) -> Result<Changed, Error> {
    let change = &change;
    let (changed, gone) = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        // Locked: of two tabs, one waits for the other, and neither's answer is lost.
        let person = subjects::find_or_make(&mut tx, &office.vault, id, now).await?;
        let begun = find(office, &mut tx, person).await?;
        let mut gone = match begun {
            Some(_) => Vec::new(),
            None => end(&mut tx, person).await?,
        };
        let before = begun.as_ref().map(|begun| begun.draft.clone()).unwrap_or_default();
        let mut after = before.clone();
        change(&mut after);
        files::drop_unreadable(office, &mut tx, person, &mut after).await?;
        if begun.is_none() && after == before {
            return Ok((Changed { before, after }, Vec::new()));
        }
        keep(office, &mut tx, person, begun.as_ref(), &after).await?;
        gone.extend(files::match_rows(&mut tx, person, &after).await?);
        tx.commit().await?;
        Ok((Changed { before, after }, gone))
    })
    .await?;
    uploads::drop_all(office, gone).await;
    Ok(changed)
}

/// Nothing stays of a draft, whose time is over or which was sent; the files that it had.
async fn end(tx: &mut Tx, person: PersonId) -> Result<Vec<BlobId>, Error> {
    let files = store::draft_files(tx, person).await?;
    store::delete_draft(tx, person, i64::MAX).await?;
    Ok(files)
}

/// Keeps a draft in the place of what was begun.
async fn keep(
    office: &Office,
    tx: &mut Tx,
    person: PersonId,
    begun: Option<&Begun>,
    draft: &Draft,
) -> Result<(), Error> {
    // What was looked over is what is sent: the button of another tab does not send this one.
    let same = begun.filter(|begun| begun.draft == *draft);
    let token = same.map_or_else(Token::random, |begun| begun.token.clone());
    let key = office.vault.person_key(tx, person).await?;
    let kept = Kept { token: token.written().to_string(), draft: draft.clone() };
    let plain = serde_json::to_vec(&kept).map_err(|error| Error::Internal(error.into()))?;
    let sealed = key.seal(place(&person.to_string()), &plain);
    let expires_at = office.clock.now_ms() + KEPT_DAYS * DAY_MS;
    Ok(store::keep_draft(tx, person, &sealed, expires_at).await?)
}

/// Deletes what a person has begun, and with it who they are, where nothing else is known of them here.
///
/// # Errors
/// The database's own.
pub async fn discard(office: &Office, id: &NationalId) -> Result<(), Error> {
    let mut tx = office.db.read().await?;
    let person = subjects::find(&mut tx, &office.vault, id).await?;
    drop(tx);
    if let Some(person) = person {
        forget(office, person, i64::MAX).await?;
        office.db.forget_deleted().await?;
    }
    Ok(())
}

/// Deletes the drafts that nobody has changed for [`KEPT_DAYS`] days; how many.
///
/// # Errors
/// The database's own.
pub async fn delete_expired(office: &Office) -> Result<u64, Error> {
    let now = office.clock.now_ms();
    let mut tx = office.db.read().await?;
    let people = store::expired(&mut tx, now, DELETED_AT_ONCE).await?;
    drop(tx);
    for person in &people {
        forget(office, *person, now).await?;
    }
    if !people.is_empty() {
        office.db.forget_deleted().await?;
    }
    Ok(people.len() as u64)
}

/// Deletes the draft of a person that is over at this time, with its files, and with it who they are, unless a case names them.
async fn forget(office: &Office, person: PersonId, over_at: i64) -> Result<(), Error> {
    let files = retried(|| async move {
        let mut tx = office.db.write().await?;
        // Whoever sends something in, or begins anew, waits for this; or this waits, and then leaves them alone.
        people::lock(&mut tx, person).await?;
        let files = store::draft_files(&mut tx, person).await?;
        if !store::delete_draft(&mut tx, person, over_at).await? {
            return Ok(Vec::new());
        }
        people::delete_person(&mut tx, person).await?;
        tx.commit().await?;
        Ok(files)
    })
    .await?;
    uploads::drop_all(office, files).await;
    Ok(())
}

fn place(row: &str) -> Place<'_> {
    Place { table: "draft", column: "content", row }
}
