//! `POST /do/give-role` and `/do/end-role`: what an administrator does.

use std::sync::Arc;

use app::fault::Fault;
use app::model::roles::{END_REASON, GRANT, LOGIN, NAME, REASON, ROLE, SCOPE, SECTOR, UNTIL, WHO};
use app::model::{DONE, FieldCode, FieldFault};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::civil::Date;

use super::faults::Failed;
use super::form::{PostedForm, text_fault, typed_day};
use super::own_form::{NotTaken, Sender, sender};
use super::redirect::see_other;
use super::returned_form::{self, FormPage, WHOLE};
use super::session::Person;
use super::visit::Caller;
use crate::login::session::{NoEmployee, Who};
use crate::portal::Portal;
use crate::staff::grant::{Given, LONGEST_TEXT_CHARS, Refused, end, give};
use crate::staff::rules::{By, Role, RoleKind};
use crate::subjects::identity_number::Deployment;

const PATH: &str = "/administrasjon/roller";
const PAGE: FormPage<'_> = FormPage {
    path: PATH,
    fields: &[
        (LOGIN, 64),
        (WHO, 200),
        (NAME, WHOLE),
        (ROLE, 64),
        (SCOPE, WHOLE),
        (SECTOR, 64),
        (UNTIL, 64),
        (REASON, WHOLE),
        (END_REASON, WHOLE),
        (GRANT, 64),
    ],
};

/// Gives a role.
pub(super) async fn give_role(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let Sender { person, owner } = sender(&portal, &caller, &headers, &PAGE, &form).await?;
    let by = administrator(&person)?;
    let faults = match read(&form, portal.settings.municipality.deployment(), portal.office.today()) {
        Ok(given) => match give(&portal.office, by, &given).await? {
            Ok(_) => return Ok(see_other(&format!("{PATH}?{DONE}=gitt"))),
            Err(Refused::NotAdministrator) => return Err(Fault::Forbidden.into()),
            Err(refused) => vec![fault_of(&refused)],
        },
        Err(faults) => faults,
    };
    Ok(returned_form::refuse(&portal, &owner, &PAGE, &form, faults).await?)
}

/// Ends a role.
pub(super) async fn end_role(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let Sender { person, owner } = sender(&portal, &caller, &headers, &PAGE, &form).await?;
    let by = administrator(&person)?;
    let grant = form.value(GRANT).parse().map_err(|_| Failed(Fault::BadRequest))?;
    let reason = form.value(END_REASON).trim();
    let fault = match text_fault(reason, LONGEST_TEXT_CHARS) {
        Some(code) => FieldFault { field: END_REASON.to_owned(), code },
        None => match end(&portal.office, by, grant, reason).await? {
            Ok(()) => return Ok(see_other(&format!("{PATH}?{DONE}=avsluttet"))),
            Err(Refused::NotAdministrator) => return Err(Fault::Forbidden.into()),
            Err(Refused::NotHeld) => FieldFault { field: GRANT.to_owned(), code: FieldCode::Gone },
            Err(refused) => FieldFault { field: END_REASON.to_owned(), ..fault_of(&refused) },
        },
    };
    Ok(returned_form::refuse(&portal, &owner, &PAGE, &form, vec![fault]).await?)
}

/// The administrator who sends a form.
fn administrator(person: &Person) -> Result<By, Failed> {
    let is_one = person.desks.administrator.is_some();
    let employee = person.standing.employee.as_ref().filter(|_| is_one);
    employee.map(|employee| By::Employee(employee.id)).ok_or(Failed(Fault::Forbidden))
}

/// What was filled in; all that is wrong with it.
fn read(form: &PostedForm, deployment: Deployment, today: Date) -> Result<Given, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, code| faults.push(FieldFault { field: field.to_owned(), code });
    let text = |field| form.value(field).trim();
    if text(LOGIN).is_empty() {
        wrong(LOGIN, FieldCode::MissingChoice);
    }
    if text(WHO).is_empty() {
        wrong(WHO, FieldCode::Missing);
    }
    let who = Who::employee(text(LOGIN), text(WHO), deployment, today);
    if let (Err(why), false) = (&who, text(LOGIN).is_empty() || text(WHO).is_empty()) {
        match why {
            NoEmployee::Provider => wrong(LOGIN, FieldCode::NotAChoice),
            NoEmployee::NotANumber => wrong(WHO, FieldCode::NotANumber),
            NoEmployee::NotEntra => wrong(WHO, FieldCode::NotEntra),
        }
    }
    if text(NAME).is_empty() {
        wrong(NAME, FieldCode::Missing);
    }
    let role = match RoleKind::parse(text(ROLE)) {
        None => {
            wrong(ROLE, if text(ROLE).is_empty() { FieldCode::MissingChoice } else { FieldCode::NotAChoice });
            None
        }
        Some(kind @ RoleKind::Reviewer) => Role::read(kind, text(SECTOR)).or_else(|| {
            wrong(SECTOR, FieldCode::MissingChoice);
            None
        }),
        Some(kind @ (RoleKind::Caseworker | RoleKind::Owner)) => Role::read(kind, text(SCOPE)).or_else(|| {
            wrong(SCOPE, FieldCode::Missing);
            None
        }),
        // What was filled in for another role is not for this one.
        Some(kind @ (RoleKind::Ombud | RoleKind::Administrator)) => Role::read(kind, ""),
    };
    let ends_on = typed_day(text(UNTIL));
    if ends_on.is_none() {
        wrong(UNTIL, FieldCode::NotADate);
    }
    if text(REASON).is_empty() {
        wrong(REASON, FieldCode::Missing);
    }
    for field in [NAME, SCOPE, REASON] {
        if let Some(code) = text_fault(text(field), LONGEST_TEXT_CHARS) {
            wrong(field, code);
        }
    }
    match (who, role, ends_on) {
        (Ok(who), Some(role), Some(ends_on)) if faults.is_empty() => {
            let (name, reason) = (text(NAME).to_owned(), text(REASON).to_owned());
            Ok(Given { who, own: None, name, role, ends_on, reason })
        }
        _ => Err(faults),
    }
}

/// Which field says why a role is not given.
fn fault_of(refused: &Refused) -> FieldFault {
    let (field, code) = match refused {
        Refused::Citizen | Refused::NotAdministrator => (LOGIN, FieldCode::NotAChoice),
        Refused::Oneself => (WHO, FieldCode::Oneself),
        Refused::Unknown => (WHO, FieldCode::Unknown),
        Refused::NoReason => (REASON, FieldCode::Missing),
        Refused::NoName => (NAME, FieldCode::Missing),
        Refused::TooLongText => (REASON, FieldCode::TooLong { limit: LONGEST_TEXT_CHARS as u32 }),
        Refused::Over(_) => (UNTIL, FieldCode::Over),
        Refused::TooLong(_) => (UNTIL, FieldCode::TooFar),
        Refused::Held => (ROLE, FieldCode::Held),
        Refused::NotHeld => (GRANT, FieldCode::Gone),
    };
    FieldFault { field: field.to_owned(), code }
}
