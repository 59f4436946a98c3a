//! Claiming tasks, keeping them, giving them back, answering them.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use utoipa::ToSchema;

use super::body::{self, Document};
use super::caller::Caller;
use crate::adapters::answering::{Answered, answer as give};
use crate::adapters::document::{change, document, instant, known};
use crate::adapters::problem::{Kind, Problem};
use crate::adapters::rules::optional;
use crate::adapters::store::called;
use crate::adapters::wire::{AnswerDocument, TaskDocument};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{SystemId, TaskId};
use crate::office::Office;
use crate::portal::Portal;
use crate::systems::rules::{Codes, Identifier, Served};
use crate::tasks::answer::MOST_CONTENT_BYTES;
use crate::tasks::fail::{Failure, fail};
use crate::tasks::lease::store as leases;
use crate::tasks::lease::{self, Lease, Wish};
use crate::tasks::retry::Next;
use crate::tasks::rules::TaskState;
use crate::tasks::store::{self as tasks, Tried};

/// How long a claimed task is the adapter's, unless it says that it is at it.
pub(crate) const LEASE_MS: i64 = 10 * 60 * 1000;
/// Tasks that may be claimed at once.
const MOST_AT_ONCE: u16 = 100;
/// How long a claim may wait; shorter than what proxies wait for.
const LONGEST_WAIT_S: u16 = 50;
/// An answer that takes little memory.
const SMALL_BYTES: usize = 256 * 1024;
/// How often a claim that waits looks by itself, for tasks that another node has taken in.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The longest time that an adapter may ask to be left alone for.
const LONGEST_RETRY_S: u32 = 24 * 3600;

/// What to claim.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimRequest {
    /// How many tasks at most.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100, example = 10)]
    pub(crate) max: u16,
    /// How long to wait for the first one, in seconds.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 50, example = 30)]
    pub(crate) wait_seconds: u16,
}

fn one() -> u16 {
    1
}

/// What was claimed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Claimed {
    /// Those first due first; none where nothing came in time.
    pub(crate) tasks: Vec<TaskDocument>,
}

/// Which attempt a call is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeartbeatRequest {
    /// As the task document says.
    #[schema(minimum = 1, example = 1)]
    pub(crate) attempt: u32,
}

/// Until when a task is the adapter's.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Kept {
    /// RFC 3339, UTC.
    #[schema(format = DateTime, example = "2026-03-05T11:20:00Z")]
    pub(crate) lease_until: String,
}

/// Why a task is given back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseRequest {
    /// As the task document says.
    #[schema(minimum = 1, example = 1)]
    pub(crate) attempt: u32,
    /// Why, for the log. Nothing about the person.
    #[schema(max_length = 4000, example = "The database is being backed up")]
    pub(crate) reason: String,
    /// When to come again at the earliest.
    #[serde(default)]
    #[schema(maximum = 86400, example = 600)]
    pub(crate) retry_after_seconds: Option<u32>,
}

/// What becomes of a task that was given back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Released {
    /// `retry`, or `with_human` where a person is asked now.
    #[schema(example = "retry")]
    pub(crate) next: String,
}

/// What became of an answer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AnswerAccepted {
    /// The task.
    #[schema(format = "uuid")]
    pub(crate) task: String,
    /// The attempt.
    #[schema(minimum = 1)]
    pub(crate) attempt: u32,
    /// Whether the same answer had been sent before; nothing is done twice.
    pub(crate) repeated: bool,
    /// Whether the person already had an answer from the others: this one becomes a supplement to it.
    pub(crate) late: bool,
}

/// Claims tasks of the caller's system, and waits for them as long as it is told to. A claimed task is the caller's for ten
/// minutes.
#[utoipa::path(post, path = "/tasks/claim", operation_id = "claim", tag = "tasks", request_body = ClaimRequest,
    responses((status = 200, body = Claimed)))]
pub(super) async fn claim(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Document { value: asked }: Document<ClaimRequest>,
) -> Result<Json<Claimed>, Problem> {
    let caller = caller.for_all()?;
    if !(1..=MOST_AT_ONCE).contains(&asked.max) {
        let wanted = format!("expected a number from 1 to {MOST_AT_ONCE}");
        return Err(Problem::because(Kind::InvalidDocument, wanted).at("/max"));
    }
    if asked.wait_seconds > LONGEST_WAIT_S {
        let wanted = format!("expected at most {LONGEST_WAIT_S}");
        return Err(Problem::because(Kind::InvalidDocument, wanted).at("/wait_seconds"));
    }
    let office = &portal.office;
    let mut tx = office.db.read().await?;
    let system = called(&mut tx, &[caller.system]).await?.remove(&caller.system).ok_or(Error::NotFound)?;
    drop(tx);
    if system.served != Served::Pull {
        return Err(Kind::NotPulled.into());
    }
    let until = Instant::now() + Duration::from_secs(asked.wait_seconds.into());
    loop {
        let rung = office.bell.notified();
        let mut rung = std::pin::pin!(rung);
        // From here on no ring is missed.
        rung.as_mut().enable();
        let leased = lease_some(&portal, caller.system, &caller.by, asked.max).await?;
        if !leased.is_empty() || Instant::now() >= until || portal.is_draining() {
            let mut tx = office.db.read().await?;
            let mut tasks = Vec::with_capacity(leased.len());
            for lease in &leased {
                match told(office, &mut tx, lease, &system.identifiers).await {
                    Ok(document) => tasks.push(document),
                    // Its lease ends by itself, and then a person is asked in the end.
                    Err(error) => tracing::error!(task = %lease.task, %error, "A task cannot be told: {error}"),
                }
            }
            return Ok(Json(Claimed { tasks }));
        }
        tokio::select! {
            () = rung => {}
            () = tokio::time::sleep_until(until.min(Instant::now() + LOOK_EVERY)) => {}
        }
    }
}

async fn told(
    office: &Office,
    tx: &mut Tx,
    lease: &Lease,
    identifiers: &Codes<Identifier>,
) -> Result<TaskDocument, Error> {
    let known = known(office, tx, lease.claim).await?;
    let change = change(tx, lease).await?;
    Ok(document(office, &known, lease, change, identifiers))
}

/// Whoever waits is most often waiting for nothing: that is found out without writing.
async fn lease_some(portal: &Portal, system: SystemId, by: &str, most: u16) -> Result<Vec<Lease>, Error> {
    let office = &portal.office;
    let mut tx = office.db.read().await?;
    let is_any =
        leases::is_any_ready(&mut tx, system, office.clock.now_ms()).await? && leases::room(&mut tx, system).await? > 0;
    drop(tx);
    if !is_any {
        return Ok(Vec::new());
    }
    let wish = Wish { system, by: by.to_owned(), most, lease_ms: LEASE_MS };
    let (here, there) = (office.clone(), office.clone());
    let lease = move |wishes: Vec<Wish>| async move { lease::of_systems(&here, &wishes).await };
    let give_back = move |leased: Result<Vec<Lease>, String>| {
        let office = there.clone();
        async move { lease::undo(&office, &leased.unwrap_or_default()).await }
    };
    let leased = portal.claims.ask(wish, lease, give_back).await.unwrap_or_else(|| Err("it broke off".to_owned()));
    leased.map_err(|error| Error::Busy(anyhow::anyhow!("tasks could not be leased: {error}")))
}

/// Keeps a task for ten minutes more.
#[utoipa::path(post, path = "/tasks/{id}/heartbeat", operation_id = "heartbeat", tag = "tasks",
    params(("id" = String, Path, format = "uuid")), request_body = HeartbeatRequest, responses((status = 200, body = Kept)))]
pub(super) async fn heartbeat(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(id): Path<String>,
    Document { value: asked }: Document<HeartbeatRequest>,
) -> Result<Json<Kept>, Problem> {
    let task = own_task(&portal, &caller, &id, Some(asked.attempt)).await?;
    match lease::heartbeat(&portal.office, task, asked.attempt, LEASE_MS).await? {
        Some(until) => Ok(Json(Kept { lease_until: instant(until) })),
        None => Err(lost(&portal, task).await?),
    }
}

/// Gives a task back: it is claimed again later, or a person is asked.
#[utoipa::path(post, path = "/tasks/{id}/release", operation_id = "release", tag = "tasks",
    params(("id" = String, Path, format = "uuid")), request_body = ReleaseRequest, responses((status = 200, body = Released)))]
pub(super) async fn release(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(id): Path<String>,
    Document { value: asked }: Document<ReleaseRequest>,
) -> Result<Json<Released>, Problem> {
    optional("/reason", Some(&asked.reason))?;
    if asked.retry_after_seconds.is_some_and(|seconds| seconds > LONGEST_RETRY_S) {
        let wanted = format!("expected at most {LONGEST_RETRY_S}");
        return Err(Problem::because(Kind::InvalidDocument, wanted).at("/retry_after_seconds"));
    }
    let task = own_task(&portal, &caller, &id, Some(asked.attempt)).await?;
    let office = &portal.office;
    let held = leases::held(&mut office.db.read().await?, task, asked.attempt).await?;
    let retry_after = asked.retry_after_seconds.map(|seconds| Duration::from_secs(seconds.into()));
    let failure = Failure { tried: Tried::Released, retry_after, ..Failure::default() };
    let next = match &held {
        Some(lease) => fail(office, lease, &failure).await?,
        None => None,
    };
    match next {
        Some(Next::TryAfter(_)) => Ok(Json(Released { next: "retry".to_owned() })),
        Some(Next::WithHuman(_)) => Ok(Json(Released { next: "with_human".to_owned() })),
        None => Err(lost(&portal, task).await?),
    }
}

/// Answers a task. Sent twice, the same answer is taken once, and the second time is told so.
#[utoipa::path(post, path = "/tasks/{id}/answer", operation_id = "answer", tag = "tasks",
    params(("id" = String, Path, format = "uuid"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters; the same for the \
            same answer. It may be left out: the attempt and the answer itself tell as well.")),
    request_body = AnswerDocument, responses((status = 200, body = AnswerAccepted)))]
pub(super) async fn answer(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<AnswerAccepted>, Problem> {
    // Whose it is, before anything large is read.
    let task = own_task(&portal, &caller, &id, None).await?;
    let headers = request.headers().clone();
    // Many small ones may be read at once, large ones not: a slow one must not keep the small ones waiting.
    let said = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let _turn = match said {
        Some(bytes) if bytes <= SMALL_BYTES => None,
        _ => Some(portal.answers_read.acquire().await.map_err(|_| Kind::Busy)?),
    };
    let given: AnswerDocument = body::read(request, &portal, MOST_CONTENT_BYTES).await?;
    let missing = || Problem::because(Kind::InvalidDocument, "missing field attempt");
    let attempt = given.attempt.ok_or_else(missing)?;
    caller.for_task(task, Some(attempt))?;
    let idempotency_hash = idempotency_hash(&headers)?;
    let Answered { repeated, late } = give(&portal, task, attempt, &given, idempotency_hash).await?;
    Ok(Json(AnswerAccepted { task: task.to_string(), attempt, repeated, late }))
}

fn idempotency_hash(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let bytes = key.as_bytes();
    if bytes.is_empty() || bytes.len() > 255 || !bytes.iter().all(u8::is_ascii_graphic) {
        return Err(Problem::because(Kind::BadRequest, "Idempotency-Key must be 1 to 255 visible ASCII characters"));
    }
    Ok(Some(Sha256::digest(bytes).into()))
}

/// The task with this id, if it is the caller's.
pub(super) async fn own_task(
    portal: &Portal,
    caller: &Caller,
    id: &str,
    attempt: Option<u32>,
) -> Result<TaskId, Problem> {
    let task: TaskId = id.parse().map_err(|_| Kind::NotFound)?;
    caller.for_task(task, attempt)?;
    let mut tx = portal.office.db.read().await?;
    let found = tasks::find_task(&mut tx, task).await?.filter(|found| found.system == caller.system);
    found.map(|found| found.id).ok_or_else(|| Kind::NotFound.into())
}

/// Why a task is not the caller's any more.
pub(super) async fn lost(portal: &Portal, task: TaskId) -> Result<Problem, Error> {
    let found = tasks::find_task(&mut portal.office.db.read().await?, task).await?.ok_or(Error::NotFound)?;
    Ok(match found.state {
        TaskState::Withdrawn => Kind::CaseWithdrawn.into(),
        _ => Kind::LeaseLost.into(),
    })
}
