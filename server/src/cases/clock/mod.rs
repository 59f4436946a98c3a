//! The clock of one claim: what has moved its date, and what may move it still.
//!
//! [`Deadline`] computes dates from what happened; here is what may happen. A due date moves in two ways only, and each
//! names why. Pure: «today» is given.

pub mod store;

use jiff::civil::Date;
use thiserror::Error;

use super::deadline::{self, Deadline, Pause};
use super::rules::{ExtensionReason, PauseReason, Right};

/// Two further months (Art. 12(3)), told to the person within the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Why.
    pub reason: ExtensionReason,
    /// When it was decided.
    pub decided_on: Date,
    /// When the person was told.
    pub notified_on: Date,
}

/// A time in which the clock stands, or stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What was asked about.
    pub reason: PauseReason,
    /// When it was asked.
    pub asked_on: Date,
    /// When the answer came; `None` while we wait for it.
    pub answered_on: Option<Date>,
}

/// Everything that has moved, or moves, the date of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimClock {
    right: Right,
    received_on: Date,
    extension: Option<Extension>,
    stops: Vec<Stop>,
}

/// Why the clock does not do as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// There is one already; it is never made longer.
    #[error("the claim is extended already")]
    ExtendedAlready,
    /// The person must know within the first month.
    #[error("the person must have been told on or before {0}")]
    TooLate(Date),
    /// It was told before it was decided.
    #[error("the person cannot have been told before it was decided")]
    ToldBeforeDecided,
    /// Another question does not stop the clock.
    #[error("a question about this does not stop the clock for this right")]
    DoesNotStop,
    /// The same question is open.
    #[error("the clock stands for this reason already")]
    StandsAlready,
    /// Nobody has asked.
    #[error("the clock does not stand for this reason")]
    DoesNotStand,
    /// A date that cannot be.
    #[error(transparent)]
    Date(#[from] deadline::Refused),
}

impl ClaimClock {
    /// The clock of a claim that came in on this day in Oslo.
    pub fn new(right: Right, received_on: Date) -> Self {
        Self { right, received_on, extension: None, stops: Vec::new() }
    }

    /// The clock as it is kept.
    fn kept(right: Right, received_on: Date, extension: Option<Extension>, stops: Vec<Stop>) -> Self {
        Self { right, received_on, extension, stops }
    }

    /// The dates as of `today`. While we wait for an answer, the date moves by one day each day.
    ///
    /// # Errors
    /// A date that cannot be.
    pub fn deadline(&self, today: Date) -> Result<Deadline, deadline::Refused> {
        let pause = |stop: &Stop| Pause {
            asked_on: stop.asked_on,
            answered_on: stop.answered_on.unwrap_or(today.max(stop.asked_on)),
        };
        let pauses: Vec<Pause> = self.stops.iter().map(pause).collect();
        Deadline::new(self.received_on, self.extension.is_some(), &pauses)
    }

    /// The extension, if there is one.
    pub fn extension(&self) -> Option<&Extension> {
        self.extension.as_ref()
    }

    /// The date that the person was told of before it was extended, if it was.
    ///
    /// # Errors
    /// A date that cannot be.
    pub fn due_before_extension(&self) -> Result<Option<Date>, deadline::Refused> {
        let Some(extension) = &self.extension else { return Ok(None) };
        let decided_on = extension.decided_on;
        let as_it_was = |stop: &Stop| Stop { answered_on: stop.answered_on.filter(|on| *on <= decided_on), ..*stop };
        let stops = self.stops.iter().filter(|stop| stop.asked_on <= decided_on).map(as_it_was).collect();
        let before = Self { extension: None, stops, ..self.clone() };
        Ok(Some(before.deadline(decided_on)?.in_force()))
    }

    /// All stops, in the order in which they began.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Extends the claim.
    ///
    /// # Errors
    /// It is extended already, or the person was told too late: pauses do not give more time for this.
    pub fn extend(self, extension: Extension) -> Result<Self, Refused> {
        if self.extension.is_some() {
            return Err(Refused::ExtendedAlready);
        }
        if extension.notified_on < extension.decided_on {
            return Err(Refused::ToldBeforeDecided);
        }
        let last = Deadline::new(self.received_on, false, &[])?.unpaused_due_on;
        if extension.notified_on > last {
            return Err(Refused::TooLate(last));
        }
        if extension.decided_on < self.received_on {
            let received_on = self.received_on;
            return Err(deadline::Refused::BeforeReceipt { asked_on: extension.decided_on, received_on }.into());
        }
        Ok(Self { extension: Some(extension), ..self })
    }

    /// Stops the clock from the day on which something was asked.
    ///
    /// # Errors
    /// The question does not stop it, it stands for that reason, or it was asked when the claim was due already.
    pub fn stop(mut self, reason: PauseReason, asked_on: Date) -> Result<Self, Refused> {
        if !reason.stops(self.right) {
            return Err(Refused::DoesNotStop);
        }
        if self.stops.iter().any(|stop| stop.reason == reason && stop.answered_on.is_none()) {
            return Err(Refused::StandsAlready);
        }
        self.stops.push(Stop { reason, asked_on, answered_on: None });
        self.stops.sort_by_key(|stop| stop.asked_on);
        self.deadline(asked_on)?;
        Ok(self)
    }

    /// Lets the clock go on from the day on which the answer came.
    ///
    /// # Errors
    /// It does not stand for that reason, or the answer came before the question.
    pub fn go_on(mut self, reason: PauseReason, answered_on: Date) -> Result<Self, Refused> {
        let open = self.stops.iter_mut().find(|stop| stop.reason == reason && stop.answered_on.is_none());
        open.ok_or(Refused::DoesNotStand)?.answered_on = Some(answered_on);
        self.deadline(answered_on)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const RECEIVED: Date = date(2026, 3, 5);
    /// 5 April is Easter Day, and the 6th a holiday.
    const DUE: Date = date(2026, 4, 7);

    fn extension(decided_on: Date, notified_on: Date) -> Extension {
        Extension { reason: ExtensionReason::Amount, decided_on, notified_on }
    }

    #[test]
    fn an_extension_is_told_within_the_first_month_and_given_once() {
        let clock = ClaimClock::new(Right::Access, RECEIVED);
        let extended = clock.clone().extend(extension(DUE, DUE)).unwrap();
        assert_eq!(extended.deadline(DUE).unwrap().in_force(), date(2026, 6, 5));
        assert_eq!(extended.extend(extension(RECEIVED, RECEIVED)), Err(Refused::ExtendedAlready));
        let late = date(2026, 4, 8);
        assert_eq!(clock.clone().extend(extension(DUE, late)), Err(Refused::TooLate(DUE)));
        assert_eq!(clock.clone().extend(extension(DUE, RECEIVED)), Err(Refused::ToldBeforeDecided));
        assert!(clock.clone().extend(extension(date(2026, 3, 4), DUE)).is_err(), "before anybody had asked");
        // A pause gives more time for the answer, not for telling that it takes longer.
        let paused = clock.stop(PauseReason::Identity, RECEIVED).unwrap().go_on(PauseReason::Identity, DUE).unwrap();
        assert_eq!(paused.extend(extension(DUE, late)), Err(Refused::TooLate(DUE)));
    }

    #[test]
    fn the_clock_stands_until_the_answer_comes() {
        let asked = date(2026, 3, 10);
        let clock = ClaimClock::new(Right::Access, RECEIVED).stop(PauseReason::Scope, asked).unwrap();
        assert_eq!(clock.deadline(asked).unwrap().in_force(), DUE);
        assert_eq!(clock.deadline(date(2026, 3, 30)).unwrap().paused_days, 20, "a day more each day");
        assert_eq!(clock.clone().stop(PauseReason::Scope, asked), Err(Refused::StandsAlready));
        assert_eq!(clock.clone().go_on(PauseReason::Identity, asked), Err(Refused::DoesNotStand));
        let before = date(2026, 3, 9);
        assert!(matches!(clock.clone().go_on(PauseReason::Scope, before), Err(Refused::Date(_))));
        let clock = clock.go_on(PauseReason::Scope, date(2026, 3, 14)).unwrap();
        assert_eq!(clock.deadline(date(2026, 5, 1)).unwrap().in_force(), date(2026, 4, 9));
        assert!(clock.stop(PauseReason::Scope, date(2026, 4, 10)).is_err(), "it was due on the 9th");
    }

    #[test]
    fn other_questions_do_not_stop_it() {
        for (right, stops) in [(Right::Access, true), (Right::Rectification, false), (Right::Erasure, false)] {
            let clock = ClaimClock::new(right, RECEIVED);
            assert_eq!(clock.clone().stop(PauseReason::Scope, RECEIVED).is_ok(), stops);
            assert!(clock.stop(PauseReason::Authority, RECEIVED).is_ok());
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_a_date_earlier(asked in 0..40_i32, waited in 0..60_i32, extended: bool) {
            let day = |days: i32| RECEIVED.saturating_add(jiff::Span::new().days(days));
            let clock = ClaimClock::new(Right::Access, RECEIVED);
            let before = clock.deadline(day(asked)).unwrap().in_force();
            if let Ok(stopped) = clock.clone().stop(PauseReason::Identity, day(asked)) {
                let gone_on = stopped.go_on(PauseReason::Identity, day(asked + waited)).unwrap();
                prop_assert!(gone_on.deadline(day(asked + waited)).unwrap().in_force() >= before);
            }
            if extended {
                let clock = clock.extend(extension(RECEIVED, RECEIVED)).unwrap();
                prop_assert!(clock.deadline(day(asked)).unwrap().in_force() > before);
            }
        }
    }
}
