//! What everybody may ask for without logging in.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::RegisterEntry;

/// The desk for somebody we do not know.
#[async_trait]
pub trait VisitorDesk: Send + Sync {
    /// The municipality's systems in plain words, ordered by name.
    async fn register(&self) -> Result<Vec<RegisterEntry>, Fault>;
}
