//! What an adapter says of its system, held against the register and against what the system shows.

pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::rules::System;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::SystemId;

/// What an adapter says it can do, as it was kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Declared {
    rights: BTreeSet<String>,
    steps: BTreeSet<String>,
    identifiers: BTreeSet<String>,
    categories: BTreeSet<String>,
}

/// What whoever answers for a system should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The register says it of the system, and its adapter does not: rights, steps and identifiers.
    NotDeclared(Vec<String>),
    /// The adapter says that the system holds them, and no record has shown them, although others were.
    NeverShown(Vec<String>),
}

/// Notes which kinds of data were shown by systems that are said to hold them. What is in no such list is not kept: an
/// adapter may write anything there, also of somebody.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn note_shown(tx: &mut Tx, shown: &BTreeMap<SystemId, BTreeSet<String>>) -> Result<(), Error> {
    if shown.is_empty() {
        return Ok(());
    }
    let ids: Vec<SystemId> = shown.keys().copied().collect();
    let known = store::shown(tx, &ids).await?;
    let categories = shown.iter().flat_map(|(id, categories)| categories.iter().map(|category| (*id, plain(category))));
    let new: BTreeSet<store::Shown> = categories.filter(|category| !known.contains(category)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let ids: Vec<SystemId> = new.iter().map(|(id, _)| *id).collect();
    let declared = declared(tx, &ids).await?;
    for (id, category) in new {
        let is_declared =
            declared.get(&id).is_some_and(|said| said.categories.iter().any(|one| plain(one) == category));
        if is_declared {
            store::insert_shown(tx, id, &category).await?;
        }
    }
    Ok(())
}

/// What is to be said of these systems, by key.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn remarks(tx: &mut Tx, systems: &[System]) -> Result<Vec<(String, Remark)>, Error> {
    let ids: Vec<SystemId> = systems.iter().filter(|system| !system.retired).map(|system| system.id).collect();
    let (mut declared, shown, with_data) =
        (declared(tx, &ids).await?, store::shown(tx, &ids).await?, store::with_data(tx).await?);
    let mut remarks = Vec::new();
    for system in systems {
        let Some(said) = declared.remove(&system.id) else { continue };
        let missing = not_declared(system, &said);
        if !missing.is_empty() {
            remarks.push((system.key.clone(), Remark::NotDeclared(missing)));
        }
        let never: Vec<String> =
            said.categories.into_iter().filter(|category| !shown.contains(&(system.id, plain(category)))).collect();
        if !never.is_empty() && with_data.contains(&system.id) {
            remarks.push((system.key.clone(), Remark::NeverShown(never)));
        }
    }
    Ok(remarks)
}

/// What the register says that an adapter does, and the adapter does not say.
fn not_declared(system: &System, said: &Declared) -> Vec<String> {
    let rights = [
        ("access", system.serves_access),
        ("rectification", system.serves_rectification),
        ("erasure", system.serves_erasure),
    ];
    let rights = rights.into_iter().filter(|(_, serves)| *serves).map(|(code, _)| code.to_owned());
    let mut missing: Vec<String> = rights.filter(|code| !said.rights.contains(code)).collect();
    missing.extend(system.steps.codes().into_iter().filter(|code| !said.steps.contains(code)));
    missing.extend(system.identifiers.codes().into_iter().filter(|code| !said.identifiers.contains(code)));
    missing
}

async fn declared(tx: &mut Tx, ids: &[SystemId]) -> Result<BTreeMap<SystemId, Declared>, Error> {
    let mut all = BTreeMap::new();
    for (id, declared) in store::declared(tx, ids).await? {
        let said = serde_json::from_str(&declared).map_err(|_| Damaged::new("system", "declared", id))?;
        all.insert(id, said);
    }
    Ok(all)
}

/// Two spellings of the same kind of data are one.
fn plain(category: &str) -> String {
    category.trim().to_lowercase()
}
