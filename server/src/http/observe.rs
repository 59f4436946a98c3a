//! The outermost layer: names the request, counts it, and writes its one log line.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::fault::Fault;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use super::faults::Failed;
use super::request_id::RequestId;
use crate::portal::Portal;

/// Counts a request as ended also when its future is dropped because the client went away.
struct InFlight<'a> {
    portal: &'a Portal,
    method: &'static str,
    route: String,
    started: Instant,
    ended: bool,
}

impl InFlight<'_> {
    fn end(&mut self, status: u16) -> Duration {
        let took = self.started.elapsed();
        self.portal.metrics.end(self.method, &self.route, status, took);
        self.ended = true;
        took
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        if !self.ended {
            // 499 is what proxies write for a client that did not wait.
            self.end(499);
        }
    }
}

/// One request from its first byte to its answer.
pub(super) async fn observe(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::random();
    request.extensions_mut().insert(id);
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    portal.metrics.begin();
    let mut in_flight = InFlight { portal: &portal, method, route, started: Instant::now(), ended: false };
    let span = tracing::info_span!("request", request.id = %id);
    let mut response = next.run(request).instrument(span).await;
    let status = response.status().as_u16();
    let took_ms = (in_flight.end(status).as_secs_f64() * 10_000.0).round() / 10.0;
    let route = in_flight.route.as_str();
    let fault = response.extensions().get().map(|Failed(fault): &Failed| fault.code());
    match response.extensions().get() {
        Some(Failed(Fault::Internal | Fault::Busy)) => tracing::error!(
            request.id = %id, method, route, status, took_ms, fault, "{id} {method} {route} failed with {status}"
        ),
        _ => tracing::info!(
            request.id = %id, method, route, status, took_ms, fault, "{id} {method} {route} {status}"
        ),
    }
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// A closed list, so that nobody can fill the figures with names of their own.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}
