//! What is written in a case, and the form by which one writes more: for the person, and for who has taken the case.

use leptos::prelude::*;

use super::file_field::Attach;
use super::form::{Kind, Whose, Written};
use crate::model::messages::{ANSWER, MESSAGE, MessageView, TOKEN};
use crate::model::upload::UploadLimits;
use crate::visit::{Visit, use_words};
use crate::words::named::{FormFile, ReceiptReceived};

/// Where the anchor of the messages is.
pub(crate) const MESSAGES: &str = "meldinger";

/// All messages. `base` is where their files are, and the names say who wrote what.
#[component]
pub(crate) fn Thread(
    all: Vec<MessageView>,
    base: String,
    own: &'static str,
    theirs: &'static str,
    /// Below the others' messages it is not told whether one has read them.
    #[prop(default = true)]
    tells_read: bool,
) -> impl IntoView {
    let words = use_words();
    if all.is_empty() {
        return view! { <p class="ds-paragraph">{words.messages_none()}</p> }.into_any();
    }
    let items: Vec<_> = all
        .into_iter()
        .map(|one| {
            let MessageView { number, is_own, sent, is_read, text, files } = one;
            let when = words.receipt_received(ReceiptReceived { date: words.date(sent.on), time: sent.at });
            let read = (is_own && tells_read).then(|| {
                let word = if is_read { words.messages_read() } else { words.messages_unread() };
                view! { " · " {word} }
            });
            let files: Vec<_> = files
                .into_iter()
                .map(|file| {
                    let address = format!("{base}/melding/{number}/fil/{}", file.place);
                    let text = words.form_file(FormFile { name: file.name, size: words.size(file.size_bytes) });
                    view! {
                        <li>
                            <a class="ds-link" href=address download>
                                {text}
                            </a>
                        </li>
                    }
                })
                .collect();
            let files = (!files.is_empty()).then(|| view! { <ul class="ds-list">{files}</ul> });
            view! {
                <li class="ds-card" data-variant=(!is_own).then_some("tinted")>
                    <h3 class="ds-heading" data-size="2xs">
                        {if is_own { own } else { theirs }}
                    </h3>
                    <p class="timeline__when">{when} {read}</p>
                    <p class="written">{text}</p>
                    {files}
                </li>
            }
        })
        .collect();
    view! { <ol class="messages">{items}</ol> }.into_any()
}

/// What differs between the forms.
pub(crate) struct Writing {
    /// Where it is sent.
    pub(crate) action: &'static str,
    /// The field and value that say which case it is about.
    pub(crate) case: (&'static str, String),
    /// The question that is answered, if one is.
    pub(crate) answers: Option<String>,
    /// Of the form.
    pub(crate) token: String,
    /// What the field is called, what to know before, and what the button says.
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) button: &'static str,
    pub(crate) limits: UploadLimits,
}

/// The form.
#[component]
pub(crate) fn WriteForm(visit: Visit, writing: Writing) -> impl IntoView {
    let words = use_words();
    let Writing { action, case, answers, token, label, help, button, limits } = writing;
    let returned = visit.returned.clone();
    let typed = returned.value_or(MESSAGE, "").to_owned();
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data">
            <Whose visit=visit />
            <input type="hidden" name=case.0 value=case.1 />
            <input type="hidden" name=TOKEN value=token />
            {answers.map(|code| view! { <input type="hidden" name=ANSWER value=code /> })}
            <Written name=MESSAGE label=label kind=Kind::Lines value=typed fault=returned.fault(MESSAGE) help=help />
            <Attach label=words.form_files() limits=limits returned=returned />
            <p class="actions">
                <button class="ds-button" r#type="submit">
                    {button}
                </button>
            </p>
        </form>
    }
    .into_any()
}
