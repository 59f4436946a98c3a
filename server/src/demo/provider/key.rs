//! The key that the demo's provider signs with: made when the program starts, and gone when it ends.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::LineEnding;
use rsa::rand_core::OsRng;
use serde_json::{Value, json};

use crate::token::Token;

const BITS: usize = 2048;

/// A key for RS256.
pub struct SigningKey {
    /// `kid`.
    pub id: String,
    pem: String,
    pub(super) key: CoreRsaPrivateSigningKey,
}

impl SigningKey {
    /// A new one; it takes a moment.
    ///
    /// # Errors
    /// It could not be made.
    pub fn random() -> anyhow::Result<Self> {
        let pem = RsaPrivateKey::new(&mut OsRng, BITS)?.to_pkcs1_pem(LineEnding::LF)?.to_string();
        let id = Token::random().written()[..16].to_owned();
        let key = CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new(id.clone())));
        let key = key.map_err(|error| anyhow::anyhow!("the demo's key: {error}"))?;
        Ok(Self { id, pem, key })
    }

    /// The private key in PEM (PKCS#1).
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The public half, as it is published.
    pub fn published(&self) -> CoreJsonWebKeySet {
        CoreJsonWebKeySet::new(vec![self.key.as_verification_key()])
    }

    /// A signed token (JWS compact serialisation, RFC 7515) with these claims.
    pub fn signed(&self, claims: &Value) -> String {
        self.signed_with(&json!({ "alg": "RS256", "kid": self.id, "typ": "JWT" }), claims)
    }

    /// The same with a header of one's own, which need not be true.
    pub fn signed_with(&self, header: &Value, claims: &Value) -> String {
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let text = format!("{}.{}", encode(header), encode(claims));
        let signature = self.key.sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.unwrap_or_default()))
    }
}
