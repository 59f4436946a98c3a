//! What everybody may ask for.

use std::sync::{Arc, Mutex, PoisonError};

use app::desks::VisitorDesk;
use app::fault::Fault;
use app::model::{AdapterApi, AdapterCall, AdapterProblem, RegisterEntry, Sector};
use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::told::told;
use crate::adapters::api::examples::example_of;
use crate::adapters::api::{BASE, openapi};
use crate::adapters::problem::Kind;
use crate::adapters::wire::{AnswerDocument, TaskDocument};
use crate::error::{Damaged, Error};
use crate::office::Office;
use crate::systems::rules::System;

/// The desk for somebody we do not know.
pub(crate) struct Visitor {
    office: Office,
    adapter_api: AdapterApi,
    told: Mutex<Option<Told>>,
}

/// A register, and what everybody is told of it.
type Told = (Arc<[System]>, Arc<[RegisterEntry]>);

impl Visitor {
    /// For adapters that reach us at `public_url`.
    pub(crate) fn new(office: Office, public_url: &Url) -> Self {
        Self { office, adapter_api: adapter_api(public_url), told: Mutex::default() }
    }

    async fn entries(&self) -> Result<Arc<[RegisterEntry]>, Error> {
        let mut tx = self.office.db.read().await?;
        let systems = self.office.known.register(&mut tx).await?;
        drop(tx);
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, entries)) = told.filter(|(of, _)| Arc::ptr_eq(of, &systems)) {
            return Ok(entries);
        }
        let in_use = systems.iter().filter(|system| !system.retired);
        let entries: Arc<[RegisterEntry]> = in_use.map(entry).collect::<Result<_, _>>()?;
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some((systems, entries.clone()));
        Ok(entries)
    }
}

fn entry(system: &System) -> Result<RegisterEntry, Damaged> {
    let System { id, key, name, unit, sector, record, .. } = system.clone();
    Ok(RegisterEntry {
        sector: Sector::from_code(&sector).ok_or_else(|| Damaged::new("system", "sector", id))?,
        key,
        name,
        unit,
        purpose: record.purposes.join(" "),
        categories: record.categories,
        legal_bases: record.legal_bases,
        source: record.source,
        recipients: record.recipients,
        kept: record.storage_time,
        controller: record.controller,
        transfers: record.transfers,
        automated: record.automated_decisions,
    })
}

fn adapter_api(public_url: &Url) -> AdapterApi {
    let calls = openapi::calls(&openapi::document(public_url)).into_iter().map(|call| AdapterCall {
        method: call.method,
        path: call.path,
        about: call.about,
        problems: call.problems.iter().map(|kind| kind.code()).collect(),
    });
    let problems =
        Kind::ALL.iter().map(|kind| AdapterProblem { code: kind.code(), status: kind.status(), title: kind.title() });
    AdapterApi {
        base: format!("{}{BASE}", public_url.as_str().trim_end_matches('/')),
        calls: calls.collect(),
        problems: problems.collect(),
        task: pretty::<TaskDocument>("TaskDocument"),
        answer: pretty::<AnswerDocument>("AnswerDocument"),
    }
}

/// An example in the order in which its type is written.
fn pretty<T: Serialize + DeserializeOwned>(schema: &str) -> String {
    let example = example_of(schema).unwrap_or_default();
    let typed: Option<T> = serde_json::from_str(&example.to_string()).ok();
    serde_json::to_string_pretty(&typed).unwrap_or_default()
}

#[async_trait]
impl VisitorDesk for Visitor {
    async fn register(&self) -> Result<Arc<[RegisterEntry]>, Fault> {
        self.entries().await.map_err(told)
    }

    async fn adapter_api(&self) -> Result<AdapterApi, Fault> {
        Ok(self.adapter_api.clone())
    }
}
