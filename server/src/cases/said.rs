//! What a person sent in, opened again.

use zeroize::Zeroizing;

use super::submission::{Asked, Help};
use super::told::store::Told;
use crate::error::Error;
use crate::id::ClaimId;
use crate::vault::{Key, Place};

/// What is asked by a claim.
///
/// # Errors
/// [`Error::Damaged`] where it is not what was sent in.
pub(crate) fn asked(key: &Key, claim: ClaimId, told: &Told) -> Result<Asked, Error> {
    let row = claim.to_string();
    let place = details_place(&row);
    let plain = key.open(place, &told.details)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| place.damaged())?)
}

/// What helps to find the subject of a case.
///
/// # Errors
/// As [`asked`].
pub(crate) fn help(key: &Key, told: &Told) -> Result<Help, Error> {
    let Some(sealed) = &told.help else { return Ok(Help::default()) };
    let row = told.case.to_string();
    let place = help_place(&row);
    let plain: Zeroizing<Vec<u8>> = key.open(place, sealed)?;
    Ok(serde_json::from_slice(&plain).map_err(|_| place.damaged())?)
}

/// Where the help of a case is sealed.
pub(super) fn help_place(row: &str) -> Place<'_> {
    Place { table: "cases", column: "help", row }
}

/// Where what is asked by a claim is sealed.
pub(super) fn details_place(row: &str) -> Place<'_> {
    Place { table: "claim", column: "details", row }
}
