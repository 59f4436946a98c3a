//! What an administrator may ask for.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::roles::Roles;

/// The desk for who gives roles.
#[async_trait]
pub trait AdministratorDesk: Send + Sync {
    /// Who has which role.
    async fn roles(&self) -> Result<Roles, Fault>;
}
