//! Who sent a request: the session of its cookie, and the desks that go with it.
//!
//! Asked for by pages and forms only, once per request. The browser keeps the cookie until it is closed; what it leads to
//! is decided here, each time.

use std::sync::Arc;

use app::Desks;
use app::model::LoggedIn;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

use super::faults::Failed;
use super::own_form::Whose;
use super::visit::Caller;
use super::{cookies, progress, upload};
use crate::cases::deadline::in_oslo;
use crate::desks;
use crate::error::Error;
use crate::login::session::{self, Asked, Found, Session};
use crate::portal::Portal;
use crate::staff::grant::standing;
use crate::staff::rules::Standing;
use crate::token::Token;

/// The cookie with the session.
pub(super) const COOKIE: &str = "minside-session";

/// Who sent a request.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) session: Option<Session>,
    /// The session that this browser had until a moment ago.
    over: Option<Session>,
    pub(super) login: Option<LoggedIn>,
    /// What they are and may do, if they work for the municipality.
    pub(super) standing: Standing,
    pub(super) desks: Desks,
}

impl Person {
    /// Somebody we do not know.
    pub(super) fn nobody(portal: &Portal) -> Self {
        Self { session: None, over: None, login: None, standing: Standing::default(), desks: desks::of(portal, None) }
    }

    /// The session that this browser has, or had until a moment ago.
    pub(super) fn last_session(&self) -> Option<&Session> {
        self.session.as_ref().or(self.over.as_ref())
    }

    fn of(portal: &Portal, session: Session, standing: Standing) -> Self {
        let now_ms = portal.office.clock.now_ms();
        let ends_at = session.times.expires_at();
        let ends = Timestamp::from_millisecond(ends_at).unwrap_or_default();
        let seconds = |until: i64| u32::try_from((until - now_ms).max(0) / 1000).unwrap_or(u32::MAX);
        let login = LoggedIn {
            employee: !session.who.is_citizen(),
            ends_at: in_oslo(ends).strftime("%H.%M").to_string(),
            seconds_left: seconds(ends_at),
            longest_seconds_left: seconds(session.times.ends_at),
            whose: Whose::of(portal, &session).written(portal),
        };
        let desks = desks::of(portal, Some((&session, &standing)));
        Self { desks, login: Some(login), session: Some(session), over: None, standing }
    }
}

/// Whose session this is or was, and its new id, if it got one; `None` where it is nobody's.
async fn known(portal: &Portal, token: &Token, asked: Asked) -> Result<Option<(Person, Option<Token>)>, Error> {
    Ok(match session::find(&portal.office, token, asked).await? {
        Found::On(mut session) => {
            let standing = standing(&portal.office, &session.who).await?;
            let renewed = renew_if_changed(portal, token, &mut session, &standing).await?;
            Some((Person::of(portal, *session, standing), renewed))
        }
        Found::Over(session) => Some((Person { over: Some(*session), ..Person::nobody(portal) }, None)),
        Found::Unknown => None,
    })
}

/// A new id for the session of somebody whose roles are not those that it was last seen with.
async fn renew_if_changed(
    portal: &Portal,
    token: &Token,
    session: &mut Session,
    standing: &Standing,
) -> Result<Option<Token>, Error> {
    let roles = standing.roles();
    if session.roles == session::roles_mark(&portal.office.vault, &roles) {
        return Ok(None);
    }
    let renewed = session::renew(&portal.office, token, &session.who, &roles).await?;
    if let Some(token) = &renewed {
        session.id_hash = token.hash();
    }
    Ok(renewed)
}

/// The token in a request's cookie.
pub(super) fn token(headers: &HeaderMap, portal: &Portal) -> Option<Token> {
    cookies::read(headers, COOKIE, portal.is_https()).and_then(Token::parse)
}

/// Finds out who sent the request. What somebody who is logged in is shown is kept by no cache.
pub(super) async fn session(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> Result<Response, Failed> {
    let Some(token) = token(request.headers(), &portal) else { return Ok(next.run(request).await) };
    let by_browser = progress::is_progress(request.uri().path());
    let asked = if by_browser { Asked::ByBrowser } else { Asked::ByPerson };
    let caller = request.extensions().get::<Arc<Caller>>().cloned();
    let (person, renewed) = match known(&portal, &token, asked).await {
        Ok(Some(known)) => known,
        Ok(None) => return Ok(next.run(request).await),
        Err(error) => {
            if let Some(caller) = caller.filter(|_| request.method() == Method::POST) {
                upload::set_aside(&portal, &caller, request).await;
            }
            return Err(error.into());
        }
    };
    if let Some(caller) = caller {
        caller.is(person);
    }
    let mut response = next.run(request).await;
    // Unless the answer ends the session.
    if let Some(token) = renewed.filter(|_| !cookies::is_set(&response, COOKIE)) {
        cookies::set_until_closed(&mut response, COOKIE, &token.written(), portal.is_https());
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
