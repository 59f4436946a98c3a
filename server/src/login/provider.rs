//! A login provider: what it says of itself, read when it is first needed and kept for an hour, and requests to it.
//!
//! A provider that is down stops nothing but logins through it: the page for logging in says so. While it cannot be
//! reached, what it said before is used, and it is asked anew only now and then.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, IssuerUrl, ProviderMetadata};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::Serializer;

use super::credential::Credential;
use super::rules::{Level, LoginRefused, ProviderKind};
use crate::asked::{Asked, PAUSE_MS};
use crate::clock::Clock;
use crate::outbound::{Answer, Outbound, is_private};
use crate::staff::claims::RoleClaims;
use crate::subjects::identity_number::Deployment;

/// How long what a provider says of itself is used before it is asked again.
const KEPT_MS: i64 = 60 * 60 * 1000;
/// How long after keys were fetched a stranger's token makes us fetch them again.
const STRANGER_PAUSE_MS: i64 = 60 * 1000;
/// For one request, to the end of its answer.
const REQUEST_TIME: Duration = Duration::from_secs(10);
/// No provider's metadata or keys are nearly as large.
const MOST_BYTES: usize = 256 * 1024;

/// What a provider says of itself beyond what every one does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoreMetadata {
    pub(super) end_session_endpoint: Option<Url>,
    pushed_authorization_request_endpoint: Option<Url>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for MoreMetadata {}

type Metadata = ProviderMetadata<
    MoreMetadata,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// How a provider is set.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its words for levels and people.
    pub kind: ProviderKind,
    /// Exactly as it writes it.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// How we prove that we are.
    pub credential: Credential,
    /// The least level that is taken, where it knows levels.
    pub level: Level,
    /// Which of its claims stand for a role here.
    pub role_claims: RoleClaims,
}

/// One login provider.
pub struct Provider {
    /// How it is set.
    pub settings: Arc<ProviderSettings>,
    /// Where it sends people back to.
    pub(super) redirect_uri: Url,
    /// Whether people may be made up.
    pub(super) deployment: Deployment,
    clock: Clock,
    http: Outbound,
    known: Asked<Known>,
}

/// What a provider said of itself, and when.
pub(super) struct Known {
    pub(super) metadata: Metadata,
    asked_at: i64,
}

impl Known {
    pub(super) fn end_session_endpoint(&self) -> Option<&Url> {
        self.metadata.additional_metadata().end_session_endpoint.as_ref()
    }

    pub(super) fn pushed_endpoint(&self) -> Option<&Url> {
        self.metadata.additional_metadata().pushed_authorization_request_endpoint.as_ref()
    }

    /// Whether every callback must say who sent it (RFC 9207).
    pub(super) fn says_iss(&self) -> bool {
        self.metadata.additional_metadata().authorization_response_iss_parameter_supported
    }
}

impl Provider {
    /// A provider that is not asked anything yet.
    ///
    /// # Errors
    /// No request can be sent from this machine.
    pub fn new(
        settings: Arc<ProviderSettings>,
        redirect_uri: Url,
        deployment: Deployment,
        clock: Clock,
    ) -> anyhow::Result<Self> {
        let secure = settings.issuer.starts_with("https://");
        let http = Outbound::new(REQUEST_TIME, MOST_BYTES, secure)?;
        Ok(Self { settings, redirect_uri, deployment, clock, http, known: Asked::default() })
    }

    /// Its key in addresses and in the database.
    pub fn key(&self) -> &'static str {
        self.settings.kind.code()
    }

    /// Whether it can be used now, as far as is known.
    pub async fn answers(&self) -> bool {
        self.look_at().await.is_ok()
    }

    /// Why it cannot be used now.
    ///
    /// # Errors
    /// It does not answer, or says of itself what cannot be.
    pub async fn look_at(&self) -> Result<(), LoginRefused> {
        self.known().await.map(|_| ())
    }

    /// What it says of itself.
    pub(super) async fn known(&self) -> Result<Arc<Known>, LoginRefused> {
        self.known_unless(|known, now_ms| now_ms - known.asked_at >= KEPT_MS).await
    }

    /// The same, asked anew because a token was signed with a key that is not in it. `stranger`: anybody may have sent
    /// the token.
    pub(super) async fn renewed(&self, old: &Known, stranger: bool) -> Result<Arc<Known>, LoginRefused> {
        let asked_at = old.asked_at;
        let pause = if stranger { STRANGER_PAUSE_MS } else { PAUSE_MS };
        self.known_unless(|known, now_ms| known.asked_at <= asked_at && now_ms - known.asked_at >= pause).await
    }

    async fn known_unless(&self, is_old: impl Fn(&Known, i64) -> bool) -> Result<Arc<Known>, LoginRefused> {
        let ask = || async {
            let named = |cause| format!("the login provider {}: {cause}", self.key());
            self.ask().await.map_err(named)
        };
        self.known.unless(&self.clock, is_old, ask).await.map_err(LoginRefused::NoAnswer)
    }

    async fn ask(&self) -> Result<Known, String> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| error.to_string())?;
        let http = self.http.clone();
        let send = move |request| {
            let http = http.clone();
            async move { http.send(request).await }
        };
        let metadata = Metadata::discover_async(issuer, &send).await.map_err(|error| {
            use openidconnect::DiscoveryError::{Request, Response};
            match error {
                Request(error) => error.to_string(),
                // What it holds may be anything.
                Response(status, _, why) => format!("its metadata or keys cannot be read (status {status}): {why}"),
                other => format!("its metadata or keys cannot be read: {other}"),
            }
        })?;
        let more = metadata.additional_metadata();
        let endpoints = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(|endpoint| endpoint.url()),
            Some(metadata.jwks_uri().url()),
            more.end_session_endpoint.as_ref(),
            more.pushed_authorization_request_endpoint.as_ref(),
        ];
        if let Some(endpoint) = endpoints.into_iter().flatten().find(|endpoint| !is_private(endpoint)) {
            return Err(format!("its metadata names an address that is not https: {endpoint}"));
        }
        if metadata.token_endpoint().is_none() {
            return Err("its metadata names no token endpoint".to_owned());
        }
        Ok(Known { metadata, asked_at: self.clock.now_ms() })
    }

    /// Posts a form with our credential; the answer, whatever its status.
    pub(super) async fn post(&self, endpoint: &Url, fields: &[(&'static str, String)]) -> Result<Answer, LoginRefused> {
        let ProviderSettings { credential, client_id, issuer, .. } = &*self.settings;
        let form = Serializer::new(String::new())
            .extend_pairs(fields)
            .extend_pairs(credential.parameters(client_id, issuer, self.clock.now_ms() / 1000))
            .finish();
        let request = axum::http::Request::post(endpoint.as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .body(form.into_bytes());
        let request = request.map_err(|error| LoginRefused::NoAnswer(error.to_string()))?;
        self.http.send(request).await.map_err(|error| LoginRefused::NoAnswer(error.to_string()))
    }
}

/// What an answer says; the provider's own code for an error where it says *no*.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<Result<T, String>, LoginRefused> {
    #[derive(Deserialize)]
    struct Refused {
        error: String,
    }
    let status = answer.status();
    if status.is_success() {
        let read = serde_json::from_slice(answer.body());
        return read
            .map(Ok)
            .map_err(|_| LoginRefused::NoAnswer(format!("an answer that cannot be read (status {status})")));
    }
    match serde_json::from_slice::<Refused>(answer.body()) {
        Ok(Refused { error }) if status != StatusCode::TOO_MANY_REQUESTS && status.is_client_error() => {
            Ok(Err(code(&error)))
        }
        _ => Err(LoginRefused::NoAnswer(format!("status {status}"))),
    }
}

/// A provider's code for an error (RFC 6749, 4.1.2.1), as it may stand in a log.
pub(super) fn code(text: &str) -> String {
    let kept: String =
        text.chars().filter(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(*letter)).collect();
    kept.chars().take(60).collect()
}
