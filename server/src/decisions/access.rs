//! A caseworker decides on access: the outcome follows from what was judged, the words are theirs. What was missing then
//! is decided on when it is in, and follows in a supplement.

use std::collections::BTreeSet;

use super::answer::{Given, give};
use super::collected::Collected;
use super::combine::{Part, combine};
use super::decide::{Decided, Named, Open, Refused, Which, find, latest, open, parts_and_gaps, texts, write_down};
use super::grounds::AccessGround;
use super::rules::Decision;
use super::store;
use crate::cases::answer::settle;
use crate::cases::rules::{Outcome as ClaimOutcome, Right};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{DecisionId, TaskId};
use crate::letters::access::DecidedBy;
use crate::letters::letter::Kind;
use crate::office::Office;
use crate::packages::store as packages;
use crate::review::answered::around;
use crate::systems::rules::System;

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

/// Decides on the open access claim of a case.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own. The inner error says why nothing is decided.
pub async fn access(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    decide(office, handler, reference, Which::Open(Right::Access), wanted).await
}

/// Decides on what was missing when the access claim of a case was decided, as far as it is in by now: it follows in a
/// supplement. The outcome is that of all of it.
///
/// # Errors
/// As [`access`].
pub async fn supplement(
    office: &Office,
    handler: &Handler,
    reference: &str,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    decide(office, handler, reference, Which::WithGaps(Right::Access), wanted).await
}

async fn decide(
    office: &Office,
    handler: &Handler,
    reference: &str,
    which: Which,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    let decided = retried(|| async move {
        let mut tx = office.db.read().await?;
        let claim = match find(office, &mut tx, handler, reference, which, wanted.words).await? {
            Ok(claim) => claim,
            Err(refused) => return Ok(Err(refused)),
        };
        let around = around(&mut tx, claim.case.id, claim.key.clone()).await?;
        let before = match which {
            Which::Open(_) => None,
            Which::WithGaps(_) => Some(missing_before(&mut tx, &claim).await?),
        };
        let collected =
            Collected::read(&mut tx, &around, claim.claim.id, before.as_ref().map(|before| &before.gaps)).await?;
        drop(tx);
        let mut tx = office.db.write().await?;
        let claim = match open(office, &mut tx, handler, reference, which, wanted.words).await? {
            Ok(claim) => claim,
            Err(refused) => return Ok(Err(refused)),
        };
        let newest = store::decisions_on(&mut tx, claim.claim.id).await?.pop().map(|made| made.id);
        let is_newest = before.as_ref().is_none_or(|before| newest == Some(before.decision));
        if !is_newest || !collected.is_current(&mut tx, claim.case.id, claim.claim.id).await? {
            return Err(Error::Conflict(anyhow::anyhow!(
                "an answer, what was judged of one, or what is decided has changed meanwhile"
            )));
        }
        let decided = weigh(office, &mut tx, &claim, before.as_ref(), &collected, wanted).await?;
        if decided.is_ok() {
            tx.commit().await?;
        }
        Ok(decided)
    })
    .await?;
    if decided.is_ok() {
        office.news.notify_waiters();
    }
    Ok(decided)
}

async fn weigh(
    office: &Office,
    tx: &mut Tx,
    claim: &Open,
    before: Option<&Missing>,
    collected: &Collected,
    wanted: &Wanted<'_>,
) -> Result<Result<Decided, Refused>, Error> {
    let is_new = |task: TaskId| before.is_none_or(|before| before.gaps.contains(&task));
    // «When you had the first answer» is said of one that the person has.
    if before.is_some() && packages::count_waiting(tx, claim.case.id).await? > 0 {
        return Ok(Err(Refused::NotOutYet));
    }
    if !collected.all.iter().any(|one| is_new(one.task) && one.part.is_ok()) && before.is_some() {
        return Ok(Err(Refused::NothingNew));
    }
    let (parts, gaps) = match parts_and_gaps(&collected.all, &wanted.gaps, office.today(), latest(tx, claim).await?) {
        Ok(both) => both,
        Err(refused) => return Ok(Err(refused)),
    };
    let decision = Decision::Access(combine(&parts, ()), claim.words.clone());
    if decision.outcome() != wanted.outcome {
        return Ok(Err(Refused::Changed(decision.outcome())));
    }
    let decided = match write_down(office, tx, claim, &decision, before.map(|before| before.decision), &gaps).await? {
        Ok(decided) => decided,
        Err(refused) => return Ok(Err(refused)),
    };
    let case = cases::find_case(tx, claim.case.id).await?.ok_or(Error::NotFound)?;
    let giving: Vec<&System> = collected.giving(is_new);
    let new: Vec<Part<AccessGround>> =
        collected.all.iter().filter(|one| is_new(one.task)).filter_map(|one| one.part.as_ref().ok().cloned()).collect();
    let of_new = Decision::Access(combine(&new, ()), claim.words.clone());
    let given = Given {
        case: &case,
        key: &claim.key,
        decision: decided.decision,
        kind: if before.is_some() { Kind::Supplement } else { kind(decided.outcome) },
        by: DecidedBy::Person(claim.words.as_str()),
        grounds: &texts(&of_new),
        gaps: &gaps,
        giving: &giving,
        asked: &collected.asked(),
        register: &collected.register,
    };
    if let Err(missing) = give(office, tx, &given).await? {
        return Ok(Err(Refused::Letter(missing)));
    }
    settle(office, tx, &case, &claim.key).await?;
    Ok(Ok(decided))
}

/// What was missing in a decision.
struct Missing {
    decision: DecisionId,
    gaps: BTreeSet<TaskId>,
}

/// What was missing in the newest decision on a claim.
async fn missing_before(tx: &mut Tx, claim: &Open) -> Result<Missing, Error> {
    let newest = store::decisions_on(tx, claim.claim.id).await?.pop().ok_or(Error::NotFound)?;
    let gaps = store::gaps_of(tx, newest.id).await?.into_iter().map(|gap| gap.task).collect();
    Ok(Missing { decision: newest.id, gaps })
}

/// The letter that tells of this outcome.
fn kind(outcome: ClaimOutcome) -> Kind {
    match outcome {
        ClaimOutcome::PartlyGranted => Kind::PartlyGranted,
        ClaimOutcome::Refused => Kind::Refused,
        ClaimOutcome::NothingHeld => Kind::NothingHeld,
        ClaimOutcome::Granted | ClaimOutcome::Open | ClaimOutcome::Withdrawn => Kind::Granted,
    }
}
