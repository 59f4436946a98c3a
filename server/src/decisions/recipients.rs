//! Who got the data that were changed, and whether they have been told: the controller tells them, and tells the person who
//! they are if the person wants to know (Art. 19). What a system says of recipients may be secret, too, as what it collects: the
//! person is shown by themselves what needs no review, and the rest by a colleague who may read it.

use app::model::Sector;

use super::decide::last_asked;
use crate::audit::{Action, Details};
use crate::cases::own;
use crate::cases::store as cases;
use crate::casework::rules::Handler;
use crate::casework::view;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{CaseId, ClaimId, PersonId, SystemId};
use crate::office::Office;
use crate::review::answered::document;
use crate::systems::rules::{Review, System};
use crate::tasks::fan_out::register;
use crate::tasks::rules::{Done, Outcome, Step, TaskState};
use crate::tasks::store as tasks;
use crate::vault::Key;

/// Whether those who got the data from a system have been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Not yet.
    NotYet,
    /// They were told then (UTC milliseconds).
    At(i64),
    /// It is impossible, or would take disproportionate effort.
    NotPossible,
    /// The system finds nobody to tell.
    Nobody,
}

/// Somebody who got data of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// What the system is called.
    pub system: String,
    /// Who got them.
    pub recipient: String,
    /// When, as a date.
    pub on: String,
    /// What they got.
    pub what: String,
    /// Whether they know that it was changed.
    pub told: Told,
}

/// Those who got the data of a person's own case that were changed, system by system; of systems that nobody has to review.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case of theirs about themselves; the database's own.
pub async fn recipients(office: &Office, person: PersonId, reference: &str) -> Result<Vec<Recipient>, Error> {
    let mut tx = office.db.read().await?;
    let case = own::find(&mut tx, person, reference).await?;
    if case.subject != person {
        return Err(Error::NotFound);
    }
    of_case(office, &mut tx, case.id, |system| system.review == Review::Automatic).await
}

/// The same for an employee, of the systems that they may read. That they looked is noted.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case for them; the database's own.
pub async fn recipients_for(office: &Office, handler: &Handler, reference: &str) -> Result<Vec<Recipient>, Error> {
    let mut tx = office.db.write().await?;
    let view::Found { handler, case, role, .. } = view::find(office, &mut tx, handler, reference).await?;
    let may = |system: &System| handler.may_read(&case.unit, Sector::from_code(&system.sector), &system.key);
    let all = of_case(office, &mut tx, case.id, may).await?;
    view::record(office, &mut tx, case.id, &handler, &role, Action::CaseViewed, Details::none()).await?;
    tx.commit().await?;
    Ok(all)
}

async fn of_case(
    office: &Office,
    tx: &mut Tx,
    case: CaseId,
    is_shown: impl Fn(&System) -> bool,
) -> Result<Vec<Recipient>, Error> {
    let key = office.vault.case_key(tx, case).await?;
    let register = register(tx).await?;
    let mut all = Vec::new();
    for claim in cases::claims_of(tx, case).await? {
        for task in last_asked(tx, claim.id, Step::Notify).await? {
            let told = match task.state {
                TaskState::Answered { outcome: Outcome::Notify(Done::Done), at } => Told::At(at),
                TaskState::Answered { outcome: Outcome::Notify(Done::Cannot), .. } => Told::NotPossible,
                TaskState::Answered { .. } => Told::Nobody,
                _ => Told::NotYet,
            };
            let system = register.get(&task.system).ok_or(Error::NotFound)?;
            if !is_shown(system) {
                continue;
            }
            for (recipient, on, what) in disclosures(tx, &key, claim.id, task.system).await? {
                all.push(Recipient { system: system.name.clone(), recipient, on, what, told });
            }
        }
    }
    Ok(all)
}

type Disclosed = (String, String, String);

/// To whom a system has given data: it may say so when it looks, and when it has changed them.
async fn disclosures(tx: &mut Tx, key: &Key, claim: ClaimId, system: SystemId) -> Result<Vec<Disclosed>, Error> {
    let mut all = Vec::new();
    for task in tasks::tasks_of(tx, claim).await? {
        let is_said = matches!(task.step, Step::Assess | Step::Execute) && task.system == system;
        if is_said && matches!(task.state, TaskState::Answered { .. }) {
            let said = document(tx, key, task.id).await?.disclosures;
            all.extend(said.into_iter().map(|said| (said.recipient, said.on, said.what)));
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}
