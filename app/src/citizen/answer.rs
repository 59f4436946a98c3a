//! The answer to a case: what each right came to, what can be seen and fetched, what is missing, and how to complain.

use leptos::prelude::*;

use super::case::letter_link;
use super::data;
use super::said::{outcome_sentence, right_word};
use crate::model::UsedRight;
use crate::model::case::{
    AGAIN, ASK_AGAIN, CASE, CaseProgress, CaseView, ClaimAnswer, ClaimOutcome, ClaimView, PackageLine, StillMissing,
};
use crate::parts::form::Whose;
use crate::visit::{Visit, use_words};
use crate::words::named::{CaseMissingLate, CaseMissingOne, CasePackage};

/// The answer: for each right what it comes to, in a sentence; what was withheld and why; what is missing; what one can do.
#[component]
pub(super) fn Answer(visit: Visit, case: CaseView) -> impl IntoView {
    let words = use_words();
    let CaseView { line, claims, packages, .. } = case;
    // What was given once can be fetched, also where it is judged anew.
    let is_with_answer = |claim: &ClaimView| claim.line.right == UsedRight::Access && claim.answer.is_some();
    let given = (!packages.is_empty() && !claims.iter().any(is_with_answer)).then(|| {
        let again = (line.progress == CaseProgress::Open).then(|| words.case_given_again());
        let fetched = packages.iter().any(|package| package.until.is_some()).then(|| words.case_given_text());
        let said: Vec<_> =
            again.into_iter().chain(fetched).map(|text| view! { <p class="ds-paragraph">{text}</p> }).collect();
        view! {
            <section class="ds-card answer" data-variant="tinted">
                <h3 class="ds-heading" data-size="xs">
                    {right_word(words, UsedRight::Access)}
                </h3>
                {said}
                <Packages visit=visit.clone() reference=line.reference.clone() packages=packages.clone() />
            </section>
        }
    });
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
                    <Reasons reference=line.reference.clone() claim=claim answer=answer />
                    {packages}
                </section>
            };
            Some(block)
        })
        .collect();
    view! {
        <section aria-labelledby="svar">
            <h2 class="ds-heading" data-size="sm" id="svar">
                {if blocks.is_empty() { words.case_given() } else { words.case_answer() }}
            </h2>
            {blocks}
            {given}
        </section>
    }
}

/// The letter, why something is not there, what follows later, and how to complain.
#[component]
fn Reasons(reference: String, claim: ClaimView, answer: ClaimAnswer) -> impl IntoView {
    let words = use_words();
    let ClaimAnswer { letters, withheld, missing } = answer;
    let right = claim.line.right;
    // Whoever did not get all that they asked for may complain, for whichever reason.
    let complain = (claim.outcome != ClaimOutcome::Granted || !missing.is_empty()).then(|| {
        let journal = (right != UsedRight::Access)
            .then(|| view! { <p class="ds-paragraph">{words.letter_complaint_statsforvalteren()}</p> });
        view! {
            <details class="fold">
                <summary>{words.case_complain()}</summary>
                <p class="ds-paragraph">{words.case_complain_text()}</p>
                {journal}
                <p class="ds-paragraph">{words.letter_remedy()}</p>
                <p class="ds-paragraph">{words.letter_law()}</p>
            </details>
        }
    });
    // Only of what one asks to see is something held back; the rest is not done.
    let title = if right == UsedRight::Access { words.case_withheld() } else { words.case_why() };
    let withheld = (!withheld.is_empty()).then(|| {
        let items: Vec<_> = withheld.into_iter().map(|text| view! { <li>{text}</li> }).collect();
        view! {
            <h4 class="ds-heading" data-size="2xs">
                {title}
            </h4>
            <ul class="ds-list">{items}</ul>
        }
    });
    let missing = (!missing.is_empty()).then(|| {
        let items: Vec<_> = missing
            .into_iter()
            .map(|StillMissing { system, expected_on, is_late }| {
                let date = words.date(expected_on);
                let text = if is_late {
                    words.case_missing_late(CaseMissingLate { system, date })
                } else {
                    words.case_missing_one(CaseMissingOne { system, date })
                };
                view! { <li>{text}</li> }
            })
            .collect();
        view! {
            <h4 class="ds-heading" data-size="2xs">
                {words.data_missing()}
            </h4>
            <ul class="ds-list">{items}</ul>
        }
    });
    let letters: Vec<_> = letters
        .into_iter()
        .enumerate()
        .map(|(at, letter)| {
            let text = if at == 0 { words.case_read_letter() } else { words.case_read_later() };
            view! {
                <p class="ds-paragraph">
                    {text} " " {letter_link(&reference, &letter)}
                </p>
            }
        })
        .collect();
    view! {
        {letters}
        {withheld}
        {missing}
        {complain}
    }
}

/// What can be seen and fetched, until when.
#[component]
fn Packages(visit: Visit, reference: String, packages: Vec<PackageLine>) -> impl IntoView {
    let words = use_words();
    let several = packages.len() > 1;
    let over = packages.iter().any(|package| package.until.is_none());
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
