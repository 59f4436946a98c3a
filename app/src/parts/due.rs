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
    let due = line.due_on.map_or_else(|| words.work_is_answered().to_owned(), |due| words.date(due));
    (due, overdue)
}
