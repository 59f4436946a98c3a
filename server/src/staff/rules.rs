//! Roles, for what, and until when; and who may read what.

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

/// Whether a sector's content is behind a wall: secrecy of its own binds those who work there also towards colleagues
/// (helsepersonelloven § 21, barnevernsloven § 13-1, sosialtjenesteloven § 44).
pub fn is_walled(sector: Sector) -> bool {
    matches!(sector, Sector::Health | Sector::ChildWelfare | Sector::Social)
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

/// A role that an employee was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub employee: EmployeeId,
    /// Which.
    pub role: Role,
    /// When (UTC milliseconds).
    pub given_at: i64,
    /// By whom: an employee's id, or `operator`.
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

/// Whether somebody with these roles may read what a system has collected about a person. Who coordinates a case sees how
/// far each system is, and never what is behind a wall.
pub fn may_read(roles: &[Role], sector: Sector, system: &str) -> bool {
    roles.iter().any(|role| match role {
        Role::Reviewer { sector: own } => *own == sector,
        Role::Owner { system: own } => own == system,
        Role::Caseworker { .. } => !is_walled(sector),
        Role::Ombud | Role::Administrator => false,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

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
    fn what_is_behind_a_wall_is_read_with_that_sector_s_role_only() {
        let health = Role::Reviewer { sector: Sector::Health };
        assert!(may_read(std::slice::from_ref(&health), Sector::Health, "epj"));
        assert!(!may_read(&[health], Sector::ChildWelfare, "barnevern"));
        assert!(may_read(&[caseworker()], Sector::Education, "skole"));
        assert!(!may_read(&[caseworker(), Role::Ombud, Role::Administrator], Sector::Health, "epj"));
        assert!(may_read(&[Role::Owner { system: "epj".to_owned() }], Sector::Health, "epj"));
        assert!(!may_read(&[Role::Owner { system: "epj".to_owned() }], Sector::Health, "legevakt"));
        assert!(!may_read(&[], Sector::Culture, "bibliotek"));
    }

    #[test]
    fn a_role_is_in_force_to_the_end_of_its_last_day() {
        let mut grant = Grant {
            id: GrantId::new(0),
            employee: EmployeeId::new(0),
            role: caseworker(),
            given_at: 0,
            given_by: "operator".to_owned(),
            reason: "ny".to_owned(),
            ends_on: date(2026, 3, 5),
            ended: None,
        };
        assert!(grant.is_in_force(date(2026, 3, 5)) && !grant.is_in_force(date(2026, 3, 6)));
        grant.ended = Some(Ended { at: 1, by: "operator".to_owned(), reason: "sluttet".to_owned() });
        assert!(!grant.is_in_force(date(2026, 3, 5)));
    }

    proptest! {
        #[test]
        fn one_role_more_never_takes_anything_away(
            roles in proptest::collection::vec(0_usize..5, 0..4), sector in 0..Sector::ALL.len(), more in 0_usize..5,
        ) {
            let all = ["caseworker:a", "reviewer:health", "owner:epj", "ombud", "administrator"];
            let role = |index: usize| all[index].parse::<Role>().unwrap();
            let sector = Sector::ALL[sector];
            let mut held: Vec<Role> = roles.into_iter().map(role).collect();
            let before = may_read(&held, sector, "epj");
            held.push(role(more));
            prop_assert!(!before || may_read(&held, sector, "epj"));
        }
    }
}
