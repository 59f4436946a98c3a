//! What everybody may ask for without logging in.

use std::sync::Arc;

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::{AdapterApi, RegisterEntry};

/// The desk for somebody we do not know.
#[async_trait]
pub trait VisitorDesk: Send + Sync {
    /// The municipality's systems in plain words, ordered by name.
    async fn register(&self) -> Result<Arc<[RegisterEntry]>, Fault>;

    /// How a system is connected.
    async fn adapter_api(&self) -> Result<AdapterApi, Fault>;
}
