//! A deadline in words: each step with its date and the rule that decides it.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::deadline::{Deadline, Pause};
use super::holidays::{holiday_on, is_working_day};

/// One step on the way to a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The date that the step leads to.
    pub on: Date,
    /// What happens.
    pub what: String,
    /// The rule.
    pub source: &'static str,
}

/// The steps from the receipt to the date in force; `pauses` are those that the deadline was computed with.
pub fn steps(deadline: &Deadline, pauses: &[Pause]) -> Vec<Step> {
    let received_on = deadline.received_on;
    let mut steps = vec![Step {
        on: received_on,
        what: "The request was received; the period runs from this day, whatever day of the week it is".to_owned(),
        source: "GDPR Art. 12(3); Regulation 1182/71 Art. 3(2)(c)",
    }];
    let mut pauses = pauses.to_vec();
    pauses.sort();
    for pause in pauses.iter().filter(|pause| pause.asked_on < pause.answered_on) {
        steps.push(Step {
            on: pause.answered_on,
            what: format!(
                "The answer came to what was asked on {}; meanwhile the clock stood",
                in_words(pause.asked_on)
            ),
            source: "EDPB Guidelines 01/2022, 5.3; GDPR Art. 12(6)",
        });
    }

    let (months, source) = if deadline.extended {
        (3, "GDPR Art. 12(3), second sentence: three months from the receipt, not from an earlier due date")
    } else {
        (1, "GDPR Art. 12(3); Regulation 1182/71 Art. 3(2)(c); domstolloven § 148")
    };
    let base = received_on.saturating_add(months.months());
    let noun = if months == 1 { "month" } else { "months" };
    let clamped = if base.day() == received_on.day() { "" } else { ", the last day of a month that is shorter" };
    steps.push(Step { on: base, what: format!("{months} {noun} after the receipt{clamped}"), source });

    let end = base.saturating_add(deadline.paused_days.days());
    if end != base {
        let days = deadline.paused_days;
        let noun = if days == 1 { "day" } else { "days" };
        let what = format!("{days} {noun} later, because the clock stood for so long");
        steps.push(Step { on: end, what, source: "EDPB Guidelines 01/2022, 5.3" });
    }
    let due_on = deadline.in_force();
    if end != due_on {
        let what = format!("Moved to the next working day: {}", days_off(end, due_on).join(", "));
        steps.push(Step { on: due_on, what, source: "Regulation 1182/71 Art. 3(4); domstolloven § 149" });
    }
    steps
}

/// «Tuesday 7 April 2026»
pub fn in_words(day: Date) -> String {
    day.strftime("%A %-d %B %Y").to_string()
}

/// Why each of the days from `from` up to `to` is no working day.
fn days_off(from: Date, to: Date) -> Vec<String> {
    let days = from.series(1.day()).take_while(|day| *day < to).filter(|day| !is_working_day(*day));
    let reason = |day: Date| match (holiday_on(day), day.weekday()) {
        (Some(holiday), _) => format!("{} is {}", day.strftime("%-d %B"), holiday.name()),
        (None, Weekday::Saturday) => format!("{} is a Saturday", day.strftime("%-d %B")),
        (None, _) => format!("{} is a Sunday", day.strftime("%-d %B")),
    };
    days.map(reason).collect()
}
