//! What a program gets when something went wrong: a problem document (RFC 9457).

use app::fault::Fault;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse;
use serde_json::json;

use super::request_id::RequestId;

/// Whether this path is asked for by programs.
pub(super) fn is_for_programs(path: &str) -> bool {
    ["/api/", "/health/"].iter().any(|prefix| path.starts_with(prefix))
}

/// The document. Its `type` is stable, so that programs may decide by it; nothing in it is about a person.
pub(super) fn document(fault: Fault, id: RequestId) -> Response<Body> {
    let body = json!({
        "type": format!("urn:minside:problem:{}", fault.code()),
        "title": title(fault),
        "status": fault.status(),
        "instance": format!("urn:minside:request:{id}"),
    });
    let mut response = body.to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
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
