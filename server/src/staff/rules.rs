//! Roles: which, for what, until when, and who says so.

use std::fmt;
use std::str::FromStr;

use app::model::Sector;
use jiff::civil::Date;
use thiserror::Error;

use crate::coded;
use crate::id::{EmployeeId, GrantId};

coded! {
    /// The kind of a role.
    pub enum RoleKind {
        /// Coordinates cases.
        Caseworker = "caseworker",
        /// Decides what is released of a sector.
        Reviewer = "reviewer",
        /// Answers for a system.
        Owner = "owner",
        /// The data protection officer (GDPR Art. 37).
        Ombud = "ombud",
        /// Gives roles, and looks after the register.
        Administrator = "administrator",
    }
}

coded! {
    /// Who says that somebody has a role.
    pub enum Source {
        /// Somebody who gave it here.
        Given = "given",
        /// The login provider, each time they log in.
        Claims = "claims",
        /// The municipality's file.
        File = "file",
    }
}

/// What somebody may do, and for what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Coordinates the cases of a unit.
    Caseworker {
        /// The unit's name.
        unit: String,
    },
    /// Decides what is released of a sector.
    Reviewer {
        /// The sector.
        sector: Sector,
    },
    /// Answers for a system.
    Owner {
        /// The system's key.
        system: String,
    },
    /// The data protection officer.
    Ombud,
    /// Gives roles, and looks after the register.
    Administrator,
}

/// A text that is no role.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "«{0}» is no role. There are caseworker:UNIT, reviewer:SECTOR, owner:SYSTEM, ombud and administrator; the sectors are \
     education, health, child-welfare, social, planning, technical, culture, employment and administration"
)]
pub struct NoRole(String);

impl Role {
    /// The role of a row; `None` where it is none.
    pub fn read(kind: RoleKind, scope: &str) -> Option<Self> {
        match (kind, scope) {
            (RoleKind::Ombud, "") => Some(Self::Ombud),
            (RoleKind::Administrator, "") => Some(Self::Administrator),
            (RoleKind::Ombud | RoleKind::Administrator, _) | (_, "") => None,
            (RoleKind::Caseworker, unit) => Some(Self::Caseworker { unit: unit.to_owned() }),
            (RoleKind::Reviewer, sector) => Sector::from_code(sector).map(|sector| Self::Reviewer { sector }),
            (RoleKind::Owner, system) => Some(Self::Owner { system: system.to_owned() }),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> RoleKind {
        match self {
            Self::Caseworker { .. } => RoleKind::Caseworker,
            Self::Reviewer { .. } => RoleKind::Reviewer,
            Self::Owner { .. } => RoleKind::Owner,
            Self::Ombud => RoleKind::Ombud,
            Self::Administrator => RoleKind::Administrator,
        }
    }

    /// What it is for; empty for those that are for everything.
    pub fn scope(&self) -> &str {
        match self {
            Self::Caseworker { unit } => unit,
            Self::Reviewer { sector } => sector.code(),
            Self::Owner { system } => system,
            Self::Ombud | Self::Administrator => "",
        }
    }
}

impl FromStr for Role {
    type Err = NoRole;

    fn from_str(text: &str) -> Result<Self, NoRole> {
        let (kind, scope) = text.split_once(':').unwrap_or((text, ""));
        RoleKind::parse(kind.trim())
            .and_then(|kind| Self::read(kind, scope.trim()))
            .ok_or_else(|| NoRole(text.to_owned()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope() {
            "" => out.write_str(self.kind().code()),
            scope => write!(out, "{}:{scope}", self.kind().code()),
        }
    }
}

/// Who gives a role, or ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever has the command line.
    Operator,
    /// An administrator.
    Employee(EmployeeId),
    /// The portal: by what a source says, or because the last day is over.
    Portal,
}

impl fmt::Display for By {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator => out.write_str("operator"),
            Self::Employee(id) => id.fmt(out),
            Self::Portal => out.write_str("portal"),
        }
    }
}

/// Somebody who works for the municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employee {
    /// Their id.
    pub id: EmployeeId,
    /// What colleagues call them.
    pub name: String,
    /// Keyed hash of their own national id, as cases know people; `None` where it is not known.
    pub own: Option<Vec<u8>>,
}

/// What somebody is and may do at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// `None` for who never had a role.
    pub employee: Option<Employee>,
    /// In force today.
    pub grants: Vec<Grant>,
}

impl Standing {
    /// The roles, each once, in order.
    pub fn roles(&self) -> Vec<Role> {
        roles_of(&self.grants)
    }
}

/// The roles that these grants give, each once, in order.
pub fn roles_of(grants: &[Grant]) -> Vec<Role> {
    let mut roles: Vec<Role> = grants.iter().map(|grant| grant.role.clone()).collect();
    roles.sort();
    roles.dedup();
    roles
}

/// A role that an employee was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub employee: EmployeeId,
    /// Which.
    pub role: Role,
    /// Who says so.
    pub source: Source,
    /// When (UTC milliseconds).
    pub given_at: i64,
    /// By whom, as [`By`] writes it.
    pub given_by: String,
    /// Why.
    pub reason: String,
    /// The last day on which it is in force.
    pub ends_on: Date,
    /// Whether it was ended before that.
    pub ended: Option<Ended>,
}

/// How a grant was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When (UTC milliseconds).
    pub at: i64,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Grant {
    /// Whether it counts on this day in Oslo.
    pub fn is_in_force(&self, today: Date) -> bool {
        self.ended.is_none() && today <= self.ends_on
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn caseworker() -> Role {
        Role::Caseworker { unit: "Dokumentsenteret".to_owned() }
    }

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for text in ["caseworker:Dokumentsenteret", "reviewer:health", "owner:elevarkiv", "ombud", "administrator"] {
            assert_eq!(text.parse::<Role>().unwrap().to_string(), text);
        }
        for wrong in ["", "caseworker", "caseworker:", "reviewer:sports", "ombud:x", "owner: ", "boss"] {
            assert!(wrong.parse::<Role>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_role_is_in_force_to_the_end_of_its_last_day() {
        let mut grant = Grant {
            id: GrantId::new(0),
            employee: EmployeeId::new(0),
            role: caseworker(),
            given_at: 0,
            source: Source::Given,
            given_by: By::Operator.to_string(),
            reason: "ny".to_owned(),
            ends_on: date(2026, 3, 5),
            ended: None,
        };
        assert!(grant.is_in_force(date(2026, 3, 5)) && !grant.is_in_force(date(2026, 3, 6)));
        grant.ended = Some(Ended { at: 1, by: "operator".to_owned(), reason: "sluttet".to_owned() });
        assert!(!grant.is_in_force(date(2026, 3, 5)));
    }
}
