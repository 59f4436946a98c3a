//! What an answer must be, beside its shape: its outcome fits the step, its parts fit the outcome, its grounds are valid for
//! the right, and everything has an end.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::problem::{Kind, Problem};
use super::wire::{AnswerDocument, FileDocument, GroundDocument, RecordDocument, WireOutcome};
use crate::cases::rules::Right;
use crate::decisions::grounds::{self, Ground as _};
use crate::hexadecimal;
use crate::tasks::rules::{Assessed, Collected, Executed, Outcome, Step};

/// Characters of one text.
pub const LONGEST_TEXT_CHARS: usize = 4000;
/// Characters of a file's name.
pub const LONGEST_NAME_CHARS: usize = 200;
/// Files of one answer.
pub const MOST_FILES: usize = 1000;
/// Records and disclosures of one answer.
const MOST_RECORDS: usize = 10_000;
/// Lines of who has looked.
const MOST_ACCESSES: usize = 100_000;
/// Grounds, each with its text.
const MOST_GROUNDS: usize = 20;
/// Recipients of one record.
const MOST_RECIPIENTS: usize = 100;

/// What is asked, as far as an answer must fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The right that the person uses.
    pub right: Right,
    /// The step that is taken.
    pub step: Step,
    /// Whether the system is only to note what the person holds to be right.
    pub note: bool,
}

/// The outcome of an answer that is all that it must be.
///
/// # Errors
/// What is wrong first, and where.
pub fn check(question: Question, answer: &AnswerDocument) -> Result<Outcome, Problem> {
    let outcome = Outcome::parse(question.step, code(answer.outcome)).ok_or_else(|| {
        let (step, outcomes) = (question.step.code(), Outcome::codes_of(question.step).join(", "));
        Problem::because(Kind::OutcomeNotOfStep, format!("the step is {step}; it ends with one of {outcomes}"))
            .at("/outcome")
    })?;
    if let Outcome::Execute(executed) = outcome
        && !is_of(executed, question)
    {
        let right = question.right.code();
        let detail = match question.note {
            true => "only a note was decided; it ends as supplemented or retained".to_owned(),
            false => format!("the right is {right}; this is no outcome of carrying out what was decided on it"),
        };
        return Err(Problem::because(Kind::OutcomeNotOfStep, detail).at("/outcome"));
    }
    bounded("/grounds", answer.grounds.len(), MOST_GROUNDS)?;
    bounded("/records", answer.records.len(), MOST_RECORDS)?;
    bounded("/files", answer.files.len(), MOST_FILES)?;
    bounded("/disclosures", answer.disclosures.len(), MOST_RECORDS)?;
    bounded("/accesses", answer.accesses.len(), MOST_ACCESSES)?;
    optional("/internal_note", answer.internal_note.as_deref())?;
    is_one_story(outcome, answer)?;
    for (index, ground) in answer.grounds.iter().enumerate() {
        ground_is_valid(question.right, ground).map_err(|problem| problem.at(format!("/grounds/{index}")))?;
    }
    for (index, record) in answer.records.iter().enumerate() {
        record_is_whole(&format!("/records/{index}"), record)?;
    }
    files_are_whole(&answer.files)?;
    for (index, disclosure) in answer.disclosures.iter().enumerate() {
        let at = |field: &str| format!("/disclosures/{index}/{field}");
        text(&at("recipient"), &disclosure.recipient)?;
        text(&at("what"), &disclosure.what)?;
        date(&at("on"), &disclosure.on)?;
    }
    for (index, access) in answer.accesses.iter().enumerate() {
        let at = |field: &str| format!("/accesses/{index}/{field}");
        text(&at("who"), &access.who)?;
        text(&at("action"), &access.action)?;
        optional(&at("reason"), access.reason.as_deref())?;
        if access.at.parse::<Timestamp>().is_err() {
            let wanted = "expected a time such as 2026-01-15T10:00:00Z";
            return Err(Problem::because(Kind::InvalidDocument, wanted).at(at("at")));
        }
    }
    Ok(outcome)
}

/// What is rectified is not erased, and the other way round: the person is told what was done in the words of their right.
fn is_of(executed: Executed, Question { right, note, .. }: Question) -> bool {
    match executed {
        Executed::Rectified => right == Right::Rectification && !note,
        Executed::Supplemented => right == Right::Rectification,
        Executed::Erased | Executed::Anonymised | Executed::Restricted | Executed::Referred => right == Right::Erasure,
        Executed::Retained => true,
    }
}

/// As the outcomes' own lists write it.
fn code(outcome: WireOutcome) -> &'static str {
    match outcome {
        WireOutcome::Data => "data",
        WireOutcome::NoData => "no_data",
        WireOutcome::Ambiguous => "ambiguous",
        WireOutcome::Refused => "refused",
        WireOutcome::Can => "can",
        WireOutcome::Cannot => "cannot",
        WireOutcome::Rectified => "rectified",
        WireOutcome::Supplemented => "supplemented",
        WireOutcome::Erased => "erased",
        WireOutcome::Anonymised => "anonymised",
        WireOutcome::Restricted => "restricted",
        WireOutcome::Retained => "retained",
        WireOutcome::Referred => "referred",
        WireOutcome::Done => "done",
    }
}

/// The outcome and the rest say the same.
fn is_one_story(outcome: Outcome, answer: &AnswerDocument) -> Result<(), Problem> {
    let contradictory =
        |detail: &'static str, pointer: &str| Err(Problem::because(Kind::Contradictory, detail).at(pointer));
    let held = !answer.records.is_empty() || !answer.files.is_empty();
    match outcome {
        Outcome::Collect(Collected::Data) if !held => {
            return contradictory("«data» without a record or a file; «no_data» says that there are none", "/outcome");
        }
        Outcome::Collect(Collected::Data | Collected::Refused) => {}
        _ if !answer.records.is_empty() => {
            return contradictory("records come with «data» of the step collect only", "/records");
        }
        _ if !answer.files.is_empty() => {
            return contradictory("files come with «data» of the step collect only", "/files");
        }
        _ => {}
    }
    let (may_have, must_have) = match outcome {
        Outcome::Collect(Collected::Data) => (true, false),
        Outcome::Collect(Collected::Refused)
        | Outcome::Assess(Assessed::Cannot)
        | Outcome::Execute(Executed::Retained) => (true, true),
        Outcome::Execute(_) | Outcome::Restrict(_) | Outcome::LiftRestriction(_) | Outcome::Notify(_) => (true, false),
        Outcome::Collect(_) | Outcome::Assess(_) => (false, false),
    };
    match answer.grounds.is_empty() {
        true if must_have => Err(Problem::from(Kind::GroundsMissing).at("/grounds")),
        false if !may_have => contradictory("this outcome is no refusal, and has no grounds", "/grounds"),
        _ => Ok(()),
    }
}

fn ground_is_valid(right: Right, ground: &GroundDocument) -> Result<(), Problem> {
    let (code, text) = (ground.code.as_str(), ground.text.as_deref());
    optional("/text", text)?;
    let read = match right {
        Right::Access => grounds::AccessGround::parse(code, text).map(|_| ()),
        Right::Rectification => grounds::RectificationGround::parse(code, text).map(|_| ()),
        Right::Erasure => grounds::ErasureGround::parse(code, text).map(|_| ()),
    };
    read.map_err(|refused| Problem::because(Kind::GroundNotValid, refused.to_string()))
}

fn record_is_whole(at: &str, record: &RecordDocument) -> Result<(), Problem> {
    let at = |field: &str| format!("{at}/{field}");
    text(&at("category"), &record.category)?;
    text(&at("title"), &record.title)?;
    bounded(&at("recipients"), record.recipients.len(), MOST_RECIPIENTS)?;
    for (index, recipient) in record.recipients.iter().enumerate() {
        text(&at(&format!("recipients/{index}")), recipient)?;
    }
    for (field, value) in
        [("source", &record.source), ("purpose", &record.purpose), ("legal_basis", &record.legal_basis)]
    {
        optional(&at(field), value.as_deref())?;
    }
    if let Some(kept_until) = &record.kept_until {
        date(&at("kept_until"), kept_until)?;
    }
    if record.data.get().starts_with('{') {
        Ok(())
    } else {
        Err(Problem::because(Kind::InvalidDocument, "expected an object").at(at("data")))
    }
}

fn files_are_whole(files: &[FileDocument]) -> Result<(), Problem> {
    let mut names = BTreeSet::new();
    for (index, file) in files.iter().enumerate() {
        let at = |field: &str| format!("/files/{index}/{field}");
        if !is_file_name(&file.name) {
            return Err(Problem::from(Kind::BadFileName).at(at("name")));
        }
        if !names.insert(&file.name) {
            return Err(Problem::because(Kind::InvalidDocument, "another file has the same name").at(at("name")));
        }
        text(&at("title"), &file.title)?;
        if !is_media_type(&file.media_type) {
            let wanted = "expected a media type such as application/pdf";
            return Err(Problem::because(Kind::InvalidDocument, wanted).at(at("media_type")));
        }
        let is_lower = !file.sha256.bytes().any(|digit| digit.is_ascii_uppercase());
        if hexadecimal::read::<32>(&file.sha256).is_none() || !is_lower {
            let wanted = "expected 64 hexadecimal digits in lower case";
            return Err(Problem::because(Kind::InvalidDocument, wanted).at(at("sha256")));
        }
    }
    Ok(())
}

/// Whether a file may be called this: a name and no path, which every system can show and none mistakes for another.
pub fn is_file_name(name: &str) -> bool {
    // Marks that turn the direction of writing make «fdp.exe» of «exe.pdf».
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    !name.trim().is_empty()
        && name.chars().count() <= LONGEST_NAME_CHARS
        && !name.starts_with([' ', '.'])
        && !name.ends_with([' ', '.'])
        && !name
            .chars()
            .any(|c| c.is_control() || turns(c) || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
}

/// Whether this is a media type (RFC 6838), without parameters.
pub fn is_media_type(text: &str) -> bool {
    let token =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c));
    text.len() <= 100 && text.split_once('/').is_some_and(|(kind, sort)| token(kind) && token(sort))
}

fn bounded(at: &str, count: usize, most: usize) -> Result<(), Problem> {
    if count <= most {
        return Ok(());
    }
    Err(Problem::because(Kind::InvalidDocument, format!("expected at most {most} of them")).at(at))
}

pub(super) fn optional(at: &str, value: Option<&str>) -> Result<(), Problem> {
    match value {
        Some(value) if value.chars().count() > LONGEST_TEXT_CHARS => {
            Err(Problem::because(Kind::InvalidDocument, format!("expected at most {LONGEST_TEXT_CHARS} characters"))
                .at(at))
        }
        _ => Ok(()),
    }
}

fn text(at: &str, value: &str) -> Result<(), Problem> {
    if value.trim().is_empty() {
        return Err(Problem::because(Kind::InvalidDocument, "expected a text that is not empty").at(at));
    }
    optional(at, Some(value))
}

fn date(at: &str, value: &str) -> Result<(), Problem> {
    match value.parse::<Date>() {
        Ok(date) if date.to_string() == value => Ok(()),
        _ => Err(Problem::because(Kind::InvalidDocument, "expected a date such as 2026-01-15").at(at)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::adapters::reading::read;

    const COLLECT: Question = Question { right: Right::Access, step: Step::Collect, note: false };
    const ASSESS: Question = Question { right: Right::Erasure, step: Step::Assess, note: false };

    fn checked(question: Question, answer: Value) -> Result<Outcome, (Kind, String)> {
        let answer =
            read(answer.to_string().as_bytes()).map_err(|problem: Problem| (problem.kind, "shape".to_owned()))?;
        check(question, &answer).map_err(|problem| (problem.kind, problem.pointer.unwrap_or_default()))
    }

    fn wrong(question: Question, answer: Value) -> (Kind, String) {
        checked(question, answer).unwrap_err()
    }

    fn record() -> Value {
        json!({"category": "fravær", "title": "Fravær", "data": {"timer": 2}})
    }

    fn file() -> Value {
        json!({"name": "vedtak.pdf", "title": "Vedtak", "media_type": "application/pdf", "sha256": "0".repeat(64)})
    }

    #[test]
    fn an_answer_that_is_all_it_must_be() {
        let data = json!({"outcome": "data", "records": [record()], "files": [file()], "internal_note": "ok",
            "disclosures": [{"recipient": "Udir", "on": "2026-01-15", "what": "Karakterer"}],
            "accesses": [{"at": "2026-01-15T10:00:00Z", "who": "Lærer", "action": "Så på karakterer"}]});
        assert_eq!(checked(COLLECT, data), Ok(Outcome::Collect(Collected::Data)));
        let refused =
            json!({"outcome": "refused", "grounds": [{"code": "popplyl-16-1-d", "text": "Forvaltningsloven § 13"}]});
        assert_eq!(checked(COLLECT, refused), Ok(Outcome::Collect(Collected::Refused)));
        let cannot = json!({"outcome": "cannot", "grounds": [{"code": "arkivlova-13"}]});
        assert_eq!(checked(ASSESS, cannot), Ok(Outcome::Assess(Assessed::Cannot)));
        assert_eq!(checked(COLLECT, json!({"outcome": "no_data"})), Ok(Outcome::Collect(Collected::NoData)));
        let withheld = json!({"outcome": "data", "records": [record()], "grounds": [{"code": "gdpr-15-4"}]});
        assert_eq!(checked(COLLECT, withheld), Ok(Outcome::Collect(Collected::Data)));
    }

    #[test]
    fn an_outcome_is_one_of_the_steps_own() {
        for (question, outcome) in [(COLLECT, "can"), (COLLECT, "done"), (ASSESS, "data"), (ASSESS, "erased")] {
            assert_eq!(wrong(question, json!({"outcome": outcome})), (Kind::OutcomeNotOfStep, "/outcome".to_owned()));
        }
    }

    #[test]
    fn the_outcome_and_the_rest_tell_one_story() {
        for (question, answer, at) in [
            (COLLECT, json!({"outcome": "data"}), "/outcome"),
            (COLLECT, json!({"outcome": "no_data", "records": [record()]}), "/records"),
            (COLLECT, json!({"outcome": "no_data", "files": [file()]}), "/files"),
            (COLLECT, json!({"outcome": "ambiguous", "records": [record()]}), "/records"),
            (COLLECT, json!({"outcome": "no_data", "grounds": [{"code": "gdpr-15-4"}]}), "/grounds"),
            (ASSESS, json!({"outcome": "can", "records": [record()]}), "/records"),
            (ASSESS, json!({"outcome": "can", "grounds": [{"code": "arkivlova-13"}]}), "/grounds"),
        ] {
            assert_eq!(wrong(question, answer.clone()), (Kind::Contradictory, at.to_owned()), "{answer}");
        }
    }

    #[test]
    fn a_refusal_has_a_ground_that_is_valid_for_the_right() {
        let retained = Question { right: Right::Erasure, step: Step::Execute, note: false };
        for (question, outcome) in [(COLLECT, "refused"), (ASSESS, "cannot"), (retained, "retained")] {
            assert_eq!(wrong(question, json!({"outcome": outcome})).0, Kind::GroundsMissing);
        }
        for (question, outcome, ground) in [
            (COLLECT, "refused", json!({"code": "arkivlova-13"})),
            (COLLECT, "refused", json!({"code": "fordi"})),
            (COLLECT, "refused", json!({"code": "popplyl-16-1-d"})),
            (ASSESS, "cannot", json!({"code": "popplyl-17"})),
        ] {
            let found = wrong(question, json!({"outcome": outcome, "grounds": [ground]}));
            assert_eq!(found, (Kind::GroundNotValid, "/grounds/0".to_owned()));
        }
    }

    #[test]
    fn every_part_is_whole_and_has_an_end() {
        let long = "å".repeat(LONGEST_TEXT_CHARS + 1);
        let with = |name: &str, value: Value| {
            let mut record = record();
            record[name] = value;
            json!({"outcome": "data", "records": [record]})
        };
        let file_with = |name: &str, value: Value| {
            let mut file = file();
            file[name] = value;
            json!({"outcome": "data", "files": [file]})
        };
        for (answer, at) in [
            (with("title", json!(" ")), "/records/0/title"),
            (with("category", json!(long)), "/records/0/category"),
            (with("source", json!(long)), "/records/0/source"),
            (with("recipients", json!(["a", ""])), "/records/0/recipients/1"),
            (with("recipients", json!(vec!["a"; 101])), "/records/0/recipients"),
            (with("kept_until", json!("2026-1-15")), "/records/0/kept_until"),
            (with("data", json!([1])), "/records/0/data"),
            (file_with("title", json!("")), "/files/0/title"),
            (file_with("media_type", json!("pdf")), "/files/0/media_type"),
            (file_with("media_type", json!("text/html; charset=x\"y")), "/files/0/media_type"),
            (file_with("sha256", json!("A".repeat(64))), "/files/0/sha256"),
            (json!({"outcome": "data", "files": [file(), file()]}), "/files/1/name"),
            (json!({"outcome": "no_data", "internal_note": long}), "/internal_note"),
            (
                json!({"outcome": "no_data", "disclosures": [{"recipient": "a", "on": "x", "what": "b"}]}),
                "/disclosures/0/on",
            ),
            (json!({"outcome": "no_data", "accesses": [{"at": "i går", "who": "a", "action": "b"}]}), "/accesses/0/at"),
            (json!({"outcome": "refused", "grounds": vec![json!({"code": "gdpr-15-4"}); 21]}), "/grounds"),
            (json!({"outcome": "data", "records": vec![record(); MOST_RECORDS + 1]}), "/records"),
        ] {
            assert_eq!(wrong(COLLECT, answer), (Kind::InvalidDocument, at.to_owned()));
        }
    }

    #[test]
    fn a_file_has_a_name_and_no_path() {
        for name in ["vedtak.pdf", "Vedtak 2026-01 (kopi).pdf", "blåbær æøå.txt", "CON.pdf", "a"] {
            assert!(is_file_name(name), "{name}");
        }
        let long = "a".repeat(LONGEST_NAME_CHARS + 1);
        for name in [
            "",
            " ",
            ".",
            "..",
            "../a",
            "a/b",
            "a\\b",
            "/etc/passwd",
            "C:\\a",
            "a:b",
            "a\0b",
            "a\nb",
            ".skjult",
            "a.",
            "a ",
            "\u{202e}fdp.exe",
            "a\u{2066}b",
            "a|b",
            long.as_str(),
        ] {
            assert!(!is_file_name(name), "{name:?}");
            let mut file = file();
            file["name"] = json!(name);
            if !name.contains('\0') {
                let found = wrong(COLLECT, json!({"outcome": "data", "files": [file]}));
                assert_eq!(found, (Kind::BadFileName, "/files/0/name".to_owned()), "{name:?}");
            }
        }
    }
}
