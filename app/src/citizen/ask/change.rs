//! What is wrong, and what is to be erased.

use std::sync::Arc;

use leptos::prelude::*;

use super::{question, question_after};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{
    BUTTON, CURRENT, ERASED, MOST_CORRECTIONS, NUMBER, ONE_MORE, REMOVE, RESTRICT, RIGHT, Step, WHY, WRONG, Wrong,
};
use crate::parts::form::{Kind, OneTick, Tick, Whose, Written};
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
    let is_full = is_new && known.len() >= MOST_CORRECTIONS;
    let restrict = returned.ticked_or(RESTRICT, asking.draft.restrict_wrong.unwrap_or(true));
    let before = written(visit, known);
    let fields = move || {
        let value = |field, kept: &str| returned.value_or(field, kept).to_owned();
        let written = (!is_full).then(|| {
            view! {
                <Written
                    name=WRONG
                    label=words.ask_wrong_what()
                    kind=Kind::Lines
                    value=value(WRONG, &entry.what)
                    fault=returned.fault(WRONG)
                    help=words.ask_wrong_what_help()
                />
                <Written
                    name=CURRENT
                    label=words.ask_wrong_current()
                    kind=Kind::Lines
                    value=value(CURRENT, &entry.current)
                    fault=returned.fault(CURRENT)
                    help=words.ask_wrong_optional()
                />
                <Written
                    name=RIGHT
                    label=words.ask_wrong_right()
                    kind=Kind::Lines
                    value=value(RIGHT, &entry.right)
                    fault=returned.fault(RIGHT)
                    help=words.ask_wrong_optional()
                />
                <Written
                    name=WHY
                    label=words.ask_wrong_why()
                    kind=Kind::Lines
                    value=value(WHY, &entry.why)
                    fault=returned.fault(WHY)
                    help=words.ask_wrong_optional()
                />
                <p>
                    <button class="ds-button" data-variant="secondary" type="submit" name=BUTTON value=ONE_MORE>
                        {words.ask_wrong_one_more()}
                    </button>
                </p>
            }
        });
        let tick = Tick {
            name: RESTRICT.to_owned(),
            label: words.ask_wrong_restrict(),
            help: Some(words.ask_wrong_restrict_help()),
            ticked: restrict,
        };
        view! {
            <input type="hidden" name=NUMBER value=number />
            {is_full.then(|| view! { <p class="ds-paragraph">{words.ask_wrong_full()}</p> })}
            {written}
            <OneTick id=RESTRICT.to_owned() tick=tick />
        }
    };
    let questions = vec![
        (WRONG, words.ask_wrong_what()),
        (CURRENT, words.ask_wrong_current()),
        (RIGHT, words.ask_wrong_right()),
        (WHY, words.ask_wrong_why()),
    ];
    Ok(question_after(visit, Step::Wrong, asking, questions, before, fields))
}

/// What is written already, each with the ways to change it and to take it out.
fn written(visit: &Visit, known: Vec<Wrong>) -> Option<impl IntoView + use<>> {
    let words = visit.words();
    if known.is_empty() {
        return None;
    }
    let items: Vec<_> = known
        .into_iter()
        .enumerate()
        .map(|(at, wrong)| {
            let number = at + 1;
            view! {
                <li>
                    <p class="ds-paragraph written">{wrong.what}</p>
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
    let kept = asking.draft.unwanted.clone().unwrap_or_default();
    let restrict = returned.ticked_or(RESTRICT, asking.draft.restrict_unwanted);
    let fields = move || {
        let tick = Tick {
            name: RESTRICT.to_owned(),
            label: words.ask_erase_restrict(),
            help: Some(words.ask_wrong_restrict_help()),
            ticked: restrict,
        };
        view! {
            <Law />
            <Written
                name=ERASED
                label=words.ask_erase_what()
                kind=Kind::Lines
                value=returned.value_or(ERASED, &kept.what).to_owned()
                fault=returned.fault(ERASED)
                help=words.ask_erase_what_help()
            />
            <Written
                name=WHY
                label=words.ask_erase_why()
                kind=Kind::Lines
                value=returned.value_or(WHY, &kept.why).to_owned()
                fault=returned.fault(WHY)
                help=words.ask_erase_why_help()
            />
            <OneTick id=RESTRICT.to_owned() tick=tick />
        }
    };
    let questions = vec![(ERASED, words.ask_erase_what()), (WHY, words.ask_erase_why())];
    Ok(question(visit, Step::Erase, asking, questions, fields))
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
