//! `GET` of a page: ask its desks, make its HTML.

use std::sync::Arc;

use app::fault::Fault;
use app::{Page, render};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::encoding::Accepted;
use super::faults::Failed;
use super::fixed_pages::FixedPage;
use super::login;
use super::own_form::Whose;
use super::returned_form;
use super::visit::Caller;
use crate::portal::Portal;

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// A browser may keep a page for its back button, but asks before it shows it anew.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("private, no-cache");
const BY_CALLER: HeaderValue = HeaderValue::from_static("accept-encoding, accept-language, cookie");

/// Answers with one page of the table.
pub(super) async fn page(page: Page, portal: Arc<Portal>, request: Request) -> Result<Response, Failed> {
    let caller = request.extensions().get::<Arc<Caller>>().cloned().ok_or(Failed(Fault::Internal))?;
    if page.fixed && request.uri().query().is_none() && !caller.is_logged_in() {
        let key = (page.path, 0, caller.language, caller.appearance);
        let fixed = match portal.fixed_pages.find(key) {
            Some(fixed) => fixed,
            None => {
                let visit = caller.visit(&portal);
                let document = page.load(&visit).await?;
                portal.fixed_pages.keep(key, render(document, &visit))
            }
        };
        return Ok(fixed_answer(&fixed, caller.accepted, request.headers().get(IF_NONE_MATCH)));
    }
    let query = caller.query.as_deref().ok_or(Failed(Fault::BadRequest))?;
    let mut visit = caller.visit(&portal);
    let whose = caller.session().filter(|_| page.is_personal());
    let whose = whose.map_or(Whose::ANYBODY, |session| Whose::of(&portal, session));
    visit.returned = returned_form::returned(&portal, request.headers(), whose, &caller.path, query).await?;
    let document = match page.load(&visit).await {
        Ok(document) => document,
        Err(fault @ (Fault::LoginNeeded | Fault::LevelNeeded)) => {
            let address = request.uri().path_and_query().map_or(page.path, |address| address.as_str());
            return Ok(login::needed(address, fault == Fault::LevelNeeded, caller.was_logged_in()));
        }
        Err(fault) => return Err(fault.into()),
    };
    let status = StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, render(document, &visit)).into_response();
    set_headers(&mut response);
    Ok(response)
}

/// A fixed page in the encoding that the caller takes; without its content if the caller has it already.
pub(super) fn fixed_answer(page: &FixedPage, accepted: Accepted, known: Option<&HeaderValue>) -> Response {
    let known = known.is_some_and(|known| known.as_bytes() == page.etag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (body, encoding) = page.content.best_for(accepted);
        let mut response = Response::new(Body::from(body));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    set_headers(&mut response);
    if let Ok(etag) = HeaderValue::try_from(&page.etag) {
        response.headers_mut().insert(ETAG, etag);
    }
    response
}

fn set_headers(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HTML);
    headers.insert(CACHE_CONTROL, ASK_FIRST);
    headers.insert(VARY, BY_CALLER);
}
