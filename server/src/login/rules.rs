//! Levels, lifetimes, and every reason why somebody is not logged in: decided without asking anybody.

use thiserror::Error;

use crate::coded;

/// Without a request, a session ends after this (Digdir: at most 30 minutes).
pub const IDLE_MS: i64 = 30 * 60 * 1000;
/// However much it is used, a session ends after this.
pub const LONGEST_MS: i64 = 120 * 60 * 1000;
/// A request that comes this soon after the last is not noted, so that not every page is a write.
pub const NOTED_MS: i64 = 60 * 1000;
/// How long a person may take at the login provider.
pub const ATTEMPT_MS: i64 = 15 * 60 * 1000;
/// How much our clock and a provider's may differ.
pub const SKEW_S: i64 = 5;

coded! {
    /// How sure the provider is of who somebody is (eIDAS).
    pub enum Level {
        /// Betydelig, as MinID.
        Substantial = "substantial",
        /// Høyt, as BankID.
        High = "high",
    }
}

coded! {
    /// Who vouches for people; each has its own words for levels and for people.
    pub enum ProviderKind {
        /// ID-porten: citizens, by national id.
        Idporten = "idporten",
        /// Ansattporten: employees, by national id.
        Ansattporten = "ansattporten",
        /// Entra ID: employees, by the municipality's own id.
        Entra = "entra",
    }
}

impl ProviderKind {
    /// Whether it vouches for citizens.
    pub fn is_for_citizens(self) -> bool {
        self == Self::Idporten
    }

    /// Whether it says a level and a national id. Entra ID says neither: how sure it is, is set there.
    pub fn knows_levels(self) -> bool {
        self != Self::Entra
    }

    /// The provider's word for a level (`acr`).
    pub fn acr(self, level: Level) -> &'static str {
        match (self, level) {
            (Self::Idporten, Level::Substantial) => "idporten-loa-substantial",
            (Self::Idporten, Level::High) => "idporten-loa-high",
            (_, level) => level.code(),
        }
    }

    /// The level that the provider's word stands for.
    pub fn level_of(self, acr: &str) -> Option<Level> {
        Level::ALL.iter().copied().find(|level| self.acr(*level) == acr)
    }
}

/// When a session began, was last used, and must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// UTC milliseconds, like the others.
    pub started_at: i64,
    /// The last request that was noted.
    pub seen_at: i64,
    /// However much it is used.
    pub ends_at: i64,
}

impl Times {
    /// Of a session that begins now.
    pub fn from(now_ms: i64) -> Self {
        Self { started_at: now_ms, seen_at: now_ms, ends_at: now_ms + LONGEST_MS }
    }

    /// When it ends if nothing more is asked for.
    pub fn expires_at(&self) -> i64 {
        self.ends_at.min(self.seen_at + IDLE_MS)
    }

    /// Whether it is still on.
    pub fn is_on(&self, now_ms: i64) -> bool {
        now_ms < self.expires_at()
    }

    /// Whether a request now is to be noted.
    pub fn is_noted(&self, now_ms: i64) -> bool {
        now_ms - self.seen_at >= NOTED_MS
    }
}

/// Why somebody is not logged in. Each has its own test; none holds anything that came from the provider or the person,
/// except the provider's own code for an error.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoginRefused {
    /// The person changed their mind, or was refused there.
    #[error("the provider answered: access_denied")]
    Denied,
    /// Another error of the provider's.
    #[error("the provider answered: {0}")]
    Provider(String),
    /// The callback says not which login it belongs to.
    #[error("the callback has no state")]
    NoState,
    /// No such login has begun, or it is over, or it took too long.
    #[error("no login has begun with this state, or it was finished, or took too long")]
    UnknownState,
    /// Another browser began it, or its cookie is gone.
    #[error("another browser has begun this login")]
    OtherBrowser,
    /// The settings no longer name the provider.
    #[error("the provider of this login is not set")]
    UnknownProvider,
    /// The callback says not who sent it, though the provider says that it does (RFC 9207).
    #[error("the callback has no iss")]
    NoIssuer,
    /// Another provider sent it (RFC 9207).
    #[error("the callback is another provider's")]
    OtherIssuer,
    /// There is no code in it.
    #[error("the callback has no code")]
    NoCode,
    /// The provider does not take the code: it was used, or is another's.
    #[error("the provider does not take the code")]
    CodeRefused,
    /// The provider cannot be reached, or answers with what is no answer.
    #[error("the provider does not answer: {0}")]
    NoAnswer(String),
    /// What is no id_token.
    #[error("the answer holds no id_token that can be read")]
    NoIdToken,
    /// Nobody signed it, or with what does not prove who did.
    #[error("the id_token is signed with an algorithm that is not taken")]
    Algorithm,
    /// No key of the provider's fits.
    #[error("the id_token is signed with no key of the provider")]
    Key,
    /// The signature is wrong.
    #[error("the signature of the id_token is wrong")]
    Signature,
    /// It is another provider's.
    #[error("the id_token is another issuer's")]
    TokenIssuer,
    /// It is for somebody else, or for others as well.
    #[error("the id_token is for another audience")]
    Audience,
    /// It is too old.
    #[error("the id_token has expired")]
    Expired,
    /// It is from the future.
    #[error("the id_token is not valid yet: compare the clocks")]
    NotYet,
    /// It belongs to another login.
    #[error("the nonce of the id_token is another's")]
    Nonce,
    /// The provider is not sure enough.
    #[error("the level (acr) is lower than what was asked for")]
    Level,
    /// It names nobody by national id.
    #[error("the id_token has no pid")]
    NoPid,
    /// What it names is no national id.
    #[error("the pid in the id_token is no national id")]
    Pid,
    /// Whom it names is made up, and people here are not.
    #[error("the pid in the id_token is a made-up number: see municipality.test and the issuer")]
    MadeUp,
    /// Entra ID: it does not say which user of which tenant it is.
    #[error("the id_token has no oid and tid")]
    NoUser,
    /// Entra ID: somebody is in so many groups that it leaves them out, so that nobody knows what they may do.
    #[error(
        "the id_token has no groups, because the person is in more than 200: let Entra ID say app roles (the claim roles) \
         instead, or only the groups that are assigned to the application"
    )]
    GroupsLeftOut,
}

impl LoginRefused {
    /// The word for it in the log and in figures.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Provider(_) => "provider",
            Self::NoState => "no-state",
            Self::UnknownState => "unknown-state",
            Self::OtherBrowser => "other-browser",
            Self::UnknownProvider => "unknown-provider",
            Self::NoIssuer => "no-issuer",
            Self::OtherIssuer => "other-issuer",
            Self::NoCode => "no-code",
            Self::CodeRefused => "code-refused",
            Self::NoAnswer(_) => "no-answer",
            Self::NoIdToken => "no-id-token",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::TokenIssuer => "token-issuer",
            Self::Audience => "audience",
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
            Self::Nonce => "nonce",
            Self::Level => "level",
            Self::NoPid => "no-pid",
            Self::Pid => "pid",
            Self::MadeUp => "made-up",
            Self::NoUser => "no-user",
            Self::GroupsLeftOut => "groups-left-out",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_provider_has_its_own_words_for_levels() {
        assert_eq!(ProviderKind::Idporten.level_of("idporten-loa-high"), Some(Level::High));
        assert_eq!(ProviderKind::Idporten.level_of("high"), None);
        assert_eq!(ProviderKind::Idporten.level_of("idporten-loa-low"), None);
        assert_eq!(ProviderKind::Idporten.level_of("Level4"), None);
        assert_eq!(ProviderKind::Ansattporten.level_of("substantial"), Some(Level::Substantial));
        assert_eq!(ProviderKind::Ansattporten.level_of("idporten-loa-high"), None);
        assert!(Level::High > Level::Substantial);
    }

    proptest! {
        #[test]
        fn a_session_is_over_30_minutes_after_its_last_use_and_120_after_its_start(
            uses in proptest::collection::vec(0_i64..40 * 60 * 1000, 0..20),
        ) {
            let mut times = Times::from(1_000);
            let mut now = 1_000;
            for pause in uses {
                now += pause;
                let idle = now - times.seen_at;
                let since_start = now - times.started_at;
                prop_assert_eq!(times.is_on(now), idle < IDLE_MS && since_start < LONGEST_MS);
                if !times.is_on(now) {
                    break;
                }
                if times.is_noted(now) {
                    times.seen_at = now;
                }
            }
        }
    }
}
