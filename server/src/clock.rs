//! What time it is: the system's clock, or one that tests set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The only way to know the time. The database holds instants as UTC milliseconds.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The machine's, with so many milliseconds more.
    Machine(i64),
    Stepped(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::ahead(0)
    }

    /// The machine's clock, with so many days more, for a demo of what is to come.
    pub fn ahead(days: u16) -> Self {
        Self(Source::Machine(i64::from(days) * 24 * 60 * 60 * 1000))
    }

    /// A clock that stands still until it is told to move.
    pub fn stepped(start: Timestamp) -> Self {
        Self(Source::Stepped(Arc::new(AtomicI64::new(start.as_millisecond()))))
    }

    /// Now, in UTC milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place where the time is asked for")]
            Source::Machine(more) => Timestamp::now().as_millisecond() + more,
            Source::Stepped(now) => now.load(Ordering::SeqCst),
        }
    }

    /// Moves a stepped clock; others go by themselves.
    pub fn step(&self, by: SignedDuration) {
        if let Source::Stepped(now) = &self.0 {
            let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            now.fetch_add(by_ms, Ordering::SeqCst);
        }
    }
}
