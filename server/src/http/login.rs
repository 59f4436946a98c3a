//! Logging in and out: links and callbacks, and what a person sees when it does not work.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::fault::Fault;
use app::model::LoginProblem;
use app::model::login::{HIGH, LEVEL, RETURN_TO, TIMED_OUT, login_address, login_because};
use app::words::Words;
use app::{Visit, logged_out_page, login_problem_page, render, stayed};
use axum::extract::{Extension, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use super::cookies;
use super::faults::Failed;
use super::form::{self, PostedForm};
use super::redirect::{local_path, see_other};
use super::request_id::RequestId;
use super::returned_form;
use super::session::{self as sessions, COOKIE};
use super::visit::Caller;
use crate::login::begin::{self, Asked, Wanted};
use crate::login::finish::{self, Callback, NotFinished};
use crate::login::rules::{ATTEMPT_MS, Level, LoginRefused};
use crate::login::{logout, session};
use crate::portal::Portal;
use crate::token::Token;

/// The cookie that ties a login to the browser that began it.
const BROWSER_COOKIE: &str = "minside-login";
const BROWSER_COOKIE_S: u32 = (ATTEMPT_MS / 1000) as u32;
/// Where a login leads that nobody wanted to lead anywhere.
const CITIZENS_PAGE: &str = "/min-side";
const EMPLOYEES_PAGE: &str = "/saksbehandling";
/// An address is longer than this only if somebody made it so.
const LONGEST_RETURN_BYTES: usize = 2048;

/// `GET /logg-inn/{provider}`: leads to the provider.
pub(super) async fn begin(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Extension(id): Extension<RequestId>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let query = caller.query.as_deref().ok_or(Failed(Fault::BadRequest))?;
    let value = |name| form::value_of(query, name);
    let known = portal.providers.find(&provider).ok_or(Failed(Fault::NotFound))?;
    // Another site's picture, or a script, begins no logins in a person's name.
    if headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
        return Err(Failed(Fault::BadRequest));
    }
    let own_page = if known.settings.kind.is_for_citizens() { CITIZENS_PAGE } else { EMPLOYEES_PAGE };
    let return_to = value(RETURN_TO).filter(|path| !path.is_empty() && path.len() <= LONGEST_RETURN_BYTES);
    let wanted = Wanted {
        provider: &provider,
        level: (value(LEVEL) == Some(HIGH)).then_some(Level::High),
        return_to: return_to.map_or(own_page, local_path),
        language: caller.language.tag(),
    };
    let browser = browser(&headers, &portal);
    match begin::begin(&portal.office, &portal.providers, &wanted, browser).await? {
        Ok(begun) => {
            let mut response = leads_to(&begun.address);
            let written = begun.browser.written();
            cookies::set(&mut response, BROWSER_COOKIE, &written, BROWSER_COOKIE_S, portal.is_https());
            Ok(response)
        }
        Err(refused) => {
            let again =
                Asked { provider: provider.clone(), level: wanted.level, return_to: wanted.return_to.to_owned() };
            Ok(problem(&portal, &caller, id, &NotFinished { refused, again: Some(again) }).await)
        }
    }
}

/// `GET /oidc/callback`: from the provider, with a code or a reason why there is none.
pub(super) async fn callback(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let query = caller.query.as_deref().ok_or(Failed(Fault::BadRequest))?;
    let value = |name| form::value_of(query, name).map(str::to_owned);
    let callback = Callback { state: value("state"), code: value("code"), iss: value("iss"), error: value("error") };
    let browser = browser(&headers, &portal);
    let old = sessions::token(&headers, &portal);
    let finished = finish::finish(&portal.office, &portal.providers, &callback, browser.as_ref(), old.as_ref()).await?;
    match finished {
        Ok(finished) => {
            portal.metrics.login(finished.provider, "ok");
            let mut response = see_other(local_path(&finished.return_to));
            cookies::set_until_closed(&mut response, COOKIE, &finished.session.written(), portal.is_https());
            Ok(response)
        }
        Err(not_finished) => Ok(problem(&portal, &caller, id, &not_finished).await),
    }
}

/// `POST /logg-ut`: ends the session here, and shows the way to where the provider ends its own. A form may not lead to
/// another site, so that this is a page.
pub(super) async fn log_out(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
) -> Result<Response, Failed> {
    let return_to = after_logout_at(&portal);
    // Also of one that is over here: the provider's may still be on.
    let next = match caller.person(&portal).last_session() {
        Some(session) => logout::end(&portal.office, &portal.providers, session, &return_to).await?,
        None => None,
    };
    Ok(after_logout(&portal, &caller, next))
}

/// `POST /do/log-out-everywhere`: ends all sessions of the person.
pub(super) async fn log_out_everywhere(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
) -> Result<Response, Failed> {
    let Some(session) = caller.person(&portal).session else { return Err(Failed(Fault::LoginNeeded)) };
    session::end_all(&portal.office, &session).await?;
    log_out(State(portal), Extension(caller)).await
}

/// Where the provider sends people back to.
fn after_logout_at(portal: &Portal) -> Url {
    portal.public_url.join("/utlogget").unwrap_or_else(|_| portal.public_url.clone())
}

fn after_logout(portal: &Arc<Portal>, caller: &Caller, next: Option<Url>) -> Response {
    let mut visit = caller.visit(portal);
    visit.login = None;
    let page = logged_out_page(next.map(String::from), &visit);
    let mut response = kept_nowhere(Html(render(page, &visit)).into_response());
    // What was typed in this browser is nobody else's either.
    for name in [COOKIE, BROWSER_COOKIE, returned_form::COOKIE] {
        cookies::set(&mut response, name, "", 0, portal.is_https());
    }
    response
}

/// `POST /do/stay-logged-in`: the session was used, as the layer around this has noted.
pub(super) async fn stay(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
) -> Result<Response, Failed> {
    let login = caller.person(&portal).login.ok_or(Failed(Fault::LoginNeeded))?;
    Ok(stayed(Words(caller.language), &login).into_response())
}

/// `GET /oidc/frontchannel-logout`: the provider's page shows this in a frame. Always the same answer, so that nobody
/// learns which sessions there are.
pub(super) async fn front_channel(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
) -> Result<Response, Failed> {
    let query = caller.query.as_deref().ok_or(Failed(Fault::BadRequest))?;
    let value = |name| form::value_of(query, name);
    logout::front_channel(&portal.office, &portal.providers, value("iss"), value("sid")).await?;
    let mut origins = logout::framers(&portal.providers).await;
    if origins.is_empty() {
        origins.push("'none'".to_owned());
    }
    let policy =
        format!("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {}", origins.join(" "));
    let mut response = kept_nowhere(Html("<!DOCTYPE html><title>Logout</title>").into_response());
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// `POST /oidc/backchannel-logout`: the provider's server sends a signed logout token.
pub(super) async fn back_channel(State(portal): State<Arc<Portal>>, form: PostedForm) -> Result<Response, Failed> {
    let token = form.value("logout_token");
    let taken = logout::back_channel(&portal.office, &portal.providers, token).await?;
    let response = match taken {
        Ok(ended) => {
            tracing::info!(ended, "A login provider ended {ended} sessions");
            StatusCode::OK.into_response()
        }
        Err(refused) => {
            tracing::warn!(%refused, "A logout token was not taken: {refused}");
            // OpenID Connect Back-Channel Logout 1.0, 2.8; the code is one of RFC 6749's.
            let error =
                BTreeMap::from([("error", "invalid_request".to_owned()), ("error_description", refused.to_string())]);
            let body = serde_json::to_string(&error).unwrap_or_default();
            (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "application/json")], body).into_response()
        }
    };
    Ok(kept_nowhere(response))
}

async fn problem(portal: &Arc<Portal>, caller: &Caller, id: RequestId, not_finished: &NotFinished) -> Response {
    let NotFinished { refused, again } = not_finished;
    let provider =
        again.as_ref().and_then(|again| portal.providers.find(&again.provider)).map_or("unknown", |p| p.key());
    portal.metrics.login(provider, refused.code());
    tracing::warn!(provider, reason = refused.code(), "A login was not finished: {refused}");
    let again = match again {
        Some(Asked { provider, level, return_to }) => {
            login_address(Some(provider), return_to, *level == Some(Level::High))
        }
        None => "/logg-inn".to_owned(),
    };
    let problem = problem_of(refused);
    // Who is known there and cannot be let in here must be able to leave, or become somebody else.
    let leave = match problem {
        LoginProblem::Level | LoginProblem::Number | LoginProblem::Groups => {
            logout::address(&portal.providers, provider, &after_logout_at(portal)).await
        }
        _ => None,
    };
    // Another language leads to the beginning, and never repeats this.
    let visit = Visit { back: Some(again.clone()), ..caller.visit(portal) };
    let page = login_problem_page(problem, again, leave.map(String::from), &id.to_string(), &visit);
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::BAD_REQUEST);
    kept_nowhere((status, Html(render(page, &visit))).into_response())
}

/// Of everything that can be wrong, what helps the person.
fn problem_of(refused: &LoginRefused) -> LoginProblem {
    use LoginRefused as Refused;
    match refused {
        Refused::Denied => LoginProblem::Cancelled,
        Refused::UnknownState | Refused::CodeRefused => LoginProblem::Late,
        Refused::OtherBrowser => LoginProblem::OtherBrowser,
        Refused::Level => LoginProblem::Level,
        Refused::NoPid | Refused::Pid | Refused::MadeUp | Refused::NoUser => LoginProblem::Number,
        Refused::NoAnswer(_) => LoginProblem::NoAnswer,
        Refused::GroupsLeftOut => LoginProblem::Groups,
        Refused::Provider(code) if code == "temporarily_unavailable" || code == "server_error" => {
            LoginProblem::NoAnswer
        }
        _ => LoginProblem::Other,
    }
}

fn browser(headers: &HeaderMap, portal: &Portal) -> Option<Token> {
    cookies::read(headers, BROWSER_COOKIE, portal.is_https()).and_then(Token::parse)
}

/// Leads to another site; never after a form, which the browser would stop.
fn leads_to(address: &Url) -> Response {
    kept_nowhere((StatusCode::SEE_OTHER, [(LOCATION, address.as_str())]).into_response())
}

/// No cache keeps what is for one person at one time.
fn kept_nowhere(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Where one logs in for a page that needs it, and comes back to.
pub(super) fn needed(path: &str, high: bool, timed_out: bool) -> Response {
    let login = if timed_out { login_because(TIMED_OUT, path, high) } else { login_address(None, path, high) };
    kept_nowhere(see_other(&login))
}
