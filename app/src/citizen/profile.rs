//! My profile: where one is told of news, the language, and what the portal itself keeps.

use std::sync::Arc;

use leptos::prelude::*;

use super::ask::Discard;
use super::ask::find::Notify;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::DONE;
use crate::model::ask::{EMAIL, NO, NOTIFY, Step, YES};
use crate::model::profile::{CHANGE_CONTACT, Profile};
use crate::parts::done::Success;
use crate::parts::form::{ErrorSummary, Whose};
use crate::visit::{Visit, use_words};
use crate::words::Area;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let profile = desk.profile().await?;
    let visit = visit.clone();
    let page = move || {
        let saved = visit.query_value(DONE) == Some("lagret");
        let questions = vec![(NOTIFY, words.ask_notify()), (EMAIL, words.ask_notify_email())];
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=questions />
            {saved.then(|| view! { <Success text=words.profile_saved() /> })}
            <Contact visit=visit.clone() profile=profile.clone() />
            <h2 class="ds-heading" data-size="sm">
                {words.profile_language()}
            </h2>
            <p class="ds-paragraph">{words.profile_language_text()}</p>
            <p class="ds-paragraph">
                <a class="ds-link" href="/visning?back=%2Fmin-side%2Fprofil">
                    {words.profile_language_change()}
                </a>
            </p>
            <Kept visit=visit profile=profile />
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/min-side">
                    {words.mine_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Profile, words.profile_title(), words.profile_description(), page))
}

/// Where the person is told of news. Somebody of whom nothing is kept chooses it with the first request.
#[component]
fn Contact(visit: Visit, profile: Profile) -> impl IntoView {
    let words = use_words();
    let returned = visit.returned.clone();
    let kept = if profile.email.is_some() { YES } else { NO };
    let chosen = returned.value_or(NOTIFY, kept).to_owned();
    let email = returned.value_or(EMAIL, profile.email.as_deref().unwrap_or_default()).to_owned();
    let form = if profile.is_known {
        view! {
            <form class="form" method="post" action=CHANGE_CONTACT novalidate>
                <Whose visit=visit />
                <Notify returned=returned chosen=chosen email=email />
                <p class="actions">
                    <button class="ds-button" type="submit">
                        {words.profile_save()}
                    </button>
                </p>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="ds-paragraph">{words.profile_contact_later()}</p> }.into_any()
    };
    view! {
        <h2 class="ds-heading" data-size="sm">
            {words.profile_contact()}
        </h2>
        {form}
    }
}

/// What the portal itself keeps, and how to be rid of it.
#[component]
fn Kept(visit: Visit, profile: Profile) -> impl IntoView {
    let words = use_words();
    let Profile { is_known, cases, email, draft_until } = profile;
    let nothing = (!is_known).then(|| view! { <p class="ds-paragraph">{words.profile_kept_nothing()}</p> });
    let number = is_known.then(|| view! { <li>{words.profile_kept_number()}</li> });
    let cases = (cases > 0).then(|| view! { <li>{words.profile_kept_cases(cases)}</li> });
    let email = email.map(|_| view! { <li>{words.profile_kept_email()}</li> });
    let draft = draft_until.map(|date| view! { <li>{words.profile_kept_draft(words.date(date))}</li> });
    let discard = draft_until.map(|_| view! { <Discard visit=visit /> });
    view! {
        <h2 class="ds-heading" data-size="sm">
            {words.profile_kept()}
        </h2>
        {nothing}
        <ul class="ds-list">{number} {cases} {draft} {email}</ul>
        {discard}
        <p class="ds-paragraph">{words.profile_kept_session()}</p>
        <ul class="ds-list">
            <li>
                <a class="ds-link" href="/min-side/innlogging">
                    {words.mine_logins_title()}
                </a>
            </li>
            <li>
                <a class="ds-link" href="/personvern">
                    {words.privacy_title()}
                </a>
            </li>
            <li>
                <a class="ds-link" href=Step::What.path()>
                    {words.profile_ask()}
                </a>
            </li>
        </ul>
    }
}
