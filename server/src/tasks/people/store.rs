//! Tasks that people are asked about instead of programs, and back again.

use crate::db::Tx;
use crate::id::{SystemId, TaskId};
use crate::on;
use crate::tasks::rules::{HumanReason, Outcome, Step};

/// How long an adapter that is asked again on somebody's order has, even where a person would be asked by now.
const AT_LEAST_MS: i64 = 3_600_000;

macro_rules! give_sql {
    ($state:literal) => {
        concat!(
            "update task set state = 'with_human', human_reason = $2, due_at = null, leased_at = null, leased_by = null \
             where system_id = $1 and state = ",
            $state
        )
    };
}

macro_rules! retry_sql {
    ($state:literal) => {
        concat!(
            "update task set state = 'ready', due_at = $3, human_reason = null, \
             human_at = case when human_at < $4 then $4 else human_at end \
             where system_id = $1 and step = $2 and state = ",
            $state
        )
    };
}

/// [`near_limit_to_human`].
pub const NEAR_LIMIT_TO_HUMAN: &str = "\
    with picked as materialized ( \
      select id from task where state = 'ready' and human_at <= $1 order by human_at, id limit $2 \
    ) \
    update task set state = 'with_human', human_reason = 'limit_near', due_at = null \
    where state = 'ready' and human_at <= $1 and id in (select id from picked)";

/// Asks a person for up to so many tasks that nobody has taken and whose limit is near; how many they were.
///
/// # Errors
/// The database's own.
pub async fn near_limit_to_human(tx: &mut Tx, now: i64, most: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(NEAR_LIMIT_TO_HUMAN).bind(now).bind(most).execute(conn).await.map(|done| done.rows_affected())
    })
}

/// [`is_any_near_limit`].
pub const IS_ANY_NEAR_LIMIT: &str =
    "select id from task where state = 'ready' and human_at <= $1 order by human_at, id limit 1";

/// Whether there is a task that nobody has taken and whose limit is near.
///
/// # Errors
/// The database's own.
pub async fn is_any_near_limit(tx: &mut Tx, now: i64) -> sqlx::Result<bool> {
    let found: Option<TaskId> =
        on!(tx, |conn| sqlx::query_scalar(IS_ANY_NEAR_LIMIT).bind(now).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// [`give_to_people`].
pub const GIVE_TO_PEOPLE: [&str; 2] = [give_sql!("'ready'"), give_sql!("'leased'")];

/// Asks people for every task of a system that waits for a program, or that one has: it changes nothing any more. How many
/// they were.
///
/// # Errors
/// The database's own.
pub async fn give_to_people(tx: &mut Tx, system: SystemId, why: HumanReason) -> sqlx::Result<u64> {
    let mut given = 0;
    for sql in GIVE_TO_PEOPLE {
        given += on!(&mut *tx, |conn| {
            sqlx::query(sql).bind(system).bind(why.code()).execute(conn).await?.rows_affected()
        });
    }
    Ok(given)
}

/// [`retry_now`]: one statement for each state, because each has an index of its own.
pub const RETRY_NOW: [&str; 2] = [retry_sql!("'ready'"), retry_sql!("'with_human' and human_reason <> 'not_served'")];

/// Lets a system's adapter be asked again at once for every task of a step that is neither answered nor under way, for an
/// hour at least; how many they were. What the adapter cannot do, or whom it cannot find, stays with people.
///
/// # Errors
/// The database's own.
pub async fn retry_now(tx: &mut Tx, system: SystemId, step: Step, now: i64) -> sqlx::Result<u64> {
    let mut retried = 0;
    for sql in RETRY_NOW {
        retried += on!(&mut *tx, |conn| {
            let query = sqlx::query(sql).bind(system).bind(step.code()).bind(now).bind(now + AT_LEAST_MS);
            query.execute(conn).await?.rows_affected()
        });
    }
    Ok(retried)
}

/// [`answered_by_hand`].
pub const ANSWERED_BY_HAND: &str = "\
    update task set state = 'answered', attempt = attempt + 1, outcome = $2, answered_at = $3, human_reason = null \
    where id = $1 and state = 'with_human' returning attempt";

/// Ends a task that a person was asked about, as a new attempt; its number, if somebody is still asked.
///
/// # Errors
/// The database's own; the step does not end so.
pub async fn answered_by_hand(tx: &mut Tx, task: TaskId, outcome: Outcome, at: i64) -> sqlx::Result<Option<i64>> {
    on!(tx, |conn| {
        sqlx::query_scalar(ANSWERED_BY_HAND).bind(task).bind(outcome.code()).bind(at).fetch_optional(conn).await
    })
}
