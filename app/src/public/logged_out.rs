//! The end of a session: that it is over here, and the way on to where the provider ends its own.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::visit::Visit;
use crate::words::Area;

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    Ok(logged_out_page(None, visit))
}

/// The page that says that one is logged out. `next` is where the provider ends its session; the browser goes there by
/// itself, and a link goes there too.
pub fn logged_out_page(next: Option<String>, visit: &Visit) -> Document {
    let words = visit.words();
    let refresh = next.clone();
    let page = move || {
        let text = if next.is_some() { words.login_out_next() } else { words.login_out_text() };
        let link = next.map(|next| {
            view! {
                <p class="actions">
                    <a class="ds-button" href=next>
                        {words.login_out_next_link()}
                    </a>
                </p>
            }
        });
        view! {
            <p class="ds-paragraph" data-size="lg">
                {text}
            </p>
            {link}
        }
    };
    Document::new(Area::Login, words.login_out_title(), words.login_out_description(), page).with_refresh(refresh)
}
