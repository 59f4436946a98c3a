//! A letter to the person, as it was written.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::case::{LetterBlock, LetterFacts, LetterView};
use crate::parts::definition::definition;
use crate::parts::print::Print;
use crate::visit::{Visit, use_words};
use crate::words::Area;
use crate::words::named::CaseLetterSent;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let mut path = visit.path.split('/').skip(3);
    let (reference, number) = (path.next().unwrap_or_default().to_owned(), path.nth(1).unwrap_or_default());
    let number = number.parse().map_err(|_| Fault::NotFound)?;
    let LetterView { line, issued, blocks, facts } = desk.letter(&reference, number).await?;
    let title = line.title.clone();
    let page = move || {
        let sent = CaseLetterSent { date: words.date(issued.on), time: issued.at };
        let blocks: Vec<_> = blocks.into_iter().map(block).collect();
        view! {
            <p class="ds-paragraph">{words.case_letter_sent(sent)}</p>
            <div class="letter" lang=line.language>
                {blocks}
                {(!facts.is_empty()).then(|| view! { <Facts facts=facts /> })}
            </div>
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href=format!("/min-side/sak/{reference}")>
                    {words.case_back()}
                </a>
                <Print />
            </p>
        }
    };
    Ok(Document::new(Area::Case, title, words.case_letter_description(), page))
}

fn block(block: LetterBlock) -> AnyView {
    match block {
        LetterBlock::Heading(text) => view! { <h2 class="ds-heading" data-size="sm">{text}</h2> }.into_any(),
        LetterBlock::Text(text) => view! { <p class="ds-paragraph">{text}</p> }.into_any(),
        LetterBlock::Words(text) => view! { <blockquote class="written">{text}</blockquote> }.into_any(),
        LetterBlock::List(texts) => {
            let items: Vec<_> = texts.into_iter().map(|text| view! { <li>{text}</li> }).collect();
            view! { <ul class="ds-list">{items}</ul> }.into_any()
        }
    }
}

/// What is told of each system, folded.
#[component]
fn Facts(facts: Vec<LetterFacts>) -> impl IntoView {
    let words = use_words();
    let systems: Vec<_> = facts
        .into_iter()
        .map(|(system, rows)| {
            let rows: Vec<_> = rows.into_iter().map(|(label, said)| definition(label, said)).collect();
            view! {
                <details class="fold">
                    <summary>{system}</summary>
                    <dl class="definitions">{rows}</dl>
                </details>
            }
        })
        .collect();
    view! {
        <h2 class="ds-heading" data-size="sm" lang=words.0.tag()>
            {words.case_facts()}
        </h2>
        {systems}
    }
}
