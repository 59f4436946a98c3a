//! Asking for something: one question per page. What was answered is kept on the server, so that nothing is lost when the
//! browser is closed, and going back and forward is going between pages.

pub(crate) mod answers;
pub(crate) mod change;
pub(crate) mod extent;
mod files;
pub(crate) mod find;
pub(crate) mod review;
pub(crate) mod what;
pub(crate) mod who;

use leptos::prelude::*;

use crate::citizen::data;
use crate::document::Document;
use crate::model::DONE;
use crate::model::ask::{Asking, BACK, BUTTON, DISCARD, Draft, MINE, SEEN, Seen, Step, YES};
use crate::parts::done::Success;
use crate::parts::form::{ErrorSummary, Whose};
use crate::visit::{Visit, use_words};
use crate::words::named::AskStepOf;
use crate::words::{Area, Words};

/// What a question is called.
pub(crate) fn title(words: Words, step: Step) -> &'static str {
    match step {
        Step::What => words.ask_what(),
        Step::Who => words.ask_who(),
        Step::Where => words.ask_where(),
        Step::Wrong => words.ask_wrong(),
        Step::Erase => words.ask_erase(),
        Step::Find => words.ask_find(),
        Step::Notify => words.ask_notify(),
        Step::Review => words.ask_review(),
    }
}

fn description(words: Words, step: Step) -> &'static str {
    match step {
        Step::What => words.ask_what_description(),
        Step::Who => words.ask_who_description(),
        Step::Where => words.ask_where_description(),
        Step::Wrong => words.ask_wrong_description(),
        Step::Erase => words.ask_erase_description(),
        Step::Find => words.ask_find_description(),
        Step::Notify => words.ask_notify_description(),
        Step::Review => words.ask_review_description(),
    }
}

/// The page of a question: where one is, what is wrong, the form with its fields, and the ways back and on.
fn question<V: IntoView + 'static>(
    visit: &Visit,
    step: Step,
    asking: Asking,
    questions: Vec<(&'static str, &'static str)>,
    fields: impl FnOnce() -> V + Send + 'static,
) -> Document {
    question_after(visit, step, asking, questions, (), fields)
}

/// The same with something between the steps and the form.
fn question_after<B: IntoView + Send + 'static, V: IntoView + 'static>(
    visit: &Visit,
    step: Step,
    asking: Asking,
    questions: Vec<(&'static str, &'static str)>,
    before: B,
    fields: impl FnOnce() -> V + Send + 'static,
) -> Document {
    let words = visit.words();
    let visit = visit.clone();
    // Reached from the overview, one goes back there.
    let returns = visit.returned.value_or(BACK, visit.query_value(BACK).unwrap_or_default()) == YES;
    let page = move || {
        let removed = visit.query_value(DONE) == Some("fjernet");
        let enctype = step.takes_files().then_some("multipart/form-data");
        let on = if returns { words.ask_next_back() } else { words.ask_next() };
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=questions />
            {removed.then(|| view! { <Success text=words.ask_removed() /> })}
            <NotSent visit=visit.clone() />
            <Steps step=step draft=asking.draft.clone() />
            {seen(&visit)}
            {before}
            <form class="form" method="post" action=step.action() enctype=enctype novalidate>
                // Enter goes on: the first button of a form is the one that it presses.
                <button type="submit" hidden></button>
                <Whose visit=visit.clone() />
                {returns.then(|| view! { <input type="hidden" name=BACK value=YES /> })}
                {fields()}
                <div class="actions">
                    {back(step, &asking.draft)}
                    <button class="ds-button" type="submit">
                        {on}
                    </button>
                </div>
            </form>
            <Kept visit=visit asking=asking />
        }
    };
    Document::new(Area::Ask, title(words, step), description(words, step), page)
}

/// That nothing was sent when the button was pressed: who comes back to a page that looks as before would think that it was.
#[component]
fn NotSent(visit: Visit) -> impl IntoView {
    let words = use_words();
    (visit.query_value(DONE) == Some("ikke-sendt")).then(|| {
        view! {
            <div class="ds-alert" data-color="warning" role="alert">
                <p class="ds-paragraph">{words.ask_not_sent()}</p>
            </div>
        }
    })
}

/// The way to the question before. It is a button: what is typed is kept.
fn back(step: Step, draft: &Draft) -> impl IntoView + use<> {
    let words = use_words();
    let path = step.before(draft).map_or(MINE, Step::path);
    view! {
        <button class="ds-button" data-variant="secondary" type="submit" name=BUTTON value=path>
            {words.ask_before()}
        </button>
    }
}

/// The way back to where something was pointed at.
fn seen(visit: &Visit) -> Option<impl IntoView + use<>> {
    let words = visit.words();
    let Seen { reference, package, system } = visit.query_value(SEEN).and_then(Seen::parse)?;
    let address = data::path(&reference, package, Some(system));
    Some(view! {
        <p class="ds-paragraph">
            <a class="ds-link" href=address>
                {words.ask_seen()}
            </a>
        </p>
    })
}

/// Where one is among the questions, and the way to each that can be answered.
#[component]
fn Steps(step: Step, draft: Draft) -> impl IntoView {
    let words = use_words();
    let all: Vec<Step> = Step::of(&draft).collect();
    let number = all.iter().position(|known| *known == step).map_or(1, |at| at + 1);
    let total = all.len();
    let items: Vec<_> = all
        .into_iter()
        .map(|known| {
            let current = (known == step).then_some("step");
            let name = title(words, known);
            view! {
                <li>
                    <a class="ds-link" href=known.path() aria-current=current>
                        {name}
                    </a>
                    {known.is_answered(&draft).then(done)}
                </li>
            }
        })
        .collect();
    view! {
        <nav class="ask-steps" aria-label=words.ask_steps()>
            <p class="ds-paragraph">{words.ask_step_of(AskStepOf { number, total })}</p>
            <details class="fold">
                <summary>{words.ask_steps()}</summary>
                <ol>{items}</ol>
            </details>
        </nav>
    }
}

/// That a question is answered.
fn done() -> impl IntoView {
    let words = use_words();
    view! {
        <span aria-hidden="true">" ✓"</span>
        <span class="ds-sr-only">{words.ask_step_done()}</span>
    }
}

/// What becomes of the answers, and the button that deletes them.
#[component]
fn Kept(visit: Visit, asking: Asking) -> impl IntoView {
    let words = use_words();
    let until = asking.kept_until.map(|date| {
        view! {
            <p class="ds-paragraph">{words.ask_kept_until(words.date(date))}</p>
            <Discard visit=visit />
        }
    });
    view! {
        <div class="ask-kept">
            <p class="ds-paragraph">{words.ask_kept()}</p>
            {until}
        </div>
    }
}

/// Deleting what was begun: what that means, before the button.
#[component]
pub(super) fn Discard(visit: Visit) -> impl IntoView {
    let words = use_words();
    view! {
        <details class="fold">
            <summary>{words.ask_discard()}</summary>
            <p class="ds-paragraph">{words.ask_discard_text()}</p>
            <form method="post" action=DISCARD>
                <Whose visit=visit />
                <button class="ds-button" data-variant="secondary" data-color="danger" data-size="sm" type="submit">
                    {words.ask_discard_yes()}
                </button>
            </form>
        </details>
    }
}
