//! What pages say of a case, in a word or a sentence.

use crate::model::ask::Whom;
use crate::model::case::{ClaimOutcome, ClaimView};
use crate::model::{CaseLine, CaseProgress, ClaimLine, UsedRight};
use crate::words::Words;
use crate::words::named::{MineAnd, MineProgress};

pub(crate) fn right_word(words: Words, right: UsedRight) -> &'static str {
    match right {
        UsedRight::Access => words.mine_access(),
        UsedRight::Rectification => words.mine_rectification(),
        UsedRight::Erasure => words.mine_erasure(),
    }
}

/// The rights that are used in a case.
pub(crate) fn rights_of(words: Words, line: &CaseLine) -> String {
    let names = line.claims.iter().map(|claim| right_word(words, claim.right)).enumerate();
    // One sentence: only its first word begins with a capital letter.
    let mut names: Vec<String> =
        names.map(|(at, name)| if at == 0 { name.to_owned() } else { name.to_lowercase() }).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => {
            words.mine_and(MineAnd { first: names.join(", ").as_str(), last: last.as_str() })
        }
        last => last.unwrap_or_default(),
    }
}

/// Whom a case is about where that is not who sent it in.
pub(crate) fn whom_word(words: Words, whom: Whom) -> Option<&'static str> {
    match whom {
        Whom::Oneself => None,
        Whom::Child => Some(words.case_about_child()),
        Whom::Principal => Some(words.case_about_principal()),
    }
}

pub(crate) fn progress_word(words: Words, progress: CaseProgress) -> &'static str {
    match progress {
        CaseProgress::Open => words.mine_open(),
        CaseProgress::Answered => words.mine_answered(),
        CaseProgress::Closed => words.mine_closed(),
        CaseProgress::Withdrawn => words.mine_withdrawn(),
    }
}

/// By when there is an answer; or, when that day is over, that we are late.
pub(crate) fn due_sentence(words: Words, claim: &ClaimLine) -> String {
    let date = words.date(claim.due_on);
    if claim.overdue { words.mine_overdue(date) } else { words.mine_due(date) }
}

/// How many systems have answered, and what becomes of the rest. Which they are is not said.
pub fn progress_sentences(words: Words, answered: u32, with_human: u32, total: u32) -> Vec<String> {
    let progress = match total {
        0 => words.case_nobody_asked().to_owned(),
        _ if answered == total => words.case_all_answered().to_owned(),
        _ => words.mine_progress(MineProgress { answered, total }),
    };
    let by_itself = (total > answered + with_human).then(|| words.case_by_itself(total - answered - with_human));
    let human = (with_human > 0).then(|| words.case_with_human(with_human));
    [Some(progress), by_itself, human].into_iter().flatten().collect()
}

/// What became of a right, or by when there is an answer.
pub(super) fn outcome_sentence(words: Words, claim: &ClaimView) -> String {
    match claim.outcome {
        ClaimOutcome::Open => due_sentence(words, &claim.line),
        ClaimOutcome::Granted => words.case_granted().to_owned(),
        ClaimOutcome::PartlyGranted => words.case_partly_granted().to_owned(),
        ClaimOutcome::Refused => words.case_refused().to_owned(),
        ClaimOutcome::NothingHeld if claim.line.right == UsedRight::Access => words.case_nothing_held().to_owned(),
        ClaimOutcome::NothingHeld => words.case_not_found().to_owned(),
        ClaimOutcome::Withdrawn => words.mine_withdrawn().to_owned(),
    }
}
