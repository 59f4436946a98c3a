//! Letters about what is changed: rectification, erasure, the end of a restriction; and that nothing is done at all.

use app::words::named;
use jiff::civil::Date;

pub use super::about::About;
use super::about::ground;
use super::access::{Missed, missed};
use super::draft::{Draft, Missing};
use super::letter::{Block, Element, Kind, Letter};
use crate::cases::rules::{Outcome, Right};
use crate::tasks::rules::Executed;

/// What becomes of it at one system.
pub enum At<'a> {
    /// This was done; what was kept although it was to be erased, with a ground.
    Done(Executed, Option<(&'a str, Option<&'a str>)>),
    /// It is not, on the ground with this code and text, and what the person holds to be right was added.
    Noted(&'a str, Option<&'a str>),
    /// It is not, on the ground with this code and text.
    Refused(&'a str, Option<&'a str>),
    /// There is nothing about the person.
    Nothing,
}

/// What the answer is made of.
pub struct Changed<'a> {
    /// The case.
    pub about: About<'a>,
    /// Rectification or erasure.
    pub right: Right,
    /// What the claim comes to.
    pub outcome: Outcome,
    /// Whether it follows an answer in which something was missing.
    pub supplement: bool,
    /// What somebody who decided adds.
    pub words: &'a str,
    /// What becomes of it at each system, by its name.
    pub systems: &'a [(&'a str, At<'a>)],
    /// What is not in it yet.
    pub gaps: &'a [Missed<'a>],
    /// Whether a patient's journal is among them.
    pub journal: bool,
}

/// The answer to a request for rectification or erasure.
///
/// # Errors
/// What is missing in it.
pub fn changed(changed: &Changed<'_>) -> Result<Letter, Missing> {
    let Changed { about, right, outcome, systems, .. } = changed;
    let words = about.words();
    let is_erasure = *right == Right::Erasure;
    let title = match (outcome, is_erasure) {
        _ if changed.supplement => words.letter_supplement_title(),
        (Outcome::Granted, false) => words.letter_rectified_title(),
        (Outcome::PartlyGranted, false) => words.letter_partly_rectified_title(),
        (Outcome::Refused, false) => words.letter_not_rectified_title(),
        (_, false) => words.letter_nothing_to_rectify_title(),
        (Outcome::Granted, true) => words.letter_erased_title(),
        (Outcome::PartlyGranted, true) => words.letter_partly_erased_title(),
        (Outcome::Refused, true) => words.letter_not_erased_title(),
        (_, true) => words.letter_nothing_to_erase_title(),
    };
    let kind = if is_erasure { Kind::Erasure } else { Kind::Rectification };
    let mut draft = Draft::new(kind, about.language, title);
    let found = match outcome {
        Outcome::NothingHeld => words.letter_nothing_found().to_owned(),
        _ => words.letter_changed(about.right(*right)),
    };
    let before = changed.supplement.then(|| Block::Text(words.letter_change_supplement().to_owned()));
    draft.tell(Element::Outcome, before.into_iter().chain([Block::Text(found)]).collect());
    about.own_words(&mut draft, changed.words);
    let line = |(system, at): &(&str, At<'_>)| {
        let system = *system;
        match at {
            At::Done(Executed::Rectified, _) => words.letter_change_rectify(system),
            At::Done(Executed::Supplemented, _) => words.letter_change_supplemented(system),
            At::Done(Executed::Erased, _) => words.letter_change_erased(system),
            At::Done(Executed::Anonymised, _) => words.letter_change_anonymised(system),
            At::Done(Executed::Restricted, _) => words.letter_change_restricted(system),
            At::Done(Executed::Referred, _) => words.letter_change_referred(system),
            At::Done(Executed::Retained, because) if !is_erasure => {
                let ground = because.map(|(code, text)| ground(words, code, text)).unwrap_or_default();
                if ground.is_empty() {
                    return ground;
                }
                words.letter_change_refused(named::LetterChangeRefused { system, ground })
            }
            At::Done(Executed::Retained, because) => {
                let ground = because.map(|(code, text)| ground(words, code, text)).unwrap_or_default();
                if ground.is_empty() {
                    return ground;
                }
                words.letter_change_retained(named::LetterChangeRetained { system, ground })
            }
            At::Nothing => words.letter_change_nothing(system),
            At::Noted(code, text) => {
                let ground = ground(words, code, *text);
                if ground.is_empty() {
                    return ground;
                }
                words.letter_change_noted(named::LetterChangeNoted { system, ground })
            }
            At::Refused(code, text) => {
                let ground = ground(words, code, *text);
                // Without the ground the line says nothing, and the letter cannot be issued.
                if ground.is_empty() {
                    return ground;
                }
                words.letter_change_refused(named::LetterChangeRefused { system, ground })
            }
        }
    };
    let lines: Vec<String> = systems.iter().map(line).collect();
    if lines.iter().all(|line| !line.is_empty()) {
        let heading = Block::Heading(words.letter_changes().to_owned());
        draft.tell(Element::Changes, vec![heading, Block::List(lines)]);
    }
    missed(&mut draft, about, changed.gaps);
    let is_any_refused = matches!(outcome, Outcome::PartlyGranted | Outcome::Refused);
    // Where it was noted already, nobody has to ask for it.
    let can_be_noted = |(_, at): &(&str, At<'_>)| matches!(at, At::Refused(..) | At::Done(Executed::Retained, _));
    if is_any_refused && !is_erasure && systems.iter().any(can_be_noted) {
        draft.text(Element::Note, words.letter_note());
        draft.demand(Element::Note);
    }
    if is_any_refused && changed.journal {
        draft.text(Element::Note, words.letter_journal_noted());
    }
    if matches!(outcome, Outcome::Granted | Outcome::PartlyGranted) {
        draft.text(Element::Recipients, words.letter_recipients());
        draft.demand(Element::Recipients);
    }
    about.disagree(&mut draft, changed.journal);
    about.reference(&mut draft);
    draft.finish()
}

/// What was restricted is used again from a day on, in these systems (Art. 18(3)).
///
/// # Errors
/// What is missing in it.
pub fn lifted(about: &About<'_>, from: Date, systems: &[&str]) -> Result<Letter, Missing> {
    let words = about.words();
    let mut draft = Draft::new(Kind::RestrictionLifted, about.language, words.letter_lifted_title());
    if !systems.is_empty() {
        let list = Block::List(systems.iter().map(|system| (*system).to_owned()).collect());
        draft.tell(Element::Outcome, vec![Block::Text(words.letter_lifted(about.date(from))), list]);
    }
    about.disagree(&mut draft, false);
    about.reference(&mut draft);
    draft.finish()
}

/// Nothing is done, because the request is manifestly unfounded or excessive (Art. 12(5)).
///
/// # Errors
/// What is missing in it.
pub fn request_refused(
    about: &About<'_>,
    right: Right,
    grounds: &[(String, Option<String>)],
    own: &str,
) -> Result<Letter, Missing> {
    let words = about.words();
    let mut draft = Draft::new(Kind::RequestRefused, about.language, words.letter_request_refused_title());
    draft.text(Element::Outcome, words.letter_request_refused(about.right(right)));
    about.own_words(&mut draft, own);
    about.grounds(&mut draft, words.letter_grounds_request(), grounds);
    about.disagree(&mut draft, false);
    about.reference(&mut draft);
    draft.finish()
}
