//! Beginning a login: where to send the browser, and what is kept until it comes back.
//!
//! A browser may begin several logins at once, in several tabs: each has its own `state`, and all have the same cookie.
//! Nonce and PKCE verifier are made of both, so that neither is stored anywhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::Providers;
use super::provider::{self, Provider};
use super::rules::{ATTEMPT_MS, Level, LoginRefused};
use super::store::{self, Attempt};
use crate::error::{Damaged, Error};
use crate::hexadecimal;
use crate::office::Office;
use crate::token::Token;
use crate::vault::Place;

const PURPOSE: &str = "minside login attempt v1";

/// What is asked for.
pub struct Wanted<'a> {
    /// The provider's key.
    pub provider: &'a str,
    /// The least level; the provider's own setting is never gone below.
    pub level: Option<Level>,
    /// Where to go after it: a path in this site.
    pub return_to: &'a str,
    /// The page's language (BCP 47), for the provider's pages.
    pub language: &'a str,
}

/// A login that has begun.
pub struct Begun {
    /// Where to send the browser.
    pub address: Url,
    /// The browser's cookie.
    pub browser: Token,
}

/// What was asked for, until the browser comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The provider's key.
    pub provider: String,
    /// The level that was asked for, where the provider knows levels.
    pub level: Option<Level>,
    /// Where to go after it.
    pub return_to: String,
}

impl Asked {
    fn seal(&self, state: &Token, browser: &Token) -> Vec<u8> {
        let Self { provider, level, return_to } = self;
        let plain = format!("{provider}\n{}\n{return_to}", level.map_or("", Level::code));
        state.key_with(browser, PURPOSE).seal(PLACE, plain.as_bytes())
    }

    /// What these two tokens open.
    pub(super) fn open(sealed: &[u8], state: &Token, browser: &Token) -> Result<Self, Damaged> {
        let plain = state.key_with(browser, PURPOSE).open(PLACE, sealed)?;
        let mut parts = std::str::from_utf8(&plain).unwrap_or_default().splitn(3, '\n');
        let (Some(provider), Some(level), Some(return_to)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(PLACE.damaged());
        };
        Ok(Self { provider: provider.to_owned(), level: Level::parse(level), return_to: return_to.to_owned() })
    }
}

/// Its key is of this login only.
const PLACE: Place<'static> = Place { table: "login_attempt", column: "sealed", row: "of this state" };

/// The secrets of one login, known only to who has both tokens.
pub(super) struct Secrets {
    pub(super) nonce: String,
    /// PKCE's `code_verifier` (RFC 7636): 64 of the letters that it may have.
    pub(super) verifier: String,
}

impl Secrets {
    pub(super) fn of(state: &Token, browser: &Token) -> Self {
        let made = |purpose| hexadecimal::write(&state.key_with(browser, purpose).mac(&[]));
        Self { nonce: made("minside login nonce v1"), verifier: made("minside login verifier v1") }
    }

    fn challenge(&self) -> String {
        challenge(&self.verifier)
    }
}

/// PKCE's `code_challenge` by S256 (RFC 7636, 4.2), without padding.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Begins a login; `browser` is the cookie of an earlier one.
///
/// # Errors
/// The inner error says why this provider cannot be used now; the outer is the database's own, or
/// [`Error::NotFound`]: there is no such provider.
pub async fn begin(
    office: &Office,
    providers: &Providers,
    wanted: &Wanted<'_>,
    browser: Option<Token>,
) -> Result<Result<Begun, LoginRefused>, Error> {
    let provider = providers.find(wanted.provider).ok_or(Error::NotFound)?;
    let now_ms = office.clock.now_ms();
    let browser = browser.unwrap_or_else(Token::random);
    let state = Token::random();
    let level = provider.settings.kind.knows_levels().then(|| match wanted.level {
        Some(level) => level.max(provider.settings.level),
        None => provider.settings.level,
    });
    let address = match address(provider, &state, &browser, level, wanted.language).await {
        Ok(address) => address,
        Err(refused) => return Ok(Err(refused)),
    };
    let asked = Asked { provider: provider.key().to_owned(), level, return_to: wanted.return_to.to_owned() };
    let attempt = Attempt { browser_hash: browser.hash().to_vec(), sealed: asked.seal(&state, &browser) };
    let mut tx = office.db.write().await?;
    store::insert_attempt(&mut tx, &state.hash(), &attempt, now_ms + ATTEMPT_MS).await?;
    tx.commit().await?;
    Ok(Ok(Begun { address, browser }))
}

async fn address(
    provider: &Provider,
    state: &Token,
    browser: &Token,
    level: Option<Level>,
    language: &str,
) -> Result<Url, LoginRefused> {
    let known = provider.known().await?;
    let secrets = Secrets::of(state, browser);
    // Entra ID names the user (`oid`) to those only who ask for a profile.
    let scope = if provider.settings.kind.knows_levels() { "openid" } else { "openid profile" };
    let mut parameters = vec![
        ("response_type", "code".to_owned()),
        ("redirect_uri", provider.redirect_uri.to_string()),
        ("scope", scope.to_owned()),
        ("state", state.written().to_string()),
        ("code_challenge", secrets.challenge()),
        ("code_challenge_method", "S256".to_owned()),
        ("nonce", secrets.nonce),
        ("ui_locales", language.to_owned()),
    ];
    if let Some(level) = level {
        parameters.push(("acr_values", provider.settings.kind.acr(level).to_owned()));
    }
    let mut address = known.metadata.authorization_endpoint().url().clone();
    address.query_pairs_mut().append_pair("client_id", &provider.settings.client_id);
    match known.pushed_endpoint() {
        Some(endpoint) => {
            let request_uri = push(provider, endpoint, &parameters).await?;
            address.query_pairs_mut().append_pair("request_uri", &request_uri);
        }
        None => drop(address.query_pairs_mut().extend_pairs(parameters)),
    }
    Ok(address)
}

/// Hands the parameters to the provider without the browser (RFC 9126); what to call them. A provider that stumbles is asked
/// once more.
async fn push(
    provider: &Provider,
    endpoint: &Url,
    parameters: &[(&'static str, String)],
) -> Result<String, LoginRefused> {
    #[derive(Deserialize)]
    struct Pushed {
        request_uri: String,
    }
    let mut answer = provider.post(endpoint, parameters).await;
    if !answer.as_ref().is_ok_and(|answer| !answer.status().is_server_error()) {
        answer = provider.post(endpoint, parameters).await;
    }
    match provider::read::<Pushed>(&answer?)? {
        Ok(pushed) => Ok(pushed.request_uri),
        Err(code) => Err(LoginRefused::Provider(code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_the_one_that_digdir_publishes() {
        let verifier = "xyo94uhy3zKvgB0NJwLms86SwcjtWviEOpkBnGgaLlo";
        assert_eq!(challenge(verifier), "b7elB7ZyxIXgFyvBznKvxl7wOB-H17Pz0a3B62NIMFI");
    }

    #[test]
    fn the_secrets_of_two_tabs_and_of_two_browsers_differ() {
        let (state, browser) = (Token::random(), Token::random());
        let secrets = Secrets::of(&state, &browser);
        let again = Secrets::of(&state, &browser);
        assert_eq!((&secrets.nonce, &secrets.verifier), (&again.nonce, &again.verifier));
        assert_ne!(secrets.nonce, secrets.verifier);
        assert!((43..=128).contains(&secrets.verifier.len()));
        for other in [Secrets::of(&Token::random(), &browser), Secrets::of(&state, &Token::random())] {
            assert!(other.nonce != secrets.nonce && other.verifier != secrets.verifier);
        }
    }
}
