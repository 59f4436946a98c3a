//! The worker: leases tasks of systems that are called, has them answered, and keeps the queue in order.
//!
//! [`Worker::step`] does what can be done now and says what it did; production calls it in a loop, tests directly. The
//! bell only makes it look sooner: a worker that never hears it misses nothing.

use std::sync::Arc;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use rand::Rng;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::answer::{Answer, Given, Saved, answer_all};
use super::fail::{Failure, fail};
use super::lease::{self, Lease};
use super::people;
use super::store::Tried;
use crate::audit;
use crate::error::Error;
use crate::id::SystemId;
use crate::office::Office;

/// Tasks that one worker has at once.
const MOST_AT_ONCE: u16 = 256;
/// How long a lease lasts.
const LEASE_MS: i64 = 90_000;
/// How long a system has to answer: connect, head and body. Shorter than the lease, so that what comes in time is saved.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// How long a system has that answers later.
pub const LATER: Duration = Duration::from_secs(60 * 60);
/// Bytes of answers after which no more are saved in the same transaction.
const MOST_SAVED_BYTES: usize = 32 * 1024 * 1024;
/// How often the trail and the queue are brought up to date while there is much to do.
const UPKEEP_EVERY: Duration = Duration::from_millis(500);
/// How long to wait when there is nothing to do and nobody rings.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What a system says when it is asked.
pub enum Reply {
    /// Its answer.
    Answer(Answer),
    /// That its answer comes later, within [`LATER`] or as long as it says that it is at it.
    Later,
}

/// Whatever gets an answer out of a system.
#[async_trait]
pub trait Adapter: Send + Sync {
    /// Asks the system. It is given up after a time, and then counts as failed.
    async fn ask(&self, lease: &Lease) -> Result<Reply, Failure>;
}

/// What one step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Leases that had ended and were taken back.
    pub taken_back: u64,
    /// Tasks whose limit is near, given to people.
    pub to_people: u64,
    /// Tasks that were leased.
    pub leased: u64,
    /// Answers that were saved.
    pub answered: u64,
    /// Systems that answer later.
    pub later: u64,
    /// Tries that failed and were noted.
    pub failed: u64,
    /// Answers and failures that were thrown away because the lease was lost.
    pub lost: u64,
    /// Events put into the chain of the audit trail.
    pub chained: i64,
}

impl Report {
    /// Whether nothing was to be done.
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

/// What came of asking for one task.
struct Came {
    lease: Lease,
    reply: Result<Reply, Failure>,
}

/// One worker. Any number of them, on any number of nodes, share the queue.
pub struct Worker {
    office: Office,
    /// How systems are called; nobody calls them where there is none.
    adapter: Option<Arc<dyn Adapter>>,
    /// Its name in the database; no two have the same.
    name: String,
    /// How long a system has to answer.
    answer_within: Duration,
    /// The system that was served last, so that each has its turn.
    last: Mutex<Option<SystemId>>,
}

impl Worker {
    /// A worker with a name of its own, which begins with `name`.
    pub fn new(office: Office, adapter: Option<Arc<dyn Adapter>>, name: &str) -> Self {
        let name = format!("{name}-{:08x}", rand::rng().next_u32());
        Self { office, adapter, name, answer_within: ANSWER_WITHIN, last: Mutex::new(None) }
    }

    /// The same, giving systems another time to answer; it must be shorter than a lease.
    pub fn answer_within(self, answer_within: Duration) -> Self {
        Self { answer_within: answer_within.min(ANSWER_WITHIN), ..self }
    }

    /// Does all that can be done now, and waits until it is done.
    ///
    /// # Errors
    /// The database's own; what was leased by then comes back when its lease ends.
    pub async fn step(&self) -> Result<Report, Error> {
        let mut report = Report::default();
        let mut asked = JoinSet::new();
        self.upkeep(&mut report).await?;
        self.lease_into(&mut asked, MOST_AT_ONCE, &mut report).await?;
        while let Some(first) = asked.join_next().await {
            self.save(first, &mut asked, &mut report).await;
        }
        Ok(report)
    }

    /// Works until it is told to stop; then leases nothing more, and finishes what it has. Whoever cannot wait for that
    /// drops the future: the leases end by themselves, and others go on.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let (mut asked, mut upkept) = (JoinSet::new(), None);
        while !*stop.borrow() {
            let mut report = Report::default();
            let rung = self.office.bell.notified();
            let room = MOST_AT_ONCE.saturating_sub(u16::try_from(asked.len()).unwrap_or(MOST_AT_ONCE));
            if let Err(error) = self.round(&mut asked, room, &mut upkept, &mut report).await {
                tracing::warn!(%error, "The queue cannot be worked on: {error}");
            }
            if report.leased > 0 && asked.len() < usize::from(MOST_AT_ONCE) {
                continue;
            }
            tokio::select! {
                Some(first) = asked.join_next() => self.save(first, &mut asked, &mut report).await,
                () = rung => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.changed() => {}
            }
        }
        while let Some(first) = asked.join_next().await {
            self.save(first, &mut asked, &mut Report::default()).await;
        }
    }

    /// Takes up to so many tasks; where that was not done a moment ago, brings the trail and the queue up to date before.
    async fn round(
        &self,
        asked: &mut JoinSet<Came>,
        room: u16,
        upkept: &mut Option<Instant>,
        report: &mut Report,
    ) -> Result<(), Error> {
        if upkept.is_none_or(|at| at.elapsed() >= UPKEEP_EVERY) {
            *upkept = Some(Instant::now());
            self.upkeep(report).await?;
        }
        self.lease_into(asked, room, report).await
    }

    /// Brings the trail and the queue up to date.
    async fn upkeep(&self, report: &mut Report) -> Result<(), Error> {
        report.chained = self.chain().await;
        report.taken_back = lease::take_back_ended(&self.office).await?;
        report.to_people = people::ask_people(&self.office).await?;
        Ok(())
    }

    /// Lets the audit trail grow. That it cannot is no reason to let people wait for their answers: the events wait, and
    /// the figure of those that do tells.
    async fn chain(&self) -> i64 {
        match audit::chain(&self.office.db, &self.office.vault).await {
            Ok(chained) => chained.added,
            Err(error) => {
                tracing::error!(%error, "The audit trail cannot grow: {error}");
                0
            }
        }
    }

    async fn lease_into(&self, asked: &mut JoinSet<Came>, room: u16, report: &mut Report) -> Result<(), Error> {
        let Some(adapter) = self.adapter.as_ref().filter(|_| room > 0) else { return Ok(()) };
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let leases = lease::calls(&self.office, &self.name, last, room, LEASE_MS).await?;
        if let Some(lease) = leases.last() {
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(lease.system);
        }
        report.leased += u64::try_from(leases.len()).unwrap_or_default();
        for lease in leases {
            let (adapter, within) = (adapter.clone(), self.answer_within);
            // No transaction is open while the system is asked.
            asked.spawn(async move {
                let reply = tokio::time::timeout(within, adapter.ask(&lease)).await;
                let too_late = |_| Err(Failure { tried: Tried::TimedOut, ..Failure::default() });
                Came { reply: reply.unwrap_or_else(too_late), lease }
            });
        }
        Ok(())
    }

    /// Saves what came of one task, together with whatever else has come by now.
    async fn save(&self, first: Joined, asked: &mut JoinSet<Came>, report: &mut Report) {
        let (mut given, mut leases, mut bytes, mut came) = (Vec::new(), Vec::new(), 0, Some(first));
        while let Some(joined) = came {
            match joined {
                Ok(Came { lease, reply: Ok(Reply::Answer(answer)) }) => {
                    bytes += answer.content.len();
                    given.push(Given { task: lease.task, attempt: lease.attempt, answer });
                    leases.push(lease);
                }
                Ok(Came { lease, reply: Ok(Reply::Later) }) => self.wait_for(&lease, report).await,
                Ok(Came { lease, reply: Err(failure) }) => self.note_failure(&lease, &failure, report).await,
                Err(error) => {
                    report.lost += 1;
                    let panicked = error.is_panic();
                    tracing::error!(panicked, "A task's adapter broke off; its lease will end by itself");
                }
            }
            // Large answers do not wait for each other: a transaction is to be short.
            came = if bytes < MOST_SAVED_BYTES { asked.try_join_next() } else { None };
        }
        let saved = answer_all(&self.office, &given).await;
        for ((Given { task, attempt, .. }, lease), saved) in given.iter().zip(&leases).zip(saved) {
            match saved {
                Ok(Saved::FileMissing(_)) => {
                    let invalid = Failure { tried: Tried::InvalidAnswer, ..Failure::default() };
                    self.note_failure(lease, &invalid, report).await;
                }
                Ok(Saved::Now | Saved::Before) => report.answered += 1,
                Ok(saved) => {
                    report.lost += 1;
                    tracing::info!(%task, attempt, "An answer is not saved: {saved:?}");
                }
                Err(error) => {
                    report.lost += 1;
                    tracing::warn!(%task, %error, "An answer could not be saved: {error}");
                }
            }
        }
    }

    async fn wait_for(&self, lease: &Lease, report: &mut Report) {
        let later_ms = i64::try_from(LATER.as_millis()).unwrap_or(i64::MAX);
        match lease::heartbeat(&self.office, lease.task, lease.attempt, later_ms).await {
            Ok(Some(_)) => report.later += 1,
            Ok(None) => report.lost += 1,
            Err(error) => {
                report.lost += 1;
                tracing::warn!(task = %lease.task, %error, "A system's time could not be made longer: {error}");
            }
        }
    }

    async fn note_failure(&self, lease: &Lease, failure: &Failure, report: &mut Report) {
        let (task, attempt) = (lease.task, lease.attempt);
        match fail(&self.office, lease, failure).await {
            Ok(Some(_)) => {
                report.failed += 1;
                let why = failure.tried.code();
                tracing::info!(%task, attempt, why, "A system did not answer: {why}");
            }
            Ok(None) => report.lost += 1,
            Err(error) => {
                report.lost += 1;
                tracing::warn!(%task, %error, "A failure could not be noted: {error}");
            }
        }
    }
}

/// A task's end, as the runtime tells it.
type Joined = Result<Came, tokio::task::JoinError>;
