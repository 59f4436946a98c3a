//! The tables of cases and claims, as far as a system is told of them.

use jiff::civil::Date;

use crate::cases::rules::Right;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, ClaimId, PersonId};
use crate::on;

/// What a system is to know of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The case.
    pub case: CaseId,
    /// Such as 2026-000123.
    pub reference: String,
    /// Whom it is about.
    pub subject: PersonId,
    /// Who sent it in.
    pub filer: PersonId,
    /// What helps to find the subject, sealed.
    pub help: Option<Vec<u8>>,
    /// The right.
    pub right: Right,
    /// What is asked, sealed.
    pub details: Vec<u8>,
    /// By when the person must have an answer.
    pub due_on: Date,
}

/// [`told`].
pub const TOLD: &str = "\
    select s.id, s.reference, s.subject_id, s.filer_id, s.help, c.gdpr_right, c.details, c.due_on \
    from claim c join cases s on s.id = c.case_id where c.id = $1";

type ToldRow = (CaseId, String, PersonId, PersonId, Option<Vec<u8>>, String, Vec<u8>, String);

/// What a system is to know of a claim.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn told(tx: &mut Tx, claim: ClaimId) -> Result<Option<Told>, Error> {
    let row: Option<ToldRow> = on!(tx, |conn| sqlx::query_as(TOLD).bind(claim).fetch_optional(conn).await?);
    let Some((case, reference, subject, filer, help, right, details, due_on)) = row else { return Ok(None) };
    let damaged = |column| Damaged::new("claim", column, claim);
    let right = Right::parse(&right).ok_or_else(|| damaged("gdpr_right"))?;
    let due_on = due_on.parse().map_err(|_| damaged("due_on"))?;
    Ok(Some(Told { case, reference, subject, filer, help, right, details, due_on }))
}
