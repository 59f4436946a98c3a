//! All answers on one page, what is going to happen, and the button that sends them.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Kept, Steps, back, title};
use crate::citizen::case::right_word;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{
    ANYWAY, Asked, Asking, BACK, Draft, DraftFile, Extent, Overview, SEND, SYSTEMS, Step, TOKEN, Whom, Wrong, YES,
};
use crate::model::{CaseLine, UsedRight};
use crate::parts::form::{ErrorSummary, Whose};
use crate::parts::pager::{PAGE, Paged, Pager, SYSTEMS_PER_PAGE, SystemsShown};
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let overview = desk.overview().await?;
    let visit = visit.clone();
    let page = move || {
        let Overview { asking, from, to, systems, due_on, open, is_full } = overview;
        let period = [
            from.map(|date| words.ask_review_from(words.date(date))),
            to.map(|date| words.ask_review_to(words.date(date))),
        ];
        let period: Vec<String> = period.into_iter().flatten().collect();
        let first = asking.draft.unanswered();
        let is_ready = first == Step::Review;
        let happens = is_ready.then(|| {
            let erases = asking.draft.uses(UsedRight::Erasure);
            view! {
                <Happens systems=systems erases=erases />
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
            <Steps step=Step::Review draft=asking.draft.clone() />
            <h2 class="ds-heading" data-size="sm">
                {words.ask_review_answers()}
            </h2>
            <Answers asking=asking.clone() period=period />
            {happens}
            {ends}
            <Kept visit=visit asking=asking />
        }
    };
    Ok(Document::new(Area::Ask, words.ask_review(), words.ask_review_description(), page))
}

/// Each question with its answer, and the way to change it.
#[component]
fn Answers(asking: Asking, period: Vec<String>) -> impl IntoView {
    let words = use_words();
    let draft = asking.draft;
    let rows: Vec<_> = Step::of(&draft)
        .filter(|step| *step != Step::Review)
        .map(|step| {
            let question = title(words, step);
            let lines = match step.is_answered(&draft) {
                true => answer(words, step, &draft, &period),
                false => vec![words.ask_review_missing().to_owned()],
            };
            let lines: Vec<_> = lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect();
            view! {
                <div class="definition">
                    <dt>{question}</dt>
                    <dd>
                        {lines} <a class="ds-link" href=format!("{}?{BACK}={YES}", step.path())>
                            {words.ask_review_change()}
                            <span class="ds-sr-only">": " {question}</span>
                        </a>
                    </dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="definitions">{rows}</dl> }
}

/// What was answered, a line each.
fn answer(words: Words, step: Step, draft: &Draft, period: &[String]) -> Vec<String> {
    let or_nothing = |lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if lines.is_empty() { vec![words.ask_review_nothing().to_owned()] } else { lines }
    };
    let restricted = |is: bool| if is { words.ask_review_restrict().to_owned() } else { String::new() };
    match step {
        Step::What => draft.rights.iter().map(|right| right_word(words, *right).to_owned()).collect(),
        Step::Who => {
            let whom = match draft.whom {
                Some(Whom::Child) => words.ask_review_for_child(draft.other.clone()),
                Some(Whom::Principal) => words.ask_review_for_principal(draft.other.clone()),
                _ => words.ask_who_oneself().to_owned(),
            };
            or_nothing(vec![whom, attached(words, draft, DraftFile::AUTHORITY)])
        }
        Step::Where => draft.extent.as_ref().map(|extent| places(words, extent, period)).unwrap_or_default(),
        Step::Wrong => {
            let restricted = restricted(draft.restrict_wrong == Some(true));
            let of_one = |wrong: &Wrong| said(words, wrong).into_iter().chain([attached(words, draft, &wrong.id)]);
            let lines = draft.wrong.iter().flat_map(of_one).chain([restricted]);
            lines.filter(|line| !line.is_empty()).collect()
        }
        Step::Erase => {
            let unwanted = draft.unwanted.clone().unwrap_or_default();
            or_nothing(vec![unwanted.what, unwanted.why, restricted(draft.restrict_unwanted)])
        }
        Step::Find => {
            let clues = draft.clues.clone().unwrap_or_default();
            or_nothing(vec![clues.names, clues.addresses, clues.phones, clues.customer])
        }
        Step::Notify => vec![match draft.email.as_deref() {
            Some("") | None => words.ask_notify_no().to_owned(),
            Some(address) => words.ask_review_by_email(address),
        }],
        Step::Review => Vec::new(),
    }
}

/// One thing that is wrong, as it was written.
fn said(words: Words, wrong: &Wrong) -> [String; 4] {
    let part = |question: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{question} {text}"),
    };
    [
        wrong.what.clone(),
        part(words.ask_wrong_current(), &wrong.current),
        part(words.ask_wrong_right(), &wrong.right),
        part(words.ask_wrong_why(), &wrong.why),
    ]
}

/// The names of the files that show this; empty where there is none.
fn attached(words: Words, draft: &Draft, shows: &str) -> String {
    let names: Vec<&str> = draft.files_of(shows).map(|file| file.name.as_str()).collect();
    if names.is_empty() { String::new() } else { words.ask_review_files(names.join(", ")) }
}

fn places(words: Words, extent: &Extent, period: &[String]) -> Vec<String> {
    if *extent == Extent::default() {
        return vec![words.ask_review_everything().to_owned()];
    }
    let sectors: Vec<&str> = extent.sectors.iter().map(|sector| sector_name(words, *sector)).collect();
    let mut lines = match sectors.is_empty() {
        true => vec![words.ask_review_all_sectors().to_owned()],
        false => vec![sectors.join(", ")],
    };
    lines.extend((!extent.words.is_empty()).then(|| extent.words.clone()));
    lines.extend_from_slice(period);
    lines
}

/// Systems that are asked, each with what it is for and holds.
fn items(words: Words, systems: &[Asked]) -> Vec<impl IntoView + use<>> {
    let item = |system: &Asked| {
        let Asked { name, sector, purpose, categories, .. } = system.clone();
        let purpose = (!purpose.is_empty()).then(|| view! { <p>{purpose}</p> });
        let categories = (!categories.is_empty()).then(|| view! { <p>{categories.join(", ")}</p> });
        view! {
            <li>
                <strong>{name}</strong>
                " ("
                {sector_name(words, sector)}
                ")"
                {purpose}
                {categories}
            </li>
        }
    };
    systems.iter().map(item).collect()
}

/// The page of them, where they are too many to stand on the overview.
pub(crate) async fn systems(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let systems = desk.overview().await?.systems;
    let total = systems.len();
    let paged = Paged::of(visit, total, SYSTEMS_PER_PAGE);
    let page = move || {
        let items = items(words, paged.slice(&systems, SYSTEMS_PER_PAGE));
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

/// Which systems are asked, what they are for, and what cannot be erased in them.
#[component]
fn Happens(systems: Vec<Asked>, erases: bool) -> impl IntoView {
    let words = use_words();
    let count = systems.len();
    let bound: Vec<_> = systems
        .iter()
        .filter(|system| system.archive_duty)
        .map(|system| view! { <li>{system.name.clone()}</li> })
        .collect();
    let kept = (erases && !bound.is_empty()).then(|| {
        view! {
            <h3 class="ds-heading" data-size="2xs">
                {words.ask_review_kept()}
            </h3>
            <p class="ds-paragraph">{words.ask_review_kept_text()}</p>
            <ul class="ds-list">{bound}</ul>
            <p class="ds-paragraph">{words.ask_review_kept_answer()}</p>
        }
    });
    let which = if count <= SYSTEMS_PER_PAGE {
        view! {
            <details class="fold">
                <summary>{words.ask_review_list()}</summary>
                <ul class="ds-list asked-systems">{items(words, &systems)}</ul>
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
    let back = back(Step::Review, &draft);
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
            <div class="actions">{back} {button}</div>
        </form>
    }
}
