//! Where somebody is logged in, and the way out of all of it: a page that citizens and employees share.

use leptos::prelude::*;

use crate::document::Document;
use crate::model::login::LOG_OUT_EVERYWHERE;
use crate::visit::Visit;
use crate::words::Area;

/// How many logins there are, until when, and the button that ends them; `back` leads to the person's own page.
pub(crate) fn page(visit: &Visit, count: u32, back: &'static str, back_text: &'static str) -> Document {
    let words = visit.words();
    let ends = visit.login.as_ref().map(|login| words.mine_logins_ends(login.ends_at.clone()));
    let page = move || {
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
    };
    Document::new(Area::Mine, words.mine_logins_title(), words.mine_logins_description(), page)
}
