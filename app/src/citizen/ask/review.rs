//! All answers on one page, what is going to happen, and the button that sends them.

use std::sync::Arc;

use leptos::prelude::*;

use super::answers::Answers;
use super::{Kept, NotSent, Steps};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{ANYWAY, Asked, Draft, MINE, Overview, SEND, SYSTEMS, Step, TOKEN, Whom, YES};
use crate::model::{CaseLine, UsedRight};
use crate::parts::form::{ErrorSummary, Whose};
use crate::parts::pager::{PAGE, Paged, Pager, SYSTEMS_PER_PAGE, SystemsShown, asked};
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let overview = desk.overview().await?;
    let visit = visit.clone();
    let page = move || {
        let Overview { asking, from, to, systems, due_on, open, is_full } = overview;
        let first = asking.draft.unanswered();
        let is_ready = first == Step::Review;
        let happens = is_ready.then(|| {
            let erases = asking.draft.uses(UsedRight::Erasure);
            let assessed = asking.draft.whom.is_some_and(|whom| whom != Whom::Oneself);
            let sectors = asking.draft.extent.as_ref().map_or(&[][..], |extent| &extent.sectors);
            let beyond = !sectors.is_empty() && systems.iter().any(|system| !sectors.contains(&system.sector));
            view! {
                <Happens systems=systems erases=erases beyond=beyond />
                {assessed.then(|| view! { <p class="ds-paragraph">{words.ask_who_answer()}</p> })}
                <p class="ds-paragraph">
                    <strong>{words.ask_review_due(words.date(due_on))}</strong>
                </p>
                <p class="ds-paragraph">{words.ask_review_due_why()}</p>
            }
        });
        let ends = if is_ready {
            let token = asking.token.clone();
            view! { <Send visit=visit.clone() draft=asking.draft.clone() token=token open=open is_full=is_full /> }
                .into_any()
        } else {
            view! {
                <p class="actions">
                    <a class="ds-button" href=first.path()>
                        {words.ask_review_go_on()}
                    </a>
                </p>
            }
            .into_any()
        };
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=Vec::new() />
            <NotSent visit=visit.clone() />
            <Steps step=Step::Review draft=asking.draft.clone() />
            <h2 class="ds-heading" data-size="sm">
                {words.ask_review_answers()}
            </h2>
            <Answers draft=asking.draft.clone() from=from to=to changeable=true />
            {happens}
            {ends}
            <Kept visit=visit asking=asking />
        }
    };
    Ok(Document::new(Area::Ask, words.ask_review(), words.ask_review_description(), page))
}

/// Systems that are asked, each with what it is for and holds, and whether that can be erased, where somebody asks for it.
fn items(words: Words, systems: &[Asked], erases: bool) -> Vec<impl IntoView + use<>> {
    let norwegian = words.norwegian();
    let item = |system: &Asked| {
        let Asked { name, sector, purpose, categories, archive_duty, .. } = system.clone();
        let kept = (erases && archive_duty).then(|| view! { <p>{words.ask_systems_kept()}</p> });
        let purpose = (!purpose.is_empty()).then(|| view! { <p lang=norwegian>{purpose}</p> });
        let categories = (!categories.is_empty()).then(|| view! { <p lang=norwegian>{categories.join(", ")}</p> });
        view! {
            <li>
                <strong lang=norwegian>{name}</strong>
                " ("
                {sector_name(words, sector)}
                ")"
                {purpose}
                {categories}
                {kept}
            </li>
        }
    };
    systems.iter().map(item).collect()
}

/// The page of them, where they are too many to stand on the overview.
pub(crate) async fn systems(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let Overview { systems, asking, .. } = desk.overview().await?;
    let erases = asking.draft.uses(UsedRight::Erasure);
    let total = systems.len();
    let paged = Paged::at(asked(visit), total, SYSTEMS_PER_PAGE);
    let page = move || {
        let items = items(words, paged.slice(&systems, SYSTEMS_PER_PAGE), erases);
        view! {
            <p class="ds-paragraph">{words.ask_review_systems(total)}</p>
            <SystemsShown paged=paged total=total />
            <ul class="ds-list asked-systems">{items}</ul>
            <Pager paged=paged address=|page| format!("{SYSTEMS}?{PAGE}={page}") />
            <p class="actions">
                <a class="ds-button" href=Step::Review.path()>
                    {words.ask_systems_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Ask, words.ask_systems(), words.ask_systems_description(), page))
}

/// Which systems are asked, what they are for, and what cannot be erased in them; and whether more are asked than were chosen.
#[component]
fn Happens(systems: Vec<Asked>, erases: bool, beyond: bool) -> impl IntoView {
    let words = use_words();
    let count = systems.len();
    let is_short = count <= SYSTEMS_PER_PAGE;
    let bound: Vec<_> = systems.iter().filter(|system| system.archive_duty).map(|system| system.name.clone()).collect();
    let kept = (erases && !bound.is_empty()).then(|| {
        // The list of them says it of each where they do not fit here.
        let which = if is_short {
            let names: Vec<_> = bound.into_iter().map(|name| view! { <li>{name}</li> }).collect();
            view! {
                <p class="ds-paragraph">{words.ask_review_kept_text()}</p>
                <ul class="ds-list">{names}</ul>
            }
            .into_any()
        } else {
            view! { <p class="ds-paragraph">{words.ask_review_kept_count(bound.len())}</p> }.into_any()
        };
        view! {
            <h3 class="ds-heading" data-size="2xs">
                {words.ask_review_kept()}
            </h3>
            {which}
            <p class="ds-paragraph">{words.ask_review_kept_answer()}</p>
        }
    });
    let which = if is_short {
        view! {
            <details class="fold">
                <summary>{words.ask_review_list()}</summary>
                <ul class="ds-list asked-systems">{items(words, &systems, erases)}</ul>
            </details>
        }
        .into_any()
    } else {
        view! {
            <p class="ds-paragraph">
                <a class="ds-link" href=SYSTEMS>
                    {words.ask_review_list()}
                </a>
            </p>
        }
        .into_any()
    };
    view! {
        <h2 class="ds-heading" data-size="sm">
            {words.ask_review_happens()}
        </h2>
        {beyond.then(|| view! { <p class="ds-paragraph">{words.ask_review_beyond()}</p> })}
        <p class="ds-paragraph">{words.ask_review_systems(count)}</p>
        {which}
        {kept}
    }
}

/// The button; where the person has an open case already, what that means comes first.
#[component]
fn Send(visit: Visit, draft: Draft, token: String, open: Vec<CaseLine>, is_full: bool) -> impl IntoView {
    let words = use_words();
    let has_open = !open.is_empty();
    let notice = (has_open || is_full).then(|| {
        let links: Vec<_> = open
            .into_iter()
            .map(|case| {
                view! {
                    <li>
                        <a class="ds-link" href=format!("/min-side/sak/{}", case.reference)>
                            {words.mine_reference(case.reference.clone())}
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <div class="ds-alert" data-color=if is_full { "warning" } else { "info" }>
                <h2 class="ds-heading" data-size="xs">
                    {if is_full { words.ask_review_full_title() } else { words.ask_review_open() }}
                </h2>
                <p class="ds-paragraph">
                    {if is_full { words.ask_review_full() } else { words.ask_review_open_text() }}
                </p>
                <ul class="ds-list">{links}</ul>
            </div>
        }
    });
    // A link: this form sends.
    let back = Step::Review.before(&draft).map_or(MINE, Step::path);
    let button = (!is_full).then(|| {
        let text = if has_open { words.ask_review_send_anyway() } else { words.ask_review_send() };
        view! {
            <button class="ds-button" type="submit">
                {text}
            </button>
        }
    });
    view! {
        {notice}
        <form method="post" action=SEND>
            <Whose visit=visit />
            <input type="hidden" name=TOKEN value=token />
            {has_open.then(|| view! { <input type="hidden" name=ANYWAY value=YES /> })}
            <div class="actions">
                <a class="ds-button" data-variant="secondary" href=back>
                    {words.ask_before()}
                </a>
                {button}
            </div>
        </form>
    }
}
