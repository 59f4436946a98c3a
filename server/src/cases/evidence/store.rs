//! The table of evidence.

use crate::db::Tx;
use crate::id::{BlobId, ClaimId};
use crate::on;

/// Adds a file that is in the vault.
///
/// # Errors
/// The database's own.
pub async fn insert_evidence(tx: &mut Tx, blob: BlobId, claim: ClaimId, place: u32, about: &[u8]) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into evidence (blob_id, claim_id, place, about) values ($1, $2, $3, $4)")
            .bind(blob)
            .bind(claim)
            .bind(i64::from(place))
            .bind(about)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The files of a claim, each with the index of the correction that it belongs to.
///
/// # Errors
/// The database's own.
pub async fn evidence_of(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<Vec<(i64, BlobId)>> {
    on!(tx, |conn| {
        sqlx::query_as("select place, blob_id from evidence where claim_id = $1 order by place, blob_id")
            .bind(claim)
            .fetch_all(conn)
            .await
    })
}

/// What is sealed about a file, if it is this claim's.
///
/// # Errors
/// The database's own.
pub async fn find_evidence(tx: &mut Tx, blob: BlobId, claim: ClaimId) -> sqlx::Result<Option<Vec<u8>>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select about from evidence where blob_id = $1 and claim_id = $2")
            .bind(blob)
            .bind(claim)
            .fetch_optional(conn)
            .await
    })
}
