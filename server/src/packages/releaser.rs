//! The releaser: looks at what has come in, decides by the rule where it may, builds packages, and deletes those whose time
//! is over. Any number of them, on any number of nodes, share the work.
//!
//! [`Releaser::step`] does all that can be done now; production calls it in a loop, tests directly. The bell only makes it
//! look sooner.

use std::time::{Duration, Instant};

use tokio::sync::{Mutex, watch};

use super::release::{Released, expire, release};
use super::store::{self, Waiting};
use crate::decisions::automatic;
use crate::error::Error;
use crate::office::Office;

/// How long nobody else builds a package that somebody builds; made longer while it is built.
const HOLD_MS: i64 = 5 * 60 * 1000;
/// How often that is made longer.
const HOLD_EVERY: Duration = Duration::from_secs(60);
/// How long a package waits that could not be built, for each time that it was tried.
const RETRY_MS: i64 = 30_000;
/// The longest that it waits.
const LONGEST_RETRY_MS: i64 = 15 * 60 * 1000;
/// How long to wait when there is nothing to do and nobody rings.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Answers come in one after the other: what is looked at a moment later is looked at once.
const MOMENT: Duration = Duration::from_millis(5);
/// How often what is over its time, or of no use, is put away.
const TIDY_EVERY: Duration = Duration::from_secs(10);
/// Packages that are deleted together.
const MOST_EXPIRED: i64 = 100;

/// What one step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Claims that the rule decided.
    pub decided: u64,
    /// Claims that people decide.
    pub left_to_people: u64,
    /// Packages that people can have now.
    pub released: u64,
    /// Packages that could not be built, and are tried again.
    pub failed: u64,
    /// Packages whose time is over.
    pub expired: u64,
}

/// One releaser.
pub struct Releaser {
    office: Office,
    /// Where others can check a package.
    verify: String,
    tidied: Mutex<Option<Instant>>,
}

impl Releaser {
    /// A releaser; `verify` is the address where others can check a package.
    pub fn new(office: Office, verify: &str) -> Self {
        Self { office, verify: verify.to_owned(), tidied: Mutex::new(None) }
    }

    /// Does all that can be done now.
    ///
    /// # Errors
    /// The database's own.
    pub async fn step(&self) -> Result<Report, Error> {
        let mut report = self.decide().await?;
        self.build(&mut report, || false).await?;
        Ok(report)
    }

    /// Works until it is told to stop, and finishes the package that it builds. A large one keeps nobody from being answered.
    pub async fn run(&self, stop: watch::Receiver<bool>) {
        let deciding = self.again(stop.clone(), async || self.decide().await.map(|_| ()));
        let stopped = stop.clone();
        let building = self.again(stop, async || self.build(&mut Report::default(), || *stopped.borrow()).await);
        tokio::join!(deciding, building);
    }

    async fn again(&self, mut stop: watch::Receiver<bool>, work: impl AsyncFn() -> Result<(), Error>) {
        while !*stop.borrow() {
            let rung = self.office.news.notified();
            if let Err(error) = work().await {
                tracing::warn!(%error, "Answers cannot be released: {error}");
            }
            tokio::select! {
                () = rung => tokio::time::sleep(MOMENT).await,
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Decides by the rule where it may, and puts away what is over.
    async fn decide(&self) -> Result<Report, Error> {
        let mut tidied = self.tidied.lock().await;
        let tidy = tidied.is_none_or(|at| at.elapsed() >= TIDY_EVERY);
        if tidy {
            *tidied = Some(Instant::now());
        }
        drop(tidied);
        let looked = automatic::look(&self.office, tidy).await?;
        if looked.decided > 0 {
            self.office.news.notify_waiters();
        }
        let expired = if tidy { expire(&self.office, MOST_EXPIRED).await? } else { 0 };
        let (decided, left_to_people) = (looked.decided, looked.left_to_people);
        Ok(Report { decided, left_to_people, expired, ..Report::default() })
    }

    /// Builds the packages that are due, unless it is told to stop.
    async fn build(&self, report: &mut Report, is_stopped: impl Fn() -> bool) -> Result<(), Error> {
        while !is_stopped() {
            let Some(package) = self.take().await? else { break };
            match self.release(&package).await {
                Ok(Released::Now) => report.released += 1,
                Ok(Released::Withdrawn | Released::Lost) => {}
                Err(error) => {
                    report.failed += 1;
                    let (case, number, attempt) = (package.case, package.number, package.attempt);
                    tracing::error!(%case, number, attempt, %error, "A package could not be built: {error}");
                    let wait = RETRY_MS.saturating_mul(attempt).min(LONGEST_RETRY_MS);
                    self.hold(&package, wait).await?;
                }
            }
        }
        Ok(())
    }

    async fn take(&self) -> Result<Option<Waiting>, Error> {
        let now = self.office.clock.now_ms();
        if !store::is_any_due(&mut self.office.db.read().await?, now).await? {
            return Ok(None);
        }
        let mut tx = self.office.db.write().await?;
        let taken = store::take_waiting(&mut tx, now, now + HOLD_MS).await?;
        tx.commit().await?;
        Ok(taken)
    }

    /// Builds a package, and keeps others from it meanwhile.
    async fn release(&self, package: &Waiting) -> Result<Released, Error> {
        let holding = async {
            loop {
                tokio::time::sleep(HOLD_EVERY).await;
                match self.hold(package, HOLD_MS).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    // There is time for a few more tries.
                    Err(error) => tracing::warn!(%error, "A package that is being built could not be held: {error}"),
                }
            }
        };
        tokio::select! {
            released = release(&self.office, package, &self.verify) => released,
            () = holding => Ok(Released::Lost),
        }
    }

    async fn hold(&self, package: &Waiting, for_ms: i64) -> Result<bool, Error> {
        let mut tx = self.office.db.write().await?;
        let held = store::hold(&mut tx, package, self.office.clock.now_ms() + for_ms).await?;
        tx.commit().await?;
        Ok(held)
    }
}
