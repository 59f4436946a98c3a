//! A login provider for the demo and for tests: anybody can be anybody in it, so that it is served on loopback only.
//!
//! It speaks as ID-porten and Ansattporten do: pushed requests, PKCE, `iss` on the callback, levels, `pid` and `sid`, a
//! session of its own, and logout by the browser and behind its back.

mod key;
mod pages;
mod state;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use axum::extract::{Form, Query, State as Shared};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreClientAuthMethod, CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalClaims, Audience, AuthUrl, AuthenticationContextClass, EmptyAdditionalProviderMetadata, IdToken,
    IdTokenClaims, IssuerUrl, JsonWebKeySetUrl, LanguageTag, Nonce, ResponseTypes, StandardClaims, SubjectIdentifier,
    TokenUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

pub use self::key::SigningKey;
use self::state::{Request, State};
use super::people::PEOPLE;
use crate::clock::Clock;
use crate::login::rules::{Level, ProviderKind};
use crate::outbound::Outbound;
use crate::vault::same;

/// An id_token is used at once (ID-porten's are good for 120 s).
const GOOD_FOR_S: i64 = 120;
const REQUEST_TIME: Duration = Duration::from_secs(5);

/// What a provider's portal is called, and what it proves itself with.
#[derive(Clone, Debug)]
pub struct Portal {
    /// `client_id`.
    pub id: String,
    /// `client_secret`.
    pub secret: String,
}

/// The provider of one kind of people.
pub struct DemoProvider {
    kind: ProviderKind,
    issuer: Url,
    portal: Portal,
    clock: Clock,
    key: Arc<SigningKey>,
    state: Mutex<State>,
    http: Outbound,
}

/// What Norwegian providers add to an id_token.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NorwegianClaims {
    pid: String,
    sid: String,
}

impl AdditionalClaims for NorwegianClaims {}

/// Both providers at one address, each at a path of its own.
///
/// # Errors
/// The address can be reached from other machines.
pub fn router(addr: SocketAddr, portal: &Portal, clock: &Clock) -> Result<Router> {
    if !addr.ip().is_loopback() {
        bail!("the demo's login provider can only be served on this machine, because anybody can be anybody in it");
    }
    let key = Arc::new(SigningKey::random()?);
    let mut router = Router::new();
    for kind in [ProviderKind::Idporten, ProviderKind::Ansattporten] {
        let provider = DemoProvider {
            kind,
            issuer: Url::parse(&issuer(addr, kind))?,
            portal: portal.clone(),
            clock: clock.clone(),
            key: key.clone(),
            state: Mutex::default(),
            http: Outbound::new(REQUEST_TIME, 64 * 1024, false)?,
        };
        router = router.nest(&format!("/{}", kind.code()), provider.routes());
    }
    Ok(router)
}

/// What the provider calls itself.
pub fn issuer(addr: SocketAddr, kind: ProviderKind) -> String {
    format!("http://{addr}/{}", kind.code())
}

/// Serves it until the program ends.
///
/// # Errors
/// The listener's own.
pub async fn serve(listener: TcpListener, router: Router) -> Result<()> {
    Ok(axum::serve(listener, router).await?)
}

type Own = Shared<Arc<DemoProvider>>;

impl DemoProvider {
    fn routes(self) -> Router {
        Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(keys))
            .route("/par", post(push))
            .route("/authorize", get(authorize))
            .route("/choose", get(choose))
            .route("/token", post(token))
            .route("/logout", get(log_out))
            .with_state(Arc::new(self))
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.issuer.clone();
        url.set_path(&format!("{}/{path}", self.issuer.path().trim_end_matches('/')));
        url
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cookies know no ports: the portal's have other names.
    fn cookie_name(&self) -> String {
        format!("demo-{}", self.kind.code())
    }

    fn cookie(&self, headers: &HeaderMap) -> Option<String> {
        let begins = format!("{}=", self.cookie_name());
        let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
        cookies.flat_map(|header| header.split("; ")).find_map(|pair| pair.strip_prefix(&begins)).map(str::to_owned)
    }

    fn set_cookie(&self, value: &str) -> String {
        format!("{}={value}; Path=/{}; HttpOnly; SameSite=Lax", self.cookie_name(), self.kind.code())
    }

    fn is_portal(&self, said: &Credentials) -> bool {
        said.client_id == self.portal.id && same(said.client_secret.as_bytes(), self.portal.secret.as_bytes())
    }

    /// Back to the portal, with a code or a reason why there is none.
    fn answer(&self, request: &Request, name: &str, value: &str, cookie: Option<&str>) -> Response {
        let mut back = request.redirect_uri.clone();
        back.query_pairs_mut()
            .append_pair(name, value)
            .append_pair("state", &request.state)
            .append_pair("iss", self.issuer.as_str());
        let mut response = redirect(&back);
        if let Some(cookie) = cookie.and_then(|cookie| self.set_cookie(cookie).parse().ok()) {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
        response
    }

    fn id_token(&self, grant: &state::Grant) -> Result<String> {
        let state::Grant { request, session } = grant;
        let now = DateTime::<Utc>::from_timestamp_millis(self.clock.now_ms()).unwrap_or_default();
        let number = PEOPLE.get(session.person).map(|person| person.number.clone()).unwrap_or_default();
        // Pairwise: not the number.
        let subject = format!("{}-{}", self.kind.code(), session.person);
        let more = NorwegianClaims { pid: number, sid: session.sid.clone() };
        let claims: IdTokenClaims<NorwegianClaims, CoreGenderClaim> = IdTokenClaims::new(
            IssuerUrl::from_url(self.issuer.clone()),
            vec![Audience::new(self.portal.id.clone())],
            now + TimeDelta::seconds(GOOD_FOR_S),
            now,
            StandardClaims::new(SubjectIdentifier::new(subject)).set_locale(Some(LanguageTag::new("nb".to_owned()))),
            more,
        )
        .set_nonce(Some(Nonce::new(request.nonce.clone())))
        .set_auth_time(DateTime::<Utc>::from_timestamp_millis(session.since_ms))
        .set_auth_context_ref(Some(AuthenticationContextClass::new(self.kind.acr(session.level).to_owned())));
        type Token =
            IdToken<NorwegianClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
        let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
        let token = Token::new(claims, &self.key.key, algorithm, None, None)?;
        Ok(token.to_string())
    }

    /// Tells a portal, without the browser, that a session is over.
    async fn tell(&self, portal: &Url, sid: &str) {
        let now_s = self.clock.now_ms() / 1000;
        let token = self.key.signed(&json!({
            "iss": self.issuer.as_str(),
            "aud": self.portal.id,
            "iat": now_s,
            "exp": now_s + GOOD_FOR_S,
            "jti": *crate::token::Token::random().written(),
            "sid": sid,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        }));
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", &token).finish();
        let Ok(to) = portal.join("/oidc/backchannel-logout") else { return };
        let request = axum::http::Request::post(to.as_str())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.into_bytes());
        if let Ok(request) = request
            && let Err(error) = self.http.send(request).await
        {
            tracing::warn!(%error, "The portal could not be told that a session is over: {error}");
        }
    }
}

fn redirect(to: &Url) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, to.as_str().to_owned())]).into_response()
}

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

async fn metadata(Shared(own): Own) -> Response {
    let metadata = CoreProviderMetadata::new(
        IssuerUrl::from_url(own.issuer.clone()),
        AuthUrl::from_url(own.at("authorize")),
        JsonWebKeySetUrl::from_url(own.at("jwks")),
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Pairwise],
        vec![CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256],
        EmptyAdditionalProviderMetadata {},
    )
    .set_token_endpoint(Some(TokenUrl::from_url(own.at("token"))))
    .set_token_endpoint_auth_methods_supported(Some(vec![CoreClientAuthMethod::ClientSecretPost]));
    let mut metadata = serde_json::to_value(metadata).unwrap_or_default();
    if let Value::Object(fields) = &mut metadata {
        fields.insert("pushed_authorization_request_endpoint".to_owned(), json!(own.at("par")));
        fields.insert("end_session_endpoint".to_owned(), json!(own.at("logout")));
        fields.insert("authorization_response_iss_parameter_supported".to_owned(), json!(true));
    }
    Json(metadata).into_response()
}

async fn keys(Shared(own): Own) -> Json<CoreJsonWebKeySet> {
    Json(own.key.published())
}

/// Who says to be the portal.
#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
}

#[derive(Deserialize)]
struct Pushed {
    #[serde(flatten)]
    credentials: Credentials,
    #[serde(flatten)]
    request: Request,
}

#[derive(Deserialize)]
struct Redeemed {
    #[serde(flatten)]
    credentials: Credentials,
    #[serde(default)]
    code: String,
    #[serde(default)]
    code_verifier: String,
    #[serde(default)]
    redirect_uri: String,
}

async fn push(Shared(own): Own, Form(pushed): Form<Pushed>) -> Response {
    if !own.is_portal(&pushed.credentials) {
        return refused("invalid_client");
    }
    let name = own.state().keep(pushed.request);
    let uri = format!("urn:demo:{name}");
    (StatusCode::CREATED, Json(json!({ "request_uri": uri, "expires_in": GOOD_FOR_S }))).into_response()
}

#[derive(Deserialize)]
struct Asked {
    client_id: String,
    request_uri: String,
}

async fn authorize(Shared(own): Own, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let name = asked.request_uri.trim_start_matches("urn:demo:").to_owned();
    let mut state = own.state();
    let Some(request) = state.request(&name).cloned().filter(|_| asked.client_id == own.portal.id) else {
        return (StatusCode::BAD_REQUEST, Html(pages::gone())).into_response();
    };
    let least = least_level(&own, &request);
    let cookie = own.cookie(&headers);
    let known = cookie.as_deref().and_then(|cookie| state.session(cookie)).filter(|session| session.level >= least);
    if known.is_some()
        && request.prompt != "login"
        && let Some(cookie) = cookie
        && let Some(code) = state.take_request(&name).and_then(|request| state.grant(&cookie, request))
    {
        return own.answer(&request, "code", &code, None);
    }
    Html(pages::people(own.kind, &name, least, &request.ui_locales)).into_response()
}

fn least_level(own: &DemoProvider, request: &Request) -> Level {
    request.acr_values.split(' ').filter_map(|acr| own.kind.level_of(acr)).min().unwrap_or(Level::Substantial)
}

#[derive(Deserialize)]
struct Chosen {
    request: String,
    person: Option<usize>,
    level: Option<String>,
}

async fn choose(Shared(own): Own, Query(chosen): Query<Chosen>) -> Response {
    let mut state = own.state();
    let Some(request) = state.take_request(&chosen.request) else {
        return (StatusCode::BAD_REQUEST, Html(pages::gone())).into_response();
    };
    let Some(person) = chosen.person.filter(|person| *person < PEOPLE.len()) else {
        return own.answer(&request, "error", "access_denied", None);
    };
    let level = chosen.level.as_deref().and_then(Level::parse).unwrap_or(Level::High);
    let cookie = state.log_in(person, level, own.clock.now_ms());
    match state.grant(&cookie, request.clone()) {
        Some(code) => own.answer(&request, "code", &code, Some(&cookie)),
        None => own.answer(&request, "error", "server_error", None),
    }
}

async fn token(Shared(own): Own, Form(redeemed): Form<Redeemed>) -> Response {
    if !own.is_portal(&redeemed.credentials) {
        return refused("invalid_client");
    }
    let grant = own.state().redeem(&redeemed.code, redeemed.code_verifier, &redeemed.redirect_uri);
    let Some(grant) = grant else { return refused("invalid_grant") };
    match own.id_token(&grant) {
        Ok(id_token) => Json(json!({
            "access_token": *crate::token::Token::random().written(),
            "token_type": "Bearer",
            "expires_in": GOOD_FOR_S,
            "id_token": id_token,
        }))
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "The demo's provider could not sign: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Deserialize)]
struct Leaving {
    post_logout_redirect_uri: Option<Url>,
    state: Option<String>,
}

async fn log_out(Shared(own): Own, headers: HeaderMap, Query(leaving): Query<Leaving>) -> Response {
    let session = own.cookie(&headers).and_then(|cookie| own.state().log_out(&cookie));
    let mut frames = Vec::new();
    if let Some(session) = session {
        for portal in &session.portals {
            own.tell(portal, &session.sid).await;
            if let Ok(mut frame) = portal.join("/oidc/frontchannel-logout") {
                frame.query_pairs_mut().append_pair("iss", own.issuer.as_str()).append_pair("sid", &session.sid);
                frames.push(frame);
            }
        }
    }
    let mut back = leaving.post_logout_redirect_uri;
    if let (Some(back), Some(state)) = (&mut back, leaving.state) {
        back.query_pairs_mut().append_pair("state", &state);
    }
    let mut response = Html(pages::logged_out(&frames, back.as_ref())).into_response();
    let gone = format!("{}; Max-Age=0", own.set_cookie(""));
    if let Ok(gone) = gone.parse() {
        response.headers_mut().insert(SET_COOKIE, gone);
    }
    response
}
