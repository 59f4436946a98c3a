//! A login provider that does what no real one can be made to do: what it says and signs is the test's to choose.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::demo::provider::SigningKey;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use url::Url;
use url::form_urlencoded;

use super::client::{Answer, Client};
use super::portal::{START, Setup};
use super::{Engine, TestPortal};

pub const CLIENT_ID: &str = "minside-test";
pub const CLIENT_SECRET: &str = "a-secret-of-the-test";
/// What the provider calls the session.
pub const SID: &str = "session-of-the-provider";
/// What it calls the person.
pub const SUB: &str = "subject-of-the-provider";

/// The provider's own key; the same in all tests, because making one takes a moment.
pub fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::random().unwrap())
}

/// A key that the provider does not have, or has later.
pub fn other_key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::random().unwrap())
}

/// How an endpoint answers.
#[derive(Clone, Debug)]
pub enum Play {
    Well,
    Status(u16, &'static str, String),
    Redirect,
    Slow(Duration),
    Huge,
}

/// What the test has chosen.
pub struct Script {
    pub metadata: Play,
    pub push: Play,
    pub token: Play,
    /// Put over the metadata; null takes a field away.
    pub says: Value,
    /// Put over a good id_token's claims; null takes a claim away.
    pub claims: Value,
    /// The header of the id_token, if it is to be another.
    pub header: Option<Value>,
    /// Whose key signs.
    pub signer: &'static SigningKey,
    /// Whose keys are published.
    pub published: &'static SigningKey,
    /// The whole id_token, if it is to be another; `None` in it: there is none.
    pub id_token: Option<Option<String>>,
    /// How often the metadata were asked for.
    pub asked: u32,
    /// The forms that were posted, with their path.
    pub posted: Vec<(String, Vec<(String, String)>)>,
    nonce: String,
}

#[derive(Clone)]
pub struct ProviderDouble {
    pub addr: SocketAddr,
    pub script: Arc<Mutex<Script>>,
    _running: Arc<JoinSet<()>>,
}

impl ProviderDouble {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let script = Arc::new(Mutex::new(Script {
            metadata: Play::Well,
            push: Play::Well,
            token: Play::Well,
            says: json!({}),
            claims: json!({}),
            header: None,
            signer: key(),
            published: key(),
            id_token: None,
            asked: 0,
            posted: Vec::new(),
            nonce: String::new(),
        }));
        let router = Router::new().fallback(answer).with_state((addr, script.clone()));
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { addr, script, _running: Arc::new(running) }
    }

    pub fn issuer(&self) -> String {
        format!("http://{}", self.addr)
    }

    pub fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    /// A portal whose citizens log in here.
    pub fn setup(&self, engine: Engine) -> Setup {
        Setup::new(engine)
            .with("MUNICIPALITY__TEST", true)
            .with("LOGIN__IDPORTEN__ISSUER", self.issuer())
            .with("LOGIN__IDPORTEN__CLIENT_ID", CLIENT_ID)
            .with("LOGIN__IDPORTEN__CLIENT_SECRET", CLIENT_SECRET)
    }

    /// A portal whose employees log in here too, through Ansattporten and Entra ID.
    pub fn setup_with_employees(&self, engine: Engine) -> Setup {
        self.setup(engine)
            .with("LOGIN__ANSATTPORTEN__ISSUER", self.issuer())
            .with("LOGIN__ANSATTPORTEN__CLIENT_ID", CLIENT_ID)
            .with("LOGIN__ANSATTPORTEN__CLIENT_SECRET", CLIENT_SECRET)
            .with("LOGIN__ENTRA__ISSUER", self.issuer())
            .with("LOGIN__ENTRA__CLIENT_ID", CLIENT_ID)
            .with("LOGIN__ENTRA__CLIENT_SECRET", CLIENT_SECRET)
    }

    pub async fn portal(&self) -> TestPortal {
        self.setup(Engine::Sqlite).start().await
    }

    /// Begins a login, and notes the nonce that the id_token is to have.
    pub async fn begin(&self, client: &Client, path: &str) -> Begun {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let address = Url::parse(answer.header("location")).unwrap();
        let mut parameters: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        if let Some((_, form)) = self.script.lock().unwrap().posted.last()
            && parameters.iter().any(|(name, _)| name == "request_uri")
        {
            parameters.extend(form.iter().cloned());
        }
        let begun = Begun { address, parameters };
        let nonce = begun.parameter("nonce").to_owned();
        self.change(|script| script.nonce = nonce);
        begun
    }

    /// The whole way, as a citizen: begins a login and comes back with a code.
    pub async fn log_in(&self, client: &Client) -> Answer {
        self.log_in_through(client, "idporten").await
    }

    /// The same through any door.
    pub async fn log_in_through(&self, client: &Client, door: &str) -> Answer {
        let begun = self.begin(client, &format!("/logg-inn/{door}")).await;
        client.get(&begun.callback(&self.issuer())).await
    }

    /// A signed logout token; `change` is put over good claims.
    pub fn logout_token(&self, change: &Value) -> String {
        let now_s = START.parse::<jiff::Timestamp>().unwrap().as_second();
        let mut claims = json!({
            "iss": self.issuer(), "aud": CLIENT_ID, "iat": now_s, "exp": now_s + 120, "jti": "token-1", "sid": SID,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        put_over(&mut claims, change);
        self.script.lock().unwrap().signer.signed(&claims)
    }
}

/// A login on its way to the provider.
pub struct Begun {
    pub address: Url,
    pub parameters: Vec<(String, String)>,
}

impl Begun {
    pub fn parameter(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no {name} in {:?}", self.parameters))
    }

    /// The address that the provider would lead back to.
    pub fn callback(&self, issuer: &str) -> String {
        let issuer: String = form_urlencoded::byte_serialize(issuer.as_bytes()).collect();
        format!("/oidc/callback?code=a-code&state={}&iss={issuer}", self.parameter("state"))
    }
}

pub fn put_over(value: &mut Value, change: &Value) {
    let (Some(fields), Some(changes)) = (value.as_object_mut(), change.as_object()) else { return };
    for (name, changed) in changes {
        if changed.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), changed.clone());
        }
    }
}

type Shared = (SocketAddr, Arc<Mutex<Script>>);

async fn answer(State((addr, script)): State<Shared>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let (play, good) = {
        let mut script = script.lock().unwrap();
        if !form.is_empty() {
            script.posted.push((path.clone(), form));
        }
        match path.as_str() {
            "/.well-known/openid-configuration" => {
                script.asked += 1;
                (script.metadata.clone(), metadata(addr, &script))
            }
            // As Maskinporten says it: with a slash at the end.
            "/.well-known/oauth-authorization-server" => {
                script.asked += 1;
                let says = json!({ "issuer": format!("http://{addr}/"), "jwks_uri": format!("http://{addr}/jwks") });
                (script.metadata.clone(), says)
            }
            "/jwks" => (Play::Well, serde_json::to_value(script.published.published()).unwrap()),
            "/par" => (script.push.clone(), json!({ "request_uri": "urn:test:1", "expires_in": 60 })),
            "/token" => (script.token.clone(), tokens(addr, &script)),
            _ => return StatusCode::NOT_FOUND.into_response(),
        }
    };
    played(play, good).await
}

async fn played(play: Play, good: Value) -> Response {
    match play {
        Play::Well => axum::Json(good).into_response(),
        Play::Status(status, kind, body) => {
            (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body).into_response()
        }
        Play::Redirect => (StatusCode::FOUND, [("location", "http://127.0.0.1:9/elsewhere")]).into_response(),
        Play::Slow(time) => {
            tokio::time::sleep(time).await;
            axum::Json(good).into_response()
        }
        Play::Huge => {
            ([("content-type", "application/json")], Body::from(vec![b' '; 10 * 1024 * 1024])).into_response()
        }
    }
}

fn metadata(addr: SocketAddr, script: &Script) -> Value {
    let at = |path: &str| format!("http://{addr}/{path}");
    let mut metadata = json!({
        "issuer": format!("http://{addr}"),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("jwks"),
        "end_session_endpoint": at("logout"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "authorization_response_iss_parameter_supported": true,
    });
    put_over(&mut metadata, &script.says);
    metadata
}

fn tokens(addr: SocketAddr, script: &Script) -> Value {
    let now_s = START.parse::<jiff::Timestamp>().unwrap().as_second();
    let mut claims = json!({
        "iss": format!("http://{addr}"), "aud": CLIENT_ID, "sub": SUB, "iat": now_s, "exp": now_s + 120,
        "nonce": script.nonce, "acr": "idporten-loa-high", "pid": super::cases::PERSON, "sid": SID,
    });
    put_over(&mut claims, &script.claims);
    let signed = match &script.header {
        Some(header) => script.signer.signed_with(header, &claims),
        None => script.signer.signed(&claims),
    };
    let id_token = script.id_token.clone().unwrap_or(Some(signed));
    json!({ "access_token": "x", "token_type": "Bearer", "id_token": id_token })
}
