//! Random secrets that a browser holds for us, in a cookie or an address: none of them is stored here.
//!
//! The database knows a token by its hash, so that who reads the database can use none. What belongs to a token can be
//! sealed with a key that is made of it, or of two tokens together.

use std::fmt;

use rand::Rng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::hexadecimal;
use crate::vault::{KEY_BYTES, Key, same};

/// 32 random bytes that are written as 64 hexadecimal digits. It shows itself only where it is written on purpose.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; KEY_BYTES]>);

impl Token {
    /// A new one.
    pub fn random() -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        rand::rng().fill_bytes(bytes.as_mut());
        Self(bytes)
    }

    /// The token that is written so; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        hexadecimal::read(text).map(Self)
    }

    /// As a browser is given it.
    pub fn written(&self) -> Zeroizing<String> {
        Zeroizing::new(hexadecimal::write(self.0.as_ref()))
    }

    /// The bytes themselves.
    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// What the database knows it by (SHA-256, FIPS 180-4).
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_ref()).into()
    }

    /// A key for one purpose, that only who has the token can make.
    pub fn key(&self, purpose: &str) -> Key {
        Key::of_bytes(&self.0).derive(purpose)
    }

    /// A key for one purpose, that only who has both tokens can make.
    pub fn key_with(&self, other: &Self, purpose: &str) -> Key {
        Key::of_bytes(&self.key(purpose).mac(&[other.0.as_ref()]))
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        same(self.0.as_ref(), other.0.as_ref())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[hidden]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let token = Token::random();
        assert!(Token::parse(&token.written()) == Some(token));
        for wrong in [String::new(), "x".repeat(64), "é".repeat(32), "0".repeat(63)] {
            assert!(Token::parse(&wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_key_of_two_tokens_needs_both_in_their_places() {
        let (one, other) = (Token::random(), Token::random());
        let mac = |key: Key| key.mac(&[b"x"]);
        assert_eq!(mac(one.key_with(&other, "a")), mac(one.key_with(&other, "a")));
        assert_ne!(mac(one.key_with(&other, "a")), mac(one.key_with(&other, "b")));
        assert_ne!(mac(one.key_with(&other, "a")), mac(other.key_with(&one, "a")));
        assert_ne!(mac(one.key_with(&other, "a")), mac(one.key_with(&one, "a")));
        assert_ne!(mac(one.key("a")), mac(other.key("a")));
    }

    #[test]
    fn a_token_does_not_show_itself() {
        assert_eq!(format!("{:?}", Token::random()), "[hidden]");
    }
}
