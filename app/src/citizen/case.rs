//! One case of the person's own: what is happening, by when there is an answer, the answer, and what has happened.

use std::sync::Arc;

use leptos::prelude::*;

use super::answer::Answer;
use super::said::{outcome_sentence, progress_sentences, progress_word, right_word, rights_of, whom_word};
use crate::desks::CitizenCaseDesk;
use crate::document::Document;
use crate::fault::Fault;
use crate::islands::CaseProgress;
use crate::model::case::{
    AGAIN, CASE, CaseView, ClaimOutcome, ClaimView, Happened, LetterLine, Moment, Moved, PackageLine, WITHDRAW,
};
use crate::model::messages::{MESSAGE, Messages as Written, WRITE};
use crate::model::upload::FILES;
use crate::model::{CaseLine, CaseProgress, DONE, UsedRight};
use crate::parts::contact::Contact;
use crate::parts::done::Success;
use crate::parts::form::{ErrorSummary, Whose};
use crate::parts::messages::{MESSAGES, Thread, WriteForm, Writing};
use crate::visit::{Visit, use_words};
use crate::words::named::{MineTitleOf, ReceiptReceived};
use crate::words::{Area, Words};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CitizenCaseDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.rsplit('/').next().unwrap_or_default();
    let case = desk.case(reference, words.0).await?;
    let rights = rights_of(words, &case.line);
    let title = words.mine_title_of(MineTitleOf { rights, reference: case.line.reference.as_str() });
    let visit = visit.clone();
    let done = match visit.query_value(DONE) {
        Some("trukket") => Some(words.case_was_withdrawn()),
        Some("melding") => Some(words.messages_sent()),
        _ => None,
    };
    let page = move || {
        let open = case.line.progress == CaseProgress::Open;
        let asked = !case.messages.questions.is_empty();
        let reference = case.line.reference.clone();
        // What is answered stands with its answer.
        let waiting = case.claims.iter().filter(|claim| claim.answer.is_none());
        let claims: Vec<_> = waiting.map(|claim| claim_row(words, &reference, claim)).collect();
        let claims = (!claims.is_empty()).then(|| {
            view! {
                <h2 class="ds-heading" data-size="sm">
                    {words.case_claims()}
                </h2>
                <dl class="facts">{claims}</dl>
            }
        });
        let answered = case.claims.iter().any(|claim| claim.answer.is_some()) || !case.packages.is_empty();
        let answer = answered.then(|| view! { <Answer visit=visit.clone() case=case.clone() /> }.into_any());
        let now = open.then(|| view! { <Now visit=visit.clone() case=case.clone() /> }.into_any());
        let written = view! { <Messages visit=visit.clone() line=case.line.clone() messages=case.messages.clone() /> };
        let written = written.into_any();
        let kept = kept_until(words, &case);
        let timeline = view! { <Timeline reference=reference.clone() timeline=case.timeline.clone() /> }.into_any();
        view! {
            <ErrorSummary returned=visit.returned.clone() questions=vec![
                    (CASE, words.case_withdraw()),
                    (AGAIN, words.case_again()),
                    (MESSAGE, if asked { words.messages_answer_text() } else { words.messages_write() }),
                    (FILES, words.form_files()),
                ] />
            {done.map(|text| view! { <Success text=text /> })}
            <p class="ds-paragraph">
                <span class="ds-tag" data-variant="outline">
                    {progress_word(words, case.line.progress)}
                </span>
            </p>
            {whom_word(words, case.line.whom)
                .map(|whom| {
                    view! {
                        <p class="ds-paragraph">{words.case_about()} ": " {whom} ". " {words.case_on_behalf()}</p>
                    }
                })}
            {now}
            {answer}
            {claims}
            {written}
            {timeline}
            <ul class="ds-list">
                <li>
                    <a class="ds-link" href=format!("/min-side/sak/{reference}/henvendelse")>
                        {words.case_sent_in_link()}
                    </a>
                </li>
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
            {kept.into_iter().map(|text| view! { <p class="ds-paragraph">{text}</p> }).collect_view()}
            <p class="ds-paragraph">{words.case_kept_text()}</p>
            <p class="ds-paragraph">{words.case_kept_answers()}</p>
            {open.then(|| view! { <Withdraw visit=visit reference=reference in_part=answered /> })}
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href="/min-side">
                    {words.mine_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Case, title, words.mine_description(), page))
}

/// Until when each package is kept; where there is none yet, for how long one would be.
fn kept_until(words: Words, case: &CaseView) -> Vec<String> {
    let kept = |package: &PackageLine| {
        let date = words.date(package.until?);
        Some(if package.number == 1 { words.case_kept_file(date) } else { words.case_kept_more(date) })
    };
    let kept: Vec<_> = case.packages.iter().filter_map(kept).collect();
    let is_to_come = |claim: &ClaimView| claim.line.right == UsedRight::Access && claim.outcome == ClaimOutcome::Open;
    match kept.as_slice() {
        [] if !case.packages.is_empty() => vec![words.case_kept_gone().to_owned()],
        [] if case.claims.iter().any(is_to_come) => vec![words.case_kept_days(case.package_days)],
        _ => kept,
    }
}

/// What is happening, in a sentence or two.
#[component]
fn Now(visit: Visit, case: CaseView) -> impl IntoView {
    let words = use_words();
    let CaseView { line, answered, with_human, total, messages, .. } = case;
    let waits = messages.questions.first().cloned().map(|question| {
        let letter = question.letter.map(|letter| {
            let link = letter_link(&line.reference, &letter);
            view! { <p class="ds-paragraph">{words.messages_question()} " " {link}</p> }
        });
        let writing = messages.token.clone().map(|token| Writing {
            action: WRITE,
            case: (CASE, line.reference.clone()),
            answers: Some(question.code),
            token,
            label: words.messages_answer_text(),
            help: words.messages_answer_help(),
            button: words.messages_answer_send(),
            limits: messages.limits,
        });
        view! {
            <div class="ds-alert" data-color="warning">
                <h3 class="ds-heading" data-size="xs">
                    {words.case_waits()}
                </h3>
                <p class="ds-paragraph">{words.case_waits_text(words.date(question.asked_on))}</p>
                {letter}
            </div>
            <h3 class="ds-heading" data-size="xs">
                {words.messages_answer()}
            </h3>
            {writing.map(|writing| view! { <WriteForm visit=visit writing=writing /> })}
        }
    });
    let address = format!("/min-side/sak/{}/fremdrift", line.reference);
    let sentences = progress_sentences(words, answered, with_human, total).join("\n");
    view! {
        <section aria-labelledby="na">
            <h2 class="ds-heading" data-size="sm" id="na">
                {words.receipt_now()}
            </h2>
            {waits}
            // Numbers that change each second are not read aloud; that there is something new is.
            <p class="ds-paragraph case-progress" data-address=address>
                {sentences}
            </p>
            <div role="status">
                <p class="ds-paragraph case-news" hidden>
                    {words.case_news()}
                    " "
                    // An empty address is the one that the browser is at.
                    <a class="ds-link" href="">
                        {words.case_reload()}
                    </a>
                </p>
            </div>
            <CaseProgress />
        </section>
    }
}

/// One right: by when there is an answer, and why that day moved; or what became of it.
fn claim_row(words: Words, reference: &str, claim: &ClaimView) -> impl IntoView + use<> {
    let said = outcome_sentence(words, claim);
    let open = claim.outcome == ClaimOutcome::Open;
    let moved: Vec<_> = claim
        .moved
        .iter()
        .filter(|_| open)
        .map(|(moved, letters)| {
            let (text, told) = match moved {
                Moved::Extended(was) => (words.case_extended(words.date(*was)), words.case_explained()),
                Moved::Stands(since) => (words.case_stands(words.date(*since)), words.case_asked()),
                Moved::Stood(days) => (words.case_stood(*days), words.case_asked()),
            };
            let links: Vec<_> = letters.iter().map(|letter| view! { " " {letter_link(reference, letter)} }).collect();
            let links = (!letters.is_empty()).then(|| view! { " " {told} {links} });
            view! { <br /> {text} {links} }
        })
        .collect();
    view! {
        <dt>{right_word(words, claim.line.right)}</dt>
        <dd>{said} {moved}</dd>
    }
}

/// A letter by its title, in its own language.
pub(super) fn letter_link(reference: &str, letter: &LetterLine) -> impl IntoView + use<> {
    view! {
        <a class="ds-link" lang=letter.language href=format!("/min-side/sak/{reference}/brev/{}", letter.number)>
            {letter.title.clone()}
        </a>
    }
}

/// What was written, and the form by which the person writes, unless they are asked something: then they answer that first.
#[component]
fn Messages(visit: Visit, line: CaseLine, messages: Written) -> impl IntoView {
    let words = use_words();
    let Written { all, questions, token, limits, .. } = messages;
    let CaseLine { reference, progress, .. } = line;
    let ended = token.is_none();
    let unsent = visit.returned.value_or(MESSAGE, "").to_owned();
    let unsent = (ended && !unsent.is_empty()).then(|| {
        view! {
            <h3 class="ds-heading" data-size="xs">
                {words.messages_unsent()}
            </h3>
            <blockquote class="written">{unsent}</blockquote>
        }
    });
    let after = (progress == CaseProgress::Answered).then(|| {
        view! { <p class="ds-paragraph">{words.messages_after_answer()}</p> }
    });
    let writing = token.filter(|_| questions.is_empty()).map(|token| Writing {
        action: WRITE,
        case: (CASE, reference.clone()),
        answers: None,
        token,
        label: words.messages_write(),
        help: words.messages_write_help(),
        button: words.messages_send(),
        limits,
    });
    view! {
        <section aria-labelledby=MESSAGES>
            <h2 class="ds-heading" data-size="sm" id=MESSAGES>
                {words.messages_title()}
            </h2>
            <Thread
                all=all
                base=format!("/min-side/sak/{reference}")
                own=words.messages_own()
                theirs=words.messages_theirs()
            />
            {ended
                .then(|| {
                    view! {
                        <p class="ds-paragraph">{words.messages_ended()}</p>
                        {unsent}
                        <Contact ombud=visit.municipality.ombud.clone() />
                    }
                })}
            {after}
            {writing.map(|writing| view! { <WriteForm visit=visit writing=writing /> })}
        </section>
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
                        {letter_link(&reference, &letter)}
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
fn Withdraw(visit: Visit, reference: String, in_part: bool) -> impl IntoView {
    let words = use_words();
    let means = if in_part { words.case_withdraw_rest() } else { words.case_withdraw_text() };
    view! {
        <details class="fold" id=CASE>
            <summary>{words.case_withdraw()}</summary>
            <p class="ds-paragraph">{means}</p>
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
