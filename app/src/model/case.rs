//! A case as the person sees it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::CivilDate;
use super::ask::{Draft, Whom};
use super::messages::Messages;

/// A right that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedRight {
    /// Art. 15.
    Access,
    /// Art. 16.
    Rectification,
    /// Art. 17.
    Erasure,
}

impl UsedRight {
    /// Every one, in order.
    pub const ALL: [Self; 3] = [Self::Access, Self::Rectification, Self::Erasure];
}

/// What is true of a case now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseProgress {
    /// It is worked on.
    Open,
    /// The person has the answer.
    Answered,
    /// Nothing more is done.
    Closed,
    /// The person took it back.
    Withdrawn,
}

/// One right in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLine {
    /// Which.
    pub right: UsedRight,
    /// Whether the person waits for an answer to it.
    pub is_open: bool,
    /// By when it is answered.
    pub due_on: CivilDate,
    /// Whether that day is over.
    pub overdue: bool,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// Such as 2026-000123.
    pub reference: String,
    /// Whom it is about, to who sent it in.
    pub whom: Whom,
    /// The day it came in.
    pub received_on: CivilDate,
    /// How far it is.
    pub progress: CaseProgress,
    /// What is asked for.
    pub claims: Vec<ClaimLine>,
    /// What the person is to know first.
    pub attention: Attention,
}

/// A page of a person's cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnCases {
    /// Those on it.
    pub lines: Vec<CaseLine>,
    /// Which page.
    pub paged: super::Paged,
    /// How many cases there are.
    pub total: usize,
}

/// What in a case needs the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Nothing.
    #[default]
    Nothing,
    /// There is a letter or a message that they have not read.
    News,
    /// They are asked something, and the clock stands until they answer.
    Asked,
}

/// What became of one right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// Nothing yet.
    Open,
    /// All of it.
    Granted,
    /// Some of it.
    PartlyGranted,
    /// Nothing of it.
    Refused,
    /// There is nothing about the person.
    NothingHeld,
    /// The person took it back.
    Withdrawn,
}

/// Why the date of a right is another than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// More time is needed (Art. 12(3)); the letter says why. This is the date that it was.
    Extended(CivilDate),
    /// The clock stands since this day: something was asked, and the person has not answered yet.
    Stands(CivilDate),
    /// The clock stood for so many days, until the person had answered.
    Stood(u32),
}

/// One right on the case's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimView {
    /// As in the list.
    pub line: ClaimLine,
    /// What became of it.
    pub outcome: ClaimOutcome,
    /// Why its date moved, each with the letters that say so.
    pub moved: Vec<(Moved, Vec<LetterLine>)>,
    /// What was answered, once the person was told.
    pub answer: Option<ClaimAnswer>,
}

/// What was answered to one right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAnswer {
    /// The letters that tell it: the answer, and what came later.
    pub letters: Vec<LetterLine>,
    /// Why something was withheld or refused, each reason in a sentence.
    pub withheld: Vec<String>,
    /// What is missing.
    pub missing: Vec<StillMissing>,
}

/// A system that is not in an answer yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StillMissing {
    /// What it is called.
    pub system: String,
    /// By when the person was promised to hear.
    pub expected_on: CivilDate,
    /// Whether that day is over.
    pub is_late: bool,
}

/// A day, and the time of it in Oslo, for example `14.32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub on: CivilDate,
    /// The time.
    pub at: String,
}

/// A letter that the person can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterLine {
    /// From 1 in each case.
    pub number: i64,
    /// What it comes to, in its own language.
    pub title: String,
    /// Its language, by its tag.
    pub language: &'static str,
    /// Whether the person has read it.
    pub is_read: bool,
}

/// A package that the person was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageLine {
    /// From 1 in each case; from 2 on they hold what was missing.
    pub number: i64,
    /// Of the file.
    pub size_bytes: u64,
    /// The last day on which it can be fetched; `None` when that is over.
    pub until: Option<CivilDate>,
    /// Whether the person has it.
    pub is_fetched: bool,
}

/// Something that happened in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It came in.
    Received,
    /// The person got this letter.
    Letter(LetterLine),
    /// The person can fetch this package.
    Package(i64),
    /// They have fetched it.
    Fetched(i64),
    /// All of it is answered.
    Answered,
    /// Nothing more is done.
    Closed,
    /// The person took it back.
    Withdrawn,
}

/// A case on its own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// As in the list.
    pub line: CaseLine,
    /// In the order of the rights.
    pub claims: Vec<ClaimView>,
    /// How many systems have answered.
    pub answered: u32,
    /// In how many a person looks.
    pub with_human: u32,
    /// Of how many.
    pub total: u32,
    /// What can be fetched, or could.
    pub packages: Vec<PackageLine>,
    /// For how many days a package can be fetched.
    pub package_days: u32,
    /// What happened, the newest first.
    pub timeline: Vec<(Moment, Happened)>,
    /// What was written.
    pub messages: Messages,
}

/// A piece of a letter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterBlock {
    /// What follows is about this.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Somebody's own words.
    Words(String),
    /// A list.
    List(Vec<String>),
}

/// What a letter tells of one system: its name, then labels, each with what there is to say.
pub type LetterFacts = (String, Vec<(String, Vec<String>)>);

/// A letter on its own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterView {
    /// As in the list.
    pub line: LetterLine,
    /// Since when the person can read it.
    pub issued: Moment,
    /// What it says.
    pub blocks: Vec<LetterBlock>,
    /// What it tells of systems (Art. 15(1)).
    pub facts: Vec<LetterFacts>,
}

/// What was sent in, as the answers to the questions. It does not print itself: all of it is about a person.
#[derive(Clone, PartialEq, Eq)]
pub struct SentIn {
    /// The answers; where the person is told of news is not among them.
    pub draft: Draft,
    /// From which day, if one was chosen.
    pub from: Option<CivilDate>,
    /// Likewise.
    pub to: Option<CivilDate>,
}

impl fmt::Debug for SentIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SentIn")
    }
}

/// Where the form is sent that takes a case back.
pub const WITHDRAW: &str = "/do/withdraw-case";
/// Where the form is sent that begins to ask for access once more.
pub const ASK_AGAIN: &str = "/do/ask-again";
/// Where the mistakes of that form are shown.
pub const AGAIN: &str = "igjen";
/// The case that is taken back, by its reference; also where its mistakes are shown.
pub const CASE: &str = "sak";

/// What is given at once for a case that was sent in (eForvaltningsforskriften § 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// As in the list.
    pub line: CaseLine,
    /// When it came in.
    pub received: Moment,
    /// By when there is an answer, as it was told then.
    pub due_on: CivilDate,
    /// Whether it is another day by now.
    pub is_moved: bool,
    /// How many systems are asked.
    pub total: u32,
}
