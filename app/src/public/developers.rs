//! How a system is connected: a guide, and the calls and problems of the adapter API.

use leptos::prelude::*;

use crate::document::Document;
use crate::fault::Fault;
use crate::model::{AdapterApi, AdapterCall, AdapterProblem};
use crate::visit::{Visit, use_words};
use crate::words::Area;

/// Where the whole contract is.
const OPENAPI: &str = "/api/adapter/v1/openapi.json";

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let api = visit.desks.visitor.adapter_api().await?;
    let page = move || {
        let AdapterApi { base, calls, problems, task, answer } = api;
        let steps = [
            words.developers_step_register(),
            words.developers_step_key(),
            words.developers_step_claim(),
            words.developers_step_answer(),
            words.developers_step_test(),
        ];
        let steps: Vec<_> = steps.into_iter().map(|step| view! { <li>{step}</li> }).collect();
        let calls: Vec<_> = calls.into_iter().map(|call| view! { <Call call=call /> }).collect();
        let problems: Vec<_> = problems.into_iter().map(|problem| view! { <Problem problem=problem /> }).collect();
        view! {
            <p class="ds-paragraph" data-size="lg">
                {words.developers_lead()}
            </p>
            <h2 class="ds-heading" data-size="sm">
                {words.developers_guide()}
            </h2>
            <ol class="ds-list">{steps}</ol>
            <p class="ds-paragraph">{words.developers_ways()}</p>
            <p class="ds-paragraph">
                <a class="ds-link" href=OPENAPI>
                    {words.developers_contract()}
                </a>
            </p>
            <h2 class="ds-heading" data-size="sm">
                {words.developers_example()}
            </h2>
            <p class="ds-paragraph">{words.developers_example_task()}</p>
            <Json text=task label=words.developers_json_task() />
            <p class="ds-paragraph">{words.developers_example_answer()}</p>
            <Json text=answer label=words.developers_json_answer() />
            <h2 class="ds-heading" data-size="sm">
                {words.developers_calls()}
            </h2>
            <p class="ds-paragraph">{words.developers_base()} " " <code>{base}</code></p>
            {calls}
            <h2 class="ds-heading" data-size="sm">
                {words.developers_problems()}
            </h2>
            <p class="ds-paragraph">{words.developers_problems_text()}</p>
            <dl class="definitions" lang="en">
                {problems}
            </dl>
        }
    };
    Ok(Document::new(Area::Developers, words.developers_title(), words.developers_description(), page))
}

#[component]
fn Json(text: String, label: &'static str) -> impl IntoView {
    // Wider than a phone: whoever has no mouse scrolls it with the keyboard.
    view! {
        <pre class="code" tabindex="0" role="region" aria-label=label>
            <code>{text}</code>
        </pre>
    }
}

#[component]
fn Call(call: AdapterCall) -> impl IntoView {
    let words = use_words();
    let AdapterCall { method, path, about, problems } = call;
    let problems: Vec<_> = problems
        .into_iter()
        .map(|code| view! { <li><a class="ds-link" href=format!("#{code}")>{code}</a></li> })
        .collect();
    let more = words.developers_call_problems(format!("{method} {path}").as_str());
    view! {
        <h3 class="ds-heading" data-size="xs">
            <code>{format!("{method} {path}")}</code>
        </h3>
        <p class="ds-paragraph" lang="en">
            {about}
        </p>
        <details class="register__facts">
            <summary>{more}</summary>
            <ul class="ds-list">{problems}</ul>
        </details>
    }
}

#[component]
fn Problem(problem: AdapterProblem) -> impl IntoView {
    view! {
        <div class="definition" id=problem.code>
            <dt>
                <code>{problem.code}</code>
                " "
                {problem.status}
            </dt>
            <dd>{problem.title}</dd>
        </div>
    }
}
