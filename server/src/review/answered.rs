//! What a system has answered, with what was judged of it. Whoever asks has been found to be allowed to.

use super::reviewed::{Items, Reviewed, Standing, standing};
use super::rules::{Flags, Item};
use super::store;
use crate::adapters::wire::{AnswerDocument, WireOutcome};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::TaskId;
use crate::systems::rules::System;
use crate::tasks::answer::open;
use crate::vault::{Key, Place};

/// The answer to a task, as it stands.
pub struct Answered {
    /// What the system gave.
    pub document: AnswerDocument,
    /// Its items.
    pub items: Items,
    /// What was judged of them.
    pub reviewed: Reviewed,
    /// Which version of that it is, 0 where nothing was judged.
    pub version: i64,
    /// How far it is.
    pub standing: Standing,
}

/// The answer to a task of this system, with the key of its case.
///
/// # Errors
/// [`Error::NotFound`] where there is none; [`Error::Damaged`] where a row was changed; the database's own.
pub async fn answered(tx: &mut Tx, key: &Key, task: TaskId, system: &System) -> Result<Answered, Error> {
    let content = open(tx, key, task).await?;
    let document: AnswerDocument =
        serde_json::from_slice(&content).map_err(|_| Damaged::new("answer", "content", task))?;
    let items = items(&document);
    let row = store::find_review(tx, task).await?;
    let (version, approved) = row.as_ref().map_or((0, false), |row| (row.version, row.approved_at.is_some()));
    let reviewed = match row {
        Some(row) => opened(key, task, &row.judged)?,
        None => Reviewed::default(),
    };
    let standing = standing(system.review, system.files_unseen, &items, &reviewed, approved);
    Ok(Answered { document, items, reviewed, version, standing })
}

/// What there is to judge in a document: each record and each file, and the refusal.
fn items(document: &AnswerDocument) -> Items {
    let records = document.records.iter().enumerate().map(|(place, record)| {
        let flags = Flags { third_party: record.third_party, graded_address: record.graded_address };
        (Item::Record(place), flags)
    });
    let files = document.files.iter().enumerate().map(|(place, file)| {
        let flags = Flags { third_party: file.third_party, graded_address: false };
        (Item::File(place), flags)
    });
    let refusal = (document.outcome == WireOutcome::Refused).then_some((Item::Refusal, Flags::default()));
    records.chain(files).chain(refusal).collect()
}

fn opened(key: &Key, task: TaskId, sealed: &[u8]) -> Result<Reviewed, Error> {
    let row = task.to_string();
    let plain = key.open(place(&row), sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| place(&row).damaged())?)
}

pub(super) fn place(row: &str) -> Place<'_> {
    Place { table: "review", column: "judged", row }
}
