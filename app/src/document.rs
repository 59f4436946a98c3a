//! The frame around every page, and how a page becomes HTML.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::*;

use crate::parts::footer::Footer;
use crate::parts::header::Header;
use crate::parts::page_start::PageStart;
use crate::parts::session_ends::SessionEnds;
use crate::visit::{Site, Visit};
use crate::words::{Area, Words};

type Body = Box<dyn FnOnce() -> AnyView + Send>;

/// A page that has all it needs to be shown.
pub struct Document {
    title: String,
    description: String,
    area: Area,
    kind: Kind,
    /// The answer's HTTP status.
    pub status: u16,
    islands: bool,
    /// Where the browser goes by itself, after a moment.
    refresh: Option<String>,
    body: Body,
}

/// Where a page stands in relation to the front page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Front,
    Inner,
    Error,
}

impl Document {
    /// A page below the front page: `title` is both its `<h1>` and the title of the browser's tab.
    pub(crate) fn new<V: IntoView + 'static>(
        area: Area,
        title: impl Into<String>,
        description: impl Into<String>,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            area,
            kind: Kind::Inner,
            status: 200,
            islands: false,
            refresh: None,
            body: Box::new(move || body().into_any()),
        }
    }

    /// Whether the page loads the WASM, as the table of pages says.
    pub(crate) fn with_islands(self, islands: bool) -> Self {
        Self { islands, ..self }
    }

    /// The browser goes on by itself, after long enough to see why.
    pub(crate) fn with_refresh(self, refresh: Option<String>) -> Self {
        Self { refresh, ..self }
    }

    /// The front page writes its own beginning.
    pub(crate) fn for_front(self) -> Self {
        Self { kind: Kind::Front, ..self }
    }

    /// A page that says what went wrong.
    pub(crate) fn for_error(self, status: u16) -> Self {
        Self { kind: Kind::Error, status, ..self }
    }
}

/// The whole HTML of a page.
pub fn render(document: Document, visit: &Visit) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        provide_context(visit.words());
        provide_context(Nonce::from_value(visit.nonce.as_ref()));
        frame(document, visit).to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

fn frame(document: Document, visit: &Visit) -> impl IntoView + use<> {
    let Document { title, description, area, kind, islands, refresh, body, .. } = document;
    let words = visit.words();
    // Heard first by those who have the page read to them.
    let mistake = (!visit.returned.faults().is_empty()).then(|| format!("{}: ", words.form_error_title()));
    let tab = match kind {
        Kind::Front => format!("{title} – {}", visit.municipality.name),
        Kind::Inner | Kind::Error => format!("{title} – {} – {}", words.frame_service(), visit.municipality.name),
    };
    let main_language = words.language_of(area);
    let frame_language = words.language_of(Area::Frame);
    let language = (main_language != frame_language).then(|| main_language.tag());
    let site = visit.site.clone();
    // An error page is an answer to any address; search engines are not to keep it.
    let robots = (kind == Kind::Error).then(|| view! { <meta name="robots" content="noindex" /> });
    view! {
        <!DOCTYPE html>
        <html lang=frame_language.tag() data-color-scheme=visit.appearance.code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{format!("{}{tab}", mistake.unwrap_or_default())}</title>
                <meta name="description" content=description />
                {robots}
                {refresh.map(|next| view! { <meta http-equiv="refresh" content=format!("2; url={next}") /> })}
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                {(!site.stylesheet.is_empty()).then(|| files(&site))}
                {(islands && !site.islands.is_empty()).then(|| view! { <HydrationScripts options=island_files(&site.islands) islands=true /> })}
            </head>
            <body>
                <a class="ds-skip-link" href="#main">{words.frame_skip()}</a>
                <Header visit=visit.clone() />
                <main id="main" tabindex="-1" lang=language class="page">
                    {visit.login.clone().map(|login| view! { <SessionEnds login=login /> })}
                    {notices(visit, words, main_language != visit.language)}
                    {(kind == Kind::Inner).then(|| view! { <PageStart path=visit.path.clone() title=title.clone() /> })}
                    {body()}
                </main>
                <Footer visit=visit.clone() />
            </body>
        </html>
    }
}

/// The files that every page refers to; a program that was built without them shows its pages all the same.
fn files(site: &Site) -> impl IntoView + use<> {
    let theme = site.theme.clone().map(|theme| view! { <link rel="stylesheet" href=theme /> });
    view! {
        <link rel="preload" href=site.font.clone() r#as="font" r#type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href=site.stylesheet.clone() />
        {theme}
        <link rel="icon" href=site.icon.clone() r#type="image/svg+xml" />
    }
}

/// What must be said before the page itself: that everything is made up, or that this language has no such page.
fn notices(visit: &Visit, words: Words, fallen_back: bool) -> impl IntoView + use<> {
    let test = visit.municipality.test.then(|| {
        view! { <p class="notice ds-alert" data-color="warning">{words.frame_test_notice()}</p> }
    });
    let partial = fallen_back.then(|| {
        view! { <p class="notice ds-alert" data-color="info">{words.frame_partial_notice(visit.language.name())}</p> }
    });
    (test, partial)
}

fn island_files(name: &str) -> LeptosOptions {
    LeptosOptions::builder().output_name(name).site_pkg_dir("assets").build()
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use async_trait::async_trait;

    use super::*;
    use crate::desks::{DoorDesk, VisitorDesk};
    use crate::fault::Fault;
    use crate::model::{AdapterApi, LoginChoice, Municipality, RegisterEntry, Returned, Sector};
    use crate::routes::{Audience, PAGES};
    use crate::visit::{Appearance, Desks};
    use crate::words::Language;

    struct Nobody;

    #[async_trait]
    impl VisitorDesk for Nobody {
        async fn register(&self) -> Result<Arc<[RegisterEntry]>, Fault> {
            Ok(Arc::new([RegisterEntry {
                key: "bibliotek".to_owned(),
                name: "Biblioteket".to_owned(),
                unit: String::new(),
                sector: Sector::Culture,
                purpose: String::new(),
                categories: Vec::new(),
                legal_bases: Vec::new(),
                source: String::new(),
                recipients: Vec::new(),
                kept: String::new(),
                controller: String::new(),
                transfers: String::new(),
                automated: String::new(),
            }]))
        }

        async fn adapter_api(&self) -> Result<AdapterApi, Fault> {
            let (base, task, answer) = (String::new(), String::new(), String::new());
            Ok(AdapterApi { base, calls: Vec::new(), problems: Vec::new(), task, answer })
        }
    }

    #[async_trait]
    impl DoorDesk for Nobody {
        async fn logins(&self) -> Result<Vec<LoginChoice>, Fault> {
            Ok(Vec::new())
        }
    }

    fn visit(language: Language) -> Visit {
        Visit {
            language,
            appearance: Appearance::Auto,
            municipality: Arc::new(Municipality::default()),
            site: Arc::new(Site::default()),
            nonce: "nonce".into(),
            path: "/".to_owned(),
            back: None,
            https: false,
            query: Vec::new(),
            returned: Returned::Nothing,
            login: None,
            desks: Desks {
                visitor: Arc::new(Nobody),
                door: Arc::new(Nobody),
                citizen: None,
                citizen_cases: None,
                employee: None,
                casework: None,
                administrator: None,
            },
        }
    }

    fn public_pages() -> impl Iterator<Item = &'static crate::routes::Page> {
        PAGES.iter().filter(|page| matches!(page.audience, Audience::Anyone(_)))
    }

    /// The pages wait for nothing here, so that one poll is enough.
    fn html(page: &crate::routes::Page, visit: &Visit) -> String {
        let visit = &Visit { path: page.path.replace("{sector}", "culture"), ..visit.clone() };
        let mut loading = pin!(page.load(visit));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match loading.as_mut().poll(&mut context) {
            std::task::Poll::Ready(Ok(document)) => render(document, visit),
            _ => unreachable!("{} waits", page.path),
        }
    }

    #[test]
    fn without_the_site_s_files_every_page_is_there_and_refers_to_none() {
        for page in public_pages() {
            let html = html(page, &visit(Language::Nb));
            assert!(html.contains("<h1") && !html.contains("/assets/") && !html.contains("href=\"\""), "{html}");
        }
    }

    #[test]
    fn every_page_is_in_the_language_that_it_says() {
        for (language, said) in [(Language::Nb, "nb"), (Language::Nn, "nn"), (Language::En, "en"), (Language::Se, "nb")]
        {
            for page in public_pages() {
                assert!(html(page, &visit(language)).contains(&format!("<html lang=\"{said}\"")), "{}", page.path);
            }
        }
    }
}
