//! A person sends in a case: everything that follows from it is stored in one transaction, or nothing is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::deadline::{Deadline, date_in_oslo, end_of_day_in_oslo};
use super::rules::Right;
use super::store::{self, NewCase, NewClaim};
use super::submission::{Asked, Submission};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{CaseId, ClaimId, NoticeId, PersonId, TaskId};
use crate::notices;
use crate::office::Office;
use crate::subjects;
use crate::systems::rules::Served;
use crate::systems::store as systems;
use crate::tasks::retry::Schedule;
use crate::tasks::rules::first_steps;
use crate::tasks::store::{self as tasks, NewTask};
use crate::vault::{Key, Place};

/// More systems than any municipality has.
pub const MOST_SYSTEMS: i64 = 4000;

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
        let submitted = take_in(office, &mut tx, submission).await?;
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

async fn take_in(office: &Office, tx: &mut Tx, submission: &Submission) -> Result<Submitted, Error> {
    let now = office.clock.now_ms();
    let (filer, subject) = people(office, tx, submission, now).await?;
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
    if open.len() >= MOST_OPEN_CASES || (!submission.anyway && !open.is_empty()) {
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
        token_hash: &token_hash,
        fingerprint: &fingerprint,
    };
    store::insert_case(tx, &new).await?;
    let key = office.vault.new_case_key(tx, case).await?;
    let deadline = Deadline::new(received_on, false, &[]).map_err(|error| Error::Internal(error.into()))?;
    let mut due_on = Vec::new();
    for asked in &submission.asked {
        insert_claim(tx, &key, case, asked, &deadline, now).await?;
        due_on.push((asked.right(), deadline.in_force()));
    }
    notices::store::insert_notice(tx, NoticeId::new(now), case, filer, notices::Kind::Receipt, now).await?;
    let event =
        Event { action: Action::CaseSubmitted, case: Some(case), actor: Actor::Person, details: Details::none() };
    audit::record(tx, &office.vault, now, Some(&key), event).await?;
    Ok(Submitted::Accepted(Receipt { case, reference, received_at: now, due_on }))
}

/// Filer and subject; always locked in the same order, so that two transactions cannot wait for each other.
async fn people(
    office: &Office,
    tx: &mut Tx,
    submission: &Submission,
    now: i64,
) -> Result<(PersonId, PersonId), Error> {
    let Submission { filer, subject, .. } = submission;
    let vault = &office.vault;
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
    let asked = serde_json::to_vec(&submission.asked).map_err(|error| Error::Internal(error.into()))?;
    Ok(office.vault.fingerprint(&[filer.to_string().as_bytes(), subject.to_string().as_bytes(), &asked]))
}

async fn insert_claim(
    tx: &mut Tx,
    key: &Key,
    case: CaseId,
    asked: &Asked,
    deadline: &Deadline,
    now: i64,
) -> Result<(), Error> {
    let claim = ClaimId::new(now);
    let details = serde_json::to_vec(asked).map_err(|error| Error::Internal(error.into()))?;
    let row = claim.to_string();
    let new = NewClaim {
        id: claim,
        case,
        right: asked.right(),
        details: &key.seal(Place { table: "claim", column: "details", row: &row }, &details),
        received_on: deadline.received_on,
        unpaused_due_on: deadline.unpaused_due_on,
        due_on: deadline.in_force(),
    };
    store::insert_claim(tx, &new).await?;
    let systems = systems::serving(tx, asked.right(), MOST_SYSTEMS + 1).await?;
    if systems.len() > usize::try_from(MOST_SYSTEMS).unwrap_or(usize::MAX) {
        return Err(Error::Internal(anyhow::anyhow!("more than {MOST_SYSTEMS} systems serve one right")));
    }
    let steps = first_steps(asked.right(), asked.restrict_meanwhile());
    let mut new = Vec::with_capacity(systems.len() * steps.len());
    // Hundreds of systems share a few limits.
    let mut limits = BTreeMap::new();
    for serving in &systems {
        let limit: &Limit = limits.entry(serving.limit_days).or_insert_with(|| Limit::of(serving.limit_days, deadline));
        new.extend(steps.iter().map(|step| NewTask {
            id: TaskId::new(now),
            claim,
            system: serving.id,
            step: *step,
            round: 1,
            decision: None,
            due_at: (serving.served != Served::Manual).then_some(now),
            human_at: limit.human_at,
            internal_due_on: limit.internal_due_on,
        }));
    }
    Ok(tasks::insert_tasks(tx, &new).await?)
}

/// Until when a system is to answer, and from when on only a person is asked.
struct Limit {
    internal_due_on: Date,
    human_at: i64,
}

impl Limit {
    fn of(limit_days: u16, deadline: &Deadline) -> Self {
        let internal_due_on = deadline.internal_due_on(deadline.received_on, limit_days);
        let human_needs = i64::try_from(Schedule::default().human_needs.as_millis()).unwrap_or(i64::MAX);
        let human_at = end_of_day_in_oslo(internal_due_on).as_millisecond() - human_needs;
        Self { internal_due_on, human_at }
    }
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
