//! What a person sees when something went wrong: what happened, that nothing is lost, and one thing to do next.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::model::login::{HIGH, LEVEL};
use crate::model::{Returned, Unsent};
use crate::parts::file_field::Attach;
use crate::parts::mishap::Mishap;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

/// The page for a fault; `request_id` finds the same event in the log.
pub fn error_page(fault: Fault, request_id: &str, visit: &Visit, unsent: Option<Unsent>) -> Document {
    let words = visit.words();
    let (title, text) = sentences(words, fault);
    let more = matches!(fault, Fault::TooMany { .. }).then(|| words.fault_too_many_shared());
    let shown_code = matches!(fault, Fault::Internal | Fault::Busy).then(|| words.fault_code(request_id.to_owned()));
    let may_help = matches!(fault, Fault::Internal | Fault::Busy | Fault::TooMany { .. } | Fault::TooSlow);
    let first = match fault {
        Fault::LoginNeeded => Some((words.frame_log_in(), "/logg-inn".to_owned())),
        Fault::LevelNeeded => Some((words.frame_log_in(), format!("/logg-inn?{LEVEL}={HIGH}"))),
        _ if may_help && visit.back.is_some() => Some((words.fault_try_again(), String::new())),
        _ => None,
    };
    // Who leaves the page loses what they wrote.
    let away = unsent.is_none().then(|| (words.fault_to_front(), "/".to_owned()));
    let ways = first.into_iter().chain(away).collect();
    let page = move || {
        view! {
            <Mishap title=title text=text more=more code=shown_code ways=ways />
            {unsent.map(|unsent| view! { <SendAgain unsent=unsent /> })}
        }
    };
    Document::new(Area::Fault, title, title, page).for_error(fault.status())
}

/// What was written, and the button that sends it again.
#[component]
fn SendAgain(unsent: Unsent) -> impl IntoView {
    let words = use_words();
    let Unsent { action, fields, files } = unsent;
    let fields: Vec<_> =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect();
    let enctype = files.is_some().then_some("multipart/form-data");
    let files = files.map(|limits| {
        view! {
            <Attach
                label=words.form_files()
                help=words.fault_unsent_files()
                limits=limits
                returned=Returned::Nothing
            />
        }
    });
    view! {
        <form class="form" method="post" action=action enctype=enctype>
            <p class="ds-paragraph">{words.fault_unsent()}</p>
            {fields}
            {files}
            <p class="actions">
                <button class="ds-button" type="submit">
                    {words.fault_send_again()}
                </button>
            </p>
        </form>
    }
}

fn sentences(words: Words, fault: Fault) -> (&'static str, String) {
    match fault {
        Fault::NotFound => (words.fault_not_found(), words.fault_not_found_text().to_owned()),
        Fault::Forbidden => (words.fault_forbidden(), words.fault_forbidden_text().to_owned()),
        Fault::LoginNeeded => (words.fault_login_needed(), words.fault_login_needed_text().to_owned()),
        Fault::LevelNeeded => (words.fault_level_needed(), words.fault_level_needed_text().to_owned()),
        Fault::OtherPerson => (words.fault_other_person(), words.fault_other_person_text().to_owned()),
        Fault::CrossSite => (words.fault_cross_site(), words.fault_cross_site_text().to_owned()),
        Fault::BadRequest | Fault::UnsupportedMedia => {
            (words.fault_bad_request(), words.fault_bad_request_text().to_owned())
        }
        Fault::MethodNotAllowed => (words.fault_method(), words.fault_method_text().to_owned()),
        Fault::TooSlow => (words.fault_too_slow(), words.fault_too_slow_text().to_owned()),
        Fault::TooLarge | Fault::AddressTooLong | Fault::HeadersTooLarge => {
            (words.fault_too_large(), words.fault_too_large_text().to_owned())
        }
        Fault::TooMany { retry_after_s } => (words.fault_too_many(), words.fault_too_many_text(retry_after_s)),
        Fault::Busy => (words.fault_busy(), words.fault_busy_text().to_owned()),
        Fault::Internal => (words.fault_internal(), words.fault_internal_text().to_owned()),
    }
}
