//! What somebody else says of itself (a login provider, Maskinporten), asked when it is needed and kept for a while.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, RwLock};

use crate::clock::Clock;

/// How long after asking in vain it is not asked again.
pub(crate) const PAUSE_MS: i64 = 5_000;
/// How long asking may take: less than a login provider waits for us when it ends a session.
const ASK_TIME: Duration = Duration::from_secs(4);

/// A place for one such thing.
pub(crate) struct Asked<T> {
    known: RwLock<Option<Arc<T>>>,
    /// When it was last asked in vain. Held while it is asked, so that a crowd asks once.
    asking: Mutex<Option<i64>>,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { known: RwLock::default(), asking: Mutex::default() }
    }
}

impl<T> Asked<T> {
    /// What is known, asked anew where that is too old. Whoever comes while somebody asks is given what was known before,
    /// and waits only where nothing was.
    ///
    /// # Errors
    /// Nothing is known, and why there was no answer.
    pub(crate) async fn unless<F>(
        &self,
        clock: &Clock,
        is_old: impl Fn(&T, i64) -> bool,
        ask: impl FnOnce() -> F,
    ) -> Result<Arc<T>, String>
    where
        F: Future<Output = Result<T, String>>,
    {
        let old = self.known.read().await.clone();
        if let Some(known) = old.as_ref().filter(|known| !is_old(known, clock.now_ms())) {
            return Ok(known.clone());
        }
        let mut asked_in_vain = match (self.asking.try_lock(), old) {
            (Ok(asking), _) => asking,
            (Err(_), Some(old)) => return Ok(old),
            (Err(_), None) => self.asking.lock().await,
        };
        let old = self.known.read().await.clone();
        if let Some(known) = old.as_ref().filter(|known| !is_old(known, clock.now_ms())) {
            return Ok(known.clone());
        }
        if asked_in_vain.is_some_and(|at| (at..at + PAUSE_MS).contains(&clock.now_ms())) {
            return old.ok_or_else(|| "it did not answer a moment ago".to_owned());
        }
        let asked = tokio::time::timeout(ASK_TIME, ask()).await;
        match asked.unwrap_or_else(|_| Err("it took too long to say what it is".to_owned())) {
            Ok(known) => {
                let known = Arc::new(known);
                *asked_in_vain = None;
                *self.known.write().await = Some(known.clone());
                Ok(known)
            }
            Err(cause) => {
                *asked_in_vain = Some(clock.now_ms());
                tracing::warn!(cause, "Somebody who vouches for others cannot be asked: {cause}");
                old.ok_or(cause)
            }
        }
    }
}
