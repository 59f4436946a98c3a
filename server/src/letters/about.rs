//! What many letters have in common: the case, how to complain, the grounds of a *no*.

use app::model::{Municipality, Ombud};
use app::words::{Language, Words, named};
use jiff::Timestamp;
use jiff::civil::Date;

use super::draft::Draft;
use super::letter::{Block, Element};
use crate::cases::deadline::{civil, in_oslo};
use crate::cases::rules::Right;
use crate::cases::store::Case;
use crate::office::Office;

/// What every letter is about.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Who writes.
    pub municipality: &'a Municipality,
    /// In which language.
    pub language: Language,
    /// Such as 2026-000123.
    pub reference: &'a str,
    /// When the case came in (UTC milliseconds).
    pub received_at: i64,
    /// The day in Oslo on which it is written.
    pub dated: Date,
    /// Whether it was sent in for somebody else.
    pub on_behalf: bool,
}

impl<'a> About<'a> {
    /// Of this case, written on this day.
    pub fn of(office: &'a Office, case: &'a Case, dated: Date) -> Self {
        Self {
            municipality: &office.municipality,
            language: case.language,
            reference: &case.reference,
            received_at: case.received_at,
            dated,
            on_behalf: case.filer != case.subject,
        }
    }
}

impl About<'_> {
    pub(super) fn words(&self) -> Words {
        Words(self.language)
    }

    /// A date in words.
    pub(super) fn date(&self, day: Date) -> String {
        self.words().date(civil(day))
    }

    /// The case, when it came in, and when this was written.
    pub(super) fn reference(&self, draft: &mut Draft) {
        let words = self.words();
        let received = in_oslo(Timestamp::from_millisecond(self.received_at).unwrap_or_default());
        let time = received.strftime("%H.%M").to_string();
        let received = named::LetterReceived { date: self.date(received.date()), time };
        let mut blocks = vec![
            Block::Text(words.letter_reference(self.reference)),
            Block::Text(words.letter_received(received)),
            Block::Text(words.letter_dated(self.date(self.dated))),
        ];
        if self.on_behalf {
            blocks.push(Block::Text(words.letter_on_behalf().to_owned()));
        }
        draft.tell(Element::Reference, blocks);
    }

    /// How to complain, the way to court, which laws the letter names, and who gives advice. `journal` is whether a patient's journal is in it.
    pub(super) fn disagree(&self, draft: &mut Draft, journal: bool) {
        let words = self.words();
        let mut blocks = vec![
            Block::Heading(words.letter_complaint().to_owned()),
            Block::Text(words.letter_complaint_datatilsynet().to_owned()),
        ];
        if journal {
            blocks.push(Block::Text(words.letter_complaint_statsforvalteren().to_owned()));
        }
        blocks.extend(self.municipality.complaint(self.language).map(|own| Block::Text(own.to_owned())));
        draft.tell(Element::Complaint, blocks);
        let remedy = [words.letter_remedy(), words.letter_law()];
        draft.tell(Element::Remedy, remedy.map(|text| Block::Text(text.to_owned())).into());
        self.ombud(draft);
    }

    /// Who gives advice.
    pub(super) fn ombud(&self, draft: &mut Draft) {
        let words = self.words();
        let Ombud { name, email, phone } = &self.municipality.ombud;
        let contact: Vec<&str> = [name, email, phone].into_iter().flatten().map(String::as_str).collect();
        let ombud = match contact.as_slice() {
            [] => words.letter_ombud_plain().to_owned(),
            contact => words.letter_ombud(contact.join(", ")),
        };
        draft.text(Element::Ombud, ombud);
    }

    /// What somebody who decided adds.
    pub(super) fn own_words(&self, draft: &mut Draft, own: &str) {
        if !own.trim().is_empty() {
            let heading = Block::Heading(self.words().letter_words().to_owned());
            draft.tell(Element::Words, vec![heading, Block::Words(own.to_owned())]);
        }
    }

    /// Grounds, by their codes and the texts that the law demands with them.
    pub(super) fn grounds(&self, draft: &mut Draft, heading: &str, grounds: &[(String, Option<String>)]) {
        let list: Vec<String> =
            grounds.iter().map(|(code, text)| ground(self.words(), code, text.as_deref())).collect();
        if list.iter().any(String::is_empty) {
            return;
        }
        let heading = Block::Heading(heading.to_owned());
        draft.tell(Element::Grounds, vec![heading, Block::List(list)]);
    }

    pub(super) fn right(&self, right: Right) -> &'static str {
        right_name(self.words(), right)
    }
}

/// What people call a right.
pub(crate) fn right_name(words: Words, right: Right) -> &'static str {
    match right {
        Right::Access => words.letter_right_access(),
        Right::Rectification => words.letter_right_rectification(),
        Right::Erasure => words.letter_right_erasure(),
    }
}

/// A ground in words; empty where there is none with this code, so that a letter with it cannot be issued.
pub(crate) fn ground(words: Words, code: &str, text: Option<&str>) -> String {
    let text = text.unwrap_or_default().replace('\n', "; ");
    match code {
        "popplyl-16-1-a" => words.letter_ground_popplyl_16_1_a().to_owned(),
        "popplyl-16-1-b" => words.letter_ground_popplyl_16_1_b().to_owned(),
        "popplyl-16-1-c" => words.letter_ground_popplyl_16_1_c().to_owned(),
        "popplyl-16-1-d" => words.letter_ground_popplyl_16_1_d(text),
        "popplyl-16-1-e" => words.letter_ground_popplyl_16_1_e().to_owned(),
        "popplyl-16-1-f" => words.letter_ground_popplyl_16_1_f(text),
        "popplyl-17" => words.letter_ground_popplyl_17().to_owned(),
        "gdpr-16" => words.letter_ground_gdpr_16(text),
        "gdpr-17-1" => words.letter_ground_gdpr_17_1(text),
        "gdpr-15-4" => words.letter_ground_gdpr_15_4().to_owned(),
        "gdpr-17-3-a" => words.letter_ground_gdpr_17_3_a().to_owned(),
        "gdpr-17-3-b" => words.letter_ground_gdpr_17_3_b().to_owned(),
        "gdpr-17-3-c" => words.letter_ground_gdpr_17_3_c().to_owned(),
        "gdpr-17-3-d" => words.letter_ground_gdpr_17_3_d().to_owned(),
        "gdpr-17-3-e" => words.letter_ground_gdpr_17_3_e().to_owned(),
        "arkivlova-13" => words.letter_ground_arkivlova_13().to_owned(),
        "gdpr-12-5-unfounded" => words.letter_ground_gdpr_12_5_unfounded(text),
        "gdpr-12-5-excessive" => words.letter_ground_gdpr_12_5_excessive(text),
        "gdpr-12-5-repetitive" => words.letter_ground_gdpr_12_5_repetitive(text),
        _ => String::new(),
    }
}
