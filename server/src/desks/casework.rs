//! What who works with cases may ask for.

use std::collections::BTreeMap;

use app::desks::CaseworkDesk;
use app::fault::Fault;
use app::model::ask::Whom;
use app::model::case::SentIn;
use app::model::messages::Messages;
use app::model::work::{
    Asked, AskedProgress, AskedStep, AskedSystem, Finding, HandledBy, Waiting, WorkAnswer, WorkAnswers, WorkCase,
    WorkLine,
};
use async_trait::async_trait;

use super::citizen::used;
use super::sent_in::sent_in;
use super::told::told;
use super::written;
use crate::cases::deadline::{civil, date_in_oslo_at};
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::store::{self, Listed};
use crate::casework::view;
use crate::error::Error;
use crate::id::CaseId;
use crate::messages::{self, Sender};
use crate::names::norwegian_key;
use crate::office::Office;
use crate::tasks::rules::{Assessed, Collected, Done, Executed, Outcome, Step};
use crate::uploads::UploadSettings;

/// Bytes of an answer document that is shown on a page.
const MOST_SHOWN_BYTES: usize = 64 * 1024;

/// The desk of one employee with a role in cases.
pub(crate) struct Casework {
    pub(crate) office: Office,
    pub(crate) handler: Handler,
    pub(crate) uploads: UploadSettings,
}

impl Casework {
    fn line(&self, case: &Listed, waiting: Waiting) -> WorkLine {
        let today = self.office.today();
        WorkLine {
            reference: case.reference.clone(),
            received_on: civil(date_in_oslo_at(case.received_at)),
            due_on: case.due_on.map(civil),
            overdue: case.due_on.is_some_and(|due_on| due_on < today),
            handler: match &case.handler {
                None => HandledBy::Nobody,
                Some((employee, _)) if *employee == self.handler.employee => HandledBy::Oneself,
                Some((_, name)) => HandledBy::Colleague(name.clone()),
            },
            waiting,
        }
    }

    /// The cases in which the person has written something, and whether somebody has read it.
    async fn waiting(&self) -> Result<BTreeMap<CaseId, Waiting>, Error> {
        let mut tx = self.office.db.read().await?;
        let read = messages::store::unsettled(&mut tx).await?.into_iter().map(|case| (case, Waiting::Unsettled));
        let unread = messages::store::unread(&mut tx, Sender::Person).await?.into_iter();
        Ok(read.chain(unread.map(|case| (case, Waiting::Unread))).collect())
    }

    /// As whom the person asks, what they sent in, and what was written. Once who has taken the case sees it, it is read.
    async fn written(&self, case: &Listed, is_own: bool) -> Result<(Option<Whom>, SentIn, Messages), Error> {
        let mut tx = self.office.db.read().await?;
        let found = cases::find_case(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
        let behalf = found.behalf.map(Whom::from);
        let sent_in = sent_in(&self.office, &mut tx, &found).await?;
        let key = self.office.vault.case_key(&mut tx, case.id).await?;
        let all = messages::of_case(&mut tx, &key, case.id).await?;
        drop(tx);
        if is_own {
            // What came in since was not shown.
            let shown = all.last().map_or(0, |newest| newest.number);
            messages::opened(&self.office, case.id, Sender::Person, shown).await?;
        }
        let messages = written::messages(all, Sender::Municipality, Vec::new(), is_own, &self.uploads);
        Ok((behalf, sent_in, messages))
    }

    /// The systems by name, each with all that it is asked for.
    fn systems(&self, unit: &str, mut asked: Vec<store::AskedSystem>) -> Vec<AskedSystem> {
        asked.sort_by_cached_key(|asked| (norwegian_key(&asked.name), asked.key.clone(), asked.right, asked.step));
        let mut systems: Vec<AskedSystem> = Vec::new();
        for store::AskedSystem { key, name, unit: owner, sector, right, step, progress, .. } in asked {
            let readable = self.handler.may_read(unit, sector, &key);
            let progress = match progress {
                store::Progress::Answered(outcome) => AskedProgress::Answered(readable.then(|| finding(outcome))),
                store::Progress::WithHuman => AskedProgress::WithHuman,
                store::Progress::Waiting => AskedProgress::Waiting,
            };
            let asked = Asked { right: used(right), step: asked_step(step), progress };
            match systems.last_mut().filter(|last| last.key == key) {
                Some(system) => system.asked.push(asked),
                None => systems.push(AskedSystem { key, name, unit: owner, sector, readable, asked: vec![asked] }),
            }
        }
        systems
    }
}

#[async_trait]
impl CaseworkDesk for Casework {
    async fn cases(&self) -> Result<Vec<WorkLine>, Fault> {
        let cases = view::list(&self.office, &self.handler).await.map_err(told)?;
        let written = self.waiting().await.map_err(told)?;
        let waiting = |case: &Listed| {
            // What was written is for who coordinates the case.
            let coordinates = self.handler.coordinates_as(&case.unit).is_some();
            written.get(&case.id).copied().filter(|_| coordinates).unwrap_or_default()
        };
        Ok(cases.iter().map(|case| self.line(case, waiting(case))).collect())
    }

    async fn case(&self, reference: &str) -> Result<WorkCase, Fault> {
        let (found, colleagues) = view::case(&self.office, &self.handler, reference).await.map_err(told)?;
        let view::Found { case, coordinates, systems, .. } = found;
        let systems = self.systems(&case.unit, systems);
        let is_own = matches!(&case.handler, Some((employee, _)) if *employee == self.handler.employee);
        let written = if coordinates { Some(self.written(&case, is_own).await.map_err(told)?) } else { None };
        let (behalf, sent_in, messages) = match written {
            Some((behalf, sent_in, messages)) => (behalf, Some(sent_in), Some(messages)),
            None => (None, None, None),
        };
        Ok(WorkCase {
            line: self.line(&case, Waiting::default()),
            behalf,
            sent_in,
            messages,
            unit: case.unit,
            coordinates,
            colleagues: u32::try_from(colleagues).unwrap_or(u32::MAX),
            systems,
        })
    }

    async fn answers(&self, reference: &str, system: &str) -> Result<WorkAnswers, Fault> {
        let (case, given) = view::answers(&self.office, &self.handler, reference, system).await.map_err(told)?;
        let name = given.first().map(|given| given.asked.name.clone()).unwrap_or_default();
        let answers = given.into_iter().map(|given| WorkAnswer {
            right: used(given.asked.right),
            step: asked_step(given.asked.step),
            finding: finding(given.outcome),
            content: as_text(&given.content),
        });
        Ok(WorkAnswers { reference: case.reference, system: name, answers: answers.collect() })
    }
}

/// A document as people read it; `None` where there is none, or it is no text, or too large to be read on a page: written for
/// people, the worst of documents is a hundred times as large.
fn as_text(content: &[u8]) -> Option<String> {
    if content.len() > MOST_SHOWN_BYTES {
        return None;
    }
    let text = std::str::from_utf8(content).ok().filter(|text| !text.trim().is_empty())?;
    let pretty = serde_json::from_str::<serde_json::Value>(text).and_then(|value| serde_json::to_string_pretty(&value));
    Some(pretty.unwrap_or_else(|_| text.to_owned()))
}

fn asked_step(step: Step) -> AskedStep {
    match step {
        Step::Collect => AskedStep::Collect,
        Step::Assess => AskedStep::Assess,
        Step::Restrict => AskedStep::Restrict,
        Step::Execute => AskedStep::Execute,
        Step::LiftRestriction => AskedStep::LiftRestriction,
        Step::Notify => AskedStep::Notify,
    }
}

fn finding(outcome: Outcome) -> Finding {
    match outcome {
        Outcome::Collect(Collected::Data) => Finding::Data,
        Outcome::Collect(Collected::NoData) | Outcome::Assess(Assessed::NoData) => Finding::Nothing,
        Outcome::Collect(Collected::Ambiguous) | Outcome::Assess(Assessed::Ambiguous) => Finding::Unsure,
        Outcome::Collect(Collected::Refused) | Outcome::Assess(Assessed::Cannot) => Finding::No,
        Outcome::Assess(Assessed::Can) => Finding::Yes,
        Outcome::Execute(Executed::Retained) => Finding::Kept,
        Outcome::Execute(Executed::Referred) => Finding::Referred,
        Outcome::Execute(
            Executed::Rectified
            | Executed::Supplemented
            | Executed::Erased
            | Executed::Anonymised
            | Executed::Restricted,
        ) => Finding::Done,
        Outcome::Restrict(done) | Outcome::LiftRestriction(done) | Outcome::Notify(done) => match done {
            Done::Done => Finding::Done,
            Done::NoData => Finding::Nothing,
            Done::Cannot => Finding::No,
        },
    }
}
