//! Keeping letters, and letting the person read them. That there is one is told in the same transaction.

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::letter::{AllFacts, Facts, Heading, Letter};
use super::store::{self, LetterRow, NewLetter};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, DecisionId, NoticeId, PersonId};
use crate::notices;
use crate::vault::{Key, Place};

/// Whose letter it is, and what it tells of.
#[derive(Clone, Copy, Debug)]
pub struct To {
    /// The case, which is locked.
    pub case: CaseId,
    /// Who is told that there is a letter.
    pub filer: PersonId,
    /// The decision that it tells of, if any.
    pub decision: Option<DecisionId>,
}

/// Keeps a letter that the person can read from now on, and tells them; its number.
///
/// # Errors
/// The database's own.
pub async fn issue(tx: &mut Tx, key: &Key, to: To, letter: &Letter, now: i64) -> Result<i64, Error> {
    let number = keep(tx, key, to, letter, now, Some(now)).await?;
    tell(tx, to.case, to.filer, number, now).await?;
    Ok(number)
}

/// The same where something else tells the person.
///
/// # Errors
/// The database's own.
pub async fn issue_untold(tx: &mut Tx, key: &Key, to: To, letter: &Letter, now: i64) -> Result<i64, Error> {
    keep(tx, key, to, letter, now, Some(now)).await
}

/// Keeps a letter that waits for its package; its number.
///
/// # Errors
/// The database's own.
pub async fn wait(tx: &mut Tx, key: &Key, to: To, letter: &Letter, now: i64) -> Result<i64, Error> {
    keep(tx, key, to, letter, now, None).await
}

/// Lets the person read a letter that has waited, and tells them.
///
/// # Errors
/// The database's own.
pub async fn release(tx: &mut Tx, case: CaseId, filer: PersonId, number: i64, now: i64) -> Result<(), Error> {
    if store::issue_letter(tx, case, number, now).await? {
        tell(tx, case, filer, number, now).await?;
    }
    Ok(())
}

/// Names another last day for fetching the package in a letter that waits for it.
///
/// # Errors
/// [`Error::Damaged`] where a row was changed; the database's own.
pub async fn move_last_day(tx: &mut Tx, key: &Key, case: CaseId, number: i64, until_on: Date) -> Result<(), Error> {
    let Some((_, letter)) = read_one(tx, key, case, number).await? else { return Ok(()) };
    let letter = letter.until(until_on);
    let plain = serde_json::to_vec(&letter).map_err(|error| Error::Internal(error.into()))?;
    let row = format!("{case} {number}");
    store::rewrite_letter(tx, case, number, &key.seal(place(&row), &plain)).await?;
    Ok(())
}

/// All letters of a case, in order, those that wait among them.
///
/// # Errors
/// [`Error::Damaged`] where a row was changed; the database's own.
pub async fn read_all(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<(LetterRow, Letter)>, Error> {
    read_each(tx, key, case).await
}

/// What all letters of a case are called, also those that wait.
///
/// # Errors
/// As [`read_all`].
pub async fn headings(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<(LetterRow, Heading)>, Error> {
    read_each(tx, key, case).await
}

async fn read_each<T: DeserializeOwned>(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<(LetterRow, T)>, Error> {
    let open = |row: LetterRow| {
        let read = open(key, case, &row, |plain| serde_json::from_slice(plain))?;
        Ok((row, read))
    };
    store::letters_of(tx, case).await?.into_iter().map(open).collect()
}

/// The letter of a case with this number, also one that waits.
///
/// # Errors
/// As [`read_all`].
pub async fn read_one(tx: &mut Tx, key: &Key, case: CaseId, number: i64) -> Result<Option<(LetterRow, Letter)>, Error> {
    let Some(row) = store::find_letter(tx, case, number).await? else { return Ok(None) };
    let letter = open(key, case, &row, |plain| serde_json::from_slice(plain))?;
    Ok(Some((row, letter)))
}

/// What the letter of a case with this number tells of the system with this key (Art. 15(1)).
///
/// # Errors
/// As [`read_all`].
pub async fn facts(tx: &mut Tx, key: &Key, case: CaseId, number: i64, system: &str) -> Result<Option<Facts>, Error> {
    let Some(row) = store::find_letter(tx, case, number).await? else { return Ok(None) };
    open(key, case, &row, |plain| serde_json::from_slice::<AllFacts<'_>>(plain)?.of(system))
}

/// Reads something of a letter.
fn open<T>(
    key: &Key,
    case: CaseId,
    row: &LetterRow,
    read: impl FnOnce(&[u8]) -> serde_json::Result<T>,
) -> Result<T, Error> {
    let name = format!("{case} {}", row.number);
    let plain = key.open(place(&name), &row.content)?;
    read(&plain).map_err(|_| place(&name).damaged().into())
}

async fn keep(tx: &mut Tx, key: &Key, to: To, letter: &Letter, now: i64, issued_at: Option<i64>) -> Result<i64, Error> {
    let number = store::next_letter(tx, to.case).await?;
    let plain = serde_json::to_vec(letter).map_err(|error| Error::Internal(error.into()))?;
    let row = format!("{} {number}", to.case);
    let new = NewLetter {
        case: to.case,
        number,
        kind: letter.kind(),
        language: letter.language().tag(),
        decision: to.decision,
        made_at: now,
        issued_at,
        content: &key.seal(place(&row), &plain),
    };
    store::insert_letter(tx, &new).await?;
    Ok(number)
}

async fn tell(tx: &mut Tx, case: CaseId, filer: PersonId, number: i64, now: i64) -> Result<(), Error> {
    let kind = notices::Kind::Letter;
    Ok(notices::store::insert_notice(tx, NoticeId::new(now), case, filer, kind, number, now).await?)
}

fn place(row: &str) -> Place<'_> {
    Place { table: "letter", column: "content", row }
}
