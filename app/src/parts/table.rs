//! A table that can be scanned.

use leptos::prelude::*;

/// The frame of a table around its rows. `labelled_by` is the id of its heading; `stacked` puts the cells of a row below each
/// other on a narrow screen.
#[component]
pub(crate) fn Table(
    labelled_by: &'static str,
    heads: Vec<&'static str>,
    #[prop(optional)] stacked: bool,
    children: Children,
) -> impl IntoView {
    let class = if stacked { "table table--stacked" } else { "table" };
    let heads: Vec<_> = heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect();
    view! {
        // Scrolls by itself on a narrow screen, so that it must be reachable with the keyboard.
        <div class=class role="region" aria-labelledby=labelled_by tabindex="0">
            <table class="ds-table" data-border="true" data-color="neutral">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
