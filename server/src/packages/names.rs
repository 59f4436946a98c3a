//! What files are called in a package: names that Windows, macOS and Linux all unpack, and that mean what they show.
//!
//! A system names its files as it likes; here each becomes a name of one folder only, in one spelling (Unicode NFC), short
//! enough for Windows with the folders around it, and told from the others also where capital letters make no difference.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::names::is_unseen;

/// Letters of one name: Windows takes 260 for the whole path, with the folder that somebody unpacks it into.
const LONGEST_CHARS: usize = 80;
/// Bytes of one name: Linux takes 255, and a letter may be four of them.
const LONGEST_BYTES: usize = 200;
/// Letters of an ending that is kept when a name is cut.
const LONGEST_ENDING_CHARS: usize = 10;
/// What Windows opens as a device, whatever follows the first dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The names in one folder.
#[derive(Debug, Default)]
pub struct Names {
    /// As they are compared where capital letters make no difference.
    taken: BTreeSet<String>,
}

impl Names {
    /// A name for a file or a folder that somebody calls `wanted`; `otherwise` where nothing of that is left.
    pub fn take(&mut self, wanted: &str, otherwise: &str) -> String {
        let plain = plain(wanted);
        let name = shortened(if plain.is_empty() { otherwise } else { &plain }, "");
        let mut number = 1_u32;
        let mut unique = name.clone();
        while !self.taken.insert(compared(&unique)) {
            number = number.saturating_add(1);
            unique = shortened(&name, &format!(" ({number})"));
        }
        unique
    }
}

/// As two names are compared that one file system or another takes for the same.
fn compared(name: &str) -> String {
    name.to_uppercase().to_lowercase().nfkc().collect()
}

/// The name without what no system, or no person, should meet in one.
fn plain(wanted: &str) -> String {
    let letters = wanted.nfc().filter(|letter| !is_unseen(*letter)).map(|letter| match letter {
        // Readers of bags do not agree on how a percent sign is written in a list (RFC 8493, 2.1.3).
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' => '_',
        // Every kind of space looks the same.
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    });
    let name: String = letters.collect();
    // A dot at the beginning hides a file, and one at the end is dropped by Windows, as are spaces.
    let name = name.trim_matches([' ', '.']);
    if is_device(name) { format!("_{name}") } else { name.to_owned() }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let mut letters = stem.chars();
    let port = letters.by_ref().take(3).collect::<String>();
    let rest: Vec<char> = letters.collect();
    let is_port = matches!(port.as_str(), "com" | "lpt")
        && matches!(rest.as_slice(), ['0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']);
    is_port || DEVICES.contains(&stem.as_str())
}

/// A name that is short enough with `mark` at the end of its stem; its ending stays.
fn shortened(name: &str, mark: &str) -> String {
    let (stem, ending) = match name.rfind('.') {
        Some(dot) if dot > 0 && name[dot..].chars().count() <= LONGEST_ENDING_CHARS => name.split_at(dot),
        _ => (name, ""),
    };
    let (mut chars, mut bytes) = (ending.chars().count() + mark.chars().count(), ending.len() + mark.len());
    let mut kept = String::new();
    for letter in stem.chars() {
        chars += 1;
        bytes += letter.len_utf8();
        if chars > LONGEST_CHARS || bytes > LONGEST_BYTES {
            return format!("{}{mark}{ending}", kept.trim_end_matches([' ', '.']));
        }
        kept.push(letter);
    }
    format!("{kept}{mark}{ending}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alone(wanted: &str) -> String {
        Names::default().take(wanted, "fil")
    }

    #[test]
    fn a_good_name_stays_as_it_is() {
        for name in
            ["vedtak.pdf", "Møte 3. mars (kopi).docx", "blåbær_æøå.txt", "arkiv.tar.gz", "Čáhci šaddá.pdf", "日本.txt"]
        {
            assert_eq!(alone(name), name);
        }
    }

    #[test]
    fn a_name_is_no_path_and_no_device_and_shows_what_it_is() {
        for (wanted, name) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\Windows\\a.txt", "C__Windows_a.txt"),
            ("/", "_"),
            ("..", "fil"),
            (" . ", "fil"),
            ("", "fil"),
            (".htaccess", "htaccess"),
            ("CON", "_CON"),
            ("con.tar.gz", "_con.tar.gz"),
            ("LPT9 .txt", "_LPT9 .txt"),
            ("com\u{b2}", "_com\u{b2}"),
            ("come.txt", "come.txt"),
            ("exe\u{202e}fdp.pdf", "exefdp.pdf"),
            ("a\u{200b}\u{feff}b.txt", "ab.txt"),
            ("a\0\n\tb.txt", "a b.txt"),
            ("a\u{a0}b.txt ", "a b.txt"),
            ("A\u{30a}se.txt", "Åse.txt"),
        ] {
            assert_eq!(alone(wanted), name, "{wanted:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_letters_and_keeps_its_ending() {
        let name = alone(&format!("{}.pdf", "ø".repeat(300)));
        assert_eq!((name.chars().count(), name.ends_with("ø.pdf")), (80, true));
        let name = alone(&format!("{}.pdf", "😀".repeat(100)));
        assert!(name.len() <= 200 && name.ends_with("😀.pdf"), "{}", name.len());
        assert_eq!(alone(&format!("a.{}", "b".repeat(300))).chars().count(), 80, "an ending that is none");
    }

    #[test]
    fn names_that_some_system_takes_for_the_same_are_told_apart() {
        let mut names = Names::default();
        let given = ["brev.pdf", "Brev.PDF", "brev.pdf", "A\u{30a}.txt", "å.txt", "STRASSE", "straße", "brev (2).pdf"];
        let taken: Vec<String> = given.iter().map(|name| names.take(name, "fil")).collect();
        let expected = [
            "brev.pdf",
            "Brev (2).PDF",
            "brev (3).pdf",
            "Å.txt",
            "å (2).txt",
            "STRASSE",
            "straße (2)",
            "brev (2) (2).pdf",
        ];
        assert_eq!(taken, expected);
        let long = "a".repeat(200);
        let twice = [names.take(&long, "fil"), names.take(&long, "fil")];
        assert!(twice[0] != twice[1] && twice[1].ends_with(" (2)") && twice[1].len() == 80, "{twice:?}");
    }

    proptest! {
        #[test]
        fn whatever_they_are_called_every_system_unpacks_them(wanted in proptest::collection::vec(any::<String>(), 1..20)) {
            let mut names = Names::default();
            let taken: Vec<String> = wanted.iter().map(|name| names.take(name, "fil")).collect();
            let mut seen = BTreeSet::new();
            for name in &taken {
                prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST_CHARS && name.len() <= LONGEST_BYTES);
                prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%']));
                prop_assert!(!name.chars().any(|letter| letter.is_control() || is_unseen(letter)));
                prop_assert!(!name.starts_with([' ', '.']) && !name.ends_with([' ', '.']));
                prop_assert!(!is_device(name));
                prop_assert!(seen.insert(name.to_lowercase()), "{:?}", taken);
            }
        }
    }
}
