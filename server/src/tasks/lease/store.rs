//! Leases, in the table of tasks: who works on what, until when.

use std::collections::BTreeSet;

use jiff::civil::Date;
use sqlx::{AssertSqlSafe, QueryBuilder};

use crate::db::{Tx, push_list};
use crate::error::{Damaged, Error};
use crate::id::{ClaimId, DecisionId, SystemId, TaskId};
use crate::on;
use crate::tasks::rules::{HumanReason, Outcome, Step};

/// A task that somebody has, and all that is needed to work on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The task.
    pub task: TaskId,
    /// The claim it is a part of.
    pub claim: ClaimId,
    /// The system that is asked.
    pub system: SystemId,
    /// What it is asked to do.
    pub step: Step,
    /// The decision that is carried out; with `execute` only.
    pub decision: Option<DecisionId>,
    /// The fence: every change names it, and changes nothing once somebody else has the task.
    pub attempt: u32,
    /// Who has it.
    pub by: String,
    /// Since when, in UTC milliseconds.
    pub since: i64,
    /// Until when, in UTC milliseconds.
    pub until: i64,
    /// From when on only a person is asked, in UTC milliseconds.
    pub human_at: i64,
    /// The system's own limit.
    pub internal_due_on: Date,
}

#[derive(sqlx::FromRow)]
struct LeaseRow {
    id: TaskId,
    claim_id: ClaimId,
    system_id: SystemId,
    step: String,
    decision_id: Option<DecisionId>,
    attempt: i64,
    leased_by: String,
    leased_at: i64,
    due_at: i64,
    human_at: i64,
    internal_due_on: String,
}

impl LeaseRow {
    fn read(self) -> Result<Lease, Damaged> {
        let damaged = |column| Damaged::new("task", column, self.id);
        Ok(Lease {
            task: self.id,
            claim: self.claim_id,
            system: self.system_id,
            step: Step::parse(&self.step).ok_or_else(|| damaged("step"))?,
            decision: self.decision_id,
            attempt: u32::try_from(self.attempt).map_err(|_| damaged("attempt"))?,
            since: self.leased_at,
            until: self.due_at,
            human_at: self.human_at,
            internal_due_on: self.internal_due_on.parse().map_err(|_| damaged("internal_due_on"))?,
            by: self.leased_by,
        })
    }
}

/// A row that was changed by hand is left out and logged: it must not stop all others, each time anew.
fn read(rows: Vec<LeaseRow>) -> Vec<Lease> {
    let read = rows.into_iter().map(LeaseRow::read);
    read.filter_map(|lease| lease.inspect_err(|error| tracing::error!(%error, "A task is left alone: {error}")).ok())
        .collect()
}

/// What every statement here hands out.
macro_rules! lease_columns {
    () => {
        "id, claim_id, system_id, step, decision_id, attempt, leased_by, leased_at, due_at, human_at, internal_due_on"
    };
}

/// Leases tasks of systems that are called: the first one due of each system that has room, for up to `$3` systems
/// after `$2` in the order of their ids. The limit of each system is a part of the statement.
///
/// The subquery is written twice so that each part is one step down an index, whichever number of tasks and systems
/// there is; as a join, a planner would read all tasks first.
pub const LEASE_CALLS: &str = concat!(
    "with lane as materialized ( \
       select s.id from system s \
       where s.id > $2 and s.served in ('call', 'portal') and not s.paused and not s.retired \
       and (s.open_until is null or s.open_until <= $1) \
       and (select t.id from task t where t.system_id = s.id and t.state = 'ready' and t.due_at <= $1 \
            order by t.due_at, t.id limit 1) is not null \
       and (select count(*) from task l where l.system_id = s.id and l.state = 'leased') \
           < case when s.failures < 5 then s.at_once else 1 end \
       order by s.id limit $3 \
     ), picked as materialized ( \
       select (select t.id from task t where t.system_id = lane.id and t.state = 'ready' and t.due_at <= $1 \
               order by t.due_at, t.id limit 1) as id from lane \
     ) \
     update task set state = 'leased', attempt = attempt + 1, leased_at = $1, due_at = $4, leased_by = $5 \
     where state = 'ready' and id in (select id from picked) returning ",
    lease_columns!()
);

/// Leases up to `$3` tasks of the system `$2`, those first due first.
pub const LEASE_OF: &str = concat!(
    "with picked as materialized ( \
       select id from task where system_id = $2 and state = 'ready' and due_at <= $1 order by due_at, id limit $3 \
     ) \
     update task set state = 'leased', attempt = attempt + 1, leased_at = $1, due_at = $4, leased_by = $5 \
     where state = 'ready' and id in (select id from picked) returning ",
    lease_columns!()
);

/// [`LEASE_CALLS`], ordered by system; `after` is the id of the last system that was served, as text.
///
/// # Errors
/// The database's own.
pub async fn lease_calls(
    tx: &mut Tx,
    now: i64,
    after: &str,
    most: i64,
    until: i64,
    by: &str,
) -> sqlx::Result<Vec<Lease>> {
    let rows = on!(tx, |conn| {
        sqlx::query_as(LEASE_CALLS).bind(now).bind(after).bind(most).bind(until).bind(by).fetch_all(conn).await?
    });
    let mut leases = read(rows);
    leases.sort_by_key(|lease| lease.system);
    Ok(leases)
}

/// [`is_any_ready`].
pub const IS_ANY_READY: &str = "\
    select id from task where system_id = $1 and state = 'ready' and due_at <= $2 order by due_at, id limit 1";

/// Whether a system has a task that may be taken now.
///
/// # Errors
/// The database's own.
pub async fn is_any_ready(tx: &mut Tx, system: SystemId, now: i64) -> sqlx::Result<bool> {
    let found: Option<TaskId> =
        on!(tx, |conn| sqlx::query_scalar(IS_ANY_READY).bind(system).bind(now).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// [`room`].
pub const ROOM: &str = "\
    select s.at_once - (select count(*) from task where system_id = $1 and state = 'leased') from system s \
    where s.id = $1 and s.served = 'pull' and not s.paused and not s.retired";

/// How many more tasks of a system that asks us may be under way; 0 where it is paused, or served in another way.
///
/// # Errors
/// The database's own.
pub async fn room(tx: &mut Tx, system: SystemId) -> sqlx::Result<i64> {
    let room: Option<i64> = on!(tx, |conn| sqlx::query_scalar(ROOM).bind(system).fetch_optional(conn).await?);
    Ok(room.unwrap_or(0).max(0))
}

/// [`LEASE_OF`].
///
/// # Errors
/// The database's own.
pub async fn lease_of(
    tx: &mut Tx,
    now: i64,
    system: SystemId,
    most: i64,
    until: i64,
    by: &str,
) -> sqlx::Result<Vec<Lease>> {
    let rows = on!(tx, |conn| {
        sqlx::query_as(LEASE_OF).bind(now).bind(system).bind(most).bind(until).bind(by).fetch_all(conn).await?
    });
    Ok(read(rows))
}

/// [`held`].
pub const HELD: &str =
    concat!("select ", lease_columns!(), " from task where id = $1 and attempt = $2 and state = 'leased'");

/// The lease of a task, while it is still this attempt's.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn held(tx: &mut Tx, task: TaskId, attempt: u32) -> Result<Option<Lease>, Error> {
    let row: Option<LeaseRow> =
        on!(tx, |conn| sqlx::query_as(HELD).bind(task).bind(i64::from(attempt)).fetch_optional(conn).await?);
    Ok(row.map(LeaseRow::read).transpose()?)
}

/// The leases of several tasks, whichever attempt has them; a task that nobody has is left out.
///
/// # Errors
/// The database's own.
pub async fn all_held(tx: &mut Tx, tasks: &[TaskId]) -> sqlx::Result<Vec<Lease>> {
    let rows = on!(tx, |conn| {
        let mut select =
            QueryBuilder::new(concat!("select ", lease_columns!(), " from task where state = 'leased' and id in"));
        push_list(&mut select, tasks.iter().copied());
        select.build_query_as().fetch_all(conn).await?
    });
    Ok(read(rows))
}

/// [`ended`].
pub const ENDED: &str = concat!(
    "select ",
    lease_columns!(),
    " from task where state = 'leased' and due_at <= $1 order by due_at, id limit $2"
);

/// Leases that have ended, up to so many, first ended first.
///
/// # Errors
/// The database's own.
pub async fn ended(tx: &mut Tx, now: i64, most: i64) -> sqlx::Result<Vec<Lease>> {
    let rows = on!(tx, |conn| sqlx::query_as(ENDED).bind(now).bind(most).fetch_all(conn).await?);
    Ok(read(rows))
}

/// [`extend`].
pub const EXTEND: &str = "\
    update task set due_at = case when human_at < $4 then case when due_at < human_at then human_at else due_at end \
    when due_at < $4 then $4 else due_at end \
    where id = $1 and attempt = $2 and state = 'leased' and due_at > $3 and human_at > $3 and leased_at < $4 \
    returning due_at";

/// Keeps a lease until `until` at least, but not beyond the time from which on a person is asked; until when it is, if it
/// was still held.
///
/// # Errors
/// The database's own.
pub async fn extend(tx: &mut Tx, task: TaskId, attempt: u32, now: i64, until: i64) -> sqlx::Result<Option<i64>> {
    // A lease that has ended is not brought back: the task may be handed out in this moment.
    on!(tx, |conn| {
        sqlx::query_scalar(EXTEND).bind(task).bind(i64::from(attempt)).bind(now).bind(until).fetch_optional(conn).await
    })
}

/// Makes whoever changes a lease wait until the transaction ends; whether it is still this attempt's.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &mut Tx, task: TaskId, attempt: u32) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update task set attempt = attempt where id = $1 and attempt = $2 and state = 'leased'")
            .bind(task)
            .bind(i64::from(attempt))
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Gives a lease back that nobody ever heard of, as if it had not been; whether it was still held.
///
/// # Errors
/// The database's own.
pub async fn undo(tx: &mut Tx, task: TaskId, attempt: u32, now: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(
            "update task set state = 'ready', attempt = attempt - 1, due_at = $3, leased_at = null, leased_by = null \
             where id = $1 and attempt = $2 and state = 'leased'",
        )
        .bind(task)
        .bind(i64::from(attempt))
        .bind(now)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
    })
}

/// [`answered`], for so many. The columns of a list of values have these names on both databases.
pub fn answered_sql(count: usize) -> String {
    let row = |row| format!("(${}, cast(${} as bigint), ${})", row * 3 + 2, row * 3 + 3, row * 3 + 4);
    let values: Vec<String> = (0..count).map(row).collect();
    format!(
        "update task set state = 'answered', outcome = ended.column3, answered_at = $1, due_at = null, \
         leased_at = null, leased_by = null from (values {}) as ended \
         where task.id = ended.column1 and task.attempt = ended.column2 and task.state = 'leased' returning task.id",
        values.join(", ")
    )
}

/// Ends leases with an answer each, given as task, attempt and outcome; those that were still held.
///
/// # Errors
/// The database's own; a step does not end so.
pub async fn answered(tx: &mut Tx, ends: &[(TaskId, u32, Outcome)], at: i64) -> sqlx::Result<BTreeSet<TaskId>> {
    if ends.is_empty() {
        return Ok(BTreeSet::new());
    }
    let sql = answered_sql(ends.len());
    let ended: Vec<TaskId> = on!(tx, |conn| {
        let mut update = sqlx::query_scalar(AssertSqlSafe(sql)).bind(at);
        for (task, attempt, outcome) in ends {
            update = update.bind(*task).bind(i64::from(*attempt)).bind(outcome.code());
        }
        update.fetch_all(conn).await?
    });
    Ok(ended.into_iter().collect())
}

/// [`put_back`].
pub const PUT_BACK: &str = "\
    update task set state = 'ready', due_at = $3, leased_at = null, leased_by = null \
    where id = $1 and attempt = $2 and state = 'leased'";

/// Ends a lease; the task may be taken again from `due_at` on. Whether it was still held.
///
/// # Errors
/// The database's own.
pub async fn put_back(tx: &mut Tx, task: TaskId, attempt: u32, due_at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(PUT_BACK)
            .bind(task)
            .bind(i64::from(attempt))
            .bind(due_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// [`to_human`].
pub const TO_HUMAN: &str = "\
    update task set state = 'with_human', human_reason = $3, due_at = null, leased_at = null, leased_by = null \
    where id = $1 and attempt = $2 and state = 'leased'";

/// Ends a lease; a person is asked now. Whether it was still held.
///
/// # Errors
/// The database's own.
pub async fn to_human(tx: &mut Tx, task: TaskId, attempt: u32, reason: HumanReason) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query(TO_HUMAN)
            .bind(task)
            .bind(i64::from(attempt))
            .bind(reason.code())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Whether a lease has ended.
///
/// # Errors
/// The database's own.
pub async fn is_any_ended(tx: &mut Tx, now: i64) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar("select id from task where state = 'leased' and due_at <= $1 order by due_at, id limit 1")
            .bind(now)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}

/// Tasks that programs are to work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingTasks {
    /// That may be taken, now or later.
    pub ready: i64,
    /// That somebody has.
    pub leased: i64,
}

/// How many tasks programs are to work on.
///
/// # Errors
/// The database's own.
pub async fn count_waiting(tx: &mut Tx) -> sqlx::Result<WaitingTasks> {
    on!(tx, |conn| {
        sqlx::query_as(
            "select (select count(*) from task where state = 'ready') as ready, \
             (select count(*) from task where state = 'leased') as leased",
        )
        .fetch_one(conn)
        .await
    })
}
