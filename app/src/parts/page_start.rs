//! How every page below the front page begins: where one is, and its heading.

use leptos::prelude::*;

use crate::visit::use_words;

/// Breadcrumbs and `<h1>`.
#[component]
pub(crate) fn PageStart(title: String) -> impl IntoView {
    let words = use_words();
    view! {
        <nav class="ds-breadcrumbs" aria-label=words.frame_here()>
            <ol>
                <li>
                    <a class="ds-link" href="/">
                        {words.frame_front()}
                    </a>
                </li>
                <li>
                    <span aria-current="page">{title.clone()}</span>
                </li>
            </ol>
        </nav>
        <h1 class="ds-heading" data-size="lg">
            {title}
        </h1>
    }
}
