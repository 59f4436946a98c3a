//! Files that were sent with an answer.

use leptos::prelude::*;

use crate::model::ask::{Draft, FILE, REMOVE_FILE, SHOWS};
use crate::parts::form::Whose;
use crate::visit::{Visit, use_words};
use crate::words::named::FormFile;

/// Those that show this, each with the way to take it out; nothing where there is none.
#[component]
pub(crate) fn SentFiles(visit: Visit, draft: Draft, shows: String) -> impl IntoView {
    let words = use_words();
    let items: Vec<_> = draft
        .files_of(&shows)
        .map(|file| {
            let name = words.form_file(FormFile { name: file.name.clone(), size: words.size(file.size_bytes) });
            view! {
                <li>
                    <form class="actions actions--small" method="post" action=REMOVE_FILE>
                        <Whose visit=visit.clone() />
                        <input type="hidden" name=FILE value=file.id.clone() />
                        <input type="hidden" name=SHOWS value=file.shows.clone() />
                        <span class="written">{name}</span>
                        <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">
                            {words.ask_file_remove()}
                            <span class="ds-sr-only">" " {file.name.clone()}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <p class="ds-paragraph">{words.ask_files()}</p>
        <ul class="ds-list">{items}</ul>
    }
    .into_any()
}
