//! What a person was given access to: the areas first, then a page for each system.

mod looked;
mod system;
mod value;

use std::sync::Arc;

use leptos::prelude::*;

pub(crate) use self::looked::load as looked;
pub(crate) use self::system::load as system;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::data::{DataLine, DataOverview, DataPackage};
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::named::CasePackage;
use crate::words::{Area, Words};

/// The reference of the case, and the numbers that follow in the address: the package's, and the system's.
fn place(path: &str) -> Result<(&str, Vec<usize>), Fault> {
    let mut parts = path.split('/').skip(3);
    let reference = parts.next().unwrap_or_default();
    let numbers = parts.skip(1).map(str::parse).collect::<Result<_, _>>().map_err(|_| Fault::NotFound)?;
    Ok((reference, numbers))
}

fn number(numbers: &[usize]) -> Result<i64, Fault> {
    numbers.first().and_then(|number| i64::try_from(*number).ok()).ok_or(Fault::NotFound)
}

/// Where a package, or a system in it, is shown.
pub(crate) fn path(reference: &str, number: i64, system: Option<u32>) -> String {
    let system = system.map(|place| format!("/{place}")).unwrap_or_default();
    format!("/min-side/sak/{reference}/opplysninger/{number}{system}")
}

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let (reference, numbers) = place(&visit.path)?;
    let DataOverview { package, systems, nothing, missing } = desk.data(reference, number(&numbers)?).await?;
    let page = move || {
        let count = systems.len();
        let found = if count == 0 { words.data_none().to_owned() } else { words.data_systems(count) };
        let by_area = systems.chunk_by(|one, next| one.sector == next.sector);
        let areas: Vec<_> = by_area.map(|lines| area(&package, lines)).collect();
        let missing = (!missing.is_empty()).then(|| {
            let items: Vec<_> = missing.into_iter().map(|name| view! { <li>{name}</li> }).collect();
            view! {
                <h2 class="ds-heading" data-size="sm">
                    {words.data_missing_then()}
                </h2>
                <p class="ds-paragraph">{words.data_missing_now()}</p>
                <ul class="ds-list">{items}</ul>
            }
        });
        let nothing = (!nothing.is_empty()).then(|| {
            let count = nothing.len();
            let items: Vec<_> = nothing.into_iter().map(|name| view! { <li>{name}</li> }).collect();
            view! {
                <h2 class="ds-heading" data-size="sm">
                    {words.data_nothing()}
                </h2>
                <details class="fold">
                    <summary>{words.data_nothing_count(count)}</summary>
                    <ul class="ds-list">{items}</ul>
                </details>
            }
        });
        view! {
            <p class="ds-paragraph" data-variant="long">
                {words.data_lead()}
            </p>
            {package.on_behalf.then(|| view! { <p class="ds-paragraph">{words.case_on_behalf()}</p> })}
            <p class="ds-paragraph">{words.data_until(words.date(package.until))}</p>
            <p class="ds-paragraph">{found}</p>
            {areas}
            {missing}
            {nothing}
            <Onward package=package />
        }
    };
    Ok(Document::new(Area::Data, words.data_title(), words.data_description(), page))
}

/// The file with all of it, and the way back to the case.
#[component]
fn Onward(package: DataPackage) -> impl IntoView {
    let words = use_words();
    let DataPackage { reference, number, until, size_bytes, .. } = package;
    let text = words.case_package(CasePackage { size: words.size(size_bytes), date: words.date(until) });
    view! {
        <p class="actions">
            <a class="ds-button" href=format!("/min-side/sak/{reference}/pakke/{number}") download>
                {words.data_all()}
            </a>
            <a class="ds-button" data-variant="secondary" href=format!("/min-side/sak/{reference}")>
                {words.case_back()}
            </a>
        </p>
        <p class="ds-paragraph">{text}</p>
    }
}

/// The systems of one area.
fn area(package: &DataPackage, lines: &[DataLine]) -> impl IntoView + use<> {
    let words = use_words();
    let sector = lines.first().and_then(|line| line.sector);
    let items: Vec<_> = lines
        .iter()
        .map(|line| {
            let held = held(words, line);
            view! {
                <li>
                    <a class="ds-link" href=path(&package.reference, package.number, Some(line.place))>
                        <span lang=words.norwegian()>{line.name.clone()}</span>
                    </a>
                    <span class="data-held">{held}</span>
                </li>
            }
        })
        .collect();
    view! {
        <section>
            {sector
                .map(|sector| {
                    view! {
                        <h2 class="ds-heading" data-size="sm">
                            {sector_name(words, sector)}
                        </h2>
                    }
                })} <ul class="data-systems">{items}</ul>
        </section>
    }
}

/// How much a system holds, in words.
fn held(words: Words, line: &DataLine) -> String {
    let records = (line.records > 0).then(|| words.package_records(line.records));
    let files = (line.files > 0).then(|| words.package_files(line.files));
    let looks = (line.looks > 0).then(|| words.data_looks(line.looks));
    [records, files, looks].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
