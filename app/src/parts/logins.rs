//! Where somebody is logged in, and the way out of all of it.

use leptos::prelude::*;

use crate::model::login::LOG_OUT_EVERYWHERE;
use crate::visit::{Visit, use_words};

/// How many logins there are, until when, and the button that ends them; `back` is the person's own page.
#[component]
pub(crate) fn Logins(visit: Visit, count: u32, back: &'static str) -> impl IntoView {
    let words = use_words();
    let ends = visit.login.map(|login| words.mine_logins_ends(login.ends_at));
    let back_text = if back == "/min-side" { words.mine_back() } else { words.work_back() };
    view! {
        <p class="ds-paragraph">{words.mine_logins_count(count)}</p>
        {ends.map(|ends| view! { <p class="ds-paragraph">{ends}</p> })}
        <p class="ds-paragraph">{words.mine_logins_end_all_text()}</p>
        <form method="post" action=LOG_OUT_EVERYWHERE>
            <p class="actions">
                <button class="ds-button" data-variant="secondary" r#type="submit">
                    {words.mine_logins_end_all()}
                </button>
            </p>
        </form>
        <p class="ds-paragraph">
            <a class="ds-link" href=back>
                {back_text}
            </a>
        </p>
    }
}
