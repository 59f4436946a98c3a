//! What a page is told of an error, and how dates are handed over.

use app::fault::Fault;
use app::model::CivilDate;
use jiff::civil::Date;

use crate::error::Error;

/// The cause goes to the log; a page is told what it can show.
pub(super) fn told(error: Error) -> Fault {
    if !matches!(error, Error::NotFound) {
        tracing::error!(error = %error, "A desk could not answer: {error}");
    }
    error.fault()
}

/// A date as pages write it.
pub(super) fn civil(date: Date) -> CivilDate {
    let weekday = date.weekday().to_monday_one_offset();
    CivilDate { year: date.year(), month: date.month(), day: date.day(), weekday }
}
