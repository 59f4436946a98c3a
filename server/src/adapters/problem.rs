//! What an adapter is told when its request is not taken: a problem document (RFC 9457) whose type is stable, so that a
//! program can decide by it. None of them repeats what was sent.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::Value;

use crate::error::Error;
use crate::http::problem::{MEDIA_TYPE, members};

macro_rules! kinds {
    ($( $(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal; )*) => {
        /// The closed list of what can be wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[$doc])* $name, )* }

        impl Kind {
            /// Every one, in the order of their status.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// The end of its type.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $( Self::$name => $status, )* }
            }

            /// What it means, always in the same words.
            pub const fn title(self) -> &'static str {
                match self { $( Self::$name => $title, )* }
            }
        }
    };
}

kinds! {
    /// The bytes are not JSON.
    BadJson = "bad-json", 400, "The body is not JSON that can be read.";
    /// The address or a header is not what it should be.
    BadRequest = "bad-request", 400, "The address or a header is not what it should be.";
    /// Fewer or other bytes than were said.
    DigestDiffers = "digest-differs", 400, "The file's bytes are not those of the digest that was sent with it.";
    /// Nobody we know.
    Unauthorized = "unauthorized", 401, "The key or token is missing, wrong, or not valid any more.";
    /// A token that may not do this.
    Forbidden = "forbidden", 403, "This token may not do this.";
    /// Not there, or not the caller's.
    NotFound = "not-found", 404, "There is nothing here, or it is not yours.";
    /// A known address with another method.
    MethodNotAllowed = "method-not-allowed", 405, "This address does not take this method; see the header Allow.";
    /// The body took too long.
    TooSlow = "too-slow", 408, "The body did not arrive in time.";
    /// Somebody else has it.
    LeaseLost = "lease-lost", 409, "The task is no longer this attempt's; claim tasks anew.";
    /// It is done, by another answer.
    AlreadyAnswered = "already-answered", 409, "The task was answered, and not by this answer.";
    /// It is called, or answered by people.
    NotPulled = "not-pulled", 409, "The register says that this system is not served by its adapter asking for tasks.";
    /// Too much is kept for this attempt.
    TooManyFiles = "too-many-files", 409, "No more files can be put for this attempt.";
    /// The person took the case back.
    CaseWithdrawn = "case-withdrawn", 410, "The person took the case back; nothing about it is taken any more.";
    /// Larger than it may be.
    TooLarge = "too-large", 413, "The body is larger than it may be.";
    /// Not JSON, or packed.
    UnsupportedMedia = "unsupported-media", 415, "The body must be JSON (for a file: any bytes), and not compressed.";
    /// JSON of another shape.
    InvalidDocument = "invalid-document", 422, "The document is not of the shape that it must have.";
    /// Nobody could show it.
    UnsafeText = "unsafe-text", 422, "A text holds a character that is not allowed in it.";
    /// Deeper than anybody writes.
    TooDeep = "too-deep", 422, "Arrays and objects are inside of one another too deep.";
    /// One name twice.
    DuplicateKey = "duplicate-key", 422, "An object has the same name twice.";
    /// The step cannot end so.
    OutcomeNotOfStep = "outcome-not-of-step", 422, "The step cannot end with this outcome.";
    /// The outcome says one thing, the rest another.
    Contradictory = "contradictory", 422, "The outcome and the rest of the answer contradict each other.";
    /// The outcome demands a ground.
    GroundsMissing = "grounds-missing", 422, "This outcome needs a ground.";
    /// Not a ground, or not against this right.
    GroundNotValid = "ground-not-valid", 422, "A ground is unknown, not valid for this right, or lacks the text that it needs.";
    /// It was not put.
    FileMissing = "file-missing", 422, "A file that the answer names was not put in this attempt.";
    /// The name could lead somewhere else.
    BadFileName = "bad-file-name", 422, "This cannot be the name of a file.";
    /// The same key with another body.
    KeyReused = "idempotency-key-reused", 422, "The same Idempotency-Key was sent with another body.";
    /// With a Maskinporten token of an organisation that has several.
    SystemNotNamed = "system-not-named", 422, "The token's organisation has several systems; name one in the header Minside-System.";
    /// More than the limit.
    TooMany = "too-many", 429, "Too many requests; wait as long as the header Retry-After says.";
    /// A mistake of ours.
    Internal = "internal", 500, "A mistake on our side; the instance finds it in our log.";
    /// Too much to do, or stopping.
    Busy = "busy", 503, "A part of the server does not answer in time; try again.";
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub kind: Kind,
    /// What would be right. Never what was sent.
    pub detail: Option<Cow<'static, str>>,
    /// Where in the document (JSON Pointer, RFC 6901).
    pub pointer: Option<String>,
    /// When to come again.
    pub retry_after_s: Option<u32>,
}

impl Problem {
    /// With a sentence about what would be right.
    pub fn because(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: Some(detail.into()), ..Self::from(kind) }
    }

    /// The same, at a place in the document.
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..self }
    }

    /// The document; `instance` finds the request in the log.
    pub fn document(&self, instance: &str) -> Value {
        let mut document = members(self.kind.code(), self.kind.title(), self.kind.status(), instance);
        if let Some(detail) = &self.detail {
            document.insert("detail".to_owned(), detail.as_ref().into());
        }
        if let Some(pointer) = &self.pointer {
            document.insert("pointer".to_owned(), pointer.as_str().into());
        }
        Value::Object(document)
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self { kind, detail: None, pointer: None, retry_after_s: None }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::NotFound => return Kind::NotFound.into(),
            // The cause stays here; the adapter gets the instance that finds this line.
            _ => tracing::error!(error = %error, "An adapter's request failed: {error}"),
        }
        match error {
            Error::Busy(_) | Error::Conflict(_) => Kind::Busy.into(),
            _ => Kind::Internal.into(),
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl IntoResponse for Problem {
    /// Without a body yet: [`finished`] adds it, where the request's id is known.
    fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem of an answer into it.
pub fn finished(mut response: Response<Body>, instance: &str) -> Response<Body> {
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    *response.body_mut() = Body::from(problem.document(instance).to_string());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, MEDIA_TYPE);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.kind == Kind::Unauthorized {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_problem_has_a_type_of_its_own_and_they_come_by_status() {
        let codes: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert!(Kind::ALL.is_sorted_by_key(|kind| kind.status()));
    }
}
