//! The tables of packages, and of how they reach the person.

use jiff::civil::Date;

use super::delivery::Delivery;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{BlobId, CaseId, DecisionId};
use crate::on;

/// A package that is to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Of which case.
    pub case: CaseId,
    /// From 1 in each case.
    pub number: i64,
    /// The decision that it carries out.
    pub decision: DecisionId,
    /// The letter that goes with it.
    pub letter: i64,
    /// The last day on which it can be fetched.
    pub until_on: Date,
    /// The fence of whoever builds it.
    pub attempt: i64,
}

/// A package that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Where it is; `None` once it is deleted.
    pub blob: Option<BlobId>,
    /// The size of the file.
    pub size_bytes: u64,
    /// SHA-256 (FIPS 180-4) of the file.
    pub sha256: Vec<u8>,
    /// The letter that goes with it.
    pub letter: i64,
    /// How it has reached the person.
    pub delivery: Delivery,
}

/// The number of a case's next package. Whoever asks has locked the case.
///
/// # Errors
/// The database's own.
pub async fn next_package(tx: &mut Tx, case: CaseId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select coalesce(max(number), 0) + 1 from package where case_id = $1")
            .bind(case)
            .fetch_one(conn)
            .await
    })
}

/// Adds a package that is to be built from `due_at` on (UTC milliseconds); its attempt is not looked at.
///
/// # Errors
/// The database's own; the number is taken, or the decision has one.
pub async fn insert_package(tx: &mut Tx, package: &Waiting, due_at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into package (case_id, number, decision_id, letter, state, until_on, attempt, due_at) \
             values ($1, $2, $3, $4, 'waiting', $5, 0, $6)",
        )
        .bind(package.case)
        .bind(package.number)
        .bind(package.decision)
        .bind(package.letter)
        .bind(package.until_on.to_string())
        .bind(due_at)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// [`is_any_due`].
pub const IS_ANY_DUE: &str = "select number from package where state = 'waiting' and due_at <= $1 limit 1";

/// Whether a package is to be built now.
///
/// # Errors
/// The database's own.
pub async fn is_any_due(tx: &mut Tx, now: i64) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| sqlx::query_scalar(IS_ANY_DUE).bind(now).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// [`take_waiting`].
pub const TAKE_WAITING: &str = "\
    update package set due_at = $2, attempt = attempt + 1 where state = 'waiting' and due_at <= $1 \
    and (case_id, number) in (select case_id, number from package where state = 'waiting' and due_at <= $1 \
    order by due_at, case_id, number limit 1) returning case_id, number, decision_id, letter, until_on, attempt";

type WaitingRow = (CaseId, i64, DecisionId, i64, String, i64);

/// Takes the package that has waited longest, and keeps others from it until `until`.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn take_waiting(tx: &mut Tx, now: i64, until: i64) -> Result<Option<Waiting>, Error> {
    let row: Option<WaitingRow> =
        on!(tx, |conn| sqlx::query_as(TAKE_WAITING).bind(now).bind(until).fetch_optional(conn).await?);
    let Some((case, number, decision, letter, until_on, attempt)) = row else { return Ok(None) };
    let damaged = || Damaged::new("package", "until_on", format!("{case}, {number}"));
    let until_on = until_on.parse().map_err(|_| damaged())?;
    Ok(Some(Waiting { case, number, decision, letter, until_on, attempt }))
}

/// Moves on from when others may build a package, while `attempt` has it; whether it has.
///
/// # Errors
/// The database's own.
pub async fn hold(tx: &mut Tx, package: &Waiting, until: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update package set due_at = $4 where case_id = $1 and number = $2 and attempt = $3 and state = 'waiting'",
        )
        .bind(package.case)
        .bind(package.number)
        .bind(package.attempt)
        .bind(until)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Moves the last day of a package that is not built.
///
/// # Errors
/// The database's own.
pub async fn move_last_day(tx: &mut Tx, package: &Waiting, until_on: Date) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update package set until_on = $3 where case_id = $1 and number = $2 and state = 'waiting'")
            .bind(package.case)
            .bind(package.number)
            .bind(until_on.to_string())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Notes that a package is built, while `attempt` has it; whether it has.
///
/// # Errors
/// The database's own.
pub async fn built(tx: &mut Tx, package: &Waiting, blob: BlobId, size_bytes: u64, sha256: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update package set state = 'built', due_at = null, blob_id = $4, size_bytes = $5, sha256 = $6 \
             where case_id = $1 and number = $2 and attempt = $3 and state = 'waiting'",
        )
        .bind(package.case)
        .bind(package.number)
        .bind(package.attempt)
        .bind(blob)
        .bind(i64::try_from(size_bytes).unwrap_or(i64::MAX))
        .bind(sha256)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// Forgets a package that nobody is to get: its case was taken back.
///
/// # Errors
/// The database's own.
pub async fn delete_waiting(tx: &mut Tx, package: &Waiting) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from package where case_id = $1 and number = $2 and state = 'waiting'")
            .bind(package.case)
            .bind(package.number)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// How many packages of a case are not built.
///
/// # Errors
/// The database's own.
pub async fn count_waiting(tx: &mut Tx, case: CaseId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select count(*) from package where case_id = $1 and state = 'waiting'")
            .bind(case)
            .fetch_one(conn)
            .await
    })
}

/// Makes a package available to the person.
///
/// # Errors
/// The database's own; it is delivered already.
pub async fn insert_delivery(tx: &mut Tx, case: CaseId, number: i64, delivery: Delivery) -> sqlx::Result<()> {
    let columns = delivery.columns();
    on!(tx, |conn| {
        sqlx::query(
            "insert into delivery (case_id, number, state, available_at, expires_at, opened_at, downloaded_at, posted_on) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(case)
        .bind(number)
        .bind(delivery.code())
        .bind(columns.available_at)
        .bind(columns.expires_at)
        .bind(columns.opened_at)
        .bind(columns.downloaded_at)
        .bind(columns.posted_on.map(|day| day.to_string()))
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// Notes what is known of a delivery by now, where it is still as it was read.
///
/// # Errors
/// The database's own.
pub async fn change_delivery(
    tx: &mut Tx,
    case: CaseId,
    number: i64,
    was: Delivery,
    is: Delivery,
) -> sqlx::Result<bool> {
    let columns = is.columns();
    on!(tx, |conn| {
        sqlx::query(
            "update delivery set state = $4, opened_at = $5, downloaded_at = $6 \
             where case_id = $1 and number = $2 and state = $3",
        )
        .bind(case)
        .bind(number)
        .bind(was.code())
        .bind(is.code())
        .bind(columns.opened_at)
        .bind(columns.downloaded_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

type BuiltRow =
    (Option<BlobId>, i64, Vec<u8>, i64, String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<String>);

/// A package that the person may fetch, or could.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_built(tx: &mut Tx, case: CaseId, number: i64) -> Result<Option<Built>, Error> {
    let row: Option<BuiltRow> = on!(tx, |conn| {
        sqlx::query_as(
            "select p.blob_id, p.size_bytes, p.sha256, p.letter, d.state, d.available_at, d.expires_at, d.opened_at, \
             d.downloaded_at, d.posted_on from package p join delivery d on d.case_id = p.case_id and \
             d.number = p.number where p.case_id = $1 and p.number = $2 and p.size_bytes is not null",
        )
        .bind(case)
        .bind(number)
        .fetch_optional(conn)
        .await?
    });
    let Some((blob, size, sha256, letter, state, available, expires, opened, downloaded, posted)) = row else {
        return Ok(None);
    };
    let damaged = |column| Damaged::new("delivery", column, format!("{case}, {number}"));
    let posted = posted.map(|day| day.parse::<Date>()).transpose().map_err(|_| damaged("posted_on"))?;
    let delivery = Delivery::parse(&state, available, expires, opened, downloaded, posted);
    Ok(Some(Built {
        blob,
        size_bytes: u64::try_from(size).map_err(|_| damaged("size_bytes"))?,
        sha256,
        letter,
        delivery: delivery.ok_or_else(|| damaged("state"))?,
    }))
}

/// The numbers of the packages of a case that the person was given.
///
/// # Errors
/// The database's own.
pub async fn delivered(tx: &mut Tx, case: CaseId) -> sqlx::Result<Vec<i64>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select number from delivery where case_id = $1 order by number")
            .bind(case)
            .fetch_all(conn)
            .await
    })
}

/// [`over`].
pub const OVER: &str = "\
    select case_id, number from delivery where state in ('available', 'opened', 'downloaded') and expires_at <= $1 \
    order by expires_at, case_id, number limit $2";

/// Up to so many packages whose time is over, and that are not deleted.
///
/// # Errors
/// The database's own.
pub async fn over(tx: &mut Tx, now: i64, most: i64) -> sqlx::Result<Vec<(CaseId, i64)>> {
    on!(tx, |conn| sqlx::query_as(OVER).bind(now).bind(most).fetch_all(conn).await)
}

/// Notes that the file of a package is deleted.
///
/// # Errors
/// The database's own.
pub async fn delete_built(tx: &mut Tx, case: CaseId, number: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update package set state = 'deleted', blob_id = null where case_id = $1 and number = $2 and state = 'built'")
            .bind(case)
            .bind(number)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}
