//! Two more months (Art. 12(3)): decided and told within the first, in one transaction, so that neither is without the
//! other.

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::clock::store as clocks;
use super::clock::{self, Extension};
use super::rules::{ExtensionReason, Outcome, Right};
use super::store as cases;
use crate::audit::{Action, Details};
use crate::casework::own::{self, NotOwn};
use crate::casework::rules::Handler;
use crate::error::{Error, retried};
use crate::letters::clock::{About, extension};
use crate::letters::draft::Missing;
use crate::letters::issue::{self, To};
use crate::office::Office;

/// How the person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In the portal, at once.
    Here,
    /// On paper, that is posted on this day.
    Posted(Date),
}

/// Why a claim is not extended.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Whoever decides has taken the case.
    #[error(transparent)]
    NotOwn(#[from] NotOwn),
    /// There is no open claim about this right.
    #[error("the case has no open claim about this right")]
    NoClaim,
    /// The clock does not do it.
    #[error(transparent)]
    Clock(#[from] clock::Refused),
    /// What is posted later may be forgotten.
    #[error("it is posted today, or later but on or before {0}")]
    PostedBefore(Date),
    /// The letter would lack something.
    #[error(transparent)]
    Letter(#[from] Missing),
}

/// Extends an open claim, for one of the law's reasons, with words of whoever decides if they add any; the new date.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own. The inner error says why not.
pub async fn extend(
    office: &Office,
    handler: &Handler,
    reference: &str,
    right: Right,
    reason: ExtensionReason,
    words: &str,
    told: Told,
) -> Result<Result<Date, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let own = match own::lock(office, &mut tx, handler, reference).await? {
            Ok(own) => own,
            Err(not_own) => return Ok(Err(not_own.into())),
        };
        let is_open = |claim: &&cases::Claim| claim.right == right && claim.outcome == Outcome::Open;
        let Some(claim) = own.claims.iter().find(is_open) else { return Ok(Err(Refused::NoClaim)) };
        let today = office.today();
        let before = clocks::find_clock(&mut tx, claim.id).await?.ok_or(Error::NotFound)?;
        let notified_on = match told {
            Told::Here => today,
            Told::Posted(on) if on < today => return Ok(Err(Refused::PostedBefore(today))),
            Told::Posted(on) => on,
        };
        let given = Extension { reason, decided_on: today, notified_on };
        let after = match before.clone().extend(given) {
            Ok(after) => after,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let date = |clock: &clock::ClaimClock| clock.deadline(today).map(|deadline| deadline.in_force());
        let (was, is) = match (date(&before), date(&after)) {
            (Ok(was), Ok(is)) => (was, is),
            (Err(error), _) | (_, Err(error)) => return Ok(Err(clock::Refused::from(error).into())),
        };
        let case = cases::find_case(&mut tx, own.case.id).await?.ok_or(Error::NotFound)?;
        let letter = match extension(&About::of(office, &case, notified_on), right, (was, is), reason, words) {
            Ok(letter) => letter,
            Err(missing) => return Ok(Err(missing.into())),
        };
        clocks::insert_extension(&mut tx, claim.id, &given).await?;
        clocks::set_due(&mut tx, claim.id, is).await?;
        let to = To { case: case.id, filer: case.filer, decision: None };
        issue::issue(&mut tx, &own.key, to, &letter, office.clock.now_ms()).await?;
        let details = Details::none()
            .with("right", right.code())
            .with("reason", reason.code())
            .with("was", was.to_string())
            .with("is", is.to_string());
        own.record(office, &mut tx, Action::ClaimExtended, details).await?;
        tx.commit().await?;
        Ok(Ok(is))
    })
    .await
}
