//! Who an id_token says somebody is, and whether to believe it (OpenID Connect Core 1.0, 3.1.3.7).

use std::str::FromStr;

use chrono::{DateTime, Utc};
use jiff::civil::Date;
use openidconnect::core::{
    CoreGenderClaim, CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IdTokenClaims, IssuerUrl, JsonWebKeySet, Nonce,
    SignatureVerificationError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::provider::{Known, Provider};
use super::rules::{Level, LoginRefused, ProviderKind, SKEW_S};
use super::session::Who;
use crate::cases::deadline::date_in_oslo_at;
use crate::signed_token::ALGORITHMS;
use crate::staff::claims::GroupsLeftOut;
use crate::staff::grant::LONGEST_TEXT_CHARS;
use crate::staff::rules::Role;
use crate::subjects::identity_number::{NationalId, Refused};

/// What tells a token from the future from one that has expired.
const NOT_YET: &str = "not yet";

/// What Norwegian providers and Entra ID say beyond OpenID Connect.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct MoreClaims {
    pid: Option<String>,
    sid: Option<String>,
    nbf: Option<i64>,
    oid: Option<String>,
    tid: Option<String>,
    /// Whatever else it says: which of it counts is set.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl std::fmt::Debug for MoreClaims {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[hidden]")
    }
}

impl AdditionalClaims for MoreClaims {}

type Token = IdToken<MoreClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;

/// Somebody whom a provider vouches for.
#[derive(Debug)]
pub(super) struct Vouched {
    pub(super) who: Who,
    pub(super) level: Option<Level>,
    /// What the provider calls the person (`sub`).
    pub(super) subject: String,
    /// What the provider calls the session (`sid`).
    pub(super) session: Option<String>,
    /// What it says of somebody's work here, as far as that counts.
    pub(super) work: Work,
}

/// What a provider says of an employee.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) name: Option<String>,
    pub(super) own: Option<NationalId>,
    pub(super) roles: Vec<Role>,
}

/// What this login asked for.
pub(super) struct Expected<'a> {
    pub(super) nonce: &'a str,
    pub(super) level: Option<Level>,
    pub(super) now_ms: i64,
}

impl Provider {
    /// Checks an id_token. Keys that were changed since they were last fetched are fetched once.
    pub(super) async fn vouched(
        &self,
        known: &Known,
        text: &str,
        expected: &Expected<'_>,
    ) -> Result<Vouched, LoginRefused> {
        match self.check(known.metadata.jwks(), text, expected) {
            Err(LoginRefused::Key) => {
                let renewed = self.renewed(known, false).await?;
                self.check(renewed.metadata.jwks(), text, expected)
            }
            checked => checked,
        }
    }

    fn check(
        &self,
        keys: &JsonWebKeySet<CoreJsonWebKey>,
        text: &str,
        expected: &Expected<'_>,
    ) -> Result<Vouched, LoginRefused> {
        let settings = &self.settings;
        let token = Token::from_str(text).map_err(|_| LoginRefused::NoIdToken)?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| LoginRefused::TokenIssuer)?;
        let now = DateTime::<Utc>::from_timestamp_millis(expected.now_ms).unwrap_or_default();
        let skew = chrono::TimeDelta::seconds(SKEW_S);
        let level = |acr: &str| settings.kind.level_of(acr);
        let verifier =
            CoreIdTokenVerifier::new_public_client(ClientId::new(settings.client_id.clone()), issuer, keys.clone())
                .set_allowed_algs(ALGORITHMS)
                .set_time_fn(move || now - skew)
                .set_issue_time_verifier_fn(
                    move |issued| if issued <= now + skew { Ok(()) } else { Err(NOT_YET.to_owned()) },
                )
                .set_auth_context_verifier_fn(move |acr| match expected.level {
                    None => Ok(()),
                    Some(least) => match acr.and_then(|acr| level(acr)) {
                        Some(level) if level >= least => Ok(()),
                        _ => Err("too low".to_owned()),
                    },
                });
        let nonce = Nonce::new(expected.nonce.to_owned());
        let claims = token.claims(&verifier, &nonce).map_err(refused)?;
        if claims.additional_claims().nbf.is_some_and(|from| from > now.timestamp() + SKEW_S) {
            return Err(LoginRefused::NotYet);
        }
        let more = claims.additional_claims();
        if more.sid.is_none() && settings.kind.knows_levels() {
            let provider = self.key();
            tracing::warn!(
                provider,
                "The id_token has no sid: register the portal with frontchannel_logout_session_required"
            );
        }
        Ok(Vouched {
            who: self.who(claims)?,
            level: claims.auth_context_ref().and_then(|acr| level(acr)),
            subject: claims.subject().to_string(),
            session: more.sid.clone(),
            work: self.work(claims, date_in_oslo_at(expected.now_ms))?,
        })
    }

    fn work(&self, claims: &Claims, today: Date) -> Result<Work, LoginRefused> {
        let set = &self.settings.role_claims;
        let said = &claims.additional_claims().rest;
        if !set.is_set() {
            return Ok(Work::default());
        }
        let roles = set.roles_of(said).map_err(|GroupsLeftOut| LoginRefused::GroupsLeftOut)?;
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        let name = name.filter(|name| !name.trim().is_empty() && name.chars().count() <= LONGEST_TEXT_CHARS);
        let number = set.national_id.as_deref().and_then(|claim| said.get(claim)).and_then(Value::as_str);
        let own = number.and_then(|number| NationalId::typed(number, self.deployment, today).ok());
        let own = own.map(|parsed| parsed.id);
        if number.is_some() && own.is_none() {
            let provider = self.key();
            tracing::warn!(provider, "The claim with an employee's national id holds none: see national_id_claim");
        }
        Ok(Work { name, own, roles })
    }

    fn who(&self, claims: &Claims) -> Result<Who, LoginRefused> {
        let more = claims.additional_claims();
        let number = || {
            let pid = more.pid.as_deref().ok_or(LoginRefused::NoPid)?;
            NationalId::from_provider(pid, self.deployment).map_err(|refused| match refused {
                Refused::Synthetic => LoginRefused::MadeUp,
                _ => LoginRefused::Pid,
            })
        };
        match self.settings.kind {
            ProviderKind::Idporten => Ok(Who::Citizen(number()?)),
            ProviderKind::Ansattporten => Ok(Who::Employee(number()?)),
            ProviderKind::Entra => match (&more.oid, &more.tid) {
                (Some(user), Some(tenant)) => Ok(Who::User { user: user.clone(), tenant: tenant.clone() }),
                _ => Err(LoginRefused::NoUser),
            },
        }
    }
}

/// What the library says, as a case of ours.
fn refused(error: ClaimsVerificationError) -> LoginRefused {
    use ClaimsVerificationError as Claim;
    use SignatureVerificationError as Sign;
    match error {
        Claim::Expired(why) if why == NOT_YET => LoginRefused::NotYet,
        Claim::Expired(_) => LoginRefused::Expired,
        Claim::InvalidAudience(_) => LoginRefused::Audience,
        Claim::InvalidAuthContext(_) => LoginRefused::Level,
        Claim::InvalidIssuer(_) => LoginRefused::TokenIssuer,
        Claim::InvalidNonce(_) => LoginRefused::Nonce,
        Claim::SignatureVerification(error) => match error {
            Sign::NoMatchingKey | Sign::AmbiguousKeyId(_) | Sign::InvalidKey(_) => LoginRefused::Key,
            Sign::CryptoError(_) => LoginRefused::Signature,
            _ => LoginRefused::Algorithm,
        },
        _ => LoginRefused::NoIdToken,
    }
}
