//! Taking tasks: a lease gives a task to one worker or adapter until a time, and then to nobody.

pub mod store;

use rand::Rng;

pub use self::store::Lease;
use super::fail;
use super::store::Tried;
use crate::db::Turn;
use crate::error::{Error, retried};
use crate::id::{SystemId, TaskId};
use crate::office::Office;

/// Ended leases that are looked at in one transaction.
const ENDED_AT_ONCE: i64 = 200;

/// Leases tasks of systems that are called: at most one of each system, of up to `most` systems, going round after the
/// system `after`. No system has more tasks under way than its limit, whichever number of nodes leases at once.
///
/// # Errors
/// The database's own.
pub async fn calls(
    office: &Office,
    by: &str,
    after: Option<SystemId>,
    most: u16,
    lease_ms: i64,
) -> Result<Vec<Lease>, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        // The limits hold because only one transaction at a time counts what is under way and adds to it.
        tx.turn(Turn::LeaseCalls).await?;
        let most = i64::from(most);
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let mut leases = store::lease_calls(&mut tx, now, &after, most, now + lease_ms, by).await?;
        let left = most - i64::try_from(leases.len()).unwrap_or(most);
        if left > 0 && !after.is_empty() {
            leases.extend(store::lease_calls(&mut tx, now, "", left, now + lease_ms, by).await?);
        }
        tx.commit().await?;
        Ok(leases)
    })
    .await
}

/// What one system asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The system.
    pub system: SystemId,
    /// Who has the tasks then.
    pub by: String,
    /// How many at most.
    pub most: u16,
    /// For how long.
    pub lease_ms: i64,
}

/// Leases what several systems ask for, in one transaction; in their order.
pub async fn of_systems(office: &Office, wishes: &[Wish]) -> Vec<Result<Vec<Lease>, String>> {
    // Turns are taken in one order, so that two nodes cannot wait for each other.
    let mut order: Vec<(usize, &Wish)> = wishes.iter().enumerate().collect();
    order.sort_by_key(|(_, wish)| wish.system);
    let order = &order;
    let leased = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let mut leased = vec![Vec::new(); order.len()];
        for (index, wish) in order {
            tx.turn(Turn::LeaseOf(wish.system)).await?;
            let most = i64::from(wish.most).min(store::room(&mut tx, wish.system).await?);
            leased[*index] = store::lease_of(&mut tx, now, wish.system, most, now + wish.lease_ms, &wish.by).await?;
        }
        tx.commit().await?;
        Ok::<_, Error>(leased)
    })
    .await;
    match leased {
        Ok(leased) => leased.into_iter().map(Ok).collect(),
        Err(error) => wishes.iter().map(|_| Err(error.to_string())).collect(),
    }
}

/// Gives leases back that nobody ever heard of: they count as no try.
pub async fn undo(office: &Office, leases: &[Lease]) {
    let undone = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        for lease in leases {
            store::undo(&mut tx, lease.task, lease.attempt, now).await?;
        }
        tx.commit().await?;
        Ok::<_, Error>(())
    });
    match undone.await {
        Ok(()) => office.bell.notify_waiters(),
        Err(error) => tracing::warn!(%error, "Leases that nobody has are left until they end: {error}"),
    }
}

/// Leases up to `most` tasks of one system that asks for them.
///
/// # Errors
/// The database's own.
pub async fn of_system(
    office: &Office,
    system: SystemId,
    by: &str,
    most: u16,
    lease_ms: i64,
) -> Result<Vec<Lease>, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        tx.turn(Turn::LeaseOf(system)).await?;
        let most = i64::from(most).min(store::room(&mut tx, system).await?);
        let leases = store::lease_of(&mut tx, now, system, most, now + lease_ms, by).await?;
        tx.commit().await?;
        Ok(leases)
    })
    .await
}

/// Keeps a lease for so long from now on; until when it is, or `None` where it is lost.
///
/// # Errors
/// The database's own.
pub async fn heartbeat(office: &Office, task: TaskId, attempt: u32, lease_ms: i64) -> Result<Option<i64>, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let held = store::extend(&mut tx, task, attempt, now, now + lease_ms).await?;
        tx.commit().await?;
        Ok(held)
    })
    .await
}

/// Takes back the leases that have ended: the next try follows the schedule, so that a task that kills its worker
/// comes to a person in the end. Returns how many.
///
/// # Errors
/// The database's own.
pub async fn take_back_ended(office: &Office) -> Result<u64, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.read().await?;
        if !store::is_any_ended(&mut tx, now).await? {
            return Ok(0);
        }
        drop(tx);
        let mut tx = office.db.write().await?;
        tx.turn(Turn::TakeBack).await?;
        let ended = store::ended(&mut tx, now, ENDED_AT_ONCE).await?;
        let mut count = 0;
        for lease in ended {
            let failure = fail::Failure { tried: Tried::LeaseEnded, ..fail::Failure::default() };
            let random = rand::rng().next_u32();
            count += u64::from(fail::save(&mut tx, &lease, &failure, now, random).await?.is_some());
        }
        tx.commit().await?;
        Ok(count)
    })
    .await
}
