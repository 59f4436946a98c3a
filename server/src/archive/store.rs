//! The table of what was archived.

use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, DecisionId};
use crate::on;

/// What is archived on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// What the person sent in.
    Request,
    /// What was decided.
    Decision(DecisionId),
    /// What the person was told: the letter with this number.
    Letter(i64),
    /// What one side wrote to the other: the message with this number.
    Message(i64),
}

/// The cases after this one that are answered, closed or taken back and in which something is not archived, in order; at most so many.
///
/// # Errors
/// The database's own.
pub async fn not_archived(tx: &mut Tx, after: &str, most: i64) -> sqlx::Result<Vec<CaseId>> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "select c.id from cases c where c.id > $1 and c.state <> 'open' and ( \
             not exists (select 1 from archived a where a.case_id = c.id and a.kind = 'request') \
             or exists (select 1 from letter l where l.case_id = c.id and l.issued_at is not null \
             and not exists (select 1 from archived a where a.case_id = c.id and a.letter = l.number)) \
             or exists (select 1 from message w where w.case_id = c.id \
             and not exists (select 1 from archived a where a.case_id = c.id and a.message = w.number)) \
             or exists (select 1 from claim m join decision d on d.claim_id = m.id where m.case_id = c.id \
             and not exists (select 1 from archived a where a.decision_id = d.id)) \
             ) order by c.id limit $2",
        )
        .bind(after)
        .bind(most)
        .fetch_all(conn)
        .await
    })
}

type ArchivedRow = (String, Option<DecisionId>, Option<i64>, Option<i64>);

/// What of a case is archived, in order, from the first.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn archived_of(tx: &mut Tx, case: CaseId) -> Result<Vec<Of>, Error> {
    let rows: Vec<ArchivedRow> = on!(tx, |conn| {
        sqlx::query_as("select kind, decision_id, letter, message from archived where case_id = $1 order by number")
            .bind(case)
            .fetch_all(conn)
            .await?
    });
    let of = |(kind, decision, letter, message): ArchivedRow| match (kind.as_str(), decision, letter, message) {
        ("request", None, None, None) => Ok(Of::Request),
        ("decision", Some(decision), None, None) => Ok(Of::Decision(decision)),
        ("letter", None, Some(letter), None) => Ok(Of::Letter(letter)),
        ("message", None, None, Some(message)) => Ok(Of::Message(message)),
        _ => Err(Damaged::new("archived", "kind", case).into()),
    };
    rows.into_iter().map(of).collect()
}

/// Marks something as archived.
///
/// # Errors
/// The database's own; it is already, or the number is taken.
pub async fn insert_archived(tx: &mut Tx, case: CaseId, number: i64, of: Of, at: i64) -> sqlx::Result<()> {
    let (kind, decision, letter, message) = match of {
        Of::Request => ("request", None, None, None),
        Of::Decision(decision) => ("decision", Some(decision), None, None),
        Of::Letter(letter) => ("letter", None, Some(letter), None),
        Of::Message(message) => ("message", None, None, Some(message)),
    };
    on!(tx, |conn| {
        sqlx::query(
            "insert into archived (case_id, number, kind, decision_id, letter, message, archived_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(case)
        .bind(number)
        .bind(kind)
        .bind(decision)
        .bind(letter)
        .bind(message)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ())
    })
}
