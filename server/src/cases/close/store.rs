//! What a case that is taken up again needs of the tables of cases and claims.

use crate::db::Tx;
use crate::id::{CaseId, ClaimId};
use crate::on;

/// Whether another open case asks for exactly the same.
///
/// # Errors
/// The database's own.
pub async fn has_open_twin(tx: &mut Tx, id: CaseId) -> sqlx::Result<bool> {
    let found: Option<CaseId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select o.id from cases c join cases o on o.fingerprint = c.fingerprint and o.state = 'open' and o.id <> c.id \
             where c.id = $1",
        )
        .bind(id)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// Opens a claim again that was decided; whether it was.
///
/// # Errors
/// The database's own.
pub async fn reopen_claim(tx: &mut Tx, id: ClaimId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update claim set outcome = 'open', ended_at = null where id = $1 and outcome not in ('open', 'withdrawn')",
        )
        .bind(id)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}
