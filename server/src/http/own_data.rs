//! What a person does with what they were given access to: they fetch one file, say that something is wrong or is to be
//! erased, or ask for all of it once more.

use std::sync::Arc;

use app::fault::Fault;
use app::model::ask::{LONGEST_LINE, SEEN, Seen};
use app::model::case::{AGAIN, CASE};
use app::model::data::{CORRECT, DataValue, ERASE, FILE, PACKAGE, POINTED, SYSTEM};
use app::model::{FieldCode, FieldFault, Sector};
use axum::body::Body;
use axum::extract::{Extension, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Response};

use super::casework::reference;
use super::citizen::{CaseForm, case_form, citizen, own_case};
use super::faults::Failed;
use super::form::PostedForm;
use super::own_form::NotTaken;
use super::package::allowed;
use super::redirect::see_other;
use super::returned_form::{self, FormPage, Owner};
use super::visit::Caller;
use crate::cases::store::Case;
use crate::drafts::point::{About, Pointed, Refused, point_out};
use crate::error::Error;
use crate::packages::download;
use crate::packages::inside::{Inside, Record, System, titles};
use crate::packages::value::{at, value};
use crate::portal::Portal;
use crate::subjects::identity_number::NationalId;

/// How deep a place in a record's data can be.
const DEEPEST: usize = 16;
/// Characters of a value that stand in a correction.
const LONGEST_VALUE: usize = 1000;

/// Hands out one file of what a system gave.
pub(super) async fn file(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    Path((reference, number, system, file)): Path<(String, String, String, String)>,
    request: Request,
) -> Result<Response, Failed> {
    let id = match allowed(&portal, &caller, request.uri().path()) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let place = |text: &str| text.parse::<usize>().map_err(|_| Failed(Fault::NotFound));
    let (number, system, file) = (place(&number)?, place(&system)?, place(&file)?);
    let number = i64::try_from(number).map_err(|_| Failed(Fault::NotFound))?;
    let office = &portal.office;
    let (person, _) = own_case(&portal, &id, &reference).await?;
    let inside = Inside::open(office, download::find(office, person, &reference, number).await?).await?;
    let file = inside.system(system)?.file(file)?;
    let head = request.method() == Method::HEAD;
    let share = portal.files.take_for(&caller).ok_or(Failed(Fault::Busy))?;
    let body = if head { Body::empty() } else { Body::from_stream(inside.file(office, file, share)) };
    Ok(attachment(file.name(), file.size_bytes, body))
}

/// A file that is saved, and never opened on a page of ours, whatever it is.
pub(super) fn attachment(name: &str, size_bytes: u64, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    // RFC 8187: the name letter for letter, whatever letters it has.
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{name}"));
    headers.insert(CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size_bytes));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Begins to ask for a rectification or an erasure of what the person points at.
pub(super) async fn point(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let reference = reference(&form, CASE)?;
    let number: i64 = form.value(PACKAGE).parse().map_err(|_| Fault::BadRequest)?;
    let place: usize = form.value(SYSTEM).parse().map_err(|_| Fault::BadRequest)?;
    let path = format!("/min-side/sak/{reference}/opplysninger/{number}/{place}");
    let page = FormPage { path: &path, fields: &[] };
    let (id, owner) = citizen(&portal, &caller, &headers, &page, &form).await?;
    let office = &portal.office;
    let (person, case) = own_case(&portal, &id, reference).await?;
    let inside = Inside::open(office, download::find(office, person, reference, number).await?).await?;
    let system = inside.system(place)?;
    let pointed = pointed(form.value(POINTED), &inside, system).await?;
    let sector = Sector::from_code(&system.sector);
    let place = u32::try_from(place).map_err(|_| Fault::NotFound)?;
    let seen = Seen { reference: reference.to_owned(), package: number, system: place };
    let path = begin(&portal, &owner, &page, &form, (&id, &case), (sector, pointed, POINTED)).await?;
    let and = if path.contains('?') { '&' } else { '?' };
    Ok(see_other(&format!("{path}{and}{SEEN}={}", seen.code())))
}

/// Begins to ask for access once more.
pub(super) async fn again(
    State(portal): State<Arc<Portal>>,
    Extension(caller): Extension<Arc<Caller>>,
    headers: HeaderMap,
    form: PostedForm,
) -> Result<Response, NotTaken> {
    let CaseForm { id, owner, path, case, .. } = case_form(&portal, &caller, &headers, &form, &[]).await?;
    let page = FormPage { path: &path, fields: &[] };
    let path = begin(&portal, &owner, &page, &form, (&id, &case), (None, Pointed::Access, AGAIN)).await?;
    Ok(see_other(&path))
}

/// Where the person goes on.
async fn begin(
    portal: &Arc<Portal>,
    owner: &Owner,
    page: &FormPage<'_>,
    form: &PostedForm,
    (id, case): (&NationalId, &Case),
    (sector, pointed, field): (Option<Sector>, Pointed, &str),
) -> Result<String, NotTaken> {
    let office = &portal.office;
    let mut tx = office.db.read().await.map_err(Error::from)?;
    let about = About::case(office, &mut tx, case).await?;
    drop(tx);
    let code = match point_out(office, id, &about, sector, &pointed).await? {
        Ok(path) => return Ok(path),
        Err(Refused::AboutAnother) => FieldCode::BegunForAnother,
        Err(Refused::Full) => FieldCode::DraftFull,
    };
    let faults = vec![FieldFault { field: field.to_owned(), code }];
    Err(NotTaken::Kept(returned_form::refuse(portal, owner, page, form, faults).await?))
}

/// What a button stands beside. Who sends something else than a button of the page has no page to go back to.
async fn pointed(button: &str, inside: &Inside, system: &System) -> Result<Pointed, Failed> {
    let (wrong, place) = match (button.strip_prefix(CORRECT), button.strip_prefix(ERASE)) {
        (Some(place), _) => (true, place),
        (None, Some(place)) => (false, place),
        (None, None) => return Err(Failed(Fault::BadRequest)),
    };
    let (names, current) = match place.strip_prefix(FILE) {
        Some(place) => {
            let place: usize = place.parse().map_err(|_| Fault::BadRequest)?;
            let file = system.file(place)?;
            (vec![file.title.clone(), file.name().to_owned()], String::new())
        }
        None => in_record(place, &inside.records(system).await?.ok_or(Fault::NotFound)?.records)?,
    };
    // On one line, and within what may be typed there.
    let what = format!("{} ({})", names.join(" – "), system.name);
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    let what: String = what.chars().take(LONGEST_LINE).collect();
    Ok(if wrong { Pointed::Wrong { what, current } } else { Pointed::Unwanted { what } })
}

/// What a part of a record is called, from the outside in, and what it says if that is one value.
fn in_record(place: &str, records: &[Record]) -> Result<(Vec<String>, String), Fault> {
    let places: Option<Vec<usize>> = place.splitn(DEEPEST, '.').map(|part| part.parse().ok()).collect();
    let places = places.ok_or(Fault::BadRequest)?;
    let (first, path) = places.split_first().ok_or(Fault::BadRequest)?;
    let record = records.get(*first).ok_or(Fault::NotFound)?;
    let title = titles(records).swap_remove(*first);
    let data = value(&record.data);
    let (names, found) = at(&title, &data, path).ok_or(Fault::NotFound)?;
    let current = match found {
        DataValue::Text(text) => text.chars().take(LONGEST_VALUE).collect(),
        _ => String::new(),
    };
    Ok((names, current))
}
