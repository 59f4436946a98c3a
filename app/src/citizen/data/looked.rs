//! Who has looked at a case: in which role, when and why; and which systems tell who has looked at the data in them.

use std::sync::Arc;

use leptos::prelude::*;

use super::path;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::CaseProgress;
use crate::model::data::{DataLine, Look, LookedAt, LookedBy, Looks};
use crate::parts::table::Table;
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::named::ReceiptReceived;
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.split('/').nth_back(1).unwrap_or_default();
    let Looks { reference, progress, looks, is_more, is_over, systems } = desk.looks(reference).await?;
    let page = move || {
        let table = if looks.is_empty() {
            view! { <p class="ds-paragraph">{words.data_looked_none()}</p> }.into_any()
        } else {
            let rows: Vec<_> = looks.into_iter().map(|look| row(words, look)).collect();
            view! {
                <h2 class="ds-heading" data-size="sm" id="sett">
                    {words.data_looked_case()}
                </h2>
                <Table
                    labelled_by="sett"
                    stacked=true
                    heads=vec![
                        words.data_looked_when(),
                        words.data_looked_who(),
                        words.data_looked_what(),
                        words.data_looked_why(),
                    ]
                >
                    {rows}
                </Table>
            }
            .into_any()
        };
        let none = match progress {
            CaseProgress::Open => words.data_looked_systems_later(),
            _ if is_over => words.data_looked_systems_over(),
            _ => words.data_looked_systems_none(),
        };
        view! {
            <p class="ds-paragraph">{words.data_looked_lead()}</p>
            {table}
            {is_more.then(|| view! { <p class="ds-paragraph">{words.data_looked_more()}</p> })}
            <p class="ds-paragraph">{words.data_looked_names()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.data_looked_systems()}
            </h2>
            <Systems reference=reference.clone() systems=systems none=none />
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href=format!("/min-side/sak/{reference}")>
                    {words.case_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Data, words.data_looked_title(), words.data_looked_description(), page))
}

#[component]
fn Systems(reference: String, systems: Vec<(i64, DataLine)>, none: &'static str) -> impl IntoView {
    let words = use_words();
    if systems.is_empty() {
        return view! { <p class="ds-paragraph">{none}</p> }.into_any();
    }
    let items: Vec<_> = systems
        .into_iter()
        .map(|(number, line)| {
            let address = format!("{}#oppslag", path(&reference, number, Some(line.place)));
            view! {
                <li>
                    <a class="ds-link" href=address>
                        {line.name}
                    </a>
                    <span class="data-held">{words.data_looks(line.looks)}</span>
                </li>
            }
        })
        .collect();
    view! {
        <p class="ds-paragraph">{words.data_looked_systems_text()}</p>
        <ul class="data-systems">{items}</ul>
    }
    .into_any()
}

fn row(words: Words, look: Look) -> impl IntoView + use<> {
    let Look { when, by, what, reason } = look;
    let when = words.receipt_received(ReceiptReceived { date: words.date(when.on), time: when.at });
    let (who, why) = match by {
        LookedBy::Caseworker(unit) => (words.data_looked_caseworker(unit), words.data_looked_why_caseworker()),
        LookedBy::Reviewer(sector) => {
            (words.data_looked_reviewer_of(sector_name(words, sector)), words.data_looked_why_reviewer())
        }
        LookedBy::Owner => (words.data_looked_owner().to_owned(), words.data_looked_why_owner()),
        LookedBy::Other => (words.data_looked_other().to_owned(), words.data_looked_why_other()),
    };
    let what = match what {
        LookedAt::Case => words.data_looked_case(),
        LookedAt::Answer => words.data_looked_answer(),
        LookedAt::File => words.data_looked_file(),
    };
    view! {
        <tr>
            <th scope="row">{when}</th>
            <td>{who}</td>
            <td>{what}</td>
            <td>{reason.unwrap_or_else(|| why.to_owned())}</td>
        </tr>
    }
}
