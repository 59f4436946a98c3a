//! One case of the person's own.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::{CaseProgress, CaseView, ClaimLine, UsedRight};
use crate::visit::Visit;
use crate::words::{Area, Words, named};

pub(crate) fn right_word(words: Words, right: UsedRight) -> &'static str {
    match right {
        UsedRight::Access => words.mine_access(),
        UsedRight::Rectification => words.mine_rectification(),
        UsedRight::Erasure => words.mine_erasure(),
    }
}

pub(crate) fn progress_word(words: Words, progress: CaseProgress) -> &'static str {
    match progress {
        CaseProgress::Open => words.mine_open(),
        CaseProgress::Answered => words.mine_answered(),
        CaseProgress::Closed => words.mine_closed(),
        CaseProgress::Withdrawn => words.mine_withdrawn(),
    }
}

/// By when there is an answer; or, when that day is over, that we are late.
pub(crate) fn due_sentence(words: Words, claim: &ClaimLine) -> String {
    let date = words.date(claim.due_on);
    if claim.overdue { words.mine_overdue(date) } else { words.mine_due(date) }
}

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.rsplit('/').next().unwrap_or_default();
    let CaseView { line, answered, total } = desk.case(reference).await?;
    let title = words.mine_reference(line.reference.clone());
    let open = line.progress == CaseProgress::Open;
    let page = move || {
        let claims: Vec<_> = line
            .claims
            .iter()
            .map(|claim| {
                let due = open.then(|| due_sentence(words, claim));
                view! {
                    <dt>{right_word(words, claim.right)}</dt>
                    <dd>{due.unwrap_or_else(|| progress_word(words, line.progress).to_owned())}</dd>
                }
            })
            .collect();
        let progress = (open && total > 0).then(|| words.mine_progress(named::MineProgress { answered, total }));
        view! {
            <p class="ds-paragraph">
                <span class="ds-tag" data-variant="outline">{progress_word(words, line.progress)}</span>
            </p>
            <p class="ds-paragraph">{words.mine_received(words.date(line.received_on))}</p>
            <dl class="facts">{claims}</dl>
            {progress.map(|progress| view! { <p class="ds-paragraph">{progress}</p> })}
            <p class="ds-paragraph">
                <a class="ds-link" href=format!("/min-side/sak/{}/kvittering", line.reference)>
                    {words.receipt_link()}
                </a>
            </p>
            <p class="ds-paragraph">
                <a class="ds-link" href="/min-side">
                    {words.mine_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Mine, title, words.mine_description(), page))
}
