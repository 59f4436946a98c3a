//! What an employee is shown of cases. Each look is noted: the person the case is about may ask who has looked.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::rules::{Facts, Handler, Sight, sight};
use super::store::{self, AskedSystem, Listed, Of};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::deadline::date_in_oslo_at;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, PersonId};
use crate::office::Office;
use crate::staff::rules::Role;
use crate::subjects;
use crate::tasks;

/// More open cases than this are not listed for one role.
const MOST_LISTED: i64 = 500;

/// The open cases that a handler is shown, those first that must be answered first.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn list(office: &Office, handler: &Handler) -> Result<Vec<Listed>, Error> {
    let mut tx = office.db.read().await?;
    let oneself = subjects::store::find_person(&mut tx, &handler.own).await?;
    let mut found = BTreeMap::new();
    for role in &handler.roles {
        let of = match role {
            Role::Caseworker { unit } => Of::Unit(unit),
            Role::Reviewer { sector } => Of::Sector(*sector),
            Role::Owner { system } => Of::System(system),
            Role::Ombud | Role::Administrator => continue,
        };
        for case in store::open_cases(&mut tx, handler.employee, of, MOST_LISTED).await? {
            let is_own = oneself.is_some_and(|person| person == case.subject || person == case.filer);
            if !is_own && !case.recused {
                found.insert((case.due_on, case.received_at, case.id), case);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// A case, and the systems that a handler is shown of it.
pub struct Seen {
    /// The case.
    pub case: Listed,
    /// How much of it.
    pub sight: Sight,
    /// The systems: all of them, or those that the handler may read.
    pub systems: Vec<AskedSystem>,
    /// How many others could coordinate it.
    pub colleagues: usize,
}

/// A case that is open. Anything else is not found, be it another's, one's own or none at all.
///
/// # Errors
/// [`Error::NotFound`]; the database's own.
pub async fn case(office: &Office, handler: &Handler, reference: &str) -> Result<Seen, Error> {
    let mut tx = office.db.write().await?;
    let seen = find(&mut tx, handler, reference).await?;
    let colleagues = colleagues(office, &mut tx, handler, &seen.case).await?;
    note(office, &mut tx, handler, &seen.case, Action::CaseViewed, None).await?;
    tx.commit().await?;
    Ok(Seen { colleagues, ..seen })
}

/// The case and what the handler is shown of it, without a note of the look.
pub(super) async fn find(tx: &mut Tx, handler: &Handler, reference: &str) -> Result<Seen, Error> {
    let case = store::open_case(tx, handler.employee, reference).await?.ok_or(Error::NotFound)?;
    let mut systems = store::systems_of(tx, case.id).await?;
    let oneself = subjects::store::find_person(tx, &handler.own).await?;
    let facts = Facts { unit: &case.unit, subject: case.subject, filer: case.filer, recused: case.recused };
    let sight = sight(handler, oneself, &facts, systems.iter().map(|system| (system.sector, system.key.as_str())));
    match sight {
        Sight::Nothing => return Err(Error::NotFound),
        Sight::Own => systems.retain(|system| handler.may_read(&case.unit, system.sector, &system.key)),
        Sight::Whole => {}
    }
    Ok(Seen { case, sight, systems, colleagues: 0 })
}

/// What a system gave for one step.
pub struct Given {
    /// The step, the system and how it ended.
    pub asked: AskedSystem,
    /// The answer document.
    pub content: Zeroizing<Vec<u8>>,
}

/// What a system has answered in a case, for who may read it. This is the only way to it for people.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case or system for them, or no answer yet; the database's own.
pub async fn answers(
    office: &Office,
    handler: &Handler,
    reference: &str,
    system: &str,
) -> Result<(Listed, Vec<Given>), Error> {
    let mut tx = office.db.write().await?;
    let Seen { case, systems, .. } = find(&mut tx, handler, reference).await?;
    let read = |asked: &AskedSystem| asked.key == system && handler.may_read(&case.unit, asked.sector, &asked.key);
    let asked: Vec<AskedSystem> = systems.into_iter().filter(|asked| asked.outcome.is_some() && read(asked)).collect();
    let first = asked.first().ok_or(Error::NotFound)?;
    note(office, &mut tx, handler, &case, Action::AnswerViewed, Some(first)).await?;
    tx.commit().await?;
    let mut given = Vec::new();
    for asked in asked {
        let content = tasks::answer::read(office, asked.task).await?;
        given.push(Given { asked, content });
    }
    Ok((case, given))
}

/// How many others could coordinate a case: not those whom it is about, and not those who have said that they may not.
async fn colleagues(office: &Office, tx: &mut Tx, handler: &Handler, case: &Listed) -> Result<usize, Error> {
    let today = date_in_oslo_at(office.clock.now_ms());
    let mut count = 0;
    for (employee, own) in store::coordinators(tx, &case.unit, today, case.id).await? {
        let person = subjects::store::find_person(tx, &own).await?;
        let is_own = person.is_some_and(|person: PersonId| person == case.subject || person == case.filer);
        count += usize::from(employee != handler.employee && own != handler.own && !is_own);
    }
    Ok(count)
}

async fn note(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    case: &Listed,
    action: Action,
    asked: Option<&AskedSystem>,
) -> Result<(), Error> {
    let role = match asked {
        Some(asked) => handler.reads_as(&case.unit, asked.sector, &asked.key),
        None => handler.roles.iter().find(|role| matches!(role, Role::Caseworker { unit } if *unit == case.unit)),
    };
    let details = match asked {
        Some(asked) => Details::none().with("system", asked.key.clone()),
        None => Details::none(),
    };
    record(office, tx, case.id, handler, role.or(handler.roles.first()), action, details).await
}

/// Says in the audit trail what a handler did with a case.
pub(super) async fn record(
    office: &Office,
    tx: &mut Tx,
    case: CaseId,
    handler: &Handler,
    role: Option<&Role>,
    action: Action,
    details: Details,
) -> Result<(), Error> {
    let key = office.vault.case_key(tx, case).await?;
    let actor = Actor::Employee {
        role: role.map_or("", |role| role.kind().code()).to_owned(),
        unit: role.map_or("", Role::scope).to_owned(),
        id: handler.employee.to_string(),
    };
    let event = Event { action, case: Some(case), actor, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(&key), event).await
}
