//! What was typed, as an answer to a question; or all that is wrong with it.

use app::model::ask::{
    ACCESS, ADDRESSES, BACK, BUTTON, CURRENT, CUSTOMER, Clues, Draft, DraftFile, EMAIL, ERASED, ERASURE, EVERYTHING,
    EXTENT, Extent, FROM, LONGEST_LINE, LONGEST_TEXT, MOST_CORRECTIONS, MOST_FILES, NAMES, NO, NOTIFY, NUMBER,
    ONE_MORE, OTHER, PARTS, PHONES, RECTIFICATION, RESTRICT, RIGHT, RIGHTS, SECTOR, Step, TO, Unwanted, WHOM, WHY,
    WORDS, WRONG, Whom, Wrong, YES,
};
use app::model::upload::FILES;
use app::model::{FieldCode, FieldFault, Sector, UsedRight};
use jiff::civil::Date;

use super::super::form::{PostedForm, text_fault, typed, typed_day};
use super::super::returned_form::WHOLE;
use crate::drafts::Changed;
use crate::subjects::identity_number::{Deployment, NationalId};

/// A word of ours.
const WORD: usize = 64;
/// Things to find somebody by, of one kind.
const MOST_LINES: usize = 20;

/// The fields of all questions, each with the most bytes that are kept of it.
pub(in crate::http) const FIELDS: &[(&str, usize)] = &[
    (ACCESS, WORD),
    (RECTIFICATION, WORD),
    (ERASURE, WORD),
    (WHOM, WORD),
    (OTHER, WHOLE),
    (EXTENT, WORD),
    ("omrade-education", WORD),
    ("omrade-health", WORD),
    ("omrade-child-welfare", WORD),
    ("omrade-social", WORD),
    ("omrade-planning", WORD),
    ("omrade-technical", WORD),
    ("omrade-culture", WORD),
    ("omrade-employment", WORD),
    ("omrade-administration", WORD),
    (WORDS, WHOLE),
    (FROM, WHOLE),
    (TO, WHOLE),
    (NUMBER, WORD),
    (BACK, WORD),
    (WRONG, WHOLE),
    (CURRENT, WHOLE),
    (RIGHT, WHOLE),
    (WHY, WHOLE),
    (RESTRICT, WORD),
    (ERASED, WHOLE),
    (NAMES, WHOLE),
    (ADDRESSES, WHOLE),
    (PHONES, WHOLE),
    (CUSTOMER, WHOLE),
    (NOTIFY, WORD),
    (EMAIL, WHOLE),
];

/// Fields that a person types in.
const TYPED: [&str; 14] =
    [OTHER, WORDS, FROM, TO, WRONG, CURRENT, RIGHT, WHY, ERASED, NAMES, ADDRESSES, PHONES, CUSTOMER, EMAIL];

/// Nobody who is alive has data from before it; who writes an earlier day has written another than they think.
const FIRST_DAY: Date = jiff::civil::date(1900, 1, 1);

/// Whether something stands in a field that a person types in.
pub(super) fn is_anything_typed(form: &PostedForm) -> bool {
    TYPED.iter().any(|field| !form.value(field).trim().is_empty())
}

/// Who answers, where and when, and the files that came with the answer.
pub(super) struct Asker<'a> {
    pub(super) id: &'a NationalId,
    pub(super) deployment: Deployment,
    pub(super) today: Date,
    pub(super) files: &'a [DraftFile],
}

/// An answer, on its way into the draft.
pub(super) struct Read {
    pub(super) keep: Keep,
    /// None: it can be kept.
    pub(super) faults: Vec<FieldFault>,
    /// What did not get into the draft, once it was kept there.
    pub(super) left_out: LeftOut,
}

/// The answer to a question.
pub(super) fn read(step: Step, form: &PostedForm, asker: &Asker<'_>) -> Read {
    let mut found = Found::new(form);
    let keep = match step {
        Step::What => found.what(),
        Step::Who => found.who(asker),
        Step::Where => found.extent(asker.today),
        Step::Wrong => found.wrong(asker),
        Step::Erase => found.erase(),
        Step::Find => found.find(),
        Step::Notify => found.notify(),
        // It is sent, not answered.
        Step::Review => Box::new(|_: &mut Draft| {}),
    };
    Read { keep, faults: found.faults, left_out: found.left_out }
}

type Keep = Box<dyn Fn(&mut Draft) + Send + Sync>;
type LeftOut = Box<dyn Fn(&Changed) -> Vec<FieldFault> + Send + Sync>;

/// A form that is read, and what is wrong with it so far.
struct Found<'a> {
    form: &'a PostedForm,
    faults: Vec<FieldFault>,
    left_out: LeftOut,
}

fn fault(field: &str, code: FieldCode) -> FieldFault {
    FieldFault { field: field.to_owned(), code }
}

/// What is to be said of files that came along to show this and did not get into the draft.
fn files_left_out(files: &[DraftFile], shows: &str, draft: &Draft) -> Option<FieldFault> {
    let is_there = |file: &DraftFile| draft.files_of(shows).any(|known| known.is_same(file));
    if files.iter().all(is_there) {
        return None;
    }
    let is_full = files.iter().any(|file| !draft.has_room(file));
    let limit = MOST_FILES as u32;
    Some(fault(FILES, if is_full { FieldCode::NoRoomForFiles { limit } } else { FieldCode::FilesAgain }))
}

impl<'a> Found<'a> {
    fn new(form: &'a PostedForm) -> Self {
        Self { form, faults: Vec::new(), left_out: Box::new(|_| Vec::new()) }
    }

    fn fault(&mut self, field: &str, code: FieldCode) {
        self.faults.push(fault(field, code));
    }

    fn is_ticked(&self, field: &str) -> bool {
        self.form.value(field) == YES
    }

    /// A text without the space around it, with lines as we end them, and bounded.
    fn text(&mut self, field: &str, longest: usize) -> String {
        let text = typed(self.form.value(field));
        if let Some(code) = text_fault(&text, longest) {
            self.fault(field, code);
        }
        text
    }

    /// Likewise, with a bounded number of lines.
    fn lines(&mut self, field: &str) -> String {
        let text = self.text(field, LONGEST_TEXT);
        if text.lines().filter(|line| !line.trim().is_empty()).count() > MOST_LINES {
            self.fault(field, FieldCode::TooManyLines { limit: MOST_LINES as u32 });
        }
        text
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.form.value(field).trim();
        if text.is_empty() {
            return None;
        }
        let day = typed_day(text);
        if day.is_none() {
            self.fault(field, FieldCode::NotADate);
        }
        day
    }

    /// A day of which there may be something.
    fn day_until(&mut self, field: &str, today: Date) -> Option<Date> {
        let day = self.day(field)?;
        if !(FIRST_DAY..=today).contains(&day) {
            self.fault(field, FieldCode::NotInThePast { from_year: FIRST_DAY.year() });
        }
        Some(day)
    }

    fn what(&mut self) -> Keep {
        let of =
            [(ACCESS, UsedRight::Access), (RECTIFICATION, UsedRight::Rectification), (ERASURE, UsedRight::Erasure)];
        let rights: Vec<UsedRight> =
            of.into_iter().filter(|(field, _)| self.is_ticked(field)).map(|(_, right)| right).collect();
        if rights.is_empty() {
            self.fault(RIGHTS, FieldCode::MissingChoices);
        }
        Box::new(move |draft| draft.rights.clone_from(&rights))
    }

    fn who(&mut self, asker: &Asker<'_>) -> Keep {
        let whom = match self.form.value(WHOM) {
            "" => Err(FieldCode::MissingChoice),
            code => Whom::from_code(code).ok_or(FieldCode::NotAChoice),
        };
        let whom = match whom {
            Ok(whom) => whom,
            Err(code) => {
                self.fault(WHOM, code);
                Whom::Oneself
            }
        };
        let other = match whom {
            Whom::Oneself => String::new(),
            Whom::Child | Whom::Principal => {
                match NationalId::typed(self.form.value(OTHER), asker.deployment, asker.today) {
                    Ok(parsed) if parsed.id.reveal() == asker.id.reveal() => {
                        self.fault(OTHER, FieldCode::OwnNumber);
                        String::new()
                    }
                    Ok(parsed) => parsed.id.reveal().to_owned(),
                    Err(_) => {
                        self.fault(OTHER, FieldCode::NotANumber);
                        String::new()
                    }
                }
            }
        };
        let files = asker.files.to_vec();
        let came = files.clone();
        self.left_out = Box::new(move |Changed { before, after }| {
            if after.whom == Some(Whom::Oneself) {
                return Vec::new();
            }
            let left_out = files_left_out(&came, DraftFile::AUTHORITY, after);
            let had = before.files_of(DraftFile::AUTHORITY).next().is_some();
            let is_emptied = had && after.files_of(DraftFile::AUTHORITY).next().is_none();
            left_out.or(is_emptied.then(|| fault(FILES, FieldCode::FilesOfAnother))).into_iter().collect()
        });
        Box::new(move |draft| {
            // What shows that one may ask for one child says nothing of the other.
            if !draft.other.is_empty() && !other.is_empty() && draft.other != other {
                draft.files.retain(|file| file.shows != DraftFile::AUTHORITY);
            }
            draft.whom = Some(whom);
            draft.other.clone_from(&other);
            match whom {
                // Who asks for themselves needs nobody's leave.
                Whom::Oneself => draft.files.retain(|file| file.shows != DraftFile::AUTHORITY),
                Whom::Child | Whom::Principal => draft.add_files(DraftFile::AUTHORITY, &files),
            }
        })
    }

    fn extent(&mut self, today: Date) -> Keep {
        let extent = match self.form.value(EXTENT) {
            EVERYTHING => Extent::default(),
            PARTS => self.parts(today),
            "" => {
                self.fault(EXTENT, FieldCode::MissingChoice);
                Extent::default()
            }
            _ => {
                self.fault(EXTENT, FieldCode::NotAChoice);
                Extent::default()
            }
        };
        Box::new(move |draft| draft.extent = Some(extent.clone()))
    }

    fn parts(&mut self, today: Date) -> Extent {
        let is_chosen = |sector: &Sector| self.is_ticked(&format!("{SECTOR}{}", sector.code()));
        let sectors = Sector::ALL.into_iter().filter(is_chosen).collect();
        let words = self.text(WORDS, LONGEST_TEXT);
        let (from, to) = (self.day_until(FROM, today), self.day_until(TO, today));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            self.fault(TO, FieldCode::EndsBefore);
        }
        let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Extent { sectors, words, from: written(from), to: written(to) }
    }

    fn wrong(&mut self, asker: &Asker<'_>) -> Keep {
        let mut text = |field| self.text(field, LONGEST_TEXT);
        let id = String::new();
        let wrong = Wrong { id, what: text(WRONG), current: text(CURRENT), right: text(RIGHT), why: text(WHY) };
        let restrict = self.is_ticked(RESTRICT);
        let files = asker.files.to_vec();
        let said_without = wrong.what.is_empty() && (wrong != Wrong::default() || !files.is_empty());
        let changed = self.form.value(NUMBER).to_owned();
        // Nothing new is said by who has said it before and goes on.
        if wrong.what.is_empty() && (said_without || !changed.is_empty() || self.is_one_more()) {
            self.fault(WRONG, FieldCode::Missing);
        }
        let (said, came, id) = (wrong.clone(), files.clone(), changed.clone());
        self.left_out = Box::new(move |Changed { after, .. }| {
            let known = after.wrong.iter().find(|known| known.id == id);
            match known.or_else(|| after.wrong.iter().find(|known| known.says(&said))) {
                Some(known) => files_left_out(&came, &known.id, after).into_iter().collect(),
                // One goes on with what was said before; where that is nothing, there is nothing to go on with.
                None if said.what.is_empty() && after.wrong.is_empty() => vec![fault(WRONG, FieldCode::Missing)],
                None if said.what.is_empty() => Vec::new(),
                None => vec![fault(WRONG, FieldCode::DraftFull)],
            }
        });
        Box::new(move |draft| {
            let says_nothing = wrong.what.is_empty();
            if !says_nothing || !draft.wrong.is_empty() {
                draft.restrict_wrong = Some(restrict);
            }
            if says_nothing {
                return;
            }
            // The same, sent twice, is one.
            let id = if let Some(known) = draft.wrong.iter_mut().find(|known| known.id == changed) {
                *known = Wrong { id: changed.clone(), ..wrong.clone() };
                changed.clone()
            } else if let Some(known) = draft.wrong.iter().find(|known| known.says(&wrong)) {
                known.id.clone()
            } else if draft.wrong.len() < MOST_CORRECTIONS {
                let id = rand::random::<u64>().to_string();
                draft.wrong.push(Wrong { id: id.clone(), ..wrong.clone() });
                id
            } else {
                return;
            };
            draft.add_files(&id, &files);
        })
    }

    /// Whether the button was pressed that keeps a correction.
    fn is_one_more(&self) -> bool {
        self.form.value(BUTTON) == ONE_MORE
    }

    fn erase(&mut self) -> Keep {
        let unwanted = Unwanted { what: self.text(ERASED, LONGEST_TEXT), why: self.text(WHY, LONGEST_TEXT) };
        let restrict = self.is_ticked(RESTRICT);
        if unwanted.what.is_empty() {
            self.fault(ERASED, FieldCode::Missing);
        }
        Box::new(move |draft| {
            draft.unwanted = Some(unwanted.clone());
            draft.restrict_unwanted = restrict;
        })
    }

    fn find(&mut self) -> Keep {
        let clues = Clues {
            names: self.lines(NAMES),
            addresses: self.lines(ADDRESSES),
            phones: self.lines(PHONES),
            customer: self.lines(CUSTOMER),
        };
        Box::new(move |draft| draft.clues = Some(clues.clone()))
    }

    fn notify(&mut self) -> Keep {
        let email = self.email();
        Box::new(move |draft| draft.email = Some(email.clone()))
    }

    /// The address for notices; empty where none are wanted.
    fn email(&mut self) -> String {
        match self.form.value(NOTIFY) {
            YES => {
                let email = self.text(EMAIL, LONGEST_LINE);
                if !is_address(&email) {
                    self.fault(EMAIL, if email.is_empty() { FieldCode::Missing } else { FieldCode::NotAnAddress });
                }
                email
            }
            NO => String::new(),
            other => {
                let code = if other.is_empty() { FieldCode::MissingChoice } else { FieldCode::NotAChoice };
                self.fault(NOTIFY, code);
                String::new()
            }
        }
    }
}

/// The address for notices that a form says, empty where none are wanted; or what is wrong with it.
pub(in crate::http) fn contact(form: &PostedForm) -> Result<String, Vec<FieldFault>> {
    let mut found = Found::new(form);
    let email = found.email();
    if found.faults.is_empty() { Ok(email) } else { Err(found.faults) }
}

/// Whether this can be an address (RFC 5321, 4.5.3.1, for the lengths). Whether it is somebody's, only an e-mail tells.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_plain =
        |part: &str| !part.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:@\\\"".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    (1..=64).contains(&local.len())
        && domain.len() <= 255
        && is_plain(local)
        && is_plain(domain)
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sector_comes_back_when_the_form_is_refused() {
        for sector in Sector::ALL {
            let name = format!("{SECTOR}{}", sector.code());
            assert!(FIELDS.iter().any(|(field, _)| *field == name), "{name}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_place() {
        for address in ["kari@eksempel.no", "kari+min.side@post.eksempel.no", "åse@eksempel.no"] {
            assert!(is_address(address), "{address}");
        }
        for none in [
            "",
            "kari",
            "@eksempel.no",
            "kari@",
            "kari@eksempel",
            "kari@.no",
            "a b@eksempel.no",
            "kari@eksempel.no, ola@eksempel.no",
            "<kari@eksempel.no>",
            "kari@-a.no",
            "kari\n@eksempel.no",
        ] {
            assert!(!is_address(none), "{none}");
        }
    }
}
