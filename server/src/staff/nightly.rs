//! What is done about roles each night.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::{Date, Time, time};

use super::said::{self, Changed};
use super::sync::{How, load, sync};
use crate::cases::deadline::in_oslo;
use crate::office::Office;
use crate::subjects::identity_number::Deployment;

/// From when on: the clocks are put forward from two to three.
const NIGHT: Time = time(3, 0, 0, 0);

/// When the file was last read.
#[derive(Debug, Default)]
pub struct Nights(Option<Date>);

impl Nights {
    /// Whether it is time: once on each day, after three o'clock in Oslo; also by a program that was started later.
    pub fn is_due(&mut self, now_ms: i64) -> bool {
        let Ok(now) = Timestamp::from_millisecond(now_ms) else { return false };
        let now = in_oslo(now).datetime();
        let due = now.time() >= NIGHT && self.0.is_none_or(|last| last < now.date());
        if due {
            self.0 = Some(now.date());
        }
        due
    }
}

/// What is done each night: what has run out is ended, and the file is taken. Its faults are for the operator.
pub async fn nightly(office: &Office, deployment: Deployment, file: Option<&Path>) {
    match said::end_what_has_run_out(office).await {
        Ok(ended) if ended > 0 => tracing::info!(ended, "{ended} roles had run out and are ended"),
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "Roles that have run out could not be ended: {error}"),
    }
    let Some(file) = file else { return };
    let taken = match load(file) {
        Ok(text) => sync(office, deployment, &text, How::default()).await,
        Err(not_taken) => Ok(Err(not_taken)),
    };
    match taken {
        Ok(Ok(Changed { given, ended })) => {
            tracing::info!("The file of roles gave {} roles and ended {}", given.len(), ended.len());
        }
        Ok(Err(not_taken)) => {
            tracing::error!(
                "The file of roles was not taken, and all roles are as they were: {not_taken}. `minside staff sync FILE \
                 --dry-run` says more"
            );
        }
        Err(error) => tracing::error!(%error, "The file of roles was not taken: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_night_once_a_day() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        let mut nights = Nights::default();
        // 02:59 in Oslo, then 03:00, in winter.
        assert!(!nights.is_due(at("2026-03-05T01:59:00Z")));
        assert!(nights.is_due(at("2026-03-05T02:00:00Z")));
        assert!(!nights.is_due(at("2026-03-05T22:00:00Z")));
        assert!(!nights.is_due(at("2026-03-06T01:00:00Z")));
        assert!(nights.is_due(at("2026-03-06T12:00:00Z")));
        // The clocks are put forward from two to three.
        assert!(!nights.is_due(at("2026-03-29T00:59:00Z")));
        assert!(nights.is_due(at("2026-03-29T01:00:00Z")));
    }
}
