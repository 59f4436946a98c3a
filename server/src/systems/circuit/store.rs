//! How systems do, in the table of systems: how often each failed, until when it is left alone, what waits for it.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use crate::db::{Tx, push_list};
use crate::id::SystemId;
use crate::on;

/// Counts a failure of a system that is not left alone already; how many in a row there are now.
///
/// # Errors
/// The database's own.
pub async fn count_failure(tx: &mut Tx, id: SystemId, how: &str, now: i64) -> sqlx::Result<Option<i64>> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "update system set failures = failures + 1, failed_by = $3 \
             where id = $1 and (open_until is null or open_until <= $2) returning failures",
        )
        .bind(id)
        .bind(now)
        .bind(how)
        .fetch_optional(conn)
        .await
    })
}

/// Leaves a system alone until then (UTC milliseconds).
///
/// # Errors
/// The database's own.
pub async fn open_circuit(tx: &mut Tx, id: SystemId, until: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update system set open_until = $2 where id = $1")
            .bind(id)
            .bind(until)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Notes that a system answers, or may be asked again; whether it had failed before.
///
/// # Errors
/// The database's own.
pub async fn close_circuit(tx: &mut Tx, id: SystemId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update system set failures = 0, open_until = null where id = $1 and failures > 0")
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// The same for several; one that had not failed stays as it is.
///
/// # Errors
/// The database's own.
pub async fn close_circuits(tx: &mut Tx, ids: &BTreeSet<SystemId>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        let mut update =
            QueryBuilder::new("update system set failures = 0, open_until = null where failures > 0 and id in");
        push_list(&mut update, ids.iter().copied());
        update.build().execute(conn).await.map(|_| ())
    })
}

macro_rules! health_sql {
    () => {
        "select s.key, s.served, s.paused, s.retired, s.failures, s.failed_by, s.open_until, \
         (select count(*) from task t where t.system_id = s.id and t.state = 'ready') as ready, \
         (select count(*) from task t where t.system_id = s.id and t.state = 'leased') as leased, \
         (select count(*) from task t where t.system_id = s.id and t.state = 'with_human') as with_human \
         from system s"
    };
}

/// How a system does.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Health {
    /// Its key.
    pub key: String,
    /// How it is served.
    pub served: String,
    /// Whether its tasks wait.
    pub paused: bool,
    /// Whether it is out of use.
    pub retired: bool,
    /// How often in a row it failed.
    pub failures: i64,
    /// How it failed last: the code of that attempt's outcome.
    pub failed_by: Option<String>,
    /// Until when it is left alone, in UTC milliseconds.
    pub open_until: Option<i64>,
    /// Tasks that wait for its adapter.
    pub ready: i64,
    /// Tasks that its adapter has.
    pub leased: i64,
    /// Tasks that people were asked about.
    pub with_human: i64,
}

impl Health {
    /// In one word or two.
    pub fn state(&self, now_ms: i64) -> String {
        let how = self.failed_by.as_ref().map(|how| format!(", last {how}")).unwrap_or_default();
        match self.open_until {
            _ if self.retired => "retired".to_owned(),
            _ if self.paused => "paused".to_owned(),
            Some(until) if until > now_ms => {
                let (seconds, failures) = ((until - now_ms) / 1000, self.failures);
                format!("left alone for {seconds} s after {failures} failures{how}")
            }
            _ if self.failures > 0 => format!("failing ({} times{how})", self.failures),
            _ => "in use".to_owned(),
        }
    }
}

/// How each system does, up to so many, by key.
///
/// # Errors
/// The database's own.
pub async fn health(tx: &mut Tx, most: i64) -> sqlx::Result<Vec<Health>> {
    on!(tx, |conn| sqlx::query_as(HEALTH).bind(most).fetch_all(conn).await)
}

/// How one system does.
///
/// # Errors
/// The database's own.
pub async fn health_of(tx: &mut Tx, id: SystemId) -> sqlx::Result<Option<Health>> {
    on!(tx, |conn| sqlx::query_as(concat!(health_sql!(), " where s.id = $1")).bind(id).fetch_optional(conn).await)
}

/// [`health`].
pub const HEALTH: &str = concat!(health_sql!(), " order by s.key limit $1");
