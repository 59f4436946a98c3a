//! The table of letters.

use super::letter::Kind;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, DecisionId};
use crate::on;

/// A letter that is being kept.
#[derive(Clone, Copy, Debug)]
pub struct NewLetter<'a> {
    /// Of which case.
    pub case: CaseId,
    /// From 1.
    pub number: i64,
    /// What it is about.
    pub kind: Kind,
    /// By its tag.
    pub language: &'a str,
    /// The decision that it tells of, if any.
    pub decision: Option<DecisionId>,
    /// UTC milliseconds.
    pub made_at: i64,
    /// Since when the person can read it, if they can.
    pub issued_at: Option<i64>,
    /// Sealed.
    pub content: &'a [u8],
}

/// A letter as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRow {
    /// From 1.
    pub number: i64,
    /// What it is about.
    pub kind: Kind,
    /// The decision that it tells of, if any.
    pub decision: Option<DecisionId>,
    /// UTC milliseconds.
    pub made_at: i64,
    /// Since when the person can read it, if they can.
    pub issued_at: Option<i64>,
    /// When they first read it, if they have.
    pub opened_at: Option<i64>,
    /// Sealed.
    pub content: Vec<u8>,
}

/// The number of a case's next letter. Whoever asks has locked the case.
///
/// # Errors
/// The database's own.
pub async fn next_letter(tx: &mut Tx, case: CaseId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select coalesce(max(number), 0) + 1 from letter where case_id = $1")
            .bind(case)
            .fetch_one(conn)
            .await
    })
}

/// Adds a letter.
///
/// # Errors
/// The database's own; the number is taken.
pub async fn insert_letter(tx: &mut Tx, letter: &NewLetter<'_>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into letter (case_id, number, kind, language, decision_id, made_at, issued_at, content) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(letter.case)
        .bind(letter.number)
        .bind(letter.kind.code())
        .bind(letter.language)
        .bind(letter.decision)
        .bind(letter.made_at)
        .bind(letter.issued_at)
        .bind(letter.content)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// Lets the person read a letter that has waited; whether it had.
///
/// # Errors
/// The database's own.
pub async fn issue_letter(tx: &mut Tx, case: CaseId, number: i64, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update letter set issued_at = $3 where case_id = $1 and number = $2 and issued_at is null")
            .bind(case)
            .bind(number)
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Notes that the person reads a letter for the first time; whether it is.
///
/// # Errors
/// The database's own.
pub async fn open_letter(tx: &mut Tx, case: CaseId, number: i64, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update letter set opened_at = $3 \
             where case_id = $1 and number = $2 and issued_at is not null and opened_at is null",
        )
        .bind(case)
        .bind(number)
        .bind(at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Writes a letter anew that waits; whether it does.
///
/// # Errors
/// The database's own.
pub async fn rewrite_letter(tx: &mut Tx, case: CaseId, number: i64, content: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update letter set content = $3 where case_id = $1 and number = $2 and issued_at is null")
            .bind(case)
            .bind(number)
            .bind(content)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

type Row = (i64, String, Option<DecisionId>, i64, Option<i64>, Option<i64>, Vec<u8>);

fn letter(case: CaseId, row: Row) -> Result<LetterRow, Error> {
    let (number, kind, decision, made_at, issued_at, opened_at, content) = row;
    let kind = Kind::parse(&kind).ok_or_else(|| Damaged::new("letter", "kind", format!("{case}, {number}")))?;
    Ok(LetterRow { number, kind, decision, made_at, issued_at, opened_at, content })
}

/// A letter of a case.
///
/// # Errors
/// As [`letters_of`].
pub async fn find_letter(tx: &mut Tx, case: CaseId, number: i64) -> Result<Option<LetterRow>, Error> {
    let row: Option<Row> = on!(tx, |conn| {
        sqlx::query_as(
            "select number, kind, decision_id, made_at, issued_at, opened_at, content from letter \
             where case_id = $1 and number = $2",
        )
        .bind(case)
        .bind(number)
        .fetch_optional(conn)
        .await?
    });
    row.map(|row| letter(case, row)).transpose()
}

/// All letters of a case, in order.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn letters_of(tx: &mut Tx, case: CaseId) -> Result<Vec<LetterRow>, Error> {
    let rows: Vec<Row> = on!(tx, |conn| {
        sqlx::query_as(
            "select number, kind, decision_id, made_at, issued_at, opened_at, content from letter \
             where case_id = $1 order by number",
        )
        .bind(case)
        .fetch_all(conn)
        .await?
    });
    rows.into_iter().map(|row| letter(case, row)).collect()
}
