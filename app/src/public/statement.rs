//! The privacy statement of one part of the municipality's work (Art. 13 and 14): made of the register, so that it never says
//! anything else than the register does.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::register::sector_name;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::{RegisterEntry, Sector};
use crate::parts::contact::Contact;
use crate::parts::footer::DATATILSYNET;
use crate::visit::Visit;
use crate::words::Area;

/// Where the statement of a sector is.
pub(crate) fn path(sector: Sector) -> String {
    format!("/hva-vi-har/{}", sector.code())
}

pub(crate) async fn load(visit: &Visit) -> Result<Document, Fault> {
    let words = visit.words();
    let code = visit.path.rsplit('/').next().unwrap_or_default();
    let sector = Sector::from_code(code).ok_or(Fault::NotFound)?;
    let all_entries = visit.desks.visitor.register().await?;
    let entries: Vec<RegisterEntry> = all_entries.iter().filter(|entry| entry.sector == sector).cloned().collect();
    if entries.is_empty() {
        return Err(Fault::NotFound);
    }
    let (name, ombud) = (visit.municipality.name.clone(), visit.municipality.ombud.clone());
    let complaint = visit.municipality.complaint(visit.language).map(str::to_owned);
    let norwegian = words.norwegian();
    let page = move || {
        let categories = all(&entries, |entry| entry.categories.clone());
        let bases = all(&entries, |entry| entry.legal_bases.clone());
        let sources = all(&entries, |entry| vec![entry.source.clone()]);
        let recipients = all(&entries, |entry| entry.recipients.clone());
        let controllers = all(&entries, |entry| vec![entry.controller.clone()]);
        let of_each = |said: fn(&RegisterEntry) -> &str| {
            entries
                .iter()
                .filter(|entry| !said(entry).is_empty())
                .map(|entry| format!("{}: {}", entry.name, said(entry)))
                .collect::<Vec<_>>()
        };
        view! {
            <p class="ds-paragraph" data-size="lg">
                {words.statement_lead()}
            </p>
            <h2 class="ds-heading" data-size="sm">
                {words.statement_controller()}
            </h2>
            <p class="ds-paragraph">{words.statement_controller_text(name)}</p>
            <Said title="" said=controllers lang=norwegian />
            <Contact ombud=ombud />
            <Said title=words.register_purpose() said=of_each(|entry| &entry.purpose) lang=norwegian />
            <Said title=words.register_categories() said=categories lang=norwegian />
            <h2 class="ds-heading" data-size="sm">
                {words.register_legal_bases()}
            </h2>
            <p class="ds-paragraph">{words.statement_bases_text()}</p>
            <Said title="" said=bases lang=norwegian />
            <Said title=words.register_source() said=sources lang=norwegian />
            <Said title=words.register_recipients() said=recipients lang=norwegian />
            <Said title=words.register_kept() said=of_each(|entry| &entry.kept) lang=norwegian />
            <Said title=words.register_automated() said=of_each(|entry| &entry.automated) lang=norwegian />
            <Said title=words.register_transfers() said=of_each(|entry| &entry.transfers) lang=norwegian />
            <h2 class="ds-heading" data-size="sm">
                {words.letter_rights()}
            </h2>
            <p class="ds-paragraph">{words.statement_rights_text()}</p>
            {complaint.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
            <p class="ds-paragraph">
                <a class="ds-link" href=DATATILSYNET>
                    {words.frame_complaint()}
                </a>
            </p>
            <p class="actions">
                <a class="ds-button" href="/min-side/ny">
                    {words.statement_ask()}
                </a>
                <a class="ds-button" data-variant="secondary" href="/hva-vi-har">
                    {words.statement_back()}
                </a>
            </p>
        }
    };
    let title = words.statement_title(sector_name(words, sector));
    Ok(Document::new(Area::Statement, title, words.statement_description(), page))
}

/// What the systems say, each thing once.
fn all(entries: &[RegisterEntry], said: impl Fn(&RegisterEntry) -> Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let said = entries.iter().flat_map(said).filter(|text| !text.is_empty());
    said.filter(|text| seen.insert(text.to_lowercase())).collect()
}

/// A list, with its heading where it has one; nothing where there is nothing to say.
#[component]
fn Said(title: &'static str, said: Vec<String>, lang: Option<&'static str>) -> impl IntoView {
    (!said.is_empty()).then(|| {
        let items: Vec<_> = said.into_iter().map(|text| view! { <li>{text}</li> }).collect();
        let title = (!title.is_empty()).then(|| {
            view! {
                <h2 class="ds-heading" data-size="sm">
                    {title}
                </h2>
            }
        });
        view! {
            {title}
            <ul class="ds-list" lang=lang>
                {items}
            </ul>
        }
        .into_any()
    })
}
