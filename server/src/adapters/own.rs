//! What the portal itself holds about somebody: the same answer document as every system's, made here.

use serde_json::json;
use serde_json::value::to_raw_value;

use super::answering::checked;
use super::document::{instant, right};
use super::rules::Question;
use super::wire::{AccessDocument, AnswerDocument, RecordDocument, WireOutcome};
use crate::audit::{self, View};
use crate::cases::store as cases;
use crate::cases::told;
use crate::db::Tx;
use crate::error::Error;
use crate::id::CaseId;
use crate::office::Office;
use crate::staff::rules::RoleKind;
use crate::tasks::answer::Answer;
use crate::tasks::lease::Lease;

/// Cases of one person that are told of.
const MOST_CASES: usize = 1000;
/// Times that somebody looked at one case.
const MOST_VIEWS: i64 = 1000;

/// The portal's answer to a leased task of its own.
///
/// # Errors
/// [`Error::NotFound`] once the case is deleted; the database's own.
pub async fn answer(office: &Office, lease: &Lease) -> Result<Answer, Error> {
    let mut tx = office.db.read().await?;
    let told = told::store::told(&mut tx, lease.claim).await?.ok_or(Error::NotFound)?;
    let (mut records, mut accesses) = (Vec::new(), Vec::new());
    for case in cases::cases_of(&mut tx, told.subject).await?.into_iter().take(MOST_CASES) {
        records.push(record(&mut tx, case).await?);
        for view in audit::views_of_case(&mut tx, &office.vault, case, MOST_VIEWS).await? {
            accesses.push(AccessDocument {
                at: instant(view.at_ms),
                who: who(&view),
                action: "Så på en sak".to_owned(),
                reason: view.reason,
            });
        }
    }
    let document = AnswerDocument {
        attempt: None,
        // The case in which it is asked is one of them.
        outcome: WireOutcome::Data,
        grounds: Vec::new(),
        records,
        files: Vec::new(),
        disclosures: Vec::new(),
        accesses,
        internal_note: None,
    };
    let question = Question { right: told.right, step: lease.step, note: false };
    checked(question, &document).map_err(|problem| {
        let (kind, at) = (problem.kind.code(), problem.pointer.unwrap_or_default());
        Error::Internal(anyhow::anyhow!("the portal's own answer is not taken: {kind} {at}"))
    })
}

/// In which role somebody looked. That it was who judges what a sector's systems answer, and that there was an answer to read,
/// is not told: it may be the very secret.
fn who(view: &View) -> String {
    match RoleKind::parse(&view.role) {
        Some(RoleKind::Caseworker) => format!("Saksbehandler, {}", view.unit),
        _ => "Ansatt i kommunen".to_owned(),
    }
}

async fn record(tx: &mut Tx, case: CaseId) -> Result<RecordDocument, Error> {
    let found = cases::find_case(tx, case).await?.ok_or(Error::NotFound)?;
    let mut claims = Vec::new();
    for claim in cases::claims_of(tx, case).await? {
        let right = serde_json::to_value(right(claim.right)).unwrap_or_default();
        claims.push(json!({"rett": right, "utfall": claim.outcome.code(), "frist": claim.due_on.to_string()}));
    }
    let data = json!({
        "saksnummer": found.reference,
        "mottatt": instant(found.received_at),
        "sendt inn av deg selv": found.filer == found.subject,
        "virksomhet": found.unit,
        "krav": claims,
    });
    Ok(RecordDocument {
        category: "krav og meldinger".to_owned(),
        title: format!("Sak {}", found.reference),
        source: None,
        recipients: Vec::new(),
        purpose: None,
        legal_basis: None,
        kept_until: None,
        third_party: false,
        graded_address: false,
        data: to_raw_value(&data).map_err(|error| Error::Internal(error.into()))?,
    })
}
