//! What a person sees when something did not work: what happened, and what to do next.

use leptos::prelude::*;

/// One thing to do next: what it is called, and where it leads. An empty address is the one that the browser is at.
pub(crate) type Way = (&'static str, String);

/// A heading, the sentences below it, the code that finds the event in the log, and ways on, of which the first is the one
/// to take.
#[component]
pub(crate) fn Mishap(
    title: &'static str,
    text: String,
    more: Option<&'static str>,
    code: Option<String>,
    ways: Vec<Way>,
) -> impl IntoView {
    let ways: Vec<_> = ways
        .into_iter()
        .enumerate()
        .map(|(index, (name, address))| {
            view! {
                <a class="ds-button" data-variant=(index > 0).then_some("secondary") href=address>
                    {name}
                </a>
            }
        })
        .collect();
    view! {
        <div class="error-page">
            <h1 class="ds-heading" data-size="lg">
                {title}
            </h1>
            <p class="ds-paragraph" data-size="lg">
                {text}
            </p>
            {more.map(|more| view! { <p class="ds-paragraph">{more}</p> })}
            {code.map(|code| view! { <p class="ds-paragraph error-page__code">{code}</p> })}
            <p class="actions">{ways}</p>
        </div>
    }
}
