//! The one mechanism for refused forms: a page shows everything that was typed, with each field's error.
//!
//! A refused form is sealed and kept for 30 minutes; the person is redirected to the form's page with
//! `?skjema=<random>` and nothing else. The key is made of that random text and of a secret that only the person's
//! browser holds, and neither is stored here: who has the database cannot read a form, and who sees the address of
//! somebody else's cannot either.

mod seal;
pub mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::model::{FieldFault, Returned, ReturnedForm};
use axum::http::HeaderMap;
use axum::response::Response;

use super::cookies;
use super::form::PostedForm;
use super::own_form::Whose;
use super::redirect::see_other;
use crate::error::Error;
use crate::portal::Portal;
use crate::token::Token;

/// The field of the query that names a returned form.
pub const PARAMETER: &str = "skjema";
/// The cookie with the browser's half of the key.
pub(super) const COOKIE: &str = "minside-form";
const KEPT_S: u32 = 30 * 60;
/// More than people ever send in half an hour; beyond it the oldest go, so that nobody can fill the disk.
const MOST_FORMS: i64 = 10_000;
/// Likewise, in bytes of all of them.
const MOST_BYTES: i64 = 1_000_000_000;

/// Whose form it is: of a browser, and on a page that is for somebody, of that person.
#[derive(Clone)]
pub struct Owner {
    browser: Token,
    whose: Whose,
}

impl Owner {
    /// The browser that sent this request; a new secret where it has none.
    pub fn of(headers: &HeaderMap, https: bool) -> Self {
        let browser = known(headers, https).unwrap_or_else(Token::random);
        Self { browser, whose: Whose::ANYBODY }
    }

    /// Only one person in that browser.
    pub(super) fn for_person(self, whose: Whose) -> Self {
        Self { whose, ..self }
    }

    /// Set anew each time, so that it lasts as long as the form that was kept last.
    pub(super) fn set_cookie(&self, response: &mut Response, https: bool) {
        cookies::set(response, COOKIE, &self.browser.written(), KEPT_S, https);
    }
}

fn known(headers: &HeaderMap, https: bool) -> Option<Token> {
    cookies::read(headers, COOKIE, https).and_then(Token::parse)
}

/// Bytes of a field that comes back whole, however long it is: as many as a form may hold, whatever its limit is set to.
pub(in crate::http) const WHOLE: usize = 16 * 1024 * 1024;

/// A page with a form: where it is, and the fields that come back, each with the most bytes that are kept of it.
pub struct FormPage<'a> {
    /// The page's path.
    pub path: &'a str,
    /// What else is sent is no part of the form, and is dropped.
    pub fields: &'static [(&'static str, usize)],
}

/// Keeps a refused form, and leads to its page.
///
/// # Errors
/// The database's own.
pub async fn refuse(
    portal: &Arc<Portal>,
    owner: &Owner,
    page: &FormPage<'_>,
    form: &PostedForm,
    faults: Vec<FieldFault>,
) -> Result<Response, Error> {
    let mut response = see_other(&keep(portal, owner, page, form, faults).await?);
    owner.set_cookie(&mut response, portal.is_https());
    Ok(response)
}

/// Keeps a form; the address of its page that shows it again, to who has the owner's cookie.
///
/// # Errors
/// The database's own.
pub(super) async fn keep(
    portal: &Arc<Portal>,
    owner: &Owner,
    page: &FormPage<'_>,
    form: &PostedForm,
    faults: Vec<FieldFault>,
) -> Result<String, Error> {
    let token = Token::random();
    let form = ReturnedForm { values: kept_values(page, form), faults };
    let sealed = seal::seal(&token, owner, page.path, &form)?;
    let now_ms = portal.office.clock.now_ms();
    let mut tx = portal.office.db.write().await?;
    store::delete_expired(&mut tx, now_ms).await?;
    store::delete_beyond(&mut tx, MOST_FORMS, MOST_BYTES).await?;
    store::insert(&mut tx, &token.hash(), &sealed, now_ms + i64::from(KEPT_S) * 1000).await?;
    tx.commit().await?;
    Ok(format!("{}?{PARAMETER}={}", page.path, *token.written()))
}

fn kept_values(page: &FormPage<'_>, form: &PostedForm) -> BTreeMap<String, String> {
    let kept = page.fields.iter().filter_map(|(field, most_bytes)| {
        let value = form.0.get(*field)?;
        let end = (0..=value.len().min(*most_bytes)).rev().find(|end| value.is_char_boundary(*end))?;
        Some(((*field).to_owned(), value[..end].to_owned()))
    });
    kept.collect()
}

/// Deletes the forms that nobody can open any more; returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_expired(portal: &Portal) -> Result<u64, Error> {
    let mut tx = portal.office.db.write().await?;
    let deleted = store::delete_expired(&mut tx, portal.office.clock.now_ms()).await?;
    tx.commit().await?;
    Ok(deleted)
}

/// What a page that was asked for with this query is to show. `whose` is the person whom the page is for.
pub(super) async fn returned(
    portal: &Arc<Portal>,
    headers: &HeaderMap,
    whose: Whose,
    page: &str,
    query: &[(String, String)],
) -> Result<Returned, Error> {
    let Some((_, text)) = query.iter().find(|(name, _)| name == PARAMETER) else { return Ok(Returned::Nothing) };
    let browser = known(headers, portal.is_https());
    let (Some(token), Some(browser)) = (Token::parse(text), browser) else { return Ok(Returned::Expired) };
    let owner = Owner { browser, whose };
    let mut tx = portal.office.db.read().await?;
    let sealed = store::find(&mut tx, &token.hash(), portal.office.clock.now_ms()).await?;
    let form = sealed.and_then(|sealed| seal::open(&token, &owner, page, &sealed));
    Ok(form.map_or(Returned::Expired, Returned::Form))
}
