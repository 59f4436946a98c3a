//! One case: by when, who has it, how far each system is, and the way to hand it over.

use std::sync::Arc;

use leptos::prelude::*;

use crate::citizen::ask::answers::Answers;
use crate::citizen::said::right_word;
use crate::desks::CaseworkDesk;
use crate::document::Document;
use crate::employee::home::handler;
use crate::fault::Fault;
use crate::model::DONE;
use crate::model::ask::Whom;
use crate::model::case::SentIn;
use crate::model::messages::{MESSAGE, Messages as Written, WRITE_TO_PERSON};
use crate::model::upload::FILES;
use crate::model::work::{
    Asked, AskedProgress, AskedStep, AskedSystem, Finding, HAND_OVER, HandledBy, NO_REPLY, REASON, REFERENCE, TAKE,
    WorkCase,
};
use crate::parts::done::Success;
use crate::parts::due::Due;
use crate::parts::form::{ErrorSummary, Kind, Whose, Written as Field};
use crate::parts::messages::{MESSAGES, Thread, WriteForm, Writing};
use crate::parts::table::Table;
use crate::public::register::sector_name;
use crate::visit::{Visit, use_words};
use crate::words::{Area, Words, named};

pub(crate) async fn load(visit: &Visit, desk: Arc<dyn CaseworkDesk>) -> Result<Document, Fault> {
    let words = visit.words();
    let reference = visit.path.rsplit('/').next().unwrap_or_default();
    let case = desk.case(reference).await?;
    let title = words.mine_reference(case.line.reference.clone());
    let sent = visit.query_value(DONE) == Some("melding");
    let visit = visit.clone();
    let page = move || {
        let returned = visit.returned.clone();
        let written = case
            .messages
            .clone()
            .map(|messages| view! { <Messages visit=visit.clone() case=case.clone() messages=messages /> }.into_any());
        let sent_in = case.sent_in.clone().map(|sent_in| view! { <Sent sent_in=sent_in /> }.into_any());
        view! {
            <ErrorSummary returned=returned questions=vec![
                    (REASON, words.work_hand_over_reason()),
                    (MESSAGE, words.messages_to_person()),
                    (FILES, words.form_files()),
                ] />
            {sent.then(|| view! { <Success text=words.messages_sent() /> })}
            <Facts case=case.clone() />
            {take(&visit, &case)}
            {sent_in}
            <Systems case=case.clone() />
            {written}
            <HandOver visit=visit case=case />
            <p class="ds-paragraph">
                <a class="ds-link" href="/saksbehandling">
                    {words.work_back()}
                </a>
            </p>
        }
    };
    Ok(Document::new(Area::Work, title, words.work_description(), page))
}

/// What was sent in, folded away: most is done without it.
#[component]
fn Sent(sent_in: SentIn) -> impl IntoView {
    let words = use_words();
    let SentIn { draft, from, to } = sent_in;
    view! {
        <details class="fold">
            <summary>{words.work_sent_in()}</summary>
            <Answers draft=draft from=from to=to />
        </details>
    }
}

#[component]
fn Facts(case: WorkCase) -> impl IntoView {
    let words = use_words();
    view! {
        <dl class="facts">
            <dt>{words.work_due()}</dt>
            <dd>
                <Due line=case.line.clone() />
            </dd>
            <dt>{words.work_received()}</dt>
            <dd>{words.date(case.line.received_on)}</dd>
            <dt>{words.work_handler()}</dt>
            <dd>{handler(words, &case.line.handler)}</dd>
            <dt>{words.work_unit()}</dt>
            <dd>{case.unit}</dd>
            {case
                .behalf
                .map(|whom| {
                    let text = match whom {
                        Whom::Child => words.work_behalf_child(),
                        Whom::Oneself | Whom::Principal => words.work_behalf_principal(),
                    };
                    view! {
                        <dt>{words.work_behalf()}</dt>
                        <dd>{text}</dd>
                    }
                })}
        </dl>
    }
}

/// The button for a case that nobody has.
fn take(visit: &Visit, case: &WorkCase) -> Option<impl IntoView + use<>> {
    let words = visit.words();
    let visit = visit.clone();
    (case.coordinates && case.line.handler == HandledBy::Nobody).then(|| {
        view! {
            <form method="post" action=TAKE>
                <Whose visit=visit />
                <input type="hidden" name=REFERENCE value=case.line.reference.clone() />
                <p class="actions">
                    <button class="ds-button" r#type="submit">
                        {words.work_take()}
                    </button>
                </p>
            </form>
        }
    })
}

#[component]
fn Systems(case: WorkCase) -> impl IntoView {
    let words = use_words();
    let reference = case.line.reference;
    let walled = case.systems.iter().any(|system| !system.readable);
    let rows: Vec<_> = case.systems.iter().map(|system| row(words, &reference, system)).collect();
    let content = if rows.is_empty() {
        view! { <p class="ds-paragraph">{words.work_no_systems()}</p> }.into_any()
    } else {
        view! {
            {walled.then(|| view! { <p class="ds-paragraph">{words.work_walled_text()}</p> })}
            <Table labelled_by="systems" heads=vec![words.work_system(), words.work_asked()] stacked=true>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm" id="systems">
                {words.work_systems()}
            </h2>
            {content}
        </section>
    }
}

fn row(words: Words, reference: &str, system: &AskedSystem) -> impl IntoView + use<> {
    let sector = system.sector.map(|sector| sector_name(words, sector));
    let unit = [Some(system.unit.as_str()), sector].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let address = format!("/saksbehandling/sak/{reference}/{}", system.key);
    let asked: Vec<_> = system.asked.iter().map(|asked| step(words, asked, &address)).collect();
    let walled = (!system.readable).then(|| {
        view! { <span class="ds-tag" data-variant="outline" data-size="sm">{words.work_walled()}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                {system.name.clone()} <span class="table__more">{unit}</span> {walled}
            </th>
            <td>
                <ul class="table__list">{asked}</ul>
            </td>
        </tr>
    }
}

fn step(words: Words, asked: &Asked, address: &str) -> impl IntoView + use<> {
    let what = format!("{}, {}: ", right_word(words, asked.right), step_word(words, asked.step));
    let found = match asked.progress {
        AskedProgress::Waiting => words.work_waiting().into_any(),
        AskedProgress::WithHuman => words.work_with_human().into_any(),
        AskedProgress::Answered(Some(finding)) => view! {
            <a class="ds-link" href=address.to_owned()>
                {finding_word(words, finding)}
            </a>
        }
        .into_any(),
        AskedProgress::Answered(None) => words.work_answered().into_any(),
    };
    view! { <li>{what} <strong>{found}</strong></li> }
}

/// What was written; who has taken the case writes more.
#[component]
fn Messages(visit: Visit, case: WorkCase, messages: Written) -> impl IntoView {
    let words = use_words();
    let reference = case.line.reference;
    let Written { all, token, limits, unsettled, .. } = messages;
    let writing = token.map(|token| Writing {
        action: WRITE_TO_PERSON,
        case: (REFERENCE, reference.clone()),
        answers: None,
        token,
        label: words.messages_to_person(),
        help: words.messages_to_person_help(),
        button: words.messages_send(),
        limits,
    });
    let waits =
        (unsettled && writing.is_some()).then(|| view! { <NoReply visit=visit.clone() reference=reference.clone() /> });
    let first = writing.is_none().then(|| view! { <p class="ds-paragraph">{words.messages_take_first()}</p> });
    view! {
        <section>
            <h2 class="ds-heading" data-size="sm" id=MESSAGES>
                {words.messages_title()}
            </h2>
            <Thread
                all=all
                base=format!("/saksbehandling/sak/{reference}")
                own=words.messages_from_us()
                theirs=words.messages_from_person()
            />
            {first}
            {waits}
            {writing.map(|writing| view! { <WriteForm visit=visit writing=writing /> })}
        </section>
    }
}

/// The button for what needs no reply: until there is one, the case stays in the list of who coordinates it.
#[component]
fn NoReply(visit: Visit, reference: String) -> impl IntoView {
    let words = use_words();
    view! {
        <form method="post" action=NO_REPLY>
            <Whose visit=visit />
            <input type="hidden" name=REFERENCE value=reference />
            <p class="ds-paragraph">{words.work_no_reply_text()}</p>
            <p class="actions">
                <button class="ds-button" data-variant="secondary" r#type="submit">
                    {words.work_no_reply()}
                </button>
            </p>
        </form>
    }
}

/// For who may not handle the case: folded away, because most may.
#[component]
fn HandOver(visit: Visit, case: WorkCase) -> impl IntoView {
    let words = use_words();
    let returned = visit.returned.clone();
    let typed = returned.value_or(REASON, "").to_owned();
    let open = !returned.faults().is_empty() || !typed.is_empty();
    let who =
        if case.coordinates { words.work_colleagues(case.colleagues) } else { words.work_hand_over_reads().to_owned() };
    let alone = (case.coordinates && case.colleagues == 0).then(|| {
        view! { <p class="ds-paragraph">{words.work_alone()}</p> }
    });
    view! {
        <details class="ds-details hand-over" open=open>
            <summary>{words.work_hand_over()}</summary>
            <div>
                <p class="ds-paragraph">{words.work_hand_over_text()}</p>
                <p class="ds-paragraph">{who}</p>
                {alone}
                <form class="form" method="post" action=HAND_OVER>
                    <Whose visit=visit />
                    <input type="hidden" name=REFERENCE value=case.line.reference />
                    <Field
                        name=REASON
                        label=words.work_hand_over_reason()
                        kind=Kind::Lines
                        value=typed
                        fault=returned.fault(REASON)
                        help=words.work_hand_over_help()
                    />
                    <p class="actions">
                        <button class="ds-button" data-color="danger" r#type="submit">
                            {words.work_hand_over_send()}
                        </button>
                    </p>
                </form>
            </div>
        </details>
    }
}

/// What a system is asked to do.
pub(super) fn step_word(words: Words, step: AskedStep) -> &'static str {
    match step {
        AskedStep::Collect => words.work_collect(),
        AskedStep::Assess => words.work_assess(),
        AskedStep::Restrict => words.work_restrict(),
        AskedStep::Execute => words.work_execute(),
        AskedStep::LiftRestriction => words.work_lift_restriction(),
        AskedStep::Notify => words.work_notify(),
    }
}

/// What a system has answered, in one word.
pub(super) fn finding_word(words: Words, finding: Finding) -> &'static str {
    match finding {
        Finding::Data => words.work_found_data(),
        Finding::Nothing => words.work_found_nothing(),
        Finding::Unsure => words.work_found_unsure(),
        Finding::No => words.work_found_no(),
        Finding::Yes => words.work_found_yes(),
        Finding::Done => words.work_found_done(),
        Finding::Kept => words.work_found_kept(),
        Finding::Referred => words.work_found_referred(),
    }
}

/// The title of the page of a system's answers.
pub(super) fn answers_title(words: Words, system: &str, reference: &str) -> String {
    words.work_answers_title(named::WorkAnswersTitle { system, reference })
}
