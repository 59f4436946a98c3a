//! The button that prints a page, for who does not know where their browser has one. Without a script there is none.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::visit::use_words;

/// Shows the button that stands before it, and lets it print.
const SCRIPT: &str = "{const button=document.currentScript.previousElementSibling;\
                      button.hidden=false;button.onclick=()=>print()}";

/// The button.
#[component]
pub(crate) fn Print() -> impl IntoView {
    let words = use_words();
    view! {
        <button class="ds-button" data-variant="secondary" type="button" hidden>
            {words.case_letter_print()}
        </button>
        <script nonce=use_nonce() inner_html=SCRIPT></script>
    }
}
