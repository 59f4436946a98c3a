//! What a person has begun to ask for, question by question, and the forms that each question is.

mod file;
mod step;

use serde::{Deserialize, Serialize};

pub use file::DraftFile;
pub use step::Step;

use super::upload::UploadLimits;
use super::{CaseLine, CivilDate, Sector, UsedRight};

/// Where the last form is sent: everything that was answered becomes a case.
pub const SEND: &str = "/do/send-case";
/// The page of the systems that are going to be asked, where they are many.
pub const SYSTEMS: &str = "/min-side/ny/systemer";
/// Where the form is sent that deletes what was begun.
pub const DISCARD: &str = "/do/discard-draft";
/// Where the form is sent that takes a correction out again.
pub const REMOVE: &str = "/do/remove-correction";
/// Where the form is sent that takes a file out again.
pub const REMOVE_FILE: &str = "/do/remove-file";

/// The question which rights are used: where its mistakes are shown.
pub const RIGHTS: &str = "rettigheter";
/// The question of the sectors.
pub const SECTORS: &str = "omrader";
/// Ticked: the person wants to see what there is.
pub const ACCESS: &str = "innsyn";
/// Ticked: something is wrong.
pub const RECTIFICATION: &str = "retting";
/// Ticked: something is to be erased.
pub const ERASURE: &str = "sletting";
/// The value of a box that is ticked.
pub const YES: &str = "ja";
/// Whom it is about: [`Whom::code`].
pub const WHOM: &str = "gjelder";
/// The national id of the other person.
pub const OTHER: &str = "nummer";
/// Everything, or parts: [`EVERYTHING`] or [`PARTS`].
pub const EXTENT: &str = "omfang";
/// About everything.
pub const EVERYTHING: &str = "alt";
/// About some parts of the municipality's work, or some time.
pub const PARTS: &str = "deler";
/// What the boxes of the sectors begin with; the sector's code follows.
pub const SECTOR: &str = "omrade-";
/// Something in particular, in the person's own words.
pub const WORDS: &str = "bestemt";
/// From this day.
pub const FROM: &str = "fra";
/// To and with this day.
pub const TO: &str = "til";
/// Which correction is changed, by its id; empty where it is a new one.
pub const NUMBER: &str = "nr";
/// What is wrong.
pub const WRONG: &str = "feil";
/// What stands there now.
pub const CURRENT: &str = "na";
/// What is right.
pub const RIGHT: &str = "riktig";
/// Which file is taken out.
pub const FILE: &str = "fil";
/// What that file shows: [`DraftFile::shows`].
pub const SHOWS: &str = "viser";
/// Which button of a page with several was pressed.
pub const BUTTON: &str = "knapp";
/// Where one comes from to the first question, and goes back to.
pub const MINE: &str = "/min-side";
/// The button that keeps one correction and asks for the next.
pub const ONE_MORE: &str = "en-til";
/// What is pointed at was seen here: [`Seen`].
pub const SEEN: &str = "sett";
/// Ticked: what is said to be wrong is not to be used meanwhile.
pub const RESTRICT: &str = "begrens";
/// Why something is to be erased.
pub const WHY: &str = "hvorfor";
/// What is to be erased.
pub const ERASED: &str = "hva";
/// Names that the person has, or had.
pub const NAMES: &str = "navn";
/// Addresses that the person has, or had.
pub const ADDRESSES: &str = "adresser";
/// Telephone numbers.
pub const PHONES: &str = "telefon";
/// What the municipality calls them as a customer.
pub const CUSTOMER: &str = "kundenummer";
/// Whether the person is told by e-mail: [`YES`] or [`NO`].
pub const NOTIFY: &str = "varsel";
/// Not.
pub const NO: &str = "nei";
/// The address for that.
pub const EMAIL: &str = "epost";
/// Set to [`YES`] where a question was reached from the overview, and leads back there.
pub const BACK: &str = "oversikt";
/// Which draft it is that is sent.
pub const TOKEN: &str = "utkast";
/// Ticked by the button: it is sent although there is an open case.
pub const ANYWAY: &str = "likevel";

/// Characters in a line.
pub const LONGEST_LINE: usize = 500;
/// Characters in a text of several lines.
pub const LONGEST_TEXT: usize = 4000;
/// Corrections in one case.
pub const MOST_CORRECTIONS: usize = 20;
/// Files in one case, before it is sent.
pub const MOST_FILES: usize = 20;
/// Bytes of them all.
pub const MOST_FILE_BYTES: u64 = 500_000_000;

/// Whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// Who asks.
    Oneself,
    /// A child of theirs.
    Child,
    /// Somebody who has asked them to.
    Principal,
}

impl Whom {
    /// As the page shows them.
    pub const ALL: [Self; 3] = [Self::Oneself, Self::Child, Self::Principal];

    /// What the form sends.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oneself => "meg",
            Self::Child => "barn",
            Self::Principal => "fullmakt",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whom| whom.code() == code)
    }
}

/// What part of it all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extent {
    /// Of the municipality's work; none: all.
    pub sectors: Vec<Sector>,
    /// In the person's own words.
    pub words: String,
    /// As the browser sends a day: YYYY-MM-DD; empty: from the beginning.
    pub from: String,
    /// Likewise.
    pub to: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wrong {
    /// Tells it from the others, wherever they stand by now.
    pub id: String,
    /// What.
    pub what: String,
    /// What stands there now; may be empty.
    pub current: String,
    /// What is right; may be empty.
    pub right: String,
    /// Why, or how one can see it; may be empty.
    pub why: String,
}

impl Wrong {
    /// Whether the two say the same.
    pub fn says(&self, other: &Self) -> bool {
        fn words(wrong: &Wrong) -> [&str; 4] {
            [&wrong.what, &wrong.current, &wrong.right, &wrong.why]
        }
        words(self) == words(other)
    }
}

/// What is to be erased, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unwanted {
    /// What.
    pub what: String,
    /// Why; not knowing is a full answer.
    pub why: String,
}

/// What may help to find somebody. Each may be empty, and each line is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clues {
    /// Names.
    pub names: String,
    /// Addresses.
    pub addresses: String,
    /// Telephone numbers.
    pub phones: String,
    /// Customer numbers.
    pub customer: String,
}

/// All that has been answered so far. What has not been asked yet is `None`, or empty where an answer cannot be.
// A later version's question is not answered in a draft of this one.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// In the order of [`UsedRight`].
    pub rights: Vec<UsedRight>,
    /// Whom it is about.
    pub whom: Option<Whom>,
    /// The other person's national id; empty where it is about oneself.
    pub other: String,
    /// What part.
    pub extent: Option<Extent>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// Whether what is said to be wrong is not to be used meanwhile.
    pub restrict_wrong: Option<bool>,
    /// What is to be erased.
    pub unwanted: Option<Unwanted>,
    /// Whether it is not to be used meanwhile.
    pub restrict_unwanted: bool,
    /// What helps to find the person.
    pub clues: Option<Clues>,
    /// The e-mail address for notices; empty where none are wanted.
    pub email: Option<String>,
    /// Files that were sent with an answer.
    pub files: Vec<DraftFile>,
}

impl Draft {
    /// Whether this right is used.
    pub fn uses(&self, right: UsedRight) -> bool {
        self.rights.contains(&right)
    }

    /// The files that show one may ask for another, or, with the id of a correction, that this is wrong.
    pub fn files_of<'a>(&'a self, shows: &'a str) -> impl Iterator<Item = &'a DraftFile> {
        self.files.iter().filter(move |file| file.shows == shows)
    }

    /// Adds files that show this, as long as there is room. What was sent twice is there once.
    pub fn add_files(&mut self, shows: &str, files: &[DraftFile]) {
        for file in files {
            if self.has_room(file) && !self.files_of(shows).any(|known| known.is_same(file)) {
                self.files.push(DraftFile { shows: shows.to_owned(), ..file.clone() });
            }
        }
    }

    /// Whether there is room for this one more.
    pub fn has_room(&self, file: &DraftFile) -> bool {
        let bytes: u64 = self.files.iter().map(|known| known.size_bytes).sum();
        self.files.len() < MOST_FILES && bytes + file.size_bytes <= MOST_FILE_BYTES
    }

    /// Takes a correction out, and the files that belong to it.
    pub fn remove_correction(&mut self, id: &str) {
        self.wrong.retain(|wrong| wrong.id != id);
        self.files.retain(|file| file.shows != id || id == DraftFile::AUTHORITY);
    }

    /// The first question that is not answered, in their order; [`Step::Review`] where all are.
    pub fn unanswered(&self) -> Step {
        Step::of(self).find(|step| !step.is_answered(self)).unwrap_or(Step::Review)
    }
}

/// A system that is going to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// Which part of the work it serves.
    pub sector: Sector,
    /// What it is for.
    pub purpose: String,
    /// What it holds.
    pub categories: Vec<String>,
    /// Whether what is in it must be kept (arkivlova).
    pub archive_duty: bool,
}

/// What the pages of the questions show.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// What was answered; empty where nothing was begun.
    pub draft: Draft,
    /// Whether something was begun.
    pub begun: bool,
    /// Which draft it is, for [`TOKEN`].
    pub token: String,
    /// Until when it is kept, if something was begun.
    pub kept_until: Option<CivilDate>,
    /// Where the person is told of news already.
    pub contact: Option<String>,
    /// What may be sent with an answer.
    pub limits: UploadLimits,
}

/// What stands before sending.
#[derive(Clone, PartialEq, Eq)]
pub struct Overview {
    /// What was answered.
    pub asking: Asking,
    /// From which day, if one was chosen.
    pub from: Option<CivilDate>,
    /// To and with which day, if one was chosen.
    pub to: Option<CivilDate>,
    /// Which systems are asked, by name.
    pub systems: Vec<Asked>,
    /// By when there is an answer, were it sent today.
    pub due_on: CivilDate,
    /// The person's open cases about the same person.
    pub open: Vec<CaseLine>,
    /// Whether there are so many that no more are taken.
    pub is_full: bool,
}

/// Where something was seen that is pointed at: a system in a package of a case of the person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Of the case.
    pub reference: String,
    /// From 1 in each case.
    pub package: i64,
    /// Its place in the package, from 1.
    pub system: u32,
}

impl Seen {
    /// As it stands in an address.
    pub fn code(&self) -> String {
        format!("{}.{}.{}", self.reference, self.package, self.system)
    }

    /// `None` where it is none: anybody can write an address.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split('.');
        let reference = parts.next().filter(|text| text.chars().all(|c| c.is_ascii_digit() || c == '-'))?.to_owned();
        let (package, system) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(Self { reference, package, system })
    }
}
