//! A label with what there is to say.

use leptos::prelude::*;

/// One of a list of them.
pub(crate) fn definition(label: String, said: Vec<String>) -> AnyView {
    let said: Vec<_> = said.into_iter().map(|text| view! { <dd>{text}</dd> }).collect();
    view! {
        <div class="definition">
            <dt>{label}</dt>
            {said}
        </div>
    }
    .into_any()
}
