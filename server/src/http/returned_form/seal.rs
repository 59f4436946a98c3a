//! Sealing one form: XChaCha20-Poly1305 with a key from HKDF-SHA-256 (RFC 5869) over both halves.

use std::fmt;

use anyhow::anyhow;
use app::model::ReturnedForm;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand::Rng;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::hexadecimal;

const PURPOSE: &[u8] = b"minside returned form v1";
const NONCE_BYTES: usize = 24;

/// 32 random bytes that are written as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token([u8; 32]);

impl Token {
    pub(super) fn random() -> Self {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        hexadecimal::read(text).map(|bytes| Self(*bytes))
    }

    /// What the table knows it by.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hexadecimal::write(&self.0))
    }
}

/// Seals a form for one page.
pub(super) fn seal(token: &Token, secret: &Token, page: &str, form: &ReturnedForm) -> Result<Vec<u8>, Error> {
    let plain = serde_json::to_vec(form).map_err(|error| Error::Internal(error.into()))?;
    let mut nonce = [0; NONCE_BYTES];
    rand::rng().fill_bytes(&mut nonce);
    let payload = Payload { msg: &plain, aad: page.as_bytes() };
    let sealed = cipher(token, secret)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| Error::Internal(anyhow!("a form could not be sealed")))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens a form; `None` where it is another's, another page's, or was changed.
pub(super) fn open(token: &Token, secret: &Token, page: &str, sealed: &[u8]) -> Option<ReturnedForm> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let payload = Payload { msg: sealed, aad: page.as_bytes() };
    let plain = cipher(token, secret).decrypt(&XNonce::from(*nonce), payload).ok()?;
    serde_json::from_slice(&plain).ok()
}

fn cipher(token: &Token, secret: &Token) -> XChaCha20Poly1305 {
    let mut key = [0; 32];
    // 32 bytes are far below what HKDF can give, so that this cannot fail.
    let _ = Hkdf::<Sha256>::new(Some(&secret.0), &token.0).expand(PURPOSE, &mut key);
    XChaCha20Poly1305::new(&Key::from(key))
}

#[cfg(test)]
mod tests {
    use app::model::{FieldCode, FieldFault};

    use super::*;

    fn form() -> ReturnedForm {
        ReturnedForm {
            values: [("field".to_owned(), "æøå </script>".to_owned())].into(),
            faults: vec![FieldFault { field: "field".to_owned(), code: FieldCode::TooLong { limit: 3 } }],
        }
    }

    #[test]
    fn only_both_halves_on_the_same_page_open_a_form() {
        let (token, secret) = (Token::random(), Token::random());
        let sealed = seal(&token, &secret, "/visning", &form()).unwrap();
        assert_eq!(open(&token, &secret, "/visning", &sealed), Some(form()));
        assert_eq!(open(&Token::random(), &secret, "/visning", &sealed), None);
        assert_eq!(open(&token, &Token::random(), "/visning", &sealed), None);
        assert_eq!(open(&token, &secret, "/annet", &sealed), None);
    }

    #[test]
    fn a_form_that_was_changed_or_cut_is_not_opened() {
        let (token, secret) = (Token::random(), Token::random());
        let sealed = seal(&token, &secret, "/visning", &form()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&token, &secret, "/visning", &changed), None, "byte {at}");
            assert_eq!(open(&token, &secret, "/visning", &sealed[..at]), None, "{at} bytes");
        }
    }

    #[test]
    fn what_is_sealed_does_not_show_what_was_typed() {
        let sealed = seal(&Token::random(), &Token::random(), "/visning", &form()).unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"script"));
    }

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let token = Token::random();
        assert!(Token::parse(&token.to_string()) == Some(token));
        assert!(Token::parse("").is_none());
        assert!(Token::parse(&"x".repeat(64)).is_none());
        assert!(Token::parse(&"é".repeat(32)).is_none());
    }
}
