//! One case of the person's own: what is happening, by when there is an answer, the answer, and what has happened.

use std::sync::Arc;

use leptos::prelude::*;

use super::data;
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::model::case::{
    AGAIN, ASK_AGAIN, CASE, CaseView, ClaimAnswer, ClaimOutcome, ClaimView, Happened, Moment, Moved, PackageLine,
    WITHDRAW,
};
use crate::model::{CaseProgress, ClaimLine, DONE, UsedRight};
use crate::parts::done::Success;
use crate::parts::form::{ErrorSummary, Whose};
use crate::visit::{Visit, use_words};
use crate::words::named::{CaseMissingOne, CasePackage, MineProgress, ReceiptReceived};
use crate::words::{Area, Words};

pub(crate) fn right_word(words: Words, right: UsedRight) -> &'static str {
    match right {
        UsedRight::Access => words.mine_access(),
        UsedRight::Rectification => words.mine_rectification(),
        UsedRight::Erasure => words.mine_erasure(),
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

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.rsplit('/').next().unwrap_or_default();
    let case = desk.case(reference, words.0).await?;
    let title = words.mine_reference(case.line.reference.clone());
    let visit = visit.clone();
    let withdrawn = visit.query_value(DONE) == Some("trukket");
    let page = move || {
        let open = case.line.progress == CaseProgress::Open;
        let reference = case.line.reference.clone();
        let claims: Vec<_> = case.claims.iter().map(|claim| claim_row(words, claim)).collect();
        let answered = case.claims.iter().any(|claim| claim.answer.is_some()) || !case.packages.is_empty();
        let answer = answered.then(|| view! { <Answer visit=visit.clone() case=case.clone() /> });
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=vec![(CASE, words.case_withdraw()), (AGAIN, words.case_again())] />
            {withdrawn.then(|| view! { <Success text=words.case_was_withdrawn() /> })}
            <p class="ds-paragraph">
                <span class="ds-tag" data-variant="outline">
                    {progress_word(words, case.line.progress)}
                </span>
            </p>
            {open.then(|| view! { <Now case=case.clone() /> })}
            {answer}
            <h2 class="ds-heading" data-size="sm">
                {words.case_claims()}
            </h2>
            <dl class="facts">{claims}</dl>
            <Timeline reference=reference.clone() timeline=case.timeline />
            <ul class="ds-list">
                <li>
                    <a class="ds-link" href=format!("/min-side/sak/{reference}/oppslag")>
                        {words.data_looked_title()}
                    </a>
                </li>
                <li>
                    <a class="ds-link" href=format!("/min-side/sak/{reference}/kvittering")>
                        {words.receipt_link()}
                    </a>
                </li>
            </ul>
            <h2 class="ds-heading" data-size="sm">
                {words.case_kept()}
            </h2>
            <p class="ds-paragraph">{words.case_kept_text()}</p>
            {open.then(|| view! { <Withdraw visit=visit reference=reference /> })}
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/min-side">
                    {words.mine_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Case, title, words.mine_description(), page))
}

/// What is happening, in a sentence or two.
#[component]
fn Now(case: CaseView) -> impl IntoView {
    let words = use_words();
    let CaseView { answered, with_human, total, claims, .. } = case;
    let waits = claims.iter().flat_map(|claim| &claim.moved).find_map(|moved| match moved {
        Moved::Stands(since) => Some(*since),
        _ => None,
    });
    let waits = waits.map(|since| {
        view! {
            <div class="ds-alert" data-color="warning">
                <h3 class="ds-heading" data-size="xs">
                    {words.case_waits()}
                </h3>
                <p class="ds-paragraph">{words.case_waits_text(words.date(since))}</p>
            </div>
        }
    });
    let progress = match total {
        0 => words.case_nobody_asked().to_owned(),
        _ if answered == total => words.case_all_answered().to_owned(),
        _ => words.mine_progress(MineProgress { answered, total }),
    };
    let human = (with_human > 0).then(|| words.case_with_human(with_human));
    let by_itself = (total > answered + with_human).then(|| words.case_by_itself(total - answered - with_human));
    view! {
        <section aria-labelledby="na">
            <h2 class="ds-heading" data-size="sm" id="na">
                {words.receipt_now()}
            </h2>
            {waits}
            <p class="ds-paragraph">{progress}</p>
            {by_itself.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
            {human.map(|text| view! { <p class="ds-paragraph">{text}</p> })}
        </section>
    }
}

/// What became of a right, or by when there is an answer.
fn outcome_sentence(words: Words, claim: &ClaimView) -> String {
    match claim.outcome {
        ClaimOutcome::Open => due_sentence(words, &claim.line),
        ClaimOutcome::Granted => words.case_granted().to_owned(),
        ClaimOutcome::PartlyGranted => words.case_partly_granted().to_owned(),
        ClaimOutcome::Refused => words.case_refused().to_owned(),
        ClaimOutcome::NothingHeld => words.case_nothing_held().to_owned(),
        ClaimOutcome::Withdrawn => words.mine_withdrawn().to_owned(),
    }
}

/// One right: by when there is an answer, and why that day moved; or what became of it.
fn claim_row(words: Words, claim: &ClaimView) -> impl IntoView + use<> {
    let said = outcome_sentence(words, claim);
    let open = claim.outcome == ClaimOutcome::Open;
    let moved: Vec<_> = claim
        .moved
        .iter()
        .filter(|_| open)
        .map(|moved| match moved {
            Moved::Extended(was) => words.case_extended(words.date(*was)),
            Moved::Stands(since) => words.case_stands(words.date(*since)),
            Moved::Stood(days) => words.case_stood(*days),
        })
        .map(|text| view! { <br /> {text} })
        .collect();
    view! {
        <dt>{right_word(words, claim.line.right)}</dt>
        <dd>{said} {moved}</dd>
    }
}

/// The answer: for each right what it comes to, in a sentence; what was withheld and why; what is missing; what one can do.
#[component]
fn Answer(visit: Visit, case: CaseView) -> impl IntoView {
    let words = use_words();
    let CaseView { line, claims, packages, .. } = case;
    let blocks: Vec<_> = claims
        .into_iter()
        .filter_map(|claim| {
            let answer = claim.answer.clone()?;
            let packages = (claim.line.right == UsedRight::Access)
                .then(|| view! { <Packages visit=visit.clone() reference=line.reference.clone() packages=packages.clone() /> });
            let block = view! {
                <section class="ds-card answer" data-variant="tinted">
                    <h3 class="ds-heading" data-size="xs">
                        {right_word(words, claim.line.right)}
                    </h3>
                    <p class="ds-paragraph">{outcome_sentence(words, &claim)}</p>
                    <Reasons reference=line.reference.clone() answer=answer />
                    {packages}
                </section>
            };
            Some(block)
        })
        .collect();
    view! {
        <section aria-labelledby="svar">
            <h2 class="ds-heading" data-size="sm" id="svar">
                {words.case_answer()}
            </h2>
            {blocks}
        </section>
    }
}

/// The letter, why something is not there, what follows later, and how to complain.
#[component]
fn Reasons(reference: String, answer: ClaimAnswer) -> impl IntoView {
    let words = use_words();
    let ClaimAnswer { letter, withheld, missing } = answer;
    let withheld = (!withheld.is_empty()).then(|| {
        let items: Vec<_> = withheld.into_iter().map(|text| view! { <li>{text}</li> }).collect();
        view! {
            <h4 class="ds-heading" data-size="2xs">
                {words.case_withheld()}
            </h4>
            <ul class="ds-list">{items}</ul>
            <details class="fold">
                <summary>{words.case_complain()}</summary>
                <p class="ds-paragraph">{words.case_complain_text()}</p>
                <p class="ds-paragraph">{words.letter_remedy()}</p>
            </details>
        }
    });
    let missing = (!missing.is_empty()).then(|| {
        let items: Vec<_> = missing
            .into_iter()
            .map(|(system, expected)| {
                let date = words.date(expected);
                view! { <li>{words.case_missing_one(CaseMissingOne { system, date })}</li> }
            })
            .collect();
        view! {
            <h4 class="ds-heading" data-size="2xs">
                {words.data_missing()}
            </h4>
            <ul class="ds-list">{items}</ul>
        }
    });
    view! {
        <p class="ds-paragraph">
            {words.case_read_letter()} " "
            <a class="ds-link" lang=letter.language href=format!("/min-side/sak/{reference}/brev/{}", letter.number)>
                {letter.title}
            </a>
        </p>
        {withheld}
        {missing}
    }
}

/// What can be seen and fetched, until when.
#[component]
fn Packages(visit: Visit, reference: String, packages: Vec<PackageLine>) -> impl IntoView {
    let words = use_words();
    let several = packages.len() > 1;
    let over = !packages.is_empty() && packages.iter().all(|package| package.until.is_none());
    let items: Vec<_> = packages
        .into_iter()
        .map(|package| {
            let name = if package.number == 1 { words.case_package_first() } else { words.case_package_more() };
            let name = several.then(|| {
                view! {
                    <h4 class="ds-heading" data-size="2xs">
                        {name}
                    </h4>
                }
            });
            let size = words.size(package.size_bytes);
            let link = match package.until {
                Some(until) => {
                    let text = words.case_package(CasePackage { size, date: words.date(until) });
                    let address = format!("/min-side/sak/{reference}/pakke/{}", package.number);
                    view! {
                        <p class="actions">
                            <a class="ds-button" href=data::path(&reference, package.number, None)>
                                {words.case_see()}
                            </a>
                            <a class="ds-button" data-variant="secondary" href=address download>
                                {words.case_download()}
                            </a>
                        </p>
                        <p class="ds-paragraph">{text}</p>
                    }
                    .into_any()
                }
                None => view! { <p class="ds-paragraph">{words.case_package_over()}</p> }.into_any(),
            };
            let fetched =
                package.is_fetched.then(|| view! { <p class="ds-paragraph">{words.case_package_fetched()}</p> });
            view! {
                {name}
                {link}
                {fetched}
            }
        })
        .collect();
    let again = over.then(|| {
        view! {
            <form method="post" action=ASK_AGAIN>
                <Whose visit=visit />
                <input type="hidden" name=CASE value=reference />
                <button class="ds-button" data-variant="secondary" type="submit" id=AGAIN>
                    {words.case_again()}
                </button>
            </form>
        }
    });
    view! {
        {items}
        {again}
    }
}

/// What happened, the newest first.
#[component]
fn Timeline(reference: String, timeline: Vec<(Moment, Happened)>) -> impl IntoView {
    let words = use_words();
    let items: Vec<_> = timeline
        .into_iter()
        .map(|(moment, happened)| {
            let when = words.receipt_received(ReceiptReceived { date: words.date(moment.on), time: moment.at });
            let what = match happened {
                Happened::Received => words.case_happened_received().into_any(),
                Happened::Answered => words.case_happened_answered().into_any(),
                Happened::Closed => words.case_happened_closed().into_any(),
                Happened::Withdrawn => words.case_happened_withdrawn().into_any(),
                Happened::Package(number) => words.case_happened_package(number).into_any(),
                Happened::Fetched(number) => words.case_happened_fetched(number).into_any(),
                Happened::Letter(letter) => {
                    let unread = (!letter.is_read)
                        .then(|| view! { " " <span class="ds-tag" data-color="info">{words.case_unread()}</span> });
                    view! {
                        {words.case_happened_letter()}
                        " "
                        <a
                            class="ds-link"
                            lang=letter.language
                            href=format!("/min-side/sak/{reference}/brev/{}", letter.number)
                        >
                            {letter.title}
                        </a>
                        {unread}
                    }
                    .into_any()
                }
            };
            view! {
                <li>
                    <p class="timeline__when">{when}</p>
                    <p class="timeline__what">{what}</p>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="hendt">
            <h2 class="ds-heading" data-size="sm" id="hendt">
                {words.case_happened()}
            </h2>
            <ol class="timeline" reversed>
                {items}
            </ol>
        </section>
    }
}

/// Taking it back: what that means, before the button.
#[component]
fn Withdraw(visit: Visit, reference: String) -> impl IntoView {
    let words = use_words();
    view! {
        <details class="fold" id=CASE>
            <summary>{words.case_withdraw()}</summary>
            <p class="ds-paragraph">{words.case_withdraw_text()}</p>
            <form method="post" action=WITHDRAW>
                <Whose visit=visit />
                <input type="hidden" name=CASE value=reference />
                <button class="ds-button" data-variant="secondary" data-color="danger" type="submit">
                    {words.case_withdraw()}
                </button>
            </form>
        </details>
    }
}
