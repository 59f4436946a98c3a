//! What one system gave: what it is for, what stands there, and a way to say that something of it is wrong.

use std::sync::Arc;

use leptos::prelude::*;

use super::value::{erase, shown, wrong};
use super::{number, path, place};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::case::CASE;
use crate::model::data::{
    DataFacts, DataFile, DataRecord, DataRow, DataSystem, FILE, PACKAGE, POINT_OUT, POINTED, SYSTEM,
};
use crate::parts::definition::definition;
use crate::parts::form::{ErrorSummary, Whose};
use crate::parts::pager::{PAGE, Paged, Pager};
use crate::parts::table::Table;
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::named::DataShown;
use crate::words::{Area, Words, named};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let (reference, numbers) = place(&visit.path)?;
    let system = *numbers.get(1).ok_or(Fault::NotFound)?;
    let page = visit.query_value(PAGE).and_then(|page| page.parse().ok()).unwrap_or(1);
    let held = desk.data_system((reference, number(&numbers)?, system), page, words.0).await?;
    let title = held.name.clone();
    let visit = visit.clone();
    let page = move || {
        let DataSystem { package, sector, unit, answered_on, withheld, disclosures, accesses, more, .. } = held.clone();
        let all = path(&package.reference, package.number, None);
        let area = [sector.map(|sector| sector_name(words, sector).to_owned()), Some(unit)];
        let area = area.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=vec![(POINTED, words.data_not_begun())] />
            <p class="ds-paragraph">{area}</p>
            <p class="ds-paragraph">{words.data_answered(words.date(answered_on))}</p>
            <Withheld withheld=withheld />
            <Held visit=visit held=held.clone() />
            <Rows id="gitt" title=words.package_system_disclosures() heads=given(words) rows=disclosures />
            <Rows id="oppslag" title=words.package_system_accesses() heads=looked(words) rows=accesses />
            {(more > 0).then(|| view! { <p class="ds-paragraph">{words.data_more(more)}</p> })}
            <About lang=package.language facts=held.facts />
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href=all>
                    {words.data_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Data, title, words.data_system_description(), page))
}

fn given(words: Words) -> Vec<&'static str> {
    vec![words.package_system_recipient(), words.package_system_what(), words.package_system_date()]
}

fn looked(words: Words) -> Vec<&'static str> {
    vec![
        words.package_system_date(),
        words.package_system_who(),
        words.package_system_action(),
        words.package_system_reason(),
    ]
}

/// Why something is not there, and what one can do.
#[component]
fn Withheld(withheld: Vec<String>) -> impl IntoView {
    let words = use_words();
    (!withheld.is_empty()).then(|| {
        let items: Vec<_> = withheld.into_iter().map(|text| view! { <li>{text}</li> }).collect();
        view! {
            <section class="ds-alert" data-color="info" aria-labelledby="tatt-ut">
                <h2 class="ds-heading" data-size="xs" id="tatt-ut">
                    {words.data_withheld()}
                </h2>
                <ul class="ds-list">{items}</ul>
                <p class="ds-paragraph">{words.data_complain()}</p>
            </section>
        }
    })
}

/// The records of this page and the files, in one form: each button in it says what is wrong, or is to be erased.
#[component]
fn Held(visit: Visit, held: DataSystem) -> impl IntoView {
    let words = use_words();
    let DataSystem { package, place, records, total, page, pages, files, .. } = held;
    let base = path(&package.reference, package.number, Some(place));
    let too_much = records.is_none().then(|| view! { <p class="ds-paragraph">{words.data_too_much()}</p> });
    let records = records.unwrap_or_default();
    let anything = !(records.is_empty() && files.is_empty());
    let form = anything.then(|| {
        let paged = Paged { page: page as usize, pages: pages as usize };
        view! {
            <p class="ds-paragraph">{words.data_point_help()}</p>
            <form class="data-form" method="post" action=POINT_OUT id=POINTED>
                <Whose visit=visit />
                <input type="hidden" name=CASE value=package.reference />
                <input type="hidden" name=PACKAGE value=package.number.to_string() />
                <input type="hidden" name=SYSTEM value=place.to_string() />
                <Records base=base.clone() records=records total=total paged=paged />
                <Files base=base files=files />
            </form>
        }
        .into_any()
    });
    view! {
        {too_much}
        {form}
    }
}

#[component]
fn Records(base: String, records: Vec<DataRecord>, total: u32, paged: Paged) -> impl IntoView {
    let words = use_words();
    let (Some(first), Some(last)) = (records.first(), records.last()) else { return ().into_any() };
    let (from, to) = (first.place + 1, last.place + 1);
    let items: Vec<_> = records.into_iter().map(|one| record(words, one)).collect();
    let several = (paged.pages > 1)
        .then(|| view! { <p class="ds-paragraph">{words.data_shown(DataShown { from, to, total })}</p> });
    view! {
        <section aria-labelledby="opplysninger">
            <h2 class="ds-heading" data-size="sm" id="opplysninger">
                {words.data_records()}
            </h2>
            {several}
            {items}
            <Pager paged=paged address=move |page| format!("{base}?{PAGE}={page}") />
        </section>
    }
    .into_any()
}

fn record(words: Words, record: DataRecord) -> impl IntoView + use<> {
    let DataRecord { place, title, facts, data } = record;
    let inside = shown(data, &place.to_string(), &title);
    // That it is of the kind that its title says is nothing to open a fold for.
    let only_kind = DataFacts { category: facts.category.clone(), ..DataFacts::default() };
    let facts = (facts != only_kind).then(|| {
        view! {
            <details class="fold">
                <summary>{words.package_record_facts()}</summary>
                <dl class="definitions">{about(words, facts)}</dl>
            </details>
        }
    });
    let erase = erase(words, &place.to_string(), &title);
    view! {
        <article class="ds-card data-record">
            <h3 class="ds-heading" data-size="xs">
                {title}
            </h3>
            {inside}
            <div class="data-record__more">
                {facts}
                {erase}
            </div>
        </article>
    }
}

fn about(words: Words, facts: DataFacts) -> Vec<AnyView> {
    let DataFacts { category, source, recipients, purpose, legal_basis, kept_until } = facts;
    let one = |label, said: Option<String>| said.map(|said| (label, vec![said]));
    [
        Some((words.package_record_category(), vec![category])),
        one(words.package_record_source(), source),
        (!recipients.is_empty()).then(|| (words.package_record_recipients(), recipients)),
        one(words.package_record_purpose(), purpose),
        one(words.package_record_legal_basis(), legal_basis),
        one(words.package_record_kept_until(), kept_until),
    ]
    .into_iter()
    .flatten()
    .map(|(label, said)| definition(label.to_owned(), said))
    .collect()
}

#[component]
fn Files(base: String, files: Vec<DataFile>) -> impl IntoView {
    let words = use_words();
    (!files.is_empty()).then(|| {
        let items: Vec<_> = files
            .into_iter()
            .map(|file| {
                let address = format!("{base}/fil/{}", file.place);
                let size = words.size(file.size_bytes);
                let place = format!("{FILE}{}", file.place);
                let (wrong, erase) = (wrong(words, &place, &file.title), erase(words, &place, &file.title));
                view! {
                    <li>
                        {file.title} ": "
                        <a class="ds-link" href=address download>
                            {words.package_system_file(named::PackageSystemFile { name: file.name, size })}
                        </a>
                        <div class="data-record__more">{wrong} {erase}</div>
                    </li>
                }
            })
            .collect();
        view! {
            <section aria-labelledby="filer">
                <h2 class="ds-heading" data-size="sm" id="filer">
                    {words.package_system_files()}
                </h2>
                <ul class="ds-list">{items}</ul>
            </section>
        }
    })
}

/// Who was given data, or has looked at them.
#[component]
fn Rows(id: &'static str, title: &'static str, heads: Vec<&'static str>, rows: Vec<DataRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|cells| {
                let cells: Vec<_> = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
                view! { <tr>{cells}</tr> }
            })
            .collect();
        view! {
            <section>
                <h2 class="ds-heading" data-size="sm" id=id>
                    {title}
                </h2>
                <Table labelled_by=id heads=heads>
                    {rows}
                </Table>
            </section>
        }
    })
}

/// What the law wants told of the system (Art. 15(1)), in the language of its letter.
#[component]
fn About(lang: String, facts: Vec<(String, Vec<String>)>) -> impl IntoView {
    let words = use_words();
    (!facts.is_empty()).then(|| {
        let rows: Vec<_> = facts.into_iter().map(|(label, said)| definition(label, said)).collect();
        view! {
            <section aria-labelledby="om">
                <h2 class="ds-heading" data-size="sm" id="om">
                    {words.data_about()}
                </h2>
                <dl class="definitions" lang=lang>
                    {rows}
                </dl>
            </section>
        }
    })
}
