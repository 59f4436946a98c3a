//! Judging the items of an answer, and looking at it as the second person. Who may is decided here, by the roles that they
//! have in this moment.

use super::answered::{Answered, answered, around, place};
use super::reviewed::{Judge, Standing};
use super::rules::{Item, Judgement, MOST_AT_ONCE, Refused, Verdict};
use super::{redact, store};
use crate::audit::{Action, Details};
use crate::cases::rules::Outcome as ClaimOutcome;
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::store::{AskedSystem, Listed, Progress, lock_case};
use crate::casework::view;
use crate::db::Tx;
use crate::decisions::store as decisions;
use crate::error::{Error, retried};
use crate::id::TaskId;
use crate::office::Office;
use crate::staff::rules::Role;
use crate::systems::rules::System;
use crate::systems::store as systems;
use crate::tasks::rules::{Collected, Outcome};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// What somebody wants to say of one item.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of which.
    pub item: Item,
    /// The version of the judgement that they have seen, 0 where there was none.
    pub seen: u32,
    /// What they say.
    pub judgement: Judgement,
}

/// What there is to judge, as it stands.
pub struct Found {
    /// The case.
    pub case: Listed,
    /// The answer.
    pub answered: Answered,
    pub(super) handler: Handler,
    pub(super) role: Role,
    pub(super) system: System,
    pub(super) asked: AskedSystem,
    pub(super) key: Key,
}

/// What there is to judge of the answer to a task, for who may.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case, task or answer for them; the database's own. The inner error: nobody
/// judges it.
pub async fn find(
    office: &Office,
    handler: &Handler,
    reference: &str,
    task: TaskId,
) -> Result<Result<Found, Refused>, Error> {
    let mut tx = office.db.write().await?;
    let found = match load(office, &mut tx, handler, reference, task).await? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let details = Details::none().with("system", found.asked.key.clone());
    view::record(office, &mut tx, found.case.id, &found.handler, &found.role, Action::AnswerViewed, details).await?;
    tx.commit().await?;
    Ok(Ok(found))
}

/// Judges items of the answer to a task: all of these, or none. The new version.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case, task or answer for them; the database's own. The inner error says of
/// which items it is not taken, and why.
pub async fn judge(
    office: &Office,
    handler: &Handler,
    reference: &str,
    task: TaskId,
    wanted: &[Wanted],
) -> Result<Result<i64, Vec<(Item, Refused)>>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        if wanted.len() > MOST_AT_ONCE {
            return Ok(Err(vec![(wanted[0].item, Refused::TooMany)]));
        }
        let whole = |refused: Refused| wanted.iter().map(|wanted| (wanted.item, refused.clone())).collect();
        let mut found = match load(office, &mut tx, handler, reference, task).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(whole(refused))),
        };
        let now = office.clock.now_ms();
        let by = Judge::new(found.handler.employee, &found.handler.own);
        let mut refused = Vec::new();
        for Wanted { item, seen, judgement } in wanted {
            let taken = match is_there(&mut tx, &found, task, *item, &judgement.verdict).await? {
                Ok(()) => {
                    let Answered { reviewed, items, .. } = &mut found.answered;
                    reviewed.judge(items, *item, *seen, judgement.clone(), by.clone(), now)
                }
                Err(why) => Err(why),
            };
            refused.extend(taken.err().map(|why| (*item, why)));
        }
        if !refused.is_empty() || wanted.is_empty() {
            return Ok(if refused.is_empty() { Ok(found.answered.version) } else { Err(refused) });
        }
        let row = task.to_string();
        let judged = serde_json::to_vec(&found.answered.reviewed).map_err(|error| Error::Internal(error.into()))?;
        if !store::keep_review(&mut tx, task, found.answered.version, &found.key.seal(place(&row), &judged)).await? {
            return Ok(Err(whole(Refused::Changed)));
        }
        let count = |code| wanted.iter().filter(|wanted| wanted.judgement.verdict.code() == code).count().to_string();
        let items: Vec<String> =
            wanted.iter().map(|wanted| format!("{} {}", wanted.item, wanted.judgement.verdict.code())).collect();
        let details = Details::none()
            .with("system", found.asked.key.clone())
            .with("version", (found.answered.version + 1).to_string())
            .with("items", items.join(", "));
        let details = ["release", "redact", "replace", "withhold"]
            .into_iter()
            .fold(details, |details, code| details.with(code, count(code)));
        view::record(office, &mut tx, found.case.id, &found.handler, &found.role, Action::AnswerJudged, details)
            .await?;
        tx.commit().await?;
        Ok(Ok(found.answered.version + 1))
    })
    .await
}

/// Notes that somebody has looked at all of it as the second person. `seen` is the version that they have looked at.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case, task or answer for them; the database's own. The inner error says why
/// it is not taken.
pub async fn approve(
    office: &Office,
    handler: &Handler,
    reference: &str,
    task: TaskId,
    seen: i64,
) -> Result<Result<(), Refused>, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        let found = match load(office, &mut tx, handler, reference, task).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        let second = Judge::new(found.handler.employee, &found.handler.own);
        if let Err(refused) = found.answered.reviewed.approve(found.system.review, &found.answered.items, &second) {
            return Ok(Err(refused));
        }
        if found.answered.standing == Standing::Done {
            return Ok(Err(Refused::NoSecondNeeded));
        }
        let now = office.clock.now_ms();
        if !store::approve_review(&mut tx, task, seen, found.handler.employee, now).await? {
            return Ok(Err(Refused::Changed));
        }
        let details = Details::none().with("system", found.asked.key.clone());
        view::record(office, &mut tx, found.case.id, &found.handler, &found.role, Action::AnswerApproved, details)
            .await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// The same within a transaction, without a note of the look.
pub(super) async fn load(
    office: &Office,
    tx: &mut Tx,
    handler: &Handler,
    reference: &str,
    task: TaskId,
) -> Result<Result<Found, Refused>, Error> {
    let view::Found { handler, case, systems, .. } = view::find(office, tx, handler, reference).await?;
    let asked = systems.into_iter().find(|asked| asked.task == task).ok_or(Error::NotFound)?;
    let role = handler.judges_as(&case.unit, asked.sector).ok_or(Error::NotFound)?.clone();
    match asked.progress {
        Progress::Answered(Outcome::Collect(Collected::Data | Collected::Refused | Collected::NoData)) => {}
        Progress::Answered(_) => return Ok(Err(Refused::NothingToJudge)),
        Progress::Waiting | Progress::WithHuman => return Err(Error::NotFound),
    }
    let found = tasks::find_task(tx, task).await?.ok_or(Error::NotFound)?;
    let claims = cases::claims_of(tx, case.id).await?;
    let is_open = claims.iter().any(|claim| claim.id == found.claim && claim.outcome == ClaimOutcome::Open);
    // What was missing when it was decided follows in a supplement.
    if !is_open && !decisions::is_gap(tx, task).await? {
        return Ok(Err(Refused::Decided));
    }
    let system = systems::find_system(tx, found.system).await?.ok_or(Error::NotFound)?;
    let key = office.vault.case_key(tx, case.id).await?;
    let around = around(tx, case.id, key).await?;
    let answered = answered(tx, &around, task, &system).await?;
    let key = around.key;
    if answered.items.is_empty() {
        return Ok(Err(Refused::NothingToJudge));
    }
    Ok(Ok(Found { case, answered, handler, role, system, asked, key }))
}

/// Whether what a verdict speaks of is there: a field that was misspelt would be released.
async fn is_there(
    tx: &mut Tx,
    found: &Found,
    task: TaskId,
    item: Item,
    verdict: &Verdict,
) -> Result<Result<(), Refused>, Error> {
    Ok(match (item, verdict) {
        (Item::Record(place), Verdict::Redact { fields, .. }) => match found.answered.document.records.get(place) {
            Some(record) => redact::record(record, fields).map(|_| ()).map_err(Refused::from),
            None => Err(Refused::NoSuchItem),
        },
        (Item::File(place), Verdict::Replace { file, .. }) => {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            let known = store::replacements(tx, task, place).await?;
            if known.contains(file) { Ok(()) } else { Err(Refused::NoSuchFile) }
        }
        _ => Ok(()),
    })
}
