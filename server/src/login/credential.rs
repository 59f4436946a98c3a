//! How this program proves to a login provider that it is itself: with a signed assertion, or with a secret.
//!
//! The assertion (`private_key_jwt`, OpenID Connect Core 1.0 section 9, RFC 7523) is preferred: the key never leaves
//! this machine, and what is sent is of no use a minute later.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::token::Token;

/// How long an assertion is good for (Digdir takes at most 120 s).
const GOOD_FOR_S: i64 = 60;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What this program proves itself with.
#[derive(Clone)]
pub enum Credential {
    /// A key whose public half the provider knows by this id.
    Key {
        /// `kid`, as it was registered.
        id: String,
        /// The private half.
        key: Arc<RsaKeyPair>,
    },
    /// A secret that the provider gave.
    Secret(SecretString),
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[hidden]")
    }
}

impl Credential {
    /// A key from a file in PEM (PKCS#8 or PKCS#1), with the id it is registered under.
    ///
    /// # Errors
    /// Why it is no such key.
    pub fn from_pem(id: String, pem: &str) -> Result<Self, String> {
        let der = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| format!("it holds no key: {error}"))?;
        let key = match &der {
            PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err("it holds another kind of key; an RSA key of at least 2048 bits is needed".to_owned()),
        };
        let key = key.map_err(|error| format!("it holds no RSA key of at least 2048 bits: {error}"))?;
        Ok(Self::Key { id, key: Arc::new(key) })
    }

    /// What goes with every request to `issuer`, at `now_s` (UTC seconds).
    pub(super) fn parameters(&self, client_id: &str, issuer: &str, now_s: i64) -> Vec<(&'static str, String)> {
        let mut parameters = vec![("client_id", client_id.to_owned())];
        match self {
            Self::Secret(secret) => parameters.push(("client_secret", secret.expose_secret().to_owned())),
            Self::Key { id, key } => {
                let claims = json!({
                    "iss": client_id,
                    "sub": client_id,
                    "aud": issuer,
                    "iat": now_s,
                    "exp": now_s + GOOD_FOR_S,
                    "jti": *Token::random().written(),
                });
                parameters.push(("client_assertion_type", ASSERTION_TYPE.to_owned()));
                parameters.push(("client_assertion", signed(id, key, &claims)));
            }
        }
        parameters
    }
}

fn signed(id: &str, key: &RsaKeyPair, claims: &serde_json::Value) -> String {
    let header = json!({ "alg": "RS256", "kid": id, "typ": "JWT" });
    let encode = |part: &serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let text = format!("{}.{}", encode(&header), encode(claims));
    let mut signature = vec![0; key.public().modulus_len()];
    // It fails only where the buffer has another size; then the provider refuses what is not signed.
    let _ = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}
