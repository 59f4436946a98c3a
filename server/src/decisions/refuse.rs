//! Doing nothing at all, because the request is manifestly unfounded or excessive (Art. 12(5)). The municipality must show
//! that it is, so that there are reasons; a large number of requests alone is none (CJEU C-416/23).

use super::carried_out::done_before;
use super::decide::{Decided, Refused, Which, open, texts, write_down};
use super::grounds::{AccessGround, ErasureGround, Ground, RectificationGround, Text};
use super::lifting::lift;
use super::rules::{Decision, Grounds, Outcome};
use crate::cases::answer::settle;
use crate::cases::rules::Right;
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::coded;
use crate::error::{Error, retried};
use crate::letters::change::{About, request_refused};
use crate::letters::issue::{self, To};
use crate::office::Office;
use crate::tasks::store as tasks;

coded! {
    /// Why nothing is done.
    pub enum Because {
        /// It has no basis.
        Unfounded = "gdpr-12-5-unfounded",
        /// It asks for far too much, with no real interest in it.
        Excessive = "gdpr-12-5-excessive",
        /// It repeats what was answered.
        Repetitive = "gdpr-12-5-repetitive",
    }
}

/// Refuses an open claim as a whole: no system is asked any more, and the person has the letter at once. `reasons` show that
/// it is so, and `words` are what whoever decides adds.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why not.
pub async fn refuse(
    office: &Office,
    handler: &Handler,
    reference: &str,
    right: Right,
    because: Because,
    reasons: &str,
    words: &str,
) -> Result<Result<Decided, Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let claim = match open(office, &mut tx, handler, reference, Which::Open(right), words).await? {
            Ok(claim) => claim,
            Err(refused) => return Ok(Err(refused)),
        };
        if right != Right::Access && !done_before(&mut tx, claim.claim.id).await?.is_empty() {
            return Ok(Err(Refused::DoneInPart));
        }
        let decision = match decision(right, because, reasons, claim.words.clone()) {
            Ok(decision) => decision,
            Err(refused) => return Ok(Err(refused.into())),
        };
        let decided = match write_down(office, &mut tx, &claim, &decision, None, &[]).await? {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        // Before nobody is asked any more: who is asked to restrict may have done so.
        let case = cases::find_case(&mut tx, claim.case.id).await?.ok_or(Error::NotFound)?;
        lift(office, &mut tx, &case, &claim.key, claim.claim.id, |_| true).await?;
        tasks::withdraw_tasks(&mut tx, case.id, Some(claim.claim.id)).await?;
        let about = About::of(office, &case, office.today());
        let letter = match request_refused(&about, right, &texts(&decision), claim.words.as_str()) {
            Ok(letter) => letter,
            Err(missing) => return Ok(Err(Refused::Letter(missing))),
        };
        let to = To { case: case.id, filer: case.filer, decision: Some(decided.decision) };
        issue::issue(&mut tx, &claim.key, to, &letter, office.clock.now_ms()).await?;
        settle(office, &mut tx, &case, &claim.key).await?;
        tx.commit().await?;
        Ok(Ok(decided))
    })
    .await
}

fn decision(right: Right, because: Because, reasons: &str, words: Text) -> Result<Decision, super::grounds::Refused> {
    fn one<G: Ground>(because: Because, reasons: &str) -> Result<Grounds<G>, super::grounds::Refused> {
        Ok(Grounds::one(G::parse(because.code(), Some(reasons))?))
    }
    Ok(match right {
        Right::Access => Decision::Access(Outcome::Refused(one::<AccessGround>(because, reasons)?), words),
        Right::Rectification => {
            Decision::Rectification(Outcome::Refused(one::<RectificationGround>(because, reasons)?), words)
        }
        Right::Erasure => Decision::Erasure(Outcome::Refused(one::<ErasureGround>(because, reasons)?), words),
    })
}
