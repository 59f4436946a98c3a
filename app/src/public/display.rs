//! Language and appearance: the one form that everybody can send.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::model::display::{ACTION, APPEARANCE, BACK, LANGUAGE};
use crate::parts::form::{Choice, Choices, ErrorSummary};
use crate::visit::{Appearance, Visit};
use crate::words::{Area, Language};

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let returned = visit.returned.clone();
    let language = returned.value_or(LANGUAGE, visit.language.tag()).to_owned();
    let appearance = returned.value_or(APPEARANCE, visit.appearance.code()).to_owned();
    let back = returned.value_or(BACK, visit.query_value(BACK).unwrap_or("/")).to_owned();
    let questions = vec![(LANGUAGE, words.display_language()), (APPEARANCE, words.display_appearance())];
    let languages: Vec<Choice> = Language::ALL
        .into_iter()
        .map(|language| Choice {
            value: language.tag(),
            label: language.name(),
            lang: Some(language.tag()),
            help: (!language.is_complete()).then(|| words.display_language_partial()),
        })
        .collect();
    let appearances: Vec<Choice> = Appearance::ALL
        .into_iter()
        .map(|appearance| Choice {
            value: appearance.code(),
            label: match appearance {
                Appearance::Auto => words.display_appearance_auto(),
                Appearance::Light => words.display_appearance_light(),
                Appearance::Dark => words.display_appearance_dark(),
            },
            lang: None,
            help: None,
        })
        .collect();
    let page = move || {
        view! {
            <ErrorSummary returned=returned.clone() questions=questions />
            <form class="form" method="post" action=ACTION>
                <input type="hidden" name=BACK value=back />
                <Choices
                    name=LANGUAGE
                    legend=words.display_language()
                    choices=languages
                    chosen=language
                    fault=returned.fault(LANGUAGE)
                />
                <Choices
                    name=APPEARANCE
                    legend=words.display_appearance()
                    choices=appearances
                    chosen=appearance
                    fault=returned.fault(APPEARANCE)
                />
                <p class="ds-paragraph">{words.display_remembered()}</p>
                <p class="actions">
                    <button class="ds-button" type="submit">
                        {words.display_save()}
                    </button>
                </p>
            </form>
        }
    };
    Ok(Document::new(Area::Display, words.display_title(), words.display_description(), page))
}
