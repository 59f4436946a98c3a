//! Bodies: JSON of our types, read within the limits of size and time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use crate::adapters::problem::{Kind, Problem};
use crate::adapters::reading;
use crate::portal::Portal;

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
    let bytes = whole(request.into_body(), most_bytes, portal.settings.limits.request_time).await?;
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

/// A whole body, however small the pieces are that it comes in.
async fn whole(mut body: Body, most_bytes: usize, within: Duration) -> Result<Vec<u8>, Problem> {
    let read = async {
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            // The adapter went away, or what it sent was not HTTP.
            let frame = frame.map_err(|_| Problem::because(Kind::BadRequest, "the body broke off"))?;
            let Some(data) = frame.data_ref() else { continue };
            if bytes.len() + data.len() > most_bytes {
                return Err(Problem::because(
                    Kind::TooLarge,
                    format!("at most {most_bytes} bytes; what is larger is a file"),
                ));
            }
            bytes.extend_from_slice(data);
        }
        Ok(bytes)
    };
    tokio::time::timeout(within, read).await.map_err(|_| Problem::from(Kind::TooSlow))?
}
