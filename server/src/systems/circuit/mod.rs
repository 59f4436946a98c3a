//! Leaving alone for a while a system that cannot be reached, so that nobody waits for it in vain and it gets time to come
//! back. Its tasks lose no attempt meanwhile.
//!
//! The state is in the register's row, so that all nodes know it and anybody can see it: how often in a row it failed, and
//! until when nobody tries. After that time one task at a time is tried until one succeeds.

pub mod store;

use std::time::Duration;

use crate::db::Tx;
use crate::id::SystemId;
use crate::tasks::store::Tried;

/// So many failures in a row, and it is left alone. `LEASE_CALLS` in `tasks/lease/store.rs` has the number too.
pub const OPENS_AT: i64 = 5;
/// How long at first.
const FIRST: Duration = Duration::from_secs(30);
/// How long at most.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// How long it is left alone after so many failures in a row.
pub fn open_for(failures: i64) -> Option<Duration> {
    if failures < OPENS_AT {
        return None;
    }
    let doublings = u32::try_from(failures - OPENS_AT).unwrap_or(u32::MAX);
    Some(FIRST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST))
}

/// Notes that a system failed. What was under way when it was already left alone does not count again.
///
/// # Errors
/// The database's own.
pub async fn failed(tx: &mut Tx, system: SystemId, how: Tried, now_ms: i64) -> sqlx::Result<()> {
    let Some(failures) = store::count_failure(tx, system, how.code(), now_ms).await? else { return Ok(()) };
    let Some(time) = open_for(failures) else { return Ok(()) };
    let until = now_ms.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
    store::open_circuit(tx, system, until).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_left_alone_for_longer_each_time_but_not_for_ever() {
        let seconds = |failures| open_for(failures).map(|time| time.as_secs());
        assert_eq!([0, 4, 5, 6, 7].map(seconds), [None, None, Some(30), Some(60), Some(120)]);
        assert_eq!([10, 50, i64::MAX].map(seconds), [Some(900); 3]);
    }
}
