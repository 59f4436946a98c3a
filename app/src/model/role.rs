//! A role of an employee.

use super::{CivilDate, Sector};

/// What one may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleName {
    /// Coordinates cases.
    Caseworker,
    /// Decides what is released of a sector.
    Reviewer(Sector),
    /// Answers for a system.
    Owner,
    /// The data protection officer.
    Ombud,
    /// Gives roles.
    Administrator,
}

/// A role, for what, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleLine {
    /// Which.
    pub role: RoleName,
    /// The unit or system; empty for those that are for everything.
    pub scope: String,
    /// The last day.
    pub ends_on: CivilDate,
}
