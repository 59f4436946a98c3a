//! Where the person is logged in, and the way out of all of it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::CitizenDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::login::LOG_OUT_EVERYWHERE;
use crate::visit::Visit;
use crate::words::Area;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let count = desk.logins().await?;
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
                <a class="ds-link" href="/min-side">
                    {words.mine_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Mine, words.mine_logins_title(), words.mine_logins_description(), page))
}
