//! What an employee may do.

use app::desks::EmployeeDesk;
use app::fault::Fault;
use app::model::work::HandlesCases;
use app::model::{RoleLine, RoleName};
use async_trait::async_trait;

use super::told::told;
use crate::cases::deadline::civil;
use crate::casework::rules::{Handler, NoHandler};
use crate::login::session::{self, Session};
use crate::office::Office;
use crate::staff::rules::{Grant, Role, Standing};

/// The desk of one employee.
pub(crate) struct Employee {
    pub(crate) office: Office,
    pub(crate) session: Session,
    pub(crate) standing: Standing,
}

#[async_trait]
impl EmployeeDesk for Employee {
    async fn roles(&self) -> Result<Vec<RoleLine>, Fault> {
        // A role that two sources say is one role, as long as the one that says it longer.
        let mut lines: Vec<(&Role, &Grant)> = Vec::new();
        for grant in &self.standing.grants {
            match lines.iter_mut().find(|(role, _)| **role == grant.role) {
                Some((_, known)) if known.ends_on < grant.ends_on => *known = grant,
                Some(_) => {}
                None => lines.push((&grant.role, grant)),
            }
        }
        Ok(lines.into_iter().map(|(_, grant)| line(grant)).collect())
    }

    fn handles_cases(&self) -> HandlesCases {
        match Handler::of(&self.standing) {
            Ok(_) => HandlesCases::Yes,
            Err(NoHandler::NoRole) => HandlesCases::NoRole,
            Err(NoHandler::Unknown) => HandlesCases::Unknown,
        }
    }

    async fn logins(&self) -> Result<u32, Fault> {
        session::count(&self.office, &self.session).await.map_err(told)
    }
}

/// A grant as pages show it.
pub(super) fn line(grant: &Grant) -> RoleLine {
    RoleLine {
        role: match &grant.role {
            Role::Caseworker { .. } => RoleName::Caseworker,
            Role::Reviewer { sector } => RoleName::Reviewer(*sector),
            Role::Owner { .. } => RoleName::Owner,
            Role::Ombud => RoleName::Ombud,
            Role::Administrator => RoleName::Administrator,
        },
        scope: grant.role.scope().to_owned(),
        ends_on: civil(grant.ends_on),
    }
}
