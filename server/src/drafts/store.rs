//! The table of what people have begun to ask for.

use crate::db::Tx;
use crate::id::{BlobId, PersonId};
use crate::on;

/// The sealed draft of a person, and until when it is kept.
///
/// # Errors
/// The database's own.
pub async fn find_draft(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<(Vec<u8>, i64)>> {
    on!(tx, |conn| {
        sqlx::query_as("select content, expires_at from draft where person_id = $1")
            .bind(person)
            .fetch_optional(conn)
            .await
    })
}

/// Keeps the draft of a person, in the place of the one before.
///
/// # Errors
/// The database's own.
pub async fn keep_draft(tx: &mut Tx, person: PersonId, sealed: &[u8], expires_at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into draft (person_id, content, expires_at) values ($1, $2, $3) \
             on conflict (person_id) do update set content = excluded.content, expires_at = excluded.expires_at",
        )
        .bind(person)
        .bind(sealed)
        .bind(expires_at)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// Deletes the draft of a person, if it is over at this time; whether there was such a one.
///
/// # Errors
/// The database's own.
pub async fn delete_draft(tx: &mut Tx, person: PersonId, over_at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from draft where person_id = $1 and expires_at <= $2")
            .bind(person)
            .bind(over_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Adds a file that is in the vault to the draft of a person.
///
/// # Errors
/// The database's own; there is no such draft.
pub async fn insert_draft_file(tx: &mut Tx, person: PersonId, blob: BlobId, size_bytes: u64) -> sqlx::Result<()> {
    let size_bytes = i64::try_from(size_bytes).map_err(|error| sqlx::Error::Encode(error.into()))?;
    on!(tx, |conn| {
        sqlx::query("insert into draft_file (blob_id, person_id, size_bytes) values ($1, $2, $3)")
            .bind(blob)
            .bind(person)
            .bind(size_bytes)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The files of the draft of a person.
///
/// # Errors
/// The database's own.
pub async fn draft_files(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<BlobId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select blob_id from draft_file where person_id = $1 order by blob_id")
            .bind(person)
            .fetch_all(conn)
            .await
    })
}

/// Forgets a file of the draft of a person; its object is deleted later.
///
/// # Errors
/// The database's own.
pub async fn delete_draft_file(tx: &mut Tx, person: PersonId, blob: BlobId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from draft_file where blob_id = $1 and person_id = $2")
            .bind(blob)
            .bind(person)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// [`expired`].
pub const EXPIRED: &str = "select person_id from draft where expires_at <= $1 order by expires_at, person_id limit $2";

/// Whose drafts, up to so many, nobody has use for any more.
///
/// # Errors
/// The database's own.
pub async fn expired(tx: &mut Tx, now: i64, most: i64) -> sqlx::Result<Vec<PersonId>> {
    on!(tx, |conn| sqlx::query_scalar(EXPIRED).bind(now).bind(most).fetch_all(conn).await)
}
