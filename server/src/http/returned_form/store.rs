//! The table of returned forms.

use crate::db::Tx;
use crate::on;

/// Keeps a sealed form until `expires_at` (UTC milliseconds).
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &mut Tx, token_hash: &[u8], sealed: &[u8], expires_at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into returned_form (token_hash, sealed, expires_at) values ($1, $2, $3)")
            .bind(token_hash)
            .bind(sealed)
            .bind(expires_at)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The sealed form, unless it has expired.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, token_hash: &[u8], now: i64) -> sqlx::Result<Option<Vec<u8>>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select sealed from returned_form where token_hash = $1 and expires_at > $2")
            .bind(token_hash)
            .bind(now)
            .fetch_optional(conn)
            .await
    })
}

/// Deletes the oldest beyond so many, or beyond so many bytes in all; returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_beyond(tx: &mut Tx, most: i64, most_bytes: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(
            "delete from returned_form where token_hash in (\
             select token_hash from (\
             select token_hash, row_number() over newest as place, sum(length(sealed)) over newest as bytes \
             from returned_form window newest as (order by expires_at desc, token_hash)) as kept \
             where place > $1 or bytes > $2)",
        )
        .bind(most)
        .bind(most_bytes)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}

/// Deletes what nobody can open any more; returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_expired(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query("delete from returned_form where expires_at <= $1")
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected())
    })
}
