//! Forms: what is wrong first, then fields that keep what was typed and say their own mistake.

use leptos::prelude::*;

use crate::model::{FieldCode, Returned};
use crate::visit::use_words;
use crate::words::Words;
use crate::words::named::FormErrorIn;

/// The sentence for one mistake.
fn sentence(words: Words, code: FieldCode) -> String {
    match code {
        FieldCode::Missing => words.form_missing().to_owned(),
        FieldCode::MissingChoice => words.form_missing_choice().to_owned(),
        FieldCode::NotAChoice => words.form_not_a_choice().to_owned(),
        FieldCode::TooLong { limit } => words.form_too_long(limit),
    }
}

/// The list of mistakes above a form, each a link to its field; or that the form is gone. Empty where all is well.
///
/// `questions` are the questions of the form by field, so that each link can be told from the others.
#[component]
pub(crate) fn ErrorSummary(returned: Returned, questions: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let words = use_words();
    if returned == Returned::Expired {
        return view! {
            <div class="ds-alert" data-color="warning" role="alert">
                <p class="ds-paragraph">{words.form_expired()}</p>
            </div>
        }
        .into_any();
    }
    let faults = returned.faults();
    if faults.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = faults
        .iter()
        .map(|fault| {
            let problem = sentence(words, fault.code);
            let question = questions.iter().find(|(field, _)| *field == fault.field).map(|(_, question)| *question);
            let text = match question {
                Some(question) => words.form_error_in(FormErrorIn { question, problem }),
                None => problem,
            };
            view! {
                <li>
                    <a class="ds-link" href=format!("#{}", fault.field)>
                        {text}
                    </a>
                </li>
            }
        })
        .collect();
    // `autofocus` moves the focus here without a script, so that a screen reader begins with what is wrong.
    view! {
        <div class="ds-error-summary" tabindex="-1" autofocus role="group" aria-labelledby="error-summary">
            <h2 class="ds-heading" data-size="xs" id="error-summary">
                {words.form_summary(faults.len())}
            </h2>
            <ul class="ds-list">{items}</ul>
        </div>
    }
    .into_any()
}

/// One answer that can be chosen.
pub(crate) struct Choice {
    /// What the form sends.
    pub(crate) value: &'static str,
    /// What the person reads.
    pub(crate) label: &'static str,
    /// The language of the label, where it is not the page's.
    pub(crate) lang: Option<&'static str>,
    /// What should be known before choosing it.
    pub(crate) help: Option<&'static str>,
}

/// One question with a few answers of which one is chosen.
#[component]
pub(crate) fn Choices(
    name: &'static str,
    legend: &'static str,
    choices: Vec<Choice>,
    chosen: String,
    fault: Option<FieldCode>,
) -> impl IntoView {
    let words = use_words();
    let message_id = format!("{name}-feil");
    let invalid = fault.is_some().then_some("true");
    let described = fault.map(|_| message_id.clone());
    let fields: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            // The first answer carries the field's name as its id: that is where the error summary leads.
            let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", choice.value) };
            let help_id = format!("{id}-hjelp");
            let described_by = choice.help.map(|_| help_id.clone());
            view! {
                <div class="ds-field">
                    <input
                        class="ds-input"
                        r#type="radio"
                        name=name
                        id=id.clone()
                        value=choice.value
                        checked=choice.value == chosen
                        aria-invalid=invalid
                        aria-describedby=described_by
                    />
                    <label class="ds-label" data-weight="regular" for=id lang=choice.lang>
                        {choice.label}
                    </label>
                    {choice.help.map(|help| view! { <p data-field="description" id=help_id>{help}</p> })}
                </div>
            }
        })
        .collect();
    let message = fault.map(|code| {
        view! {
            <p class="ds-validation-message" data-field="validation" id=message_id>
                <span class="ds-sr-only">{words.form_error_title()} ": "</span>
                {sentence(words, code)}
            </p>
        }
    });
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label">{legend}</legend>
            {fields}
            {message}
        </fieldset>
    }
}
