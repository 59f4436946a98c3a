//! The tables of cases and claims.

use app::model::ask::Whom;
use app::words::Language;
use jiff::civil::Date;

use super::rules::{CaseState, Outcome, Right};
use super::submission::Behalf;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, ClaimId, PersonId};
use crate::on;

/// A case that is being made.
pub struct NewCase<'a> {
    /// Its id.
    pub id: CaseId,
    /// Such as 2026-000123.
    pub reference: &'a str,
    /// Whom it is about.
    pub subject: PersonId,
    /// Who sent it in.
    pub filer: PersonId,
    /// UTC milliseconds.
    pub received_at: i64,
    /// Whose caseworkers coordinate it.
    pub unit: &'a str,
    /// In which the person is answered, by its tag.
    pub language: &'a str,
    /// As whom the filer asks about the subject.
    pub behalf: Option<Behalf>,
    /// Of the form.
    pub token_hash: &'a [u8],
    /// Of filer, subject and everything asked for.
    pub fingerprint: &'a [u8],
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Such as 2026-000123.
    pub reference: String,
    /// Whom it is about.
    pub subject: PersonId,
    /// Who sent it in.
    pub filer: PersonId,
    /// As whom they ask, where it is about another.
    pub behalf: Option<Behalf>,
    /// UTC milliseconds.
    pub received_at: i64,
    /// Whose caseworkers coordinate it.
    pub unit: String,
    /// In which the person is answered.
    pub language: Language,
    /// Its state.
    pub state: CaseState,
}

impl Case {
    /// Whom it is about, to who sent it in.
    pub fn whom(&self) -> Whom {
        match self.behalf {
            _ if self.filer == self.subject => Whom::Oneself,
            Some(behalf) => behalf.into(),
            None => Whom::Principal,
        }
    }
}

/// One right in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The right.
    pub right: Right,
    /// What became of it.
    pub outcome: Outcome,
    /// The date in force by which it must be answered.
    pub due_on: Date,
}

/// A claim that is being made.
pub struct NewClaim<'a> {
    /// Its id.
    pub id: ClaimId,
    /// The case.
    pub case: CaseId,
    /// The right.
    pub right: Right,
    /// What is asked, sealed.
    pub details: &'a [u8],
    /// The day in Oslo.
    pub received_on: Date,
    /// Without pauses and extension.
    pub unpaused_due_on: Date,
    /// In force.
    pub due_on: Date,
}

/// The next number of a case in this year, from 1.
///
/// # Errors
/// The database's own.
pub async fn next_number(tx: &mut Tx, year: i16) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "insert into case_number (year, last_number) values ($1, 1) \
             on conflict (year) do update set last_number = case_number.last_number + 1 returning last_number",
        )
        .bind(i64::from(year))
        .fetch_one(conn)
        .await
    })
}

/// Keeps what helps to find the subject of a case, sealed.
///
/// # Errors
/// The database's own.
pub async fn keep_help(tx: &mut Tx, case: CaseId, help: &[u8]) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update cases set help = $2 where id = $1").bind(case).bind(help).execute(conn).await.map(|_| ())
    })
}

/// Adds an open case.
///
/// # Errors
/// The database's own; the same form or the same submission is there already.
pub async fn insert_case(tx: &mut Tx, case: &NewCase<'_>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into cases (id, reference, subject_id, filer_id, received_at, state, form_token_hash, fingerprint, unit, \
             language, on_behalf) values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10)",
        )
        .bind(case.id)
        .bind(case.reference)
        .bind(case.subject)
        .bind(case.filer)
        .bind(case.received_at)
        .bind(case.token_hash)
        .bind(case.fingerprint)
        .bind(case.unit)
        .bind(case.language)
        .bind(case.behalf.map(Behalf::code))
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// [`find_by_token`].
pub const FIND_BY_TOKEN: &str = "select id from cases where form_token_hash = $1";

/// The case that the form with this token made.
///
/// # Errors
/// The database's own.
pub async fn find_by_token(tx: &mut Tx, token_hash: &[u8]) -> sqlx::Result<Option<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(FIND_BY_TOKEN).bind(token_hash).fetch_optional(conn).await)
}

/// [`find_identical`].
pub const FIND_IDENTICAL: &str = "select id from cases where fingerprint = $1 and state = 'open'";

/// The open case with this fingerprint.
///
/// # Errors
/// The database's own.
pub async fn find_identical(tx: &mut Tx, fingerprint: &[u8]) -> sqlx::Result<Option<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(FIND_IDENTICAL).bind(fingerprint).fetch_optional(conn).await)
}

/// [`open_cases`].
pub const OPEN_CASES: &str =
    "select id from cases where filer_id = $1 and subject_id = $2 and state = 'open' order by received_at, id";

/// The open cases that one person has sent in about another, or about themselves; oldest first.
///
/// # Errors
/// The database's own.
pub async fn open_cases(tx: &mut Tx, filer: PersonId, subject: PersonId) -> sqlx::Result<Vec<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(OPEN_CASES).bind(filer).bind(subject).fetch_all(conn).await)
}

/// How many open cases a person has sent in about others.
///
/// # Errors
/// The database's own.
pub async fn count_open_about_others(tx: &mut Tx, filer: PersonId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "select count(*) from cases where filer_id = $1 and subject_id <> filer_id and state = 'open'",
        )
        .bind(filer)
        .fetch_one(conn)
        .await
    })
}

/// The case with this reference.
///
/// # Errors
/// The database's own.
pub async fn find_by_reference(tx: &mut Tx, reference: &str) -> sqlx::Result<Option<CaseId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select id from cases where reference = $1").bind(reference).fetch_optional(conn).await
    })
}

/// [`cases_of`].
pub const CASES_OF: &str =
    "select id from cases where subject_id = $1 union select id from cases where filer_id = $1 order by id";

/// The cases that are about a person, with those they sent in about others; oldest first.
///
/// # Errors
/// The database's own.
pub async fn cases_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(CASES_OF).bind(person).fetch_all(conn).await)
}

/// The case of a claim.
///
/// # Errors
/// The database's own.
pub async fn case_of_claim(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<Option<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar("select case_id from claim where id = $1").bind(claim).fetch_optional(conn).await)
}

pub(super) type CaseRow = (
    CaseId,
    String,
    PersonId,
    PersonId,
    Option<String>,
    i64,
    String,
    String,
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

macro_rules! case_columns {
    () => {
        "id, reference, subject_id, filer_id, on_behalf, received_at, unit, language, state, answered_at, closed_at, withdrawn_at"
    };
}
pub(super) use case_columns;

/// A case.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_case(tx: &mut Tx, id: CaseId) -> Result<Option<Case>, Error> {
    let row: Option<CaseRow> = on!(tx, |conn| {
        sqlx::query_as(concat!("select ", case_columns!(), " from cases where id = $1"))
            .bind(id)
            .fetch_optional(conn)
            .await?
    });
    Ok(row.map(case).transpose()?)
}

pub(super) fn case(row: CaseRow) -> Result<Case, Damaged> {
    let (id, reference, subject, filer, behalf, received_at, unit, language, state, answered, closed, withdrawn) = row;
    let state = CaseState::parse(&state, answered, closed, withdrawn);
    let state = state.ok_or_else(|| Damaged::new("cases", "state", id))?;
    let language = Language::from_tag(&language).ok_or_else(|| Damaged::new("cases", "language", id))?;
    let behalf = behalf.map(|code| Behalf::parse(&code).ok_or_else(|| Damaged::new("cases", "on_behalf", id)));
    let behalf = behalf.transpose()?;
    Ok(Case { id, reference, subject, filer, behalf, received_at, unit, language, state })
}

/// Changes the state of a case that is still in the state it was read in; whether it was.
///
/// # Errors
/// The database's own.
pub async fn change_state(tx: &mut Tx, id: CaseId, was: CaseState, is: CaseState) -> sqlx::Result<bool> {
    let (answered_at, closed_at, withdrawn_at) = match is {
        CaseState::Open => (None, None, None),
        CaseState::Answered { answered_at } => (Some(answered_at), None, None),
        CaseState::Closed { answered_at, closed_at } => (Some(answered_at), Some(closed_at), None),
        CaseState::Withdrawn { withdrawn_at } => (None, None, Some(withdrawn_at)),
    };
    on!(tx, |conn| {
        sqlx::query(
            "update cases set state = $3, answered_at = $4, closed_at = $5, withdrawn_at = $6 \
             where id = $1 and state = $2",
        )
        .bind(id)
        .bind(was.code())
        .bind(is.code())
        .bind(answered_at)
        .bind(closed_at)
        .bind(withdrawn_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Deletes a case with everything that belongs to it, its key among it. The files in the vault are left to the caller.
///
/// # Errors
/// The database's own.
pub async fn delete_case(tx: &mut Tx, id: CaseId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from cases where id = $1")
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Adds an open claim.
///
/// # Errors
/// The database's own; the case has a claim about this right.
pub async fn insert_claim(tx: &mut Tx, claim: &NewClaim<'_>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into claim (id, case_id, gdpr_right, details, outcome, received_on, unpaused_due_on, due_on) \
             values ($1, $2, $3, $4, 'open', $5, $6, $7)",
        )
        .bind(claim.id)
        .bind(claim.case)
        .bind(claim.right.code())
        .bind(claim.details)
        .bind(claim.received_on.to_string())
        .bind(claim.unpaused_due_on.to_string())
        .bind(claim.due_on.to_string())
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// [`claims_of`].
pub const CLAIMS_OF: &str = "select id, gdpr_right, outcome, due_on from claim where case_id = $1";

/// The claims of a case, in the order of the rights.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn claims_of(tx: &mut Tx, case: CaseId) -> Result<Vec<Claim>, Error> {
    let rows: Vec<ClaimRow> = on!(tx, |conn| sqlx::query_as(CLAIMS_OF).bind(case).fetch_all(conn).await?);
    let mut claims = rows.into_iter().map(claim).collect::<Result<Vec<_>, _>>()?;
    claims.sort_by_key(|claim| claim.right);
    Ok(claims)
}

type ClaimRow = (ClaimId, String, String, String);

pub(super) fn claim((id, right, outcome, due_on): ClaimRow) -> Result<Claim, Damaged> {
    let right = Right::parse(&right).ok_or_else(|| Damaged::new("claim", "gdpr_right", id))?;
    let outcome = Outcome::parse(&outcome).ok_or_else(|| Damaged::new("claim", "outcome", id))?;
    let due_on = due_on.parse().map_err(|_| Damaged::new("claim", "due_on", id))?;
    Ok(Claim { id, right, outcome, due_on })
}

/// Ends the open claims of a case because the person took it back; how many they were.
///
/// # Errors
/// The database's own.
pub async fn withdraw_claims(tx: &mut Tx, case: CaseId, at: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query("update claim set outcome = 'withdrawn', ended_at = $2 where case_id = $1 and outcome = 'open'")
            .bind(case)
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected())
    })
}

/// Deletes the cases that have no key: nobody can read them. Returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_without_key(tx: &mut Tx) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query("delete from cases where not exists (select 1 from case_key where case_id = cases.id)")
            .execute(conn)
            .await
            .map(|done| done.rows_affected())
    })
}
