//! What goes into a package: the letters, and what each system gives. Small: what the systems gave is read one by one when
//! the package is written.

use std::collections::{BTreeMap, BTreeSet};

use super::store::Waiting;
use crate::cases::deadline::date_in_oslo_at;
use crate::cases::rules::Right;
use crate::cases::store::{self as cases, Case};
use crate::db::Tx;
use crate::decisions::decide::last_asked;
use crate::decisions::gaps::Gap;
use crate::decisions::made::{Made, on_claim};
use crate::error::Error;
use crate::id::{SystemId, TaskId};
use crate::letters::issue;
use crate::letters::letter::Letter;
use crate::office::Office;
use crate::review::answered::{Around, around_at};
use crate::systems::rules::System;
use crate::tasks::fan_out::register;
use crate::tasks::rules::{Outcome, Step, Task, TaskState};
use jiff::civil::Date;

/// What one system has answered.
#[derive(Clone)]
pub struct Part {
    /// The task.
    pub task: TaskId,
    /// The attempt that answered it, by which its files are known.
    pub attempt: u32,
    /// The system.
    pub system: System,
    /// The day in Oslo on which it did.
    pub answered_on: Date,
}

/// Everything that goes into one package.
pub struct Contents {
    /// The case.
    pub case: Case,
    /// Of this case.
    pub number: i64,
    /// The day in Oslo on which it was decided: what is built later is the same.
    pub made_on: Date,
    /// The letter that goes with it, which tells of the systems too.
    pub letter: Letter,
    /// The letters that came before, and this one, by number.
    pub letters: Vec<(i64, Letter)>,
    /// What answered, in the order of areas and names.
    pub parts: Vec<Part>,
    /// What is missing: names of systems.
    pub missing: Vec<String>,
    /// What there is to know to open answers.
    pub around: Around,
}

impl Contents {
    /// What goes into this package; `None` where the case was taken back.
    ///
    /// # Errors
    /// [`Error::NotFound`] once the case is deleted; the database's own.
    pub async fn read(office: &Office, tx: &mut Tx, package: &Waiting) -> Result<Option<Self>, Error> {
        let case = cases::find_case(tx, package.case).await?.ok_or(Error::NotFound)?;
        if case.state.finished_at().is_some() {
            return Ok(None);
        }
        let claims = cases::claims_of(tx, case.id).await?;
        let claim = claims.iter().find(|claim| claim.right == Right::Access).ok_or(Error::NotFound)?;
        let key = office.vault.case_key(tx, case.id).await?;
        let decisions = on_claim(tx, &key, claim.id).await?;
        let made = decisions.iter().find(|made| made.id == package.decision).ok_or(Error::NotFound)?;
        let register = register(tx).await?;
        let all = last_asked(tx, claim.id, Step::Collect).await?;
        let gaps: BTreeSet<TaskId> = made.gaps.iter().map(|gap| gap.task).collect();
        let gaps = all.iter().filter(|task| gaps.contains(&task.id));
        let mut missing: Vec<String> =
            gaps.filter_map(|task| register.get(&task.system)).map(|system| system.name.clone()).collect();
        missing.sort_by_key(|name| name.to_lowercase());
        let (mut letter, mut letters) = (None, Vec::new());
        for (row, kept) in issue::read_all(tx, &key, case.id).await? {
            if row.number == package.letter {
                letter = Some(kept.clone());
            }
            if row.number <= package.letter && (row.issued_at.is_some() || row.number == package.letter) {
                letters.push((row.number, kept));
            }
        }
        let around = around_at(tx, case.id, key, made.at).await?;
        let (number, made_on) = (package.number, date_in_oslo_at(made.at));
        let letter = letter.ok_or(Error::NotFound)?;
        // A supplement holds what was missing; what was decided anew is given anew as a whole.
        let before = made.supplements.and_then(|before| decisions.iter().find(|made| made.id == before));
        let parts = parts(&all, &register, made, before);
        Ok(Some(Self { case, number, made_on, letter, letters, parts, missing, around }))
    }

    /// What the folder is called: `innsyn-2026-000123-1`.
    pub fn folder(&self) -> String {
        format!("innsyn-{}-{}", self.case.reference, self.number)
    }
}

/// What was in when it was decided, and was not when the decision before was made.
fn parts(all: &[Task], register: &BTreeMap<SystemId, System>, made: &Made, before: Option<&Made>) -> Vec<Part> {
    let tasks = |gaps: &[Gap]| gaps.iter().map(|gap| gap.task).collect::<BTreeSet<TaskId>>();
    let gaps = tasks(&made.gaps);
    let gaps_before = before.map(|before| tasks(&before.gaps));
    let part = |task: &Task| {
        let TaskState::Answered { outcome: Outcome::Collect(_), at } = task.state else { return None };
        let is_in = task.step == Step::Collect && !gaps.contains(&task.id);
        let is_new = gaps_before.as_ref().is_none_or(|gaps| gaps.contains(&task.id));
        let system = register.get(&task.system).filter(|_| is_in && is_new)?.clone();
        Some(Part { task: task.id, attempt: task.attempt, system, answered_on: date_in_oslo_at(at) })
    };
    let mut parts: Vec<Part> = all.iter().filter_map(part).collect();
    parts.sort_by_cached_key(|part| (area(&part.system), part.system.name.to_lowercase(), part.system.key.clone()));
    parts
}

/// The place of a system's area among all.
pub fn area(system: &System) -> usize {
    let sector = app::model::Sector::from_code(&system.sector);
    app::model::Sector::ALL.iter().position(|known| Some(*known) == sector).unwrap_or(usize::MAX)
}
