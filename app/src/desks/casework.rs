//! What somebody may ask for who works with cases: only what their roles, the walls between sectors, and whom a case is
//! about let them see.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::work::{WorkAnswers, WorkCase, WorkLine};

/// The desk for an employee with a role in cases.
#[async_trait]
pub trait CaseworkDesk: Send + Sync {
    /// The open cases, those first that must be answered first, and the answered ones in which the person waits for a reply.
    async fn cases(&self) -> Result<Vec<WorkLine>, Fault>;

    /// One case. That it was looked at is noted.
    async fn case(&self, reference: &str) -> Result<WorkCase, Fault>;

    /// What a system has answered in a case, by the system's key. That it was read is noted.
    async fn answers(&self, reference: &str, system: &str) -> Result<WorkAnswers, Fault>;
}
