//! The register of systems in plain words, with a search that works without a script and is live with one.

use leptos::prelude::*;

use super::statement;
use crate::document::Document;
use crate::fault::Fault;
use crate::islands::register_filter::{RegisterFilter, SEARCH, matches};
use crate::model::{RegisterEntry, Sector};
use crate::parts::contact::Contact;
use crate::visit::{Visit, use_words};
use crate::words::named::RegisterShown;
use crate::words::{Area, Language, Words};

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let entries = visit.desks.visitor.register().await?;
    let ombud = visit.municipality.ombud.clone();
    // What somebody types is bounded by the address's own limit.
    let search = visit.query_value(SEARCH).unwrap_or_default().trim().to_owned();
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
        list(words, entries, search).into_any()
    };
    Ok(Document::new(Area::Register, words.register_title(), words.register_description(), page))
}

fn list(words: Words, entries: Vec<RegisterEntry>, search: String) -> impl IntoView {
    let total = entries.len();
    let statements: Vec<_> = Sector::ALL
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
    let rows: Vec<_> = entries
        .into_iter()
        .map(|entry| {
            let text = searched_text(words, &entry);
            let hidden = !matches(&text, &search.to_lowercase());
            (entry, text, hidden)
        })
        .collect();
    let shown = rows.iter().filter(|(_, _, hidden)| !hidden).count();
    let items: Vec<_> =
        rows.into_iter().map(|(entry, text, hidden)| view! { <Entry entry=entry text=text hidden=hidden /> }).collect();
    view! {
        <p class="ds-paragraph" data-size="lg">
            {words.register_lead()}
        </p>
        <p class="actions">
            <a class="ds-button" href="/min-side/ny">
                {words.statement_ask()}
            </a>
        </p>
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
        <section aria-labelledby="erklaringer">
            <h2 class="ds-heading" data-size="sm" id="erklaringer">
                {words.statement_all()}
            </h2>
            <p class="ds-paragraph">{words.statement_all_text()}</p>
            <ul class="ds-list">{statements}</ul>
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
fn Entry(entry: RegisterEntry, text: String, hidden: bool) -> impl IntoView {
    let words = use_words();
    // The municipality describes its systems in Norwegian.
    let language = (!matches!(words.0, Language::Nb | Language::Nn)).then_some("no");
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
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <li class="register__entry" data-search=text hidden=hidden lang=language>
            <div class="register__head">
                <h2 class="ds-heading" data-size="xs">
                    {entry.name}
                </h2>
                <span class="ds-tag" data-color="neutral">
                    {sector_name(words, entry.sector)}
                </span>
            </div>
            <p class="ds-paragraph">
                <span class="ds-sr-only">{words.register_purpose()} ": "</span>
                {entry.purpose}
            </p>
            <details class="register__facts">
                <summary lang=words.0.tag()>{more}</summary>
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
