//! Giving a role, and ending it before its time.

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::rules::{Ended, Grant, Role};
use super::store;
use crate::audit::{self, Action, Actor, Details, Event, REASON};
use crate::cases::deadline::date_in_oslo_at;
use crate::error::{Error, retried};
use crate::id::GrantId;
use crate::login::session::Who;
use crate::office::Office;

/// Whoever has the command line.
pub const OPERATOR: &str = "operator";
/// Days for which a role can be given: one is looked at anew within two years.
const LONGEST_DAYS: i64 = 731;

/// A role for somebody.
#[derive(Clone, Debug)]
pub struct Given {
    /// To whom.
    pub who: Who,
    /// What colleagues call them.
    pub name: String,
    /// Which.
    pub role: Role,
    /// The last day on which it is in force.
    pub ends_on: Date,
    /// Why.
    pub reason: String,
}

/// Why a role is not given or ended.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Refused {
    /// Roles are for employees.
    #[error("roles are given to employees; this is somebody who logs in as a citizen")]
    Citizen,
    /// Somebody must be able to understand it later.
    #[error("say why: the reason is empty")]
    NoReason,
    /// Colleagues must know who it is.
    #[error("say what colleagues call them: the name is empty")]
    NoName,
    /// It would never be in force.
    #[error("the last day, {0}, is over")]
    Over(Date),
    /// It would be in force for ever.
    #[error("the last day, {0}, is more than two years away; a role is looked at anew before that")]
    TooLong(Date),
    /// They have it.
    #[error("they have this role already; end that one first")]
    Held,
    /// There is none.
    #[error("there is no role in force with this id; `minside grant list` shows those that there are")]
    NotHeld,
}

/// Gives a role, from now on; who did it is at the command line.
///
/// # Errors
/// The database's own. The inner error says why it is not given.
pub async fn give(office: &Office, given: &Given) -> Result<Result<GrantId, Refused>, Error> {
    let now_ms = office.clock.now_ms();
    if let Err(refused) = check(given, date_in_oslo_at(now_ms)) {
        return Ok(Err(refused));
    }
    let mark = given.who.owner(&office.vault);
    let mark = mark.as_slice();
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let employee = match store::lock_employee(&mut tx, mark).await? {
            Some(employee) => {
                store::rename_employee(&mut tx, employee, given.name.trim()).await?;
                employee
            }
            None => {
                let employee = crate::id::EmployeeId::new(now_ms);
                if !store::insert_employee(&mut tx, employee, mark, given.name.trim(), now_ms).await? {
                    return Err(Error::Conflict(anyhow::anyhow!("another transaction has made the same employee")));
                }
                employee
            }
        };
        // What has run out is ended, so that it can be given anew.
        let held = store::grants_of(&mut tx, employee).await?;
        for old in held.iter().filter(|old| old.ended.is_none() && old.role == given.role) {
            if old.is_in_force(date_in_oslo_at(now_ms)) {
                return Ok(Err(Refused::Held));
            }
            let ended = Ended { at: now_ms, by: OPERATOR.to_owned(), reason: "its last day was over".to_owned() };
            store::end_grant(&mut tx, old.id, &ended).await?;
        }
        let grant = Grant {
            id: GrantId::new(now_ms),
            employee,
            role: given.role.clone(),
            given_at: now_ms,
            given_by: OPERATOR.to_owned(),
            reason: given.reason.trim().to_owned(),
            ends_on: given.ends_on,
            ended: None,
        };
        if !store::insert_grant(&mut tx, &grant).await? {
            return Ok(Err(Refused::Held));
        }
        let details = Details::none()
            .with("grant", grant.id.to_string())
            .with("employee", employee.to_string())
            .with("role", grant.role.to_string())
            .with(REASON, grant.reason.clone());
        let event = Event { action: Action::GrantGiven, case: None, actor: Actor::Operator, details };
        audit::record(&mut tx, &office.vault, now_ms, None, event).await?;
        tx.commit().await?;
        Ok(Ok(grant.id))
    })
    .await
}

fn check(given: &Given, today: Date) -> Result<(), Refused> {
    let days = (given.ends_on - today).get_days();
    match given {
        Given { who: Who::Citizen(_), .. } => Err(Refused::Citizen),
        Given { reason, .. } if reason.trim().is_empty() => Err(Refused::NoReason),
        Given { name, .. } if name.trim().is_empty() => Err(Refused::NoName),
        Given { ends_on, .. } if *ends_on < today => Err(Refused::Over(*ends_on)),
        Given { ends_on, .. } if i64::from(days) > LONGEST_DAYS => Err(Refused::TooLong(*ends_on)),
        _ => Ok(()),
    }
}

/// Ends a role now.
///
/// # Errors
/// The database's own. The inner error says why it is not ended.
pub async fn end(office: &Office, grant: GrantId, reason: &str) -> Result<Result<(), Refused>, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Ok(Err(Refused::NoReason));
    }
    let now_ms = office.clock.now_ms();
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let ended = Ended { at: now_ms, by: OPERATOR.to_owned(), reason: reason.to_owned() };
        if !store::end_grant(&mut tx, grant, &ended).await? {
            return Ok(Err(Refused::NotHeld));
        }
        let details = Details::none().with("grant", grant.to_string()).with(REASON, reason);
        let event = Event { action: Action::GrantEnded, case: None, actor: Actor::Operator, details };
        audit::record(&mut tx, &office.vault, now_ms, None, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// What somebody may do now.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn in_force(office: &Office, who: &Who) -> Result<Vec<Grant>, Error> {
    let mark = who.owner(&office.vault);
    let mut tx = office.db.read().await?;
    let Some(employee) = store::find_employee(&mut tx, &mark).await? else { return Ok(Vec::new()) };
    let today = date_in_oslo_at(office.clock.now_ms());
    let mut grants = store::grants_of(&mut tx, employee).await?;
    grants.retain(|grant| grant.is_in_force(today));
    Ok(grants)
}
