//! What one system has answered in a case, for who may read it.

use std::sync::Arc;

use leptos::prelude::*;

use super::case::{answers_title, finding_word, step_word};
use crate::citizen::said::right_word;
use crate::desks::CaseworkDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::work::WorkAnswer;
use crate::visit::Visit;
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CaseworkDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let mut parts = visit.path.rsplit('/');
    let (system, reference) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let found = desk.answers(reference, system).await?;
    let title = answers_title(words, &found.system, &found.reference);
    let page = move || {
        let back = format!("/saksbehandling/sak/{}", found.reference);
        let answers: Vec<_> = found.answers.into_iter().map(|answer| section(words, answer)).collect();
        view! {
            <p class="ds-paragraph">{words.work_answers_noted()}</p>
            {answers}
            <p class="ds-paragraph">
                <a class="ds-link" href=back>
                    {words.work_answers_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Work, title, words.work_description(), page))
}

fn section(words: Words, answer: WorkAnswer) -> impl IntoView {
    let title = format!("{}: {}", right_word(words, answer.right), step_word(words, answer.step));
    let content = match answer.content {
        Some(content) => view! { <pre class="document" tabindex="0">{content}</pre> }.into_any(),
        None => view! { <p class="ds-paragraph">{words.work_answers_none()}</p> }.into_any(),
    };
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm">
                {title}
            </h2>
            <p class="ds-paragraph">
                <span class="ds-tag" data-variant="outline">{finding_word(words, answer.finding)}</span>
            </p>
            {content}
        </section>
    }
}
