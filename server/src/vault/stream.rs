//! Sealing a file: XChaCha20-Poly1305 in segments, so that a part of it is opened without reading the rest.
//!
//! This is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, «Online Authenticated-Encryption and its Nonce-Reuse
//! Misuse-Resistance», 2015): the nonce of a segment holds its number and whether it is the last, so that none can be
//! left out, moved, repeated or added. The key is made of the case's key and the blob's id, and the id is authenticated
//! too: the object of another blob does not open. An object is
//!
//! | bytes | what |
//! | --- | --- |
//! | 19 | the start of every nonce, random: sealing the same file again repeats no nonce |
//! | 65 552 each | segments: 64 KiB of the file and a tag of 16 bytes |
//! | 16 to 65 552 | the last segment; only it may be shorter, and it is empty where the file is |

use std::ops::Range;

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::Payload;
use rand::Rng;
use thiserror::Error;
use zeroize::Zeroizing;

use super::key::Key;
use crate::error::Damaged;
use crate::id::BlobId;

/// Bytes of the file in every segment but the last.
pub(super) const SEGMENT_BYTES: usize = 64 * 1024;
/// Bytes of such a segment in the object.
pub(super) const SEALED_SEGMENT_BYTES: usize = SEGMENT_BYTES + TAG_BYTES;
/// Where the first segment begins in the object.
pub(super) const HEADER_BYTES: usize = 19;
/// The largest file: a segment's number has 32 bits.
pub(super) const MOST_BYTES: u64 = (1 << 32) * SEGMENT_BYTES as u64;
const TAG_BYTES: usize = 16;

/// The file has more segments than there are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a file of more than 256 TiB cannot be sealed")]
pub(super) struct TooLong;

/// How large the object of a file of this size is, in bytes.
pub fn sealed_size(size_bytes: u64) -> u64 {
    let tags = (last_segment(size_bytes) + 1) * TAG_BYTES as u64;
    (HEADER_BYTES as u64 + tags).saturating_add(size_bytes)
}

/// The number of the last segment of a file of this size; the first is 0.
pub(super) fn last_segment(size_bytes: u64) -> u64 {
    size_bytes.saturating_sub(1) / SEGMENT_BYTES as u64
}

/// Where these segments stand in the object of a file of this size.
pub(super) fn sealed_range(size_bytes: u64, segments: Range<u64>) -> Range<u64> {
    let start = |segment: u64| {
        let before = segment.saturating_mul(SEALED_SEGMENT_BYTES as u64);
        (HEADER_BYTES as u64).saturating_add(before).min(sealed_size(size_bytes))
    };
    start(segments.start)..start(segments.end)
}

/// Seals one file from its beginning to its end. It holds one segment, whatever the size of the file.
pub(super) struct Sealer {
    stream: StreamBE32<XChaCha20Poly1305>,
    id: String,
    number: u32,
    segment: Zeroizing<Vec<u8>>,
}

impl Sealer {
    /// Begins a file; what comes before its first segment is added to `out`.
    pub(super) fn new(key: &Key, id: BlobId, out: &mut Vec<u8>) -> Self {
        let mut header = [0; HEADER_BYTES];
        rand::rng().fill_bytes(&mut header);
        out.extend_from_slice(&header);
        let segment = Zeroizing::new(Vec::with_capacity(SEALED_SEGMENT_BYTES));
        Self { stream: stream(key, id, header), id: id.to_string(), number: 0, segment }
    }

    /// Takes more of the file, in pieces of any size, and adds the segments that are now whole to `out`.
    ///
    /// # Errors
    /// The file has become longer than [`MOST_BYTES`].
    pub(super) fn push(&mut self, mut plain: &[u8], out: &mut Vec<u8>) -> Result<(), TooLong> {
        while !plain.is_empty() {
            // Only now is it known that a full segment is not the last.
            if self.segment.len() == SEGMENT_BYTES {
                let next = self.number.checked_add(1).ok_or(TooLong)?;
                self.seal(false, out)?;
                self.number = next;
            }
            let (now, later) = plain.split_at(plain.len().min(SEGMENT_BYTES - self.segment.len()));
            self.segment.extend_from_slice(now);
            plain = later;
        }
        Ok(())
    }

    /// Ends the file: adds its last segment to `out`.
    ///
    /// # Errors
    /// None that [`push`](Self::push) did not have before.
    pub(super) fn finish(mut self, out: &mut Vec<u8>) -> Result<(), TooLong> {
        self.seal(true, out)
    }

    fn seal(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), TooLong> {
        // One segment is far below what a single message may have, which is all that this could fail at.
        let sealed = self.stream.encrypt_in_place(self.number, last, self.id.as_bytes(), &mut *self.segment);
        sealed.map_err(|_| TooLong)?;
        out.extend_from_slice(&self.segment);
        self.segment.clear();
        Ok(())
    }
}

/// Opens the segments of one file, in any order.
pub(super) struct Opener {
    stream: StreamBE32<XChaCha20Poly1305>,
    id: BlobId,
    last: u64,
}

impl Opener {
    /// For a file of this size, whose object begins with `header`.
    ///
    /// # Errors
    /// No object begins so.
    pub(super) fn new(key: &Key, id: BlobId, size_bytes: u64, header: &[u8]) -> Result<Self, Damaged> {
        let header = header.try_into().map_err(|_| damaged(id))?;
        Ok(Self { stream: stream(key, id, header), id, last: last_segment(size_bytes) })
    }

    /// What a segment holds, once it is known to be what was sealed there.
    ///
    /// # Errors
    /// It is not, and nothing of it is given out.
    pub(super) fn open(&self, number: u64, sealed: &[u8]) -> Result<Vec<u8>, Damaged> {
        let id = self.id.to_string();
        let payload = Payload { msg: sealed, aad: id.as_bytes() };
        let position = u32::try_from(number).map_err(|_| damaged(self.id))?;
        self.stream.decrypt(position, number == self.last, payload).map_err(|_| damaged(self.id))
    }
}

/// The error that says that an object is not what was written there, or is gone.
pub(super) fn damaged(id: BlobId) -> Damaged {
    Damaged::new("blob", "object", id)
}

fn stream(key: &Key, id: BlobId, header: [u8; HEADER_BYTES]) -> StreamBE32<XChaCha20Poly1305> {
    let key = key.derive(&format!("minside blob v1/{id}"));
    StreamBE32::new(&(*key.bytes()).into(), &header.into())
}

#[cfg(test)]
mod tests;
