//! Saving what a system gave for a task.

use super::lease::store as leases;
use super::rules::{Outcome, TaskState};
use super::store::{self, Attempt, Tried};
use crate::error::{Error, retried};
use crate::id::TaskId;
use crate::office::Office;
use crate::systems::store as systems;
use crate::vault::Place;

/// Bytes of one answer document; what is larger is a file.
pub const MOST_CONTENT_BYTES: usize = 16 * 1024 * 1024;

/// What a system gave.
pub struct Answer {
    /// How the step ended.
    pub outcome: Outcome,
    /// The answer document, of at most [`MOST_CONTENT_BYTES`]; it is sealed with the case's key.
    pub content: Vec<u8>,
    /// What the system answered, where HTTP was spoken.
    pub http_status: Option<u16>,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is saved.
    Now,
    /// The same try had been saved before; nothing changed.
    Before,
    /// Somebody else has the task, or it is over; nothing changed.
    LeaseLost,
}

/// Saves an answer, if the lease is still that of `attempt`.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task, or its case's key is deleted; the database's own.
pub async fn answer(office: &Office, task: TaskId, attempt: u32, answer: &Answer) -> Result<Saved, Error> {
    if answer.content.len() > MOST_CONTENT_BYTES {
        let bytes = answer.content.len();
        return Err(Error::Internal(anyhow::anyhow!("an answer of {bytes} bytes is too large to be kept")));
    }
    retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let Some(lease) = leases::held(&mut tx, task, attempt).await? else {
            let found = store::find_task(&mut tx, task).await?.ok_or(Error::NotFound)?;
            let repeated = found.attempt == attempt && matches!(found.state, TaskState::Answered { .. });
            return Ok(if repeated { Saved::Before } else { Saved::LeaseLost });
        };
        let case = store::case_of(&mut tx, task).await?.ok_or(Error::NotFound)?;
        let key = office.vault.case_key(&mut tx, case).await?;
        if !leases::answered(&mut tx, task, attempt, answer.outcome, now).await? {
            return Ok(Saved::LeaseLost);
        }
        let row = task.to_string();
        store::insert_answer(&mut tx, task, now, &key.seal(place(&row), &answer.content)).await?;
        let tried = Attempt {
            number: attempt,
            started_at: lease.since,
            ended_at: now.max(lease.since),
            by: lease.by,
            tried: Tried::Answered,
            http_status: answer.http_status,
            size_bytes: u64::try_from(answer.content.len()).ok(),
        };
        store::insert_attempt(&mut tx, task, &tried).await?;
        systems::close_circuit(&mut tx, lease.system).await?;
        tx.commit().await?;
        Ok(Saved::Now)
    })
    .await
}

/// Reads what a system gave.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or the key is deleted; [`Error::Damaged`] where the row was changed.
pub async fn read(office: &Office, task: TaskId) -> Result<zeroize::Zeroizing<Vec<u8>>, Error> {
    let mut tx = office.db.read().await?;
    let sealed = store::find_answer(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let case = store::case_of(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(&mut tx, case).await?;
    Ok(key.open(place(&task.to_string()), &sealed)?)
}

fn place(row: &str) -> Place<'_> {
    Place { table: "answer", column: "content", row }
}
