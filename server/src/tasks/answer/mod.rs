//! Saving what a system gave for a task.
//!
//! Answers that come in together are saved in one transaction ([`answer_all`]): a database that waits for its disk at each
//! commit then waits once.

pub mod store;

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

use self::store::NewAnswer;
use super::files::{self, NamedFile};
use super::lease::store::{self as leases, Lease};
use super::people::store as people;
use super::rules::{Outcome, TaskState};
use super::store::{self as tasks, Attempt, Tried};
use crate::db::Tx;
use crate::decisions::automatic::store as automatic;
use crate::error::{Damaged, Error, retried};
use crate::id::{BlobId, ClaimId, SystemId, TaskId};
use crate::office::Office;
use crate::systems::circuit::store as circuit;
use crate::systems::declared;
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
    /// The kinds of data that its records are of.
    pub categories: BTreeSet<String>,
    /// SHA-256 of the Idempotency-Key that came with it.
    pub idempotency_hash: Option<[u8; 32]>,
    /// What the system answered, where HTTP was spoken.
    pub http_status: Option<u16>,
}

impl Answer {
    /// An answer without files.
    pub fn new(outcome: Outcome, content: Vec<u8>) -> Self {
        Self {
            outcome,
            content,
            files: Vec::new(),
            categories: BTreeSet::new(),
            idempotency_hash: None,
            http_status: None,
        }
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

impl Given {
    /// This answer, of this attempt.
    pub fn new(task: TaskId, attempt: u32, answer: Answer) -> Self {
        Self { task, attempt, answer }
    }
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

/// Saves an answer, if the lease is still that of its attempt.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task, or its case's key is deleted; the database's own.
pub async fn answer(office: &Office, given: &Given) -> Result<Saved, Error> {
    let saved = together(office, &[given]).await?;
    saved.into_iter().next().ok_or(Error::NotFound)
}

/// Saves answers together. What is wrong with one of them harms no other.
pub async fn answer_all<G: Borrow<Given>>(office: &Office, given: &[G]) -> Vec<Result<Saved, Error>> {
    let given: Vec<&Given> = given.iter().map(Borrow::borrow).collect();
    let tasks: BTreeSet<TaskId> = given.iter().map(|one| one.task).collect();
    // Two answers to one task are one after the other: the second is told what became of the first.
    if given.len() > 1 && tasks.len() == given.len() {
        match together(office, &given).await {
            Ok(saved) => return saved.into_iter().map(Ok).collect(),
            Err(error) => tracing::info!(%error, "Answers are saved one by one: {error}"),
        }
    }
    let mut saved = Vec::with_capacity(given.len());
    for one in given {
        saved.push(answer(office, one).await);
    }
    saved
}

/// Saves answers to different tasks.
async fn together(office: &Office, given: &[&Given]) -> Result<Vec<Saved>, Error> {
    let saved = retried(|| async move {
        let mut tx = office.db.write().await?;
        let (saved, is_any_saved) = save(office, &mut tx, given).await?;
        if is_any_saved {
            tx.commit().await?;
        }
        Ok(saved)
    })
    .await?;
    office.news.notify_waiters();
    Ok(saved)
}

/// An answer that may be saved: its attempt has the task, and its files are there.
struct Ready<'a> {
    index: usize,
    given: &'a Given,
    lease: Lease,
    key: Key,
    files: BTreeSet<BlobId>,
}

/// In so few statements as there can be: hundreds of systems answer at the same time.
async fn save(office: &Office, tx: &mut Tx, given: &[&Given]) -> Result<(Vec<Saved>, bool), Error> {
    let now = office.clock.now_ms();
    let tasks: Vec<TaskId> = given.iter().map(|one| one.task).collect();
    let leases = leases::all_held(tx, &tasks).await?;
    let mut leases: BTreeMap<TaskId, Lease> = leases.into_iter().map(|lease| (lease.task, lease)).collect();
    let (mut saved, mut ready, mut keys) = (vec![Saved::LeaseLost; given.len()], Vec::new(), Keys::default());
    for (index, one) in given.iter().enumerate() {
        let Given { task, attempt, answer } = *one;
        if answer.content.len() > MOST_CONTENT_BYTES {
            let bytes = answer.content.len();
            return Err(Error::Internal(anyhow::anyhow!("an answer of {bytes} bytes is too large to be kept")));
        }
        let Some(lease) = leases.remove(task).filter(|lease| lease.attempt == *attempt) else {
            saved[index] = not_held(office, tx, one).await?;
            continue;
        };
        let key = keys.of(office, tx, &lease).await?;
        match files::named(tx, &key, *task, *attempt, &answer.files).await? {
            Ok(files) => ready.push(Ready { index, given: one, lease, key, files }),
            Err(missing) => saved[index] = Saved::FileMissing(missing),
        }
    }
    let ends: Vec<_> = ready.iter().map(|one| (one.given.task, one.given.attempt, one.given.answer.outcome)).collect();
    let ended = leases::answered(tx, &ends, now).await?;
    ready.retain(|one| ended.contains(&one.given.task));
    // From here on no file is put any more.
    let with_files: BTreeSet<TaskId> = files::store::with_files(tx, &ended).await?.into_iter().collect();
    let (mut answers, mut attempts) = (Vec::new(), Vec::new());
    let mut claims = BTreeSet::new();
    let (mut systems, mut shown) = (BTreeSet::new(), BTreeMap::<SystemId, BTreeSet<String>>::new());
    for Ready { index, given: Given { task, attempt, answer }, lease, key, files } in ready {
        if with_files.contains(task) {
            files::keep_only(tx, *task, &files).await?;
        }
        answers.push(sealed(&key, *task, answer, now));
        attempts.push((*task, attempt_of(answer, *attempt, lease.since, now, lease.by)));
        systems.insert(lease.system);
        claims.insert(lease.claim);
        if !answer.categories.is_empty() {
            shown.entry(lease.system).or_default().extend(answer.categories.iter().cloned());
        }
        saved[index] = Saved::Now;
    }
    store::insert_answers(tx, &answers).await?;
    tasks::insert_attempts(tx, &attempts).await?;
    circuit::close_circuits(tx, &systems).await?;
    declared::note_shown(tx, &shown).await?;
    automatic::note_news(tx, &claims, now).await?;
    Ok((saved, !answers.is_empty()))
}

/// The keys of the cases that answers come in for.
#[derive(Default)]
struct Keys(BTreeMap<ClaimId, Key>);

impl Keys {
    async fn of(&mut self, office: &Office, tx: &mut Tx, lease: &Lease) -> Result<Key, Error> {
        if let Some(key) = self.0.get(&lease.claim) {
            return Ok(key.clone());
        }
        let key = key_of(office, tx, lease.task).await?;
        self.0.insert(lease.claim, key.clone());
        Ok(key)
    }
}

async fn key_of(office: &Office, tx: &mut Tx, task: TaskId) -> Result<Key, Error> {
    let case = tasks::case_of(tx, task).await?.ok_or(Error::NotFound)?;
    office.vault.case_key(tx, case).await
}

/// Saves what a person says in a system's place, of a task that people were asked about; `by` is who, as the attempt has it.
/// False where nobody is asked about it any more: somebody has answered it, or the adapter is asked again.
///
/// # Errors
/// [`Error::NotFound`] where there is no such task, or its case's key is deleted; the database's own.
pub async fn by_hand(office: &Office, tx: &mut Tx, task: TaskId, answer: &Answer, by: &str) -> Result<bool, Error> {
    let now = office.clock.now_ms();
    let key = key_of(office, tx, task).await?;
    // As a new attempt: whatever an adapter still says of an older one changes nothing.
    let claim = tasks::find_task(tx, task).await?.ok_or(Error::NotFound)?.claim;
    let Some(attempt) = people::answered_by_hand(tx, task, answer.outcome, now).await? else { return Ok(false) };
    let attempt = u32::try_from(attempt).map_err(|_| Damaged::new("task", "attempt", task))?;
    store::insert_answers(tx, &[sealed(&key, task, answer, now)]).await?;
    files::keep_only(tx, task, &BTreeSet::new()).await?;
    tasks::insert_attempts(tx, &[(task, attempt_of(answer, attempt, now, now, by.to_owned()))]).await?;
    automatic::note_news(tx, &[claim].into(), now).await?;
    Ok(true)
}

/// What is kept of an answer.
fn sealed(key: &Key, task: TaskId, answer: &Answer, now: i64) -> NewAnswer {
    NewAnswer {
        task,
        received_at: now,
        content: key.seal(place(&task.to_string()), &answer.content),
        content_mac: content_mac(key, answer),
        idempotency_hash: idempotency_mac(key, answer),
    }
}

/// The try that brought it.
fn attempt_of(answer: &Answer, number: u32, started_at: i64, now: i64, by: String) -> Attempt {
    Attempt {
        number,
        started_at,
        // A clock that was set back must not make a try that ends before it began.
        ended_at: now.max(started_at),
        by,
        tried: Tried::Answered,
        http_status: answer.http_status,
        size_bytes: u64::try_from(answer.content.len()).ok(),
    }
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
async fn not_held(office: &Office, tx: &mut Tx, given: &Given) -> Result<Saved, Error> {
    let Given { task, attempt, ref answer } = *given;
    let found = tasks::find_task(tx, task).await?.ok_or(Error::NotFound)?;
    match found.state {
        TaskState::Withdrawn => return Ok(Saved::Withdrawn),
        TaskState::Answered { .. } if found.attempt == attempt => {}
        _ => return Ok(Saved::LeaseLost),
    }
    let Some((mac, idempotency_hash)) = store::answer_marks(tx, task).await? else { return Ok(Saved::LeaseLost) };
    let key = &key_of(office, tx, task).await?;
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
pub async fn read(office: &Office, task: TaskId) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut tx = office.db.read().await?;
    let key = key_of(office, &mut tx, task).await?;
    open(&mut tx, &key, task).await
}

/// The same within a transaction of the caller's, with the key of the case.
///
/// # Errors
/// See [`read`].
pub async fn open(tx: &mut Tx, key: &Key, task: TaskId) -> Result<Zeroizing<Vec<u8>>, Error> {
    let sealed = store::find_answer(tx, task).await?.ok_or(Error::NotFound)?;
    unsealed(key, task, &sealed)
}

/// What was read of an answer, opened.
///
/// # Errors
/// [`Error::Damaged`] where the row was changed.
pub(crate) fn unsealed(key: &Key, task: TaskId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    Ok(key.open(place(&task.to_string()), sealed)?)
}

pub(super) fn place(row: &str) -> Place<'_> {
    Place { table: "answer", column: "content", row }
}
