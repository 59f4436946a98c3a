//! A person sends in a case: everything that follows from it is stored in one transaction, or nothing is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::deadline::{Deadline, date_in_oslo};
use super::rules::Right;
use super::said::{details_place, help_place};
use super::store::{self, NewCase, NewClaim};
use super::submission::{Asked, FormToken, Help, Submission};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{CaseId, ClaimId, NoticeId, PersonId, SystemId};
use crate::letters::clock::{self as letters, About};
use crate::letters::issue::{To, issue_untold};
use crate::notices;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::Kind;
use crate::tasks::{fan_out, store as tasks};
use crate::vault::Key;

/// Open cases that one person may have about another, or about themselves: each one asks every system.
pub const MOST_OPEN_CASES: usize = 20;

/// What the person gets at once (eForvaltningsforskriften § 6: reference and time).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The case.
    pub case: CaseId,
    /// Such as 2026-000123.
    pub reference: String,
    /// UTC milliseconds.
    pub received_at: i64,
    /// By when each claim is answered.
    pub due_on: Vec<(Right, Date)>,
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is a new case.
    Accepted(Receipt),
    /// The same was sent in before: this is its receipt.
    Before(Receipt),
    /// Nothing was stored: the person has these open cases, and may add to one of them, or, up to [`MOST_OPEN_CASES`],
    /// send this one anyway.
    OpenCases(Vec<Receipt>),
}

/// Takes in a case, with the claims, the tasks for every system concerned, the receipt and the audit event.
///
/// # Errors
/// The database's own; then nothing is stored, and the same may be sent again.
pub async fn submit(office: &Office, submission: &Submission) -> Result<Submitted, Error> {
    let submitted = retried(|| async move {
        let mut tx = office.db.write().await?;
        let people = people(office, &mut tx, submission).await?;
        let submitted = take_in(office, &mut tx, submission, people).await?;
        if matches!(submitted, Submitted::Accepted(_)) {
            tx.commit().await?;
        }
        Ok(submitted)
    })
    .await?;
    if let Submitted::Accepted(_) = submitted {
        office.bell.notify_waiters();
    }
    Ok(submitted)
}

/// Likewise, as a part of a transaction. Who waits for tasks is told by [`submit`], or must be after it.
///
/// # Errors
/// The database's own.
pub(crate) async fn take_in(
    office: &Office,
    tx: &mut Tx,
    submission: &Submission,
    (filer, subject): (PersonId, PersonId),
) -> Result<Submitted, Error> {
    let now = office.clock.now_ms();
    let token_hash = submission.token.hash(filer);
    let fingerprint = fingerprint(office, submission, filer, subject)?;
    // The row of the filer is locked: whoever sends the same at the same time waits here, and then finds this one.
    let before = match store::find_by_token(tx, &token_hash).await? {
        Some(case) => Some(case),
        None => store::find_identical(tx, &fingerprint).await?,
    };
    if let Some(case) = before {
        return Ok(Submitted::Before(receipt(tx, case).await?));
    }
    let open = store::open_cases(tx, filer, subject).await?;
    let is_full = open.len() >= MOST_OPEN_CASES || is_full_of_others(tx, filer, subject).await?;
    if is_full || (!submission.anyway && !open.is_empty()) {
        let mut receipts = Vec::new();
        for case in open.into_iter().take(MOST_OPEN_CASES) {
            receipts.push(receipt(tx, case).await?);
        }
        return Ok(Submitted::OpenCases(receipts));
    }
    let received_on = date_in_oslo(instant(now)?);
    let number = store::next_number(tx, received_on.year()).await?;
    let reference = format!("{}-{number:06}", received_on.year());
    let case = CaseId::new(now);
    let new = NewCase {
        id: case,
        reference: &reference,
        subject,
        filer,
        received_at: now,
        unit: &office.unit,
        language: submission.language.tag(),
        behalf: submission.behalf,
        token_hash: &token_hash,
        fingerprint: &fingerprint,
    };
    store::insert_case(tx, &new).await?;
    let key = match submission.files.is_empty() {
        true => office.vault.new_case_key(tx, case).await?,
        false => office.vault.case_key_of_draft(tx, filer, case).await?,
    };
    if submission.help != Help::default() {
        let row = case.to_string();
        let help = serde_json::to_vec(&submission.help).map_err(|error| Error::Internal(error.into()))?;
        store::keep_help(tx, case, &key.seal(help_place(&row), &help)).await?;
    }
    let deadline = Deadline::new(received_on, false, &[]).map_err(|error| Error::Internal(error.into()))?;
    // Nothing of another's is frozen on the word of somebody whose authority nobody has looked at.
    let restricts = filer == subject;
    let (mut due_on, mut searched) = (Vec::new(), BTreeSet::new());
    for asked in &submission.asked {
        let kind = submission.subject.kind();
        searched.extend(insert_claim(tx, &key, case, (asked, restricts), kind, &deadline, now).await?);
        due_on.push((asked.right(), deadline.in_force()));
    }
    let about = About {
        municipality: &office.municipality,
        language: submission.language,
        reference: &reference,
        received_at: now,
        dated: received_on,
        on_behalf: filer != subject,
    };
    let letter = letters::receipt(&about, &due_on, searched.len()).map_err(|error| Error::Internal(error.into()))?;
    issue_untold(tx, &key, To { case, filer, decision: None }, &letter, now).await?;
    notices::store::insert_notice(tx, NoticeId::new(now), case, filer, notices::Kind::Receipt, 0, now).await?;
    let event =
        Event { action: Action::CaseSubmitted, case: Some(case), actor: Actor::Person, details: Details::none() };
    audit::record(tx, &office.vault, now, Some(&key), event).await?;
    Ok(Submitted::Accepted(Receipt { case, reference, received_at: now, due_on }))
}

/// Whether somebody who asks about another has so many open cases about others, whoever they are, that no more are taken.
///
/// # Errors
/// The database's own.
pub(crate) async fn is_full_of_others(tx: &mut Tx, filer: PersonId, subject: PersonId) -> Result<bool, Error> {
    let most = i64::try_from(MOST_OPEN_CASES).unwrap_or(i64::MAX);
    Ok(filer != subject && store::count_open_about_others(tx, filer).await? >= most)
}

/// The receipt of what a person has sent in with this form before.
///
/// # Errors
/// The database's own.
pub async fn sent_before(tx: &mut Tx, filer: PersonId, token: &FormToken) -> Result<Option<Receipt>, Error> {
    match store::find_by_token(tx, &token.hash(filer)).await? {
        Some(case) => Ok(Some(receipt(tx, case).await?)),
        None => Ok(None),
    }
}

/// Filer and subject; always locked in the same order, so that two transactions cannot wait for each other.
///
/// # Errors
/// The database's own.
pub(crate) async fn people(
    office: &Office,
    tx: &mut Tx,
    submission: &Submission,
) -> Result<(PersonId, PersonId), Error> {
    let Submission { filer, subject, .. } = submission;
    let (vault, now) = (&office.vault, office.clock.now_ms());
    if filer.reveal() == subject.reveal() {
        let person = subjects::find_or_make(tx, vault, filer, now).await?;
        return Ok((person, person));
    }
    if vault.lookup(filer) < vault.lookup(subject) {
        let filer = subjects::find_or_make(tx, vault, filer, now).await?;
        Ok((filer, subjects::find_or_make(tx, vault, subject, now).await?))
    } else {
        let subject = subjects::find_or_make(tx, vault, subject, now).await?;
        Ok((subjects::find_or_make(tx, vault, filer, now).await?, subject))
    }
}

fn fingerprint(
    office: &Office,
    submission: &Submission,
    filer: PersonId,
    subject: PersonId,
) -> Result<[u8; 32], Error> {
    let asked = serde_json::to_vec(&(&submission.asked, &submission.help, &submission.files))
        .map_err(|error| Error::Internal(error.into()))?;
    Ok(office.vault.fingerprint(&[filer.to_string().as_bytes(), subject.to_string().as_bytes(), &asked]))
}

async fn insert_claim(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
    (asked, restricts): (&Asked, bool),
    kind: Kind,
    deadline: &Deadline,
    now: i64,
) -> Result<Vec<SystemId>, Error> {
    let claim = ClaimId::new(now);
    let details = serde_json::to_vec(asked).map_err(|error| Error::Internal(error.into()))?;
    let row = claim.to_string();
    let new = NewClaim {
        id: claim,
        case,
        right: asked.right(),
        details: &key.seal(details_place(&row), &details),
        received_on: deadline.received_on,
        unpaused_due_on: deadline.unpaused_due_on,
        due_on: deadline.in_force(),
    };
    store::insert_claim(tx, &new).await?;
    let systems = fan_out::concerned(tx, asked).await?;
    tasks::insert_tasks(tx, &fan_out::first_tasks(claim, (asked, restricts), kind, &systems, deadline, now)).await?;
    Ok(systems.into_iter().map(|system| system.id).collect())
}

/// The receipt of a case that was taken in before.
async fn receipt(tx: &mut Tx, case: CaseId) -> Result<Receipt, Error> {
    let found = store::find_case(tx, case).await?.ok_or(Error::NotFound)?;
    let claims = store::claims_of(tx, case).await?;
    Ok(Receipt {
        case,
        reference: found.reference,
        received_at: found.received_at,
        due_on: claims.into_iter().map(|claim| (claim.right, claim.due_on)).collect(),
    })
}

fn instant(ms: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(ms).map_err(|error| Error::Internal(error.into()))
}
