//! Saving what a system gave for a task.
//!
//! Answers that come in together are saved in one transaction ([`answer_all`]): a database that waits for its disk at each
//! commit then waits once.

pub mod store;

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use self::store::NewAnswer;
use super::files::{self, NamedFile};
use super::lease::store as leases;
use super::people::store as people;
use super::rules::{Outcome, TaskState};
use super::store::{self as tasks, Attempt, Tried};
use crate::db::Tx;
use crate::error::{Damaged, Error, retried};
use crate::id::{CaseId, SystemId, TaskId};
use crate::office::Office;
use crate::systems::circuit::store as circuit;
use crate::vault::{Key, Place, same};

/// Bytes of one answer document; what is larger is a file.
pub const MOST_CONTENT_BYTES: usize = 16 * 1024 * 1024;

/// What a system gave.
#[derive(Clone)]
pub struct Answer {
    /// How the step ended.
    pub outcome: Outcome,
    /// The answer document, of at most [`MOST_CONTENT_BYTES`]; it is sealed with the case's key.
    pub content: Vec<u8>,
    /// The files that it names, all of which were put in the same attempt.
    pub files: Vec<NamedFile>,
    /// SHA-256 of the Idempotency-Key that came with it.
    pub idempotency_hash: Option<[u8; 32]>,
    /// What the system answered, where HTTP was spoken.
    pub http_status: Option<u16>,
}

impl Answer {
    /// An answer without files.
    pub fn new(outcome: Outcome, content: Vec<u8>) -> Self {
        Self { outcome, content, files: Vec::new(), idempotency_hash: None, http_status: None }
    }
}

/// An answer, and which attempt at which task it is for.
pub struct Given {
    /// The task.
    pub task: TaskId,
    /// The fence.
    pub attempt: u32,
    /// The answer.
    pub answer: Answer,
}

/// What became of an answer. Unless it was saved, nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is saved.
    Now,
    /// The same answer of the same attempt had been saved before.
    Before,
    /// Somebody else has the task.
    LeaseLost,
    /// The person took the case back.
    Withdrawn,
    /// The same attempt had given another answer before.
    AnsweredOtherwise,
    /// The same, with the same Idempotency-Key.
    KeyReused,
    /// The file with this index was not put in this attempt, or is another.
    FileMissing(usize),
}

/// Saves an answer, if the lease is still that of `attempt`.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task, or its case's key is deleted; the database's own.
pub async fn answer(office: &Office, task: TaskId, attempt: u32, answer: &Answer) -> Result<Saved, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let mut saving = Saving::default();
        let saved = saving.save(office, &mut tx, task, attempt, answer).await?;
        if saved == Saved::Now {
            circuit::close_circuits(&mut tx, &saving.systems).await?;
            tx.commit().await?;
        }
        Ok(saved)
    })
    .await
}

/// Saves answers together. What is wrong with one of them harms no other.
pub async fn answer_all<G: Borrow<Given>>(office: &Office, given: &[G]) -> Vec<Result<Saved, Error>> {
    let given: Vec<&Given> = given.iter().map(Borrow::borrow).collect();
    if given.len() > 1 {
        match together(office, &given).await {
            Ok(saved) => return saved.into_iter().map(Ok).collect(),
            Err(error) => tracing::info!(%error, "Answers are saved one by one: {error}"),
        }
    }
    let mut saved = Vec::with_capacity(given.len());
    for one in given {
        saved.push(answer(office, one.task, one.attempt, &one.answer).await);
    }
    saved
}

async fn together(office: &Office, given: &[&Given]) -> Result<Vec<Saved>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let (mut saving, mut saved) = (Saving::default(), Vec::with_capacity(given.len()));
        for one in given {
            saved.push(saving.save(office, &mut tx, one.task, one.attempt, &one.answer).await?);
        }
        circuit::close_circuits(&mut tx, &saving.systems).await?;
        tx.commit().await?;
        Ok(saved)
    })
    .await
}

/// What answers that are saved in one transaction share.
#[derive(Default)]
struct Saving {
    keys: BTreeMap<CaseId, Key>,
    /// Those that have answered.
    systems: BTreeSet<SystemId>,
}

impl Saving {
    async fn save(
        &mut self,
        office: &Office,
        tx: &mut Tx,
        task: TaskId,
        attempt: u32,
        answer: &Answer,
    ) -> Result<Saved, Error> {
        if answer.content.len() > MOST_CONTENT_BYTES {
            let bytes = answer.content.len();
            return Err(Error::Internal(anyhow::anyhow!("an answer of {bytes} bytes is too large to be kept")));
        }
        let now = office.clock.now_ms();
        let case = tasks::case_of(tx, task).await?.ok_or(Error::NotFound)?;
        let key = match self.keys.get(&case) {
            Some(key) => key.clone(),
            None => {
                let key = office.vault.case_key(tx, case).await?;
                self.keys.insert(case, key.clone());
                key
            }
        };
        let Some(lease) = leases::held(tx, task, attempt).await? else {
            return not_held(tx, &key, task, attempt, answer).await;
        };
        let files = match files::named(tx, &key, task, attempt, &answer.files).await? {
            Ok(files) => files,
            Err(index) => return Ok(Saved::FileMissing(index)),
        };
        if !leases::answered(tx, task, attempt, answer.outcome, now).await? {
            return Ok(Saved::LeaseLost);
        }
        files::keep_only(tx, task, &files).await?;
        keep(tx, &key, task, answer, now).await?;
        let tried = Attempt {
            number: attempt,
            started_at: lease.since,
            ended_at: now.max(lease.since),
            by: lease.by,
            tried: Tried::Answered,
            http_status: answer.http_status,
            size_bytes: u64::try_from(answer.content.len()).ok(),
        };
        tasks::insert_attempt(tx, task, &tried).await?;
        self.systems.insert(lease.system);
        Ok(Saved::Now)
    }
}

/// Saves what a person says in a system's place, of a task that people were asked about; `by` is who, as the attempt has it.
/// False where nobody is asked about it any more: somebody has answered it, or the adapter is asked again.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task, or its case's key is deleted; the database's own.
pub async fn by_hand(office: &Office, tx: &mut Tx, task: TaskId, answer: &Answer, by: &str) -> Result<bool, Error> {
    let now = office.clock.now_ms();
    let case = tasks::case_of(tx, task).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(tx, case).await?;
    // As a new attempt: whatever an adapter still says of an older one changes nothing.
    let Some(attempt) = people::answered_by_hand(tx, task, answer.outcome, now).await? else { return Ok(false) };
    keep(tx, &key, task, answer, now).await?;
    files::keep_only(tx, task, &BTreeSet::new()).await?;
    let tried = Attempt {
        number: u32::try_from(attempt).map_err(|_| Damaged::new("task", "attempt", task))?,
        started_at: now,
        ended_at: now,
        by: by.to_owned(),
        tried: Tried::Answered,
        http_status: None,
        size_bytes: u64::try_from(answer.content.len()).ok(),
    };
    tasks::insert_attempt(tx, task, &tried).await?;
    Ok(true)
}

/// Keeps the document of an answer, sealed.
async fn keep(tx: &mut Tx, key: &Key, task: TaskId, answer: &Answer, now: i64) -> Result<(), Error> {
    let (row, idempotency) = (task.to_string(), idempotency_mac(key, answer));
    let new = NewAnswer {
        received_at: now,
        content: &key.seal(place(&row), &answer.content),
        content_mac: &content_mac(key, answer),
        idempotency_hash: idempotency.as_ref().map(<[u8; 32]>::as_slice),
    };
    Ok(store::insert_answer(tx, task, &new).await?)
}

/// An adapter may make its keys of anything, also of somebody's number: nobody can try that out without the case's key.
fn idempotency_mac(key: &Key, answer: &Answer) -> Option<[u8; 32]> {
    let key = key.derive("minside idempotency v1");
    answer.idempotency_hash.map(|hash| key.mac(&[&hash]))
}

fn content_mac(key: &Key, answer: &Answer) -> [u8; 32] {
    key.derive("minside answer v1").mac(&[&answer.content])
}

/// Why an attempt no longer has its task.
async fn not_held(tx: &mut Tx, key: &Key, task: TaskId, attempt: u32, answer: &Answer) -> Result<Saved, Error> {
    let found = tasks::find_task(tx, task).await?.ok_or(Error::NotFound)?;
    match found.state {
        TaskState::Withdrawn => return Ok(Saved::Withdrawn),
        TaskState::Answered { .. } if found.attempt == attempt => {}
        _ => return Ok(Saved::LeaseLost),
    }
    let Some((mac, idempotency_hash)) = store::answer_marks(tx, task).await? else { return Ok(Saved::LeaseLost) };
    let is_same_key = match (&idempotency_hash, idempotency_mac(key, answer)) {
        (Some(kept), Some(sent)) => same(kept, &sent),
        _ => false,
    };
    Ok(match same(&mac, &content_mac(key, answer)) {
        true => Saved::Before,
        false if is_same_key => Saved::KeyReused,
        false => Saved::AnsweredOtherwise,
    })
}

/// Reads what a system gave.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or the key is deleted; [`Error::Damaged`] where the row was changed.
pub async fn read(office: &Office, task: TaskId) -> Result<zeroize::Zeroizing<Vec<u8>>, Error> {
    let mut tx = office.db.read().await?;
    let sealed = store::find_answer(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let case = tasks::case_of(&mut tx, task).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(&mut tx, case).await?;
    Ok(key.open(place(&task.to_string()), &sealed)?)
}

pub(super) fn place(row: &str) -> Place<'_> {
    Place { table: "answer", column: "content", row }
}
