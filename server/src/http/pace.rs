//! How fast a form with files comes: no faster than it is read, no slower than from a phone at the edge of the network.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use futures_util::stream::try_unfold;

use super::shares::Share;

/// How long a form with files may take to arrive: a phone at the edge of the network sends a picture in minutes.
pub(super) const TIME: Duration = Duration::from_secs(600);
/// How long nothing of it may come; and from when on it may not come more slowly than [`SLOWEST_PER_S`].
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes a second.
const SLOWEST_PER_S: usize = 1_000;
/// Bytes between two parts of a form, or before the first; with what comes along with them in one piece.
const BETWEEN_BYTES: usize = 1_000_000;

/// How much of a body was read, and how much may be by now. What is between the parts is kept in memory until a part begins:
/// there is little of it in any form that a browser sends.
pub(super) struct Pace {
    most: AtomicUsize,
    /// Seconds that may be waited for it in all.
    time_s: AtomicU64,
    read: AtomicUsize,
    until: AtomicUsize,
    /// It came more slowly than a phone at the edge of the network sends.
    is_slow: AtomicBool,
    share: OnceLock<Share>,
}

impl Pace {
    pub(super) fn new(most: usize, time: Duration) -> Self {
        Self {
            most: AtomicUsize::new(most),
            time_s: AtomicU64::new(time.as_secs()),
            read: AtomicUsize::new(0),
            until: AtomicUsize::new(most),
            is_slow: AtomicBool::new(false),
            share: OnceLock::new(),
        }
    }

    /// It is a form of ours, whose sender waits for a page: all of it may come, and has this share meanwhile.
    pub(super) fn may_all_come(&self, share: Share) {
        // There is one form, so it is said once.
        let _ = self.share.set(share);
        self.most.store(usize::MAX, Ordering::Relaxed);
        self.time_s.store(TIME.as_secs(), Ordering::Relaxed);
        self.in_part();
    }

    /// A part, or the end, is to begin soon.
    pub(super) fn between_parts(&self) {
        let soon = self.read.load(Ordering::Relaxed).saturating_add(BETWEEN_BYTES);
        self.until.store(soon.min(self.most.load(Ordering::Relaxed)), Ordering::Relaxed);
    }

    /// A part has begun; it is read piece by piece.
    pub(super) fn in_part(&self) {
        self.until.store(self.most.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Whether it came more slowly than a phone at the edge of the network sends, or for too long.
    pub(super) fn is_too_slow(&self) -> bool {
        self.is_slow.load(Ordering::Relaxed)
    }

    /// Counts what was read, for which it was waited so long in all; whether that is neither too much nor too slow.
    fn goes_on(&self, more: usize, waited: Duration) -> bool {
        let read = self.read.fetch_add(more, Ordering::Relaxed) + more;
        let slowest = waited.as_secs() as usize * SLOWEST_PER_S;
        let is_late = waited.as_secs() > self.time_s.load(Ordering::Relaxed);
        if is_late || waited > PATIENCE && read < slowest {
            self.is_slow.store(true, Ordering::Relaxed);
        }
        read <= self.until.load(Ordering::Relaxed) && !self.is_slow.load(Ordering::Relaxed)
    }
}

/// A body of which not more is read than may be, and that does not come more slowly than a phone at the edge of the network
/// sends.
pub(super) fn within(body: Body, pace: Arc<Pace>) -> Body {
    let next = move |(mut pieces, pace, waited): (BodyDataStream, Arc<Pace>, Duration)| async move {
        let asked = Instant::now();
        let Ok(piece) = tokio::time::timeout(PATIENCE, pieces.next()).await else {
            pace.is_slow.store(true, Ordering::Relaxed);
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        };
        let Some(piece) = piece.transpose().map_err(io::Error::other)? else { return Ok(None) };
        // What is done with a file meanwhile, such as looking for viruses, is not the sender's time.
        let waited = waited + asked.elapsed();
        if pace.goes_on(piece.len(), waited) {
            Ok(Some((piece, (pieces, pace, waited))))
        } else {
            Err(io::Error::other("too much, or too slow"))
        }
    };
    Body::from_stream(try_unfold((body.into_data_stream(), pace, Duration::ZERO), next))
}
