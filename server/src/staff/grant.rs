//! Giving a role, and ending it before its time.

use jiff::civil::Date;
use thiserror::Error as ThisError;

use super::rules::{By, Employee, Ended, Grant, Role, RoleKind, Source, Standing, roles_of};
use super::store;
use crate::audit::{self, Action, Actor, Details, Event, REASON};
use crate::cases::deadline::date_in_oslo_at;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::{EmployeeId, GrantId};
use crate::login::session::Who;
use crate::office::Office;
use crate::subjects::identity_number::NationalId;
use crate::vault::Vault;

/// Days for which a role can be given: one is looked at anew within two years.
pub const LONGEST_DAYS: i32 = 731;
/// Letters of a name, of what a role is for, and of a reason.
pub const LONGEST_TEXT_CHARS: usize = 500;
/// Why a grant is ended that nobody has ended.
pub(super) const LAST_DAY_OVER: &str = "its last day was over";

/// A role for somebody.
#[derive(Clone, Debug)]
pub struct Given {
    /// To whom.
    pub who: Who,
    /// Their own national id, where the login does not say it: nobody handles a case about themselves.
    pub own: Option<NationalId>,
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
    /// What they could see is for another to decide.
    #[error("nobody gives a role to themselves")]
    Oneself,
    /// Nobody could tell whether it is themselves.
    #[error("the own national id of who gives the role, or of who gets it, is not known")]
    Unknown,
    /// They have lost that role meanwhile.
    #[error("only an administrator gives and ends roles here")]
    NotAdministrator,
    /// Somebody must be able to understand it later.
    #[error("say why: the reason is empty")]
    NoReason,
    /// Colleagues must know who it is.
    #[error("say what colleagues call them: the name is empty")]
    NoName,
    /// It is a novel.
    #[error("a name, a reason, and what a role is for have at most {LONGEST_TEXT_CHARS} letters each")]
    TooLongText,
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

/// Gives a role, from now on.
///
/// # Errors
/// The database's own. The inner error says why it is not given.
pub async fn give(office: &Office, by: By, given: &Given) -> Result<Result<GrantId, Refused>, Error> {
    let now_ms = office.clock.now_ms();
    let today = date_in_oslo_at(now_ms);
    if let Err(refused) = check(given, today) {
        return Ok(Err(refused));
    }
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let known = Known { who: &given.who, name: Some(given.name.trim()), own: given.own.as_ref(), by };
        let employee = known.employee(&mut tx, &office.vault, now_ms).await?;
        if let Err(refused) = may_give(&mut tx, by, &employee, now_ms).await? {
            return Ok(Err(refused));
        }
        // What has run out is ended, so that it can be given anew.
        let held = store::grants_of(&mut tx, employee.id).await?;
        let held = held.iter().filter(|old| old.ended.is_none() && old.source == Source::Given);
        for old in held.filter(|old| old.role == given.role) {
            if old.is_in_force(today) {
                return Ok(Err(Refused::Held));
            }
            finish(&mut tx, &office.vault, now_ms, old.id, By::Portal, LAST_DAY_OVER).await?;
        }
        let grant = Grant {
            id: GrantId::new(now_ms),
            employee: employee.id,
            role: given.role.clone(),
            source: Source::Given,
            given_at: now_ms,
            given_by: by.to_string(),
            reason: given.reason.trim().to_owned(),
            ends_on: given.ends_on,
            ended: None,
        };
        if !add(&mut tx, &office.vault, &grant, by).await? {
            return Ok(Err(Refused::Held));
        }
        tx.commit().await?;
        Ok(Ok(grant.id))
    })
    .await
}

fn check(given: &Given, today: Date) -> Result<(), Refused> {
    let days = (given.ends_on - today).get_days();
    let is_long = |text: &str| text.chars().count() > LONGEST_TEXT_CHARS;
    match given {
        Given { who: Who::Citizen(_), .. } => Err(Refused::Citizen),
        Given { reason, .. } if reason.trim().is_empty() => Err(Refused::NoReason),
        Given { name, .. } if name.trim().is_empty() => Err(Refused::NoName),
        Given { name, reason, role, .. } if is_long(name) || is_long(reason) || is_long(role.scope()) => {
            Err(Refused::TooLongText)
        }
        Given { ends_on, .. } if *ends_on < today => Err(Refused::Over(*ends_on)),
        Given { ends_on, .. } if days > LONGEST_DAYS => Err(Refused::TooLong(*ends_on)),
        _ => Ok(()),
    }
}

/// Whether somebody may give a role to this employee, as things are in this transaction. The same person may be known by two
/// logins, so that both numbers must be known.
async fn may_give(tx: &mut Tx, by: By, to: &Employee, now_ms: i64) -> Result<Result<(), Refused>, Error> {
    let By::Employee(giver) = by else { return Ok(Ok(())) };
    if !is_administrator(tx, by, now_ms).await? {
        return Ok(Err(Refused::NotAdministrator));
    }
    if giver == to.id {
        return Ok(Err(Refused::Oneself));
    }
    Ok(match (store::own_of(tx, giver).await?, &to.own) {
        (Some(own), Some(other)) if own == *other => Err(Refused::Oneself),
        (Some(_), Some(_)) => Ok(()),
        _ => Err(Refused::Unknown),
    })
}

/// Whether somebody still is an administrator, where they act as one.
async fn is_administrator(tx: &mut Tx, by: By, now_ms: i64) -> Result<bool, Error> {
    let By::Employee(employee) = by else { return Ok(true) };
    Ok(roles_now(tx, employee, now_ms).await?.contains(&Role::Administrator))
}

/// The roles of an employee in this moment.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn roles_now(tx: &mut Tx, employee: EmployeeId, now_ms: i64) -> Result<Vec<Role>, Error> {
    Ok(roles_of(&in_force(tx, employee, now_ms).await?))
}

async fn in_force(tx: &mut Tx, employee: EmployeeId, now_ms: i64) -> Result<Vec<Grant>, Error> {
    let today = date_in_oslo_at(now_ms);
    let mut grants = store::grants_of(tx, employee).await?;
    grants.retain(|grant| grant.is_in_force(today));
    Ok(grants)
}

/// Ends a role now.
///
/// # Errors
/// The database's own. The inner error says why it is not ended.
pub async fn end(office: &Office, by: By, grant: GrantId, reason: &str) -> Result<Result<(), Refused>, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Ok(Err(Refused::NoReason));
    }
    if reason.chars().count() > LONGEST_TEXT_CHARS {
        return Ok(Err(Refused::TooLongText));
    }
    let now_ms = office.clock.now_ms();
    retried(|| async move {
        let mut tx = office.db.write().await?;
        if !is_administrator(&mut tx, by, now_ms).await? {
            return Ok(Err(Refused::NotAdministrator));
        }
        if !finish(&mut tx, &office.vault, now_ms, grant, by, reason).await? {
            return Ok(Err(Refused::NotHeld));
        }
        tx.commit().await?;
        Ok(Ok(()))
    })
    .await
}

/// What somebody is and may do now. Of a citizen nothing is asked: most requests are theirs.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn standing(office: &Office, who: &Who) -> Result<Standing, Error> {
    if who.is_citizen() {
        return Ok(Standing::default());
    }
    let mut tx = office.db.read().await?;
    standing_in(&mut tx, &office.vault, who, office.clock.now_ms()).await
}

/// The same of an employee, as it is inside a transaction.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn standing_in(tx: &mut Tx, vault: &Vault, who: &Who, now_ms: i64) -> Result<Standing, Error> {
    let Some(employee) = store::find_employee(tx, &who.owner(vault)).await? else { return Ok(Standing::default()) };
    let grants = in_force(tx, employee.id, now_ms).await?;
    Ok(Standing { employee: Some(employee), grants })
}

/// What is said of an employee whom a login provider can name, and by whom.
pub(super) struct Known<'a> {
    pub(super) who: &'a Who,
    pub(super) name: Option<&'a str>,
    pub(super) own: Option<&'a NationalId>,
    pub(super) by: By,
}

impl Known<'_> {
    /// The employee, made where there is none. Until the transaction ends, nobody else gets past this point for them.
    pub(super) async fn employee(&self, tx: &mut Tx, vault: &Vault, now_ms: i64) -> Result<Employee, Error> {
        let mark = self.who.owner(vault);
        let number = match (self.who, self.by) {
            (Who::Employee(id), _) => Some(id),
            // A colleague's word is not enough: what somebody may see hangs on it.
            (_, By::Employee(_)) => None,
            (Who::Citizen(_) | Who::User { .. }, By::Operator | By::Portal) => self.own,
        };
        let own = number.map(|id| vault.own_mark(&vault.lookup(id)));
        if let Some(id) = store::lock_employee(tx, &mark).await? {
            let before = store::own_of(tx, id).await?;
            store::change_employee(tx, id, self.name, own.as_ref().map(<[u8; 32]>::as_slice)).await?;
            if own.is_some_and(|own| before.as_deref() != Some(own.as_slice())) {
                let details = Details::none().with("employee", id.to_string());
                let event = Event { action: Action::EmployeeIdentified, case: None, actor: actor(self.by), details };
                audit::record(tx, vault, now_ms, None, event).await?;
            }
            return store::find_employee(tx, &mark).await?.ok_or(Error::NotFound);
        }
        let id = EmployeeId::new(now_ms);
        // A provider may say no name; there is always something to call them by.
        let name = self.name.map_or_else(|| id.to_string(), str::to_owned);
        let employee = Employee { id, name, own: own.map(|own| own.to_vec()) };
        if store::insert_employee(tx, &employee, &mark, now_ms).await? {
            Ok(employee)
        } else {
            Err(Error::Conflict(anyhow::anyhow!("another transaction has made the same employee")))
        }
    }
}

/// Stores a grant and says so in the audit trail; false where they have the role by the same source.
pub(super) async fn add(tx: &mut Tx, vault: &Vault, grant: &Grant, by: By) -> Result<bool, Error> {
    if !store::insert_grant(tx, grant).await? {
        return Ok(false);
    }
    let details = Details::none()
        .with("grant", grant.id.to_string())
        .with("employee", grant.employee.to_string())
        .with("role", grant.role.to_string())
        .with("source", grant.source.code())
        .with("until", grant.ends_on.to_string())
        .with(REASON, grant.reason.clone());
    let event = Event { action: Action::GrantGiven, case: None, actor: actor(by), details };
    audit::record(tx, vault, grant.given_at, None, event).await?;
    Ok(true)
}

/// Ends a grant and says so in the audit trail; false where there is none that is not ended.
pub(super) async fn finish(
    tx: &mut Tx,
    vault: &Vault,
    now_ms: i64,
    grant: GrantId,
    by: By,
    reason: &str,
) -> Result<bool, Error> {
    let ended = Ended { at: now_ms, by: by.to_string(), reason: reason.to_owned() };
    if !store::end_grant(tx, grant, &ended).await? {
        return Ok(false);
    }
    let details = Details::none().with("grant", grant.to_string()).with(REASON, reason);
    let event = Event { action: Action::GrantEnded, case: None, actor: actor(by), details };
    audit::record(tx, vault, now_ms, None, event).await?;
    Ok(true)
}

fn actor(by: By) -> Actor {
    match by {
        By::Operator => Actor::Operator,
        By::Portal => Actor::Portal,
        By::Employee(id) => {
            Actor::Employee { role: RoleKind::Administrator.code().to_owned(), unit: String::new(), id: id.to_string() }
        }
    }
}
