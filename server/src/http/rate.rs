//! How many requests one client may send, so that one cannot take the portal from the others.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::fault::Fault;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client_bucket;
use super::faults::Failed;
use crate::config::Limits;
use crate::portal::Portal;

/// Where a provider ends sessions.
pub(super) const BACK_CHANNEL: &str = "/oidc/backchannel-logout";
/// Clients that have been quiet are forgotten after so many requests of others.
const FORGET_EVERY: u32 = 4096;

/// Counts per key, such as a client's address, in memory only.
pub(crate) struct Rate<K: Clone + Eq + Hash = IpAddr> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    since_forgetting: AtomicU32,
}

impl Rate {
    /// For all requests; `None` where there is no limit.
    pub(super) fn of_requests(limits: &Limits) -> Option<Self> {
        Self::new(limits.requests_per_minute, limits.requests_at_once)
    }

    /// For logins that begin, each of which asks the provider and writes a row; `None` where there is no limit.
    pub(super) fn of_logins(limits: &Limits) -> Option<Self> {
        Self::new(limits.logins_per_minute, limits.logins_per_minute)
    }
}

impl<K: Clone + Eq + Hash> Rate<K> {
    /// So many; `None` where there is no limit.
    pub(crate) fn new(per_minute: u32, at_once: u32) -> Option<Self> {
        let (per_minute, at_once) = (NonZeroU32::new(per_minute)?, NonZeroU32::new(at_once)?);
        let limiter = RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(at_once));
        Some(Self { limiter, clock: DefaultClock::default(), since_forgetting: AtomicU32::new(0) })
    }

    /// Counts one more.
    ///
    /// # Errors
    /// It is one too many; after how many seconds the next one is not.
    pub(crate) fn check(&self, client: K) -> Result<(), u32> {
        if self.since_forgetting.fetch_add(1, Ordering::Relaxed) >= FORGET_EVERY {
            self.since_forgetting.store(0, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&client).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            // Rounded up: a client that waits as told must then be let in.
            u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
        })
    }
}

/// Refuses what is too much from one client.
pub(super) async fn rate(
    State((portal, rate)): State<(Arc<Portal>, Arc<Rate>)>,
    request: Request,
    next: Next,
) -> Result<Response, Failed> {
    // Whatever watches over the program is not a client to be limited; nor is a provider that ends sessions, which says
    // so once, for everybody, from one address.
    let path = request.uri().path();
    let watcher = path.starts_with("/health/") || path == BACK_CHANNEL;
    let client = if watcher { None } else { client_bucket(&portal, request.extensions(), request.headers()) };
    if let Some(client) = client {
        rate.check(client).map_err(|retry_after_s| {
            portal.metrics.count_rate_limited();
            Fault::TooMany { retry_after_s }
        })?;
    }
    Ok(next.run(request).await)
}
