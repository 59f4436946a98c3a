//! What a source says of somebody's roles: the login provider when they log in, or the municipality's file. It says all of
//! them each time, so that what it no longer says is over.

use jiff::civil::Date;

use super::grant::{Known, LAST_DAY_OVER, add, finish};
use super::rules::{By, Employee, Grant, Role, Source};
use super::store;
use crate::cases::deadline::date_in_oslo_at;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::GrantId;
use crate::login::session::Who;
use crate::office::Office;
use crate::subjects::identity_number::NationalId;
use crate::vault::Vault;

/// Why a role is ended that a source has said before.
const NO_LONGER_SAID: &str = "the source no longer says it";
/// Grants that are ended in one transaction.
const AT_ONCE: i64 = 200;

/// All that a source says of one employee.
pub struct Said<'a> {
    /// Who logs in.
    pub who: &'a Who,
    /// What colleagues call them, where it says so.
    pub name: Option<&'a str>,
    /// Their own national id, where it says so and the login does not.
    pub own: Option<&'a NationalId>,
    /// Which source.
    pub source: Source,
    /// Every role, with its last day.
    pub roles: &'a [(Role, Date)],
    /// Where it says so, for who asks later.
    pub reason: &'a str,
}

/// A role that somebody got or lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What colleagues call them.
    pub name: String,
    /// Which.
    pub role: Role,
}

/// What is different by what a source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// New ones.
    pub given: Vec<Change>,
    /// Those that are over.
    pub ended: Vec<Change>,
}

impl Changed {
    pub(super) fn add(&mut self, other: Self) {
        self.given.extend(other.given);
        self.ended.extend(other.ended);
    }
}

/// Takes down what a source says of one employee.
///
/// # Errors
/// [`Error::Conflict`] where another transaction does the same; the database's own.
pub async fn note(tx: &mut Tx, vault: &Vault, now_ms: i64, said: &Said<'_>) -> Result<Changed, Error> {
    let mark = said.who.owner(vault);
    // Nobody is made an employee by a source that says nothing of them.
    if said.roles.is_empty() && store::find_employee(tx, &mark).await?.is_none() {
        return Ok(Changed::default());
    }
    let known = Known { who: said.who, name: said.name, own: said.own, by: By::Portal };
    let employee = known.employee(tx, vault, now_ms).await?;
    settle(tx, vault, now_ms, &employee, said.source, said.roles, said.reason).await
}

/// Ends everything that a source has said of somebody whom it no longer names.
pub(super) async fn forget(
    tx: &mut Tx,
    vault: &Vault,
    now_ms: i64,
    employee: &Employee,
    source: Source,
) -> Result<Changed, Error> {
    settle(tx, vault, now_ms, employee, source, &[], NO_LONGER_SAID).await
}

/// Lets an employee have by a source these roles, and no others.
async fn settle(
    tx: &mut Tx,
    vault: &Vault,
    now_ms: i64,
    employee: &Employee,
    source: Source,
    roles: &[(Role, Date)],
    reason: &str,
) -> Result<Changed, Error> {
    let change = |role: &Role| Change { name: employee.name.clone(), role: role.clone() };
    let today = date_in_oslo_at(now_ms);
    let (mut kept, mut changed) = (Vec::new(), Changed::default());
    for grant in store::grants_of(tx, employee.id).await? {
        if grant.ended.is_some() || grant.source != source {
            continue;
        }
        let why = match (roles.iter().any(|(role, _)| *role == grant.role), grant.is_in_force(today)) {
            (true, true) => {
                kept.push(grant);
                continue;
            }
            (true, false) => LAST_DAY_OVER,
            (false, _) => NO_LONGER_SAID,
        };
        if finish(tx, vault, now_ms, grant.id, By::Portal, why).await? {
            changed.ended.push(change(&grant.role));
        }
    }
    for (role, ends_on) in roles {
        if let Some(grant) = kept.iter().find(|grant| grant.role == *role) {
            if grant.ends_on != *ends_on {
                store::prolong_grant(tx, grant.id, *ends_on).await?;
            }
            continue;
        }
        let grant = Grant {
            id: GrantId::new(now_ms),
            employee: employee.id,
            role: role.clone(),
            source,
            given_at: now_ms,
            given_by: By::Portal.to_string(),
            reason: reason.to_owned(),
            ends_on: *ends_on,
            ended: None,
        };
        if add(tx, vault, &grant, By::Portal).await? {
            changed.given.push(change(role));
        }
    }
    Ok(changed)
}

/// Ends what has run out, so that it can be seen that it is over. It has not been in force since its last day. Returns how
/// many.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn end_what_has_run_out(office: &Office) -> Result<u64, Error> {
    let mut ended = 0;
    for source in Source::ALL {
        loop {
            let some = retried(|| async move {
                let now_ms = office.clock.now_ms();
                let mut tx = office.db.write().await?;
                let over = store::run_out(&mut tx, *source, date_in_oslo_at(now_ms), AT_ONCE).await?;
                for grant in &over {
                    finish(&mut tx, &office.vault, now_ms, grant.id, By::Portal, LAST_DAY_OVER).await?;
                }
                tx.commit().await?;
                Ok(over.len() as u64)
            })
            .await?;
            ended += some;
            if some == 0 {
                break;
            }
        }
    }
    Ok(ended)
}
