//! A caseworker decides on access: the outcome follows from what was judged, the words are theirs.

use std::collections::BTreeMap;

use super::combine::{Part, combine};
use super::decide::{Decided, Named, OfSystem, Open, Refused, last_asked, open, parts_and_gaps, write_down};
use super::gaps::GapReason;
use super::grounds::AccessGround;
use super::rules::Decision;
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::casework::rules::Handler;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::SystemId;
use crate::office::Office;
use crate::review::answered::{Answered, answered, around};
use crate::review::reviewed::Standing;
use crate::review::rules::Verdict;
use crate::systems::rules::System;
use crate::systems::store as systems;
use crate::tasks::fan_out::MOST_SYSTEMS;
use crate::tasks::rules::{Collected, Outcome, Step, TaskState};

/// What a caseworker says of an access claim.
#[derive(Clone)]
pub struct Wanted<'a> {
    /// What it comes to, as they have seen it.
    pub outcome: ClaimOutcome,
    /// In their own words, for the letter.
    pub words: &'a str,
    /// What is not in it yet.
    pub gaps: Named,
}

/// Decides on the access claim of a case.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why nothing is
/// decided.
pub async fn access(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let claim = match open(office, &mut tx, handler, reference, Right::Access, wanted.words).await? {
            Ok(claim) => claim,
            Err(refused) => return Ok(Err(refused)),
        };
        let collected = collected(&mut tx, &claim).await?;
        let (parts, gaps) = match parts_and_gaps(collected, &wanted.gaps, office.today()) {
            Ok(both) => both,
            Err(refused) => return Ok(Err(refused)),
        };
        let decision = Decision::Access(combine(&parts, ()), claim.words.clone());
        if decision.outcome() != wanted.outcome {
            return Ok(Err(Refused::Changed(decision.outcome())));
        }
        let decided = write_down(office, &mut tx, &claim, &decision, &gaps).await?;
        if decided.is_ok() {
            tx.commit().await?;
        }
        Ok(decided)
    })
    .await
}

/// What each system comes to that was asked to collect.
async fn collected(tx: &mut Tx, claim: &Open) -> Result<Vec<OfSystem<AccessGround>>, Error> {
    let around = around(tx, claim.case.id, claim.key.clone()).await?;
    let all = systems::systems(tx, MOST_SYSTEMS).await?;
    let register: BTreeMap<SystemId, System> = all.into_iter().map(|system| (system.id, system)).collect();
    let mut collected = Vec::new();
    for task in last_asked(tx, claim.claim.id, Step::Collect).await? {
        let part = match task.state {
            // Also one that holds nothing may know who has asked it.
            TaskState::Answered {
                outcome: Outcome::Collect(Collected::Data | Collected::Refused | Collected::NoData),
                ..
            } => {
                let system = register.get(&task.system).ok_or(Error::NotFound)?;
                part(&answered(tx, &around, task.id, system).await?)
            }
            TaskState::Answered { .. } => Err(GapReason::Unsure),
            _ => Err(GapReason::NotAnswered),
        };
        collected.push(OfSystem { task: task.id, part });
    }
    Ok(collected)
}

/// What an answer comes to, where it is reviewed as far as it must be.
fn part(answered: &Answered) -> Result<Part<AccessGround>, GapReason> {
    match answered.standing {
        Standing::Open(_) | Standing::NeedsSecond => return Err(GapReason::NotReviewed),
        Standing::NotNeeded | Standing::Done => {}
    }
    let mut part = Part::default();
    for item in answered.items.keys() {
        let verdict = answered.reviewed.of(*item).map_or(&Verdict::Release, |judged| &judged.judgement.verdict);
        part.granted |= !matches!(verdict, Verdict::Withhold { .. });
        part.grounds.extend(verdict.grounds().cloned());
    }
    Ok(part)
}
