//! A key: 32 bytes that are wiped from memory, and that other keys are made of.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes in every key and in every keyed hash.
pub const KEY_BYTES: usize = 32;

/// A secret key. It shows itself nowhere.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; KEY_BYTES]>);

impl Key {
    /// A new key.
    pub fn random() -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        rand::rng().fill_bytes(bytes.as_mut());
        Self(bytes)
    }

    /// The key with these bytes; `None` where they are too few or too many.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The key that these random bytes are.
    pub fn of_bytes(bytes: &[u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Another key, for one purpose (HKDF-SHA-256, RFC 5869). Nobody gets from it to this one.
    pub fn derive(&self, purpose: &str) -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        // A key's length is far below what HKDF can give, so that this cannot fail.
        let _ = Hkdf::<Sha256>::new(None, self.0.as_ref()).expand(purpose.as_bytes(), bytes.as_mut());
        Self(bytes)
    }

    /// A keyed hash (HMAC-SHA-256, RFC 2104) over parts whose boundaries count.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; KEY_BYTES] {
        // A key shorter than a block is filled up with zeros (RFC 2104), which with a whole block cannot fail.
        let mut block = Zeroizing::new([0; 2 * KEY_BYTES]);
        block[..KEY_BYTES].copy_from_slice(self.0.as_ref());
        let mut mac = Hmac::<Sha256>::new(&(*block).into());
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[hidden]")
    }
}

/// Whether two secrets or keyed hashes are the same, in a time that does not say where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_for_two_purposes_have_nothing_in_common() {
        let key = Key::random();
        assert_eq!(key.derive("one").bytes(), key.derive("one").bytes());
        assert_ne!(key.derive("one").bytes(), key.derive("two").bytes());
        assert_ne!(key.derive("one").bytes(), key.bytes());
    }

    #[test]
    fn the_boundaries_between_parts_count() {
        let key = Key::random();
        assert_eq!(key.mac(&[b"ab", b"c"]), key.mac(&[b"ab", b"c"]));
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_ne!(key.mac(&[b"abc"]), key.mac(&[b"abc", b""]));
        assert!(same(&key.mac(&[b"a"]), &key.mac(&[b"a"])) && !same(b"a", b"b") && !same(b"a", b"aa"));
    }

    #[test]
    fn each_part_is_hashed_after_its_length() {
        let key = Key::from_bytes(&[0x0b; KEY_BYTES]).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&[0x0b; KEY_BYTES]).unwrap();
        mac.update(&2_u64.to_be_bytes());
        mac.update(b"Hi");
        assert_eq!(key.mac(&[b"Hi"]).as_slice(), mac.finalize().into_bytes().as_slice());
    }

    #[test]
    fn a_key_does_not_show_itself() {
        assert_eq!(format!("{:?}", Key::random()), "[hidden]");
    }
}
