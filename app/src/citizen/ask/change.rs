//! What is wrong, and what is to be erased.

use std::sync::Arc;

use leptos::prelude::*;

use super::files::SentFiles;
use super::{question, question_after};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{
    BUTTON, CURRENT, Draft, ERASED, MOST_CORRECTIONS, NUMBER, ONE_MORE, REMOVE, RESTRICT, RIGHT, Step, Unwanted, WHY,
    WRONG,
};
use crate::model::upload::FILES;
use crate::parts::file_field::Attach;
use crate::parts::form::{Kind, OneTick, Question, Tick, Whose};
use crate::visit::{Visit, use_words};

/// What is wrong.
pub(crate) async fn wrong(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let known = asking.draft.wrong.clone();
    // One that is changed, or a new one.
    let asked_for = visit.query_value(NUMBER).unwrap_or_default();
    let number = returned.value_or(NUMBER, asked_for).to_owned();
    let changed = known.iter().find(|wrong| wrong.id == number).cloned();
    let is_new = changed.is_none();
    let entry = changed.unwrap_or_default();
    let number = entry.id.clone();
    // What somebody has written stays there, for taking it elsewhere.
    let is_full = is_new && known.len() >= MOST_CORRECTIONS && returned.value_or(WRONG, "").is_empty();
    let restrict = returned.ticked_or(RESTRICT, asking.draft.restrict_wrong.unwrap_or(true));
    let before = written(visit, &asking.draft);
    let limits = asking.limits;
    let optional = words.ask_wrong_optional();
    let questions = [
        (WRONG, words.ask_wrong_what(), entry.what, words.ask_wrong_what_help()),
        (CURRENT, words.ask_wrong_current(), entry.current, optional),
        (RIGHT, words.ask_wrong_right(), entry.right, optional),
        (WHY, words.ask_wrong_why(), entry.why, words.ask_wrong_why_help()),
    ]
    .map(|(name, label, kept, help)| Question { name, label, kind: Kind::Lines, kept, help: Some(help) });
    let named = questions.iter().map(Question::named).chain([(FILES, words.ask_wrong_files())]).collect();
    let fields = move || {
        let written = (!is_full).then(|| {
            let fields = questions.map(|question| question.field(&returned)).into_iter().collect::<Vec<_>>();
            let last = view! {
                <Attach label=words.ask_wrong_files() help=words.ask_wrong_files_help() limits=limits returned=returned />
                <p>
                    <button class="ds-button" data-variant="secondary" type="submit" name=BUTTON value=ONE_MORE>
                        {words.ask_wrong_one_more()}
                    </button>
                </p>
            };
            (fields, last)
        });
        let (fields, last) = written.unzip();
        let tick = Tick {
            name: RESTRICT.to_owned(),
            label: words.ask_wrong_restrict(),
            help: Some(words.ask_wrong_restrict_help()),
            ticked: restrict,
        };
        view! {
            <input type="hidden" name=NUMBER value=number />
            {is_full.then(|| view! { <p class="ds-paragraph">{words.ask_wrong_full()}</p> })}
            {fields}
            <OneTick id=RESTRICT.to_owned() tick=tick />
            // What stands before the files is known before they are read, and comes back if they are not.
            {last}
        }
    };
    Ok(question_after(visit, Step::Wrong, asking, named, before, fields))
}

/// What is written already, each with the ways to change it and to take it out.
fn written(visit: &Visit, draft: &Draft) -> Option<impl IntoView + use<>> {
    let words = visit.words();
    if draft.wrong.is_empty() {
        return None;
    }
    let known = draft.wrong.clone().into_iter();
    let items: Vec<_> = known
        .enumerate()
        .map(|(at, wrong)| {
            let number = at + 1;
            view! {
                <li>
                    <p class="ds-paragraph written">{wrong.what}</p>
                    <SentFiles visit=visit.clone() draft=draft.clone() shows=wrong.id.clone() />
                    <form class="actions actions--small" method="post" action=REMOVE>
                        <Whose visit=visit.clone() />
                        <input type="hidden" name=NUMBER value=wrong.id.clone() />
                        <a class="ds-link" href=format!("{}?{NUMBER}={}", Step::Wrong.path(), wrong.id)>
                            {words.ask_wrong_change(number)}
                        </a>
                        <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">
                            {words.ask_wrong_remove(number)}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    Some(view! {
        <section aria-labelledby="skrevet">
            <h2 class="ds-heading" data-size="xs" id="skrevet">
                {words.ask_wrong_known()}
            </h2>
            <ol class="ds-list">{items}</ol>
        </section>
    })
}

/// What is to be erased, and why.
pub(crate) async fn erase(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let Unwanted { what, why } = asking.draft.unwanted.clone().unwrap_or_default();
    let restrict = returned.ticked_or(RESTRICT, asking.draft.restrict_unwanted);
    let questions = [
        (ERASED, words.ask_erase_what(), what, words.ask_erase_what_help()),
        (WHY, words.ask_erase_why(), why, words.ask_erase_why_help()),
    ]
    .map(|(name, label, kept, help)| Question { name, label, kind: Kind::Lines, kept, help: Some(help) });
    let named = questions.iter().map(Question::named).collect();
    let fields = move || {
        let fields = questions.map(|question| question.field(&returned)).into_iter().collect::<Vec<_>>();
        let tick = Tick {
            name: RESTRICT.to_owned(),
            label: words.ask_erase_restrict(),
            help: Some(words.ask_wrong_restrict_help()),
            ticked: restrict,
        };
        view! {
            <Law />
            {fields}
            <OneTick id=RESTRICT.to_owned() tick=tick />
        }
    };
    Ok(question(visit, Step::Erase, asking, named, fields))
}

/// What cannot be erased, said before anybody asks.
#[component]
fn Law() -> impl IntoView {
    let words = use_words();
    view! {
        <div class="ds-alert" data-color="info">
            <p class="ds-paragraph">{words.ask_erase_law()}</p>
        </div>
    }
}
