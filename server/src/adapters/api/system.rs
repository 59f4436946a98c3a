//! What the register says of the caller, and what the caller says of itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Document;
use super::caller::Caller;
use crate::adapters::document::{right, step};
use crate::adapters::problem::{Kind, Problem};
use crate::adapters::rules::LONGEST_TEXT_CHARS;
use crate::adapters::wire::{WireRight, WireStep};
use crate::cases::rules::Right;
use crate::error::{Damaged, Error};
use crate::office::Office;
use crate::portal::Portal;
use crate::systems::circuit::store as circuit;
use crate::systems::declared::store as declared;
use crate::systems::store as systems;

/// Kinds of data that one adapter may declare.
const MOST_CATEGORIES: usize = 1000;

/// Who the caller is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SystemDocument {
    /// Its stable name.
    #[schema(example = "skole")]
    pub(crate) key: String,
    /// What people call it.
    #[schema(example = "Skoleadministrasjonen")]
    pub(crate) name: String,
    /// The unit that owns it.
    #[schema(example = "Oppvekstetaten")]
    pub(crate) unit: String,
    /// `call`, `pull`, `manual` or `portal`.
    #[schema(example = "pull")]
    pub(crate) served: String,
    /// Whether its tasks wait until somebody lets them go on.
    pub(crate) paused: bool,
    /// The rights that it is asked about.
    pub(crate) rights: Vec<WireRight>,
    /// The steps that its adapter is asked to take; for the others a person is asked.
    pub(crate) steps: Vec<WireStep>,
    /// By what it finds people: `fnr`, `dnr`, `name`, `address`, `phone`, `email`, `customer_number`.
    #[schema(example = json!(["fnr", "dnr"]))]
    pub(crate) identifiers: Vec<String>,
    /// How many of its tasks may be under way at once.
    #[schema(example = 4)]
    pub(crate) at_once: u16,
    /// The largest file it may send, in bytes.
    #[schema(example = 100000000)]
    pub(crate) largest_file_bytes: u64,
    /// What its adapter has declared, if it has.
    pub(crate) capabilities: Option<Capabilities>,
    /// What waits for it.
    pub(crate) waiting: WaitingDocument,
    /// Whether everybody here is made up.
    pub(crate) test: bool,
}

/// How many tasks there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct WaitingDocument {
    /// That can be claimed, now or later.
    #[schema(example = 3)]
    pub(crate) ready: i64,
    /// That somebody has.
    #[schema(example = 1)]
    pub(crate) leased: i64,
    /// That a person was asked about.
    #[schema(example = 0)]
    pub(crate) with_human: i64,
}

/// What an adapter can do. The register decides what it is asked; where the two differ, the municipality is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Capabilities {
    /// The rights that it can serve.
    pub(crate) rights: BTreeSet<WireRight>,
    /// The steps that it can take.
    pub(crate) steps: BTreeSet<WireStep>,
    /// By what it finds people.
    #[schema(example = json!(["fnr", "dnr"]))]
    pub(crate) identifiers: BTreeSet<WireIdentifier>,
    /// The kinds of data that it holds. One that no record ever shows is reported to whoever answers for the system.
    #[schema(max_items = 1000, example = json!(["karakterer", "fravær"]))]
    pub(crate) categories: Vec<String>,
}

/// By what a system finds people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WireIdentifier {
    /// Fødselsnummer.
    Fnr,
    /// D-nummer.
    Dnr,
    /// A name.
    Name,
    /// An address.
    Address,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// What the municipality calls them as a customer.
    CustomerNumber,
}

/// Who the caller is, what it has declared, and what waits for it.
#[utoipa::path(get, path = "/system", operation_id = "system", tag = "system", responses((status = 200, body = SystemDocument)))]
pub(super) async fn system(State(portal): State<Arc<Portal>>, caller: Caller) -> Result<Json<SystemDocument>, Problem> {
    let caller = caller.for_all()?;
    Ok(Json(found(&portal.office, &caller).await?))
}

async fn found(office: &Office, caller: &Caller) -> Result<SystemDocument, Error> {
    let mut tx = office.db.read().await?;
    let system = systems::find_system(&mut tx, caller.system).await?.ok_or(Error::NotFound)?;
    let declared = declared::declared(&mut tx, &[system.id]).await?.pop();
    let capabilities = declared
        .map(|(_, declared)| serde_json::from_str(&declared).map_err(|_| Damaged::new("system", "declared", system.id)))
        .transpose()?;
    let health = circuit::health_of(&mut tx, system.id).await?.ok_or(Error::NotFound)?;
    let serves = [
        (Right::Access, system.serves_access),
        (Right::Rectification, system.serves_rectification),
        (Right::Erasure, system.serves_erasure),
    ];
    Ok(SystemDocument {
        rights: serves.iter().filter(|(_, serves)| *serves).map(|(of, _)| right(*of)).collect(),
        steps: system.steps.0.iter().map(|of| step(*of)).collect(),
        identifiers: system.identifiers.codes(),
        served: system.served.code().to_owned(),
        paused: system.paused,
        at_once: system.at_once,
        largest_file_bytes: u64::from(system.largest_file_mb) * 1_000_000,
        key: system.key,
        name: system.name,
        unit: system.unit,
        capabilities,
        waiting: WaitingDocument { ready: health.ready, leased: health.leased, with_human: health.with_human },
        test: office.test,
    })
}

/// Says what the adapter can do. It replaces what was said before.
#[utoipa::path(put, path = "/system/capabilities", operation_id = "declare", tag = "system", request_body = Capabilities,
    responses((status = 200, body = Capabilities)))]
pub(super) async fn capabilities(
    State(portal): State<Arc<Portal>>,
    caller: Caller,
    Document { value: declared }: Document<Capabilities>,
) -> Result<Json<Capabilities>, Problem> {
    let caller = caller.for_all()?;
    let too_many = declared.categories.len() > MOST_CATEGORIES;
    let too_long = |category: &String| category.trim().is_empty() || category.chars().count() > LONGEST_TEXT_CHARS;
    if too_many || declared.categories.iter().any(too_long) {
        let wanted = format!("expected at most {MOST_CATEGORIES} texts of 1 to {LONGEST_TEXT_CHARS} characters");
        return Err(Problem::because(Kind::InvalidDocument, wanted).at("/categories"));
    }
    let text = serde_json::to_string(&declared).map_err(|error| Error::Internal(error.into()))?;
    let mut tx = portal.office.db.write().await?;
    declared::keep_declared(&mut tx, caller.system, &text).await?;
    tx.commit().await?;
    Ok(Json(declared))
}
