//! The table of systems.

use std::collections::BTreeMap;

use super::rules::{Codes, Identifier, Record, Review, Served, System};
use crate::cases::rules::Right;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{DecisionId, SystemId, TaskId};
use crate::on;
use crate::tasks::rules::Step;

/// What the fan-out must know of a system that serves a right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serving {
    /// Its id.
    pub id: SystemId,
    /// The sector that it belongs to.
    pub sector: String,
    /// How it is served.
    pub served: Served,
    /// What its adapter does.
    pub steps: Codes<Step>,
    /// By what its adapter finds people.
    pub identifiers: Codes<Identifier>,
    /// In how many days it is to answer.
    pub limit_days: u16,
}

impl From<&System> for Serving {
    fn from(system: &System) -> Self {
        Self {
            id: system.id,
            sector: system.sector.clone(),
            // Nobody asks the adapter of what is out of use.
            served: if system.retired { Served::Manual } else { system.served },
            steps: system.steps.clone(),
            identifiers: system.identifiers.clone(),
            limit_days: system.limit_days,
        }
    }
}

/// Everything that the register says of a system, in the order of `bound!`.
macro_rules! columns {
    () => {
        "id, key, name, unit, sector, organisation_number, served, url, private_network, serves_access, \
         serves_rectification, serves_erasure, steps, identifiers, at_once, limit_days, largest_file_mb, review, \
         files_unseen, paused, retired, record"
    };
}

macro_rules! bound {
    ($query:expr, $system:expr) => {{
        let system: &System = $system;
        $query
            .bind(system.id)
            .bind(&system.key)
            .bind(&system.name)
            .bind(&system.unit)
            .bind(&system.sector)
            .bind(system.organisation.as_ref().map(ToString::to_string))
            .bind(system.served.code())
            .bind(system.url.as_ref().map(ToString::to_string))
            .bind(system.private_network)
            .bind(system.serves_access)
            .bind(system.serves_rectification)
            .bind(system.serves_erasure)
            .bind(system.steps.to_string())
            .bind(system.identifiers.to_string())
            .bind(i64::from(system.at_once))
            .bind(i64::from(system.limit_days))
            .bind(i64::from(system.largest_file_mb))
            .bind(system.review.code())
            .bind(system.files_unseen)
            .bind(system.paused)
            .bind(system.retired)
            .bind(serde_json::to_string(&system.record).unwrap_or_default())
    }};
}

macro_rules! serving_sql {
    ($serves:literal) => {
        concat!(
            "select id, sector, served, steps, identifiers, limit_days from system where not retired and ",
            $serves,
            " order by id limit $1"
        )
    };
}

/// Adds a system.
///
/// # Errors
/// The database's own; the key is another's.
pub async fn insert_system(tx: &mut Tx, system: &System) -> sqlx::Result<()> {
    on!(tx, |conn| {
        bound!(
            sqlx::query(concat!(
                "insert into system (",
                columns!(),
                ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"
            )),
            system
        )
        .execute(conn)
        .await
        .map(|_| ())
    })?;
    changed(tx).await
}

/// The register is another now.
async fn changed(tx: &mut Tx) -> sqlx::Result<()> {
    let sql = "insert into register_version (only_one, number) values (1, $1) \
               on conflict (only_one) do update set number = excluded.number";
    // One that was never before, also where a backup was brought back meanwhile.
    let number: i64 = rand::random();
    on!(tx, |conn| sqlx::query(sql).bind(number).execute(conn).await.map(|_| ()))
}

/// Which version of the register this is: it is another after each change of what the register says of a system.
///
/// # Errors
/// The database's own.
pub async fn register_version(tx: &mut Tx) -> sqlx::Result<i64> {
    let sql = "select number from register_version";
    let found: Option<i64> = on!(tx, |conn| sqlx::query_scalar(sql).fetch_optional(conn).await?);
    Ok(found.unwrap_or_default())
}

/// Writes what the register says of a system anew; its id and key tell which.
///
/// # Errors
/// The database's own.
pub async fn update_system(tx: &mut Tx, system: &System) -> sqlx::Result<bool> {
    let is_known = on!(tx, |conn| {
        bound!(
            sqlx::query(
                "update system set name = $3, unit = $4, sector = $5, organisation_number = $6, served = $7, url = $8, \
                 private_network = $9, serves_access = $10, serves_rectification = $11, serves_erasure = $12, steps = $13, \
                 identifiers = $14, at_once = $15, limit_days = $16, largest_file_mb = $17, review = $18, \
                 files_unseen = $19, paused = $20, retired = $21, record = $22 where id = $1 and key = $2"
            ),
            system
        )
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })?;
    changed(tx).await?;
    Ok(is_known)
}

#[derive(sqlx::FromRow)]
struct SystemRow {
    id: SystemId,
    key: String,
    name: String,
    unit: String,
    sector: String,
    organisation_number: Option<String>,
    served: String,
    url: Option<String>,
    private_network: bool,
    serves_access: bool,
    serves_rectification: bool,
    serves_erasure: bool,
    steps: String,
    identifiers: String,
    at_once: i64,
    limit_days: i64,
    largest_file_mb: i64,
    review: String,
    files_unseen: bool,
    paused: bool,
    retired: bool,
    record: String,
}

impl SystemRow {
    fn read(self) -> Result<System, Damaged> {
        let id = self.id;
        let damaged = |column| Damaged::new("system", column, id);
        let number = |number: i64, column| u16::try_from(number).map_err(|_| damaged(column));
        Ok(System {
            id,
            organisation: self
                .organisation_number
                .map(|number| number.parse())
                .transpose()
                .map_err(|_| damaged("organisation_number"))?,
            served: Served::parse(&self.served).ok_or_else(|| damaged("served"))?,
            url: self.url.map(|url| url.parse()).transpose().map_err(|_| damaged("url"))?,
            steps: Codes::<Step>::parse(&self.steps).ok_or_else(|| damaged("steps"))?,
            identifiers: Codes::<Identifier>::parse(&self.identifiers).ok_or_else(|| damaged("identifiers"))?,
            at_once: number(self.at_once, "at_once")?,
            limit_days: number(self.limit_days, "limit_days")?,
            largest_file_mb: number(self.largest_file_mb, "largest_file_mb")?,
            review: Review::parse(&self.review).ok_or_else(|| damaged("review"))?,
            record: serde_json::from_str(&self.record).map_err(|_| damaged("record"))?,
            key: self.key,
            name: self.name,
            unit: self.unit,
            sector: self.sector,
            private_network: self.private_network,
            serves_access: self.serves_access,
            serves_rectification: self.serves_rectification,
            serves_erasure: self.serves_erasure,
            files_unseen: self.files_unseen,
            paused: self.paused,
            retired: self.retired,
        })
    }
}

/// All systems, up to so many, by key.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn systems(tx: &mut Tx, most: i64) -> Result<Vec<System>, Error> {
    let rows: Vec<SystemRow> = on!(tx, |conn| {
        sqlx::query_as(concat!("select ", columns!(), " from system order by key limit $1"))
            .bind(most)
            .fetch_all(conn)
            .await?
    });
    Ok(rows.into_iter().map(SystemRow::read).collect::<Result<_, _>>()?)
}

/// A system.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_system(tx: &mut Tx, id: SystemId) -> Result<Option<System>, Error> {
    let row: Option<SystemRow> = on!(tx, |conn| {
        sqlx::query_as(concat!("select ", columns!(), " from system where id = $1"))
            .bind(id)
            .fetch_optional(conn)
            .await?
    });
    Ok(row.map(SystemRow::read).transpose()?)
}

/// The systems whose adapters may come with the tokens of an organisation, up to so many, by key.
///
/// # Errors
/// The database's own.
pub async fn systems_of_organisation(tx: &mut Tx, number: &str, most: i64) -> sqlx::Result<Vec<(SystemId, String)>> {
    on!(tx, |conn| {
        sqlx::query_as(
            "select id, key from system where organisation_number = $1 and not retired order by key limit $2",
        )
        .bind(number)
        .bind(most)
        .fetch_all(conn)
        .await
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
        Right::Access => serving_sql!("serves_access"),
        Right::Rectification => serving_sql!("serves_rectification"),
        Right::Erasure => serving_sql!("serves_erasure"),
    };
    let rows: Vec<(SystemId, String, String, String, String, i64)> =
        on!(tx, |conn| sqlx::query_as(sql).bind(most).fetch_all(conn).await?);
    let serving = rows.into_iter().map(|(id, sector, served, steps, identifiers, limit_days)| {
        let damaged = |column| Damaged::new("system", column, id);
        Ok(Serving {
            id,
            sector,
            served: Served::parse(&served).ok_or_else(|| damaged("served"))?,
            steps: Codes::<Step>::parse(&steps).ok_or_else(|| damaged("steps"))?,
            identifiers: Codes::<Identifier>::parse(&identifiers).ok_or_else(|| damaged("identifiers"))?,
            limit_days: u16::try_from(limit_days).map_err(|_| damaged("limit_days"))?,
        })
    });
    serving.collect()
}

/// The name of the system of each task that is a gap of a decision.
///
/// # Errors
/// The database's own.
pub async fn missing_in(tx: &mut Tx, decision: DecisionId) -> sqlx::Result<BTreeMap<TaskId, String>> {
    let rows: Vec<(TaskId, String)> = on!(tx, |conn| {
        sqlx::query_as(
            "select t.id, s.name from decision_gap g join task t on t.id = g.task_id \
             join system s on s.id = t.system_id where g.decision_id = $1",
        )
        .bind(decision)
        .fetch_all(conn)
        .await?
    });
    Ok(rows.into_iter().collect())
}

/// Which kinds of data each system holds, up to so many systems.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn categories(tx: &mut Tx, most: i64) -> Result<BTreeMap<SystemId, Vec<String>>, Error> {
    let rows: Vec<(SystemId, String)> = on!(tx, |conn| {
        sqlx::query_as("select id, record from system where not retired order by id limit $1")
            .bind(most)
            .fetch_all(conn)
            .await?
    });
    let categories = rows.into_iter().map(|(id, record)| {
        let record: Record = serde_json::from_str(&record).map_err(|_| Damaged::new("system", "record", id))?;
        Ok((id, record.categories))
    });
    categories.collect()
}
