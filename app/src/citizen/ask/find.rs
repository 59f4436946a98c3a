//! What helps to find the person, and how the person is told of news.

use std::sync::Arc;

use leptos::prelude::*;

use super::question;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::Returned;
use crate::model::ask::{ADDRESSES, CUSTOMER, EMAIL, NAMES, NO, NOTIFY, PHONES, Step, YES};
use crate::parts::form::{Choice, Choices, Kind, Question, Written};
use crate::visit::{Visit, use_words};

/// What helps to find the person.
pub(crate) async fn find(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let clues = asking.draft.clues.clone().unwrap_or_default();
    let questions = [
        (NAMES, words.ask_find_names(), clues.names),
        (ADDRESSES, words.ask_find_addresses(), clues.addresses),
        (PHONES, words.ask_find_phones(), clues.phones),
        (CUSTOMER, words.ask_find_customer(), clues.customer),
    ]
    .map(|(name, label, kept)| Question { name, label, kind: Kind::Lines, kept, help: None });
    let named = questions.iter().map(Question::named).collect();
    let fields = move || {
        let fields = questions.map(|question| question.field(&returned)).into_iter().collect::<Vec<_>>();
        view! {
            <p class="ds-paragraph">{words.ask_find_text()}</p>
            {fields}
        }
    };
    Ok(question(visit, Step::Find, asking, named, fields))
}

/// How the person is told of news.
pub(crate) async fn notify(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    // Chosen before, it is chosen until the person chooses anew.
    let known = asking.draft.email.clone().or_else(|| asking.contact.clone());
    let kept = match known.as_deref() {
        None => "",
        Some("") => NO,
        Some(_) => YES,
    };
    let chosen = returned.value_or(NOTIFY, kept).to_owned();
    let email = returned.value_or(EMAIL, known.as_deref().unwrap_or_default()).to_owned();
    let fields = move || view! { <Notify returned=returned chosen=chosen email=email /> };
    let questions = vec![(NOTIFY, words.ask_notify()), (EMAIL, words.ask_notify_email())];
    Ok(question(visit, Step::Notify, asking, questions, fields))
}

/// By e-mail or not, and where to.
#[component]
pub(crate) fn Notify(returned: Returned, chosen: String, email: String) -> impl IntoView {
    let words = use_words();
    let choice = |value, label, help| Choice { value, label, lang: None, help: Some(help) };
    let choices = vec![
        choice(YES, words.ask_notify_yes(), words.ask_notify_yes_help()),
        choice(NO, words.ask_notify_no(), words.ask_notify_no_help()),
    ];
    view! {
        <Choices
            name=NOTIFY
            legend=words.ask_notify_legend()
            choices=choices
            chosen=chosen
            fault=returned.fault(NOTIFY)
        />
        <div class="ask-email">
            <Written
                name=EMAIL
                label=words.ask_notify_email()
                kind=Kind::Email
                value=email
                fault=returned.fault(EMAIL)
            />
        </div>
    }
}
