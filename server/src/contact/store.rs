//! The table of how people may be told of news.

use crate::db::Tx;
use crate::id::PersonId;
use crate::on;

/// Keeps where a person is told of news, sealed; nowhere where it is `None`.
///
/// # Errors
/// The database's own.
pub async fn keep_contact(tx: &mut Tx, person: PersonId, email: Option<&[u8]>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        let query = match email {
            Some(email) => sqlx::query(
                "insert into contact (person_id, email) values ($1, $2) \
                 on conflict (person_id) do update set email = excluded.email",
            )
            .bind(person)
            .bind(email),
            None => sqlx::query("delete from contact where person_id = $1").bind(person),
        };
        query.execute(conn).await.map(|_| ())
    })
}

/// Where a person is told of news, sealed.
///
/// # Errors
/// The database's own.
pub async fn find_contact(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<Vec<u8>>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select email from contact where person_id = $1").bind(person).fetch_optional(conn).await
    })
}
