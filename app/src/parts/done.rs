//! What was just done, said at the top of the page that follows.

use leptos::prelude::*;

/// One sentence.
#[component]
pub(crate) fn Success(text: &'static str) -> impl IntoView {
    view! {
        <div class="ds-alert" data-color="success" role="status">
            <p class="ds-paragraph">{text}</p>
        </div>
    }
}
