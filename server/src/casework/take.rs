//! An employee takes a case that nobody has: from then on it is theirs to coordinate.

use super::rules::{Handler, Refused, Sight};
use super::{store, view};
use crate::audit::{Action, Details};
use crate::error::{Error, retried};
use crate::office::Office;
use crate::staff::rules::Role;

/// Takes a case; that they have it already is as well.
///
/// # Errors
/// [`Error::NotFound`] where there is no such open case for them; the database's own. The inner error says why it is not
/// taken.
pub async fn take(office: &Office, handler: &Handler, reference: &str) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let now_ms = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let view::Seen { case, sight, .. } = view::find(&mut tx, handler, reference).await?;
        if sight != Sight::Whole {
            return Ok(Err(Refused::NotCoordinator));
        }
        match &case.handler {
            Some((employee, _)) if *employee == handler.employee => return Ok(Ok(())),
            Some(_) => return Ok(Err(Refused::Taken)),
            None => {}
        }
        if !store::insert_handler(&mut tx, case.id, handler.employee, now_ms).await? {
            return Ok(Err(Refused::Taken));
        }
        let role = Role::Caseworker { unit: case.unit };
        view::record(office, &mut tx, case.id, handler, Some(&role), Action::CaseTaken, Details::none()).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}
