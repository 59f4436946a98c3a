//! Bytes as hexadecimal digits: tokens in addresses, master keys in their file, the head of the audit trail in the log.

use zeroize::Zeroizing;

/// Two lower-case digits for each byte.
pub(crate) fn write(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Exactly `N` bytes from twice as many digits of either case; `None` for any other text. They are wiped from memory:
/// some of what is written so is secret.
pub(crate) fn read<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = Zeroizing::new([0; N]);
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_they_are_written_and_nothing_else_is_read() {
        let bytes = [0, 1, 0x7f, 0xff];
        assert_eq!(write(&bytes), "00017fff");
        assert_eq!(read::<4>("00017FFF").map(|read| *read), Some(bytes));
        for wrong in ["", "00017ff", "00017fff0", "00017ffg", "+0017fff", "0001 fff", "00éfff"] {
            assert!(read::<4>(wrong).is_none(), "{wrong}");
        }
    }
}
