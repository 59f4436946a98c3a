//! What an employee is shown of cases. Each look is noted: the person the case is about may ask who has looked.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use zeroize::Zeroizing;

use super::rules::{Facts, Handler, Sight, sight};
use super::store::{self, AskedSystem, Listed, Of, Progress};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, EmployeeId};
use crate::office::Office;
use crate::staff::grant::roles_now;
use crate::staff::rules::Role;
use crate::tasks;
use crate::tasks::rules::Outcome;
use crate::vault::Vault;

/// More cases than this are not listed for one role.
const MOST_LISTED: i64 = 500;

/// The cases that a handler is shown, those first that must be answered first: the open ones, and before them those that are
/// answered and in which the person waits for a reply.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn list(office: &Office, handler: &Handler) -> Result<Vec<Listed>, Error> {
    let mut tx = office.db.read().await?;
    let mut found = BTreeMap::new();
    for role in &handler.roles {
        let of = match role {
            Role::Caseworker { unit } => Of::Unit(unit),
            Role::Reviewer { sector } => Of::Sector(*sector),
            Role::Owner { system } => Of::System(system),
            Role::Ombud | Role::Administrator => continue,
        };
        let mut cases = store::open_cases(&mut tx, handler.employee, of, MOST_LISTED).await?;
        // What was written is for who coordinates the case.
        if let Of::Unit(unit) = of {
            cases.extend(store::unsettled_cases(&mut tx, handler.employee, unit, MOST_LISTED).await?);
        }
        for case in cases {
            if facts(&office.vault, &case).may_be_handled_by(&handler.own) {
                found.insert((case.due_on, case.received_at, case.id), case);
            }
        }
    }
    let mut cases: Vec<Listed> = found.into_values().collect();
    let mut roles_of = BTreeMap::new();
    for case in &mut cases {
        let Some((employee, _)) = case.handler else { continue };
        if let Entry::Vacant(unknown) = roles_of.entry(employee) {
            unknown.insert(roles_now(&mut tx, employee, office.clock.now_ms()).await?);
        }
        // As on the page of the case: whoever has lost the role since has it no more.
        let coordinates = |role: &Role| matches!(role, Role::Caseworker { unit } if *unit == case.unit);
        if !roles_of[&employee].iter().any(coordinates) {
            case.handler = None;
        }
    }
    Ok(cases)
}

fn facts<'a>(vault: &Vault, case: &'a Listed) -> Facts<'a> {
    let people = case.people.iter().map(|lookup| vault.own_mark(lookup)).collect();
    Facts { unit: &case.unit, people, recused: case.recused }
}

/// A case, and what a handler is shown of it.
pub struct Found {
    /// The handler, with the roles that they have in this moment.
    pub handler: Handler,
    /// The case.
    pub case: Listed,
    /// Whether they coordinate it.
    pub coordinates: bool,
    /// By which role they are shown it.
    pub role: Role,
    /// The systems: all of them, or those that the role is about.
    pub systems: Vec<AskedSystem>,
}

/// An open case, with how many others could coordinate it. Anything else is not found, be it another's, one's own or none at
/// all.
///
/// # Errors
/// [`Error::NotFound`]; the database's own.
pub async fn case(office: &Office, handler: &Handler, reference: &str) -> Result<(Found, usize), Error> {
    let mut tx = office.db.write().await?;
    let mut found = find(office, &mut tx, handler, reference).await?;
    let coordinators = coordinators(office, &mut tx, &found.case).await?;
    // Whoever has lost the role since has it no more.
    if !is_handled(&found.case, &coordinators) {
        found.case.handler = None;
    }
    // Neither those whom it is about, nor those who have said that they may not, could take it over.
    let facts = facts(&office.vault, &found.case);
    let others = coordinators.iter().filter(|(_, own)| *own != handler.own && facts.may_be_handled_by(own));
    let colleagues = others.count();
    record(office, &mut tx, found.case.id, handler, &found.role, Action::CaseViewed, Details::none()).await?;
    tx.commit().await?;
    Ok((found, colleagues))
}

/// The case and what the handler is shown of it by the roles that they have in this moment, without a note of the look.
pub(crate) async fn find(office: &Office, tx: &mut Tx, handler: &Handler, reference: &str) -> Result<Found, Error> {
    let roles = roles_now(tx, handler.employee, office.clock.now_ms()).await?;
    let handler = Handler { roles, ..handler.clone() };
    let case = store::open_case(tx, handler.employee, reference).await?.ok_or(Error::NotFound)?;
    let mut systems = store::systems_of(tx, case.id).await?;
    let facts = facts(&office.vault, &case);
    let asked = systems.iter().map(|system| (system.sector, system.key.as_str()));
    let (coordinates, role) = match sight(&handler, &facts, asked) {
        Sight::Nothing => return Err(Error::NotFound),
        Sight::Whole(role) => (true, role),
        Sight::Own(role) => {
            systems.retain(|system| handler.follows_as(&case.unit, system.sector, &system.key).is_some());
            (false, role)
        }
    };
    Ok(Found { handler, case, coordinates, role, systems })
}

/// The case with this reference, for who coordinates cases of its unit and opens a file of one of its messages, which is noted.
///
/// # Errors
/// [`Error::NotFound`] where there is none for them; the database's own.
pub(crate) async fn opens_attachment(
    office: &Office,
    handler: &Handler,
    reference: &str,
    message: i64,
) -> Result<CaseId, Error> {
    let mut tx = office.db.write().await?;
    let Found { handler, case, coordinates, role, .. } = find(office, &mut tx, handler, reference).await?;
    if !coordinates {
        return Err(Error::NotFound);
    }
    let details = Details::none().with("message", message.to_string());
    record(office, &mut tx, case.id, &handler, &role, Action::AttachmentOpened, details).await?;
    tx.commit().await?;
    Ok(case.id)
}

/// What a system gave for one step.
pub struct Given {
    /// The step, and the system.
    pub asked: AskedSystem,
    /// How it ended.
    pub outcome: Outcome,
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
    let Found { handler, case, systems, .. } = find(office, &mut tx, handler, reference).await?;
    let answered = systems.into_iter().filter(|asked| asked.key == system).filter_map(|asked| match asked.progress {
        Progress::Answered(outcome) => Some((asked, outcome)),
        Progress::Waiting | Progress::WithHuman => None,
    });
    let answered: Vec<(AskedSystem, Outcome)> = answered.collect();
    let (first, _) = answered.first().ok_or(Error::NotFound)?;
    let role = handler.reads_as(&case.unit, first.sector, &first.key).ok_or(Error::NotFound)?;
    let details = Details::none().with("system", first.key.clone());
    record(office, &mut tx, case.id, &handler, role, Action::AnswerViewed, details).await?;
    tx.commit().await?;
    let mut given = Vec::new();
    for (asked, outcome) in answered {
        let content = tasks::answer::read(office, asked.task).await?;
        given.push(Given { asked, outcome, content });
    }
    Ok((case, given))
}

/// Those who coordinate the cases of this one's unit today and have not handed it over, each with the keyed hash of their own
/// number.
pub(super) async fn coordinators(
    office: &Office,
    tx: &mut Tx,
    case: &Listed,
) -> Result<Vec<(EmployeeId, Vec<u8>)>, Error> {
    Ok(store::coordinators(tx, &case.unit, office.today(), case.id).await?)
}

/// Whether somebody who has taken a case can still handle it.
pub(super) fn is_handled(case: &Listed, coordinators: &[(EmployeeId, Vec<u8>)]) -> bool {
    case.handler.as_ref().is_some_and(|(handler, _)| coordinators.iter().any(|(employee, _)| employee == handler))
}

/// Says in the audit trail what a handler did with a case, and by which role.
pub(crate) async fn record(
    office: &Office,
    tx: &mut Tx,
    case: CaseId,
    handler: &Handler,
    role: &Role,
    action: Action,
    details: Details,
) -> Result<(), Error> {
    let key = office.vault.case_key(tx, case).await?;
    let actor = Actor::Employee {
        role: role.kind().code().to_owned(),
        unit: role.scope().to_owned(),
        id: handler.employee.to_string(),
    };
    let event = Event { action, case: Some(case), actor, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(&key), event).await
}
