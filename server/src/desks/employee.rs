//! What an employee may do.

use app::desks::EmployeeDesk;
use app::fault::Fault;
use app::model::{RoleLine, RoleName};
use async_trait::async_trait;

use super::told::{civil, told};
use crate::login::session::Who;
use crate::office::Office;
use crate::staff::grant::in_force;
use crate::staff::rules::Role;

/// The desk of one employee.
pub(crate) struct Employee {
    pub(crate) office: Office,
    pub(crate) who: Who,
}

#[async_trait]
impl EmployeeDesk for Employee {
    async fn roles(&self) -> Result<Vec<RoleLine>, Fault> {
        let grants = in_force(&self.office, &self.who).await.map_err(told)?;
        let lines = grants.iter().map(|grant| RoleLine {
            role: match &grant.role {
                Role::Caseworker { .. } => RoleName::Caseworker,
                Role::Reviewer { sector } => RoleName::Reviewer(*sector),
                Role::Owner { .. } => RoleName::Owner,
                Role::Ombud => RoleName::Ombud,
                Role::Administrator => RoleName::Administrator,
            },
            scope: grant.role.scope().to_owned(),
            ends_on: civil(grant.ends_on),
        });
        Ok(lines.collect())
    }
}
