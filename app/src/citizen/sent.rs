//! What was sent in with a case, to be read again.

use std::sync::Arc;

use leptos::prelude::*;

use super::ask::answers::Answers;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::case::SentIn;
use crate::parts::print::Print;
use crate::visit::Visit;
use crate::words::Area;
use crate::words::named::CaseLetterSent;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.split('/').nth_back(1).unwrap_or_default().to_owned();
    let (SentIn { draft, from, to }, received) = desk.sent_in(&reference).await?;
    let page = move || {
        let sent = CaseLetterSent { date: words.date(received.on), time: received.at };
        view! {
            <p class="ds-paragraph">{words.case_letter_sent(sent)}</p>
            <Answers draft=draft from=from to=to />
            <p class="ds-paragraph">{words.case_sent_in_files()}</p>
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href=format!("/min-side/sak/{reference}")>
                    {words.case_back()}
                </a>
                <Print />
            </p>
        }
    };
    Ok(Document::new(Area::Case, words.case_sent_in(), words.case_sent_in_description(), page))
}
