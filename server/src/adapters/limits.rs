//! How many requests adapters may send: each system so many, and each address only so many with a wrong key.

use std::net::IpAddr;
use std::num::NonZeroU32;

use crate::adapters::problem::{Kind, Problem};
use crate::config::Limits;
use crate::http::rate::Rate;
use crate::id::SystemId;

/// Systems that one address may speak for as busily as each may be.
const OF_ONE_ADDRESS: u32 = 10;

/// Counts in memory, on each node.
pub struct AdapterLimits {
    systems: Option<Rate<SystemId>>,
    strangers: Option<Rate<IpAddr>>,
    addresses: Option<Rate<IpAddr>>,
}

impl AdapterLimits {
    /// As the settings say.
    pub(crate) fn new(limits: &Limits) -> Self {
        let per_minute = limits.adapter_requests_per_minute;
        // A system that was quiet may send a quarter of them at once.
        let at_once = NonZeroU32::new(per_minute / 4).map_or(1, NonZeroU32::get);
        Self {
            systems: Rate::new(per_minute, at_once),
            addresses: Rate::new(per_minute.saturating_mul(OF_ONE_ADDRESS), at_once.saturating_mul(OF_ONE_ADDRESS)),
            // A wrong key is an attempt to log in.
            strangers: Rate::new(limits.logins_per_minute, limits.logins_per_minute),
        }
    }

    pub(super) fn of_system(&self, system: SystemId) -> Result<(), Problem> {
        check(self.systems.as_ref(), system)
    }

    pub(super) fn of_address(&self, client: Option<IpAddr>) -> Result<(), Problem> {
        client.map_or(Ok(()), |client| check(self.addresses.as_ref(), client))
    }

    pub(super) fn of_stranger(&self, client: Option<IpAddr>) -> Result<(), Problem> {
        client.map_or(Ok(()), |client| check(self.strangers.as_ref(), client))
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(rate: Option<&Rate<K>>, key: K) -> Result<(), Problem> {
    let Some(rate) = rate else { return Ok(()) };
    rate.check(key).map_err(|retry_after_s| Problem { retry_after_s: Some(retry_after_s), ..Kind::TooMany.into() })
}
