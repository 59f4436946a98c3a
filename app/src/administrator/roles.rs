//! Who has which role: the list, with a button that ends each, and the form that gives one.

use std::sync::Arc;

use leptos::prelude::*;

use crate::desks::AdministratorDesk;
use crate::document::Document;
use crate::employee::home::{role_name, role_scope};
use crate::fault::Fault;
use crate::model::roles::{
    END, END_REASON, GIVE, GRANT, GivenRole, LOGIN, NAME, REASON, ROLE, RoleSource, Roles, SCOPE, SECTOR, UNTIL, WHO,
};
use crate::model::{CivilDate, DONE, RoleName, Sector};
use crate::parts::done::Success;
use crate::parts::form::{Choice, Choices, ErrorSummary, Kind, Whose, Written};
use crate::parts::table::Table;
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words};

/// The codes of the roles, as the form sends them.
const ROLES: [(&str, RoleName); 5] = [
    ("caseworker", RoleName::Caseworker),
    ("reviewer", RoleName::Reviewer(Sector::Administration)),
    ("owner", RoleName::Owner),
    ("ombud", RoleName::Ombud),
    ("administrator", RoleName::Administrator),
];

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn AdministratorDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let Roles { given, units_without, usual_end, logins } = desk.roles().await?;
    let visit = visit.clone();
    // The button beside a role is a form of its own, and the page shows its mistakes like any other.
    let questions = questions(words);
    let done = match visit.query_value(DONE) {
        Some("gitt") => Some(words.roles_was_given()),
        Some("avsluttet") => Some(words.roles_was_ended()),
        _ => None,
    };
    let page = move || {
        let missing: Vec<_> = units_without
            .iter()
            .map(|unit| view! { <p class="ds-paragraph">{words.roles_unit_without(unit.clone())}</p> })
            .collect();
        let missing = (!missing.is_empty()).then(|| {
            view! {
                <div class="ds-alert" data-color="warning">
                    <h2 class="ds-heading" data-size="xs">
                        {words.roles_without()}
                    </h2>
                    {missing}
                </div>
            }
        });
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=questions />
            {done.map(|text| view! { <Success text=text /> })}
            {missing}
            <p class="ds-paragraph">
                <a class="ds-link" href="#gi">
                    {words.roles_give()}
                </a>
            </p>
            <List visit=visit.clone() given=given />
            <Give visit=visit usual_end=usual_end logins=logins />
            <p class="ds-paragraph">
                <a class="ds-link" href="/saksbehandling">
                    {words.work_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Roles, words.roles_title(), words.roles_description(), page))
}

fn questions(words: Words) -> Vec<(&'static str, &'static str)> {
    vec![
        (LOGIN, words.roles_login()),
        (WHO, words.roles_who()),
        (NAME, words.roles_name()),
        (ROLE, words.roles_role()),
        (SECTOR, words.roles_sector()),
        (SCOPE, words.roles_scope()),
        (UNTIL, words.roles_until()),
        (REASON, words.roles_reason()),
        (END_REASON, words.roles_end()),
        (GRANT, words.roles_given()),
    ]
}

#[component]
fn List(visit: Visit, given: Vec<GivenRole>) -> impl IntoView {
    let words = use_words();
    let rows: Vec<_> = given.into_iter().map(|role| row(&visit, role)).collect();
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm" id=GRANT>
                {words.roles_given()}
            </h2>
            <p class="ds-paragraph">{words.roles_end_text()}</p>
            <Table labelled_by=GRANT heads=vec![words.roles_name(), words.roles_until(), words.roles_end()] stacked=true>
                {rows}
            </Table>
        </section>
    }
}

fn row(visit: &Visit, given: GivenRole) -> impl IntoView + use<> {
    let words = visit.words();
    let GivenRole { id, name, role, source, reason } = given;
    let scope = role_scope(words, &role);
    let scope = (!scope.is_empty()).then(|| format!(": {scope}"));
    let role_text = format!("{}{}", role_name(words, role.role), scope.unwrap_or_default());
    let source = match source {
        RoleSource::Given => None,
        RoleSource::Claims => Some(words.roles_by_claims()),
        RoleSource::File => Some(words.roles_by_file()),
    };
    // The one that was refused comes back as it was sent.
    let returned = (visit.returned.value_or(GRANT, "") == id).then_some(&visit.returned);
    let typed = returned.map(|returned| returned.value_or(END_REASON, "").to_owned());
    let invalid = returned.and_then(|returned| returned.fault(END_REASON)).map(|_| "true");
    let label = format!("{name}, {role_text}");
    let reason_id = if returned.is_some() { END_REASON.to_owned() } else { format!("{END_REASON}-{id}") };
    view! {
        <tr>
            <th scope="row">
                {name} <span class="table__more">{role_text}</span>
            </th>
            <td>
                {words.date(role.ends_on)} <span class="table__more">{source.map_or(reason, str::to_owned)}</span>
            </td>
            <td>
                <details open=returned.is_some()>
                    <summary class="ds-link">{words.roles_end()} <span class="ds-sr-only">": " {label}</span></summary>
                    <form class="end-role" method="post" action=END>
                        <Whose visit=visit.clone() />
                        <input type="hidden" name=GRANT value=id />
                        <div class="ds-field">
                            <label class="ds-label" data-size="sm" for=reason_id.clone()>
                                {words.roles_reason()}
                            </label>
                            <input
                                class="ds-input"
                                data-size="sm"
                                r#type="text"
                                name=END_REASON
                                id=reason_id
                                value=typed
                                aria-invalid=invalid
                                required=true
                                maxlength="500"
                                placeholder=" "
                                autocomplete="off"
                            />
                        </div>
                        <button class="ds-button" data-variant="secondary" data-size="sm" data-color="danger" r#type="submit">
                            {words.roles_end()}
                        </button>
                    </form>
                </details>
            </td>
        </tr>
    }
}

#[component]
fn Give(visit: Visit, usual_end: CivilDate, logins: Vec<&'static str>) -> impl IntoView {
    let words = use_words();
    let returned = visit.returned.clone();
    let typed = |field: &str| returned.value_or(field, "").to_owned();
    let CivilDate { year, month, day, .. } = usual_end;
    let until = returned.value_or(UNTIL, &format!("{year:04}-{month:02}-{day:02}")).to_owned();
    let logins: Vec<Choice> = logins
        .into_iter()
        .map(|key| {
            let (label, help) = match key {
                "entra" => (words.login_entra_account(), words.roles_who_entra()),
                _ => (words.login_ansattporten_name(), words.roles_who_number()),
            };
            Choice { value: key, label, lang: None, help: Some(help) }
        })
        .collect();
    let login = match (returned.value_or(LOGIN, ""), logins.as_slice()) {
        ("", [only]) => only.value.to_owned(),
        (chosen, _) => chosen.to_owned(),
    };
    let roles: Vec<Choice> = ROLES
        .into_iter()
        .map(|(value, role)| {
            let help = match role {
                RoleName::Caseworker => words.roles_caseworker_help(),
                RoleName::Reviewer(_) => words.roles_reviewer_help(),
                RoleName::Owner => words.roles_owner_help(),
                RoleName::Ombud => words.roles_ombud_help(),
                RoleName::Administrator => words.roles_administrator_help(),
            };
            Choice { value, label: role_name(words, role), lang: None, help: Some(help) }
        })
        .collect();
    let sectors: Vec<Choice> = Sector::ALL
        .into_iter()
        .map(|sector| Choice { value: sector.code(), label: sector_name(words, sector), lang: None, help: None })
        .collect();
    view! {
        <section aria-labelledby="gi">
            <h2 class="ds-heading" data-size="sm" id="gi">
                {words.roles_give()}
            </h2>
            <p class="ds-paragraph">{words.roles_give_text()}</p>
            <form class="form" method="post" action=GIVE>
                <Whose visit=visit />
                <Choices name=LOGIN legend=words.roles_login() choices=logins chosen=login fault=returned.fault(LOGIN) />
                <Written name=WHO label=words.roles_who() kind=Kind::Line value=typed(WHO) fault=returned.fault(WHO) />
                <Written name=NAME label=words.roles_name() kind=Kind::Line value=typed(NAME) fault=returned.fault(NAME) />
                <Choices name=ROLE legend=words.roles_role() choices=roles chosen=typed(ROLE) fault=returned.fault(ROLE) />
                <Written
                    name=SCOPE
                    label=words.roles_scope()
                    kind=Kind::Line
                    value=typed(SCOPE)
                    fault=returned.fault(SCOPE)
                    help=words.roles_scope_help()
                />
                <Choices
                    name=SECTOR
                    legend=words.roles_sector()
                    choices=sectors
                    chosen=typed(SECTOR)
                    fault=returned.fault(SECTOR)
                />
                <Written name=UNTIL label=words.roles_until() kind=Kind::Day value=until fault=returned.fault(UNTIL) />
                <Written
                    name=REASON
                    label=words.roles_reason()
                    kind=Kind::Lines
                    value=typed(REASON)
                    fault=returned.fault(REASON)
                />
                <p class="actions">
                    <button class="ds-button" r#type="submit">
                        {words.roles_give()}
                    </button>
                </p>
            </form>
        </section>
    }
}
