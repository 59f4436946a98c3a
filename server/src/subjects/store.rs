//! The table of people: whom cases are about, and who sent them in.

use crate::db::Tx;
use crate::id::PersonId;
use crate::on;

/// Adds a person unless there is one with this look-up, whose id is returned then. Until the transaction ends, nobody
/// else gets past this point for the same person.
///
/// # Errors
/// The database's own.
pub async fn insert_or_lock(
    tx: &mut Tx,
    id: PersonId,
    lookup: &[u8],
    sealed: &[u8],
    at: i64,
) -> sqlx::Result<PersonId> {
    // The update changes nothing, but locks the row, and lets «returning» tell of one that was there.
    on!(tx, |conn| {
        sqlx::query_scalar(
            "insert into person (id, lookup, national_id, made_at) values ($1, $2, $3, $4) \
             on conflict (lookup) do update set lookup = excluded.lookup returning id",
        )
        .bind(id)
        .bind(lookup)
        .bind(sealed)
        .bind(at)
        .fetch_one(conn)
        .await
    })
}

/// [`find_person`].
pub const FIND_PERSON: &str = "select id from person where lookup = $1";

/// The person with this look-up.
///
/// # Errors
/// The database's own.
pub async fn find_person(tx: &mut Tx, lookup: &[u8]) -> sqlx::Result<Option<PersonId>> {
    on!(tx, |conn| sqlx::query_scalar(FIND_PERSON).bind(lookup).fetch_optional(conn).await)
}

/// The sealed national id of a person.
///
/// # Errors
/// The database's own.
pub async fn national_id(tx: &mut Tx, id: PersonId) -> sqlx::Result<Option<Vec<u8>>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select national_id from person where id = $1").bind(id).fetch_optional(conn).await
    })
}

/// [`delete_person`].
pub const DELETE_PERSON: &str = "\
    delete from person where id = $1 \
    and not exists (select 1 from cases where subject_id = $1) \
    and not exists (select 1 from cases where filer_id = $1)";

/// Deletes a person whom no case names, with the key; whether it was deleted.
///
/// # Errors
/// The database's own.
pub async fn delete_person(tx: &mut Tx, id: PersonId) -> sqlx::Result<bool> {
    on!(tx, |conn| sqlx::query(DELETE_PERSON).bind(id).execute(conn).await.map(|done| done.rows_affected() == 1))
}

/// Deletes the people who have no key and whom no case names: nobody can read who they are. Returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_without_key(tx: &mut Tx) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(
            "delete from person where not exists (select 1 from person_key where person_id = person.id) \
             and not exists (select 1 from cases where subject_id = person.id) \
             and not exists (select 1 from cases where filer_id = person.id)",
        )
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}
