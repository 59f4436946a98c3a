//! Every answer that says *no* becomes a page for people, or a problem document for programs, in one place.

use std::sync::Arc;
use std::time::Duration;

use app::fault::Fault;
use app::{Visit, error_page, render};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse};

use super::pages::fixed_answer;
use super::problem;
use super::request_id::RequestId;
use super::upload;
use super::visit::Caller;
use crate::error::Error;
use crate::portal::Portal;

/// Longer waits than this do not come about with any sensible limit.
const LONGEST_KEPT_WAIT_S: u32 = 60;

/// A fault on its way to becoming an answer.
#[derive(Clone, Copy, Debug)]
pub struct Failed(pub Fault);

impl IntoResponse for Failed {
    fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        // The cause stays here; a person gets the code that finds this line.
        if !matches!(error, Error::NotFound) {
            tracing::error!(error = %error, "A request failed: {error}");
        }
        Self(error.fault())
    }
}

/// Gives every failed answer its body, within the time that an answer may take.
pub(super) async fn faults(State(portal): State<Arc<Portal>>, mut request: Request, next: Next) -> Response<Body> {
    let caller = Arc::new(Caller::of(&request, &portal));
    request.extensions_mut().insert(caller.clone());
    let for_people = !problem::is_for_programs(request.uri().path());
    let id = request.extensions().get::<RequestId>().copied().unwrap_or_else(RequestId::random);
    // As long for the body to arrive as for the answer to be made.
    let limit = 2 * portal.settings.limits.request_time + upload::further_time(&request);
    let response = in_time(limit, next.run(request)).await;
    let Some(fault) = fault_of(&response) else { return response };
    let mut answer = if for_people { page(fault, id, &caller, &portal) } else { problem::document(fault, id) };
    *answer.status_mut() = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Fault::TooMany { retry_after_s } = fault {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
    }
    if let Some(allowed) = response.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, allowed.clone());
    }
    // A session that got a new id has it, whatever the answer is.
    for cookie in response.headers().get_all(SET_COOKIE) {
        answer.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    answer.extensions_mut().insert(Failed(fault));
    answer
}

/// Saying *no* must cost less than what was asked for, or the limit is no limit: the page for too many requests is made
/// once for each time to wait. No other page of a fault is asked for that often.
fn page(fault: Fault, id: RequestId, caller: &Caller, portal: &Portal) -> Response<Body> {
    // What was written is not lost because of us.
    let unsent = caller.unsent(portal).filter(|_| matches!(fault, Fault::Busy | Fault::Internal));
    let make = |visit: &Visit| render(error_page(fault, &id.to_string(), visit, unsent), visit);
    match fault {
        Fault::TooMany { retry_after_s } if retry_after_s <= LONGEST_KEPT_WAIT_S => {
            let key =
                ("429", 2 * retry_after_s + u32::from(caller.can_ask_again()), caller.language, caller.appearance);
            let kept = portal
                .fixed_pages
                .find(key)
                .unwrap_or_else(|| portal.fixed_pages.keep(key, make(&caller.nowhere(portal))));
            fixed_answer(&kept, caller.accepted, None)
        }
        _ => Html(make(&caller.visit(portal))).into_response(),
    }
}

async fn in_time(limit: Duration, work: impl Future<Output = Response<Body>>) -> Response<Body> {
    match tokio::time::timeout(limit, work).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("An answer was not made within the limit of {} s", limit.as_secs());
            Failed(Fault::Busy).into_response()
        }
    }
}

/// Which fault an answer stands for; `None` where it is one that somebody made with care.
fn fault_of(response: &Response<Body>) -> Option<Fault> {
    if let Some(Failed(fault)) = response.extensions().get() {
        return Some(*fault);
    }
    if response.headers().contains_key(CONTENT_TYPE) && !is_bare_text(response) {
        return None;
    }
    match response.status().as_u16() {
        404 => Some(Fault::NotFound),
        405 => Some(Fault::MethodNotAllowed),
        500..=599 => Some(Fault::Internal),
        400..=499 => Some(Fault::BadRequest),
        _ => None,
    }
}

/// The framework's own short texts, which nobody wrote for people.
fn is_bare_text(response: &Response<Body>) -> bool {
    response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
        && !response.status().is_success()
}
