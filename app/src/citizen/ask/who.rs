//! Whom it is about.

use std::sync::Arc;

use leptos::prelude::*;

use super::files::SentFiles;
use super::question_after;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::ask::{DraftFile, OTHER, Step, WHOM, Whom};
use crate::model::upload::FILES;
use crate::parts::file_field::Attach;
use crate::parts::form::{Choice, Choices, Kind, Written};
use crate::visit::Visit;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let chosen = returned.value_or(WHOM, asking.draft.whom.unwrap_or(Whom::Oneself).code()).to_owned();
    let other = returned.value_or(OTHER, &asking.draft.other).to_owned();
    let limits = asking.limits;
    let before =
        view! { <SentFiles visit=visit.clone() draft=asking.draft.clone() shows=DraftFile::AUTHORITY.to_owned() /> };
    let fields = move || {
        let choices = Whom::ALL
            .into_iter()
            .map(|whom| {
                let (label, help) = match whom {
                    Whom::Oneself => (words.ask_who_oneself(), None),
                    Whom::Child => (words.ask_who_child(), Some(words.ask_who_child_help())),
                    Whom::Principal => (words.ask_who_principal(), Some(words.ask_who_principal_help())),
                };
                Choice { value: whom.code(), label, lang: None, help }
            })
            .collect();
        view! {
            <Choices name=WHOM legend=words.ask_who() choices=choices chosen=chosen fault=returned.fault(WHOM) />
            <div class="ask-other">
            <Written
                name=OTHER
                label=words.ask_who_other()
                kind=Kind::NationalId
                value=other
                fault=returned.fault(OTHER)
                help=words.ask_who_other_help()
            />
            <Attach label=words.ask_who_files() help=words.ask_who_files_help() limits=limits returned=returned />
            <p class="ds-paragraph">{words.ask_who_answer()}</p>
            </div>
        }
    };
    let questions = vec![(WHOM, words.ask_who()), (OTHER, words.ask_who_other()), (FILES, words.ask_who_files())];
    Ok(question_after(visit, Step::Who, asking, questions, before, fields))
}
