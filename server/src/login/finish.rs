//! The callback of a login: everything is checked in the order in which it can be wrong, and each thing that can be wrong
//! is a case of its own.

use serde::Deserialize;

use super::Providers;
use super::begin::{Asked, Secrets};
use super::id_token::{Expected, Vouched, Work};
use super::provider::{self, Known, Provider};
use super::rules::{LONGEST_MS, Level, LoginRefused};
use super::session::{self, Begins};
use super::store;
use crate::cases::deadline::date_in_oslo_at;
use crate::error::{Error, retried};
use crate::office::Office;
use crate::staff::grant::standing_in;
use crate::staff::rules::Source;
use crate::staff::said::{self, Said};
use crate::token::Token;
use crate::vault::same;

/// What the provider sends the browser back with.
#[derive(Clone, Debug, Default)]
pub struct Callback {
    /// Which login it belongs to.
    pub state: Option<String>,
    /// What the id_token is fetched with.
    pub code: Option<String>,
    /// Who sent it (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// Somebody is logged in.
pub struct Finished {
    /// The cookie.
    pub session: Token,
    /// Where to go.
    pub return_to: String,
    /// Who vouched.
    pub provider: &'static str,
}

/// Nobody is logged in.
pub struct NotFinished {
    /// Why.
    pub refused: LoginRefused,
    /// What was begun, where that is known: what «try again» begins.
    pub again: Option<Asked>,
}

impl From<LoginRefused> for NotFinished {
    fn from(refused: LoginRefused) -> Self {
        Self { refused, again: None }
    }
}

/// Finishes a login. `browser` is the cookie of the browser that began, `old` the one of a session that it has already, which
/// ends.
///
/// # Errors
/// The inner error says why nobody is logged in; the outer is the database's own.
pub async fn finish(
    office: &Office,
    providers: &Providers,
    callback: &Callback,
    browser: Option<&Token>,
    old: Option<&Token>,
) -> Result<Result<Finished, NotFinished>, Error> {
    let now_ms = office.clock.now_ms();
    let Some(state) = &callback.state else { return Ok(Err(LoginRefused::NoState.into())) };
    let Some(state) = Token::parse(state) else { return Ok(Err(LoginRefused::UnknownState.into())) };
    let mut tx = office.db.read().await?;
    let attempt = store::find_attempt(&mut tx, &state.hash(), now_ms).await?;
    drop(tx);
    let Some(attempt) = attempt else { return Ok(Err(LoginRefused::UnknownState.into())) };
    let Some(browser) = browser.filter(|browser| same(&browser.hash(), &attempt.browser_hash)) else {
        // Not ended: it is somebody else's, who may still come back.
        return Ok(Err(LoginRefused::OtherBrowser.into()));
    };
    let asked = Asked::open(&attempt.sealed, &state, browser)?;
    let refused = |refused| Ok(Err(NotFinished { refused, again: Some(asked.clone()) }));
    // From here on it is over, whatever comes: of two callbacks at once, one goes on.
    let mine = retried(|| async {
        let mut tx = office.db.write().await?;
        let mine = store::delete_attempt(&mut tx, &state.hash()).await?;
        tx.commit().await?;
        Ok::<_, Error>(mine)
    });
    if !mine.await? {
        return Ok(Err(LoginRefused::UnknownState.into()));
    }
    let Some(provider) = providers.find(&asked.provider) else { return refused(LoginRefused::UnknownProvider) };
    let login = Login { provider, secrets: Secrets::of(&state, browser), level: asked.level, now_ms };
    let vouched = match login.vouched(callback).await {
        Ok(vouched) => vouched,
        Err(why) => return refused(why),
    };
    // The code is spent: what another login of the same person was first with must not cost this one.
    let session = retried(|| begin_session(office, provider, &vouched, old)).await?;
    Ok(Ok(Finished { session, return_to: asked.return_to, provider: provider.key() }))
}

/// Takes down what the provider says of an employee, and begins the session.
async fn begin_session(
    office: &Office,
    provider: &Provider,
    vouched: &Vouched,
    old: Option<&Token>,
) -> Result<Token, Error> {
    let (vault, now_ms) = (&office.vault, office.clock.now_ms());
    let mut tx = office.db.write().await?;
    let mut roles_now = Vec::new();
    if !vouched.who.is_citizen() {
        // A provider that says nothing of roles any more has nothing to say either.
        let Work { name, own, roles } = &vouched.work;
        // For as long as the session that begins now can last; it is said anew at the next login.
        let ends_on = date_in_oslo_at(now_ms + LONGEST_MS);
        let roles: Vec<_> = roles.iter().map(|role| (role.clone(), ends_on)).collect();
        let (who, name, own) = (&vouched.who, name.as_deref(), own.as_ref());
        let said = Said { who, name, own, source: Source::Claims, roles: &roles, reason: "said at login" };
        said::note(&mut tx, vault, now_ms, &said).await?;
        roles_now = standing_in(&mut tx, vault, who, now_ms).await?.roles();
    }
    let begins = Begins {
        provider: provider.key(),
        who: &vouched.who,
        roles: &roles_now,
        level: vouched.level,
        provider_session: vouched.session.as_deref().map(|sid| provider.session_mark(vault, sid)),
        provider_subject: provider.subject_mark(vault, &vouched.subject),
    };
    let session = session::begin(&mut tx, vault, now_ms, &begins, old).await?;
    tx.commit().await?;
    Ok(session)
}

/// One login, from the callback to whom it is.
struct Login<'a> {
    provider: &'a Provider,
    secrets: Secrets,
    level: Option<Level>,
    now_ms: i64,
}

impl Login<'_> {
    async fn vouched(&self, callback: &Callback) -> Result<Vouched, LoginRefused> {
        let known = self.provider.known().await?;
        let issuer = &self.provider.settings.issuer;
        match &callback.iss {
            Some(iss) if iss != issuer => return Err(LoginRefused::OtherIssuer),
            None if known.says_iss() => return Err(LoginRefused::NoIssuer),
            _ => {}
        }
        match callback.error.as_deref() {
            Some("access_denied") => return Err(LoginRefused::Denied),
            Some(error) => return Err(LoginRefused::Provider(provider::code(error))),
            None => {}
        }
        let code = callback.code.as_deref().filter(|code| !code.is_empty()).ok_or(LoginRefused::NoCode)?;
        let id_token = self.id_token(&known, code).await?;
        let expected = Expected { nonce: &self.secrets.nonce, level: self.level, now_ms: self.now_ms };
        self.provider.vouched(&known, &id_token, &expected).await
    }

    /// Exchanges the code (RFC 6749, 4.1.3). Of what comes back, only the id_token is looked at.
    async fn id_token(&self, known: &Known, code: &str) -> Result<String, LoginRefused> {
        #[derive(Deserialize)]
        struct Tokens {
            id_token: Option<String>,
        }
        let endpoint =
            known.metadata.token_endpoint().ok_or_else(|| LoginRefused::NoAnswer("no token endpoint".to_owned()))?;
        let fields = [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.provider.redirect_uri.to_string()),
            ("code_verifier", self.secrets.verifier.clone()),
        ];
        let answer = self.provider.post(endpoint.url(), &fields).await?;
        match provider::read::<Tokens>(&answer)? {
            Ok(tokens) => tokens.id_token.ok_or(LoginRefused::NoIdToken),
            Err(error) if error == "invalid_grant" => Err(LoginRefused::CodeRefused),
            Err(error) => Err(LoginRefused::Provider(error)),
        }
    }
}
