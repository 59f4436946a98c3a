//! The register of systems in plain words, with a search that works without a script and is live with one.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::statement;
use crate::document::Document;
use crate::fault::Fault;
use crate::islands::register_filter::{RegisterFilter, SEARCH, matches};
use crate::model::{RegisterEntry, Sector};
use crate::parts::contact::Contact;
use crate::parts::pager::{PAGE, Paged, Pager, SYSTEMS_PER_PAGE, SystemsShown, asked};
use crate::visit::{Visit, use_words};
use crate::words::named::RegisterShown;
use crate::words::{Area, Words};

/// So many systems are on one page together, where the browser finds what is typed at once.
const LIVE: usize = 50;

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let entries = visit.desks.visitor.register().await?;
    let ombud = visit.municipality.ombud.clone();
    // What somebody types is bounded by the address's own limit.
    let search = visit.query_value(SEARCH).unwrap_or_default().trim().to_owned();
    let visit = visit.clone();
    let page = move || {
        if entries.is_empty() {
            return view! {
                <div class="ds-alert" data-color="info">
                    <h2 class="ds-heading" data-size="xs">
                        {words.register_empty()}
                    </h2>
                    <p class="ds-paragraph">{words.register_empty_help()}</p>
                </div>
                <Contact ombud=ombud />
            }
            .into_any();
        }
        if entries.len() <= LIVE {
            list(words, &entries, search).into_any()
        } else {
            pages(&visit, &entries, &search).into_any()
        }
    };
    Ok(Document::new(Area::Register, words.register_title(), words.register_description(), page))
}

/// All systems, of which the browser shows those that fit what is typed.
fn list(words: Words, entries: &[RegisterEntry], search: String) -> impl IntoView + use<> {
    let total = entries.len();
    let statements = statements(words, entries);
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            let text = searched_text(words, entry);
            let hidden = !matches(&text, &search.to_lowercase());
            (entry, text, hidden)
        })
        .collect();
    let shown = rows.iter().filter(|(_, _, hidden)| !hidden).count();
    let items: Vec<_> = rows
        .into_iter()
        .map(|(entry, text, hidden)| view! { <Entry entry=entry.clone() text=Some(text) hidden=hidden /> })
        .collect();
    view! {
        <Lead />
        <RegisterFilter
            label=words.register_filter().to_owned()
            help=words.register_filter_help().to_owned()
            button=words.register_filter_button().to_owned()
            clear=words.register_filter_clear().to_owned()
            all=words.register_total(total)
            some=words.register_shown(RegisterShown { shown: "{shown}", total })
            none=words.register_none().to_owned()
            none_help=words.register_none_help().to_owned()
            search=search
            shown=shown
            total=total
        />
        <ul class="register" id="register">
            {items}
        </ul>
        {statements}
    }
}

/// The systems that fit what is searched for, so many on a page: what a phone must load does not grow with the municipality.
fn pages(visit: &Visit, entries: &[RegisterEntry], search: &str) -> impl IntoView + use<> {
    let words = visit.words();
    let statements = statements(words, entries);
    let all = entries.len();
    let lower = search.to_lowercase();
    let found: Vec<&RegisterEntry> =
        entries.iter().filter(|entry| lower.is_empty() || matches(&searched_text(words, entry), &lower)).collect();
    let total = found.len();
    let paged = Paged::at(asked(visit), total, SYSTEMS_PER_PAGE);
    let status = match (total, lower.is_empty()) {
        (0, _) => words.register_none().to_owned(),
        (_, true) => words.register_total(all),
        (_, false) => words.register_found(total),
    };
    let shown = paged.slice(&found, SYSTEMS_PER_PAGE).iter();
    let items: Vec<_> = shown.map(|entry| view! { <Entry entry=(*entry).clone() text=None hidden=false /> }).collect();
    let query = match search {
        "" => String::new(),
        search => format!("{SEARCH}={}&", utf8_percent_encode(search, NON_ALPHANUMERIC)),
    };
    view! {
        <Lead />
        <SearchForm search=search.to_owned() />
        <p class="ds-paragraph" role="status">
            {status}
        </p>
        {(total == 0).then(|| view! { <p class="ds-paragraph">{words.register_none_help()}</p> })}
        <SystemsShown paged=paged total=total />
        <ul class="register" id="register">
            {items}
        </ul>
        <Pager paged=paged address=move |page| format!("/hva-vi-har?{query}{PAGE}={page}") />
        {statements}
    }
}

/// What the list is, and the way to ask.
#[component]
fn Lead() -> impl IntoView {
    let words = use_words();
    view! {
        <p class="ds-paragraph" data-size="lg">
            {words.register_lead()}
        </p>
        <p class="actions">
            <a class="ds-button" href="/min-side/ny">
                {words.statement_ask()}
            </a>
        </p>
    }
}

/// The search as a form alone.
#[component]
fn SearchForm(search: String) -> impl IntoView {
    let words = use_words();
    let clear = (!search.is_empty()).then(|| {
        view! {
            <p class="ds-paragraph">
                <a class="ds-link" href="/hva-vi-har">
                    {words.register_filter_clear()}
                </a>
            </p>
        }
    });
    view! {
        <form class="register-filter" method="get" action="/hva-vi-har" role="search">
            <div class="ds-field">
                <label class="ds-label" for=SEARCH>
                    {words.register_filter()}
                </label>
                <p data-field="description" id="sok-hjelp">
                    {words.register_filter_help()}
                </p>
                <div class="register-filter__row">
                    <input
                        class="ds-input"
                        r#type="search"
                        id=SEARCH
                        name=SEARCH
                        maxlength="200"
                        autocomplete="off"
                        aria-describedby="sok-hjelp"
                        value=search
                    />
                    <button class="ds-button" data-variant="secondary" r#type="submit">
                        {words.register_filter_button()}
                    </button>
                </div>
            </div>
            {clear}
        </form>
    }
}

/// The ways to the privacy statements of the areas that have systems.
fn statements(words: Words, entries: &[RegisterEntry]) -> impl IntoView + use<> {
    let items: Vec<_> = Sector::ALL
        .into_iter()
        .filter(|sector| entries.iter().any(|entry| entry.sector == *sector))
        .map(|sector| {
            view! {
                <li>
                    <a class="ds-link" href=statement::path(sector)>
                        {sector_name(words, sector)}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="erklaringer">
            <h2 class="ds-heading" data-size="sm" id="erklaringer">
                {words.statement_all()}
            </h2>
            <p class="ds-paragraph">{words.statement_all_text()}</p>
            <ul class="ds-list">{items}</ul>
        </section>
    }
}

/// What a search looks in.
fn searched_text(words: Words, entry: &RegisterEntry) -> String {
    let sector = sector_name(words, entry.sector);
    let (categories, recipients) = (entry.categories.join(" "), entry.recipients.join(" "));
    [&entry.name, &entry.unit, sector, &entry.purpose, &categories, &entry.source, &recipients]
        .map(str::to_lowercase)
        .join(" ")
}

#[component]
fn Entry(entry: RegisterEntry, text: Option<String>, hidden: bool) -> impl IntoView {
    let words = use_words();
    let norwegian = words.norwegian();
    let more = words.register_more(entry.name.as_str());
    let facts = [
        (words.register_categories(), entry.categories.join(", ")),
        (words.register_legal_bases(), entry.legal_bases.join(", ")),
        (words.register_source(), entry.source),
        (words.register_recipients(), entry.recipients.join(", ")),
        (words.register_kept(), entry.kept),
        (words.register_automated(), entry.automated),
        (words.register_transfers(), entry.transfers),
        (words.register_unit(), entry.unit),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| {
            view! {
                <div class="definition">
                    <dt>{label}</dt>
                    <dd lang=norwegian>{value}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <li class="register__entry" data-search=text hidden=hidden>
            <div class="register__head">
                <h2 class="ds-heading" data-size="xs" lang=norwegian>
                    {entry.name}
                </h2>
                <span class="ds-tag" data-color="neutral">
                    {sector_name(words, entry.sector)}
                </span>
            </div>
            <p class="ds-paragraph">
                <span class="ds-sr-only">{words.register_purpose()} ": "</span>
                <span lang=norwegian>{entry.purpose}</span>
            </p>
            <details class="register__facts">
                <summary>{more}</summary>
                <dl class="definitions">{facts}</dl>
            </details>
        </li>
    }
}

/// What people call a sector.
pub fn sector_name(words: Words, sector: Sector) -> &'static str {
    match sector {
        Sector::Education => words.register_sector_education(),
        Sector::Health => words.register_sector_health(),
        Sector::ChildWelfare => words.register_sector_child_welfare(),
        Sector::Social => words.register_sector_social(),
        Sector::Planning => words.register_sector_planning(),
        Sector::Technical => words.register_sector_technical(),
        Sector::Culture => words.register_sector_culture(),
        Sector::Employment => words.register_sector_employment(),
        Sector::Administration => words.register_sector_administration(),
    }
}
