//! What an employee is shown of a case: decided by their roles, by the walls between sectors, and by whom it is about.

use app::model::Sector;
use thiserror::Error;

use crate::id::EmployeeId;
use crate::staff::rules::{Role, Standing};

/// An employee with a role in cases, whose own national id is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// Who it is.
    pub employee: EmployeeId,
    /// What they may do now.
    pub roles: Vec<Role>,
    /// Keyed hash by which they are known among those whom cases are about.
    pub own: Vec<u8>,
}

/// Why an employee handles no cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoHandler {
    /// No role of theirs is about cases.
    #[error("no role is about cases")]
    NoRole,
    /// Nobody can tell whether a case is about themselves.
    #[error("the employee's own national id is not known")]
    Unknown,
}

impl Handler {
    /// The handler that somebody is at this moment.
    ///
    /// # Errors
    /// Why they are none.
    pub fn of(standing: &Standing) -> Result<Self, NoHandler> {
        let mut roles = standing.roles();
        roles.retain(|role| matches!(role, Role::Caseworker { .. } | Role::Reviewer { .. } | Role::Owner { .. }));
        let employee = standing.employee.as_ref().filter(|_| !roles.is_empty()).ok_or(NoHandler::NoRole)?;
        let own = employee.own.clone().ok_or(NoHandler::Unknown)?;
        Ok(Self { employee: employee.id, roles, own })
    }

    /// The role by which they coordinate the cases of a unit.
    pub fn coordinates_as(&self, unit: &str) -> Option<&Role> {
        self.roles.iter().find(|role| matches!(role, Role::Caseworker { unit: own } if own == unit))
    }

    /// Whether they may read what a system has collected for a case that `unit` coordinates. Who coordinates a case sees
    /// how far each system is, and never what is behind a wall; nor does who answers for a system there, without the
    /// sector's own role.
    pub fn may_read(&self, unit: &str, sector: Option<Sector>, system: &str) -> bool {
        self.reads_as(unit, sector, system).is_some()
    }

    /// The role by which they may.
    pub fn reads_as(&self, unit: &str, sector: Option<Sector>, system: &str) -> Option<&Role> {
        self.roles.iter().find(|role| match role {
            Role::Reviewer { sector: own } => Some(*own) == sector,
            Role::Owner { system: own } => own == system && !is_walled(sector),
            Role::Caseworker { unit: own } => own == unit && !is_walled(sector),
            Role::Ombud | Role::Administrator => false,
        })
    }

    /// The role by which they decide what is released of what a system of this sector has collected.
    pub fn judges_as(&self, unit: &str, sector: Option<Sector>) -> Option<&Role> {
        self.roles.iter().find(|role| match role {
            Role::Reviewer { sector: own } => Some(*own) == sector,
            Role::Caseworker { unit: own } => own == unit && !is_walled(sector),
            Role::Owner { .. } | Role::Ombud | Role::Administrator => false,
        })
    }

    /// The role by which they are shown how far a system is, in a case that somebody else coordinates.
    pub fn follows_as(&self, unit: &str, sector: Option<Sector>, system: &str) -> Option<&Role> {
        let owns = |role: &&Role| matches!(role, Role::Owner { system: own } if own == system);
        self.reads_as(unit, sector, system).or_else(|| self.roles.iter().find(owns))
    }
}

/// Whether a sector's content is behind a wall: secrecy of its own binds those who work there also towards colleagues
/// (helsepersonelloven § 21, barnevernsloven § 13-1, sosialtjenesteloven § 44). So is that of a sector that nobody knows.
pub fn is_walled(sector: Option<Sector>) -> bool {
    matches!(sector, None | Some(Sector::Health | Sector::ChildWelfare | Sector::Social))
}

/// What decides about one case, beside roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Whose caseworkers coordinate it.
    pub unit: &'a str,
    /// Keyed hashes by which an employee is known to be whom it is about, or who sent it in; none where that is not known.
    pub people: Vec<[u8; 32]>,
    /// Whether this employee has said that they may not handle it.
    pub recused: bool,
}

impl Facts<'_> {
    /// Whether an employee may handle it at all: nobody handles a case about themselves (forvaltningsloven § 6), one that they
    /// sent in, one that they have handed over, or one of which nobody can tell.
    pub fn may_be_handled_by(&self, own: &[u8]) -> bool {
        !self.recused && !self.people.is_empty() && !self.people.iter().any(|person| person == own)
    }
}

/// How much of a case somebody is shown, and by which role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: it is not found.
    Nothing,
    /// The case, and the systems that the role is about.
    Own(Role),
    /// The case, and how far each of its systems is.
    Whole(Role),
}

/// How much of a case a handler is shown; `systems` are those that are asked.
pub fn sight<'a>(
    handler: &Handler,
    facts: &Facts<'_>,
    mut systems: impl Iterator<Item = (Option<Sector>, &'a str)>,
) -> Sight {
    if !facts.may_be_handled_by(&handler.own) {
        return Sight::Nothing;
    }
    if let Some(role) = handler.coordinates_as(facts.unit) {
        return Sight::Whole(role.clone());
    }
    match systems.find_map(|(sector, system)| handler.follows_as(facts.unit, sector, system)) {
        Some(role) => Sight::Own(role.clone()),
        None => Sight::Nothing,
    }
}

/// Why a case is not taken or handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// Only who coordinates the cases of its unit takes it.
    #[error("only a caseworker of the case's unit takes it")]
    NotCoordinator,
    /// Somebody else has it.
    #[error("a colleague has taken the case")]
    Taken,
    /// Somebody must be able to understand it later.
    #[error("say why: the reason is empty")]
    NoReason,
    /// It is a novel.
    #[error("the reason is too long")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn handler(roles: &[&str]) -> Handler {
        let roles = roles.iter().map(|role| role.parse().unwrap()).collect();
        Handler { employee: EmployeeId::new(0), roles, own: vec![1] }
    }

    #[test]
    fn what_is_behind_a_wall_is_read_with_that_sector_s_role_only() {
        let unit = "Dokumentsenteret";
        let reads = |roles: &[&str], sector, system| handler(roles).may_read(unit, Some(sector), system);
        assert!(reads(&["reviewer:health"], Sector::Health, "epj"));
        assert!(!reads(&["reviewer:health"], Sector::ChildWelfare, "barnevern"));
        assert!(reads(&["caseworker:Dokumentsenteret"], Sector::Education, "skole"));
        assert!(!reads(&["caseworker:Skolekontoret"], Sector::Education, "skole"), "another unit's case");
        let all_but = ["caseworker:Dokumentsenteret", "reviewer:education", "ombud", "administrator"];
        for walled in [Sector::Health, Sector::ChildWelfare, Sector::Social] {
            assert!(!reads(&all_but, walled, "epj"), "{walled:?}");
        }
        assert!(reads(&["owner:skole"], Sector::Education, "skole"));
        assert!(!reads(&["owner:skole"], Sector::Education, "sfo"));
        assert!(
            !reads(&["owner:epj"], Sector::Health, "epj"),
            "the owner of a walled system follows, and does not read"
        );
        assert!(handler(&["owner:epj"]).follows_as(unit, Some(Sector::Health), "epj").is_some());
        assert!(!reads(&["ombud", "administrator"], Sector::Culture, "bibliotek"));
        assert!(!handler(&all_but).may_read(unit, None, "?"), "a sector that nobody knows");
    }

    #[test]
    fn nobody_is_shown_a_case_about_themselves_or_one_they_have_handed_over() {
        let [me, other] = [[1; 32], [2; 32]];
        let who = Handler { own: me.to_vec(), ..handler(&["caseworker:a", "reviewer:health", "owner:epj"]) };
        let facts = |people: &[[u8; 32]], recused| Facts { unit: "a", people: people.to_vec(), recused };
        let see = |facts: &Facts<'_>| sight(&who, facts, [(Some(Sector::Health), "epj")].into_iter());
        let unit = Role::Caseworker { unit: "a".to_owned() };
        assert_eq!(see(&facts(&[other, other], false)), Sight::Whole(unit));
        assert_eq!(see(&facts(&[me, other], false)), Sight::Nothing);
        assert_eq!(see(&facts(&[other, me], false)), Sight::Nothing);
        assert_eq!(see(&facts(&[other, other], true)), Sight::Nothing);
        assert_eq!(see(&facts(&[], false)), Sight::Nothing, "nobody can tell");
        let elsewhere = Facts { unit: "b", ..facts(&[other, other], false) };
        assert_eq!(see(&elsewhere), Sight::Own(Role::Reviewer { sector: Sector::Health }), "by the sector");
        assert_eq!(sight(&who, &elsewhere, [(Some(Sector::Social), "nav")].into_iter()), Sight::Nothing);
    }

    #[test]
    fn whoever_cannot_be_told_from_the_subject_handles_nothing() {
        use crate::id::GrantId;
        use crate::staff::rules::{Employee, Grant, Source};
        let standing = |role: &str, own| Standing {
            employee: Some(Employee { id: EmployeeId::new(0), name: "Kari".to_owned(), own }),
            grants: vec![Grant {
                id: GrantId::new(0),
                employee: EmployeeId::new(0),
                role: role.parse().unwrap(),
                source: Source::Given,
                given_at: 0,
                given_by: "operator".to_owned(),
                reason: "ny".to_owned(),
                ends_on: jiff::civil::date(2026, 12, 31),
                ended: None,
            }],
        };
        assert!(Handler::of(&standing("caseworker:a", Some(vec![1]))).is_ok());
        assert_eq!(Handler::of(&standing("caseworker:a", None)), Err(NoHandler::Unknown));
        assert_eq!(Handler::of(&standing("ombud", Some(vec![1]))), Err(NoHandler::NoRole));
        assert_eq!(Handler::of(&Standing::default()), Err(NoHandler::NoRole));
    }

    proptest! {
        #[test]
        fn one_role_more_never_takes_anything_away(
            roles in proptest::collection::vec(0_usize..5, 0..4), sector in 0..Sector::ALL.len(), more in 0_usize..5,
        ) {
            let all = ["caseworker:a", "reviewer:health", "owner:epj", "ombud", "administrator"];
            let sector = Some(Sector::ALL[sector]);
            let mut held: Vec<&str> = roles.into_iter().map(|index| all[index]).collect();
            let before = handler(&held).may_read("a", sector, "epj");
            held.push(all[more]);
            prop_assert!(!before || handler(&held).may_read("a", sector, "epj"));
        }
    }
}
