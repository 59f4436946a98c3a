//! A field for choosing files.

use leptos::prelude::*;

use super::form::message;
use crate::model::upload::{FILES, UploadLimits};
use crate::model::{FieldCode, Returned};
use crate::visit::use_words;
use crate::words::named::FormFilesHelp;

/// The kinds of files that are taken (`server/src/uploads/kind.rs`).
const TAKEN: &str = ".pdf,.jpg,.jpeg,.png,.gif,.webp,.heic,.heif,.txt,.docx,.odt";

/// Files that go with what is written.
#[component]
pub(crate) fn Attach(
    label: &'static str,
    /// What to know before.
    #[prop(optional)]
    help: &'static str,
    limits: UploadLimits,
    returned: Returned,
) -> impl IntoView {
    let words = use_words();
    let taken = words.form_files_help(FormFilesHelp { files: limits.files, mb: limits.mb });
    // A browser cannot be told which files they were.
    let again = if returned.faults().is_empty() { "" } else { words.form_files_again() };
    let help: Vec<&str> = [help, &taken, again].into_iter().filter(|text| !text.is_empty()).collect();
    view! {
        <FileField
            name=FILES
            label=label
            multiple=true
            accept=TAKEN
            help=help.join(" ")
            fault=returned.fault(FILES)
        />
    }
}

/// One file that is chosen, or several.
#[component]
pub(crate) fn FileField(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional)] multiple: bool,
    #[prop(optional)] accept: Option<&'static str>,
    #[prop(optional, into)] help: String,
    #[prop(optional_no_strip)] fault: Option<FieldCode>,
) -> impl IntoView {
    let words = use_words();
    let (help_id, message_id) = (format!("{name}-hjelp"), format!("{name}-feil"));
    let described: Vec<&str> = [(!help.is_empty()).then_some(help_id.as_str()), fault.map(|_| message_id.as_str())]
        .into_iter()
        .flatten()
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let help = (!help.is_empty()).then(|| {
        view! {
            <p class="ds-paragraph" data-field="description" id=help_id.clone()>
                {help}
            </p>
        }
    });
    view! {
        <div class="ds-field">
            <label class="ds-label" for=name>
                {label}
            </label>
            {help}
            <input
                class="ds-input"
                type="file"
                id=name
                name=name
                required=required
                multiple=multiple
                accept=accept
                aria-invalid=fault.is_some().then_some("true")
                aria-describedby=described
            />
            {fault.map(|code| message(words, code, message_id.clone()))}
        </div>
    }
}
