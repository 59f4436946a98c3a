//! Letters about time: that a case was received, that it takes longer, that something is asked.

use app::words::named;
use jiff::civil::Date;

pub use super::about::About;
use super::draft::{Draft, Missing};
use super::letter::{Block, Element, Kind, Letter};
use crate::cases::rules::{ExtensionReason, PauseReason, Right};

/// A case has been received (eForvaltningsforskriften § 6). `due_on` is by when each right is answered, and `asked` how
/// many systems are.
///
/// # Errors
/// What is missing in it.
pub fn receipt(about: &About<'_>, due_on: &[(Right, Date)], asked: usize) -> Result<Letter, Missing> {
    let words = about.words();
    let mut draft = Draft::new(Kind::Receipt, about.language, words.letter_receipt_title());
    about.reference(&mut draft);
    let due = |(right, date): &(Right, Date)| {
        let (right, date) = (about.right(*right), about.date(*date));
        Block::Text(words.letter_due(named::LetterDue { right, date }))
    };
    draft.tell(Element::Due, due_on.iter().map(due).collect());
    let asked = i64::try_from(asked).unwrap_or(i64::MAX);
    let steps = vec![
        Block::Heading(words.letter_steps().to_owned()),
        Block::Text(words.letter_steps_systems(asked)),
        Block::Text(words.letter_steps_follow().to_owned()),
    ];
    draft.tell(Element::Steps, steps);
    // Nothing is decided yet that anybody could disagree with.
    about.ombud(&mut draft);
    draft.finish()
}

/// It takes longer (Art. 12(3)): the date that was, the one that is, and why.
///
/// # Errors
/// What is missing in it.
pub fn extension(
    about: &About<'_>,
    right: Right,
    (was, is): (Date, Date),
    reason: ExtensionReason,
    own: &str,
) -> Result<Letter, Missing> {
    let words = about.words();
    let mut draft = Draft::new(Kind::Extension, about.language, words.letter_extension_title());
    draft.about_right(right);
    let dates = named::LetterExtensionDates { right: about.right(right), was: about.date(was), is: about.date(is) };
    draft.text(Element::NewDate, words.letter_extension_dates(dates));
    let reason = match reason {
        ExtensionReason::Amount => words.letter_extension_amount(),
        ExtensionReason::Retrieval => words.letter_extension_retrieval(),
        ExtensionReason::Redaction => words.letter_extension_redaction(),
        ExtensionReason::Explanation => words.letter_extension_explanation(),
        ExtensionReason::ManyRequests => words.letter_extension_many_requests(),
    };
    let law = words.letter_extension_law().to_owned();
    draft.tell(Element::Reason, vec![Block::Text(reason.to_owned()), Block::Text(law)]);
    about.own_words(&mut draft, own);
    about.disagree(&mut draft, false);
    about.reference(&mut draft);
    draft.finish()
}

/// Something is asked, and the clock stands until the answer comes.
///
/// # Errors
/// What is missing in it.
pub fn clarification(about: &About<'_>, right: Right, reason: PauseReason, question: &str) -> Result<Letter, Missing> {
    let words = about.words();
    let mut draft = Draft::new(Kind::Clarification, about.language, words.letter_clarification_title());
    draft.about_right(right);
    let why = match reason {
        PauseReason::Identity => words.letter_clarification_identity(),
        PauseReason::Authority => words.letter_clarification_authority(),
        PauseReason::Scope => words.letter_clarification_scope(),
    };
    draft.text(Element::Reason, why);
    if !question.trim().is_empty() {
        let heading = Block::Heading(words.letter_clarification_question().to_owned());
        draft.tell(Element::Question, vec![heading, Block::Words(question.to_owned())]);
    }
    draft.text(
        Element::Clock,
        words.letter_clarification_clock(named::LetterClarificationClock {
            right: about.right(right),
            date: about.date(about.dated),
        }),
    );
    draft.text(Element::Steps, words.letter_clarification_answer());
    about.disagree(&mut draft, false);
    about.reference(&mut draft);
    draft.finish()
}
