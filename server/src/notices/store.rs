//! The table of notices.

use super::Kind;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, NoticeId, PersonId};
use crate::on;

/// A notice that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// The case it is about.
    pub case: CaseId,
    /// To whom.
    pub person: PersonId,
    /// What.
    pub kind: Kind,
    /// Which letter or message of the case it is about; 0 where none.
    pub number: i64,
    /// How often it has been tried; the fence of every change.
    pub attempt: u32,
}

/// Puts a notice into the outbox.
///
/// # Errors
/// The database's own; the case has one of this kind about this letter.
pub async fn insert_notice(
    tx: &mut Tx,
    id: NoticeId,
    case: CaseId,
    person: PersonId,
    kind: Kind,
    number: i64,
    at: i64,
) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into notice (id, case_id, person_id, kind, number, made_at, due_at, attempt) \
             values ($1, $2, $3, $4, $5, $6, $6, 0)",
        )
        .bind(id)
        .bind(case)
        .bind(person)
        .bind(kind.code())
        .bind(number)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// [`take_due`].
pub const TAKE_DUE: &str = "\
    with picked as materialized (select id from notice where due_at <= $1 order by due_at, id limit $3) \
    update notice set due_at = $2, attempt = attempt + 1 \
    where due_at <= $1 and id in (select id from picked) returning id, case_id, person_id, kind, number, attempt";

/// Takes up to so many notices that are due, and keeps others from them until `until`.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn take_due(tx: &mut Tx, now: i64, until: i64, most: i64) -> Result<Vec<Notice>, Error> {
    let rows: Vec<(NoticeId, CaseId, PersonId, String, i64, i64)> =
        on!(tx, |conn| sqlx::query_as(TAKE_DUE).bind(now).bind(until).bind(most).fetch_all(conn).await?);
    let notices = rows.into_iter().map(|(id, case, person, kind, number, attempt)| {
        let kind = Kind::parse(&kind).ok_or_else(|| Damaged::new("notice", "kind", id))?;
        let attempt = u32::try_from(attempt).map_err(|_| Damaged::new("notice", "attempt", id))?;
        Ok(Notice { id, case, person, kind, number, attempt })
    });
    notices.collect()
}

/// [`sent`].
pub const SENT: &str =
    "update notice set due_at = null, sent_at = $3 where id = $1 and attempt = $2 and sent_at is null";

/// Notes that a notice was sent; false where somebody else has taken it since.
///
/// # Errors
/// The database's own.
pub async fn sent(tx: &mut Tx, id: NoticeId, attempt: u32, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(SENT)
            .bind(id)
            .bind(i64::from(attempt))
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// [`count_unsent`].
pub const COUNT_UNSENT: &str = "select count(*) from notice where due_at is not null";

/// How many notices are not sent.
///
/// # Errors
/// The database's own.
pub async fn count_unsent(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, |conn| sqlx::query_scalar(COUNT_UNSENT).fetch_one(conn).await)
}
