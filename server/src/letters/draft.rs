//! A letter that is being written. It cannot be finished while something is missing that the law demands in its kind.

use app::words::Language;
use thiserror::Error;

use super::letter::{Block, Element, Facts, Kind, Letter, Part};
use crate::cases::rules::Right;

/// Why a letter cannot be issued.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the letter cannot be issued: {} elements and {} facts are missing", .elements.len(), .facts.len())]
pub struct Missing {
    /// Elements of its kind that say nothing.
    pub elements: Vec<Element>,
    /// What the register does not say: the system's key, and the column.
    pub facts: Vec<(String, &'static str)>,
}

impl Kind {
    /// What must be in every letter of this kind.
    pub fn mandatory(self) -> &'static [Element] {
        use Element::{
            Changes, Clock, Complaint, Delivery, Due, Grounds, NewDate, Ombud, Outcome, Question, Reason, Reference,
            Remedy, Rights, Steps, Words,
        };
        match self {
            Self::Receipt => &[Reference, Due, Steps, Ombud],
            Self::Extension => &[Reference, NewDate, Reason, Complaint, Remedy],
            Self::Clarification => &[Reference, Reason, Question, Clock, Steps],
            Self::Granted => &[Reference, Outcome, Element::Facts, Rights, Complaint, Remedy, Delivery],
            Self::PartlyGranted => {
                &[Reference, Outcome, Grounds, Words, Element::Facts, Rights, Complaint, Remedy, Ombud, Delivery]
            }
            Self::Refused => &[Reference, Outcome, Grounds, Words, Complaint, Remedy, Ombud],
            Self::NothingHeld => &[Reference, Outcome, Complaint, Remedy, Ombud],
            Self::Supplement => &[Reference, Outcome, Words, Complaint, Remedy],
            Self::Rectification | Self::Erasure => &[Reference, Outcome, Words, Changes, Complaint, Remedy, Ombud],
            Self::RestrictionLifted => &[Reference, Outcome, Complaint, Remedy],
            Self::RequestRefused => &[Reference, Outcome, Grounds, Words, Complaint, Remedy, Ombud],
        }
    }
}

/// A letter that is being written.
pub struct Draft {
    kind: Kind,
    language: Language,
    title: String,
    right: Option<Right>,
    parts: Vec<Part>,
    facts: Vec<Facts>,
    missing: Vec<(String, &'static str)>,
    /// What must be in this one beside what every letter of its kind has.
    demanded: Vec<Element>,
}

impl Draft {
    /// An empty one.
    pub fn new(kind: Kind, language: Language, title: &str) -> Self {
        let (parts, facts, missing, demanded) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { kind, language, title: title.to_owned(), right: None, parts, facts, missing, demanded }
    }

    /// Says which one right it is about.
    pub fn about_right(&mut self, right: Right) {
        self.right = Some(right);
    }

    /// Tells something; nothing is told by blocks that say nothing.
    pub fn tell(&mut self, element: Element, blocks: Vec<Block>) {
        let part = Part { element, blocks };
        if part.says_something() {
            self.parts.push(part);
        }
    }

    /// Demands an element that the law wants in this letter.
    pub fn demand(&mut self, element: Element) {
        self.demanded.push(element);
    }

    /// The same, of one paragraph.
    pub fn text(&mut self, element: Element, text: impl Into<String>) {
        self.tell(element, vec![Block::Text(text.into())]);
    }

    /// Tells of systems, as far as the register says enough of each.
    pub fn facts(&mut self, facts: Vec<Facts>, missing: Vec<(String, &'static str)>) {
        self.facts.extend(facts);
        self.missing.extend(missing);
    }

    /// The letter.
    ///
    /// # Errors
    /// What is missing in it.
    pub fn finish(self) -> Result<Letter, Missing> {
        let told = |element: &Element| self.parts.iter().any(|part| part.element == *element);
        let wanted = self.kind.mandatory().iter().chain(&self.demanded);
        let elements: Vec<Element> = wanted.filter(|element| !told(element)).copied().collect();
        if !elements.is_empty() || !self.missing.is_empty() {
            return Err(Missing { elements, facts: self.missing });
        }
        Ok(Letter::new((self.kind, self.right), self.language, self.title, self.parts, self.facts))
    }
}
