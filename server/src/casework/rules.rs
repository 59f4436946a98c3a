//! What an employee is shown of a case: decided by their roles, by the walls between sectors, and by whom it is about.

use app::model::Sector;
use thiserror::Error;

use crate::id::{EmployeeId, PersonId};
use crate::staff::rules::{Role, Standing};

/// An employee with a role in cases, whose own national id is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// Who it is.
    pub employee: EmployeeId,
    /// What they may do now.
    pub roles: Vec<Role>,
    /// Keyed hash of their own national id.
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

    /// Whether they coordinate the cases of a unit.
    pub fn coordinates(&self, unit: &str) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Caseworker { unit: own } if own == unit))
    }

    /// Whether they may read what a system has collected for a case that `unit` coordinates. Who coordinates a case sees
    /// how far each system is, and never what is behind a wall.
    pub fn may_read(&self, unit: &str, sector: Option<Sector>, system: &str) -> bool {
        self.reads_as(unit, sector, system).is_some()
    }

    /// The role by which they may.
    pub fn reads_as(&self, unit: &str, sector: Option<Sector>, system: &str) -> Option<&Role> {
        self.roles.iter().find(|role| match role {
            Role::Reviewer { sector: own } => Some(*own) == sector,
            Role::Owner { system: own } => own == system,
            Role::Caseworker { unit: own } => own == unit && !is_walled(sector),
            Role::Ombud | Role::Administrator => false,
        })
    }
}

/// Whether a sector's content is behind a wall: secrecy of its own binds those who work there also towards colleagues
/// (helsepersonelloven § 21, barnevernsloven § 13-1, sosialtjenesteloven § 44). So is that of a sector that nobody knows.
pub fn is_walled(sector: Option<Sector>) -> bool {
    matches!(sector, None | Some(Sector::Health | Sector::ChildWelfare | Sector::Social))
}

/// What decides about one case, beside roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Whose caseworkers coordinate it.
    pub unit: &'a str,
    /// Whom it is about.
    pub subject: PersonId,
    /// Who sent it in.
    pub filer: PersonId,
    /// Whether this employee has said that they may not handle it.
    pub recused: bool,
}

/// How much of a case somebody is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: it is not found.
    Nothing,
    /// The case, and the systems that they may read.
    Own,
    /// The case, and how far each of its systems is.
    Whole,
}

/// How much of a case a handler is shown. `oneself` is the handler among the people whom cases are about, if they are there;
/// `systems` are those that are asked. Nobody handles a case about themselves (forvaltningsloven § 6), or one that they sent
/// in.
pub fn sight<'a>(
    handler: &Handler,
    oneself: Option<PersonId>,
    facts: &Facts<'_>,
    mut systems: impl Iterator<Item = (Option<Sector>, &'a str)>,
) -> Sight {
    let is_own = oneself.is_some_and(|person| person == facts.subject || person == facts.filer);
    if is_own || facts.recused {
        Sight::Nothing
    } else if handler.coordinates(facts.unit) {
        Sight::Whole
    } else if systems.any(|(sector, system)| handler.may_read(facts.unit, sector, system)) {
        Sight::Own
    } else {
        Sight::Nothing
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
        assert!(reads(&["owner:epj"], Sector::Health, "epj"));
        assert!(!reads(&["owner:epj"], Sector::Health, "legevakt"));
        assert!(!reads(&["ombud", "administrator"], Sector::Culture, "bibliotek"));
        assert!(!handler(&all_but).may_read(unit, None, "?"), "a sector that nobody knows");
    }

    #[test]
    fn nobody_is_shown_a_case_about_themselves_or_one_they_have_handed_over() {
        let [me, other] = [PersonId::new(1), PersonId::new(2)];
        let who = handler(&["caseworker:a", "reviewer:health", "owner:epj"]);
        let facts = |subject, filer, recused| Facts { unit: "a", subject, filer, recused };
        let see = |facts: &Facts<'_>, oneself| sight(&who, oneself, facts, [(Some(Sector::Health), "epj")].into_iter());
        assert_eq!(see(&facts(other, other, false), Some(me)), Sight::Whole);
        assert_eq!(see(&facts(other, other, false), None), Sight::Whole);
        assert_eq!(see(&facts(me, other, false), Some(me)), Sight::Nothing);
        assert_eq!(see(&facts(other, me, false), Some(me)), Sight::Nothing);
        assert_eq!(see(&facts(other, other, true), Some(me)), Sight::Nothing);
        let elsewhere = Facts { unit: "b", ..facts(other, other, false) };
        assert_eq!(see(&elsewhere, Some(me)), Sight::Own, "by the system");
        assert_eq!(sight(&who, None, &elsewhere, [(Some(Sector::Social), "nav")].into_iter()), Sight::Nothing);
    }

    #[test]
    fn whoever_cannot_be_told_from_the_subject_handles_nothing() {
        use crate::staff::rules::Employee;
        let employee = |own| Some(Employee { id: EmployeeId::new(0), name: "Kari".to_owned(), own });
        let standing = |own| Standing { employee: employee(own), grants: Vec::new() };
        assert_eq!(Handler::of(&standing(Some(vec![1]))), Err(NoHandler::NoRole));
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
