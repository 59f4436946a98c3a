//! What was answered: before it is sent, and read again once it was.

use leptos::prelude::*;

use super::title;
use crate::citizen::said::right_word;
use crate::model::CivilDate;
use crate::model::ask::{BACK, Draft, DraftFile, Extent, Step, Whom, Wrong, YES};
use crate::public::register::sector_name;
use crate::visit::use_words;
use crate::words::Words;

/// Each question with its answer, and the way to change it as long as it is not sent. `from` and `to` are the days of the extent.
#[component]
pub(crate) fn Answers(
    draft: Draft,
    from: Option<CivilDate>,
    to: Option<CivilDate>,
    #[prop(optional)] changeable: bool,
) -> impl IntoView {
    let words = use_words();
    let period = [
        from.map(|date| words.ask_review_from(words.date(date))),
        to.map(|date| words.ask_review_to(words.date(date))),
    ];
    let period: Vec<String> = period.into_iter().flatten().collect();
    // Where one is told of news is the person's, and not the case's.
    let is_shown = |step: &Step| *step != Step::Review && (changeable || *step != Step::Notify);
    let rows: Vec<_> = Step::of(&draft)
        .filter(is_shown)
        .map(|step| {
            let question = title(words, step);
            let lines = match step.is_answered(&draft) || !changeable {
                true => answer(words, step, &draft, &period),
                false => vec![words.ask_review_missing().to_owned()],
            };
            let change = changeable.then(|| {
                view! {
                    <a class="ds-link" href=format!("{}?{BACK}={YES}", step.path())>
                        {words.ask_review_change()}
                        <span class="ds-sr-only">" " {question}</span>
                    </a>
                }
            });
            let lines: Vec<_> = lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect();
            view! {
                <div class="definition">
                    <dt>{question}</dt>
                    <dd>{lines} {change}</dd>
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
