//! Tokens of Maskinporten: the organisation that a token was given to speaks for its systems.
//!
//! Who may call is decided by `consumer`, the organisation that was given the access; a supplier that works for it is only
//! logged (`docs.digdir.no`, «maskinporten_protocol_token»). A token is no secret of ours: it is checked by its signature.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::api::caller::Caller;
use super::problem::{Kind, Problem};
use crate::asked::Asked;
use crate::clock::Clock;
use crate::organisation_number::OrganisationNumber;
use crate::outbound::{Outbound, is_private};
use crate::portal::Portal;
use crate::signed_token::SignedToken;
use crate::systems::store as systems;
use crate::tasks::fan_out::MOST_SYSTEMS;

/// How long its keys are used before they are asked for again.
const KEPT_MS: i64 = 24 * 3600 * 1000;
/// How long after its keys were fetched a stranger's token makes us fetch them again.
const STRANGER_PAUSE_MS: i64 = 60 * 1000;
/// How far its clock may be from ours.
const SKEW_S: i64 = 10;
/// For one request, to the end of its answer.
const REQUEST_TIME: Duration = Duration::from_secs(4);
/// Its metadata and keys are far smaller.
const MOST_BYTES: usize = 256 * 1024;
/// The register that organisation numbers are of, in ISO 6523.
const NORWEGIAN: &str = "0192";

/// `[adapters.maskinporten]`
#[derive(Clone, Debug)]
pub struct MaskinportenSettings {
    /// Exactly as it writes it, with the slash at the end.
    pub issuer: String,
    /// The scope that a token must have.
    pub scope: String,
}

/// Maskinporten, as far as it was asked.
pub struct Maskinporten {
    settings: MaskinportenSettings,
    /// What a token that is for one receiver must name.
    audience: String,
    clock: Clock,
    http: Outbound,
    known: Asked<Known>,
}

struct Known {
    keys: CoreJsonWebKeySet,
    asked_at: i64,
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: Url,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    #[serde(default)]
    scope: String,
    exp: i64,
    #[serde(default)]
    iat: i64,
    aud: Option<Value>,
    client_id: Option<String>,
    consumer: Organisation,
    supplier: Option<Organisation>,
}

/// As Maskinporten names an organisation: `{"authority": "iso6523-actorid-upis", "ID": "0192:987654325"}`.
#[derive(Deserialize)]
struct Organisation {
    #[serde(rename = "ID")]
    id: String,
}

impl Organisation {
    /// Its Norwegian number. An id has two to four parts; the second is the number.
    fn number(&self) -> Option<OrganisationNumber> {
        let mut parts = self.id.split(':');
        (parts.next() == Some(NORWEGIAN)).then(|| parts.next()?.parse().ok()).flatten()
    }
}

impl Maskinporten {
    /// One that is not asked anything yet. `public_url` is where adapters reach us.
    ///
    /// # Errors
    /// No request can be sent from this machine.
    pub fn new(settings: MaskinportenSettings, public_url: &Url, clock: Clock) -> anyhow::Result<Self> {
        let http = Outbound::new(REQUEST_TIME, MOST_BYTES, settings.issuer.starts_with("https://"))?;
        let audience = public_url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { settings, audience, clock, http, known: Asked::default() })
    }

    async fn known(&self, is_old: impl Fn(&Known, i64) -> bool) -> Result<Arc<Known>, Problem> {
        let ask = || async { self.ask().await.map_err(|cause| format!("Maskinporten: {cause}")) };
        self.known.unless(&self.clock, is_old, ask).await.map_err(|_| Kind::Busy.into())
    }

    async fn ask(&self) -> Result<Known, String> {
        let metadata = format!("{}.well-known/oauth-authorization-server", self.settings.issuer);
        let metadata: Metadata = self.fetch(&metadata).await?;
        if metadata.issuer != self.settings.issuer {
            return Err("its metadata are another issuer's".to_owned());
        }
        if !is_private(&metadata.jwks_uri) {
            return Err("its metadata name an address that is not https".to_owned());
        }
        let keys = self.fetch(metadata.jwks_uri.as_str()).await?;
        Ok(Known { keys, asked_at: self.clock.now_ms() })
    }

    async fn fetch<T: serde::de::DeserializeOwned>(&self, address: &str) -> Result<T, String> {
        let request = axum::http::Request::get(address).body(Vec::new()).map_err(|error| error.to_string())?;
        let answer = self.http.send(request).await.map_err(|error| error.to_string())?;
        let status = answer.status();
        if !status.is_success() {
            return Err(format!("status {status}"));
        }
        serde_json::from_slice(answer.body()).map_err(|_| "an answer that cannot be read".to_owned())
    }

    /// The claims of a token, once they are known to be true.
    async fn believed(&self, token: &str) -> Result<Claims, Problem> {
        let token = SignedToken::<Claims>::read(token, &["jwt", "at+jwt"]).ok_or(Kind::Unauthorized)?;
        if token.claims.iss != self.settings.issuer {
            return Err(Kind::Unauthorized.into());
        }
        let known = self.known(|known, now| now - known.asked_at >= KEPT_MS).await?;
        if !token.is_signed(known.keys.keys()) {
            // It may have been signed with a key that is newer than what we know.
            let asked_at = known.asked_at;
            let is_old = |known: &Known, now| known.asked_at <= asked_at && now - known.asked_at >= STRANGER_PAUSE_MS;
            let renewed = self.known(is_old).await?;
            if !token.is_signed(renewed.keys.keys()) {
                return Err(Kind::Unauthorized.into());
            }
        }
        let (claims, now_s) = (token.claims, self.clock.now_ms() / 1000);
        let is_for_us = match &claims.aud {
            None => true,
            Some(Value::String(one)) => *one == self.audience,
            Some(Value::Array(all)) => all.iter().any(|one| *one == *self.audience),
            Some(_) => false,
        };
        if now_s - SKEW_S >= claims.exp || claims.iat > now_s + SKEW_S || !is_for_us {
            return Err(Kind::Unauthorized.into());
        }
        if !claims.scope.split(' ').any(|scope| scope == self.settings.scope) {
            return Err(Problem::because(Kind::Forbidden, "the token does not have the scope of this API"));
        }
        Ok(claims)
    }
}

/// Whose adapter comes with this token. `named` is the system that it says it speaks for.
///
/// # Errors
/// The token is not believed, or it does not say which of several systems is meant.
pub(super) async fn caller(portal: &Portal, token: &str, named: Option<&str>) -> Result<Caller, Problem> {
    let Some(maskinporten) = &portal.maskinporten else { return Err(Kind::Unauthorized.into()) };
    let claims = maskinporten.believed(token).await?;
    let consumer = claims.consumer.number().ok_or(Kind::Unauthorized)?.to_string();
    let mut tx = portal.office.db.read().await?;
    let known = systems::systems_of_organisation(&mut tx, &consumer, MOST_SYSTEMS).await?;
    let system = match (named, known.as_slice()) {
        (None, [(only, _)]) => *only,
        (None, []) => return Err(Problem::because(Kind::Forbidden, "the token's organisation has no system here")),
        (None, _) => return Err(Kind::SystemNotNamed.into()),
        (Some(named), known) => {
            let found = known.iter().find(|(_, key)| key == named);
            found.ok_or_else(|| Problem::because(Kind::Forbidden, "the token's organisation has no such system"))?.0
        }
    };
    let supplier = claims.supplier.and_then(|supplier| supplier.number());
    let client = claims.client_id.unwrap_or_default();
    let client: String = client.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
    let by = match supplier {
        Some(supplier) => format!("maskinporten {client} supplier {supplier}"),
        None => format!("maskinporten {client}"),
    };
    tracing::info!(%system, by, "An adapter comes with a token of Maskinporten: {by}");
    Ok(Caller { system, by, only: None })
}
