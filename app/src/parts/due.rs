//! By when something must be answered, and whether that day is over.

use leptos::prelude::*;

use crate::model::work::WorkLine;
use crate::visit::use_words;

/// The day in words, with a tag where it is over.
#[component]
pub(crate) fn Due(line: WorkLine) -> impl IntoView {
    let words = use_words();
    let overdue =
        line.overdue.then(|| view! { " " <span class="ds-tag" data-color="danger">{words.work_overdue()}</span> });
    (line.due_on.map(|due| words.date(due)), overdue)
}
