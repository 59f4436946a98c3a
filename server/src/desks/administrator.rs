//! What an administrator may ask for.

use app::desks::AdministratorDesk;
use app::fault::Fault;
use app::model::roles::{GivenRole, RoleSource, Roles};
use async_trait::async_trait;
use jiff::ToSpan;

use super::employee::line;
use super::told::told;
use crate::cases::deadline::civil;
use crate::casework;
use crate::error::Error;
use crate::names::norwegian_key;
use crate::office::Office;
use crate::staff::rules::Source;
use crate::staff::store;

/// More roles than any municipality has.
const MOST_SHOWN: i64 = 10_000;

/// The desk of one administrator.
pub(crate) struct Administrator {
    pub(crate) office: Office,
    /// How employees log in here.
    pub(crate) logins: Vec<&'static str>,
}

impl Administrator {
    async fn all(&self) -> Result<Roles, Error> {
        let today = self.office.today();
        let mut tx = self.office.db.read().await?;
        let open = store::open_grants(&mut tx, MOST_SHOWN).await?;
        let units_without = casework::store::units_without_caseworkers(&mut tx, today).await?;
        let in_force = open.into_iter().filter(|(_, grant)| grant.is_in_force(today));
        let mut given: Vec<GivenRole> = in_force
            .map(|(name, grant)| GivenRole {
                id: grant.id.to_string(),
                name,
                role: line(&grant),
                source: match grant.source {
                    Source::Given => RoleSource::Given,
                    Source::Claims => RoleSource::Claims,
                    Source::File => RoleSource::File,
                },
                reason: grant.reason,
            })
            .collect();
        given.sort_by_cached_key(|given| norwegian_key(&given.name));
        Ok(Roles {
            given,
            units_without,
            usual_end: civil(today.saturating_add(1.year())),
            logins: self.logins.clone(),
        })
    }
}

#[async_trait]
impl AdministratorDesk for Administrator {
    async fn roles(&self) -> Result<Roles, Fault> {
        self.all().await.map_err(told)
    }
}
