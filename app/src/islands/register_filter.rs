//! The search in the register: an ordinary form that an island makes live.
//!
//! The list itself is the page's; the island only hides and shows its rows, so that nothing is sent twice.

use js_sys::JsString;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The field of the query that holds what is searched for.
pub const SEARCH: &str = "sok";

/// Whether every word of `search` occurs in `text`; both are in lower case. Shared by server and browser.
pub fn matches(text: &str, search: &str) -> bool {
    search.split_ascii_whitespace().all(|word| text.contains(word))
}

/// The search field, its button and how many rows are shown.
#[island]
pub fn RegisterFilter(
    label: String,
    help: String,
    button: String,
    clear: String,
    all: String,
    some: String,
    none: String,
    none_help: String,
    search: String,
    shown: usize,
    total: usize,
) -> impl IntoView {
    let (search, set_search) = signal(search);
    let (shown, set_shown) = signal(shown);
    let status = move || match shown.get() {
        0 => none.clone(),
        shown if shown == total => all.clone(),
        shown => some.replace("{shown}", &shown.to_string()),
    };
    let filter = move |typed: String| {
        set_shown.set(show_matching(&typed));
        set_search.set(typed);
    };
    view! {
        <form class="register-filter" method="get" action="/hva-vi-har" role="search">
            <div class="ds-field">
                <label class="ds-label" for=SEARCH>
                    {label}
                </label>
                <p data-field="description" id="sok-hjelp">
                    {help}
                </p>
                <div class="register-filter__row">
                    <input
                        class="ds-input"
                        r#type="search"
                        id=SEARCH
                        name=SEARCH
                        maxlength="200"
                        autocomplete="off"
                        aria-describedby="sok-hjelp"
                        value=search.get_untracked()
                        on:input=move |event| filter(event_target_value(&event))
                    />
                    <button class="ds-button" data-variant="secondary" r#type="submit">
                        {button}
                    </button>
                </div>
            </div>
            <p class="ds-paragraph" role="status">
                {status}
            </p>
            <p class="ds-paragraph" hidden=move || shown.get() != 0>
                {none_help}
            </p>
            <p class="ds-paragraph" hidden=move || search.get().trim().is_empty()>
                <a class="ds-link" href="/hva-vi-har">
                    {clear}
                </a>
            </p>
        </form>
    }
}

/// Hides the rows that do not match, and says how many are left.
fn show_matching(search: &str) -> usize {
    // The browser's own lower case: Rust's would bring its tables along.
    let search = String::from(JsString::from(search).to_lower_case());
    let Ok(rows) = document().query_selector_all("[data-search]") else { return 0 };
    let mut shown = 0;
    for index in 0..rows.length() {
        let Some(row) = rows.get(index).and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { continue };
        let visible = matches(&row.get_attribute("data-search").unwrap_or_default(), &search);
        row.set_hidden(!visible);
        shown += usize::from(visible);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn every_word_must_occur_in_any_order() {
        assert!(matches("skole oppvekst elever", "elever skole"));
        assert!(matches("barnehage", ""));
        assert!(matches("barnehage", "  hage "));
        assert!(!matches("skole oppvekst", "skole helse"));
    }
}
