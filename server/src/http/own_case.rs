//! `POST /do/withdraw-case`: a person takes a case of theirs back.

use std::sync::Arc;

use app::model::case::CASE;
use app::model::{DONE, FieldCode, FieldFault};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::citizen::{CaseForm, case_form};
use super::form::PostedForm;
use super::own_form::NotTaken;
use super::redirect::see_other;
use super::returned_form::{self, FormPage};
use super::visit::Caller;
use crate::cases::rules::Refused;
use crate::cases::withdraw::withdraw;
use crate::portal::Portal;

/// Takes a case back.
pub(super) async fn withdraw_case(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let CaseForm { owner, path, person, case, .. } = case_form(&portal, &caller, &headers, &form, &[]).await?;
    let page = FormPage { path: &path, fields: &[] };
    let code = match withdraw(&portal.office, person, case.id).await? {
        Ok(()) => return Ok(see_other(&format!("{path}?{DONE}=trukket"))),
        Err(Refused::BeingCarriedOut) => FieldCode::BeingCarriedOut,
        Err(_) => FieldCode::NotOpen,
    };
    let faults = vec![FieldFault { field: CASE.to_owned(), code }];
    Ok(returned_form::refuse(&portal, &owner, &page, &form, faults).await?)
}
