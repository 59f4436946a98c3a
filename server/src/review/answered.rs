//! What a system has answered, with what was judged of it. Whoever asks has been found to be allowed to.

use std::collections::{BTreeMap, BTreeSet};

use super::reviewed::{Items, Reviewed, Standing, standing};
use super::rules::{Flags, Item};
use super::store::{self, ReviewRow};
use crate::adapters::wire::{AnswerDocument, WireOutcome};
use crate::cases::store as cases;
use crate::casework::store as casework;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, EmployeeId, TaskId};
use crate::systems::rules::System;
use crate::tasks::answer::{open, unsealed};
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

/// What there is to know of a case before its answers are looked at.
pub struct Around {
    /// Its key.
    pub key: Key,
    /// Whether whom it is about has sent it in.
    pub own: bool,
    /// Whoever may not handle it: what they have judged is not judged (forvaltningsloven § 6).
    pub recused: BTreeSet<EmployeeId>,
}

/// What there is to know of a case with this key.
///
/// # Errors
/// [`Error::NotFound`] once it is deleted; the database's own.
pub async fn around(tx: &mut Tx, case: CaseId, key: Key) -> Result<Around, Error> {
    around_at(tx, case, key, i64::MAX).await
}

/// The same as it was at an instant (UTC milliseconds): what was decided then is not judged otherwise afterwards.
///
/// # Errors
/// As [`around`].
pub async fn around_at(tx: &mut Tx, case: CaseId, key: Key, at: i64) -> Result<Around, Error> {
    let found = cases::find_case(tx, case).await?.ok_or(Error::NotFound)?;
    Ok(Around { key, own: found.filer == found.subject, recused: casework::recused(tx, case, at).await? })
}

/// Answers of many tasks that were read together: one by one, a database far away is asked a thousand times.
#[derive(Default)]
pub struct ReadAhead(BTreeMap<TaskId, (Vec<u8>, Option<ReviewRow>)>);

impl ReadAhead {
    /// Tasks that are read together.
    pub const MOST_TASKS: usize = 50;
    /// A larger answer is read by itself, so that memory does not grow with what systems give.
    const MOST_BYTES: i64 = 64 * 1024;

    /// The answers of these tasks that are small.
    ///
    /// # Errors
    /// The database's own.
    pub async fn of(tx: &mut Tx, tasks: &[TaskId]) -> Result<Self, Error> {
        let rows = store::small_answers(tx, tasks, Self::MOST_BYTES).await?;
        Ok(Self(rows.into_iter().map(|(task, content, review)| (task, (content, review))).collect()))
    }

    /// The answer to a task of this system, read now where it was not before.
    ///
    /// # Errors
    /// As [`answered`].
    pub async fn answered(
        &mut self,
        tx: &mut Tx,
        around: &Around,
        task: TaskId,
        system: &System,
    ) -> Result<Answered, Error> {
        match self.0.remove(&task) {
            Some((content, review)) => {
                opened_all(around, task, system, &unsealed(&around.key, task, &content)?, review)
            }
            None => answered(tx, around, task, system).await,
        }
    }
}

/// The answer to a task of this system.
///
/// # Errors
/// [`Error::NotFound`] where there is none; [`Error::Damaged`] where a row was changed; the database's own.
pub async fn answered(tx: &mut Tx, around: &Around, task: TaskId, system: &System) -> Result<Answered, Error> {
    let content = open(tx, &around.key, task).await?;
    let row = store::find_review(tx, task).await?;
    opened_all(around, task, system, &content, row)
}

fn opened_all(
    around: &Around,
    task: TaskId,
    system: &System,
    content: &[u8],
    row: Option<ReviewRow>,
) -> Result<Answered, Error> {
    let Around { key, own, recused } = around;
    let document = read(task, content)?;
    let items = items(&document, *own);
    let by_one_who_may = |row: &ReviewRow| row.approved_by.is_none_or(|by| !recused.contains(&by));
    let approved = row.as_ref().is_some_and(|row| row.approved_at.is_some() && by_one_who_may(row));
    let version = row.as_ref().map_or(0, |row| row.version);
    let reviewed = match row {
        Some(row) => opened(key, task, &row.judged)?.without(recused),
        None => Reviewed::default(),
    };
    let standing = standing(system.review, system.files_unseen, &items, &reviewed, approved);
    Ok(Answered { document, items, reviewed, version, standing })
}

fn read(task: TaskId, content: &[u8]) -> Result<AnswerDocument, Error> {
    Ok(serde_json::from_slice(content).map_err(|_| Damaged::new("answer", "content", task))?)
}

/// What a system gave as its answer to a task.
///
/// # Errors
/// As [`answered`].
pub(crate) async fn document(tx: &mut Tx, key: &Key, task: TaskId) -> Result<AnswerDocument, Error> {
    read(task, &open(tx, key, task).await?)
}

/// What there is to judge in a document. An `internal_note` is none: it never leaves the municipality.
fn items(document: &AnswerDocument, own: bool) -> Items {
    let plain = Flags { own, ..Flags::default() };
    let records = document.records.iter().enumerate().map(|(place, record)| {
        let flags = Flags { third_party: record.third_party, graded_address: record.graded_address, own };
        (Item::Record(place), flags)
    });
    let files = document.files.iter().enumerate().map(|(place, file)| {
        let flags = Flags { third_party: file.third_party, graded_address: file.graded_address, own };
        (Item::File(place), flags)
    });
    // With «data», too, a system may say why it has not handed out all.
    let refused = document.outcome == WireOutcome::Refused || !document.grounds.is_empty();
    let whole = [
        (Item::Refusal, refused),
        (Item::Disclosures, !document.disclosures.is_empty()),
        (Item::Accesses, !document.accesses.is_empty()),
    ];
    let whole = whole.into_iter().filter(|(_, is_there)| *is_there).map(|(item, _)| (item, plain));
    records.chain(files).chain(whole).collect()
}

fn opened(key: &Key, task: TaskId, sealed: &[u8]) -> Result<Reviewed, Error> {
    let row = task.to_string();
    let plain = key.open(place(&row), sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| place(&row).damaged())?)
}

pub(super) fn place(row: &str) -> Place<'_> {
    Place { table: "review", column: "judged", row }
}
