//! `GET /min-side/sak/{reference}/pakke/{number}`: a person fetches a package. It can be gone on with where it broke off
//! (RFC 9110, 14).

use std::ops::Range;
use std::sync::Arc;

use app::fault::Fault;
use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::try_unfold;
use futures_util::{Stream, StreamExt};

use super::faults::Failed;
use super::login;
use super::visit::Caller;
use crate::error::Error;
use crate::hexadecimal;
use crate::login::session::Who;
use crate::office::Office;
use crate::packages::download::{self, Fetched};
use crate::portal::Portal;
use crate::subjects;
use crate::subjects::identity_number::NationalId;

/// Hands out a package, or the part of it that is asked for.
pub(super) async fn package(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Path((reference, number)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Failed> {
    let id = match allowed(&portal, &caller, request.uri().path()) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let number: i64 = number.parse().map_err(|_| Failed(Fault::NotFound))?;
    let office = &portal.office;
    let person = subjects::find(&mut office.db.read().await.map_err(Error::from)?, &office.vault, &id).await?;
    let fetched = download::find(office, person.ok_or(Failed(Fault::NotFound))?, &reference, number).await?;
    answer(office, fetched, request.headers(), request.method() == Method::HEAD).await
}

/// Who asks for this address, if it is a citizen who may see what is in a case; otherwise the way to the login that is needed.
#[expect(clippy::result_large_err, reason = "it is what the browser gets")]
pub(super) fn allowed(portal: &Arc<Portal>, caller: &Caller, address: &str) -> Result<NationalId, Response> {
    let person = caller.person(portal);
    let citizen = person.session.map(|session| session.who);
    let Some(Who::Citizen(id)) = citizen else { return Err(login::needed(address, false, caller.was_logged_in())) };
    // What is in a case is shown to who has logged in safely enough.
    if person.desks.citizen_cases.is_none() {
        return Err(login::needed(address, true, false));
    }
    Ok(id)
}

async fn answer(office: &Office, fetched: Fetched, headers: &HeaderMap, head: bool) -> Result<Response, Failed> {
    let etag = format!("\"{}\"", hexadecimal::write(&fetched.sha256));
    let size = fetched.size_bytes;
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    // A part of something else would spoil what the person has already.
    let same = headers.get(IF_RANGE).is_none_or(|known| known.as_bytes() == etag.as_bytes());
    // To say what there is, a range has no meaning (RFC 9110, 14.2).
    let wanted = headers.get(RANGE).filter(|_| same && !head).map_or(Wanted::Whole, |range| wanted(range, size));
    let (status, range) = match wanted {
        _ if known => (StatusCode::NOT_MODIFIED, 0..0),
        Wanted::Whole => (StatusCode::OK, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
    };
    let mut response = status.into_response();
    let is_part = status == StatusCode::PARTIAL_CONTENT;
    let has_body = status == StatusCode::OK || is_part;
    let disposition = format!("attachment; filename=\"{}\"", fetched.name);
    let part = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
    if has_body && !head {
        fetched.opened(office).await?;
        // Whoever asks for an end alone has looked at it, and does not have it.
        let whole = range.end == size && (range.start == 0 || headers.contains_key(IF_RANGE));
        *response.body_mut() = Body::from_stream(sending(office, fetched, range.clone(), whole).await?);
    }
    let headers = response.headers_mut();
    let text = |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
    headers.insert(ETAG, text(etag));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if is_part {
        headers.insert(CONTENT_RANGE, text(part));
    } else if status == StatusCode::RANGE_NOT_SATISFIABLE {
        headers.insert(CONTENT_RANGE, text(format!("bytes */{size}")));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    }
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
        headers.insert(CONTENT_DISPOSITION, text(disposition));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    }
    Ok(response)
}

/// The bytes; with the last of the file goes a note that the person has them all. Nobody asks for more once a body has its
/// length, so that the note cannot wait for the end.
async fn sending(
    office: &Office,
    fetched: Fetched,
    range: Range<u64>,
    whole: bool,
) -> Result<impl Stream<Item = Result<Bytes, Error>> + Send + use<>, Error> {
    let bytes = fetched.read(office, range.clone()).await?;
    let (office, size) = (office.clone(), fetched.size_bytes);
    Ok(try_unfold((bytes, range.start, fetched, office), move |(mut bytes, at, fetched, office)| async move {
        let Some(piece) = bytes.next().await.transpose()? else { return Ok(None) };
        let at = at + piece.len() as u64;
        if whole
            && at == size
            && let Err(error) = fetched.downloaded(&office).await
        {
            tracing::warn!(%error, "That a package was fetched could not be noted: {error}");
        }
        Ok(Some((piece, (bytes, at, fetched, office))))
    }))
}

/// What part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    /// One that there is not.
    Nothing,
}

/// Reads `Range` (RFC 9110, 14.2). What is no range of bytes, or several, is not looked at: the whole file is an answer too.
fn wanted(range: &HeaderValue, size: u64) -> Wanted {
    let Some(range) = range.to_str().ok().and_then(|range| range.strip_prefix("bytes=")) else { return Wanted::Whole };
    let Some((first, last)) = range.split_once('-') else { return Wanted::Whole };
    // Only digits: a plus sign is read as a number by others.
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let (first, last) = match (first.trim(), last.trim()) {
        ("", "") => return Wanted::Whole,
        ("", last) => match number(last) {
            None => return Wanted::Whole,
            Some(0) => return Wanted::Nothing,
            Some(last) => (size.saturating_sub(last), size),
        },
        (first, "") => match number(first) {
            None => return Wanted::Whole,
            Some(first) => (first, size),
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => (first, last.saturating_add(1).min(size)),
            _ => return Wanted::Whole,
        },
    };
    if first < size { Wanted::Part(first..last) } else { Wanted::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_within_the_file_or_none() {
        let part = |range: &'static str| wanted(&HeaderValue::from_static(range), 100);
        assert_eq!(part("bytes=0-9"), Wanted::Part(0..10));
        assert_eq!(part("bytes=90-"), Wanted::Part(90..100));
        assert_eq!(part("bytes=-10"), Wanted::Part(90..100));
        assert_eq!(part("bytes=-1000"), Wanted::Part(0..100));
        assert_eq!(part("bytes=99-18446744073709551615"), Wanted::Part(99..100));
        for nothing in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(part(nothing), Wanted::Nothing, "{nothing}");
        }
        for whole in [
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=9-1",
            "bytes=0-1,5-6",
            "items=0-9",
            "bytes=+1-2",
            "bytes=1",
            "bytes=18446744073709551616-",
            "bytes=--1",
        ] {
            assert_eq!(part(whole), Wanted::Whole, "{whole}");
        }
    }
}
