//! What the demo's provider remembers while it runs: logins that are under way, codes, and who is logged in.

use std::collections::{BTreeSet, HashMap};

use openidconnect::PkceCodeVerifier;
use serde::Deserialize;
use url::Url;

use crate::login::rules::Level;
use crate::token::Token;

/// More than anybody tries on one machine; beyond it everything is forgotten.
const MOST: usize = 10_000;

/// What a portal asks for (OpenID Connect Core 1.0, 3.1.2.1).
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Request {
    pub(super) redirect_uri: Url,
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) code_challenge: String,
    #[serde(default)]
    pub(super) acr_values: String,
    #[serde(default)]
    pub(super) ui_locales: String,
    #[serde(default)]
    pub(super) prompt: String,
}

/// Somebody who is logged in here.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) sid: String,
    pub(super) person: usize,
    pub(super) level: Level,
    pub(super) since_ms: i64,
    /// The portals that were told who it is: where they are sent back to.
    pub(super) portals: BTreeSet<Url>,
}

/// What a code stands for.
pub(super) struct Grant {
    pub(super) request: Request,
    pub(super) session: Session,
}

#[derive(Default)]
pub(super) struct State {
    requests: HashMap<String, Request>,
    grants: HashMap<String, Grant>,
    sessions: HashMap<String, Session>,
}

fn name() -> String {
    Token::random().written().to_string()
}

impl State {
    /// Keeps what is asked for, under a name.
    pub(super) fn keep(&mut self, request: Request) -> String {
        if self.requests.len() >= MOST {
            self.requests.clear();
        }
        let name = name();
        self.requests.insert(name.clone(), request);
        name
    }

    pub(super) fn request(&self, name: &str) -> Option<&Request> {
        self.requests.get(name)
    }

    pub(super) fn take_request(&mut self, name: &str) -> Option<Request> {
        self.requests.remove(name)
    }

    pub(super) fn session(&self, cookie: &str) -> Option<&Session> {
        self.sessions.get(cookie)
    }

    /// Logs somebody in; the cookie.
    pub(super) fn log_in(&mut self, person: usize, level: Level, now_ms: i64) -> String {
        if self.sessions.len() >= MOST {
            self.sessions.clear();
        }
        let cookie = name();
        let session = Session { sid: name(), person, level, since_ms: now_ms, portals: BTreeSet::new() };
        self.sessions.insert(cookie.clone(), session);
        cookie
    }

    pub(super) fn log_out(&mut self, cookie: &str) -> Option<Session> {
        self.sessions.remove(cookie)
    }

    /// A code for who is logged in.
    pub(super) fn grant(&mut self, cookie: &str, request: Request) -> Option<String> {
        if self.grants.len() >= MOST {
            self.grants.clear();
        }
        let session = self.sessions.get_mut(cookie)?;
        session.portals.insert(request.redirect_uri.clone());
        let (code, session) = (name(), session.clone());
        self.grants.insert(code.clone(), Grant { request, session });
        Some(code)
    }

    /// What a code stands for. It is good once, for the portal that has the verifier of its login.
    pub(super) fn redeem(&mut self, code: &str, verifier: String, redirect_uri: &str) -> Option<Grant> {
        let grant = self.grants.remove(code)?;
        let challenge = openidconnect::PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
        let fits =
            challenge.as_str() == grant.request.code_challenge && redirect_uri == grant.request.redirect_uri.as_str();
        fits.then_some(grant)
    }
}
