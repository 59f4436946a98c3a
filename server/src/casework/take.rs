//! An employee takes a case that nobody has, or nobody who could handle it: from then on it is theirs to coordinate.

use super::rules::{Handler, Refused};
use super::{store, view};
use crate::audit::{Action, Details};
use crate::error::{Error, retried};
use crate::office::Office;

/// Takes a case; that they have it already is as well.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why it is not
/// taken.
pub async fn take(office: &Office, handler: &Handler, reference: &str) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let now_ms = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        store::lock_case(&mut tx, reference).await?;
        let view::Found { case, coordinates, role, .. } = view::find(office, &mut tx, handler, reference).await?;
        if !coordinates {
            return Ok(Err(Refused::NotCoordinator));
        }
        if let Some((employee, _)) = &case.handler {
            if *employee == handler.employee {
                return Ok(Ok(()));
            }
            if view::is_handled(&case, &view::coordinators(office, &mut tx, &case).await?) {
                return Ok(Err(Refused::Taken));
            }
            // Whoever has lost the role since keeps the case from nobody.
            store::delete_handler(&mut tx, case.id, *employee).await?;
        }
        if !store::insert_handler(&mut tx, case.id, handler.employee, now_ms).await? {
            return Ok(Err(Refused::Taken));
        }
        view::record(office, &mut tx, case.id, handler, &role, Action::CaseTaken, Details::none()).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}
