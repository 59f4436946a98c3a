//! What adapters say of their systems, and the table of the kinds of data that they have shown.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use crate::db::{Tx, push_list};
use crate::id::SystemId;
use crate::on;

/// A kind of data that a system has shown.
pub type Shown = (SystemId, String);

/// Keeps what an adapter says it can do, as JSON.
///
/// # Errors
/// The database's own.
pub async fn keep_declared(tx: &mut Tx, system: SystemId, declared: &str) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update system set declared = $2 where id = $1")
            .bind(system)
            .bind(declared)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// What the adapters of these systems say they can do, as JSON; those that say nothing are left out.
///
/// # Errors
/// The database's own.
pub async fn declared(tx: &mut Tx, systems: &[SystemId]) -> sqlx::Result<Vec<(SystemId, String)>> {
    on!(tx, |conn| {
        let mut select = QueryBuilder::new("select id, declared from system where declared is not null and id in");
        push_list(&mut select, systems.iter().copied());
        select.build_query_as().fetch_all(conn).await
    })
}

/// The kinds of data that these systems have shown.
///
/// # Errors
/// The database's own.
pub async fn shown(tx: &mut Tx, systems: &[SystemId]) -> sqlx::Result<BTreeSet<Shown>> {
    let rows: Vec<Shown> = on!(tx, |conn| {
        let mut select = QueryBuilder::new("select system_id, category from shown_category where system_id in");
        push_list(&mut select, systems.iter().copied());
        select.build_query_as().fetch_all(conn).await?
    });
    Ok(rows.into_iter().collect())
}

/// Notes that a system has shown a kind of data; once noted, it stays.
///
/// # Errors
/// The database's own.
pub async fn insert_shown(tx: &mut Tx, system: SystemId, category: &str) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into shown_category (system_id, category) values ($1, $2) on conflict do nothing")
            .bind(system)
            .bind(category)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The systems that have answered with data.
///
/// # Errors
/// The database's own.
pub async fn with_data(tx: &mut Tx) -> sqlx::Result<BTreeSet<SystemId>> {
    let ids: Vec<SystemId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select id from system s where exists (select 1 from shown_category c where c.system_id = s.id) \
             or exists (select 1 from task t where t.system_id = s.id and t.outcome = 'data')",
        )
        .fetch_all(conn)
        .await?
    });
    Ok(ids.into_iter().collect())
}
