//! An employee who may not handle a case says so, and hands it over (forvaltningsloven §§ 6 and 8): it goes back to the unit,
//! and they are shown nothing of it any more.

use super::rules::{Handler, Refused};
use super::{store, view};
use crate::audit::{Action, Details};
use crate::error::{Error, retried};
use crate::office::Office;
use crate::vault::Place;

/// Letters of a reason.
pub const LONGEST_REASON_CHARS: usize = 2000;

/// Hands over a case, for good.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why it is not
/// handed over.
pub async fn recuse(
    office: &Office,
    handler: &Handler,
    reference: &str,
    reason: &str,
) -> Result<Result<(), Refused>, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Ok(Err(Refused::NoReason));
    }
    if reason.chars().count() > LONGEST_REASON_CHARS {
        return Ok(Err(Refused::TooLong));
    }
    retried(|| async move {
        let now_ms = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        store::lock_case(&mut tx, reference).await?;
        let view::Found { case, role, .. } = view::find(office, &mut tx, handler, reference).await?;
        let key = office.vault.case_key(&mut tx, case.id).await?;
        let row = format!("{} {}", case.id, handler.employee);
        let sealed = key.seal(Place { table: "case_recusal", column: "reason", row: &row }, reason.as_bytes());
        store::insert_recusal(&mut tx, case.id, handler.employee, now_ms, &sealed).await?;
        store::delete_handler(&mut tx, case.id, handler.employee).await?;
        view::record(office, &mut tx, case.id, handler, &role, Action::CaseHandedOver, Details::none()).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}
