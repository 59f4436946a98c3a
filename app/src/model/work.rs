//! Cases as the employees who work with them see them.

use super::ask::Whom;
use super::case::SentIn;
use super::messages::Messages;
use super::{CivilDate, Sector, UsedRight};

/// Where the form is sent with which an employee takes a case.
pub const TAKE: &str = "/do/take-case";
/// Where the form is sent with which an employee hands over a case that they may not handle.
pub const HAND_OVER: &str = "/do/hand-over-case";
/// Where the form is sent that says that what the person has written needs no reply.
pub const NO_REPLY: &str = "/do/need-no-reply";
/// The field with the case's reference.
pub const REFERENCE: &str = "sak";
/// The field with the reason.
pub const REASON: &str = "grunn";

/// Whether an employee is shown cases at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlesCases {
    /// They are.
    Yes,
    /// No role of theirs is about cases.
    NoRole,
    /// Their own national id is not known, so that nobody can tell whether a case is about themselves.
    Unknown,
}

/// Who coordinates a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandledBy {
    /// Nobody has taken it.
    Nobody,
    /// Who asks.
    Oneself,
    /// Somebody else, by name.
    Colleague(String),
}

/// What the person has written that nobody has seen to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waiting {
    /// Nothing.
    #[default]
    Nothing,
    /// Somebody has read it, and nobody has replied.
    Unsettled,
    /// Nobody has read it.
    Unread,
}

/// A case in a work list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkLine {
    /// Such as 2026-000123.
    pub reference: String,
    /// The day it came in.
    pub received_on: CivilDate,
    /// By when the first open claim must be answered; `None` where the case is answered.
    pub due_on: Option<CivilDate>,
    /// Whether that day is over.
    pub overdue: bool,
    /// Who coordinates it.
    pub handler: HandledBy,
    /// Whether the person has written something.
    pub waiting: Waiting,
}

/// What a system is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedStep {
    /// Hand out what it holds.
    Collect,
    /// Say whether it can rectify or erase.
    Assess,
    /// Restrict the use meanwhile.
    Restrict,
    /// Do what was decided.
    Execute,
    /// End the restriction.
    LiftRestriction,
    /// Tell those who got the data.
    Notify,
}

/// How far a system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedProgress {
    /// It is asked by itself.
    Waiting,
    /// Somebody must see to it.
    WithHuman,
    /// It has answered; what, is for who may read it.
    Answered(Option<Finding>),
}

/// What a system has answered, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It holds something.
    Data,
    /// It holds nothing.
    Nothing,
    /// It is not sure that it is about the person.
    Unsure,
    /// It cannot, or hands nothing out.
    No,
    /// It can.
    Yes,
    /// It is done.
    Done,
    /// It is kept, with a reason.
    Kept,
    /// Somebody else decides.
    Referred,
}

/// One step that a system is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which right.
    pub right: UsedRight,
    /// What it is asked to do.
    pub step: AskedStep,
    /// How far it is.
    pub progress: AskedProgress,
}

/// A system that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSystem {
    /// The system's key in addresses.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Who owns it.
    pub unit: String,
    /// Whose wall it is behind.
    pub sector: Option<Sector>,
    /// Whether who asks may read what it answers.
    pub readable: bool,
    /// What for; at least one.
    pub asked: Vec<Asked>,
}

/// A case on its own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCase {
    /// As in the list.
    pub line: WorkLine,
    /// Whose caseworkers coordinate it.
    pub unit: String,
    /// Whether who asks is one of them.
    pub coordinates: bool,
    /// How many others could coordinate it.
    pub colleagues: u32,
    /// By name.
    pub systems: Vec<AskedSystem>,
    /// As whom the person asks about another.
    pub behalf: Option<Whom>,
    /// What was sent in; nothing for who does not coordinate it.
    pub sent_in: Option<SentIn>,
    /// What was written; nothing for who does not coordinate it.
    pub messages: Option<Messages>,
}

/// What a system has answered to one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkAnswer {
    /// For which right.
    pub right: UsedRight,
    /// What it was asked to do.
    pub step: AskedStep,
    /// In one word.
    pub finding: Finding,
    /// The answer document as text; `None` where it is none.
    pub content: Option<String>,
}

/// All that a system has answered in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkAnswers {
    /// The case.
    pub reference: String,
    /// The system's name.
    pub system: String,
    /// At least one.
    pub answers: Vec<WorkAnswer>,
}
