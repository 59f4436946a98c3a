//! A case as the person sees it.

use serde::{Deserialize, Serialize};

use super::CivilDate;

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

/// What is given at once for a case that was sent in (eForvaltningsforskriften § 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// As in the list.
    pub line: CaseLine,
    /// The time of day in Oslo it came in, for example `14.32`.
    pub received_at: String,
    /// How many systems are asked.
    pub total: u32,
    /// Whether it is about somebody else.
    pub on_behalf: bool,
}
