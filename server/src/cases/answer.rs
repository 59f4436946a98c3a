//! A case is answered when every claim in it is, and the person can have what they were given.

use super::rules::Outcome;
use super::store::{self, Case};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::db::Tx;
use crate::decisions::store as decisions;
use crate::error::Error;
use crate::messages::store as messages;
use crate::office::Office;
use crate::packages::store as packages;
use crate::tasks::store as tasks;
use crate::vault::Key;

/// Notes that an open case is answered, if it is; whether it became so. The case is locked.
///
/// # Errors
/// The database's own.
pub async fn settle(office: &Office, tx: &mut Tx, case: &Case, key: &Key) -> Result<bool, Error> {
    let claims = store::claims_of(tx, case.id).await?;
    let outcomes: Vec<Outcome> = claims.iter().map(|claim| claim.outcome).collect();
    let now = office.clock.now_ms();
    let Ok(answered) = case.state.answer(&outcomes, now) else { return Ok(false) };
    // What is missing follows, and what was decided is carried out: until then there is something to do.
    let waits = packages::count_waiting(tx, case.id).await? > 0
        || decisions::has_gaps(tx, case.id).await?
        || tasks::is_any_executing(tx, case.id).await?;
    if waits {
        return Ok(false);
    }
    if !store::change_state(tx, case.id, case.state, answered).await? {
        return Ok(false);
    }
    // What was read before the last decision has its reply now.
    let mut decided_at = None;
    for claim in &claims {
        decided_at = decided_at.max(decisions::decisions_on(tx, claim.id).await?.last().map(|made| made.decided_at));
    }
    if let Some(decided_at) = decided_at {
        messages::settle_messages(tx, case.id, decided_at, now).await?;
    }
    let event =
        Event { action: Action::CaseAnswered, case: Some(case.id), actor: Actor::Portal, details: Details::none() };
    audit::record(tx, &office.vault, now, Some(key), event).await?;
    Ok(true)
}
