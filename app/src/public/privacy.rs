//! What the portal itself keeps about those who visit it.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::parts::footer::DATATILSYNET;
use crate::visit::{Visit, use_words};
use crate::words::Area;

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let https = visit.https;
    let lead = words.privacy_lead(visit.municipality.name.as_str());
    let complaint = visit.municipality.complaint(visit.language).map(str::to_owned);
    let page = move || {
        let own_words = complaint.clone().map(|text| view! { <p class="ds-paragraph">{text}</p> });
        view! {
            <p class="ds-paragraph" data-size="lg">
                {lead.clone()}
            </p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_cookies()}
            </h2>
            <p class="ds-paragraph">{words.privacy_cookies_text()}</p>
            <Cookies https=https />
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_forms()}
            </h2>
            <p class="ds-paragraph">{words.privacy_forms_text()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_drafts()}
            </h2>
            <p class="ds-paragraph">{words.privacy_drafts_text()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_login()}
            </h2>
            <p class="ds-paragraph">{words.privacy_login_text()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_log()}
            </h2>
            <p class="ds-paragraph">{words.privacy_log_text()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_others()}
            </h2>
            <p class="ds-paragraph">{words.privacy_others_text()}</p>
            <h2 class="ds-heading" data-size="sm">
                {words.privacy_rights()}
            </h2>
            <p class="ds-paragraph">{words.privacy_rights_text()}</p>
            {own_words}
            <p class="ds-paragraph">
                <a class="ds-link" href=DATATILSYNET>
                    {words.frame_complaint()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Privacy, words.privacy_title(), words.privacy_description(), page))
}

/// Every cookie of the portal; a test compares this list with what the server sets.
#[component]
fn Cookies(https: bool) -> impl IntoView {
    let words = use_words();
    let prefix = if https { "__Host-minside-" } else { "minside-" };
    let cookies: Vec<_> = [
        ("display", words.privacy_cookie_display(), words.privacy_cookie_display_kept()),
        ("form", words.privacy_cookie_form(), words.privacy_cookie_form_kept()),
        ("login", words.privacy_cookie_login(), words.privacy_cookie_login_kept()),
        ("session", words.privacy_cookie_session(), words.privacy_cookie_session_kept()),
    ]
    .into_iter()
    .map(|(name, purpose, kept)| {
        view! {
            <div class="definition">
                <dt>
                    <span class="ds-sr-only">{words.privacy_cookie_name()} ": "</span>
                    {format!("{prefix}{name}")}
                </dt>
                <dd>
                    <span class="ds-sr-only">{words.privacy_cookie_purpose()} ": "</span>
                    {purpose}
                </dd>
                <dd>{words.privacy_cookie_kept()} ": " {kept}</dd>
            </div>
        }
    })
    .collect();
    view! { <dl class="definitions">{cookies}</dl> }
}
