//! What is to be looked for: everything, or some parts of the municipality's work and some time.

use std::sync::Arc;

use leptos::prelude::*;

use super::question;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::Sector;
use crate::model::ask::{EVERYTHING, EXTENT, Extent, FROM, PARTS, SECTOR, SECTORS, Step, TO, WORDS};
use crate::parts::form::{Choice, Choices, Kind, Tick, Ticks, Written};
use crate::public::register::sector_name;
use crate::visit::Visit;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let extent = asking.draft.extent.clone().unwrap_or_default();
    let kept = if extent == Extent::default() { EVERYTHING } else { PARTS };
    let chosen = returned.value_or(EXTENT, kept).to_owned();
    let value = |field: &str, kept: &str| returned.value_or(field, kept).to_owned();
    let (own_words, from, to) = (value(WORDS, &extent.words), value(FROM, &extent.from), value(TO, &extent.to));
    let fields = move || {
        let choices = vec![
            Choice {
                value: EVERYTHING,
                label: words.ask_where_everything(),
                lang: None,
                help: Some(words.ask_where_everything_help()),
            },
            Choice { value: PARTS, label: words.ask_where_parts(), lang: None, help: None },
        ];
        let ticks = Sector::ALL
            .into_iter()
            .map(|sector| {
                let name = format!("{SECTOR}{}", sector.code());
                let ticked = returned.ticked_or(&name, extent.sectors.contains(&sector));
                Tick { name, label: sector_name(words, sector), help: None, ticked }
            })
            .collect();
        view! {
            <Choices
                name=EXTENT
                legend=words.ask_where_extent()
                choices=choices
                chosen=chosen
                fault=returned.fault(EXTENT)
            />
            <div class="ask-parts">
                <Ticks
                    name=SECTORS
                    legend=words.ask_where_sectors()
                    ticks=ticks
                    help=Some(words.ask_where_sectors_help())
                />
                <Written
                    name=WORDS
                    label=words.ask_where_words()
                    kind=Kind::Lines
                    value=own_words
                    fault=returned.fault(WORDS)
                    help=words.ask_where_words_help()
                />
                <Written
                    name=FROM
                    label=words.ask_where_from()
                    kind=Kind::Day
                    value=from
                    fault=returned.fault(FROM)
                    help=words.ask_where_day_help()
                />
                <Written
                    name=TO
                    label=words.ask_where_to()
                    kind=Kind::Day
                    value=to
                    fault=returned.fault(TO)
                    help=words.ask_where_day_help()
                />
            </div>
        }
    };
    let questions = vec![
        (EXTENT, words.ask_where_extent()),
        (WORDS, words.ask_where_words()),
        (FROM, words.ask_where_from()),
        (TO, words.ask_where_to()),
    ];
    Ok(question(visit, Step::Where, asking, questions, fields))
}
