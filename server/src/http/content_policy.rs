//! The headers that tell a browser what it may do with an answer, on every answer: pages, files, redirects, errors.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use rand::Rng;

use crate::portal::Portal;

const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: forms would lose their way back, and the origin that shows they are ours.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// The value that lets our own script run in this one answer.
#[derive(Clone)]
pub(super) struct Nonce(pub(super) Arc<str>);

impl Nonce {
    fn random() -> Self {
        let bits = u128::from(rand::rng().next_u64()) << 64 | u128::from(rand::rng().next_u64());
        Self(format!("{bits:032x}").into())
    }
}

/// Makes the nonce, and sets the headers. An answer that brings a stricter policy along keeps it.
pub(super) async fn content_policy(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::random();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    set_headers(response.headers_mut(), &nonce, portal.is_https());
    response
}

fn set_headers(headers: &mut HeaderMap, nonce: &Nonce, https: bool) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let policy = format!(
            "default-src 'none'; script-src 'self' 'nonce-{}' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'",
            nonce.0
        );
        if let Ok(policy) = HeaderValue::try_from(policy) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
    }
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
}
