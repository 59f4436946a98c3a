//! A field for choosing files.

use leptos::prelude::*;

use super::form::message;
use crate::model::FieldCode;
use crate::visit::use_words;

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
