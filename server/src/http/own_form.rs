//! Forms that only the person may send for whom their page was made. What somebody typed is theirs: it is not sent in the
//! name of whoever logs in next in the same browser, and it is not lost when the session is over.

use std::sync::Arc;

use app::fault::Fault;
use app::model::login::{UNSENT, WHOSE, login_because};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::faults::Failed;
use super::form::PostedForm;
use super::redirect::see_other;
use super::returned_form::{self, FormPage, Owner};
use super::session::Person;
use super::visit::Caller;
use crate::hexadecimal;
use crate::login::session::Session;
use crate::portal::Portal;
use crate::vault::same;

/// Whose a form is: a keyed hash that says nothing to anybody else.
///
/// A form says it together with a keyed hash of it, so that nobody can have forms kept here that no page of ours has made.
#[derive(Clone, Copy)]
pub(super) struct Whose([u8; 32]);

impl Whose {
    /// Everybody's: of a page that is the same whoever sees it.
    pub(super) const ANYBODY: Self = Self([0; 32]);

    /// Of the person whose session this is.
    pub(super) fn of(portal: &Portal, session: &Session) -> Self {
        Self(portal.office.vault.session_mark(&[b"form", &session.owner]))
    }

    /// As a form says it.
    pub(super) fn written(&self, portal: &Portal) -> String {
        hexadecimal::write(&self.0) + &hexadecimal::write(&self.made_here(portal))
    }

    fn parse(portal: &Portal, text: &str) -> Option<Self> {
        let (said, made) = text.split_at_checked(64)?;
        let whose = Self(*hexadecimal::read(said)?);
        let made = hexadecimal::read::<32>(made)?;
        same(made.as_slice(), &whose.made_here(portal)).then_some(whose)
    }

    fn made_here(&self, portal: &Portal) -> [u8; 32] {
        portal.office.vault.session_mark(&[b"form of ours", &self.0])
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The person who sends a form, if it is the one for whom its page was made. Where nobody is logged in any more, the form is
/// kept, and the answer leads to the login and from there back to it.
pub(super) async fn sender(
    portal: &Arc<Portal>,
    caller: &Caller,
    headers: &HeaderMap,
    page: &FormPage<'_>,
    form: &PostedForm,
) -> Result<Sender, NotTaken> {
    let whose = Whose::parse(portal, form.value(WHOSE)).ok_or(Fault::BadRequest)?;
    let owner = Owner::of(headers, portal.is_https()).for_person(whose);
    let person = caller.person(portal);
    match &person.session {
        Some(session) if same(&Whose::of(portal, session).0, &whose.0) => Ok(Sender { person, owner }),
        Some(_) => Err(Fault::OtherPerson.into()),
        None => {
            let kept = returned_form::keep(portal, &owner, page, form, Vec::new()).await?;
            let mut response = see_other(&login_because(UNSENT, &kept, false));
            owner.set_cookie(&mut response, portal.is_https());
            Err(NotTaken::Kept(response))
        }
    }
}

/// Why a form is not taken.
pub(super) enum NotTaken {
    /// It must not be, or cannot be now.
    Failed(Failed),
    /// Its person is not logged in any more: the way to the login, and back to the form.
    Kept(Response),
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        match self {
            Self::Failed(failed) => failed.into_response(),
            Self::Kept(response) => response,
        }
    }
}

impl<E: Into<Failed>> From<E> for NotTaken {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Somebody who is logged in and sends a form of their own.
pub(super) struct Sender {
    pub(super) person: Person,
    /// For giving the form back.
    pub(super) owner: Owner,
}
