//! What everybody may ask for.

use std::sync::Arc;

use app::desks::VisitorDesk;
use app::fault::Fault;
use app::model::RegisterEntry;
use async_trait::async_trait;

/// The desk for somebody we do not know.
pub(crate) struct Visitor {
    pub(crate) register: Arc<[RegisterEntry]>,
}

#[async_trait]
impl VisitorDesk for Visitor {
    async fn register(&self) -> Result<Vec<RegisterEntry>, Fault> {
        Ok(self.register.to_vec())
    }
}
