//! The answer to a request for access, and what follows later of it.

use app::words::named;
use jiff::civil::Date;

pub use super::about::About;
use super::draft::{Draft, Missing};
use super::facts::facts;
use super::letter::{Block, Element, Kind, Letter};
use crate::systems::rules::System;

/// Who has decided.
#[derive(Clone, Copy)]
pub enum DecidedBy<'a> {
    /// Somebody, who adds this.
    Person(&'a str),
    /// The rule with this name; nobody has looked at it.
    Rule(&'a str),
}

/// A system that is not in the answer yet.
#[derive(Clone)]
pub struct Missed<'a> {
    /// What it is called.
    pub system: &'a str,
    /// When it is expected.
    pub expected_on: Date,
}

/// What the answer is made of.
pub struct Answer<'a> {
    /// The case.
    pub about: About<'a>,
    /// One of the kinds that answer a request for access.
    pub kind: Kind,
    /// Who has decided.
    pub by: DecidedBy<'a>,
    /// How many systems were searched.
    pub searched: usize,
    /// Why not all is given.
    pub grounds: &'a [(String, Option<String>)],
    /// What is missing.
    pub gaps: &'a [Missed<'a>],
    /// The systems of which something is given.
    pub giving: &'a [&'a System],
    /// The last day on which the package can be fetched, where there is one.
    pub until: Option<Date>,
}

/// The letter.
///
/// # Errors
/// What is missing in it.
pub fn answer(answer: &Answer<'_>) -> Result<Letter, Missing> {
    let Answer { about, kind, .. } = answer;
    let words = about.words();
    let (title, outcome) = match kind {
        Kind::PartlyGranted => (words.letter_partly_title(), words.letter_partly()),
        Kind::Refused => (words.letter_refused_title(), words.letter_refused()),
        Kind::NothingHeld => (words.letter_nothing_title(), words.letter_nothing()),
        Kind::Supplement if answer.giving.is_empty() && !answer.grounds.is_empty() => {
            (words.letter_supplement_title(), words.letter_supplement_refused())
        }
        Kind::Supplement if answer.giving.is_empty() => {
            (words.letter_supplement_title(), words.letter_supplement_nothing())
        }
        Kind::Supplement => (words.letter_supplement_title(), words.letter_supplement()),
        _ => (words.letter_granted_title(), words.letter_granted()),
    };
    let mut draft = Draft::new(*kind, about.language, title);
    let asked = i64::try_from(answer.searched).unwrap_or(i64::MAX);
    draft.tell(Element::Outcome, vec![Block::Text(outcome.to_owned()), Block::Text(words.letter_systems_asked(asked))]);
    if let Some(until) = answer.until {
        draft.text(Element::Delivery, words.letter_delivery(about.date(until)));
    }
    match answer.by {
        DecidedBy::Person(own) => about.own_words(&mut draft, own),
        DecidedBy::Rule(rule) => draft.text(Element::Automatic, words.letter_automatic(rule)),
    }
    let heading = match kind {
        Kind::Refused => words.letter_grounds_refused(),
        _ => words.letter_grounds(),
    };
    about.grounds(&mut draft, heading, answer.grounds);
    missed(&mut draft, about, answer.gaps);
    if !answer.giving.is_empty() {
        of_systems(&mut draft, answer);
        let heading = Block::Heading(words.letter_rights().to_owned());
        draft.tell(Element::Rights, vec![heading, Block::Text(words.letter_rights_text().to_owned())]);
    }
    about.disagree(&mut draft, false);
    about.reference(&mut draft);
    draft.finish()
}

/// What is not in an answer yet.
pub(super) fn missed(draft: &mut Draft, about: &About<'_>, gaps: &[Missed<'_>]) {
    let words = about.words();
    // Why it is missing is not told: that something is gone through would tell that there is something.
    let line = |Missed { system, expected_on }: &Missed<'_>| {
        let (system, date) = (*system, about.date(*expected_on));
        words.letter_gap(named::LetterGap { system, date })
    };
    if !gaps.is_empty() {
        let count = i64::try_from(gaps.len()).unwrap_or(i64::MAX);
        let blocks = vec![
            Block::Heading(words.letter_gaps().to_owned()),
            Block::Text(words.letter_gaps_text(count)),
            Block::List(gaps.iter().map(line).collect()),
        ];
        draft.tell(Element::Gaps, blocks);
    }
}

fn of_systems(draft: &mut Draft, answer: &Answer<'_>) {
    let words = answer.about.words();
    let (mut all, mut missing) = (Vec::new(), Vec::new());
    for system in answer.giving {
        match facts(words, &answer.about.municipality.name, system) {
            Ok(facts) => all.push(facts),
            Err(columns) => missing.extend(columns.into_iter().map(|column| (system.key.clone(), column))),
        }
    }
    draft.facts(all, missing);
    let heading = Block::Heading(words.letter_facts().to_owned());
    let text = Block::Text(words.letter_facts_text().to_owned());
    draft.tell(Element::Facts, vec![heading, text, Block::Text(words.letter_facts_where().to_owned())]);
}
