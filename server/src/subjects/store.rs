//! The table of people: whom cases are about, and who sent them in.

use crate::db::Tx;
use crate::id::PersonId;
use crate::on;

/// The person with this look-up. Until the transaction ends, nobody else gets past this point for the same person.
///
/// # Errors
/// The database's own.
pub async fn lock_person(tx: &mut Tx, lookup: &[u8]) -> sqlx::Result<Option<PersonId>> {
    // The update changes nothing, but locks the row on either database.
    on!(tx, |conn| {
        sqlx::query_scalar("update lookup_key set lookup = lookup where lookup = $1 returning person_id")
            .bind(lookup)
            .fetch_optional(conn)
            .await
    })
}

/// Until the transaction ends, nobody else gets past this point, or past [`lock_person`], for the same person.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &mut Tx, id: PersonId) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update lookup_key set lookup = lookup where person_id = $1")
            .bind(id)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Adds a person, whom nobody finds before there is a look-up.
///
/// # Errors
/// The database's own.
pub async fn insert_person(tx: &mut Tx, id: PersonId, sealed: &[u8], at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into person (id, national_id, made_at) values ($1, $2, $3)")
            .bind(id)
            .bind(sealed)
            .bind(at)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Lets a person be found; false where another has this look-up, or the person one.
///
/// # Errors
/// The database's own.
pub async fn insert_lookup(tx: &mut Tx, id: PersonId, lookup: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("insert into lookup_key (person_id, lookup) values ($1, $2) on conflict do nothing")
            .bind(id)
            .bind(lookup)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Up to so many look-ups after a person's, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn lookups_after(tx: &mut Tx, after: &str, most: i64) -> sqlx::Result<Vec<(PersonId, Vec<u8>)>> {
    on!(tx, |conn| {
        sqlx::query_as("select person_id, lookup from lookup_key where person_id > $1 order by person_id limit $2")
            .bind(after)
            .bind(most)
            .fetch_all(conn)
            .await
    })
}

/// Of [`find_person`].
pub const FIND_PERSON: &str = "select person_id from lookup_key where lookup = $1";

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
    and not exists (select 1 from cases where filer_id = $1) \
    and not exists (select 1 from draft where person_id = $1)";

/// Deletes a person whom no case names and who has begun nothing, with the key; whether it was deleted.
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
