//! What a person was given access to, as the pages show it: the same as in the package, area by area and system by system.

use super::{CivilDate, Sector};

/// Where the form is sent by which a person points at something that is wrong, or is to be erased.
pub const POINT_OUT: &str = "/do/point-out";
/// The package that it is in, by its number; also where its mistakes are shown.
pub const PACKAGE: &str = "pakke";
/// The system, by its place in the package.
pub const SYSTEM: &str = "system";
/// Which button was pressed: what is pointed at, by its place.
pub const POINTED: &str = "pekt";
/// What the value of a button begins with that says: this is wrong.
pub const CORRECT: &str = "rett-";
/// What the value of a button begins with that says: this is to be erased.
pub const ERASE: &str = "slett-";

/// What a place begins with, after one of the two, that is a file's.
pub const FILE: &str = "fil";

/// A package that is looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPackage {
    /// Of which case.
    pub reference: String,
    /// Whether the case is about somebody else than who sent it in.
    pub on_behalf: bool,
    /// From 1 in each case.
    pub number: i64,
    /// The last day on which it is there.
    pub until: CivilDate,
    /// Of the file.
    pub size_bytes: u64,
    /// The language of what was written with it, by its tag.
    pub language: String,
}

/// One system of which there is something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataLine {
    /// Its place in the package, from 1.
    pub place: u32,
    /// What it is called.
    pub name: String,
    /// Which part of the work it serves.
    pub sector: Option<Sector>,
    /// How many records.
    pub records: u32,
    /// How many files.
    pub files: u32,
    /// How often somebody has looked, as far as the system says.
    pub looks: u32,
}

/// What a package holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataOverview {
    /// The package.
    pub package: DataPackage,
    /// In the order of areas and names.
    pub systems: Vec<DataLine>,
    /// Names of systems that hold nothing.
    pub nothing: Vec<String>,
    /// Names of systems that are not in it yet.
    pub missing: Vec<String>,
}

/// A value as a system gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataValue {
    /// Letter for letter; for reading, dates as people write them.
    Text(String),
    /// True.
    Yes,
    /// False.
    No,
    /// Nothing stands there.
    Empty,
    /// Several, each with what the system calls it.
    Fields(Vec<(String, DataValue)>),
    /// Several.
    List(Vec<DataValue>),
    /// More than a page has room for: it is in the file.
    TooMuch,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRecord {
    /// Its place among the records of the system, from 0.
    pub place: usize,
    /// What it is called.
    pub title: String,
    /// What is told of it, each where it is known.
    pub facts: DataFacts,
    /// What it says.
    pub data: DataValue,
}

/// What is told of one record, beside what is told of the whole system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataFacts {
    /// Its kind.
    pub category: String,
    /// Where it comes from.
    pub source: Option<String>,
    /// Who gets it.
    pub recipients: Vec<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Why that is lawful.
    pub legal_basis: Option<String>,
    /// Until when it is kept.
    pub kept_until: Option<String>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its place among the files of the system, from 1.
    pub place: u32,
    /// What it is about.
    pub title: String,
    /// What it is called.
    pub name: String,
    /// Its size.
    pub size_bytes: u64,
}

/// Somebody who was given data, or has looked at them; each column as the system gave it.
pub type DataRow = Vec<String>;

/// What one system holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSystem {
    /// The package that it is in.
    pub package: DataPackage,
    /// Its place in the package, from 1.
    pub place: u32,
    /// What it is called.
    pub name: String,
    /// Which part of the work it serves.
    pub sector: Option<Sector>,
    /// The unit that is responsible.
    pub unit: String,
    /// When it answered.
    pub answered_on: CivilDate,
    /// What the law wants told of it (Art. 15(1)), in the package's language: labels, each with what there is to say.
    pub facts: Vec<(String, Vec<String>)>,
    /// Why something was taken out.
    pub withheld: Vec<String>,
    /// Those of this page; `None` where they are too much to be shown.
    pub records: Option<Vec<DataRecord>>,
    /// How many records there are.
    pub total: u32,
    /// Which page, from 1.
    pub page: u32,
    /// Of how many.
    pub pages: u32,
    /// Its files.
    pub files: Vec<DataFile>,
    /// Who was given data: who, what and when.
    pub disclosures: Vec<DataRow>,
    /// Who has looked: when, who, what they did, and why.
    pub accesses: Vec<DataRow>,
    /// How many of the last two are not shown.
    pub more: u32,
}

/// That an employee looked at a case: role and unit, and never who it was (CJEU C-579/21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub when: super::case::Moment,
    /// In which role.
    pub by: LookedBy,
    /// What they looked at.
    pub what: LookedAt,
    /// Why, where they said so.
    pub reason: Option<String>,
}

/// In which role somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookedBy {
    /// Who coordinates the cases of this unit.
    Caseworker(String),
    /// Who judges what systems of this sector answered.
    Reviewer(Sector),
    /// Who answers for a system.
    Owner,
    /// Somebody else, or somebody whose sector would tell too much.
    Other,
}

/// What somebody looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedAt {
    /// What was asked, and how far it is.
    Case,
    /// What a system had answered.
    Answer,
    /// A file that came with a message.
    File,
}

/// Who has looked at a case, and at the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The case.
    pub reference: String,
    /// How far it is.
    pub progress: super::CaseProgress,
    /// The newest first.
    pub looks: Vec<Look>,
    /// Whether there are older ones that are not shown.
    pub is_more: bool,
    /// Whether what the systems said was deleted, with a package whose time is over.
    pub is_over: bool,
    /// Systems that say who has looked at what they hold: the package, and the system in it.
    pub systems: Vec<(i64, DataLine)>,
}
