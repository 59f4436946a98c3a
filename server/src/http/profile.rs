//! `POST /do/change-contact`: where a person is told of news.

use std::sync::Arc;

use app::fault::Fault;
use app::model::DONE;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::ask::answers::{FIELDS, contact};
use super::citizen::citizen;
use super::form::PostedForm;
use super::own_form::NotTaken;
use super::redirect::see_other;
use super::returned_form::{self, FormPage};
use super::visit::Caller;
use crate::contact::change;
use crate::error::Error;
use crate::portal::Portal;
use crate::subjects;

const PAGE: FormPage<'_> = FormPage { path: "/min-side/profil", fields: FIELDS };

/// Keeps the address, or none.
pub(super) async fn change_contact(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let (id, owner) = citizen(&portal, &caller, &headers, &PAGE, &form).await?;
    let email = match contact(&form) {
        Ok(email) => email,
        Err(faults) => return Ok(returned_form::refuse(&portal, &owner, &PAGE, &form, faults).await?),
    };
    let office = &portal.office;
    let mut tx = office.db.read().await.map_err(Error::from)?;
    // Of somebody who has nothing here, nothing is kept either.
    let person = subjects::find(&mut tx, &office.vault, &id).await?.ok_or(Fault::NotFound)?;
    drop(tx);
    change(office, person, &email).await?;
    Ok(see_other(&format!("{}?{DONE}=lagret", PAGE.path)))
}
