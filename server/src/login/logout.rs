//! Logging out: from here, and because the provider says so, by the browser or behind its back.

use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error as ThisError;
use url::Url;

use super::Providers;
use super::provider::Provider;
use super::rules::SKEW_S;
use super::session::{self, Session};
use super::store;
use crate::error::Error;
use crate::office::Office;
use crate::signed_token::SignedToken;
use crate::vault::Vault;

/// What makes a token a logout token (OpenID Connect Back-Channel Logout 1.0, 2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// What may stand as `typ` in the header of one, in lower case.
const TYPES: [&str; 3] = ["jwt", "logout+jwt", "application/logout+jwt"];
/// How old a logout token may be, whatever it says: none is remembered for longer.
const LONGEST_S: i64 = 10 * 60;

impl Provider {
    /// What a session at the provider is known by here.
    pub(super) fn session_mark(&self, vault: &Vault, sid: &str) -> [u8; 32] {
        vault.session_mark(&[b"sid", self.key().as_bytes(), sid.as_bytes()])
    }

    /// What the provider's name for a person is known by here.
    pub(super) fn subject_mark(&self, vault: &Vault, sub: &str) -> [u8; 32] {
        vault.session_mark(&[b"sub", self.key().as_bytes(), sub.as_bytes()])
    }
}

/// Ends a session, and says where the browser can end the provider's.
///
/// # Errors
/// The database's own.
pub async fn end(
    office: &Office,
    providers: &Providers,
    session: &Session,
    return_to: &Url,
) -> Result<Option<Url>, Error> {
    session::delete(office, &session.id_hash).await?;
    Ok(address(providers, &session.provider, return_to).await)
}

/// Where the browser can end the session of a provider; `None` where that cannot be found out now. Without
/// `id_token_hint`, which would hold the national id in an address.
pub async fn address(providers: &Providers, provider: &str, return_to: &Url) -> Option<Url> {
    let provider = providers.find(provider)?;
    // A provider that is down keeps nobody from logging out here.
    let mut address = provider.known().await.ok()?.end_session_endpoint()?.clone();
    address
        .query_pairs_mut()
        .append_pair("client_id", &provider.settings.client_id)
        .append_pair("post_logout_redirect_uri", return_to.as_str());
    Some(address)
}

/// The browser tells, in a frame on the provider's page, that a session there is over (OpenID Connect Front-Channel Logout
/// 1.0). Whoever knows the provider's name for a session may end it; nobody else can guess it. Returns how many ended.
///
/// # Errors
/// The database's own.
pub async fn front_channel(
    office: &Office,
    providers: &Providers,
    iss: Option<&str>,
    sid: Option<&str>,
) -> Result<u64, Error> {
    let Some(sid) = sid.filter(|sid| !sid.is_empty()) else { return Ok(0) };
    let mut ended = 0;
    for provider in providers.all() {
        // Some write their name with a slash here that it does not have.
        let is_it = |iss: &str| iss.trim_end_matches('/') == provider.settings.issuer.trim_end_matches('/');
        if iss.is_none_or(is_it) {
            let session = provider.session_mark(&office.vault, sid);
            // Asked first: whoever makes names up is not to keep others from writing.
            let mut tx = office.db.read().await?;
            if store::has_provider_session(&mut tx, &session).await? {
                drop(tx);
                let mut tx = office.db.write().await?;
                ended += store::delete_by_provider(&mut tx, Some(&session), None).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(ended)
}

/// The origins that may show our page for logging out in a frame: those of the providers that can be reached.
pub async fn framers(providers: &Providers) -> Vec<String> {
    // At once: one that is down holds up no other's page.
    let known = join_all(providers.all().map(|provider| provider.known())).await;
    known
        .iter()
        .flatten()
        .filter_map(|known| Some(known.end_session_endpoint()?.origin().ascii_serialization()))
        .collect()
}

/// Why a logout token is not taken.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum TokenRefused {
    /// It cannot be read.
    #[error("this is no logout token")]
    Malformed,
    /// No provider of ours has issued it.
    #[error("the issuer is unknown")]
    Issuer,
    /// The provider did not sign it.
    #[error("the signature is wrong")]
    Signature,
    /// It is for somebody else.
    #[error("the audience is another's")]
    Audience,
    /// It is too old, or from the future.
    #[error("the token has expired or is not valid yet")]
    Time,
    /// It names no session and nobody, has a nonce, or is about another event.
    #[error("the token is about no logout")]
    NoLogout,
    /// It was taken before.
    #[error("the token was used before")]
    Replayed,
    /// The provider's keys cannot be fetched now.
    #[error("the keys of the issuer cannot be fetched")]
    NoKeys,
}

#[derive(Deserialize)]
struct LogoutClaims {
    iss: String,
    aud: Value,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(default)]
    events: serde_json::Map<String, Value>,
    sid: Option<String>,
    sub: Option<String>,
    nonce: Option<Value>,
}

/// The provider tells, without the browser, that a session there is over (OpenID Connect Back-Channel Logout 1.0). Returns
/// how many ended.
///
/// # Errors
/// The inner error says why the token is not taken; the outer is the database's own.
pub async fn back_channel(
    office: &Office,
    providers: &Providers,
    token: &str,
) -> Result<Result<u64, TokenRefused>, Error> {
    let now_ms = office.clock.now_ms();
    let (provider, claims) = match believed(providers, token, now_ms).await {
        Ok(believed) => believed,
        Err(refused) => return Ok(Err(refused)),
    };
    let used: [u8; 32] = Sha256::digest(format!("{}\n{}", provider.key(), claims.jti)).into();
    let until_s = claims.exp.min(claims.iat.saturating_add(LONGEST_S)).saturating_add(SKEW_S + 1);
    let mut tx = office.db.write().await?;
    if !store::insert_logout_token(&mut tx, &used, until_s.saturating_mul(1000)).await? {
        return Ok(Err(TokenRefused::Replayed));
    }
    let session = claims.sid.as_deref().map(|sid| provider.session_mark(&office.vault, sid));
    let subject = claims.sub.as_deref().map(|sub| provider.subject_mark(&office.vault, sub));
    let ended = store::delete_by_provider(
        &mut tx,
        session.as_ref().map(<[u8; 32]>::as_slice),
        subject.as_ref().map(<[u8; 32]>::as_slice),
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(ended))
}

async fn believed<'a>(
    providers: &'a Providers,
    token: &str,
    now_ms: i64,
) -> Result<(&'a Provider, LogoutClaims), TokenRefused> {
    let token = SignedToken::<LogoutClaims>::read(token, &TYPES).ok_or(TokenRefused::Malformed)?;
    let issuer = &token.claims.iss;
    let provider = providers.all().find(|provider| provider.settings.issuer == *issuer).ok_or(TokenRefused::Issuer)?;
    let known = provider.known().await.map_err(|_| TokenRefused::NoKeys)?;
    if !token.is_signed(known.metadata.jwks().keys()) {
        let renewed = provider.renewed(&known, true).await.map_err(|_| TokenRefused::NoKeys)?;
        if !token.is_signed(renewed.metadata.jwks().keys()) {
            return Err(TokenRefused::Signature);
        }
    }
    let claims = token.claims;
    let is_for_us = match &claims.aud {
        Value::String(one) => *one == provider.settings.client_id,
        Value::Array(all) => all.len() == 1 && all[0] == *provider.settings.client_id,
        _ => false,
    };
    if !is_for_us {
        return Err(TokenRefused::Audience);
    }
    let now_s = now_ms / 1000;
    let over = now_s - SKEW_S >= claims.exp || now_s - LONGEST_S >= claims.iat;
    if over || claims.iat > now_s + SKEW_S {
        return Err(TokenRefused::Time);
    }
    let names = claims.sid.is_some() || claims.sub.is_some();
    if !names || claims.nonce.is_some() || !claims.events.get(EVENT).is_some_and(Value::is_object) {
        return Err(TokenRefused::NoLogout);
    }
    Ok((provider, claims))
}
