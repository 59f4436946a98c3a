//! Who has done what to a case: all of it for the municipality, and who has looked at it for the person.
//!
//! A person may know when and why somebody looked at their data, and in which role, but not which employee it was
//! (CJEU C-579/21, Pankki S).

use super::chain::Keys;
use super::event::{Action, Actor, Content, Details, REASON};
use super::record::place;
use super::store::{self, Row};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::CaseId;
use crate::vault::{Key, Vault};

/// An event about a case, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When, in UTC milliseconds.
    pub at_ms: i64,
    /// What was done.
    pub action: Action,
    /// By whom.
    pub actor: Actor,
    /// In which words.
    pub details: Details,
}

/// That somebody looked at a case, as its subject may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// When, in UTC milliseconds.
    pub at_ms: i64,
    /// What they did.
    pub action: Action,
    /// In which role.
    pub role: String,
    /// In which unit.
    pub unit: String,
    /// Why.
    pub reason: Option<String>,
}

/// The newest events about a case, at most so many, the newest last.
///
/// # Errors
/// The database's own; [`Error::NotFound`] once the case is deleted; [`Error::Damaged`] if a row was changed.
pub async fn of_case(tx: &mut Tx, vault: &Vault, case: CaseId, most: i64) -> Result<Vec<Seen>, Error> {
    newest(tx, vault, case, None, most).await
}

/// The newest times that an employee looked at a case, read what a system has answered in it, or opened a file of a message, at
/// most so many, the newest last.
///
/// # Errors
/// Those of [`of_case`].
pub async fn views_of_case(tx: &mut Tx, vault: &Vault, case: CaseId, most: i64) -> Result<Vec<View>, Error> {
    let seen =
        newest(tx, vault, case, Some([Action::CaseViewed, Action::AnswerViewed, Action::AttachmentOpened]), most)
            .await?;
    let views = seen.into_iter().filter_map(|seen| match seen.actor {
        Actor::Employee { role, unit, .. } => {
            let reason = seen.details.get(REASON).map(str::to_owned);
            Some(View { at_ms: seen.at_ms, action: seen.action, role, unit, reason })
        }
        Actor::Person | Actor::Adapter { .. } | Actor::Operator | Actor::Portal => None,
    });
    Ok(views.collect())
}

async fn newest(
    tx: &mut Tx,
    vault: &Vault,
    case: CaseId,
    actions: Option<[Action; 3]>,
    most: i64,
) -> Result<Vec<Seen>, Error> {
    let keys = Keys::of(vault);
    let key = vault.case_key(tx, case).await?;
    let rows = store::newest_of_case(tx, case, actions.map(|actions| actions.map(Action::code)), most).await?;
    rows.iter().rev().map(|row| Ok(open(&keys, &key, row)?)).collect()
}

fn open(keys: &Keys, key: &Key, row: &Row) -> Result<Seen, Damaged> {
    let damaged = |column| Damaged { column, ..place(&row.id).damaged() };
    let Content { actor, details, .. } = open_content(key, row)?;
    if !row.is_unchanged() {
        return Err(damaged("content_hash"));
    }
    if !keys.wrote(row) {
        return Err(damaged("written_mac"));
    }
    let action = Action::parse(&row.action).ok_or_else(|| damaged("action"))?;
    Ok(Seen { at_ms: row.at, action, actor, details })
}

/// Opens what is sealed of an event.
pub(super) fn open_content(key: &Key, row: &Row) -> Result<Content, Damaged> {
    let place = place(&row.id);
    let plain = key.open(place, row.content.as_deref().unwrap_or_default())?;
    serde_json::from_slice(&plain).map_err(|_| place.damaged())
}
