//! The head of every page: whose it is, the main menu, the language.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::login::LOG_OUT;
use crate::model::{Municipality, display};
use crate::visit::Visit;
use crate::words::{Language, Words};

/// The header.
#[component]
pub(crate) fn Header(visit: Visit) -> impl IntoView {
    let words = visit.words();
    let current = |path: &str| (visit.path == path).then_some("page");
    view! {
        <header class="header">
            <div class="header__inner">
                {mark(&visit.municipality, words)}
                <nav class="header__menu" aria-label=words.frame_menu()>
                    <a class="ds-link" href="/hva-vi-har" aria-current=current("/hva-vi-har")>
                        {words.frame_menu_register()}
                    </a>
                    {own_page(&visit)}
                </nav>
                <div class="header__tools">
                    <LanguageMenu visit=visit.clone() />
                    {log_in_or_out(&visit)}
                </div>
            </div>
        </header>
    }
}

/// Where somebody who is logged in finds what is theirs.
fn own_page(visit: &Visit) -> impl IntoView + use<> {
    let words = visit.words();
    let own = visit.login.as_ref().map(|login| match login.employee {
        true => ("/saksbehandling", words.frame_work()),
        false => ("/min-side", words.frame_mine()),
    });
    own.map(|(path, name)| {
        let current = (visit.path == path).then_some("page");
        view! {
            <a class="ds-link" href=path aria-current=current>
                {name}
            </a>
        }
    })
}

fn log_in_or_out(visit: &Visit) -> AnyView {
    let words = visit.words();
    if visit.login.is_some() {
        return view! {
            <form method="post" action=LOG_OUT>
                <button class="ds-button" data-variant="secondary" data-size="sm" r#type="submit">
                    {words.frame_log_out()}
                </button>
            </form>
        }
        .into_any();
    }
    let current = (visit.path == "/logg-inn").then_some("page");
    view! {
        <a class="ds-button" data-variant="secondary" data-size="sm" href="/logg-inn" aria-current=current>
            {words.frame_log_in()}
        </a>
    }
    .into_any()
}

fn mark(municipality: &Municipality, words: Words) -> impl IntoView + use<> {
    let logo = municipality
        .logo
        .clone()
        .map(|logo| view! { <img class="header__logo" src=logo alt="" width="40" height="40" /> });
    let name = municipality.name.clone();
    view! {
        <a class="header__mark" href="/" title=words.frame_home()>
            {logo}
            <span class="header__names">
                <span class="header__service">{words.frame_service()}</span>
                " "
                <span class="header__municipality">{name}</span>
            </span>
        </a>
    }
}

/// The languages as buttons behind a fold-out: one press, no script, and the page that one was on.
#[component]
fn LanguageMenu(visit: Visit) -> impl IntoView {
    let words = visit.words();
    let back = visit.back.clone().unwrap_or_else(|| "/".to_owned());
    let choices: Vec<_> = Language::ALL
        .into_iter()
        .map(|language| {
            let chosen = (language == visit.language).then_some("true");
            view! {
                <li>
                    <button
                        class="ds-button"
                        data-variant="tertiary"
                        data-size="sm"
                        r#type="submit"
                        name=display::LANGUAGE
                        value=language.tag()
                        lang=language.tag()
                        aria-current=chosen
                    >
                        {language.name()}
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <details class="menu">
            <summary class="ds-button" data-variant="tertiary" data-size="sm">
                {words.frame_language_current(visit.language.name())}
            </summary>
            <form class="menu__content" method="post" action=display::ACTION aria-label=words.frame_language()>
                <input type="hidden" name=display::APPEARANCE value=visit.appearance.code() />
                <input type="hidden" name=display::BACK value=back.clone() />
                <ul>{choices}</ul>
                <a class="ds-link" href=format!("/visning?{}={}", display::BACK, encoded(&back))>
                    {words.frame_more_choices()}
                </a>
            </form>
        </details>
    }
}

/// An address as the value of a query.
fn encoded(address: &str) -> String {
    utf8_percent_encode(address, NON_ALPHANUMERIC).to_string()
}
