//! What adapters reach: `/api/adapter/v1`. The document that describes it is made of this code (`openapi.rs`).

mod body;
pub(crate) mod caller;
pub mod examples;
mod files;
pub mod openapi;
mod system;
mod tasks;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post, put};
use tower_http::catch_panic::CatchPanicLayer;

use super::problem::{Kind, Problem, finished};
use crate::http::client_bucket;
use crate::http::request_id::RequestId;
use crate::portal::Portal;

/// Where it is.
pub const BASE: &str = "/api/adapter/v1";

/// All calls, as part of the whole.
pub(crate) fn router(portal: &Arc<Portal>) -> Router<Arc<Portal>> {
    let known = Router::new()
        .route("/system", get(system::system))
        .route("/system/capabilities", put(system::capabilities))
        .route("/tasks/claim", post(tasks::claim))
        .route("/tasks/{id}/heartbeat", post(tasks::heartbeat))
        .route("/tasks/{id}/answer", post(tasks::answer))
        .route("/tasks/{id}/release", post(tasks::release))
        .route("/tasks/{id}/files/{name}", get(files::evidence).put(files::put));
    let calls = known
        .layer(from_fn_with_state(portal.clone(), bounds))
        .route("/openapi.json", get(document))
        .fallback(|| async { Problem::from(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::from(Kind::MethodNotAllowed) })
        .layer(from_fn_with_state(portal.clone(), limited))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn(finish));
    Router::new().nest(BASE, calls)
}

/// The document that describes it all.
async fn document(State(portal): State<Arc<Portal>>) -> Response<Body> {
    ([(CONTENT_TYPE, "application/json")], portal.adapter_api.clone()).into_response()
}

/// Bounds what one address may ask, whoever it is: a wrong key costs a look-up too.
async fn limited(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response<Body> {
    let client = client_bucket(&portal, request.extensions(), request.headers());
    match portal.adapter_limits.of_address(client) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Refuses an address or headers that are too large.
async fn bounds(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response<Body> {
    let limits = &portal.settings.limits;
    match crate::http::limits::check(request.uri(), request.headers(), limits) {
        Ok(()) => next.run(request).await,
        Err(_) => {
            Problem::because(Kind::BadRequest, "the address or the headers are too large, or not text").into_response()
        }
    }
}

/// Gives every problem its document, and names the request in it.
async fn finish(request: Request, next: Next) -> Response<Body> {
    let id = request.extensions().get::<RequestId>().copied().unwrap_or_else(RequestId::random);
    let mut response = next.run(request).await;
    // What the framework itself says *no* to has no problem yet.
    if response.extensions().get::<Problem>().is_none() && response.status().is_client_error() {
        let kind = match response.status().as_u16() {
            404 => Kind::NotFound,
            405 => Kind::MethodNotAllowed,
            _ => Kind::BadRequest,
        };
        let allow = response.headers().get(axum::http::header::ALLOW).cloned();
        response = Problem::from(kind).into_response();
        if let Some(allow) = allow {
            response.headers_mut().insert(axum::http::header::ALLOW, allow);
        }
    }
    finished(response, &id.to_string())
}

/// The hook in `log.rs` has written where it happened.
fn after_panic(_panic: Box<dyn Any + Send>) -> Response<Body> {
    Problem::from(Kind::Internal).into_response()
}
