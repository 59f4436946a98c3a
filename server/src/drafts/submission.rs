//! A draft as what is sent in.

use app::model::UsedRight;
use app::model::ask::{Clues, Draft, DraftFile, Extent, Unwanted, Whom, Wrong};
use jiff::civil::Date;

use super::files::uploaded;
use crate::cases::submission::{
    Asked, Behalf, Correction, FormToken, Help, Hint, HintKind, Refused, Scope, Submission,
};
use crate::subjects::identity_number::NationalId;
use crate::uploads::Uploaded;

/// What the answers ask for, in the order of the rights.
pub(super) fn asked(draft: &Draft) -> Vec<Asked> {
    let scope = draft.extent.as_ref().map(scope).unwrap_or_default();
    let of = |right: &UsedRight| match right {
        UsedRight::Access => Asked::Access { scope: scope.clone() },
        UsedRight::Rectification => Asked::Rectification {
            scope: scope.clone(),
            corrections: draft.wrong.iter().map(correction).collect(),
            restrict_meanwhile: draft.restrict_wrong.unwrap_or(true),
        },
        UsedRight::Erasure => Asked::Erasure {
            scope: scope.clone(),
            explanation: draft.unwanted.as_ref().and_then(explanation),
            restrict_meanwhile: draft.restrict_unwanted,
        },
    };
    draft.rights.iter().map(of).collect()
}

/// The answers as they are sent in; `subject` is whom they are about.
pub(super) fn submission(
    draft: &Draft,
    filer: NationalId,
    subject: NationalId,
    token: FormToken,
) -> Result<Submission, Refused> {
    let submission = Submission::about(filer, subject, asked(draft), token)?;
    let behalf = match draft.whom {
        Some(Whom::Child) => Some(Behalf::Child),
        Some(Whom::Principal) => Some(Behalf::Principal),
        Some(Whom::Oneself) | None => None,
    };
    let files = sent_files(draft).map(|(shows, file)| match shows {
        Shows::Authority => (None, file.sha256),
        Shows::Wrong(index, _) => (Some(index), file.sha256),
    });
    let submission = submission.on_behalf(behalf).with_files(files.collect());
    submission.with_help(draft.clues.as_ref().map(help).unwrap_or_default())
}

/// What was sent in, as the answers that it was made of. `other` is the number of whom it is about, where that is another.
pub(crate) fn answers(asked: &[Asked], help: &Help, whom: Whom, other: String) -> Draft {
    let of = |kind: HintKind| help.hints.iter().filter(move |hint| hint.kind == kind).map(|hint| hint.value.as_str());
    let joined = |lines: &mut dyn Iterator<Item = &str>| lines.collect::<Vec<_>>().join("\n");
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut draft = Draft { whom: Some(whom), other, ..Draft::default() };
    for one in asked {
        let scope = one.scope();
        draft.extent = Some(Extent {
            sectors: scope.sectors.clone(),
            words: scope.categories.join("\n"),
            from: day(scope.from),
            to: day(scope.to),
        });
        draft.rights.push(match one {
            Asked::Access { .. } => UsedRight::Access,
            Asked::Rectification { corrections, restrict_meanwhile, .. } => {
                draft.wrong = corrections.iter().map(wrong).collect();
                draft.restrict_wrong = Some(*restrict_meanwhile);
                UsedRight::Rectification
            }
            Asked::Erasure { explanation, restrict_meanwhile, .. } => {
                let what = explanation.clone().unwrap_or_default();
                draft.unwanted = Some(Unwanted { what, why: String::new() });
                draft.restrict_unwanted = *restrict_meanwhile;
                UsedRight::Erasure
            }
        });
    }
    draft.clues = Some(Clues {
        names: joined(&mut help.names.iter().map(String::as_str)),
        addresses: joined(&mut of(HintKind::Address)),
        phones: joined(&mut of(HintKind::Phone)),
        customer: joined(&mut of(HintKind::CustomerNumber)),
    });
    draft
}

fn wrong(correction: &Correction) -> Wrong {
    let Correction { field, current_value, proposed_value, reason } = correction.clone();
    let [current, right, why] = [current_value, proposed_value, reason].map(Option::unwrap_or_default);
    Wrong { id: String::new(), what: field, current, right, why }
}

/// What a file shows.
#[derive(Clone, Copy)]
pub(super) enum Shows<'a> {
    /// That the filer may ask for another.
    Authority,
    /// That this is wrong; its index comes first.
    Wrong(u32, &'a Wrong),
}

/// The files that belong to what is asked for.
pub(super) fn sent_files(draft: &Draft) -> impl Iterator<Item = (Shows<'_>, Uploaded)> {
    let is_for_another = draft.whom.is_some_and(|whom| whom != Whom::Oneself);
    let authority = is_for_another.then_some((Shows::Authority, DraftFile::AUTHORITY));
    let corrects = draft.uses(UsedRight::Rectification);
    let wrong = (0..).zip(&draft.wrong).filter(move |_| corrects);
    let wrong = wrong.map(|(index, wrong)| (Shows::Wrong(index, wrong), wrong.id.as_str()));
    let shown = authority.into_iter().chain(wrong);
    shown.flat_map(|(shows, id)| draft.files_of(id).filter_map(uploaded).map(move |file| (shows, file)))
}

fn scope(extent: &Extent) -> Scope {
    Scope {
        sectors: extent.sectors.clone(),
        categories: some(&extent.words).into_iter().collect(),
        from: day(&extent.from),
        to: day(&extent.to),
    }
}

/// The first and the last day of what is asked about, where they were chosen.
pub(crate) fn period(draft: &Draft) -> (Option<Date>, Option<Date>) {
    draft.extent.as_ref().map_or((None, None), |extent| (day(&extent.from), day(&extent.to)))
}

/// A day as a browser sends it.
fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn correction(wrong: &Wrong) -> Correction {
    Correction {
        field: wrong.what.clone(),
        current_value: some(&wrong.current),
        proposed_value: some(&wrong.right),
        reason: some(&wrong.why),
    }
}

fn explanation(unwanted: &Unwanted) -> Option<String> {
    let parts: Vec<&str> =
        [unwanted.what.as_str(), &unwanted.why].into_iter().filter(|part| !part.is_empty()).collect();
    some(&parts.join("\n\n"))
}

fn help(clues: &Clues) -> Help {
    let hints = [
        (HintKind::Address, &clues.addresses),
        (HintKind::Phone, &clues.phones),
        (HintKind::CustomerNumber, &clues.customer),
    ];
    let hints = hints.into_iter().flat_map(|(kind, text)| lines(text).map(move |value| Hint { kind, value }));
    Help { names: lines(&clues.names).collect(), hints: hints.collect() }
}

/// What stands on each line that is not empty.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use app::model::Sector;

    use super::*;

    #[test]
    fn what_was_answered_is_what_is_asked_for() {
        let draft = Draft {
            rights: UsedRight::ALL.to_vec(),
            extent: Some(Extent {
                sectors: vec![Sector::Education],
                words: "karakterer".to_owned(),
                from: "2020-08-01".to_owned(),
                to: String::new(),
            }),
            wrong: vec![Wrong { what: "navnet".to_owned(), right: "Åse".to_owned(), ..Wrong::default() }],
            restrict_wrong: Some(false),
            unwanted: Some(Unwanted { what: "bildet".to_owned(), why: String::new() }),
            restrict_unwanted: true,
            ..Draft::default()
        };
        let asked = asked(&draft);
        assert!(asked.iter().all(|asked| asked.scope().sectors == [Sector::Education]));
        assert!(asked.iter().all(|asked| asked.scope().from == Some(jiff::civil::date(2020, 8, 1))));
        let [Asked::Access { .. }, Asked::Rectification { corrections, restrict_meanwhile: false, .. }, last] =
            &asked[..]
        else {
            unreachable!("three rights in order")
        };
        assert_eq!((corrections[0].field.as_str(), corrections[0].proposed_value.as_deref()), ("navnet", Some("Åse")));
        assert_eq!(corrections[0].current_value, None, "what is not said is not an empty text");
        let Asked::Erasure { explanation, restrict_meanwhile: true, .. } = last else {
            unreachable!("erasure is last")
        };
        assert_eq!(explanation.as_deref(), Some("bildet"));
        let sent = Draft { whom: Some(Whom::Oneself), clues: Some(Clues::default()), ..draft };
        let read = answers(&super::asked(&sent), &Help::default(), Whom::Oneself, String::new());
        assert!(read == sent, "what was sent in is read again as it was answered");
    }

    #[test]
    fn each_line_is_something_to_find_somebody_by() {
        let clues =
            Clues { names: " Kari \n\n Karine\n".to_owned(), phones: "99 88 77 66".to_owned(), ..Clues::default() };
        let help = help(&clues);
        assert_eq!(help.names, ["Kari", "Karine"]);
        assert_eq!(help.hints.len(), 1);
    }
}
