//! What one may do here: the cases that are waiting, and one's roles; and what to do if that is nothing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::EmployeeDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::work::{HandledBy, HandlesCases, Waiting, WorkLine};
use crate::model::{DONE, RoleLine, RoleName};
use crate::parts::done::Success;
use crate::parts::due::Due;
use crate::parts::table::Table;
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn EmployeeDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let roles = desk.roles().await?;
    let handles = desk.handles_cases();
    let cases = match &visit.desks.casework {
        Some(casework) => Some(casework.cases().await?),
        None => None,
    };
    let done = (visit.query_value(DONE) == Some("overlatt")).then(|| words.work_was_handed_over());
    let administers = visit.desks.administrator.is_some();
    let page = move || {
        let cases = cases.map(|cases| view! { <Cases cases=cases /> });
        let unknown = (handles == HandlesCases::Unknown).then(|| {
            view! { <Note title=words.work_unknown() text=words.work_unknown_text() color="warning" /> }
        });
        let lines: Vec<_> = roles.iter().map(|line| role(words, line)).collect();
        let roles = if lines.is_empty() {
            view! { <Note title=words.work_none() text=words.work_none_text() color="info" /> }.into_any()
        } else {
            view! {
                <section aria-labelledby="roles">
                    <h2 class="ds-heading" data-size="sm" id="roles">
                        {words.work_roles()}
                    </h2>
                    <dl class="facts">{lines}</dl>
                </section>
            }
            .into_any()
        };
        view! {
            {done.map(|text| view! { <Success text=text /> })}
            {unknown}
            {cases}
            {roles}
            {administers.then(|| view! {
                <p class="ds-paragraph">
                    <a class="ds-link" href="/administrasjon/roller">
                        {words.roles_title()}
                    </a>
                </p>
            })}
            <p class="ds-paragraph">
                <a class="ds-link" href="/saksbehandling/innlogging">
                    {words.mine_logins()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Work, words.work_title(), words.work_description(), page))
}

#[component]
fn Note(title: &'static str, text: &'static str, color: &'static str) -> impl IntoView {
    view! {
        <div class="ds-alert" data-color=color>
            <h2 class="ds-heading" data-size="xs">
                {title}
            </h2>
            <p class="ds-paragraph">{text}</p>
        </div>
    }
}

/// The cases as a table that can be scanned.
#[component]
fn Cases(cases: Vec<WorkLine>) -> impl IntoView {
    let words = use_words();
    let rows: Vec<_> = cases
        .iter()
        .map(|case| {
            view! {
                <tr>
                    <td>
                        <Due line=case.clone() />
                    </td>
                    <td>
                        <a class="ds-link" href=format!("/saksbehandling/sak/{}", case.reference)>
                            {case.reference.clone()}
                        </a>
                        {waiting(words, case.waiting)}
                    </td>
                    <td>{words.date(case.received_on)}</td>
                    <td>{handler(words, &case.handler)}</td>
                </tr>
            }
        })
        .collect();
    let content = if rows.is_empty() {
        view! { <p class="ds-paragraph">{words.work_no_cases()}</p> }.into_any()
    } else {
        view! {
            <Table
                labelled_by="cases"
                heads=vec![words.work_due(), words.work_case(), words.work_received(), words.work_handler()]
            >
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm" id="cases">
                {words.work_cases()}
            </h2>
            {content}
        </section>
    }
}

/// That the person has written.
fn waiting(words: Words, waiting: Waiting) -> Option<impl IntoView> {
    let (color, text) = match waiting {
        Waiting::Nothing => return None,
        Waiting::Unread => ("info", words.work_news()),
        Waiting::Unsettled => ("warning", words.work_unsettled()),
    };
    Some(view! { " " <span class="ds-tag" data-color=color>{text}</span> })
}

/// Who coordinates a case, in words.
pub(crate) fn handler(words: Words, handler: &HandledBy) -> String {
    match handler {
        HandledBy::Nobody => words.work_nobody().to_owned(),
        HandledBy::Oneself => words.work_oneself().to_owned(),
        HandledBy::Colleague(name) => name.clone(),
    }
}

/// A role's name, without what it is for.
pub(crate) fn role_name(words: Words, role: RoleName) -> &'static str {
    match role {
        RoleName::Caseworker => words.work_caseworker(),
        RoleName::Reviewer(_) => words.work_reviewer(),
        RoleName::Owner => words.work_owner(),
        RoleName::Ombud => words.work_ombud(),
        RoleName::Administrator => words.work_administrator(),
    }
}

/// What a role is for; empty for those that are for everything.
pub(crate) fn role_scope(words: Words, line: &RoleLine) -> &str {
    match line.role {
        RoleName::Reviewer(sector) => sector_name(words, sector),
        _ => &line.scope,
    }
}

fn role(words: Words, line: &RoleLine) -> impl IntoView + use<> {
    let scope = role_scope(words, line);
    let scope = (!scope.is_empty()).then(|| format!("{scope}. "));
    view! {
        <dt>{role_name(words, line.role)}</dt>
        <dd>{scope} {words.work_until(words.date(line.ends_on))}</dd>
    }
}
