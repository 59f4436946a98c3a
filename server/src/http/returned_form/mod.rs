//! The one mechanism for refused forms: a page shows everything that was typed, with each field's error.
//!
//! A refused form is sealed and kept for 30 minutes; the person is redirected to the form's page with
//! `?skjema=<random>` and nothing else. The key is made of that random text and of a secret that only the person's
//! browser holds, and neither is stored here: who has the database cannot read a form, and who sees the address of
//! somebody else's cannot either.

mod seal;
pub mod store;

use std::sync::Arc;

use app::model::{FieldFault, Returned, ReturnedForm};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use self::seal::Token;
use super::cookies;
use super::form::PostedForm;
use super::redirect::see_other;
use crate::error::Error;
use crate::portal::Portal;

/// The field of the query that names a returned form.
pub const PARAMETER: &str = "skjema";
/// The cookie with the browser's half of the key.
const COOKIE: &str = "minside-form";
const KEPT_S: u32 = 30 * 60;

/// Whose form it is.
#[derive(Clone)]
pub struct Owner {
    secret: Token,
    is_new: bool,
}

impl Owner {
    /// The browser that sent this request; a new secret where it has none.
    pub fn of(headers: &HeaderMap, https: bool) -> Self {
        match Self::known(headers, https) {
            Some(owner) => owner,
            None => Self { secret: Token::random(), is_new: true },
        }
    }

    fn known(headers: &HeaderMap, https: bool) -> Option<Self> {
        let secret = cookies::read(headers, COOKIE, https).and_then(Token::parse)?;
        Some(Self { secret, is_new: false })
    }
}

/// Keeps a refused form, and leads to its page.
pub async fn refuse(
    portal: &Arc<Portal>,
    owner: Owner,
    page: &str,
    form: PostedForm,
    faults: Vec<FieldFault>,
) -> Result<Response, Error> {
    let token = Token::random();
    let form = ReturnedForm { values: form.0, faults };
    let sealed = seal::seal(&token, &owner.secret, page, &form)?;
    let now_ms = portal.clock.now_ms();
    let mut tx = portal.db.write().await?;
    store::delete_expired(&mut tx, now_ms).await?;
    store::insert(&mut tx, &token.hash(), &sealed, now_ms + i64::from(KEPT_S) * 1000).await?;
    tx.commit().await?;
    let mut response = see_other(&format!("{page}?{PARAMETER}={token}"));
    if owner.is_new
        && let Some(cookie) = cookies::set(COOKIE, &owner.secret.to_string(), KEPT_S, portal.is_https())
    {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a page that was asked for with this query is to show.
pub async fn returned(
    portal: &Arc<Portal>,
    headers: &HeaderMap,
    page: &str,
    query: &[(String, String)],
) -> Result<Returned, Error> {
    let Some((_, text)) = query.iter().find(|(name, _)| name == PARAMETER) else { return Ok(Returned::Nothing) };
    let owner = Owner::known(headers, portal.is_https());
    let (Some(token), Some(owner)) = (Token::parse(text), owner) else { return Ok(Returned::Expired) };
    let mut tx = portal.db.read().await?;
    let sealed = store::find(&mut tx, &token.hash(), portal.clock.now_ms()).await?;
    let form = sealed.and_then(|sealed| seal::open(&token, &owner.secret, page, &sealed));
    Ok(form.map_or(Returned::Expired, Returned::Form))
}
