//! `POST /do/choose-display`: language and appearance, remembered in a cookie of this device.

use std::sync::Arc;

use app::Appearance;
use app::model::display::{APPEARANCE, BACK, LANGUAGE};
use app::model::{FieldCode, FieldFault};
use app::words::Language;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::cookies;
use super::faults::Failed;
use super::form::PostedForm;
use super::redirect::{local_path, see_other};
use super::returned_form::{self, FormPage, Owner};
use crate::portal::Portal;

/// `<language>.<appearance>`, for example `nn.dark`.
pub(super) const DISPLAY_COOKIE: &str = "minside-display";
const ONE_YEAR_S: u32 = 365 * 24 * 60 * 60;
const PAGE: FormPage<'_> = FormPage { path: "/visning", fields: &[(LANGUAGE, 64), (APPEARANCE, 64), (BACK, 2048)] };

/// Remembers the choice and leads back to where the person was.
pub(super) async fn choose_display(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, Failed> {
    let language = choice(&form, LANGUAGE, |tag| Language::ALL.into_iter().find(|known| known.tag() == tag));
    let appearance = choice(&form, APPEARANCE, Appearance::from_code);
    let (language, appearance) = match (language, appearance) {
        (Ok(language), Ok(appearance)) => (language, appearance),
        (language, appearance) => {
            let faults = [language.err(), appearance.err()].into_iter().flatten().collect();
            let owner = Owner::of(&headers, portal.is_https());
            return Ok(returned_form::refuse(&portal, &owner, &PAGE, &form, faults).await?);
        }
    };
    let value = format!("{}.{}", language.tag(), appearance.code());
    let mut response = see_other(local_path(form.value(BACK)));
    cookies::set(&mut response, DISPLAY_COOKIE, &value, ONE_YEAR_S, portal.is_https());
    Ok(response)
}

fn choice<T>(form: &PostedForm, field: &str, known: impl Fn(&str) -> Option<T>) -> Result<T, FieldFault> {
    let value = form.value(field);
    let code = if value.is_empty() { FieldCode::MissingChoice } else { FieldCode::NotAChoice };
    known(value).ok_or_else(|| FieldFault { field: field.to_owned(), code })
}
