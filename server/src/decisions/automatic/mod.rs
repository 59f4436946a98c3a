//! Automatic release: the whole answer in seconds, with no employee involved.
//!
//! Only access, only for whoever has asked for their own data through login, only where every system that was asked holds
//! nothing or has given what nobody must look at: its entry in the register says «automatic», nothing in it is said to be
//! about others or to hold a secret address, and its files are vouched for ([`Standing::NotNeeded`]). Everything else waits
//! for people. The decision names the rule, and the letter says that no person has decided.
//!
//! [`Standing::NotNeeded`]: crate::review::reviewed::Standing::NotNeeded

pub mod store;

use self::store::News;
use super::answer::{Given, give};
use super::carried_out;
use super::collected::Collected;
use super::made;
use super::rules::{Automatic, Decision};
use super::store as decisions;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::answer::settle;
use crate::cases::clock::store as clocks;
use crate::cases::rules::{CaseState, Outcome, Right};
use crate::cases::store::{self as cases, Case};
use crate::casework::store::lock_case;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{ClaimId, DecisionId};
use crate::letters::access::DecidedBy;
use crate::letters::letter::Kind;
use crate::office::Office;
use crate::review::answered::around;
use crate::vault::Key;

/// The rule, as the decision and the letter name it.
pub const RULE: &str = "automatisk-innsyn-1";
/// Claims with news that are looked at together.
const MOST_AT_ONCE: i64 = 2000;

/// What came of looking at the news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Claims that the rule decided.
    pub decided: u64,
    /// Claims that people decide.
    pub left_to_people: u64,
    /// Claims that more answers are to come for.
    pub incomplete: u64,
}

/// Decides by the rule on all claims whose answers are in, where it may; of those about changes, the person is answered when
/// these are carried out. News of claims that more is to come for are
/// forgotten only where `tidy` says so: looking at them costs little, writing more.
///
/// # Errors
/// The database's own; what was decided by then is.
pub async fn look(office: &Office, tidy: bool) -> Result<Looked, Error> {
    let mut tx = office.db.read().await?;
    let all = store::news(&mut tx, MOST_AT_ONCE).await?;
    drop(tx);
    let mut looked = Looked::default();
    for news in all {
        if !news.is_all {
            looked.incomplete += 1;
            if tidy {
                forget(office, news).await?;
            }
            continue;
        }
        match retried(|| carried_out::tell(office, news.claim)).await {
            Ok(true) => {
                forget(office, news).await?;
                looked.decided += 1;
                continue;
            }
            Ok(false) => {}
            // The person must know what was done: it is tried again until they can be told.
            Err(error) => {
                tracing::error!(claim = %news.claim, %error, "A person could not be told what was done: {error}");
                continue;
            }
        }
        match retried(|| decide(office, news)).await {
            Ok(true) => looked.decided += 1,
            Ok(false) => looked.left_to_people += 1,
            // It is looked at again.
            Err(error @ (Error::Busy(_) | Error::Conflict(_))) => {
                tracing::warn!(claim = %news.claim, %error, "A claim could not be looked at yet: {error}");
            }
            // One case that cannot be read must not keep others waiting.
            Err(error) => {
                tracing::error!(claim = %news.claim, %error, "A claim could not be looked at: {error}");
                forget(office, news).await?;
                looked.left_to_people += 1;
            }
        }
    }
    Ok(looked)
}

/// Forgets news that nothing follows from.
async fn forget(office: &Office, news: News) -> Result<(), Error> {
    let mut tx = office.db.write().await?;
    store::forget_news(&mut tx, news).await?;
    Ok(tx.commit().await?)
}

/// Decides on a claim whose answers are all in; whether the rule may.
async fn decide(office: &Office, news: News) -> Result<bool, Error> {
    let mut tx = office.db.read().await?;
    let found = match eligible(office, &mut tx, news.claim).await? {
        Some((case, key)) => {
            let around = around(&mut tx, case.id, key.clone()).await?;
            let collected = Collected::read(&mut tx, &around, news.claim, None).await?;
            let may = around.own && collected.nobody_needed && !collected.all.is_empty();
            may.then_some((case, key, collected))
        }
        None => None,
    };
    drop(tx);
    let Some((case, key, collected)) = found else {
        forget(office, news).await?;
        return Ok(false);
    };
    let mut tx = office.db.write().await?;
    lock_case(&mut tx, &case.reference).await?;
    // Where more news came, or somebody began to look at it, it is looked at again, or by them.
    let is_first = !store::is_any_judged(&mut tx, news.claim).await?;
    let is_current = is_first && collected.is_current(&mut tx, case.id, news.claim).await?;
    let is_open = eligible(office, &mut tx, news.claim).await?.is_some();
    if !store::forget_news(&mut tx, news).await? || !is_current || !is_open {
        tx.commit().await?;
        return Ok(false);
    }
    let giving = collected.giving(|_| true);
    let automatic = if giving.is_empty() { Automatic::NothingHeld } else { Automatic::Granted };
    let decision = Decision::Automatic(automatic);
    let now = office.clock.now_ms();
    let made = made::keep(&mut tx, &key, (news.claim, Outcome::Open), &decision, (None, None), now).await?;
    let Some(id) = made else { return Ok(false) };
    let given = Given {
        case: &case,
        key: &key,
        decision: id,
        kind: if giving.is_empty() { Kind::NothingHeld } else { Kind::Granted },
        by: DecidedBy::Rule(RULE),
        grounds: &[],
        gaps: &[],
        giving: &giving,
        asked: &collected.asked(),
        register: &collected.register,
    };
    if let Err(missing) = give(office, &mut tx, &given).await? {
        // People are told the same when they decide. Nothing of this is kept.
        drop(tx);
        tracing::warn!(case = %case.id, "A case is left to people, because its letter would lack something: {missing}");
        forget(office, news).await?;
        return Ok(false);
    }
    note(office, &mut tx, &case, &key, id, decision.outcome()).await?;
    settle(office, &mut tx, &case, &key).await?;
    tx.commit().await?;
    Ok(true)
}

/// The case of an open claim about access, with its key.
async fn eligible(office: &Office, tx: &mut Tx, claim: ClaimId) -> Result<Option<(Case, Key)>, Error> {
    let Some(id) = cases::case_of_claim(tx, claim).await? else { return Ok(None) };
    let claims = cases::claims_of(tx, id).await?;
    let is_open =
        |known: &cases::Claim| known.id == claim && known.right == Right::Access && known.outcome == Outcome::Open;
    let Some(case) = cases::find_case(tx, id).await? else { return Ok(None) };
    // Nothing is handed out while it is in doubt who asks, or what about.
    if clocks::stands(tx, claim).await? {
        return Ok(None);
    }
    // What was decided once and taken up again is for people.
    let is_first = decisions::decisions_on(tx, claim).await?.is_empty();
    if case.state != CaseState::Open || !claims.iter().any(is_open) || !is_first {
        return Ok(None);
    }
    let key = office.vault.case_key(tx, id).await?;
    Ok(Some((case, key)))
}

async fn note(
    office: &Office,
    tx: &mut Tx,
    case: &Case,
    key: &Key,
    decision: DecisionId,
    outcome: Outcome,
) -> Result<(), Error> {
    let details = Details::none()
        .with("right", Right::Access.code())
        .with("outcome", outcome.code())
        .with("rule", RULE)
        .with("decision", decision.to_string());
    let event = Event { action: Action::ClaimDecided, case: Some(case.id), actor: Actor::Portal, details };
    audit::record(tx, &office.vault, office.clock.now_ms(), Some(key), event).await
}
