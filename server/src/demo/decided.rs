//! What a caseworker decides in the demo, so that there are answers that say no, answers that say that something was done, an
//! answer that something was taken out of, and a case that is closed.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use jiff::ToSpan;

use super::cases::{CHANGED, CLOSED, IN_PART, caseworker, number_of};
use crate::cases::close::close;
use crate::cases::rules::{CaseState, Outcome, Right};
use crate::cases::store::{self as cases, Case, Claim};
use crate::casework::rules::Handler;
use crate::decisions::access::{self, access};
use crate::decisions::change::{self, Change, Changes, change};
use crate::decisions::decide::{Named, Refused};
use crate::decisions::grounds::{AccessGround, ErasureGround};
use crate::id::TaskId;
use crate::office::Office;
use crate::review::judge::{self, judge};
use crate::review::rules::{Because, Item, Verdict};
use crate::subjects;
use crate::tasks::rules::{Assessed, Collected, Outcome as TaskOutcome, Step, TaskState};
use crate::tasks::store as tasks;

/// Between two looks at whether there is something to decide.
const PAUSE: Duration = Duration::from_millis(300);
/// Looks.
const MOST: usize = 400;
const WORDS: &str = "Vi har sett på alt du skrev.";
/// In how many days what is missing is expected.
const EXPECTED_DAYS: i32 = 14;

/// Decides each case as soon as that can be, once.
///
/// # Errors
/// The database's own.
pub(crate) async fn decide(office: &Office) -> Result<()> {
    let mut left = vec![CHANGED, IN_PART, CLOSED];
    for _ in 0..MOST {
        tokio::time::sleep(PAUSE).await;
        let handler = caseworker(office).await?;
        let mut waiting = Vec::new();
        for name in left {
            if !decide_for(office, &handler, name).await? {
                waiting.push(name);
            }
        }
        left = waiting;
        if left.is_empty() {
            break;
        }
    }
    Ok(())
}

/// Decides what can be in somebody's case; whether nothing is left to decide.
async fn decide_for(office: &Office, handler: &Handler, name: &str) -> Result<bool> {
    let person = number_of(name)?;
    let mut tx = office.db.read().await?;
    let Some(person) = subjects::find(&mut tx, &office.vault, &person).await? else { return Ok(true) };
    let Some(case) = cases::cases_of(&mut tx, person).await?.into_iter().next() else { return Ok(true) };
    let Some(case) = cases::find_case(&mut tx, case).await? else { return Ok(true) };
    let claims = cases::claims_of(&mut tx, case.id).await?;
    drop(tx);
    if name == CLOSED {
        return match case.state {
            CaseState::Open => Ok(false),
            CaseState::Answered { .. } => Ok(close(office, handler, &case.reference).await?.is_ok()),
            CaseState::Closed { .. } | CaseState::Withdrawn { .. } => Ok(true),
        };
    }
    let mut is_done = true;
    for claim in claims.iter().filter(|claim| claim.outcome == Outcome::Open) {
        is_done &= match claim.right {
            Right::Access => decide_access(office, handler, &case, claim).await?,
            Right::Rectification | Right::Erasure => decide_change(office, handler, &case, claim).await?,
        };
    }
    Ok(is_done)
}

/// What is wrong is rectified; what is to be erased must be kept.
async fn decide_change(office: &Office, handler: &Handler, case: &Case, claim: &Claim) -> Result<bool> {
    let Some(said) = all_said(office, claim, Step::Assess).await? else { return Ok(false) };
    let can = said.into_iter().filter_map(|(task, outcome)| match outcome {
        TaskOutcome::Assess(Assessed::Can) => Some(task),
        _ => None,
    });
    let (changes, mut outcome) = match claim.right {
        Right::Access => return Ok(true),
        Right::Rectification => {
            (Changes::Rectification(can.map(|task| (task, Change::CarryOut)).collect()), Outcome::Granted)
        }
        Right::Erasure => {
            let refused = can.map(|task| (task, Change::Refuse(ErasureGround::ArchiveAct)));
            (Changes::Erasure(refused.collect()), Outcome::Refused)
        }
    };
    loop {
        let wanted = change::Wanted { outcome, words: WORDS, changes: changes.clone(), gaps: BTreeMap::new() };
        match change(office, handler, &case.reference, &wanted).await? {
            Ok(_) => return Ok(true),
            Err(Refused::Changed(found)) if found != outcome => outcome = found,
            Err(refused) => return Ok(left(&refused)),
        }
    }
}

/// Of what each system gave, the first record is somebody else's too; what people are still to look for follows.
async fn decide_access(office: &Office, handler: &Handler, case: &Case, claim: &Claim) -> Result<bool> {
    let Some(said) = all_said(office, claim, Step::Collect).await? else { return Ok(false) };
    for (task, outcome) in said {
        if outcome == TaskOutcome::Collect(Collected::Data) {
            take_out_first(office, handler, &case.reference, task).await?;
        }
    }
    let expected_on = office.today().saturating_add(EXPECTED_DAYS.days());
    let (mut outcome, mut gaps) = (Outcome::PartlyGranted, Named::new());
    loop {
        let wanted = access::Wanted { outcome, words: WORDS, gaps: gaps.clone() };
        match access(office, handler, &case.reference, &wanted).await? {
            Ok(_) => return Ok(true),
            Err(Refused::NotAllIn(missing)) if gaps.is_empty() => {
                gaps = missing.into_iter().map(|task| (task, expected_on)).collect();
            }
            Err(Refused::Changed(found)) if found != outcome => outcome = found,
            Err(refused) => return Ok(left(&refused)),
        }
    }
}

/// A case that cannot be decided any more, or not by this one, is left to whoever looks at the demo: in a municipality of few
/// systems, in one that is shown much later, or where somebody else has the case by now.
fn left(refused: &Refused) -> bool {
    tracing::info!(%refused, "A case of the demo is not decided: {refused}");
    true
}

async fn take_out_first(office: &Office, handler: &Handler, reference: &str, task: TaskId) -> Result<()> {
    // Where nobody has to look at it, there is nothing to judge.
    let Ok(found) = judge::find(office, handler, reference, task).await? else { return Ok(()) };
    let document = &found.answered.document;
    let withhold = || Verdict::Withhold { because: Because::of(AccessGround::OthersRights) };
    let records = (0..document.records.len()).map(|place| {
        let verdict = if place == 0 { withhold() } else { Verdict::Release };
        (Item::Record(place), verdict)
    });
    let files = (0..document.files.len()).map(|place| (Item::File(place), Verdict::Release));
    let judged: Vec<_> = records
        .chain(files)
        .map(|(item, verdict)| judge::Wanted { item, seen: 0, judgement: verdict.into() })
        .collect();
    // What was judged before the demo was stopped stays so.
    let _ = judge(office, handler, reference, task, &judged).await?;
    Ok(())
}

/// What each system said that has, once none is left that answers by itself.
async fn all_said(office: &Office, claim: &Claim, step: Step) -> Result<Option<Vec<(TaskId, TaskOutcome)>>> {
    let mut tx = office.db.read().await?;
    let mut said = Vec::new();
    for task in tasks::tasks_of(&mut tx, claim.id).await?.into_iter().filter(|task| task.step == step) {
        match task.state {
            TaskState::Answered { outcome, .. } => said.push((task.id, outcome)),
            TaskState::WithHuman(_) if step == Step::Collect => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(said))
}
