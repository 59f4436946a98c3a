//! The tables of tasks, attempts and answers. Leases are in `lease/store.rs`.

use jiff::civil::Date;
use sqlx::QueryBuilder;

use super::rules::{HumanReason, Outcome, Step, Task, TaskState};
use crate::cases::rules::TaskCounts;
use crate::coded;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, ClaimId, DecisionId, SystemId, TaskId};
use crate::on;

/// Rows in one statement: eight values each, and SQLite takes 32,766.
const ROWS_AT_ONCE: usize = 500;

/// Who is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The system's adapter, from this moment on (UTC milliseconds).
    At(i64),
    /// A person.
    WithHuman(HumanReason),
}

/// A task that is being made.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// Its id.
    pub id: TaskId,
    /// The claim.
    pub claim: ClaimId,
    /// The system that is asked.
    pub system: SystemId,
    /// What it is asked to do.
    pub step: Step,
    /// 1, or more when it is asked again.
    pub round: u32,
    /// With `execute` only.
    pub decision: Option<DecisionId>,
    /// Who is asked first.
    pub start: Start,
    /// From when on only a person is asked.
    pub human_at: i64,
    /// The system's own limit.
    pub internal_due_on: Date,
}

coded! {
    /// How one try at a task ended.
    pub enum Tried {
        /// It was answered.
        Answered = "answered",
        /// It failed in a way that nobody foresaw.
        Failed = "failed",
        /// There was no connection, or it broke off.
        Unreachable = "unreachable",
        /// Its certificate is not one that we trust.
        TlsFailed = "tls_failed",
        /// The time for connection, head and body was over.
        TimedOut = "timed_out",
        /// Its name leads to an address that the register does not allow.
        AddressRefused = "address_refused",
        /// It wanted to send us somewhere else.
        Redirected = "redirected",
        /// It has too much to do, and says so.
        Busy = "busy",
        /// It answered with a status that means *no*.
        BadStatus = "bad_status",
        /// It answered with more than may be read.
        TooLarge = "too_large",
        /// What it answered is no answer to this task.
        InvalidAnswer = "invalid_answer",
        /// It was given back.
        Released = "released",
        /// Nobody said anything until the lease ended.
        LeaseEnded = "lease_ended",
    }
}

/// One try at a task. Never what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// UTC milliseconds.
    pub started_at: i64,
    /// UTC milliseconds.
    pub ended_at: i64,
    /// The worker or adapter.
    pub by: String,
    /// How it ended.
    pub tried: Tried,
    /// Where HTTP was spoken.
    pub http_status: Option<u16>,
    /// Of what was received.
    pub size_bytes: Option<u64>,
}

/// Adds tasks.
///
/// # Errors
/// The database's own; a task for the same claim, system, step and round is there.
pub async fn insert_tasks(tx: &mut Tx, tasks: &[NewTask]) -> sqlx::Result<()> {
    for tasks in tasks.chunks(ROWS_AT_ONCE) {
        on!(&mut *tx, |conn| {
            let mut insert = QueryBuilder::new(
                "insert into task (id, claim_id, system_id, step, round, decision_id, state, attempt, due_at, human_at, \
                 internal_due_on, human_reason) ",
            );
            insert.push_values(tasks, |mut row, task| {
                let (state, due_at, reason) = match task.start {
                    Start::At(due_at) => ("ready", Some(due_at), None),
                    Start::WithHuman(reason) => ("with_human", None, Some(reason.code())),
                };
                row.push_bind(task.id).push_bind(task.claim).push_bind(task.system);
                // Codes of our own, which cost less as a part of the statement. It is the same from case to case.
                row.push(format_args!("'{}'", task.step.code())).push(task.round);
                row.push_bind(task.decision).push(format_args!("'{state}'")).push("0");
                row.push_bind(due_at).push_bind(task.human_at).push_bind(task.internal_due_on.to_string());
                row.push_bind(reason);
            });
            insert.build().execute(conn).await?;
        });
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: TaskId,
    claim_id: ClaimId,
    system_id: SystemId,
    step: String,
    round: i64,
    decision_id: Option<DecisionId>,
    state: String,
    attempt: i64,
    due_at: Option<i64>,
    leased_at: Option<i64>,
    leased_by: Option<String>,
    human_reason: Option<String>,
    outcome: Option<String>,
    answered_at: Option<i64>,
}

impl TaskRow {
    fn read(self) -> Result<Task, Damaged> {
        let damaged = |column| Damaged::new("task", column, self.id);
        let step = Step::parse(&self.step).ok_or_else(|| damaged("step"))?;
        let state = match (self.state.as_str(), self.due_at) {
            ("ready", Some(due_at)) => TaskState::Ready { due_at },
            ("leased", Some(until)) => TaskState::Leased {
                by: self.leased_by.clone().ok_or_else(|| damaged("leased_by"))?,
                since: self.leased_at.ok_or_else(|| damaged("leased_at"))?,
                until,
            },
            ("with_human", None) => {
                let reason = self.human_reason.as_deref().and_then(HumanReason::parse);
                TaskState::WithHuman(reason.ok_or_else(|| damaged("human_reason"))?)
            }
            ("answered", None) => {
                let outcome = self.outcome.as_deref().and_then(|code| Outcome::parse(step, code));
                TaskState::Answered {
                    outcome: outcome.ok_or_else(|| damaged("outcome"))?,
                    at: self.answered_at.ok_or_else(|| damaged("answered_at"))?,
                }
            }
            ("withdrawn", None) => TaskState::Withdrawn,
            _ => return Err(damaged("state")),
        };
        Ok(Task {
            id: self.id,
            claim: self.claim_id,
            system: self.system_id,
            step,
            round: u32::try_from(self.round).map_err(|_| damaged("round"))?,
            decision: self.decision_id,
            attempt: u32::try_from(self.attempt).map_err(|_| damaged("attempt"))?,
            state,
        })
    }
}

macro_rules! select_tasks {
    ($rest:literal) => {
        concat!(
            "select id, claim_id, system_id, step, round, decision_id, state, attempt, due_at, leased_at, leased_by, \
             human_reason, outcome, answered_at from task ",
            $rest
        )
    };
}

/// A task.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_task(tx: &mut Tx, id: TaskId) -> Result<Option<Task>, Error> {
    let row: Option<TaskRow> =
        on!(tx, |conn| sqlx::query_as(select_tasks!("where id = $1")).bind(id).fetch_optional(conn).await?);
    Ok(row.map(TaskRow::read).transpose()?)
}

/// All tasks of a claim, by id.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn tasks_of(tx: &mut Tx, claim: ClaimId) -> Result<Vec<Task>, Error> {
    let rows: Vec<TaskRow> = on!(tx, |conn| {
        sqlx::query_as(select_tasks!("where claim_id = $1 order by id")).bind(claim).fetch_all(conn).await?
    });
    Ok(rows.into_iter().map(TaskRow::read).collect::<Result<_, _>>()?)
}

/// Of [`count_systems`].
pub const COUNT_SYSTEMS: &str = "\
    select count(*), coalesce(sum(case when s.left_over = 0 then 1 else 0 end), 0), \
    coalesce(sum(case when s.with_human > 0 then 1 else 0 end), 0) from ( \
    select t.system_id, sum(case when t.state = 'answered' and g.task_id is null then 0 else 1 end) as left_over, \
    sum(case when t.state = 'with_human' and g.task_id is null then 1 else 0 end) as with_human \
    from claim c join task t on t.claim_id = c.id left join decision_gap g on g.task_id = t.id and c.outcome <> 'open' \
    and exists (select 1 from letter l where l.decision_id = g.decision_id and l.issued_at is not null) \
    and not exists (select 1 from decision d join letter n on n.decision_id = d.id \
    where d.claim_id = t.claim_id and d.id > g.decision_id and n.issued_at is not null) \
    where c.case_id = $1 and t.state <> 'withdrawn' group by t.system_id) s";

/// How many systems are asked in a case, how many of them have answered all that they were asked, and in how many a person is
/// asked. A system that the person was told is missing is neither, until they are told what it had: its name and a number
/// that changes would say that there is something to go through.
///
/// # Errors
/// The database's own.
pub async fn count_systems(tx: &mut Tx, case: CaseId) -> sqlx::Result<(i64, i64, i64)> {
    on!(tx, |conn| sqlx::query_as(COUNT_SYSTEMS).bind(case).fetch_one(conn).await)
}

/// [`count_tasks`].
pub const COUNT_TASKS: &str = "\
    select t.state, t.attempt > 0, count(*) from claim c join task t on t.claim_id = c.id \
    where c.case_id = $1 group by 1, 2";

/// How far the tasks of a case have come.
///
/// # Errors
/// The database's own.
pub async fn count_tasks(tx: &mut Tx, case: CaseId) -> sqlx::Result<TaskCounts> {
    let rows: Vec<(String, bool, i64)> = on!(tx, |conn| sqlx::query_as(COUNT_TASKS).bind(case).fetch_all(conn).await?);
    let mut counts = TaskCounts::default();
    for (state, tried, count) in rows {
        let count = u64::try_from(count).unwrap_or_default();
        match (state.as_str(), tried) {
            ("answered", _) => counts.answered += count,
            ("ready", false) => counts.waiting += count,
            ("ready" | "leased" | "with_human", _) => counts.under_way += count,
            _ => {}
        }
    }
    Ok(counts)
}

/// [`case_of`].
pub const CASE_OF: &str = "select c.case_id from task t join claim c on c.id = t.claim_id where t.id = $1";

/// The case that a task belongs to.
///
/// # Errors
/// The database's own.
pub async fn case_of(tx: &mut Tx, id: TaskId) -> sqlx::Result<Option<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(CASE_OF).bind(id).fetch_optional(conn).await)
}

/// [`withdraw_tasks`].
pub const WITHDRAW_TASKS: &str = "\
    update task set state = 'withdrawn', due_at = null, leased_at = null, leased_by = null, human_reason = null \
    where claim_id in (select id from claim where case_id = $1 and (cast($2 as text) is null or id = $2)) \
    and step in ('collect', 'assess', 'restrict') and state in ('ready', 'leased', 'with_human')";

/// Ends every task of a case, or of one claim in it, by which something was to be found out: nobody waits for it any more. What
/// follows from an answer that the person has (others are told, what was restricted is used again) goes on. How many they were.
///
/// # Errors
/// The database's own.
pub async fn withdraw_tasks(tx: &mut Tx, case: CaseId, claim: Option<ClaimId>) -> sqlx::Result<u64> {
    on!(tx, |conn| sqlx::query(WITHDRAW_TASKS)
        .bind(case)
        .bind(claim)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))
}

/// Ends one task that is not answered, also where somebody holds it; how often it had been taken. `None` where it was not to be
/// ended.
///
/// # Errors
/// The database's own.
pub async fn withdraw_task(tx: &mut Tx, id: TaskId) -> sqlx::Result<Option<i64>> {
    on!(tx, |conn| {
        sqlx::query_scalar(
            "update task set state = 'withdrawn', due_at = null, leased_at = null, leased_by = null, human_reason = null \
             where id = $1 and state in ('ready', 'leased', 'with_human') returning attempt",
        )
        .bind(id)
        .fetch_optional(conn)
        .await
    })
}

/// Asks for a task again that was withdrawn; whether it was.
///
/// # Errors
/// The database's own.
pub async fn ask_again(tx: &mut Tx, id: TaskId, start: Start) -> sqlx::Result<bool> {
    let (state, due_at, reason) = match start {
        Start::At(due_at) => ("ready", Some(due_at), None),
        Start::WithHuman(reason) => ("with_human", None, Some(reason.code())),
    };
    on!(tx, |conn| {
        sqlx::query("update task set state = $2, due_at = $3, human_reason = $4 where id = $1 and state = 'withdrawn'")
            .bind(id)
            .bind(state)
            .bind(due_at)
            .bind(reason)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Whether a system still has to do what was decided in a case.
///
/// # Errors
/// The database's own.
pub async fn is_any_executing(tx: &mut Tx, case: CaseId) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select t.id from claim c join task t on t.claim_id = c.id where c.case_id = $1 and t.step = 'execute' \
             and t.state in ('ready', 'leased', 'with_human') limit 1",
        )
        .bind(case)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// Notes tries, each with its task.
///
/// # Errors
/// The database's own; a number has been noted.
pub async fn insert_attempts(tx: &mut Tx, attempts: &[(TaskId, Attempt)]) -> sqlx::Result<()> {
    if attempts.is_empty() {
        return Ok(());
    }
    on!(tx, |conn| {
        let mut insert = QueryBuilder::new(
            "insert into attempt (task_id, number, started_at, ended_at, tried_by, outcome, http_status, size_bytes) ",
        );
        insert.push_values(attempts, |mut row, (task, attempt)| {
            row.push_bind(*task).push_bind(i64::from(attempt.number));
            row.push_bind(attempt.started_at).push_bind(attempt.ended_at);
            row.push_bind(attempt.by.as_str()).push_bind(attempt.tried.code());
            row.push_bind(attempt.http_status.map(i64::from));
            row.push_bind(attempt.size_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)));
        });
        insert.build().execute(conn).await.map(|_| ())
    })
}

type AttemptRow = (i64, i64, i64, String, String, Option<i64>, Option<i64>);

/// All tries at a task, in order.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn attempts_of(tx: &mut Tx, task: TaskId) -> Result<Vec<Attempt>, Error> {
    let rows: Vec<AttemptRow> = on!(tx, |conn| {
        sqlx::query_as(
            "select number, started_at, ended_at, tried_by, outcome, http_status, size_bytes from attempt \
             where task_id = $1 order by number",
        )
        .bind(task)
        .fetch_all(conn)
        .await?
    });
    let attempts = rows.into_iter().map(|(number, started_at, ended_at, by, outcome, http_status, size_bytes)| {
        let damaged = |column| Damaged::new("attempt", column, format!("{task}, {number}"));
        Ok(Attempt {
            number: u32::try_from(number).map_err(|_| damaged("number"))?,
            started_at,
            ended_at,
            by,
            tried: Tried::parse(&outcome).ok_or_else(|| damaged("outcome"))?,
            http_status: http_status.map(u16::try_from).transpose().map_err(|_| damaged("http_status"))?,
            size_bytes: size_bytes.map(u64::try_from).transpose().map_err(|_| damaged("size_bytes"))?,
        })
    });
    attempts.collect()
}
