//! What everybody may ask for.

use app::desks::VisitorDesk;
use app::fault::Fault;
use app::model::{RegisterEntry, Sector};
use async_trait::async_trait;

use super::told::told;
use crate::error::{Damaged, Error};
use crate::names::norwegian_key;
use crate::office::Office;
use crate::systems::rules::System;
use crate::systems::store;
use crate::tasks::fan_out::MOST_SYSTEMS;

/// The desk for somebody we do not know.
pub(crate) struct Visitor {
    pub(crate) office: Office,
}

impl Visitor {
    async fn entries(&self) -> Result<Vec<RegisterEntry>, Error> {
        let mut tx = self.office.db.read().await?;
        let systems = store::systems(&mut tx, MOST_SYSTEMS).await?;
        let in_use = systems.into_iter().filter(|system| !system.retired);
        let mut entries = in_use.map(entry).collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(|entry| norwegian_key(&entry.name));
        Ok(entries)
    }
}

fn entry(system: System) -> Result<RegisterEntry, Damaged> {
    let record = system.record;
    Ok(RegisterEntry {
        sector: Sector::from_code(&system.sector).ok_or_else(|| Damaged::new("system", "sector", system.id))?,
        key: system.key,
        name: system.name,
        unit: system.unit,
        purpose: record.purposes.join(" "),
        categories: record.categories,
        legal_bases: record.legal_bases,
        source: record.source,
        recipients: record.recipients,
        kept: record.storage_time,
    })
}

#[async_trait]
impl VisitorDesk for Visitor {
    async fn register(&self) -> Result<Vec<RegisterEntry>, Fault> {
        self.entries().await.map_err(told)
    }
}
