//! What is to be looked for: everything, or some parts of the municipality's work and some time.

use std::sync::Arc;

use leptos::prelude::*;

use super::question;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::Sector;
use crate::model::ask::{EVERYTHING, EXTENT, Extent, FROM, PARTS, SECTOR, SECTORS, Step, TO, WORDS};
use crate::parts::form::{Choice, Choices, Kind, Question, Tick, Ticks};
use crate::public::register::sector_name;
use crate::visit::Visit;

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let asking = desk.asking().await?;
    let returned = visit.returned.clone();
    let extent = asking.draft.extent.clone().unwrap_or_default();
    let kept = if extent == Extent::default() { EVERYTHING } else { PARTS };
    let chosen = returned.value_or(EXTENT, kept).to_owned();
    let Extent { sectors, words: own_words, from, to } = extent;
    let day = words.ask_where_day_help();
    let (label, help) = (words.ask_where_words(), Some(words.ask_where_words_help()));
    let said = Question { name: WORDS, label, kind: Kind::Lines, kept: own_words, help };
    let period = [(FROM, words.ask_where_from(), Kind::Day, from, day), (TO, words.ask_where_to(), Kind::Day, to, day)]
        .map(|(name, label, kind, kept, help)| Question { name, label, kind, kept, help: Some(help) });
    let questions = [&said].into_iter().chain(&period).map(Question::named);
    let named = [(EXTENT, words.ask_where_extent())].into_iter().chain(questions).collect();
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
                let ticked = returned.ticked_or(&name, sectors.contains(&sector));
                Tick { name, label: sector_name(words, sector), help: None, ticked }
            })
            .collect();
        let period = period.map(|question| question.field(&returned)).into_iter().collect::<Vec<_>>();
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
                {said.field(&returned)}
                <fieldset class="ds-fieldset">
                    <legend class="ds-label">{words.ask_where_period()}</legend>
                    {period}
                </fieldset>
            </div>
        }
    };
    Ok(question(visit, Step::Where, asking, named, fields))
}
