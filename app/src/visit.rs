//! What a page knows of the request that asks for it.

use std::sync::Arc;

use leptos::prelude::use_context;

use crate::desks::{
    AdministratorDesk, CaseworkDesk, CitizenCaseDesk, CitizenDesk, DoorDesk, EmployeeDesk, VisitorDesk,
};
use crate::model::{LoggedIn, Municipality, Returned};
use crate::words::{FALLBACK, Language, Words};

/// Light or dark, as the person chose it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Appearance {
    /// As the device is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Appearance {
    /// In the order in which a person sees them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The value of `data-color-scheme`, of the form's field and of the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The appearance with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|appearance| appearance.code() == code)
    }
}

/// Where the files that pages refer to are, each with a hash of its content in its name.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The stylesheet.
    pub stylesheet: String,
    /// The municipality's own colours, over ours.
    pub theme: Option<String>,
    /// The font that most text is written in.
    pub font: String,
    /// The icon of the browser's tab.
    pub icon: String,
    /// The name that the islands' files begin with, without folder: `{islands}.js` and `{islands}_bg.wasm`.
    pub islands: String,
}

/// What one logged-in or unknown person may ask for.
#[derive(Clone)]
pub struct Desks {
    /// What everybody may ask for.
    pub visitor: Arc<dyn VisitorDesk>,
    /// The ways to log in.
    pub door: Arc<dyn DoorDesk>,
    /// What a citizen may ask for; `None` for everybody else.
    pub citizen: Option<Arc<dyn CitizenDesk>>,
    /// What is in a citizen's cases; `None` for everybody else, and for who is not logged in safely enough.
    pub citizen_cases: Option<Arc<dyn CitizenCaseDesk>>,
    /// What an employee may ask for; `None` for everybody else.
    pub employee: Option<Arc<dyn EmployeeDesk>>,
    /// What who works with cases may ask for; `None` for everybody else.
    pub casework: Option<Arc<dyn CaseworkDesk>>,
    /// What an administrator may ask for; `None` for everybody else.
    pub administrator: Option<Arc<dyn AdministratorDesk>>,
}

/// One request for a page.
#[derive(Clone)]
pub struct Visit {
    /// The language of the page.
    pub language: Language,
    /// Light or dark.
    pub appearance: Appearance,
    /// Whose portal this is.
    pub municipality: Arc<Municipality>,
    /// The files that pages refer to.
    pub site: Arc<Site>,
    /// The value that lets a script of ours run under the content policy.
    pub nonce: Arc<str>,
    /// The path of the request, for example `/hva-vi-har`.
    pub path: String,
    /// The address that asks for this page again, for example `/hva-vi-har?sok=skole`; `None` where a link cannot do that.
    pub back: Option<String>,
    /// Whether people reach the portal over TLS.
    pub https: bool,
    /// The query of the request, decoded, in order.
    pub query: Vec<(String, String)>,
    /// What was typed in a form that was refused, if this page is its answer.
    pub returned: Returned,
    /// Who is logged in, if anybody.
    pub login: Option<LoggedIn>,
    /// What may be asked for.
    pub desks: Desks,
}

impl Visit {
    /// The texts in the person's language.
    pub fn words(&self) -> Words {
        Words(self.language)
    }

    /// The first value of this field of the query.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The texts, inside a component.
pub(crate) fn use_words() -> Words {
    // A page is never rendered without them, and a missing context must not end a request.
    use_context::<Words>().unwrap_or(Words(FALLBACK))
}
