//! What makes the chain: three keys, the hash of what may be wiped, the mac of what was written, and the link.
//!
//! `content_hash` is over salt, case and sealed content; without the salt nobody can try out what a wiped event said.
//! `written_mac` is over everything that stays when an event is wiped, so that a row that somebody inserted is never
//! taken into the chain. `link` is over the link before, the place and `written_mac`.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::store::Row;
use crate::hexadecimal;
use crate::vault::{Key, Vault, same};

/// The id of the keys in use, which every row carries.
pub(super) const KEY_ID: &str = "audit-1";
/// Bytes of a link.
const LINK_BYTES: usize = 32;

/// The keys of the trail.
pub(super) struct Keys {
    /// Seals events that are about no case.
    pub content: Key,
    written: Key,
    link: Key,
}

impl Keys {
    pub fn of(vault: &Vault) -> Self {
        let derive = |purpose| vault.audit().derive(purpose);
        Self {
            content: derive("minside audit content v1"),
            written: derive("minside audit written v1"),
            link: derive("minside audit link v1"),
        }
    }

    /// The mac of a row as its writer knows it.
    pub fn written_mac(&self, row: &Row) -> [u8; 32] {
        self.written.mac(&[row.id.as_bytes(), &row.at.to_be_bytes(), row.action.as_bytes(), &row.content_hash])
    }

    /// Whether we wrote this row, with this id, time, action and hash.
    pub fn wrote(&self, row: &Row) -> bool {
        row.key_id == KEY_ID && same(&self.written_mac(row), &row.written_mac)
    }

    /// The link of the event at a place.
    pub fn link(&self, before: &[u8], sequence: i64, written_mac: &[u8]) -> Vec<u8> {
        self.link.mac(&[before, &sequence.to_be_bytes(), written_mac]).to_vec()
    }
}

/// What stays of an event's case and content when they are wiped.
pub(super) fn content_hash(salt: &[u8], case: Option<&str>, content: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [salt, case.unwrap_or_default().as_bytes(), content] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

impl Row {
    /// Whether its case and content are gone.
    pub(super) fn is_wiped(&self) -> bool {
        self.content.is_none() && self.salt.is_none() && self.case_id.is_none()
    }

    /// Whether case and content are those that were written.
    pub(super) fn is_unchanged(&self) -> bool {
        let (Some(salt), Some(content)) = (&self.salt, &self.content) else { return false };
        same(&content_hash(salt, self.case_id.as_deref(), content), &self.content_hash)
    }
}

/// The end of the chain. As text, `SEQUENCE:LINK`, it is a line of the log and what `minside audit verify` takes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// The place of the last event, from 1; 0 where there is none.
    pub sequence: i64,
    /// Its link, 32 bytes.
    pub link: Vec<u8>,
}

impl Head {
    /// Before the first event.
    pub fn beginning() -> Self {
        Self { sequence: 0, link: vec![0; LINK_BYTES] }
    }

    /// The link in hexadecimal digits.
    pub fn link_digits(&self) -> String {
        hexadecimal::write(&self.link)
    }
}

impl fmt::Display for Head {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.sequence, self.link_digits())
    }
}

/// A text that names no end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not a head of the audit trail: a number, a colon and 64 hexadecimal digits, as the log has it")]
pub struct NoHead;

impl FromStr for Head {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<Self, NoHead> {
        let (sequence, digits) = text.split_once(':').ok_or(NoHead)?;
        let link = hexadecimal::read::<LINK_BYTES>(digits).ok_or(NoHead)?;
        let head = Self { sequence: sequence.parse().map_err(|_| NoHead)?, link: link.to_vec() };
        if head.sequence > 0 { Ok(head) } else { Err(NoHead) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_written() {
        let head = Head { sequence: 17, link: (0..32).map(|number| number * 7).collect() };
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        assert_eq!(head.to_string().to_uppercase().parse(), Ok(head.clone()));
        let digits = head.link_digits();
        for wrong in ["", "17", "17:", "17:0", &digits, &format!("0:{digits}"), &format!("x:{digits}")] {
            assert_eq!(wrong.parse::<Head>(), Err(NoHead), "{wrong}");
        }
        assert_eq!(format!("17:{}", "ø".repeat(32)).parse::<Head>(), Err(NoHead));
    }

    #[test]
    fn the_boundaries_between_what_is_hashed_count() {
        assert_eq!(content_hash(b"salt", None, b"content"), content_hash(b"salt", Some(""), b"content"));
        assert_ne!(content_hash(b"salt", Some("a"), b"b"), content_hash(b"salt", Some("ab"), b""));
        assert_ne!(content_hash(b"salt", Some("a"), b"b"), content_hash(b"salta", None, b"b"));
    }
}
