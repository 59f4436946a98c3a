//! Forms: what is wrong first, then fields that keep what was typed and say their own mistake.

use leptos::prelude::*;

use crate::model::ask::YES;
use crate::model::login::WHOSE;
use crate::model::{FieldCode, Returned};
use crate::visit::{Visit, use_words};
use crate::words::Words;
use crate::words::named::FormErrorIn;

/// The sentence for one mistake.
fn sentence(words: Words, code: FieldCode) -> String {
    match code {
        FieldCode::Missing => words.form_missing().to_owned(),
        FieldCode::Unreadable => words.form_unreadable().to_owned(),
        FieldCode::MissingChoice => words.form_missing_choice().to_owned(),
        FieldCode::NotAChoice => words.form_not_a_choice().to_owned(),
        FieldCode::NotANumber => words.form_not_a_number().to_owned(),
        FieldCode::NotEntra => words.form_not_entra().to_owned(),
        FieldCode::NotADate => words.form_not_a_date().to_owned(),
        FieldCode::NotInThePast { from_year } => words.form_not_in_the_past(from_year),
        FieldCode::Over => words.form_over().to_owned(),
        FieldCode::TooFar => words.form_too_far().to_owned(),
        FieldCode::Held => words.form_held().to_owned(),
        FieldCode::Oneself => words.form_oneself().to_owned(),
        FieldCode::Unknown => words.form_unknown().to_owned(),
        FieldCode::Gone => words.form_gone().to_owned(),
        FieldCode::TooLong { limit } => words.form_too_long(limit),
        FieldCode::NotOpen => words.form_not_open().to_owned(),
        FieldCode::BeingCarriedOut => words.form_being_carried_out().to_owned(),
        FieldCode::TooManyLines { limit } => words.form_too_many_lines(limit),
        FieldCode::MissingChoices => words.form_missing_choices().to_owned(),
        FieldCode::NotAnAddress => words.form_not_an_address().to_owned(),
        FieldCode::OwnNumber => words.form_own_number().to_owned(),
        FieldCode::CaseEnded => words.form_case_ended().to_owned(),
        FieldCode::TooManyMessages => words.form_too_many_messages().to_owned(),
        FieldCode::NotAsked => words.form_not_asked().to_owned(),
        FieldCode::EmptyFile => words.form_empty_file().to_owned(),
        FieldCode::FileKind => words.form_file_kind().to_owned(),
        FieldCode::UnsafeFile => words.form_unsafe_file().to_owned(),
        FieldCode::FileTooLarge { limit_mb } => words.form_file_too_large(limit_mb),
        FieldCode::TooManyFiles { limit } => words.form_too_many_files(limit),
        FieldCode::FilesAgain => words.form_files_lost().to_owned(),
        FieldCode::FilesOfAnother => words.form_files_of_another().to_owned(),
        FieldCode::NoRoomForFiles { limit } => words.form_no_room_for_files(limit),
        FieldCode::BegunForAnother => words.form_begun_for_another().to_owned(),
        FieldCode::DraftFull => words.form_draft_full().to_owned(),
        FieldCode::EndsBefore => words.form_ends_before().to_owned(),
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
    if returned.is_unsent() {
        return view! {
            <div class="ds-alert" data-color="warning" role="alert">
                <h2 class="ds-heading" data-size="xs">
                    {words.form_unsent()}
                </h2>
                <p class="ds-paragraph">{words.form_unsent_text()}</p>
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
                Some(question) => {
                    // What is no question gets a colon before what is wrong with it.
                    let question = if question.ends_with('?') { question.to_owned() } else { format!("{question}:") };
                    words.form_error_in(FormErrorIn { question, problem })
                }
                None => problem,
            };
            // What cannot be mended has no field to go to.
            if !fault.code.can_be_mended() {
                return view! { <li>{text}</li> }.into_any();
            }
            view! {
                <li>
                    <a class="ds-link" href=format!("#{}", fault.field)>
                        {text}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    let can_be_mended = faults.iter().any(|fault| fault.code.can_be_mended());
    let title = if can_be_mended { words.form_summary(faults.len()) } else { words.form_impossible().to_owned() };
    // `autofocus` moves the focus here without a script, so that a screen reader begins with what is wrong.
    view! {
        <div class="ds-error-summary" tabindex="-1" autofocus role="group" aria-labelledby="error-summary">
            <h2 class="ds-heading" data-size="xs" id="error-summary">
                {title}
            </h2>
            <ul class="ds-list">{items}</ul>
        </div>
    }
    .into_any()
}

/// The mistake of one field, below it.
pub(super) fn message(words: Words, code: FieldCode, id: String) -> impl IntoView {
    view! {
        <p class="ds-validation-message" data-field="validation" id=id>
            <span class="ds-sr-only">{words.form_error_title()} ": "</span>
            {sentence(words, code)}
        </p>
    }
}

/// What an answer is written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One line.
    Line,
    /// A day.
    Day,
    /// Several lines.
    Lines,
    /// Where e-mail is sent.
    Email,
    /// A national id.
    NationalId,
}

impl Kind {
    /// What the browser is told: the type, by what it may fill it in, and which keys to show.
    fn input(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Line | Self::Lines => ("text", "off", None),
            Self::Day => ("date", "off", None),
            Self::Email => ("email", "email", None),
            Self::NationalId => ("text", "off", Some("numeric")),
        }
    }
}

/// One question that is answered in writing.
#[component]
pub(crate) fn Written(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    value: String,
    fault: Option<FieldCode>,
    #[prop(optional)] help: Option<&'static str>,
) -> impl IntoView {
    let words = use_words();
    let (help_id, message_id) = (format!("{name}-hjelp"), format!("{name}-feil"));
    let invalid = fault.is_some().then_some("true");
    let described: Vec<&str> =
        [help.map(|_| help_id.as_str()), fault.map(|_| message_id.as_str())].into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let field = match kind {
        Kind::Lines => view! {
            <textarea class="ds-input" name=name id=name rows="4" placeholder=" " aria-invalid=invalid aria-describedby=described>
                {inside_textarea(&value)}
            </textarea>
        }
        .into_any(),
        _ => {
            let (r#type, autocomplete, keys) = kind.input();
            view! {
                <input
                    class="ds-input"
                    r#type=r#type
                    placeholder=" "
                    autocomplete=autocomplete
                    inputmode=keys
                    name=name
                    id=name
                    value=value
                    aria-invalid=invalid
                    aria-describedby=described
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="ds-field">
            <label class="ds-label" for=name>
                {label}
            </label>
            {help.map(|help| view! { <p data-field="description" id=help_id.clone()>{help}</p> })}
            {field}
            {fault.map(|code| message(words, code, message_id.clone()))}
        </div>
    }
}

/// A question that is answered in writing, before it is known what stands in it.
pub(crate) struct Question {
    /// The field that the form sends.
    pub(crate) name: &'static str,
    /// What the person reads.
    pub(crate) label: &'static str,
    /// What the answer is written in.
    pub(crate) kind: Kind,
    /// What was answered before.
    pub(crate) kept: String,
    /// What should be known before answering it.
    pub(crate) help: Option<&'static str>,
}

impl Question {
    /// For the error summary.
    pub(crate) fn named(&self) -> (&'static str, &'static str) {
        (self.name, self.label)
    }

    /// Its field: with what was typed where the form is returned, and otherwise with what was answered before.
    pub(crate) fn field(self, returned: &Returned) -> impl IntoView + use<> {
        let Self { name, label, kind, kept, help } = self;
        let value = returned.value_or(name, &kept).to_owned();
        let fault = returned.fault(name);
        Written(WrittenProps { name, label, kind, value, fault, help })
    }
}

/// What was typed, as it stands between the tags: Leptos writes the content of this one element, and of `script` and `style`,
/// as it is. The browser drops a line break that comes first (HTML 13.1.2.5), so that one is put before.
fn inside_textarea(value: &str) -> String {
    format!("\n{}", value.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Whose a form is, so that nobody else sends it.
#[component]
pub(crate) fn Whose(visit: Visit) -> impl IntoView {
    visit.login.map(|login| view! { <input type="hidden" name=WHOSE value=login.whose /> })
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
    let message = fault.map(|code| message(words, code, message_id));
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
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label">{legend}</legend>
            {fields}
            {message}
        </fieldset>
    }
}

/// One box that can be ticked.
pub(crate) struct Tick {
    /// The field that the form sends.
    pub(crate) name: String,
    /// What the person reads.
    pub(crate) label: &'static str,
    /// What should be known before ticking it.
    pub(crate) help: Option<&'static str>,
    /// Whether it is.
    pub(crate) ticked: bool,
}

/// One question of which several answers may be chosen. `name` is where the error summary leads.
#[component]
pub(crate) fn Ticks(
    name: &'static str,
    legend: &'static str,
    ticks: Vec<Tick>,
    #[prop(optional_no_strip)] help: Option<&'static str>,
    #[prop(optional_no_strip)] fault: Option<FieldCode>,
) -> impl IntoView {
    let words = use_words();
    let (help_id, message_id) = (format!("{name}-hjelp"), format!("{name}-feil"));
    let described: Vec<&str> =
        [help.map(|_| help_id.as_str()), fault.map(|_| message_id.as_str())].into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = fault.is_some();
    let fields: Vec<_> = ticks
        .into_iter()
        .enumerate()
        .map(|(index, tick)| {
            let id = if index == 0 { name.to_owned() } else { tick.name.clone() };
            view! { <OneTick id=id tick=tick invalid=invalid /> }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label">{legend}</legend>
            {help.map(|help| view! { <p data-field="description" id=help_id.clone()>{help}</p> })}
            {fields}
            {fault.map(|code| message(words, code, message_id.clone()))}
        </fieldset>
    }
}

/// A box by itself, or in a question.
#[component]
pub(crate) fn OneTick(id: String, tick: Tick, #[prop(optional)] invalid: bool) -> impl IntoView {
    let help_id = format!("{id}-hjelp");
    let described = tick.help.map(|_| help_id.clone());
    view! {
        <div class="ds-field">
            <input
                class="ds-input"
                r#type="checkbox"
                name=tick.name
                id=id.clone()
                value=YES
                checked=tick.ticked
                aria-invalid=invalid.then_some("true")
                aria-describedby=described
            />
            <label class="ds-label" data-weight="regular" for=id>
                {tick.label}
            </label>
            {tick.help.map(|help| view! { <p data-field="description" id=help_id>{help}</p> })}
        </div>
    }
}
