//! What the server knows of the one who asks, before any page is made: language, appearance, nonce.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use app::model::ask::Step;
use app::model::messages::{WRITE, WRITE_TO_PERSON};
use app::model::profile::CHANGE_CONTACT;
use app::model::roles::GIVE;
use app::model::work::HAND_OVER;
use app::model::{Returned, Unsent};
use app::words::Language;
use app::{Appearance, Visit};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE};
use axum::http::{HeaderMap, Method};

use super::content_policy::Nonce;
use super::display::DISPLAY_COOKIE;
use super::encoding::Accepted;
use super::form::PostedForm;
use super::redirect::local_path;
use super::session::Person;
use super::{cookies, form, upload};
use crate::login::session::Session;
use crate::portal::Portal;

/// The forms in which people write, beside those of the questions.
const WRITTEN: [&str; 5] = [WRITE, WRITE_TO_PERSON, CHANGE_CONTACT, HAND_OVER, GIVE];

/// One caller, and what was asked for; read once per request, and an extension of it from then on.
pub(super) struct Caller {
    pub(super) language: Language,
    pub(super) appearance: Appearance,
    pub(super) accepted: Accepted,
    nonce: Arc<str>,
    pub(super) path: String,
    /// The address that asks for the same again; `None` where a link cannot.
    back: Option<String>,
    /// `None` where it is no text.
    pub(super) query: Option<Vec<(String, String)>>,
    /// Who it is; set once that is known, by `session.rs`.
    person: OnceLock<Person>,
    /// The form that was sent, once it is read: it comes back where it could not be taken.
    form: Mutex<Option<PostedForm>>,
}

impl Caller {
    /// Reads it off a request.
    pub(super) fn of(request: &Request, portal: &Portal) -> Self {
        let headers = request.headers();
        let chosen = cookies::read(headers, DISPLAY_COOKIE, portal.is_https());
        let (language, appearance) = chosen.and_then(|value| value.split_once('.')).unwrap_or_default();
        let language = Language::ALL
            .into_iter()
            .find(|known| known.tag() == language)
            .or_else(|| wished_for(headers))
            .unwrap_or(portal.settings.municipality.default_language);
        let nonce = request.extensions().get().map(|Nonce(nonce)| nonce.clone()).unwrap_or_default();
        Self {
            language,
            appearance: Appearance::from_code(appearance).unwrap_or_default(),
            accepted: Accepted::from_header(headers.get(ACCEPT_ENCODING)),
            nonce,
            path: local_path(request.uri().path()).to_owned(),
            back: back(request),
            query: form::fields(request.uri().query().unwrap_or_default()).ok(),
            person: OnceLock::new(),
            form: Mutex::default(),
        }
    }

    /// Says who it is. The first word counts.
    pub(super) fn is(&self, person: Person) {
        let _ = self.person.set(person);
    }

    /// Says which form was sent, where something is written in it. Each of these can be sent twice.
    pub(super) fn sends(&self, form: &PostedForm) {
        let is_written =
            WRITTEN.contains(&self.path.as_str()) || Step::ALL.iter().any(|step| step.action() == self.path);
        if !is_written {
            return;
        }
        *self.form.lock().unwrap_or_else(PoisonError::into_inner) = Some(form.clone());
    }

    /// The form that was sent, for sending it again.
    pub(super) fn unsent(&self, portal: &Portal) -> Option<Unsent> {
        let PostedForm(fields) = self.form.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let files = upload::takes_files(&self.path).then(|| portal.settings.uploads.limits());
        Some(Unsent { action: self.path.clone(), fields: fields.into_iter().collect(), files })
    }

    /// Who it is, as far as is known.
    pub(super) fn person(&self, portal: &Portal) -> Person {
        self.person.get().cloned().unwrap_or_else(|| Person::nobody(portal))
    }

    /// Whether it is somebody who is logged in.
    pub(super) fn is_logged_in(&self) -> bool {
        self.session().is_some()
    }

    /// The session of somebody who is logged in.
    pub(super) fn session(&self) -> Option<&Session> {
        self.person.get()?.session.as_ref()
    }

    /// Whether it is somebody who was logged in until a moment ago.
    pub(super) fn was_logged_in(&self) -> bool {
        !self.is_logged_in() && self.person.get().is_some_and(|person| person.last_session().is_some())
    }

    /// Whether a link can ask for the same again.
    pub(super) fn can_ask_again(&self) -> bool {
        self.back.is_some()
    }

    /// What a page is told that is the same wherever it is shown.
    pub(super) fn nowhere(&self, portal: &Portal) -> Visit {
        let back = self.back.as_ref().map(|_| "/".to_owned());
        Visit { path: String::new(), query: Vec::new(), back, ..self.visit_of(Person::nobody(portal), portal) }
    }

    /// What pages are told.
    pub(super) fn visit(&self, portal: &Portal) -> Visit {
        self.visit_of(self.person(portal), portal)
    }

    fn visit_of(&self, person: Person, portal: &Portal) -> Visit {
        let Person { login, desks, .. } = person;
        Visit {
            language: self.language,
            appearance: self.appearance,
            municipality: portal.municipality.clone(),
            site: portal.site.clone(),
            nonce: self.nonce.clone(),
            path: self.path.clone(),
            back: self.back.clone(),
            https: portal.is_https(),
            query: self.query.clone().unwrap_or_default(),
            returned: Returned::Nothing,
            login,
            desks,
        }
    }
}

fn back(request: &Request) -> Option<String> {
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let address = request.uri().path_and_query()?.as_str();
    (readable && local_path(address) == address).then(|| address.to_owned())
}

/// The language that `Accept-Language` (RFC 9110, 12.5.4) wants most among those that we have.
///
/// Swedish and Danish readers get Norwegian before English: språklova § 8 counts on them to read it.
fn wished_for(headers: &HeaderMap) -> Option<Language> {
    let text = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wishes: Vec<(Language, f32)> = text
        .split(',')
        .filter_map(|part| {
            let mut parameters = part.split(';').map(str::trim);
            let tag = parameters.next()?;
            let weight = parameters.find_map(|parameter| parameter.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default();
            let tag = if ["sv", "da"].contains(&primary.to_ascii_lowercase().as_str()) { "nb" } else { tag };
            Some((Language::from_tag(tag)?, weight)).filter(|(_, weight)| *weight > 0.0)
        })
        .collect();
    // Stable: among equal wishes, the first written wins.
    wishes.sort_by(|a, b| b.1.total_cmp(&a.1));
    wishes.first().map(|(language, _)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wished(header: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, header.parse().unwrap())]);
        wished_for(&headers).map(Language::tag)
    }

    #[test]
    fn the_browser_s_wish_is_followed_by_its_weights() {
        assert_eq!(wished("nn-NO,nn;q=0.9,nb;q=0.8,en;q=0.7"), Some("nn"));
        assert_eq!(wished("de-DE,de;q=0.9,en;q=0.8"), Some("en"));
        assert_eq!(wished("en;q=0.2, no"), Some("nb"));
        assert_eq!(wished("sv-SE,en;q=0.5"), Some("nb"));
        assert_eq!(wished("en;q=0, de"), None);
        assert_eq!(wished("fr"), None);
    }
}
