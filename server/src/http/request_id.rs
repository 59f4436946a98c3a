//! One name for a request: in its log lines, in the header `x-request-id`, and on the error page as the error code.

use std::fmt;

use rand::Rng;

/// Crockford's base32: no letters that are mistaken for digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight random characters, written in two groups: `7F3A-K2QX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId([u8; 8]);

impl RequestId {
    /// A new one. It need not be secret, only rare: 40 bits.
    pub fn random() -> Self {
        let bits = rand::rng().next_u64();
        Self(std::array::from_fn(|index| ALPHABET[(bits >> (5 * index)) as usize & 31]))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let dash = if index == 4 { "-" } else { "" };
            write!(out, "{dash}{}", char::from(*byte))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_can_be_read_over_the_telephone() {
        let code = RequestId::random().to_string();
        assert_eq!((code.len(), code.find('-')), (9, Some(4)), "{code}");
        assert!(code.chars().all(|character| character == '-' || ALPHABET.contains(&(character as u8))), "{code}");
        assert_ne!(code, RequestId::random().to_string());
    }
}
