//! The table of what the person can fetch.

use crate::db::Tx;
use crate::id::CaseId;
use crate::on;

/// Whether the person has been given anything of a case, to fetch or on paper.
///
/// # Errors
/// The database's own.
pub async fn is_any_delivered(tx: &mut Tx, case: CaseId) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar("select number from delivery where case_id = $1 order by number limit 1")
            .bind(case)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}
