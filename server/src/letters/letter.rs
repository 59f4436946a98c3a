//! A letter as it is kept: parts that each do what the law demands, made of plain blocks of text. Pages, packages and the
//! archive show the same letter, each in its own way.

use std::borrow::Cow;

use app::words::{Language, Words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::cases::deadline::civil;
use crate::cases::rules::Right;
use crate::coded;

coded! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    /// What a letter is about.
    pub enum Kind {
        /// The case has been received.
        Receipt = "receipt",
        /// It takes longer (Art. 12(3)).
        Extension = "extension",
        /// The person is asked something, and the clock stands.
        Clarification = "clarification",
        /// All that was asked for.
        Granted = "granted",
        /// Some of it.
        PartlyGranted = "partly_granted",
        /// Nothing of it.
        Refused = "refused",
        /// There is nothing about the person.
        NothingHeld = "nothing_held",
        /// What was missing in an answer.
        Supplement = "supplement",
        /// What becomes of what is said to be wrong.
        Rectification = "rectification",
        /// What becomes of what was asked to be erased.
        Erasure = "erasure",
        /// What was restricted is used again (Art. 18(3)).
        RestrictionLifted = "restriction_lifted",
        /// Nothing is done at all (Art. 12(5)).
        RequestRefused = "request_refused",
    }
}

coded! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    /// Something that a letter tells, because the law wants it told.
    pub enum Element {
        /// The case, and when it came in (eForvaltningsforskriften § 6).
        Reference = "reference",
        /// By when there is an answer (GDPR Art. 12(3)).
        Due = "due",
        /// What happens next.
        Steps = "steps",
        /// The date that was, and the one that is (Art. 12(3)).
        NewDate = "new_date",
        /// Why (Art. 12(3), 12(6)).
        Reason = "reason",
        /// What the person is asked.
        Question = "question",
        /// That the clock stands meanwhile (EDPB Guidelines 01/2022, 5.3).
        Clock = "clock",
        /// What it comes to (Art. 15(1): whether data are processed; Art. 12(3): what was done).
        Outcome = "outcome",
        /// What somebody who decided adds.
        Words = "words",
        /// Why not, or not all, with the exact exception (personopplysningsloven § 16 third paragraph; Art. 12(4)).
        Grounds = "grounds",
        /// What is not in it yet, and when it is expected.
        Gaps = "gaps",
        /// That no person has decided (Art. 13(2)(f), forvaltningsloven 2025 § 12).
        Automatic = "automatic",
        /// What is told of each system (Art. 15(1)(a)–(d), (g), (h) and 15(2)).
        Facts = "facts",
        /// The other rights (Art. 15(1)(e)).
        Rights = "rights",
        /// To whom the person can complain (Art. 15(1)(f), 12(4)).
        Complaint = "complaint",
        /// The way to court (Art. 12(4)).
        Remedy = "remedy",
        /// Who gives advice (Art. 38(4)).
        Ombud = "ombud",
        /// Where the data are, and until when.
        Delivery = "delivery",
        /// What becomes of it at each system.
        Changes = "changes",
        /// That a note of what the person holds to be right can be made (Art. 16, helsepersonelloven § 42).
        Note = "note",
        /// That those who got the data are told, and that the person may ask who they are (Art. 19).
        Recipients = "recipients",
    }
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// What follows is about this.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Somebody's own words; a line end is one there too.
    Words(String),
    /// A list.
    List(Vec<String>),
}

impl Block {
    fn is_empty(&self) -> bool {
        match self {
            Self::Heading(text) | Self::Text(text) | Self::Words(text) => text.trim().is_empty(),
            Self::List(texts) => texts.iter().all(|text| text.trim().is_empty()),
        }
    }
}

/// One element with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is there for.
    pub element: Element,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Part {
    /// Whether it says something: a heading alone does not.
    pub fn says_something(&self) -> bool {
        self.blocks.iter().any(|block| !matches!(block, Block::Heading(_)) && !block.is_empty())
    }
}

/// What is told of one system (Art. 15(1) and (2)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The system's key.
    pub key: String,
    /// What the system is called.
    pub system: String,
    /// Labels, each with what there is to say.
    pub rows: Vec<(String, Vec<String>)>,
}

/// What a letter is called. A letter of 400 systems is hundreds of kilobytes; of it a list needs this alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Heading {
    language: String,
    title: String,
    #[serde(default)]
    right: Option<String>,
}

impl Heading {
    /// Whether the letter can be about this right: one that does not say of which right it speaks can be about any.
    pub fn may_be_about(&self, right: Right) -> bool {
        self.right.as_deref().is_none_or(|code| code == right.code())
    }

    /// In which language the letter is.
    pub fn language(&self) -> Language {
        language_of(&self.language)
    }

    /// What it comes to, in one line.
    pub fn title(&self) -> &str {
        &self.title
    }
}

fn language_of(tag: &str) -> Language {
    Language::from_tag(tag).unwrap_or(app::words::FALLBACK)
}

/// What a letter tells of each system, not read yet.
#[derive(Deserialize)]
pub(super) struct AllFacts<'a> {
    #[serde(borrow)]
    facts: Vec<UnreadFacts<'a>>,
}

#[derive(Deserialize)]
struct UnreadFacts<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow)]
    system: Cow<'a, str>,
    #[serde(borrow)]
    rows: &'a RawValue,
}

impl AllFacts<'_> {
    /// Those of the system with this key, if the letter tells anything of it.
    pub(super) fn of(self, key: &str) -> serde_json::Result<Option<Facts>> {
        let found = self.facts.into_iter().find(|facts| facts.key == key);
        let read = |UnreadFacts { key, system, rows }: UnreadFacts<'_>| {
            let rows = serde_json::from_str(rows.get())?;
            Ok(Facts { key: key.into_owned(), system: system.into_owned(), rows })
        };
        found.map(read).transpose()
    }
}

/// A letter with everything in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    kind: Kind,
    /// Its language, by its tag.
    language: String,
    title: String,
    /// The code of the one right that it is about, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    right: Option<String>,
    parts: Vec<Part>,
    facts: Vec<Facts>,
}

impl Letter {
    pub(super) fn new(
        (kind, right): (Kind, Option<Right>),
        language: Language,
        title: String,
        parts: Vec<Part>,
        facts: Vec<Facts>,
    ) -> Self {
        let right = right.map(|right| right.code().to_owned());
        Self { kind, language: language.tag().to_owned(), title, right, parts, facts }
    }

    /// What it is called.
    pub fn heading(&self) -> Heading {
        Heading { language: self.language.clone(), title: self.title.clone(), right: self.right.clone() }
    }

    /// What it is about.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// In which language.
    pub fn language(&self) -> Language {
        language_of(&self.language)
    }

    /// What it comes to, in one line.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it says, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What it tells of systems.
    pub fn facts(&self) -> &[Facts] {
        &self.facts
    }

    /// The same with another last day for fetching the package.
    pub(super) fn until(mut self, until_on: Date) -> Self {
        let words = Words(self.language());
        let text = words.letter_delivery(words.date(civil(until_on)));
        for part in self.parts.iter_mut().filter(|part| part.element == Element::Delivery) {
            part.blocks = vec![Block::Text(text.clone())];
        }
        self
    }

    /// What an element says; empty where it is not there.
    pub fn said(&self, element: Element) -> String {
        let blocks = self.parts.iter().filter(|part| part.element == element).flat_map(|part| &part.blocks);
        let texts = blocks.flat_map(|block| match block {
            Block::Heading(text) | Block::Text(text) | Block::Words(text) => vec![text.as_str()],
            Block::List(texts) => texts.iter().map(String::as_str).collect(),
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_and_the_facts_of_one_system_are_read_by_themselves_as_they_are_in_the_whole() {
        let facts = |key: &str| Facts {
            key: key.to_owned(),
            system: format!("Kalt \"{key}\" \\ æøå"),
            rows: vec![("Formål".to_owned(), vec!["Å svare\nog ikke mer".to_owned()]), (key.to_owned(), vec![])],
        };
        let part = Part { element: Element::Words, blocks: vec![Block::Words("Hei".to_owned())] };
        let all = vec![facts("skole"), facts("a\"b\\c"), facts("barnehage")];
        for right in [None, Some(Right::Erasure)] {
            let title = "Et \"svar\"".to_owned();
            let parts = vec![part.clone()];
            let letter = Letter::new((Kind::Granted, right), Language::Nn, title, parts, all.clone());
            let json = serde_json::to_vec(&letter).unwrap();
            let heading: Heading = serde_json::from_slice(&json).unwrap();
            assert_eq!(heading, letter.heading());
            assert_eq!((heading.title(), heading.language()), (letter.title(), Language::Nn));
            assert_eq!(heading.may_be_about(Right::Access), right.is_none());
            assert!(heading.may_be_about(Right::Erasure));
            let of = |key: &str| serde_json::from_slice::<AllFacts<'_>>(&json).unwrap().of(key).unwrap();
            for one in letter.facts() {
                assert_eq!(of(&one.key).as_ref(), Some(one));
            }
            assert_eq!(of("finnes ikke"), None);
        }
    }
}
