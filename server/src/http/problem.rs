//! What a program gets when something went wrong: a problem document (RFC 9457).

use std::fmt::Display;

use app::fault::Fault;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse;
use serde_json::{Map, Value};

use super::request_id::RequestId;

/// Of every problem document.
pub(crate) const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");
/// What every type begins with.
const TYPE_PREFIX: &str = "urn:minside:problem:";

/// Whether this path is asked for by programs.
pub(super) fn is_for_programs(path: &str) -> bool {
    ["/api/", "/health/"].iter().any(|prefix| path.starts_with(prefix))
}

/// What every problem document has. Its `type` is stable, so that programs may decide by it; `instance` finds the request in
/// the log; nothing in it is about a person.
pub(crate) fn members(code: &str, title: &str, status: u16, instance: impl Display) -> Map<String, Value> {
    Map::from_iter([
        ("type".to_owned(), format!("{TYPE_PREFIX}{code}").into()),
        ("title".to_owned(), title.into()),
        ("status".to_owned(), status.into()),
        ("instance".to_owned(), format!("urn:minside:request:{instance}").into()),
    ])
}

/// The document.
pub(super) fn document(fault: Fault, id: RequestId) -> Response<Body> {
    let body = Value::Object(members(fault.code(), title(fault), fault.status(), id));
    let mut response = body.to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, MEDIA_TYPE);
    response
}

fn title(fault: Fault) -> &'static str {
    match fault {
        Fault::NotFound => "There is nothing here, or it is not yours.",
        Fault::Forbidden => "You may not do this.",
        Fault::LoginNeeded => "Nobody is logged in.",
        Fault::LevelNeeded => "The login is not safe enough for this.",
        Fault::OtherPerson => "Somebody else than who is logged in filled in the form.",
        Fault::CrossSite => "The request came from another site.",
        Fault::BadRequest => "The request cannot be understood.",
        Fault::MethodNotAllowed => "This address does not take this method; see the header Allow.",
        Fault::TooSlow => "The request did not arrive in time.",
        Fault::TooLarge => "The body is too large.",
        Fault::AddressTooLong => "The address is too long.",
        Fault::HeadersTooLarge => "The headers are too large.",
        Fault::UnsupportedMedia => "The body is of a media type that is not read here.",
        Fault::TooMany { .. } => "Too many requests; wait as long as the header Retry-After says.",
        Fault::Busy => "A part of the server does not answer in time; try again.",
        Fault::Internal => "A mistake on our side; the instance finds it in our log.",
    }
}
