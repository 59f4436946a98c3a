//! `POST /do/take-case`, `/do/hand-over-case` and `/do/need-no-reply`.

use std::sync::Arc;

use app::fault::Fault;
use app::model::work::{REASON, REFERENCE};
use app::model::{DONE, FieldCode, FieldFault};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::faults::Failed;
use super::form::{PostedForm, text_fault, typed};
use super::own_form::{NotTaken, Sender, sender};
use super::redirect::see_other;
use super::returned_form::{self, FormPage, Owner, WHOLE};
use super::visit::Caller;
use crate::casework::recuse::{LONGEST_REASON_CHARS, recuse};
use crate::casework::rules::{Handler, Refused};
use crate::casework::take::take;
use crate::messages::send::settle;
use crate::portal::Portal;

/// No reference is longer.
const LONGEST_REFERENCE_BYTES: usize = 32;
const FIELDS: &[(&str, usize)] = &[(REASON, WHOLE)];

/// Takes a case that nobody has.
pub(super) async fn take_case(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let Sent { path, handler, .. } = sent(&portal, &caller, &headers, &form).await?;
    match take(&portal.office, &handler, form.value(REFERENCE)).await? {
        // The page says who has it.
        Ok(()) | Err(Refused::Taken) => Ok(see_other(&path)),
        Err(_) => Err(Fault::Forbidden.into()),
    }
}

/// Says that what the person wrote needs no reply.
pub(super) async fn need_no_reply(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let Sent { path, handler, .. } = sent(&portal, &caller, &headers, &form).await?;
    match settle(&portal.office, &handler, form.value(REFERENCE)).await? {
        Ok(()) => Ok(see_other(&path)),
        Err(_) => Err(Fault::Forbidden.into()),
    }
}

/// Hands over a case that the sender may not handle.
pub(super) async fn hand_over_case(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let Sent { path, handler, owner } = sent(&portal, &caller, &headers, &form).await?;
    let reason = &typed(form.value(REASON));
    let code = match text_fault(reason, LONGEST_REASON_CHARS) {
        Some(code) => code,
        None => match recuse(&portal.office, &handler, form.value(REFERENCE), reason).await? {
            Ok(()) => return Ok(see_other(&format!("/saksbehandling?{DONE}=overlatt"))),
            Err(Refused::NoReason) => FieldCode::Missing,
            Err(Refused::TooLong) => FieldCode::TooLong { limit: LONGEST_REASON_CHARS as u32 },
            Err(Refused::NotCoordinator | Refused::Taken) => return Err(Fault::Forbidden.into()),
        },
    };
    let faults = vec![FieldFault { field: REASON.to_owned(), code }];
    let page = FormPage { path: &path, fields: FIELDS };
    Ok(returned_form::refuse(&portal, &owner, &page, &form, faults).await?)
}

/// A form about a case, from somebody who works with cases.
struct Sent {
    /// The case's page.
    path: String,
    handler: Handler,
    /// For giving the form back.
    owner: Owner,
}

async fn sent(portal: &Arc<Portal>, caller: &Caller, headers: &HeaderMap, form: &PostedForm) -> Result<Sent, NotTaken> {
    let path = page_of(form)?;
    let Sender { person, owner } =
        sender(portal, caller, headers, &FormPage { path: &path, fields: FIELDS }, form).await?;
    let handler = Handler::of(&person.standing).map_err(|_| Fault::Forbidden)?;
    Ok(Sent { path, handler, owner })
}

/// The page of the case that a form is about.
pub(super) fn page_of(form: &PostedForm) -> Result<String, Failed> {
    Ok(format!("/saksbehandling/sak/{}", reference(form, REFERENCE)?))
}

/// The reference of the case that a form is about.
pub(super) fn reference<'a>(form: &'a PostedForm, field: &str) -> Result<&'a str, Failed> {
    let reference = form.value(field);
    let is_one = !reference.is_empty()
        && reference.len() <= LONGEST_REFERENCE_BYTES
        && reference.chars().all(|c| c.is_ascii_digit() || c == '-');
    if is_one { Ok(reference) } else { Err(Failed(Fault::BadRequest)) }
}
