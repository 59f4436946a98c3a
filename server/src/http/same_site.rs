//! No other site may send a form in a person's name.
//!
//! The layer sits on everything that trusts a cookie. Every browser of the last years sends `Sec-Fetch-Site`, older
//! ones send `Origin` with every POST; a changing request with neither is refused rather than trusted.

use std::sync::Arc;

use app::fault::Fault;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header::ORIGIN};
use axum::middleware::Next;
use axum::response::Response;
use url::Origin;

use super::faults::Failed;
use crate::portal::Portal;

/// Refuses a changing request from elsewhere.
pub(super) async fn same_site(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> Result<Response, Failed> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if safe || is_ours(request.headers(), &portal.public_url.origin()) {
        return Ok(next.run(request).await);
    }
    Err(Failed(Fault::CrossSite))
}

/// Whether the browser says that a page of ours, or the person alone, sent this.
fn is_ours(headers: &HeaderMap, own: &Origin) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    headers.get(ORIGIN).is_some_and(|origin| origin == own.ascii_serialization().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&'static str, &'static str)]) -> bool {
        let own = url::Url::parse("https://minside.fjordvik.test").unwrap().origin();
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_ours(&headers, &own)
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
        assert!(judged(&[("sec-fetch-site", "none")]));
        assert!(judged(&[("origin", "https://minside.fjordvik.test")]));
        assert!(!judged(&[("sec-fetch-site", "cross-site")]));
        assert!(!judged(&[("sec-fetch-site", "same-site")]));
        assert!(!judged(&[("sec-fetch-site", "cross-site"), ("origin", "https://minside.fjordvik.test")]));
        assert!(!judged(&[("origin", "https://evil.test")]));
        assert!(!judged(&[("origin", "null")]));
        assert!(!judged(&[("origin", "http://minside.fjordvik.test")]));
        assert!(!judged(&[]));
    }
}
