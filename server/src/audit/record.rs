//! Writing an event, in the transaction of what it is about.

use rand::Rng;

use super::chain::{KEY_ID, Keys, content_hash};
use super::event::{Content, Event};
use super::store::{self, Row};
use crate::db::Tx;
use crate::error::Error;
use crate::id::EventId;
use crate::vault::{Key, Place, Vault};

const SALT_BYTES: usize = 16;

/// Where an event's sealed content stands.
pub(super) fn place(id: &str) -> Place<'_> {
    Place { table: "audit_event", column: "content", row: id }
}

/// Writes an event that happens at `now_ms` (UTC milliseconds). `key` is the case's, if it is about one; other events
/// are sealed with the installation's. It waits for nobody: its place in the chain is given later.
///
/// # Errors
/// The database's own; or `key` is given for an event about no case, or missing for one about a case.
pub async fn record(tx: &mut Tx, vault: &Vault, now_ms: i64, key: Option<&Key>, event: Event) -> Result<(), Error> {
    write(tx, &Keys::of(vault), now_ms, key, event, Vec::new()).await
}

/// The same, with the places of the events that were wiped.
pub(super) async fn write(
    tx: &mut Tx,
    keys: &Keys,
    now_ms: i64,
    key: Option<&Key>,
    event: Event,
    purged: Vec<(i64, i64)>,
) -> Result<(), Error> {
    let Event { action, case, actor, details } = event;
    if key.is_some() != case.is_some() {
        return Err(Error::Internal(anyhow::anyhow!("the event {} and its key are not about the same", action.code())));
    }
    let id = EventId::new(now_ms).to_string();
    let case_id = case.map(|case| case.to_string());
    let plain =
        serde_json::to_vec(&Content { actor, details, purged }).map_err(|error| Error::Internal(error.into()))?;
    let content = key.unwrap_or(&keys.content).seal(place(&id), &plain);
    let mut salt = [0; SALT_BYTES];
    rand::rng().fill_bytes(&mut salt);
    let mut row = Row {
        sequence: None,
        at: now_ms,
        action: action.code().to_owned(),
        content_hash: content_hash(&salt, case_id.as_deref(), &content).to_vec(),
        case_id,
        content: Some(content),
        salt: Some(salt.to_vec()),
        key_id: KEY_ID.to_owned(),
        written_mac: Vec::new(),
        link: None,
        id,
    };
    row.written_mac = keys.written_mac(&row).to_vec();
    Ok(store::insert(tx, &row).await?)
}
