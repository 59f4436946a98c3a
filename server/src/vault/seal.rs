//! Sealing what stands in a column: XChaCha20-Poly1305, bound to its place.
//!
//! The place (table, column, row) is authenticated with the text, so that a value that was moved to another row or
//! column does not open, and the error says where it stood. Files are sealed in segments instead (`stream.rs`).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::Rng;
use zeroize::Zeroizing;

use super::key::Key;
use crate::error::Damaged;

const NONCE_BYTES: usize = 24;

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's primary key.
    pub row: &'a str,
}

impl Place<'_> {
    fn as_bytes(&self) -> Vec<u8> {
        format!("{}.{}/{}", self.table, self.column, self.row).into_bytes()
    }

    /// The error that says that what stands here is not what was put here.
    pub fn damaged(&self) -> Damaged {
        Damaged::new(self.table, self.column, self.row)
    }
}

impl Key {
    /// Seals a value for one place: nonce (24 bytes) and ciphertext.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: plain, aad: &place.as_bytes() };
        // It fails only beyond 256 GiB, which no value in memory has.
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// It was changed, was moved here from another place, or was sealed with another key.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Damaged> {
        let Some((nonce, sealed)) = sealed.split_first_chunk::<NONCE_BYTES>() else { return Err(place.damaged()) };
        let payload = Payload { msg: sealed, aad: &place.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| place.damaged())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { table: "claim", column: "details", row: "1" };

    #[test]
    fn only_the_same_key_at_the_same_place_opens() {
        let key = Key::random();
        let sealed = key.seal(PLACE, b"secret");
        assert_eq!(key.open(PLACE, &sealed).unwrap().as_slice(), b"secret");
        let damaged = Damaged::new("claim", "details", "1");
        assert_eq!(Key::random().open(PLACE, &sealed).unwrap_err(), damaged);
        assert!(key.open(Place { row: "2", ..PLACE }, &sealed).is_err());
        assert!(key.open(Place { column: "outcome", ..PLACE }, &sealed).is_err());
        assert!(key.open(Place { table: "task", ..PLACE }, &sealed).is_err());
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn a_value_that_was_changed_or_cut_is_not_opened() {
        let key = Key::random();
        let sealed = key.seal(PLACE, b"secret");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(PLACE, &changed).is_err(), "byte {at}");
            assert!(key.open(PLACE, &sealed[..at]).is_err(), "{at} bytes");
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_bytes() {
        let key = Key::random();
        assert_ne!(key.seal(PLACE, b"secret"), key.seal(PLACE, b"secret"));
    }
}
