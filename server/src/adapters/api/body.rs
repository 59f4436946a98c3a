//! Bodies: JSON of our types, read within the limits of size and time.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::DeserializeOwned;

use crate::adapters::problem::{Kind, Problem};
use crate::adapters::reading;
use crate::portal::Portal;
use crate::whole_body::{NotWhole, whole};

/// Bytes of a document that is no answer; a thousand kinds of data are less.
const MOST_BYTES: usize = 1024 * 1024;

/// A JSON body of this type.
pub(super) struct Document<T> {
    pub(super) value: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Portal>> for Document<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Arc<Portal>) -> Result<Self, Problem> {
        Ok(Self { value: read(request, portal, MOST_BYTES).await? })
    }
}

/// A JSON body of this type, of at most so many bytes.
pub(super) async fn read<T: DeserializeOwned>(
    request: Request,
    portal: &Portal,
    most_bytes: usize,
) -> Result<T, Problem> {
    is_json(request.headers())?;
    is_not_packed(request.headers())?;
    let body = whole(request.into_body(), most_bytes);
    let body = tokio::time::timeout(portal.settings.limits.request_time, body).await.map_err(|_| Kind::TooSlow)?;
    let bytes = body.map_err(|not_whole| match not_whole {
        NotWhole::TooLarge => {
            Problem::because(Kind::TooLarge, format!("at most {most_bytes} bytes; what is larger is a file"))
        }
        NotWhole::Broken(_) => Problem::because(Kind::BadRequest, "the body broke off"),
    })?;
    reading::read(&bytes)
}

fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if bare == "application/json" {
        return Ok(());
    }
    Err(Problem::because(Kind::UnsupportedMedia, "send it with Content-Type: application/json"))
}

/// What is compressed can be a thousand times larger than it seems: nothing is taken that would have to be unpacked.
pub(super) fn is_not_packed(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(CONTENT_ENCODING).map(|encoding| encoding.as_bytes()) {
        None | Some(b"identity") => Ok(()),
        Some(_) => Err(Problem::because(Kind::UnsupportedMedia, "send it without Content-Encoding")),
    }
}
