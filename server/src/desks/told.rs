//! What a page is told of an error.

use app::fault::Fault;

use crate::error::Error;

/// The cause goes to the log; a page is told what it can show.
pub(super) fn told(error: Error) -> Fault {
    if !matches!(error, Error::NotFound) {
        tracing::error!(error = %error, "A desk could not answer: {error}");
    }
    error.fault()
}
