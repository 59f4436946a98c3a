//! A citizen's own case, as its page and its letters show it. Which system has answered what is not among it: that one of
//! them knows somebody may be the very secret (a child welfare service, a clinic).

use std::collections::{BTreeMap, BTreeSet};

use app::model::case::{
    CaseView, ClaimAnswer, ClaimOutcome, ClaimView, Happened, LetterBlock, LetterLine, LetterView, Moment, Moved,
    PackageLine, StillMissing,
};
use app::model::messages::Question;
use app::words::{Language, Words};
use jiff::Timestamp;
use jiff::civil::Date;

use super::citizen::{case_line, claim_line, is_undecided, used};
use super::written;
use crate::cases::clock::ClaimClock;
use crate::cases::clock::store as clocks;
use crate::cases::deadline::{civil, date_in_oslo_at, in_oslo};
use crate::cases::rules::{CaseState, Outcome, Right};
use crate::cases::store::{self as cases, Case, Claim};
use crate::db::Tx;
use crate::decisions::made::on_claim;
use crate::error::Error;
use crate::id::{ClaimId, DecisionId, PersonId};
use crate::letters::issue::headings;
use crate::letters::letter::{Block, Heading, Kind};
use crate::letters::read::read;
use crate::letters::reason;
use crate::letters::store::LetterRow;
use crate::messages::{self, Sender};
use crate::office::Office;
use crate::packages::store as packages;
use crate::systems::store as systems;
use crate::tasks::store as tasks;
use crate::uploads::UploadSettings;
use crate::vault::Key;

/// A case, as its filer sees it.
pub(super) async fn view(
    office: &Office,
    tx: &mut Tx,
    case: &Case,
    language: Language,
    uploads: &UploadSettings,
) -> Result<CaseView, Error> {
    let (now, today) = (office.clock.now_ms(), office.today());
    let key = office.vault.case_key(tx, case.id).await?;
    let (total, answered, with_human) = tasks::count_systems(tx, case.id).await?;
    let known = cases::claims_of(tx, case.id).await?;
    let mut letters = headings(tx, &key, case.id).await?;
    // What waits for its package is not told yet.
    letters.retain(|(row, _)| row.issued_at.is_some());
    let (mut claims, mut clocks_of) = (Vec::new(), Vec::new());
    for claim in &known {
        let clock = clocks::find_clock(tx, claim.id).await?;
        let answer = match claim.outcome {
            Outcome::Open | Outcome::Withdrawn => None,
            _ => answer(tx, &key, claim.id, &letters, (language, today)).await?,
        };
        let moved = clock.as_ref().map(|clock| moved(clock, claim.right, today, &letters)).unwrap_or_default();
        claims.push(claim_view(case, claim, moved, today, answer));
        clocks_of.push(clock);
    }
    let mut happened = vec![(case.received_at, Happened::Received)];
    for (row, letter) in &letters {
        happened.extend(row.issued_at.map(|at| (at, Happened::Letter(letter_line(row, letter)))));
    }
    let mut shown = Vec::new();
    for number in packages::delivered(tx, case.id).await? {
        let Some(built) = packages::find_built(tx, case.id, number).await? else { continue };
        let until = built.delivery.fetched_until(now).filter(|_| built.blob.is_some());
        happened.extend(built.delivery.available_at().map(|at| (at, Happened::Package(number))));
        happened.extend(built.delivery.downloaded_at().map(|at| (at, Happened::Fetched(number))));
        shown.push(PackageLine {
            number,
            size_bytes: built.size_bytes,
            // The instant is the end of the last day.
            until: until.map(|until| civil(date_in_oslo_at(until - 1))),
            is_fetched: built.delivery.downloaded_at().is_some(),
        });
    }
    happened.extend(match case.state {
        CaseState::Open => vec![],
        CaseState::Answered { answered_at } => vec![(answered_at, Happened::Answered)],
        CaseState::Closed { answered_at, closed_at } => {
            vec![(answered_at, Happened::Answered), (closed_at, Happened::Closed)]
        }
        CaseState::Withdrawn { withdrawn_at } => vec![(withdrawn_at, Happened::Withdrawn)],
    });
    // Of what happened in the same moment, what followed from the rest stands first.
    happened.sort_by_key(|(at, _)| *at);
    let timeline = happened.into_iter().rev().map(|(at, what)| (moment(at), what)).collect();
    let mut questions = Vec::new();
    for (claim, clock) in known.iter().zip(&clocks_of).filter(|(claim, _)| claim.outcome == Outcome::Open) {
        for stop in clock.iter().flat_map(|clock| clock.stops()).filter(|stop| stop.answered_on.is_none()) {
            questions.push(Question {
                code: format!("{}.{}", claim.right.code(), stop.reason.code()),
                right: used(claim.right),
                asked_on: civil(stop.asked_on),
                letter: letters_on(&letters, (Kind::Clarification, claim.right), stop.asked_on).pop(),
            });
        }
    }
    let written = messages::of_case(tx, &key, case.id).await?;
    let messages = written::messages(written, Sender::Person, questions, case.state.takes_messages(), uploads);
    Ok(CaseView {
        line: case_line(case, &known, is_undecided, today),
        claims,
        answered: count(answered),
        with_human: count(with_human),
        total: count(total),
        packages: shown,
        package_days: office.package_days.into(),
        timeline,
        messages,
    })
}

/// A letter in a case of which this person is the filer. That it was read is noted.
pub(super) async fn letter(
    office: &Office,
    person: PersonId,
    reference: &str,
    number: i64,
) -> Result<LetterView, Error> {
    let (row, letter) = read(office, person, reference, number).await?;
    let blocks = letter.parts().iter().flat_map(|part| &part.blocks).cloned().map(|block| match block {
        Block::Heading(text) => LetterBlock::Heading(text),
        Block::Text(text) => LetterBlock::Text(text),
        Block::Words(text) => LetterBlock::Words(text),
        Block::List(texts) => LetterBlock::List(texts),
    });
    Ok(LetterView {
        line: letter_line(&row, &letter.heading()),
        issued: moment(row.issued_at.unwrap_or(row.made_at)),
        blocks: blocks.collect(),
        facts: letter.facts().iter().map(|facts| (facts.system.clone(), facts.rows.clone())).collect(),
    })
}

fn letter_line(row: &LetterRow, letter: &Heading) -> LetterLine {
    LetterLine {
        number: row.number,
        title: letter.title().to_owned(),
        language: letter.language().tag(),
        is_read: row.opened_at.is_some(),
    }
}

/// The letters of a kind about a right that the person got on a day, in the order in which they came.
fn letters_on(letters: &[(LetterRow, Heading)], (kind, right): (Kind, Right), day: Date) -> Vec<LetterLine> {
    let is_one = |(row, letter): &&(LetterRow, Heading)| {
        row.kind == kind && letter.may_be_about(right) && row.issued_at.map(date_in_oslo_at) == Some(day)
    };
    letters.iter().filter(is_one).map(|(row, letter)| letter_line(row, letter)).collect()
}

/// The last answer to a claim that the person was told.
async fn answer(
    tx: &mut Tx,
    key: &Key,
    claim: ClaimId,
    letters: &[(LetterRow, Heading)],
    (language, today): (Language, Date),
) -> Result<Option<(Outcome, ClaimAnswer)>, Error> {
    let all = on_claim(tx, key, claim).await?;
    let letter_of = |made: DecisionId| {
        let found = letters.iter().rev().find(|(row, _)| row.decision == Some(made));
        found.map(|(row, letter)| letter_line(row, letter))
    };
    for made in all.iter().rev() {
        let Some(newest) = letter_of(made.id) else { continue };
        // What was missing comes in a letter of its own; the ones before it say the rest.
        let mut told = vec![newest];
        let mut before = made.supplements;
        while let Some(made) = before.and_then(|id| all.iter().find(|made| made.id == id)) {
            told.extend(letter_of(made.id));
            before = made.supplements;
        }
        told.reverse();
        let mut names = if made.gaps.is_empty() { BTreeMap::new() } else { systems::missing_in(tx, made.id).await? };
        let missing = made.gaps.iter().map(|gap| {
            let system = names.remove(&gap.task).ok_or(Error::NotFound)?;
            let (expected_on, is_late) = (civil(gap.expected_on), gap.expected_on < today);
            Ok(StillMissing { system, expected_on, is_late })
        });
        let missing = missing.collect::<Result<_, Error>>()?;
        let grounds = made.grounds.iter().map(|(code, text)| reason(Words(language), code, text.as_deref()));
        let withheld = grounds.filter(|ground| !ground.is_empty()).collect();
        let answer = ClaimAnswer { letters: told, withheld, missing };
        return Ok(Some((made.outcome, answer)));
    }
    Ok(None)
}

fn claim_view(
    case: &Case,
    claim: &Claim,
    moved: Vec<(Moved, Vec<LetterLine>)>,
    today: Date,
    answer: Option<(Outcome, ClaimAnswer)>,
) -> ClaimView {
    let (told, answer) = answer.unzip();
    let is_withdrawn = claim.outcome == Outcome::Withdrawn || matches!(case.state, CaseState::Withdrawn { .. });
    ClaimView {
        line: claim_line(claim, answer.is_none(), today),
        // What the letter says that is out: a later decision may wait for its package, and nobody gets one that was decided
        // when the case was taken back.
        outcome: match told.unwrap_or(if is_withdrawn { Outcome::Withdrawn } else { Outcome::Open }) {
            Outcome::Open => ClaimOutcome::Open,
            Outcome::Withdrawn => ClaimOutcome::Withdrawn,
            Outcome::Granted => ClaimOutcome::Granted,
            Outcome::PartlyGranted => ClaimOutcome::PartlyGranted,
            Outcome::Refused => ClaimOutcome::Refused,
            Outcome::NothingHeld => ClaimOutcome::NothingHeld,
        },
        moved,
        answer,
    }
}

/// Why the date is another than it would have been, each with the letters that say so.
fn moved(
    clock: &ClaimClock,
    right: Right,
    today: Date,
    letters: &[(LetterRow, Heading)],
) -> Vec<(Moved, Vec<LetterLine>)> {
    let (Ok(deadline), Ok(before)) = (clock.deadline(today), clock.due_before_extension()) else { return Vec::new() };
    let mut moved = Vec::new();
    if let (Some(extension), Some(was)) = (clock.extension(), before) {
        // Here it can be read on the day on which it was decided; on paper it may come later.
        let letters = letters_on(letters, (Kind::Extension, right), extension.decided_on);
        moved.push((Moved::Extended(civil(was)), letters));
    }
    match clock.stops().iter().find(|stop| stop.answered_on.is_none()) {
        // What is asked stands above, with its letter.
        Some(stop) => moved.push((Moved::Stands(civil(stop.asked_on)), Vec::new())),
        None => {
            let days = u32::try_from(deadline.paused_days).unwrap_or_default();
            let asked = clock.stops().iter().map(|stop| stop.asked_on).collect::<BTreeSet<_>>();
            let asked = asked.into_iter().flat_map(|day| letters_on(letters, (Kind::Clarification, right), day));
            moved.extend((days > 0).then(|| (Moved::Stood(days), asked.collect())));
        }
    }
    moved
}

/// An instant in UTC milliseconds, as the clocks of Oslo say it.
pub(super) fn moment(at: i64) -> Moment {
    let time = in_oslo(Timestamp::from_millisecond(at).unwrap_or_default());
    Moment { on: civil(time.date()), at: time.strftime("%H.%M").to_string() }
}

pub(super) fn count(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
