//! `[login.…]`: the providers that vouch for people.

use std::sync::Arc;

use secrecy::ExposeSecret;

use super::private_address;
use super::sources::Sources;
use crate::login::credential::Credential;
use crate::login::provider::ProviderSettings;
use crate::login::rules::{Level, ProviderKind};
use crate::staff::claims::RoleClaims;

/// `[login]`
#[derive(Clone, Debug)]
pub struct LoginSettings {
    /// Those that are set, in the order they are shown.
    pub providers: Vec<Arc<ProviderSettings>>,
    /// How safely a citizen must be logged in to see what is in a case.
    pub case_level: Level,
}

pub(super) fn read(sources: &mut Sources) -> LoginSettings {
    let providers = ProviderKind::ALL.iter().filter_map(|kind| provider(sources, *kind)).map(Arc::new).collect();
    LoginSettings { providers, case_level: level(sources, "login.case_level") }
}

fn key_of(kind: ProviderKind, name: &str) -> String {
    format!("login.{}.{name}", kind.code())
}

/// A provider is set by its `client_id`; the rest then must be, too.
fn provider(sources: &mut Sources, kind: ProviderKind) -> Option<ProviderSettings> {
    let key = |name| key_of(kind, name);
    let client_id = sources.text(&key("client_id"))?;
    let issuer = issuer(sources, &key("issuer"));
    let credential = credential(sources, kind);
    let level = if kind.knows_levels() { level(sources, &key("level")) } else { Level::Substantial };
    let role_claims = role_claims(sources, kind);
    Some(ProviderSettings { kind, issuer: issuer?, client_id, credential: credential?, level, role_claims })
}

/// Only Entra ID says what somebody's work is.
fn role_claims(sources: &mut Sources, kind: ProviderKind) -> RoleClaims {
    if kind != ProviderKind::Entra {
        return RoleClaims::default();
    }
    let key = |name| key_of(kind, name);
    let expected = "a value of the claim, an equals sign, and a role as `minside grant add` takes it";
    RoleClaims {
        roles: sources.list(&key("roles"), expected),
        groups: sources.list(&key("groups"), expected),
        national_id: sources.text(&key("national_id_claim")),
    }
}

/// Kept as it is written: a slash more would be another issuer.
fn issuer(sources: &mut Sources, key: &str) -> Option<String> {
    let Some(text) = sources.text(key) else {
        sources.note(key, "must be set where client_id is");
        return None;
    };
    private_address(sources, key)?;
    Some(text)
}

/// Entra ID has no setting for a key: it wants the thumbprint of a certificate, which an assertion of ours does not have.
fn credential(sources: &mut Sources, kind: ProviderKind) -> Option<Credential> {
    let key = |name| key_of(kind, name);
    let key_file = sources.text(&key("key_file"));
    let secret_is_set = [key("client_secret"), key("client_secret_file")].iter().any(|key| sources.text(key).is_some());
    match (key_file, secret_is_set) {
        (Some(_), true) => {
            sources.note(&key("client_secret"), "cannot be set together with key_file; choose one of the two");
            None
        }
        (None, true) => sources.secret(&key("client_secret")).map(Credential::Secret),
        (None, false) => {
            let needed = if kind == ProviderKind::Entra { "client_secret_file" } else { "key_file" };
            sources.note(&key(needed), "must be set where client_id is");
            None
        }
        (Some(file), false) => {
            let Some(id) = sources.text(&key("key_id")) else {
                sources.note(&key("key_id"), "must be set where key_file is");
                return None;
            };
            let pem = sources.file(&key("key_file"), &file)?;
            match Credential::from_pem(id, pem.expose_secret()) {
                Ok(credential) => Some(credential),
                Err(problem) => {
                    sources.note(&key("key_file"), format!("the file {file} cannot be used: {problem}"));
                    None
                }
            }
        }
    }
}

fn level(sources: &mut Sources, key: &str) -> Level {
    let text = sources.text(key).unwrap_or_default();
    Level::parse(&text).unwrap_or_else(|| {
        let place = sources.place(key);
        sources.note(key, format!("«{text}» is not «substantial» or «high» ({place})"));
        Level::High
    })
}
