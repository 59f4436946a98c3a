//! The worker: leases tasks of systems that are called, has them answered, and keeps the queue in order.
//!
//! [`Worker::step`] does what can be done now and says what it did; production calls it in a loop, tests directly. The
//! bell only makes it look sooner: a worker that never hears it misses nothing.

use std::sync::Arc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rand::Rng;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::answer::{Answer, Saved, answer};
use super::fail::{Failure, fail};
use super::lease::{self, Lease};
use crate::audit;
use crate::error::Error;
use crate::id::SystemId;
use crate::office::Office;

/// Tasks that one worker has at once.
const MOST_AT_ONCE: u16 = 64;
/// How long a lease lasts.
const LEASE: Duration = Duration::from_secs(90);
/// How long a system has to answer: connect, head and body. Shorter than the lease, so that what comes in time is saved.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// How long to wait when there is nothing to do and nobody rings.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Whatever gets an answer out of a system.
#[async_trait]
pub trait Adapter: Send + Sync {
    /// Asks the system. It is given up after a time, and then counts as failed.
    async fn ask(&self, lease: &Lease) -> Result<Answer, Failure>;
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

/// What became of one task.
enum Became {
    Answered,
    Failed,
    Lost,
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
        self.round(&mut asked, MOST_AT_ONCE, &mut report).await?;
        while let Some(became) = asked.join_next().await {
            note(&mut report, became);
        }
        Ok(report)
    }

    /// Works until it is told to stop; then leases nothing more, and finishes what it has. Whoever cannot wait for that
    /// drops the future: the leases end by themselves, and others go on.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let mut asked = JoinSet::new();
        while !*stop.borrow() {
            let mut report = Report::default();
            let rung = self.office.bell.notified();
            let room = MOST_AT_ONCE.saturating_sub(u16::try_from(asked.len()).unwrap_or(MOST_AT_ONCE));
            if let Err(error) = self.round(&mut asked, room, &mut report).await {
                tracing::warn!(%error, "The queue cannot be worked on: {error}");
            }
            if report.leased > 0 && asked.len() < usize::from(MOST_AT_ONCE) {
                continue;
            }
            tokio::select! {
                Some(became) = asked.join_next() => note(&mut report, became),
                () = rung => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.changed() => {}
            }
        }
        while asked.join_next().await.is_some() {}
    }

    /// Brings the trail and the queue up to date, and takes up to so many tasks.
    async fn round(&self, asked: &mut JoinSet<Became>, room: u16, report: &mut Report) -> Result<(), Error> {
        report.chained = self.chain().await;
        report.taken_back = lease::take_back_ended(&self.office).await?;
        report.to_people = lease::ask_people(&self.office).await?;
        self.lease_into(asked, room, report).await
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

    async fn lease_into(&self, asked: &mut JoinSet<Became>, room: u16, report: &mut Report) -> Result<(), Error> {
        let Some(adapter) = self.adapter.as_ref().filter(|_| room > 0) else { return Ok(()) };
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let lease_ms = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
        let leases = lease::calls(&self.office, &self.name, last, room, lease_ms).await?;
        if let Some(lease) = leases.last() {
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(lease.system);
        }
        report.leased += u64::try_from(leases.len()).unwrap_or_default();
        for lease in leases {
            let (office, adapter, within) = (self.office.clone(), adapter.clone(), self.answer_within);
            asked.spawn(async move { work(&office, adapter.as_ref(), &lease, within).await });
        }
        Ok(())
    }
}

fn note(report: &mut Report, became: Result<Became, tokio::task::JoinError>) {
    match became {
        Ok(Became::Answered) => report.answered += 1,
        Ok(Became::Failed) => report.failed += 1,
        Ok(Became::Lost) => report.lost += 1,
        Err(error) => {
            report.lost += 1;
            tracing::error!(panicked = error.is_panic(), "A task's adapter broke off; its lease will end by itself");
        }
    }
}

/// Has one task answered, and saves what comes of it. No transaction is open while the system is asked.
async fn work(office: &Office, adapter: &dyn Adapter, lease: &Lease, within: Duration) -> Became {
    let asked = tokio::time::timeout(within, adapter.ask(lease)).await;
    let saved = match asked.unwrap_or_else(|_| Err(Failure::default())) {
        Ok(given) => answer(office, lease.task, lease.attempt, &given).await.map(|saved| match saved {
            Saved::Now | Saved::Before => Became::Answered,
            Saved::LeaseLost => Became::Lost,
        }),
        Err(failure) => {
            fail(office, lease, &failure).await.map(|next| if next.is_some() { Became::Failed } else { Became::Lost })
        }
    };
    match saved {
        Ok(Became::Lost) => {
            tracing::info!(task = %lease.task, attempt = lease.attempt, "A lease was lost; what came of it is dropped");
            Became::Lost
        }
        Ok(became) => became,
        Err(error) => {
            tracing::warn!(task = %lease.task, %error, "What came of a task could not be saved: {error}");
            Became::Lost
        }
    }
}
