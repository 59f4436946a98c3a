//! A case that an employee coordinates and has taken: what they may then do with it is theirs to do.

use thiserror::Error as ThisError;

use super::rules::Handler;
use super::store::{Listed, lock_case};
use super::view;
use crate::audit::{Action, Details};
use crate::cases::store::{self as cases, Claim};
use crate::db::Tx;
use crate::error::Error;
use crate::office::Office;
use crate::staff::rules::Role;
use crate::vault::Key;

/// Why a case is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum NotOwn {
    /// Only the case's unit coordinates it.
    #[error("only a caseworker of the case's unit does this")]
    NotCoordinator,
    /// Nobody, or somebody else, has taken it.
    #[error("take the case first")]
    NotTaken,
}

/// The case, before who has taken it.
pub(crate) struct Own {
    pub(crate) handler: Handler,
    pub(crate) case: Listed,
    pub(crate) role: Role,
    pub(crate) claims: Vec<Claim>,
    pub(crate) key: Key,
}

impl Own {
    /// Notes in the trail what they did with it.
    pub(crate) async fn record(
        &self,
        office: &Office,
        tx: &mut Tx,
        action: Action,
        details: Details,
    ) -> Result<(), Error> {
        view::record(office, tx, self.case.id, &self.handler, &self.role, action, details).await
    }
}

/// The case, for who has taken it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own.
pub(crate) async fn find(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    reference: &str,
) -> Result<Result<Own, NotOwn>, Error> {
    let view::Found { handler, case, coordinates, role, .. } = view::find(office, tx, handler, reference).await?;
    if !coordinates {
        return Ok(Err(NotOwn::NotCoordinator));
    }
    if case.handler.as_ref().is_none_or(|(employee, _)| *employee != handler.employee) {
        return Ok(Err(NotOwn::NotTaken));
    }
    let claims = cases::claims_of(tx, case.id).await?;
    let key = office.vault.case_key(tx, case.id).await?;
    Ok(Ok(Own { handler, case, role, claims, key }))
}

/// The same, and nobody else does anything with the case until the transaction ends.
///
/// # Errors
/// As [`find`].
pub(crate) async fn lock(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    reference: &str,
) -> Result<Result<Own, NotOwn>, Error> {
    lock_case(tx, reference).await?;
    find(office, tx, handler, reference).await
}
