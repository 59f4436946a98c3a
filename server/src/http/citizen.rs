//! The citizen who sends a form of theirs.

use std::sync::Arc;

use app::fault::Fault;
use app::model::case::CASE;
use axum::http::HeaderMap;

use super::casework::reference;
use super::faults::Failed;
use super::form::PostedForm;
use super::own_form::{NotTaken, Sender, sender};
use super::returned_form::{FormPage, Owner};
use super::visit::Caller;
use crate::cases::own;
use crate::cases::store::Case;
use crate::error::Error;
use crate::id::PersonId;
use crate::login::session::Who;
use crate::portal::Portal;
use crate::subjects;
use crate::subjects::identity_number::NationalId;

/// The case with this reference, of which this citizen is the filer, and who they are here; anybody else's is not found.
pub(super) async fn own_case(portal: &Portal, id: &NationalId, reference: &str) -> Result<(PersonId, Case), Failed> {
    let office = &portal.office;
    let mut tx = office.db.read().await.map_err(Error::from)?;
    let person = subjects::find(&mut tx, &office.vault, id).await?.ok_or(Failed(Fault::NotFound))?;
    let case = own::find(&mut tx, person, reference).await?;
    Ok((person, case))
}

/// A form on the page of a case, from the citizen whose case it is.
pub(super) struct CaseForm {
    pub(super) id: NationalId,
    /// For giving it back.
    pub(super) owner: Owner,
    /// The case's page.
    pub(super) path: String,
    pub(super) person: PersonId,
    pub(super) case: Case,
}

/// Who sends a form of a case's page, and which case it is; `fields` are those that come back where it is refused.
pub(super) async fn case_form(
    portal: &Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    form: &PostedForm,
    fields: &'static [(&'static str, usize)],
) -> Result<CaseForm, NotTaken> {
    let reference = reference(form, CASE)?;
    let path = format!("/min-side/sak/{reference}");
    let (id, owner) = citizen(portal, caller, headers, &FormPage { path: &path, fields }, form).await?;
    let (person, case) = own_case(portal, &id, reference).await?;
    Ok(CaseForm { id, owner, path, person, case })
}

/// Who sends a form that is about a case, or will be one: a citizen who is logged in safely enough; and for giving it back.
pub(super) async fn citizen(
    portal: &Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    page: &FormPage<'_>,
    form: &PostedForm,
) -> Result<(NationalId, Owner), NotTaken> {
    let Sender { person, owner } = sender(portal, caller, headers, page, form).await?;
    if person.desks.citizen.is_none() {
        return Err(Fault::Forbidden.into());
    }
    if person.desks.citizen_cases.is_none() {
        return Err(Fault::LevelNeeded.into());
    }
    match person.session.map(|session| session.who) {
        Some(Who::Citizen(id)) => Ok((id, owner)),
        _ => Err(Fault::Forbidden.into()),
    }
}
