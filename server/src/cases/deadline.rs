//! The law's clock: by which date a claim must be answered (GDPR Art. 12(3)).
//!
//! Everything here is civil dates in Norway and is pure: an instant becomes the date on which it fell in Oslo at once,
//! and «today» is given. The rules, with their sources:
//!
//! - The period is one month from the receipt, whatever day of the week that was. It ends on the day with the same
//!   number, or the last of the month where there is none (Reg. 1182/71 Art. 3(2)(c), domstolloven § 148).
//! - An end on a Saturday, Sunday or public holiday moves to the next working day (Art. 3(4), domstolloven § 149).
//! - While the municipality waits for what it needs to know who asks, or what a very large request is about, the clock
//!   stands: the end moves by those days (EDPB Guidelines 01/2022, 5.3).
//! - The extension is to three months *from the receipt*, never from an end that has been moved (Art. 12(3), second
//!   sentence: «that period may be extended by two further months»).

use app::model::CivilDate;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use thiserror::Error;

use super::holidays::{is_working_day, roll};

/// The first and last year that anything is computed for.
pub const YEARS: std::ops::RangeInclusive<i16> = 1950..=2199;

/// A time in which the clock stood: from the date on which we asked to the Oslo date on which the answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pause {
    /// The question was sent.
    pub asked_on: Date,
    /// The answer came. The days between the two are those that count.
    pub answered_on: Date,
}

/// Why a deadline cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// Before anybody could have asked, or after what the calendar is known for.
    #[error("{0} is not between 1950 and 2199")]
    OutOfRange(Date),
    /// The answer cannot have come before the question.
    #[error("the pause ends on {} before it begins on {}", .0.answered_on, .0.asked_on)]
    EndsBeforeItBegins(Pause),
    /// Nobody can be asked about a request that has not come.
    #[error("the pause begins on {asked_on}, before the request was received on {received_on}")]
    BeforeReceipt {
        /// The question was sent.
        asked_on: Date,
        /// The request came.
        received_on: Date,
    },
    /// What is over cannot be stopped.
    #[error("the pause begins on {asked_on}, after the answer was due on {due_on}")]
    AfterDueDate {
        /// The question was sent.
        asked_on: Date,
        /// The date that was in force then.
        due_on: Date,
    },
}

/// All dates of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day on which the request came, in Oslo.
    pub received_on: Date,
    /// Whether the extension is in force.
    pub extended: bool,
    /// Days for which the clock stood.
    pub paused_days: i32,
    /// Without pauses; an extension must be decided and notified by this date.
    pub unpaused_due_on: Date,
    /// With pauses, without extension.
    pub due_on: Date,
    /// With pauses and extension.
    pub extended_due_on: Date,
}

impl Deadline {
    /// Computes the dates of a claim.
    ///
    /// # Errors
    /// A pause that cannot have been, or a date outside of 1950 to 2199.
    pub fn new(received_on: Date, extended: bool, pauses: &[Pause]) -> Result<Self, Refused> {
        check_range(received_on)?;
        let mut pauses = pauses.to_vec();
        pauses.sort();
        let mut deadline = Self::after(received_on, extended, 0);
        for (index, pause) in pauses.iter().enumerate() {
            check_range(pause.answered_on)?;
            if pause.answered_on < pause.asked_on {
                return Err(Refused::EndsBeforeItBegins(*pause));
            }
            if pause.asked_on < received_on {
                return Err(Refused::BeforeReceipt { asked_on: pause.asked_on, received_on });
            }
            let due_on = deadline.in_force();
            if pause.asked_on > due_on {
                return Err(Refused::AfterDueDate { asked_on: pause.asked_on, due_on });
            }
            deadline = Self::after(received_on, extended, days_covered(&pauses[..=index]));
        }
        Ok(deadline)
    }

    fn after(received_on: Date, extended: bool, paused_days: i32) -> Self {
        let base = received_on.saturating_add(1.month());
        let extended_base = received_on.saturating_add(3.months());
        Self {
            received_on,
            extended,
            paused_days,
            unpaused_due_on: roll(base),
            due_on: roll(base.saturating_add(paused_days.days())),
            extended_due_on: roll(extended_base.saturating_add(paused_days.days())),
        }
    }

    /// The date that counts now.
    pub fn in_force(&self) -> Date {
        if self.extended { self.extended_due_on } else { self.due_on }
    }

    /// The moment after which an answer is late: the midnight in Oslo after the date in force.
    pub fn expires_at(&self) -> Timestamp {
        end_of_day_in_oslo(self.in_force())
    }

    /// Days from `today` to the date in force; 0 on the day itself, negative after it.
    pub fn days_left(&self, today: Date) -> i32 {
        days_between(today, self.in_force())
    }

    /// Working days after `today` up to and with the date in force; negative after it.
    pub fn working_days_left(&self, today: Date) -> i32 {
        let due_on = self.in_force();
        let (from, to, sign) = if today <= due_on { (today, due_on, 1) } else { (due_on, today, -1) };
        let days = from.saturating_add(1.day()).series(1.day()).take_while(|day| *day <= to);
        sign * i32::try_from(days.filter(|day| is_working_day(*day)).count()).unwrap_or(i32::MAX)
    }

    /// Until when a system is to answer that was asked on `asked_on` and is given so many days: never on a day when
    /// nobody works, and always before the date on which the person is to have the whole answer.
    pub fn internal_due_on(&self, asked_on: Date, limit_days: u16) -> Date {
        internal_due_on(self.in_force(), asked_on, limit_days)
    }
}

/// The same, where the person is to have the answer by `due_on`.
pub fn internal_due_on(due_on: Date, asked_on: Date, limit_days: u16) -> Date {
    let last = due_on.saturating_sub(1.day());
    let wanted = roll(asked_on.saturating_add(i32::from(limit_days).days()));
    let mut day = wanted.min(last);
    while !is_working_day(day) && day > asked_on {
        day = day.saturating_sub(1.day());
    }
    day.max(asked_on)
}

/// The date in Oslo at this instant.
pub fn date_in_oslo(at: Timestamp) -> Date {
    at.to_zoned(oslo()).date()
}

/// The date in Oslo at this instant in UTC milliseconds, as the database holds them.
pub fn date_in_oslo_at(ms: i64) -> Date {
    date_in_oslo(Timestamp::from_millisecond(ms).unwrap_or_default())
}

/// What the clocks in Oslo show at this instant.
pub fn in_oslo(at: Timestamp) -> Zoned {
    at.to_zoned(oslo())
}

/// The midnight in Oslo after a date.
pub fn end_of_day_in_oslo(day: Date) -> Timestamp {
    // Oslo has never had a midnight that its clocks jump over, so that there is always a start of the day.
    day.saturating_add(1.day()).to_zoned(oslo()).map(|zoned| zoned.timestamp()).unwrap_or(Timestamp::MAX)
}

fn oslo() -> TimeZone {
    // The database of time zones is part of the program.
    TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC)
}

fn check_range(day: Date) -> Result<(), Refused> {
    if YEARS.contains(&day.year()) { Ok(()) } else { Err(Refused::OutOfRange(day)) }
}

fn days_between(from: Date, to: Date) -> i32 {
    to.since(from).map(|span| span.get_days()).unwrap_or_default()
}

/// Days in at least one of the pauses, which are ordered by their beginning; a day in two of them counts once.
fn days_covered(pauses: &[Pause]) -> i32 {
    let mut days = 0;
    let mut covered_to = Date::MIN;
    for pause in pauses {
        let from = pause.asked_on.max(covered_to);
        days += days_between(from, pause.answered_on).max(0);
        covered_to = covered_to.max(pause.answered_on);
    }
    days
}

/// A date as pages and letters write it.
pub fn civil(day: Date) -> CivilDate {
    let weekday = day.weekday().to_monday_one_offset();
    CivilDate { year: day.year(), month: day.month(), day: day.day(), weekday }
}

#[cfg(test)]
mod tests;
