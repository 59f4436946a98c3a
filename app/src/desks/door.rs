//! What everybody may know of the ways to log in.

use async_trait::async_trait;

use crate::fault::Fault;
use crate::model::LoginChoice;

/// The desk at the door.
#[async_trait]
pub trait DoorDesk: Send + Sync {
    /// All ways to log in, and whether each answers now.
    async fn logins(&self) -> Result<Vec<LoginChoice>, Fault>;
}
