//! A case as the person sees it.

use super::CivilDate;

/// A right that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedRight {
    /// Art. 15.
    Access,
    /// Art. 16.
    Rectification,
    /// Art. 17.
    Erasure,
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
    /// The day it came in.
    pub received_on: CivilDate,
    /// How far it is.
    pub progress: CaseProgress,
    /// What is asked for.
    pub claims: Vec<ClaimLine>,
}

/// A case on its own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseView {
    /// As in the list.
    pub line: CaseLine,
    /// How many systems have answered.
    pub answered: u32,
    /// Of how many.
    pub total: u32,
}
