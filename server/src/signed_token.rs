//! Tokens that somebody else has signed (JWS, RFC 7515, in its compact form), before anything in them is believed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Whatever is signed with a key of the signer's own. Never `none`, and nothing that a shared secret makes.
pub(crate) const ALGORITHMS: [CoreJwsSigningAlgorithm; 6] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
];

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    /// What must be understood (RFC 7515, 4.1.11); we understand nothing of it.
    crit: Option<Value>,
}

/// A token that was read, and what it claims.
pub(crate) struct SignedToken<'a, T> {
    header: Header,
    /// What it claims. Nothing of it is known to be true before [`Self::is_signed`].
    pub(crate) claims: T,
    signed: &'a [u8],
    signature: Vec<u8>,
}

impl<'a, T: DeserializeOwned> SignedToken<'a, T> {
    /// Reads a token whose header says one of these types (in lower case), or none.
    pub(crate) fn read(token: &'a str, types: &[&str]) -> Option<Self> {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts.as_slice() else { return None };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        let claims = serde_json::from_slice(&decode(payload)?).ok()?;
        let is_another_type =
            header.typ.as_ref().is_some_and(|typ| !types.contains(&typ.to_ascii_lowercase().as_str()));
        if header.crit.is_some() || is_another_type {
            return None;
        }
        let signed = &token.as_bytes()[..parts[0].len() + 1 + parts[1].len()];
        Some(Self { header, claims, signed, signature: decode(signature)? })
    }

    /// Whether one of these keys has signed it.
    pub(crate) fn is_signed(&self, keys: &[CoreJsonWebKey]) -> bool {
        let wanted = self.header.kid.clone().map(JsonWebKeyId::new);
        ALGORITHMS.contains(&self.header.alg)
            && keys
                .iter()
                .filter(|key| wanted.is_none() || key.key_id() == wanted.as_ref())
                .any(|key| key.verify_signature(&self.header.alg, self.signed, &self.signature).is_ok())
    }
}
