//! Asking the person something that stops the clock, and going on when the answer came (EDPB Guidelines 01/2022, 5.3).

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::clock::store as clocks;
use super::clock::{self, ClaimClock};
use super::rules::{Outcome, PauseReason, Right};
use super::store as cases;
use crate::audit::{Action, Details};
use crate::casework::own::{self, NotOwn};
use crate::casework::rules::Handler;
use crate::db::Tx;
use crate::decisions::automatic::store as automatic;
use crate::decisions::grounds::{Refused as NoText, Text};
use crate::error::{Error, retried};
use crate::id::{ClaimId, EventId};
use crate::letters::clock::{About, clarification};
use crate::letters::draft::Missing;
use crate::letters::issue::{self, To};
use crate::office::Office;

/// Why the clock does not stop, or go on.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Whoever asks has taken the case.
    #[error(transparent)]
    NotOwn(#[from] NotOwn),
    /// There is no open claim about this right.
    #[error("the case has no open claim about this right")]
    NoClaim,
    /// The question is empty or too long.
    #[error("your question: {0}")]
    Question(#[from] NoText),
    /// The clock does not do it.
    #[error(transparent)]
    Clock(#[from] clock::Refused),
    /// Nobody has answered on a day that has not come.
    #[error("the answer cannot have come after today")]
    NotYet,
    /// The letter would lack something.
    #[error(transparent)]
    Letter(#[from] Missing),
}

/// Asks the person, who is told so in the same transaction: from today the clock of the claim stands.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own. The inner error says why not.
pub async fn pause(
    office: &Office,
    handler: &Handler,
    reference: &str,
    right: Right,
    reason: PauseReason,
    question: &str,
) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let question = match Text::new(question) {
            Ok(question) => question,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        let Some((claim, clock)) = open(&mut tx, &own.claims, right).await? else { return Ok(Err(Refused::NoClaim)) };
        let today = office.today();
        if let Err(refused) = clock.stop(reason, today) {
            return Ok(Err(refused.into()));
        }
        let case = cases::find_case(&mut tx, own.case.id).await?.ok_or(Error::NotFound)?;
        let letter = match clarification(&About::of(office, &case, today), right, reason, question.as_str()) {
            Ok(letter) => letter,
            Err(missing) => return Ok(Err(missing.into())),
        };
        let now = office.clock.now_ms();
        clocks::insert_pause(&mut tx, &EventId::new(now).to_string(), claim, right, reason, today).await?;
        let to = To { case: case.id, filer: case.filer, decision: None };
        issue::issue(&mut tx, &own.key, to, &letter, now).await?;
        let details = Details::none().with("right", right.code()).with("reason", reason.code());
        own.record(office, &mut tx, Action::ClaimPaused, details).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// The answer came on this day: the clock goes on. The date in force from now on.
///
/// # Errors
/// As [`pause`].
pub async fn go_on(
    office: &Office,
    handler: &Handler,
    reference: &str,
    right: Right,
    reason: PauseReason,
    answered_on: Date,
) -> Result<Result<Date, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        let today = office.today();
        if answered_on > today {
            return Ok(Err(Refused::NotYet));
        }
        let Some((claim, clock)) = open(&mut tx, &own.claims, right).await? else { return Ok(Err(Refused::NoClaim)) };
        let due_on = match resume(office, &mut tx, claim, clock, reason, answered_on).await? {
            Ok(due_on) => due_on,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let details = Details::none()
            .with("right", right.code())
            .with("reason", reason.code())
            .with("answered_on", answered_on.to_string())
            .with("is", due_on.to_string());
        own.record(office, &mut tx, Action::ClaimResumed, details).await?;
        tx.commit().await?;
        Ok(Ok(due_on))
    })
    .await
}

/// Lets the clock of a claim go on from the day on which the answer came; the date in force from now on.
///
/// # Errors
/// The database's own. The inner error says why not.
pub(crate) async fn resume(
    office: &Office,
    tx: &mut Tx,
    claim: ClaimId,
    clock: ClaimClock,
    reason: PauseReason,
    answered_on: Date,
) -> Result<Result<Date, clock::Refused>, Error> {
    let clock = match clock.go_on(reason, answered_on) {
        Ok(clock) => clock,
        Err(refused) => return Ok(Err(refused)),
    };
    let due_on = match clock.deadline(office.today()) {
        Ok(deadline) => deadline.in_force(),
        Err(refused) => return Ok(Err(refused.into())),
    };
    clocks::end_pause(tx, claim, reason, answered_on).await?;
    // Answers may all be in by now.
    automatic::note_news(tx, &[claim].into(), office.clock.now_ms()).await?;
    clocks::set_due(tx, claim, due_on).await?;
    Ok(Ok(due_on))
}

/// Moves the dates of the claims whose clocks stand to where they are today; how many.
///
/// # Errors
/// The database's own.
pub async fn move_on(office: &Office) -> Result<u64, Error> {
    let today = office.today();
    let mut tx = office.db.read().await?;
    let mut late = Vec::new();
    for (claim, due_on) in clocks::standing(&mut tx).await? {
        let Some(clock) = clocks::find_clock(&mut tx, claim).await? else { continue };
        let is_moved = clock.deadline(today).is_ok_and(|deadline| deadline.in_force() != due_on);
        late.extend(is_moved.then_some(claim));
    }
    drop(tx);
    let mut moved = 0;
    for claim in late {
        let mut tx = office.db.write().await?;
        // Somebody may have let it go on meanwhile.
        let Some(clock) = clocks::find_clock(&mut tx, claim).await? else { continue };
        let Ok(deadline) = clock.deadline(today) else { continue };
        moved += u64::from(clocks::set_due(&mut tx, claim, deadline.in_force()).await?);
        tx.commit().await?;
    }
    Ok(moved)
}

/// The open claim about this right, with its clock.
pub(crate) async fn open(
    tx: &mut Tx,
    claims: &[cases::Claim],
    right: Right,
) -> Result<Option<(ClaimId, ClaimClock)>, Error> {
    let Some(claim) = claims.iter().find(|claim| claim.right == right && claim.outcome == Outcome::Open) else {
        return Ok(None);
    };
    Ok(clocks::find_clock(tx, claim.id).await?.map(|clock| (claim.id, clock)))
}
