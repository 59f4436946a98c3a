//! A value as a system gave it, with a button beside each part that may be wrong.

use leptos::prelude::*;

use crate::model::data::{CORRECT, DataValue, ERASE, POINTED};
use crate::visit::use_words;
use crate::words::Words;

/// A value. `place` is where it stands among all, as a button says it, and `name` what it is called.
pub(super) fn shown(value: DataValue, place: &str, name: &str) -> AnyView {
    let words = use_words();
    match value {
        DataValue::Fields(fields) => {
            let fields: Vec<_> = fields
                .into_iter()
                .enumerate()
                .map(|(at, (name, value))| {
                    let inside = shown(value, &format!("{place}.{at}"), &name);
                    view! {
                        <div class="definition">
                            <dt>{name}</dt>
                            <dd>{inside}</dd>
                        </div>
                    }
                })
                .collect();
            view! { <dl class="definitions">{fields}</dl> }.into_any()
        }
        DataValue::List(values) => {
            let items: Vec<_> = values
                .into_iter()
                .enumerate()
                .map(|(at, value)| {
                    let inside = shown(value, &format!("{place}.{at}"), &format!("{name} {}", at + 1));
                    view! { <li>{inside}</li> }
                })
                .collect();
            view! { <ul class="ds-list">{items}</ul> }.into_any()
        }
        DataValue::TooMuch => words.data_too_much().into_any(),
        DataValue::Text(text) => leaf(words, text, place, name).into_any(),
        DataValue::Yes => leaf(words, words.package_yes().to_owned(), place, name).into_any(),
        DataValue::No => leaf(words, words.package_no().to_owned(), place, name).into_any(),
        DataValue::Empty => leaf(words, words.package_empty().to_owned(), place, name).into_any(),
    }
}

fn leaf(words: Words, text: String, place: &str, name: &str) -> impl IntoView + use<> {
    view! {
        <span class="written">{text}</span>
        " "
        {wrong(words, place, name)}
    }
}

/// Says that what has this name and stands at this place is wrong.
pub(super) fn wrong(words: Words, place: &str, name: &str) -> impl IntoView + use<> {
    button(words.data_wrong(), format!("{CORRECT}{place}"), name)
}

/// Likewise, that it is to be erased.
pub(super) fn erase(words: Words, place: &str, name: &str) -> impl IntoView + use<> {
    button(words.data_erase(), format!("{ERASE}{place}"), name)
}

/// A button that says what it stands beside to who does not see it.
fn button(label: &'static str, value: String, which: &str) -> impl IntoView + use<> {
    view! {
        <button class="ds-button data-point" data-variant="tertiary" data-size="sm" type="submit" name=POINTED value=value>
            {label}
            " "
            <span class="ds-sr-only">{which.to_owned()}</span>
        </button>
    }
}
