//! What one may do here, and until when; and what to do if that is nothing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::EmployeeDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::{RoleLine, RoleName};
use crate::public::register::sector_name;
use crate::visit::Visit;
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn EmployeeDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let roles = desk.roles().await?;
    let page = move || {
        if roles.is_empty() {
            return view! {
                <div class="ds-alert" data-color="info">
                    <h2 class="ds-heading" data-size="xs">
                        {words.work_none()}
                    </h2>
                    <p class="ds-paragraph">{words.work_none_text()}</p>
                </div>
            }
            .into_any();
        }
        let lines: Vec<_> = roles.iter().map(|line| role(words, line)).collect();
        view! {
            <h2 class="ds-heading" data-size="sm">
                {words.work_roles()}
            </h2>
            <dl class="facts">{lines}</dl>
        }
        .into_any()
    };
    Ok(Document::new(Area::Work, words.work_title(), words.work_description(), page))
}

fn role(words: Words, line: &RoleLine) -> impl IntoView + use<> {
    let name = match line.role {
        RoleName::Caseworker => words.work_caseworker(),
        RoleName::Reviewer(_) => words.work_reviewer(),
        RoleName::Owner => words.work_owner(),
        RoleName::Ombud => words.work_ombud(),
        RoleName::Administrator => words.work_administrator(),
    };
    let scope = match line.role {
        RoleName::Reviewer(sector) => sector_name(words, sector),
        _ => &line.scope,
    };
    let scope = (!scope.is_empty()).then(|| format!("{scope}. "));
    view! {
        <dt>{name}</dt>
        <dd>{scope} {words.work_until(words.date(line.ends_on))}</dd>
    }
}
