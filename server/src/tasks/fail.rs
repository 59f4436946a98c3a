//! A try that brought no answer: noted, and then tried again or given to a person.

use std::time::Duration;

use rand::Rng;

use super::lease::Lease;
use super::lease::store as leases;
use super::retry::{self, Next, Schedule};
use super::store::{self, Attempt, Tried};
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::office::Office;
use crate::systems::circuit;

/// Why a try brought no answer.
#[derive(Clone, Debug)]
pub struct Failure {
    /// How it ended.
    pub tried: Tried,
    /// What the system answered, where HTTP was spoken.
    pub http_status: Option<u16>,
    /// How long the system asks to be left alone.
    pub retry_after: Option<Duration>,
}

impl Default for Failure {
    fn default() -> Self {
        Self { tried: Tried::Failed, http_status: None, retry_after: None }
    }
}

/// Ends a lease without an answer; what follows, or `None` where the lease was lost.
///
/// # Errors
/// The database's own.
pub async fn fail(office: &Office, lease: &Lease, failure: &Failure) -> Result<Option<Next>, Error> {
    retried(|| async move {
        let random = rand::rng().next_u32();
        let mut tx = office.db.write().await?;
        let next = save(&mut tx, lease, failure, office.clock.now_ms(), random).await?;
        if next.is_some() {
            tx.commit().await?;
        }
        Ok(next)
    })
    .await
}

/// The same within a transaction of the caller's.
pub(super) async fn save(
    tx: &mut Tx,
    lease: &Lease,
    failure: &Failure,
    now: i64,
    random: u32,
) -> Result<Option<Next>, Error> {
    let schedule = Schedule::default();
    let left = u64::try_from(lease.human_at - now).ok().map(|ms| Duration::from_millis(ms) + schedule.human_needs);
    let next = match (failure.tried, failure.retry_after) {
        (Tried::Released, Some(asked)) => retry::after_release(&schedule, lease.attempt, asked, random, left),
        _ => retry::after_failure(&schedule, lease.attempt, failure.retry_after, random, left),
    };
    let held = match next {
        Next::TryAfter(delay) => {
            let due_at = now.saturating_add(i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
            leases::put_back(tx, lease.task, lease.attempt, due_at).await?
        }
        Next::WithHuman(reason) => leases::to_human(tx, lease.task, lease.attempt, reason).await?,
    };
    if !held {
        return Ok(None);
    }
    // What failed on our side says nothing of the system.
    if !matches!(failure.tried, Tried::Released | Tried::LeaseEnded | Tried::Failed) {
        circuit::failed(tx, lease.system, failure.tried, now).await?;
    }
    let attempt = Attempt {
        number: lease.attempt,
        started_at: lease.since,
        // A clock that was set back must not make a try that ends before it began.
        ended_at: now.max(lease.since),
        by: lease.by.clone(),
        tried: failure.tried,
        http_status: failure.http_status,
        size_bytes: None,
    };
    store::insert_attempts(tx, &[(lease.task, attempt)]).await?;
    Ok(Some(next))
}
