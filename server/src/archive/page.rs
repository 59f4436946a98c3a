//! The request and the decisions as pages, as a reader in fifty years finds them: plain HTML that needs nothing beside itself.

use app::sector_name;
use app::words::{Words, named};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::cases::deadline::{civil, in_oslo};
use crate::cases::rules::{Outcome, Right};
use crate::cases::submission::{Asked, Correction, Help, HintKind, Scope};
use crate::decisions::at_system::Action;
use crate::decisions::automatic::RULE;
use crate::letters::page::{page, rows};
use crate::letters::{reason, right_name};

/// What the person sent in.
pub(super) struct Request<'a> {
    pub reference: &'a str,
    pub received_at: i64,
    pub on_behalf: bool,
    pub asked: &'a [Asked],
    pub help: &'a Help,
    /// What the files are called that came with it.
    pub attachments: &'a [String],
}

/// What one side wrote to the other.
pub(super) struct Written<'a> {
    pub title: &'a str,
    pub reference: &'a str,
    pub at: i64,
    pub text: &'a str,
    /// What the files are called that came with it.
    pub attachments: &'a [String],
}

/// What was decided on a claim.
pub(super) struct Decided<'a> {
    pub reference: &'a str,
    pub right: Right,
    pub outcome: Outcome,
    pub at: i64,
    /// What whoever decided is called; `None` where the rule did.
    pub by: Option<&'a str>,
    pub words: &'a str,
    pub grounds: &'a [(String, Option<String>)],
    /// What was decided for each system, where something was to be changed there.
    pub systems: &'a [(String, Action, String)],
    /// Systems that are not in it, and when their answers were expected.
    pub gaps: &'a [(String, Date)],
}

/// A label with what there is to say.
type Row = (&'static str, Vec<String>);

/// «innsyn, retting og sletting»
pub(super) fn rights(words: Words, asked: &[Asked]) -> String {
    let names: Vec<&str> = asked.iter().map(|asked| right_name(words, asked.right())).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            words.archive_and(named::ArchiveAnd { first: first.join(", "), last: *last })
        }
        names => names.concat(),
    }
}

/// As a heading is written.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// An instant in words, as clocks in Oslo show it.
fn time(words: Words, at: i64) -> String {
    let at = in_oslo(Timestamp::from_millisecond(at).unwrap_or_default());
    let (date, time) = (words.date(civil(at.date())), at.strftime("%H.%M").to_string());
    words.archive_time(named::ArchiveTime { date, time })
}

pub(super) fn request(words: Words, from: &str, request: &Request<'_>) -> String {
    let title = words.archive_request(rights(words, request.asked));
    let mut about = vec![
        (words.archive_reference(), vec![request.reference.to_owned()]),
        (words.archive_received(), vec![time(words, request.received_at)]),
    ];
    if request.on_behalf {
        about.push((words.archive_on_behalf(), vec![words.archive_yes().to_owned()]));
    }
    let help = help_rows(words, request.help);
    let content = html! {
        p class="from" { (from) }
        h1 { (title) }
        (rows(&about))
        @for asked in request.asked {
            section {
                h2 { (capital(right_name(words, asked.right()))) }
                (rows(&asked_rows(words, asked)))
                @if let Asked::Rectification { corrections, .. } = asked {
                    @for correction in corrections { (rows(&correction_rows(words, correction))) }
                }
            }
        }
        @if !help.is_empty() { section { h2 { (words.archive_help()) } (rows(&help)) } }
        (attached(words, request.attachments))
    };
    page(words.0.tag(), &title, &content).into_string()
}

fn attached(words: Words, names: &[String]) -> Markup {
    html! {
        @if !names.is_empty() {
            section { h2 { (words.archive_attachments()) } ul { @for name in names { li { (name) } } } }
        }
    }
}

pub(super) fn message(words: Words, from: &str, written: &Written<'_>) -> String {
    let Written { title, reference, at, text, attachments } = *written;
    let about =
        [(words.archive_reference(), vec![reference.to_owned()]), (words.archive_sent(), vec![time(words, at)])];
    let content = html! {
        p class="from" { (from) }
        h1 { (title) }
        (rows(&about))
        @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
        (attached(words, attachments))
    };
    page(words.0.tag(), title, &content).into_string()
}

pub(super) fn decision(words: Words, from: &str, decided: &Decided<'_>) -> String {
    let title = words.archive_decision(right_name(words, decided.right));
    let outcome = match decided.outcome {
        Outcome::Granted => words.archive_granted(),
        Outcome::PartlyGranted => words.archive_partly_granted(),
        Outcome::NothingHeld => words.archive_nothing_held(),
        Outcome::Refused | Outcome::Open | Outcome::Withdrawn => words.archive_refused(),
    };
    let by = decided.by.map_or_else(|| words.archive_by_rule(RULE), str::to_owned);
    let mut about = vec![
        (words.archive_reference(), vec![decided.reference.to_owned()]),
        (words.archive_decided(), vec![time(words, decided.at)]),
        (words.archive_by(), vec![by]),
        (words.archive_outcome(), vec![outcome.to_owned()]),
    ];
    let grounds: Vec<String> =
        decided.grounds.iter().map(|(code, text)| reason(words, code, text.as_deref())).collect();
    let gap = |(system, date): &(String, Date)| {
        words.archive_gap(named::ArchiveGap { system: system.as_str(), date: words.date(civil(*date)) })
    };
    let system = |(name, action, ground): &(String, Action, String)| {
        let action = match action {
            Action::CarryOut => words.archive_carry_out(),
            Action::Note => words.archive_note(),
            Action::Refuse => words.archive_refused(),
        };
        let said = words.archive_system(named::ArchiveSystem { system: name.as_str(), action });
        if ground.is_empty() { said } else { format!("{said} {ground}") }
    };
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let more: [Row; 4] = [
        (words.archive_systems(), decided.systems.iter().map(system).collect()),
        (words.archive_grounds(), grounds),
        (words.archive_words(), lines(decided.words)),
        (words.archive_gaps(), decided.gaps.iter().map(gap).collect()),
    ];
    about.extend(more.into_iter().filter(|(_, said)| !said.is_empty()));
    let content = html! { p class="from" { (from) } h1 { (title) } (rows(&about)) };
    page(words.0.tag(), &title, &content).into_string()
}

fn asked_rows(words: Words, asked: &Asked) -> Vec<Row> {
    let Scope { sectors, categories, from, to } = asked.scope();
    let mut about: Vec<String> = sectors.iter().map(|sector| sector_name(words, *sector).to_owned()).collect();
    about.extend(categories.iter().cloned());
    if about.is_empty() {
        about.push(words.archive_scope_all().to_owned());
    }
    let mut rows = vec![(words.archive_scope(), about)];
    let date = |date: &Date| vec![words.date(civil(*date))];
    rows.extend(from.iter().map(|from| (words.archive_from(), date(from))));
    rows.extend(to.iter().map(|to| (words.archive_to(), date(to))));
    if let Asked::Erasure { explanation: Some(explanation), .. } = asked {
        rows.push((words.archive_reason(), explanation.lines().map(str::to_owned).collect()));
    }
    if asked.restrict_meanwhile() {
        rows.push((words.archive_restrict(), vec![words.archive_yes().to_owned()]));
    }
    rows
}

fn correction_rows(words: Words, correction: &Correction) -> Vec<Row> {
    let Correction { field, current_value, proposed_value, reason } = correction;
    let said = [
        (words.archive_wrong(), Some(field)),
        (words.archive_current(), current_value.as_ref()),
        (words.archive_proposed(), proposed_value.as_ref()),
        (words.archive_reason(), reason.as_ref()),
    ];
    let lines = |(label, said): (&'static str, Option<&String>)| {
        Some((label, said?.lines().map(str::to_owned).collect::<Vec<_>>()))
    };
    said.into_iter().filter_map(lines).collect()
}

fn help_rows(words: Words, help: &Help) -> Vec<Row> {
    let name = |name: &String| (words.archive_name(), vec![name.clone()]);
    let label = |kind: HintKind| match kind {
        HintKind::Address => words.archive_address(),
        HintKind::Phone => words.archive_phone(),
        HintKind::Email => words.archive_email(),
        HintKind::CustomerNumber => words.archive_customer_number(),
    };
    let hints = help.hints.iter().map(|hint| (label(hint.kind), vec![hint.value.clone()]));
    help.names.iter().map(name).chain(hints).collect()
}

#[cfg(test)]
mod tests {
    use app::words::Language;

    use super::*;

    #[test]
    fn rights_are_named_as_one_says_them() {
        let access = || Asked::Access { scope: Scope::default() };
        let erasure = || Asked::Erasure { scope: Scope::default(), explanation: None, restrict_meanwhile: false };
        let wrong =
            || Asked::Rectification { scope: Scope::default(), corrections: Vec::new(), restrict_meanwhile: false };
        let words = Words(Language::Nb);
        assert_eq!(rights(words, &[access()]), "innsyn");
        assert_eq!(rights(words, &[access(), erasure()]), "innsyn og sletting");
        assert_eq!(rights(words, &[access(), wrong(), erasure()]), "innsyn, retting og sletting");
        assert_eq!(
            (rights(words, &[]), capital(""), capital("økonomi")),
            (String::new(), String::new(), "Økonomi".to_owned())
        );
    }
}
