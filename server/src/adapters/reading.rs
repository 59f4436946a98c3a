//! Reading what an adapter sends: strictly, within bounds, and without repeating any of it in a problem.
//!
//! A document is read twice. The first reading looks at every value, also inside of `data`, which has no shape of its own:
//! no name twice in an object, nothing too deep, no character that nobody can show. The second makes our types of it.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::problem::{Kind, Problem};

/// How deep arrays and objects may be inside of one another.
pub const DEEPEST: usize = 32;

/// How many names one object may have: each is kept while the object is looked at.
const MOST_NAMES: usize = 10_000;

/// A document of this type.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::because(Kind::BadJson, "it is not UTF-8"))?;
    look_at(text)?;
    let reader = &mut serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(reader, &mut track);
    T::deserialize(tracked).map_err(|error| {
        let pointer = pointer(&track.path());
        Problem::because(Kind::InvalidDocument, plain(&error.to_string())).at(pointer)
    })
}

/// Where it was, in names that are ours.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } if FIELDS.contains(&key.as_str()) => pointer.push_str(&format!("/{key}")),
            // A name that is no name of ours may be anything, also what somebody is called or their number.
            _ => break,
        }
    }
    pointer
}

/// Every field of what an adapter sends: no other name is ever repeated.
const FIELDS: [&str; 37] = [
    "accesses",
    "action",
    "at",
    "attempt",
    "categories",
    "category",
    "code",
    "data",
    "disclosures",
    "files",
    "graded_address",
    "grounds",
    "identifiers",
    "internal_note",
    "kept_until",
    "legal_basis",
    "max",
    "media_type",
    "name",
    "on",
    "outcome",
    "purpose",
    "reason",
    "recipient",
    "recipients",
    "records",
    "retry_after_seconds",
    "rights",
    "sha256",
    "source",
    "steps",
    "text",
    "third_party",
    "title",
    "wait_seconds",
    "what",
    "who",
];

/// What the reader says is wrong, without the value that it says it of.
fn plain(error: &str) -> Cow<'static, str> {
    // What was sent may hold the same words: the reader's own come last.
    let error = error.rsplit_once(" at line ").map_or(error, |(error, _)| error);
    if error.starts_with("missing field") || error.starts_with("duplicate field") {
        return error.replace('`', "").into();
    }
    match error.rsplit_once("expected ") {
        Some((begin, expected)) if begin.starts_with("unknown field") => {
            format!("there is no such field; there are {}", expected.replace('`', "")).into()
        }
        Some((_, "u16" | "u32" | "u64" | "usize")) => "expected a whole number that is not negative".into(),
        Some((_, expected)) if expected.starts_with("struct ") => "expected an object".into(),
        Some((_, expected)) => format!("expected {}", expected.replace('`', "")).into(),
        None => "it cannot be read".into(),
    }
}

/// Why a document is not even looked at further.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    TooDeep,
    Twice,
    Unsafe,
    TooMany,
}

fn look_at(text: &str) -> Result<(), Problem> {
    let found = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_str(text);
    let looked = Look { depth: 0, found: &found }.deserialize(&mut reader).and_then(|()| reader.end());
    match (found.get(), looked) {
        (_, Ok(())) => Ok(()),
        (Some(Found::TooDeep), _) => {
            Err(Problem::because(Kind::TooDeep, format!("at most {DEEPEST} of them inside of one another")))
        }
        (Some(Found::Twice), _) => Err(Kind::DuplicateKey.into()),
        (Some(Found::TooMany), _) => {
            let wanted = format!("an object may have at most {MOST_NAMES} names");
            Err(Problem::because(Kind::InvalidDocument, wanted))
        }
        (Some(Found::Unsafe), _) => Err(Problem::because(
            Kind::UnsafeText,
            "control characters other than tabulator and line ends are not allowed",
        )),
        (None, Err(error)) if error.classify() == Category::Eof => {
            Err(Problem::because(Kind::BadJson, "it ends too early"))
        }
        (None, Err(error)) => {
            let place = format!("it is no JSON at line {}, column {}", error.line(), error.column());
            Err(Problem::because(Kind::BadJson, place))
        }
    }
}

/// Whether a text may stand in a document.
pub fn is_safe(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Looks at one value and all that is inside of it.
struct Look<'a> {
    depth: usize,
    found: &'a Cell<Option<Found>>,
}

impl Look<'_> {
    fn stop<E: serde::de::Error>(&self, what: Found) -> E {
        self.found.set(Some(what));
        E::custom("looked at")
    }

    fn inside<E: serde::de::Error>(&self) -> Result<Look<'_>, E> {
        match self.depth {
            DEEPEST => Err(self.stop(Found::TooDeep)),
            depth => Ok(Look { depth: depth + 1, found: self.found }),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if is_safe(text) { Ok(()) } else { Err(self.stop(Found::Unsafe)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            if list.next_element_seed(self.inside()?)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            if !is_safe(&name) {
                return Err(self.stop(Found::Unsafe));
            }
            if !names.insert(name.into_owned()) {
                return Err(self.stop(Found::Twice));
            }
            if names.len() > MOST_NAMES {
                return Err(self.stop(Found::TooMany));
            }
            map.next_value_seed(self.inside()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::adapters::wire::AnswerDocument;

    fn problem(text: &str) -> (Kind, String) {
        let problem = read::<AnswerDocument>(text.as_bytes()).unwrap_err();
        let detail = problem.detail.unwrap_or_default();
        assert!(!detail.contains("10915596784") && !detail.contains("Nordmann"), "{detail}");
        (problem.kind, format!("{} {detail}", problem.pointer.unwrap_or_default()))
    }

    fn with_data(data: &str) -> String {
        format!(r#"{{"outcome": "data", "records": [{{"category": "a", "title": "b", "data": {data}}}]}}"#)
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for text in ["", "{", "[1", "\"a"] {
            assert_eq!(problem(text).0, Kind::BadJson, "{text}");
        }
        assert_eq!(problem("{\"outcome\": \"data\",\n x}").1, " it is no JSON at line 2, column 2");
        assert_eq!(problem("{} {}").0, Kind::BadJson);
        assert_eq!(read::<AnswerDocument>(b"\"\xff\"").unwrap_err().kind, Kind::BadJson);
    }

    #[test]
    fn a_wrong_shape_is_told_with_its_place_and_without_its_values() {
        let cases = [
            ("{}", " missing field outcome"),
            ("[]", "invalid"),
            (r#"{"outcome": "10915596784"}"#, "/outcome expected one of data, no_data,"),
            (r#"{"outcome": 10915596784}"#, "/outcome expected"),
            (r#"{"outcome": "data", "Ola Nordmann": 1}"#, " there is no such field; there are one of attempt,"),
            (r#"{"outcome": "data", "10915596784": {}}"#, " there is no such field; there are one of attempt,"),
            (r#"{"outcome": "expected 10915596784 at line 1"}"#, "/outcome expected one of data,"),
            (r#"{"outcome": "data", "records": {}}"#, "/records expected a sequence"),
            (
                r#"{"outcome": "data", "records": [{"category": "a", "title": ["Ola Nordmann"], "data": {}}]}"#,
                "/records/0/title expected a string",
            ),
            (r#"{"outcome": "data", "attempt": -1}"#, "/attempt expected a whole number"),
            (r#"{"outcome": "data", "files": [{"name": "a"}]}"#, "/files/0 missing field title"),
        ];
        for (text, said) in cases.iter().filter(|(_, said)| *said != "invalid") {
            let (kind, told) = problem(text);
            assert_eq!(kind, Kind::InvalidDocument, "{text}");
            assert!(told.starts_with(said), "{text}: {told}");
        }
        assert_eq!(problem("[]").0, Kind::InvalidDocument);
    }

    #[test]
    fn a_name_twice_is_no_choice_for_us_to_make() {
        assert_eq!(problem(r#"{"outcome": "data", "outcome": "no_data"}"#).0, Kind::DuplicateKey);
        assert_eq!(problem(&with_data(r#"{"a": 1, "b": {"c": 1, "\u0063": 2}}"#)).0, Kind::DuplicateKey);
    }

    #[test]
    fn nothing_is_too_deep_or_holds_what_nobody_can_see() {
        // The document, its records and the record are three already.
        let deep = |levels: usize| with_data(&format!("{{\"a\": {}{}}}", "[".repeat(levels), "]".repeat(levels)));
        assert!(read::<AnswerDocument>(deep(DEEPEST - 4).as_bytes()).is_ok());
        assert_eq!(problem(&deep(DEEPEST - 3)).0, Kind::TooDeep);
        assert_eq!(problem(&"[".repeat(1_000_000)).0, Kind::TooDeep);
        assert_eq!(problem(&with_data(r#"{"a": "b\u0000c"}"#)).0, Kind::UnsafeText);
        assert_eq!(problem(&with_data(r#"{"a\u001b": 1}"#)).0, Kind::UnsafeText);
        assert!(read::<AnswerDocument>(with_data(r#"{"a": "b\n\tc\r\n"}"#).as_bytes()).is_ok());
    }

    #[test]
    fn an_object_has_an_end() {
        let names = |count: usize| {
            let names: Vec<String> = (0..count).map(|number| format!("\"a{number}\": 0")).collect();
            with_data(&format!("{{{}}}", names.join(",")))
        };
        assert!(read::<AnswerDocument>(names(MOST_NAMES).as_bytes()).is_ok());
        assert_eq!(problem(&names(MOST_NAMES + 1)).0, Kind::InvalidDocument);
    }

    #[test]
    fn data_come_through_as_they_were_written() {
        let data = r#"{"tall": 1.10, "stort": 123456789012345678901234567890, "å": "\u00e5" }"#;
        let answer: AnswerDocument = read(with_data(data).as_bytes()).unwrap();
        assert_eq!(answer.records[0].data.get(), data);
        assert!(serde_json::to_string(&answer).unwrap().contains(data));
    }

    proptest! {
        #[test]
        fn no_bytes_at_all_can_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = read::<AnswerDocument>(&bytes);
        }
    }
}
