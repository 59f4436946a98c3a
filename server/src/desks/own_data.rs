//! What a citizen was given access to, and who has looked at their case.

use app::model::Sector;
use app::model::data::{
    DataFacts, DataFile, DataLine, DataOverview, DataPackage, DataRecord, DataSystem, Look, LookedAt, LookedBy, Looks,
};
use app::words::{Language, Words};

use super::citizen::progress;
use super::own_case::moment;
use crate::adapters::wire::{AccessDocument, DisclosureDocument};
use crate::audit::{self, Action, View};
use crate::cases::deadline::{civil, date_in_oslo_at};
use crate::cases::own;
use crate::error::Error;
use crate::id::PersonId;
use crate::letters::reason;
use crate::office::Office;
use crate::packages::download::{self, Fetched};
use crate::packages::inside::{Inside, Record, Records, System, titles};
use crate::packages::store as packages;
use crate::packages::value::{dated, value, with_dates};
use crate::staff::rules::RoleKind;

/// Records on one page.
const PER_PAGE: usize = 25;
/// Rows of a list of who was given data, or looked at them.
const MOST_ROWS: usize = 200;
/// Times that somebody looked at a case.
const MOST_LOOKS: i64 = 200;

/// What a package of this person's holds. That they looked is noted.
pub(super) async fn overview(office: &Office, fetched: Fetched) -> Result<DataOverview, Error> {
    let inside = Inside::open(office, fetched).await?;
    Ok(DataOverview {
        package: package(&inside),
        systems: inside.listing.systems.iter().enumerate().map(|(at, system)| line(at + 1, system)).collect(),
        nothing: inside.listing.nothing.clone(),
        missing: inside.listing.missing.clone(),
    })
}

/// What a system gave, in a package of this person's.
pub(super) async fn system(
    office: &Office,
    fetched: Fetched,
    (place, page): (usize, u32),
    language: Language,
) -> Result<DataSystem, Error> {
    let inside = Inside::open(office, fetched).await?;
    let system = inside.system(place)?;
    let (records, facts) = tokio::try_join!(inside.records(system), inside.facts(office, system))?;
    let total = system.record_count;
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = usize::try_from(page).unwrap_or(usize::MAX).clamp(1, pages);
    let from = (page - 1) * PER_PAGE;
    let more = records.as_ref().map_or(0, |records| {
        records.disclosures.len().saturating_sub(MOST_ROWS) + records.accesses.len().saturating_sub(MOST_ROWS)
    });
    let (shown, disclosures, accesses) = match records {
        None => (None, Vec::new(), Vec::new()),
        Some(Records { records, disclosures, accesses }) => {
            let called = records.iter().zip(titles(&records)).enumerate();
            let shown = called.skip(from).take(PER_PAGE).map(|(place, (one, title))| record(place, one, title));
            let disclosures = disclosures.into_iter().take(MOST_ROWS).map(disclosure).collect();
            (Some(shown.collect()), disclosures, accesses.into_iter().take(MOST_ROWS).map(access).collect())
        }
    };
    Ok(DataSystem {
        package: package(&inside),
        place: count(place),
        name: system.name.clone(),
        sector: Sector::from_code(&system.sector),
        unit: system.unit.clone(),
        answered_on: civil(system.answered_on),
        facts: facts.map(|facts| facts.rows).unwrap_or_default(),
        withheld: system
            .withheld
            .iter()
            .map(|one| reason(Words(language), &one.code, one.text.as_deref()))
            .filter(|text| !text.is_empty())
            .collect(),
        records: shown,
        total: count(total),
        page: count(page),
        pages: count(pages),
        files: (1..)
            .zip(&system.files)
            .map(|(place, file)| DataFile {
                place,
                title: file.title.clone(),
                name: file.name().to_owned(),
                size_bytes: file.size_bytes,
            })
            .collect(),
        disclosures,
        accesses,
        more: count(more),
    })
}

fn package(inside: &Inside) -> DataPackage {
    let (fetched, listing) = (&inside.fetched, &inside.listing);
    DataPackage {
        reference: listing.case.clone(),
        on_behalf: fetched.on_behalf,
        number: listing.package,
        // The instant is the end of the last day.
        until: civil(date_in_oslo_at(fetched.until - 1)),
        size_bytes: fetched.size_bytes,
        language: listing.language.clone(),
    }
}

fn line(place: usize, system: &System) -> DataLine {
    DataLine {
        place: count(place),
        name: system.name.clone(),
        sector: Sector::from_code(&system.sector),
        records: count(system.record_count),
        files: count(system.files.len()),
        looks: count(system.access_count),
    }
}

fn record(place: usize, record: &Record, title: String) -> DataRecord {
    let Record { category, title: _, source, recipients, purpose, legal_basis, kept_until, data } = record;
    let facts = DataFacts {
        category: category.clone(),
        source: source.clone(),
        recipients: recipients.clone(),
        purpose: purpose.clone(),
        legal_basis: legal_basis.clone(),
        kept_until: kept_until.as_deref().map(as_date),
    };
    DataRecord { place, title, facts, data: with_dates(value(data)) }
}

fn disclosure(one: DisclosureDocument) -> Vec<String> {
    let DisclosureDocument { recipient, on, what } = one;
    vec![recipient, what, as_date(&on)]
}

fn access(one: AccessDocument) -> Vec<String> {
    let AccessDocument { at, who, action, reason } = one;
    vec![as_date(&at), who, action, reason.unwrap_or_default()]
}

/// A date as people write it; what is none is shown as it is.
fn as_date(text: &str) -> String {
    dated(text).unwrap_or_else(|| text.to_owned())
}

/// Who has looked at a case of this person's, and which systems say who has looked at their data.
pub(super) async fn looks(office: &Office, person: PersonId, reference: &str) -> Result<Looks, Error> {
    let mut tx = office.db.read().await?;
    let case = own::find(&mut tx, person, reference).await?;
    let views = audit::views_of_case(&mut tx, &office.vault, case.id, MOST_LOOKS + 1).await?;
    let delivered = packages::delivered(&mut tx, case.id).await?;
    drop(tx);
    let (mut systems, mut given, mut is_over) = (Vec::new(), Vec::new(), false);
    for number in delivered {
        // What cannot be fetched any more is not looked into either.
        let fetched = match download::find(office, person, reference, number).await {
            Ok(fetched) => fetched,
            Err(Error::NotFound) => {
                is_over = true;
                continue;
            }
            Err(error) => return Err(error),
        };
        let inside = Inside::unnoted(office, fetched).await?;
        for (at, system) in inside.listing.systems.iter().enumerate() {
            given.extend(Sector::from_code(&system.sector));
            if system.access_count > 0 {
                systems.push((number, line(at + 1, system)));
            }
        }
    }
    let most = usize::try_from(MOST_LOOKS).unwrap_or(usize::MAX);
    let is_more = views.len() > most;
    let looks = views.into_iter().rev().take(most).map(|view| look(view, &given)).collect();
    Ok(Looks { progress: progress(case.state), reference: case.reference, looks, is_more, is_over, systems })
}

/// A look. Of which sector somebody has looked at an answer is told once the person was given something of that sector: that
/// there is something at all may be the very secret.
fn look(view: View, given: &[Sector]) -> Look {
    let View { at_ms, action, role, unit, reason } = view;
    let by = match RoleKind::parse(&role) {
        Some(RoleKind::Caseworker) => LookedBy::Caseworker(unit),
        Some(RoleKind::Reviewer) => match Sector::from_code(&unit).filter(|sector| given.contains(sector)) {
            Some(sector) => LookedBy::Reviewer(sector),
            None => LookedBy::Other,
        },
        Some(RoleKind::Owner) => LookedBy::Owner,
        Some(RoleKind::Ombud | RoleKind::Administrator) | None => LookedBy::Other,
    };
    let what = match action {
        // That there was an answer to read is not told either.
        Action::AnswerViewed if by != LookedBy::Other => LookedAt::Answer,
        Action::AttachmentOpened => LookedAt::File,
        _ => LookedAt::Case,
    };
    Look { when: moment(at_ms), by, what, reason }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
