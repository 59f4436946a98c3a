//! What one gets at once when something was sent in: the reference, the time, by when there is an answer, and what happens now.

use std::sync::Arc;

use leptos::prelude::*;

use super::said::{rights_of, whom_word};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::CaseProgress;
use crate::model::ask::Whom;
use crate::model::case::Receipt;
use crate::parts::print::Print;
use crate::visit::Visit;
use crate::words::Area;
use crate::words::named::ReceiptReceived;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.split('/').nth_back(1).unwrap_or_default();
    let Receipt { line, received, due_on, is_moved, total } = desk.receipt(reference).await?;
    let page = move || {
        let open = line.progress == CaseProgress::Open;
        let moved = is_moved.then(|| view! { <p class="ds-paragraph">{words.receipt_moved()}</p> });
        let due = open.then(|| {
            view! {
                <p class="ds-paragraph" data-size="lg">
                    <strong>{words.receipt_due(words.date(due_on))}</strong>
                </p>
                <p class="ds-paragraph">{words.ask_review_due_why()}</p>
                {moved}
            }
        });
        let now = open.then(|| {
            view! {
                <h2 class="ds-heading" data-size="sm">
                    {words.receipt_now()}
                </h2>
                <ol class="ds-list">
                    <li>{words.receipt_now_ask(total)}</li>
                    <li>{words.receipt_now_look()}</li>
                    <li>{words.receipt_now_answer()}</li>
                </ol>
            }
        });
        let received = ReceiptReceived { date: words.date(received.on), time: received.at };
        view! {
            <dl class="facts">
                <dt>{words.receipt_reference()}</dt>
                <dd>{line.reference.clone()}</dd>
                <dt>{words.receipt_received_label()}</dt>
                <dd>{words.receipt_received(received)}</dd>
                <dt>{words.receipt_asked()}</dt>
                <dd>{rights_of(words, &line)}</dd>
                {whom_word(words, line.whom).map(|whom| view! { <dt>{words.case_about()}</dt><dd>{whom}</dd> })}
            </dl>
            {due}
            {now}
            {(line.whom != Whom::Oneself).then(|| view! { <p class="ds-paragraph">{words.ask_who_answer()}</p> })}
            <p class="ds-paragraph">{words.receipt_kept()}</p>
            <p class="actions">
                <a class="ds-button" href=format!("/min-side/sak/{}", line.reference)>
                    {words.receipt_to_case()}
                </a>
                <a class="ds-button" data-variant="secondary" href="/min-side">
                    {words.mine_back()}
                </a>
                <Print />
            </p>
        }
    };
    Ok(Document::new(Area::Receipt, words.receipt_title(), words.receipt_description(), page))
}
