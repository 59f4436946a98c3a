//! The person's own cases.

use std::sync::Arc;

use leptos::prelude::*;

use super::said::{due_sentence, progress_word, rights_of, whom_word};
use crate::desks::CitizenDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::Step;
use crate::model::case::OwnCases;
use crate::model::{Attention, CaseLine, CaseProgress};
use crate::parts::pager::{PAGE, Pager, Shown, asked};
use crate::visit::{Visit, use_words};
use crate::words::named::MineShown;
use crate::words::{Area, Words};

/// Cases on one page.
const PER_PAGE: usize = 20;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let OwnCases { lines, paged, total } = desk.cases(asked(visit), PER_PAGE).await?;
    // What was begun is seen only by who has logged in safely enough to go on with it.
    let begun = match &visit.desks.citizen_cases {
        // One that cannot be read is no reason to be shown no cases.
        Some(desk) => desk.asking().await.ok().filter(|asking| asking.begun),
        None => None,
    };
    let page = move || {
        let new = begun.is_none().then(|| {
            view! {
                <p class="actions">
                    <a class="ds-button" href=Step::What.path()>
                        {words.mine_new()}
                    </a>
                </p>
            }
        });
        let begun = begun.map(|asking| {
            let until = asking.kept_until.map(|date| words.mine_begun_text(words.date(date)));
            view! {
                <div class="ds-alert" data-color="info">
                    <h2 class="ds-heading" data-size="xs">
                        {words.mine_begun()}
                    </h2>
                    {until.map(|until| view! { <p class="ds-paragraph">{until}</p> })}
                    <p class="actions">
                        <a class="ds-button" href=asking.draft.unanswered().path()>
                            {words.mine_go_on()}
                        </a>
                    </p>
                </div>
            }
        });
        let list = if total == 0 {
            view! {
                <div class="ds-alert" data-color="info">
                    <h2 class="ds-heading" data-size="xs">
                        {words.mine_none()}
                    </h2>
                    <p class="ds-paragraph">{words.mine_none_text()}</p>
                </div>
            }
            .into_any()
        } else {
            let rows: Vec<_> = lines.into_iter().map(|case| view! { <Row case=case /> }).collect();
            let said = move |words: Words, (from, to, count)| words.mine_shown(MineShown { from, to, count });
            view! {
                <Shown paged=paged per_page=PER_PAGE total=total said=said />
                <ul class="case-list">{rows}</ul>
                <Pager paged=paged address=move |page| format!("/min-side?{PAGE}={page}") />
            }
            .into_any()
        };
        view! {
            {begun}
            {new}
            {list}
            <ul class="ds-list">
                <li>
                    <a class="ds-link" href="/min-side/profil">
                        {words.profile_title()}
                    </a>
                </li>
                <li>
                    <a class="ds-link" href="/min-side/innlogging">
                        {words.mine_logins()}
                    </a>
                </li>
            </ul>
        }
    };
    Ok(Document::new(Area::Mine, words.mine_title(), words.mine_description(), page))
}

#[component]
fn Row(case: CaseLine) -> impl IntoView {
    let words = use_words();
    let open = case.progress == CaseProgress::Open;
    let waits = case.claims.iter().filter(|claim| claim.is_open).min_by_key(|claim| claim.due_on);
    // Where all have an answer, it is what is missing in one that is late.
    let first = waits.or_else(|| case.claims.iter().filter(|claim| claim.overdue).min_by_key(|claim| claim.due_on));
    let has_part = open && case.claims.iter().any(|claim| !claim.is_open);
    let in_part = has_part.then(|| view! { <p class="ds-paragraph">{words.mine_in_part()}</p> });
    let attention = match case.attention {
        Attention::Nothing => None,
        Attention::News => Some(("info", words.mine_news())),
        Attention::Asked => Some(("warning", words.case_waits())),
    };
    let attention = attention.map(|(color, text)| view! { " " <span class="ds-tag" data-color=color>{text}</span> });
    let due = first.filter(|_| open).map(|claim| due_sentence(words, claim));
    view! {
        <li class="ds-card">
            <h2 class="ds-heading" data-size="xs">
                <a class="ds-link" href=format!("/min-side/sak/{}", case.reference)>
                    {rights_of(words, &case)}
                </a>
            </h2>
            <p class="ds-paragraph">{words.mine_reference(case.reference.clone())}</p>
            {whom_word(words, case.whom).map(|whom| view! { <p class="ds-paragraph">{words.case_about()} ": " {whom}</p> })}
            <p class="ds-paragraph">
                <span class="ds-tag" data-variant="outline">{progress_word(words, case.progress)}</span>
                {attention}
            </p>
            <p class="ds-paragraph">{words.mine_received(words.date(case.received_on))}</p>
            {in_part}
            {due.map(|due| view! { <p class="ds-paragraph">{due}</p> })}
        </li>
    }
}
