//! The table of the adapters' keys, and what must be known to call systems.

use std::collections::BTreeMap;

use sqlx::QueryBuilder;
use url::Url;

use crate::db::{Tx, push_list};
use crate::error::{Damaged, Error};
use crate::id::{KeyId, SystemId};
use crate::on;
use crate::systems::rules::{Codes, Identifier, Served};

/// A key of a system's adapter.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyRow {
    /// Its id.
    pub id: KeyId,
    /// UTC milliseconds.
    pub made_at: i64,
    /// From when on it is not taken.
    pub ended_at: Option<i64>,
}

/// Adds a key.
///
/// # Errors
/// The database's own.
pub async fn insert_key(tx: &mut Tx, id: KeyId, system: SystemId, hash: &[u8], made_at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into adapter_key (id, system_id, key_hash, made_at) values ($1, $2, $3, $4)")
            .bind(id)
            .bind(system)
            .bind(hash)
            .bind(made_at)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The keys of a system, oldest first.
///
/// # Errors
/// The database's own.
pub async fn keys_of(tx: &mut Tx, system: SystemId) -> sqlx::Result<Vec<KeyRow>> {
    on!(tx, |conn| {
        sqlx::query_as("select id, made_at, ended_at from adapter_key where system_id = $1 order by id")
            .bind(system)
            .fetch_all(conn)
            .await
    })
}

/// The system and the key that this is the hash of, while it is valid and the system in use.
///
/// # Errors
/// The database's own.
pub async fn find_by_hash(tx: &mut Tx, hash: &[u8], now: i64) -> sqlx::Result<Option<(SystemId, KeyId)>> {
    on!(tx, |conn| {
        sqlx::query_as(
            "select k.system_id, k.id from adapter_key k join system s on s.id = k.system_id \
             where k.key_hash = $1 and (k.ended_at is null or k.ended_at > $2) and not s.retired",
        )
        .bind(hash)
        .bind(now)
        .fetch_optional(conn)
        .await
    })
}

/// Ends a key of a system; whether it was valid.
///
/// # Errors
/// The database's own.
pub async fn end_key(tx: &mut Tx, id: KeyId, system: SystemId, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update adapter_key set ended_at = $3 where id = $1 and system_id = $2 and ended_at is null")
            .bind(id)
            .bind(system)
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Which secret a system's calls are signed with: 1, or more once it was made anew.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn secret_round(tx: &mut Tx, system: SystemId) -> Result<u32, Error> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar("select secret_round from system where id = $1").bind(system).fetch_optional(conn).await?
    });
    let round = found.ok_or(Error::NotFound)?;
    Ok(u32::try_from(round).map_err(|_| Damaged::new("system", "secret_round", system))?)
}

/// Takes the next secret into use; its number.
///
/// # Errors
/// The database's own.
pub async fn next_secret(tx: &mut Tx, system: SystemId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("update system set secret_round = secret_round + 1 where id = $1 returning secret_round")
            .bind(system)
            .fetch_one(conn)
            .await
    })
}

/// What must be known of a system to call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// How it is served.
    pub served: Served,
    /// Where it is called.
    pub url: Option<Url>,
    /// Whether that may be in a private network.
    pub private_network: bool,
    /// By what its adapter finds people.
    pub identifiers: Codes<Identifier>,
    /// Which secret its calls are signed with.
    pub secret_round: u32,
}

/// What must be known of systems to call them; one that is not there is left out.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn called(tx: &mut Tx, systems: &[SystemId]) -> Result<BTreeMap<SystemId, Called>, Error> {
    let rows: Vec<(SystemId, String, Option<String>, bool, String, i64)> = on!(tx, |conn| {
        let mut select = QueryBuilder::new(
            "select id, served, url, private_network, identifiers, secret_round from system where id in",
        );
        push_list(&mut select, systems.iter().copied());
        select.build_query_as().fetch_all(conn).await?
    });
    let mut called = BTreeMap::new();
    for (id, served, url, private_network, identifiers, secret_round) in rows {
        let damaged = |column| Damaged::new("system", column, id);
        let system = Called {
            served: Served::parse(&served).ok_or_else(|| damaged("served"))?,
            url: url.map(|url| url.parse()).transpose().map_err(|_| damaged("url"))?,
            private_network,
            identifiers: Codes::<Identifier>::parse(&identifiers).ok_or_else(|| damaged("identifiers"))?,
            secret_round: u32::try_from(secret_round).map_err(|_| damaged("secret_round"))?,
        };
        called.insert(id, system);
    }
    Ok(called)
}
