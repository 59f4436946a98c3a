//! What a caseworker decides in the demo, so that there are answers that say no and answers that say that something was done.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, bail};

use super::cases::{DECIDED, caseworker, number_of};
use crate::cases::rules::{Outcome, Right};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::take::take;
use crate::decisions::change::{Change, Changes, Wanted, change};
use crate::decisions::decide::Refused;
use crate::decisions::grounds::ErasureGround;
use crate::id::{ClaimId, TaskId};
use crate::office::Office;
use crate::subjects;
use crate::tasks::rules::{Assessed, Step, TaskState};
use crate::tasks::store as tasks;

/// Between two looks at whether all systems have said what they can do.
const PAUSE: Duration = Duration::from_millis(300);
/// Looks.
const MOST: usize = 400;
const WORDS: &str = "Vi har sett på alt du skrev.";

/// Decides as soon as that can be, once.
///
/// # Errors
/// The database's own.
pub(crate) async fn decide(office: &Office) -> Result<()> {
    let person = number_of(DECIDED)?;
    for _ in 0..MOST {
        tokio::time::sleep(PAUSE).await;
        let mut tx = office.db.read().await?;
        let Some(person) = subjects::find(&mut tx, &office.vault, &person).await? else { return Ok(()) };
        let Some(case) = cases::cases_of(&mut tx, person).await?.into_iter().next() else { return Ok(()) };
        let Some(case) = cases::find_case(&mut tx, case).await? else { return Ok(()) };
        let open: Vec<_> = cases::claims_of(&mut tx, case.id).await?;
        let open: Vec<_> = open.into_iter().filter(|claim| claim.outcome == Outcome::Open).collect();
        drop(tx);
        if open.is_empty() {
            return Ok(());
        }
        let handler = caseworker(office).await?;
        take(office, &handler, &case.reference).await??;
        for claim in open {
            decide_one(office, &handler, &case.reference, claim.id, claim.right).await?;
        }
    }
    Ok(())
}

/// What is wrong is rectified; what is to be erased must be kept.
async fn decide_one(office: &Office, handler: &Handler, reference: &str, claim: ClaimId, right: Right) -> Result<()> {
    let Some(can) = all_said(office, claim).await? else { return Ok(()) };
    let (changes, mut outcome) = match right {
        Right::Access => return Ok(()),
        Right::Rectification => {
            let each = can.into_iter().map(|task| (task, Change::CarryOut));
            (Changes::Rectification(each.collect()), Outcome::Granted)
        }
        Right::Erasure => {
            let each = can.into_iter().map(|task| (task, Change::Refuse(ErasureGround::ArchiveAct)));
            (Changes::Erasure(each.collect()), Outcome::Refused)
        }
    };
    loop {
        let wanted = Wanted { outcome, words: WORDS, changes: changes.clone(), gaps: BTreeMap::new() };
        match change(office, handler, reference, &wanted).await? {
            Ok(_) => return Ok(()),
            Err(Refused::Changed(found)) if found != outcome => outcome = found,
            Err(refused) => bail!(refused),
        }
    }
}

/// Those that can do something, once all have said whether they can.
async fn all_said(office: &Office, claim: ClaimId) -> Result<Option<Vec<TaskId>>> {
    let mut tx = office.db.read().await?;
    let mut can = Vec::new();
    for task in tasks::tasks_of(&mut tx, claim).await?.into_iter().filter(|task| task.step == Step::Assess) {
        match task.state {
            TaskState::Answered { outcome: crate::tasks::rules::Outcome::Assess(Assessed::Can), .. } => {
                can.push(task.id)
            }
            TaskState::Answered { .. } => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(can))
}
