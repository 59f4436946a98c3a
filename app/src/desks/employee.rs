//! What somebody who works for the municipality may ask for before anything else: what they may do.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::RoleLine;
use crate::model::work::HandlesCases;

/// The desk for somebody who is logged in as an employee, with or without a role.
#[async_trait]
pub trait EmployeeDesk: Send + Sync {
    /// The roles that are in force now.
    async fn roles(&self) -> Result<Vec<RoleLine>, Fault>;

    /// Whether they are shown cases.
    fn handles_cases(&self) -> HandlesCases;

    /// In how many browsers they are logged in, this one among them.
    async fn logins(&self) -> Result<u32, Fault>;
}
