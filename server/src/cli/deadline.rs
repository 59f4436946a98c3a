//! `minside deadline`: by when a request must be answered, with the reason of each step.

use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::{complain, say};
use crate::cases::deadline::{Deadline, Pause, date_in_oslo};
use crate::cases::explain::{Step, in_words, steps};

/// What is asked.
#[derive(Args)]
pub(super) struct Question {
    /// When the request was received: a date, or an instant such as 2026-03-04T23:30:00Z, which counts by its date in Oslo
    #[arg(long, value_name = "WHEN")]
    received: Received,
    /// The extension to three months is in force
    #[arg(long)]
    extended: bool,
    /// The clock stood from the date of a question to the date of its answer; may be given several times
    #[arg(long, value_name = "A..B")]
    paused: Vec<Paused>,
    /// Print one JSON object instead of words
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy)]
struct Received(Date);

impl FromStr for Received {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(day) = parse_date(text) {
            return Ok(Self(day));
        }
        let at: Timestamp = text
            .parse()
            .map_err(|_| format!("«{text}» is neither a date (2026-03-05) nor an instant (2026-03-04T23:30:00Z)"))?;
        Ok(Self(date_in_oslo(at)))
    }
}

#[derive(Clone, Copy)]
struct Paused(Pause);

impl FromStr for Paused {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (asked, answered) =
            text.split_once("..").ok_or_else(|| format!("«{text}» is not two dates with .. between"))?;
        Ok(Self(Pause { asked_on: parse_date(asked)?, answered_on: parse_date(answered)? }))
    }
}

/// A civil date and nothing else: jiff would also read the date off a longer text.
fn parse_date(text: &str) -> Result<Date, String> {
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    text.parse().ok().filter(|_| is_date).ok_or_else(|| format!("«{text}» is not a date such as 2026-03-05"))
}

pub(super) fn deadline(question: &Question) -> ExitCode {
    let pauses: Vec<Pause> = question.paused.iter().map(|Paused(pause)| *pause).collect();
    let deadline = match Deadline::new(question.received.0, question.extended, &pauses) {
        Ok(deadline) => deadline,
        Err(refused) => {
            complain(format_args!("minside: {refused}"));
            return ExitCode::from(2);
        }
    };
    let steps = steps(&deadline, &pauses);
    if question.json {
        print_json(&deadline, &steps);
    } else {
        print_words(&deadline, &steps);
    }
    ExitCode::SUCCESS
}

fn print_words(deadline: &Deadline, steps: &[Step]) {
    for step in steps {
        say(format_args!("{:<28}{}", in_words(step.on), step.what));
        say(format_args!("{:<28}({})", "", step.source));
    }
    say(format_args!("\nThe answer is due on {}.", in_words(deadline.in_force())));
    if !deadline.extended {
        say(format_args!(
            "If more time is needed, that must be decided and told by {}; the answer is then due on {}.",
            in_words(deadline.unpaused_due_on),
            in_words(deadline.extended_due_on)
        ));
    }
}

fn print_json(deadline: &Deadline, steps: &[Step]) {
    let steps: Vec<_> = steps
        .iter()
        .map(|step| json!({ "on": step.on.to_string(), "what": step.what, "source": step.source }))
        .collect();
    say(json!({
        "received_on": deadline.received_on.to_string(),
        "due_on": deadline.due_on.to_string(),
        "extended_due_on": deadline.extended_due_on.to_string(),
        "extended": deadline.extended,
        "unpaused_due_on": deadline.unpaused_due_on.to_string(),
        "expires_at": deadline.expires_at().to_string(),
        "steps": steps,
    }));
}
