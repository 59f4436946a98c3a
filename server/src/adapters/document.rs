//! The task document: everything that a system is to know of a task, and nothing more.

use jiff::Timestamp;
use jiff::civil::Date;

use super::wire::{
    ErasureDocument, HintDocument, NumberKind, RectificationDocument, ScopeDocument, SubjectDocument, TaskDocument,
    WireChange, WireRight, WireStep,
};
use crate::cases::deadline::end_of_day_in_oslo;
use crate::cases::evidence::store as evidence;
use crate::cases::rules::Right;
use crate::cases::said;
use crate::cases::submission::{Asked, Correction, Help, HintKind, Scope};
use crate::cases::told;
use crate::db::Tx;
use crate::decisions::store as decisions;
use crate::error::Error;
use crate::id::ClaimId;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::{Kind, NationalId};
use crate::systems::rules::{Codes, Identifier};
use crate::tasks::lease::Lease;
use crate::tasks::rules::Step;

/// What every system that is asked about a claim is told from. It is the same for all of them.
pub struct Known {
    /// The right that the person uses.
    pub right: Right,
    reference: String,
    due_on: Date,
    on_behalf: bool,
    number: NationalId,
    help: Help,
    asked: Asked,
    rectifications: Vec<RectificationDocument>,
}

/// What there is to tell about a claim.
///
/// # Errors
/// [`Error::NotFound`] once the case or its key is deleted; [`Error::Damaged`]; the database's own.
pub async fn known(office: &Office, tx: &mut Tx, claim: ClaimId) -> Result<Known, Error> {
    let told = told::store::told(tx, claim).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(tx, told.case).await?;
    let asked = said::asked(&key, claim, &told)?;
    let number = subjects::national_id(tx, &office.vault, told.subject).await?;
    let help = said::help(&key, &told)?;
    let rectifications = match &asked {
        Asked::Rectification { corrections, .. } => rectifications(tx, claim, corrections).await?,
        _ => Vec::new(),
    };
    let (right, due_on, on_behalf) = (told.right, told.due_on, told.filer != told.subject);
    Ok(Known { right, reference: told.reference, due_on, on_behalf, number, help, asked, rectifications })
}

/// What was decided that a leased task is to carry out, if it is.
///
/// # Errors
/// The database's own.
pub async fn change(tx: &mut Tx, lease: &Lease) -> Result<Option<WireChange>, Error> {
    let Some(decision) = lease.decision else { return Ok(None) };
    let is_note = decisions::is_note(tx, decision, lease.system).await?;
    Ok(Some(if is_note { WireChange::Note } else { WireChange::CarryOut }))
}

/// The document of a leased task, for a system that finds people by `identifiers`.
pub fn document(
    office: &Office,
    known: &Known,
    lease: &Lease,
    change: Option<WireChange>,
    identifiers: &Codes<Identifier>,
) -> TaskDocument {
    let erasure = match &known.asked {
        Asked::Erasure { explanation, .. } => Some(ErasureDocument { ground: None, explanation: explanation.clone() }),
        _ => None,
    };
    TaskDocument {
        id: lease.task.to_string(),
        attempt: lease.attempt,
        step: step(lease.step),
        decision_id: lease.decision.map(|id| id.to_string()),
        change,
        right: right(known.right),
        case_ref: known.reference.clone(),
        subject: subject(&known.number, known.help.clone(), identifiers),
        on_behalf: known.on_behalf,
        scope: scope(known.asked.scope()),
        rectifications: known.rectifications.clone(),
        erasure,
        internal_due_at: end_of_day_in_oslo(lease.internal_due_on).to_string(),
        statutory_due_on: known.due_on.to_string(),
        lease_until: instant(lease.until),
        test: office.test,
        upload_url: None,
        task_token: None,
    }
}

/// An instant as it is written (RFC 3339, UTC).
pub fn instant(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

async fn rectifications(
    tx: &mut Tx,
    claim: ClaimId,
    corrections: &[Correction],
) -> Result<Vec<RectificationDocument>, Error> {
    let files = evidence::evidence_of(tx, claim).await?;
    let document = |(index, correction): (i64, &Correction)| RectificationDocument {
        field: correction.field.clone(),
        current_value: correction.current_value.clone(),
        proposed_value: correction.proposed_value.clone(),
        reason: correction.reason.clone(),
        evidence_file_ids: files.iter().filter(|(of, _)| *of == index).map(|(_, file)| file.to_string()).collect(),
    };
    Ok((0..).zip(corrections).map(document).collect())
}

/// A system is told no more of somebody than it can find them by (Art. 5(1)(c)).
fn subject(number: &NationalId, help: Help, identifiers: &Codes<Identifier>) -> SubjectDocument {
    let hints = help.hints.into_iter().filter(|hint| identifiers.contains(identifier(hint.kind)));
    SubjectDocument {
        national_id: number.reveal().to_owned(),
        kind: match number.kind() {
            Kind::Fnr => NumberKind::Fnr,
            Kind::Dnr => NumberKind::Dnr,
        },
        names: if identifiers.contains(Identifier::Name) { help.names } else { Vec::new() },
        hints: hints.map(|hint| HintDocument { kind: hint.kind.code().to_owned(), value: hint.value }).collect(),
    }
}

fn identifier(kind: HintKind) -> Identifier {
    match kind {
        HintKind::Address => Identifier::Address,
        HintKind::Phone => Identifier::Phone,
        HintKind::Email => Identifier::Email,
        HintKind::CustomerNumber => Identifier::CustomerNumber,
    }
}

fn scope(scope: &Scope) -> ScopeDocument {
    ScopeDocument {
        categories: scope.categories.clone(),
        from: scope.from.map(|date| date.to_string()),
        to: scope.to.map(|date| date.to_string()),
    }
}

/// A right as it is written.
pub fn right(right: Right) -> WireRight {
    match right {
        Right::Access => WireRight::Access,
        Right::Rectification => WireRight::Rectification,
        Right::Erasure => WireRight::Erasure,
    }
}

/// A step as it is written.
pub fn step(step: Step) -> WireStep {
    match step {
        Step::Collect => WireStep::Collect,
        Step::Assess => WireStep::Assess,
        Step::Restrict => WireStep::Restrict,
        Step::Execute => WireStep::Execute,
        Step::LiftRestriction => WireStep::LiftRestriction,
        Step::Notify => WireStep::Notify,
    }
}
