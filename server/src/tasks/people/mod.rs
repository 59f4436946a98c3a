//! People are asked where no program answers: it is a healthy state of a task, not an error.

pub mod store;

use crate::error::{Error, retried};
use crate::office::Office;

/// Tasks that are given to people in one transaction.
const HUMANS_AT_ONCE: i64 = 500;

/// Asks people for the tasks whose limit is near and that nobody has taken; returns how many.
///
/// # Errors
/// The database's own.
pub async fn ask_people(office: &Office) -> Result<u64, Error> {
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.read().await?;
        if !store::is_any_near_limit(&mut tx, now).await? {
            return Ok(0);
        }
        drop(tx);
        let mut tx = office.db.write().await?;
        let count = store::near_limit_to_human(&mut tx, now, HUMANS_AT_ONCE).await?;
        tx.commit().await?;
        Ok(count)
    })
    .await
}
