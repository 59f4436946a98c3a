//! Files: those that a person sent in as evidence, and those that a system hands out.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::is_not_packed;
use super::caller::Caller;
use super::tasks::{lost, own_task};
use crate::adapters::problem::{Kind, Problem};
use crate::adapters::rules::is_file_name;
use crate::cases::evidence;
use crate::error::Error;
use crate::hexadecimal;
use crate::http::form::decode;
use crate::id::BlobId;
use crate::portal::Portal;
use crate::systems::store as systems;
use crate::tasks::files::{MOST_FILES, Put, Upload, put as keep};
use crate::tasks::lease::store as leases;

/// The slowest that a file may come: what is slower holds a connection for nothing.
const SLOWEST_BYTES_PER_SECOND: u64 = 1000;
/// Before that counts.
const GRACE: Duration = Duration::from_secs(30);

/// A file that was kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct FileKept {
    /// As it was put.
    #[schema(example = "vedtak.pdf")]
    pub(crate) name: String,
    /// Its size.
    #[schema(example = 48213)]
    pub(crate) size_bytes: u64,
    /// Its SHA-256, as the answer must have it.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub(crate) sha256: String,
}

/// Hands out a file that the task document names.
#[utoipa::path(get, path = "/tasks/{id}/files/{name}", operation_id = "evidence", tag = "files",
    params(("id" = String, Path, format = "uuid"),
        ("name" = String, Path, description = "One of `evidence_file_ids` of the task document."),
        ("attempt" = u32, Query, minimum = 1, description = "As the task document says.")),
    responses((status = 200, description = "The file's bytes, as they were sent in.", content_type = "application/octet-stream",
        body = String)))]
pub(super) async fn evidence(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let attempt = attempt_of(request.uri().query())?;
    let task = own_task(&portal, &caller, &id, Some(attempt)).await?;
    let file: BlobId = name.parse().map_err(|_| Kind::NotFound)?;
    let mut tx = portal.office.db.read().await?;
    let held = leases::held(&mut tx, task, attempt).await?;
    drop(tx);
    let Some(lease) = held else { return Err(lost(&portal, task).await?) };
    let opened = evidence::open(&portal.office, lease.claim, file).await?;
    let mut response = Response::new(Body::from_stream(opened.bytes.map_err(io::Error::other)));
    let headers = response.headers_mut();
    // What it is said to be is in no header: whoever opens it decides by its bytes.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(opened.size_bytes));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Keeps a file for the answer that names it. One with the same name in the same attempt is replaced.
#[utoipa::path(put, path = "/tasks/{id}/files/{name}", operation_id = "put_file", tag = "files",
    params(("id" = String, Path, format = "uuid"),
        ("name" = String, Path, description = "What the file is called: 1 to 200 characters, and no path."),
        ("attempt" = u32, Query, minimum = 1, description = "As the task document says."),
        ("Content-Digest" = Option<String>, Header, description = "RFC 9530: `sha-256=:…:`. Where it is sent, it is checked.",
            example = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:")),
    request_body(content_type = "application/octet-stream", content = String),
    responses((status = 201, body = FileKept)))]
pub(super) async fn put(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    request: Request,
) -> Result<(StatusCode, Json<FileKept>), Problem> {
    let attempt = attempt_of(request.uri().query())?;
    let task = own_task(&portal, &caller, &id, Some(attempt)).await?;
    if !is_file_name(&name) {
        return Err(Kind::BadFileName.into());
    }
    is_not_packed(request.headers())?;
    let sha256 = digest(request.headers())?;
    let system = systems::find_system(&mut portal.office.db.read().await?, caller.system).await?;
    let most_bytes = u64::from(system.ok_or(Error::NotFound)?.largest_file_mb) * 1_000_000;
    let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let too_large = || Problem::because(Kind::TooLarge, format!("the register allows this system {most_bytes} bytes"));
    if said.is_some_and(|said| said > most_bytes) {
        return Err(too_large());
    }
    let upload = Upload { task, attempt, name: &name, sha256, most_bytes };
    let source = in_time(request.into_body().into_data_stream());
    match keep(&portal.office, &upload, source).await? {
        Put::Kept(written) => {
            let sha256 = hexadecimal::write(&written.sha256);
            Ok((StatusCode::CREATED, Json(FileKept { name, size_bytes: written.size_bytes, sha256 })))
        }
        Put::LeaseLost => Err(Kind::LeaseLost.into()),
        Put::Withdrawn => Err(Kind::CaseWithdrawn.into()),
        Put::TooMany => Err(Problem::because(Kind::TooManyFiles, format!("at most {MOST_FILES}"))),
        Put::TooLarge => Err(too_large()),
        Put::DigestDiffers => Err(Kind::DigestDiffers.into()),
        Put::BrokenOff => Err(Problem::because(Kind::TooSlow, "the body broke off, or came too slowly")),
    }
}

/// The bytes of a body, as long as they do not come too slowly.
fn in_time(body: BodyDataStream) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let started = tokio::time::Instant::now();
    let mut received = 0_u64;
    futures_util::stream::unfold(Some(body), move |body| async move {
        let mut body = body?;
        let piece = tokio::time::timeout(GRACE, body.next()).await;
        let piece = match piece {
            Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut)),
            Ok(None) => return None,
            Ok(Some(piece)) => piece.map_err(io::Error::other),
        };
        let goes_on = piece.is_ok();
        Some((piece, goes_on.then_some(body)))
    })
    .map(move |piece| {
        let piece = piece?;
        received = received.saturating_add(piece.len() as u64);
        let waited = started.elapsed().saturating_sub(GRACE).as_secs();
        if received < waited.saturating_mul(SLOWEST_BYTES_PER_SECOND) {
            return Err(io::Error::from(io::ErrorKind::TimedOut));
        }
        Ok(piece)
    })
}

fn attempt_of(query: Option<&str>) -> Result<u32, Problem> {
    let wrong = || Problem::because(Kind::BadRequest, "the query must be ?attempt= and the number of the attempt");
    let value = query.and_then(|query| query.strip_prefix("attempt=")).ok_or_else(wrong)?;
    decode(value, true).ok().and_then(|value| value.parse().ok()).ok_or_else(wrong)
}

/// The SHA-256 that was sent with a file. Of several digests the others are not looked at.
fn digest(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Problem> {
    let Some(header) = headers.get("content-digest") else { return Ok(None) };
    let wrong = || Problem::because(Kind::BadRequest, "Content-Digest must be sha-256=:…: with 32 bytes in base64");
    let header = header.to_str().map_err(|_| wrong())?;
    let sha256 = header.split(',').find_map(|part| part.trim().strip_prefix("sha-256=:")?.strip_suffix(':'));
    let bytes = STANDARD.decode(sha256.ok_or_else(wrong)?).map_err(|_| wrong())?;
    bytes.try_into().map(Some).map_err(|_| wrong())
}
