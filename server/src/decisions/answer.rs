//! The answer to a request for access, once it is decided: the letter, and the package that it announces.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::gaps::Gap;
use crate::cases::deadline::date_in_oslo_at;
use crate::cases::store::Case;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{DecisionId, SystemId, TaskId};
use crate::letters::access::{About, Answer, DecidedBy, Missed, answer};
use crate::letters::draft::Missing;
use crate::letters::issue::{self, To};
use crate::letters::letter::Kind;
use crate::office::Office;
use crate::packages::store::{self as packages, Waiting};
use crate::systems::rules::System;
use crate::vault::Key;

/// What was decided.
pub(super) struct Given<'a> {
    pub case: &'a Case,
    pub key: &'a Key,
    pub decision: DecisionId,
    pub kind: Kind,
    pub by: DecidedBy<'a>,
    pub grounds: &'a [(String, Option<String>)],
    pub gaps: &'a [Gap],
    /// The systems of which the person gets something.
    pub giving: &'a [&'a System],
    /// Which system each task was for.
    pub asked: &'a BTreeMap<TaskId, SystemId>,
    pub register: &'a BTreeMap<SystemId, System>,
}

/// Writes the letter, and has the package built where there is something to give; without, the person has their answer at
/// once.
///
/// # Errors
/// The database's own. The inner error: what the letter lacks, so that nothing is decided.
pub(super) async fn give(office: &Office, tx: &mut Tx, given: &Given<'_>) -> Result<Result<(), Missing>, Error> {
    let (case, now) = (given.case, office.clock.now_ms());
    let today = date_in_oslo_at(now);
    let until_on = today.saturating_add(i32::from(office.package_days).days());
    let is_package = !given.giving.is_empty();
    let name = |gap: &Gap| given.asked.get(&gap.task).and_then(|system| given.register.get(system));
    let missed = |gap: &Gap| Some(Missed { system: &name(gap)?.name, expected_on: gap.expected_on });
    let gaps: Vec<Missed<'_>> = given.gaps.iter().filter_map(missed).collect();
    let letter = answer(&Answer {
        about: About::of(office, case, today),
        kind: given.kind,
        by: given.by,
        searched: given.asked.len() - gaps.len(),
        grounds: given.grounds,
        gaps: &gaps,
        giving: given.giving,
        until: is_package.then_some(until_on),
    });
    let letter = match letter {
        Ok(letter) => letter,
        Err(missing) => return Ok(Err(missing)),
    };
    let to = To { case: case.id, filer: case.filer, decision: Some(given.decision) };
    if !is_package {
        issue::issue(tx, given.key, to, &letter, now).await?;
        return Ok(Ok(()));
    }
    let letter = issue::wait(tx, given.key, to, &letter, now).await?;
    let number = packages::next_package(tx, case.id).await?;
    let package = Waiting { case: case.id, number, decision: given.decision, letter, until_on, attempt: 0 };
    packages::insert_package(tx, &package, now).await?;
    Ok(Ok(()))
}
