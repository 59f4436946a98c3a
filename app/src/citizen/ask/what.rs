//! What one wants: which rights are used.

use std::sync::Arc;

use leptos::prelude::*;

use super::question;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{ACCESS, ERASURE, RECTIFICATION, RIGHTS, Step};
use crate::model::{DONE, UsedRight};
use crate::parts::done::Success;
use crate::parts::form::{Tick, Ticks};
use crate::visit::{Visit, use_words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let fault = returned.fault(RIGHTS);
    let draft = asking.draft.clone();
    let discarded = visit.query_value(DONE) == Some("slettet");
    let journal = visit.municipality.public_journal.clone();
    let fields = move || {
        let tick = |name: &str, right, label, help| Tick {
            name: name.to_owned(),
            label,
            help: Some(help),
            ticked: returned.ticked_or(name, draft.uses(right)),
        };
        let ticks = vec![
            tick(ACCESS, UsedRight::Access, words.ask_what_access(), words.ask_what_access_help()),
            tick(
                RECTIFICATION,
                UsedRight::Rectification,
                words.ask_what_rectification(),
                words.ask_what_rectification_help(),
            ),
            tick(ERASURE, UsedRight::Erasure, words.ask_what_erasure(), words.ask_what_erasure_help()),
        ];
        view! {
            {discarded.then(|| view! { <Success text=words.ask_discarded() /> })}
            <Ticks name=RIGHTS legend=words.ask_what_legend() ticks=ticks fault=fault />
            <Guide journal=journal.clone() />
        }
    };
    Ok(question(visit, Step::What, asking, vec![(RIGHTS, words.ask_what())], fields))
}

/// The other two ways to see something. Never a reason to be turned away.
#[component]
fn Guide(journal: Option<String>) -> impl IntoView {
    let words = use_words();
    let journal = journal.map(|address| {
        view! {
            " "
            <a class="ds-link" href=address>
                {words.ask_guide_journal()}
            </a>
        }
    });
    view! {
        <details class="fold">
            <summary>{words.ask_guide()}</summary>
            <p class="ds-paragraph">{words.ask_guide_party()}</p>
            <p class="ds-paragraph">{words.ask_guide_document()} {journal}</p>
            <p class="ds-paragraph">{words.ask_guide_anyway()}</p>
        </details>
    }
}
