//! The front page: what one can do here, and how it goes.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::parts::contact::Contact;
use crate::visit::{Visit, use_words};
use crate::words::Area;

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let municipality = visit.municipality.clone();
    let (way_in, way_in_name) = match &visit.login {
        None => ("/logg-inn", words.front_log_in()),
        Some(login) if login.employee => ("/saksbehandling", words.frame_work()),
        Some(_) => ("/min-side", words.frame_mine()),
    };
    let page = move || {
        view! {
            <div class="hero">
                <h1 class="ds-heading" data-size="xl">
                    {words.front_title()}
                </h1>
                <p class="ds-paragraph" data-size="lg">
                    {words.front_lead()}
                </p>
                <p class="actions">
                    <a class="ds-button" href=way_in>
                        {way_in_name}
                    </a>
                </p>
                <p class="ds-paragraph">{words.front_free()}</p>
            </div>
            <Rights />
            <Steps />
            <section aria-labelledby="register">
                <h2 class="ds-heading" data-size="md" id="register">
                    {words.front_register()}
                </h2>
                <p class="ds-paragraph">{words.front_register_text()}</p>
                <p class="ds-paragraph">
                    <a class="ds-link" href="/hva-vi-har">
                        {words.front_register_link()}
                    </a>
                </p>
            </section>
            <section aria-labelledby="help">
                <h2 class="ds-heading" data-size="md" id="help">
                    {words.front_help()}
                </h2>
                <p class="ds-paragraph">{words.front_help_text()}</p>
                <Contact ombud=municipality.ombud.clone() />
            </section>
        }
    };
    Ok(Document::new(Area::Front, words.front_title(), words.front_description(), page).for_front())
}

/// The three rights, one card each.
#[component]
fn Rights() -> impl IntoView {
    let words = use_words();
    let cards: Vec<_> = [
        (words.front_see_title(), words.front_see_text()),
        (words.front_rectify_title(), words.front_rectify_text()),
        (words.front_erase_title(), words.front_erase_text()),
    ]
    .into_iter()
    .map(|(title, text)| {
        view! {
            <li class="ds-card" data-variant="tinted">
                <h3 class="ds-heading" data-size="sm">
                    {title}
                </h3>
                <p class="ds-paragraph">{text}</p>
            </li>
        }
    })
    .collect();
    view! {
        <section aria-labelledby="rights">
            <h2 class="ds-heading" data-size="md" id="rights">
                {words.front_rights()}
            </h2>
            <ul class="cards">{cards}</ul>
        </section>
    }
}

/// From logging in to the answer, with the time that each step takes.
#[component]
fn Steps() -> impl IntoView {
    let words = use_words();
    let steps: Vec<_> = [
        (words.front_step_log_in(), words.front_step_log_in_text()),
        (words.front_step_ask(), words.front_step_ask_text()),
        (words.front_step_search(), words.front_step_search_text()),
        (words.front_step_answer(), words.front_step_answer_text()),
    ]
    .into_iter()
    .map(|(title, text)| {
        view! {
            <li>
                <h3 class="ds-heading" data-size="xs">
                    {title}
                </h3>
                <p class="ds-paragraph">{text}</p>
            </li>
        }
    })
    .collect();
    view! {
        <section aria-labelledby="steps">
            <h2 class="ds-heading" data-size="md" id="steps">
                {words.front_how()}
            </h2>
            <ol class="steps">{steps}</ol>
        </section>
    }
}
