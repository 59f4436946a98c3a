//! Where «Logg inn» leads. No login provider is connected in this version, and the page says so.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::parts::contact::Contact;
use crate::visit::Visit;
use crate::words::Area;

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let ombud = visit.municipality.ombud.clone();
    let page = move || {
        view! {
            <div class="ds-alert" data-color="info">
                <h2 class="ds-heading" data-size="xs">
                    {words.login_unavailable()}
                </h2>
                <p class="ds-paragraph">{words.login_unavailable_text()}</p>
            </div>
            <section aria-labelledby="contact">
                <h2 class="ds-heading" data-size="sm" id="contact">
                    {words.frame_contact()}
                </h2>
                <Contact ombud=ombud.clone() />
            </section>
        }
    };
    Ok(Document::new(Area::Login, words.login_title(), words.login_description(), page))
}
