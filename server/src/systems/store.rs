//! The table of systems.

use super::rules::{Served, System};
use crate::cases::rules::Right;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::SystemId;
use crate::on;

/// What the fan-out must know of a system that serves a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serving {
    /// Its id.
    pub id: SystemId,
    /// How it is served.
    pub served: Served,
    /// In how many days it is to answer.
    pub limit_days: u16,
}

/// Adds a system.
///
/// # Errors
/// The database's own; the key is another's.
pub async fn insert_system(tx: &mut Tx, system: &System) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into system (id, key, name, unit, sector, served, serves_access, serves_rectification, \
             serves_erasure, at_once, limit_days, paused) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(system.id)
        .bind(&system.key)
        .bind(&system.name)
        .bind(&system.unit)
        .bind(&system.sector)
        .bind(system.served.code())
        .bind(system.serves_access)
        .bind(system.serves_rectification)
        .bind(system.serves_erasure)
        .bind(i64::from(system.at_once))
        .bind(i64::from(system.limit_days))
        .bind(system.paused)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// The system with this key.
///
/// # Errors
/// The database's own.
pub async fn find_by_key(tx: &mut Tx, key: &str) -> sqlx::Result<Option<SystemId>> {
    on!(tx, |conn| sqlx::query_scalar("select id from system where key = $1").bind(key).fetch_optional(conn).await)
}

/// Lets a system's tasks wait, or go on.
///
/// # Errors
/// The database's own.
pub async fn pause_system(tx: &mut Tx, id: SystemId, paused: bool) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update system set paused = $2 where id = $1")
            .bind(id)
            .bind(paused)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// The systems that serve a right, up to so many, by id. One that is paused is among them: its tasks wait.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn serving(tx: &mut Tx, right: Right, most: i64) -> Result<Vec<Serving>, Error> {
    let sql = match right {
        Right::Access => "select id, served, limit_days from system where serves_access order by id limit $1",
        Right::Rectification => {
            "select id, served, limit_days from system where serves_rectification order by id limit $1"
        }
        Right::Erasure => "select id, served, limit_days from system where serves_erasure order by id limit $1",
    };
    let rows: Vec<(SystemId, String, i64)> = on!(tx, |conn| sqlx::query_as(sql).bind(most).fetch_all(conn).await?);
    let serving = rows.into_iter().map(|(id, served, limit_days)| {
        let served = Served::parse(&served).ok_or_else(|| Damaged::new("system", "served", id))?;
        let limit_days = u16::try_from(limit_days).map_err(|_| Damaged::new("system", "limit_days", id))?;
        Ok(Serving { id, served, limit_days })
    });
    serving.collect()
}
