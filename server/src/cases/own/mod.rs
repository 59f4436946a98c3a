//! The case of a citizen: found by who they are, and not at all where it is another's.

pub mod store;

use super::store::{self as cases, Case};
use crate::db::Tx;
use crate::error::Error;
use crate::id::PersonId;

/// The case with this reference, of which this person is the filer.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or it is another's: nobody is told which; the database's own.
pub async fn find(tx: &mut Tx, person: PersonId, reference: &str) -> Result<Case, Error> {
    let id = cases::find_by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    let case = cases::find_case(tx, id).await?.ok_or(Error::NotFound)?;
    if case.filer == person { Ok(case) } else { Err(Error::NotFound) }
}
