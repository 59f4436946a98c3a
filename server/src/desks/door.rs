//! The ways to log in.

use std::sync::Arc;

use app::desks::DoorDesk;
use app::fault::Fault;
use app::model::{LoginChoice, LoginKind};
use async_trait::async_trait;
use futures_util::future::join_all;

use crate::login::Providers;
use crate::login::rules::ProviderKind;

/// The desk at the door.
pub(crate) struct Door {
    pub(crate) providers: Arc<Providers>,
}

#[async_trait]
impl DoorDesk for Door {
    async fn logins(&self) -> Result<Vec<LoginChoice>, Fault> {
        let choices = self.providers.all().map(|provider| async move {
            let kind = match provider.settings.kind {
                ProviderKind::Idporten => LoginKind::Idporten,
                ProviderKind::Ansattporten => LoginKind::Ansattporten,
                ProviderKind::Entra => LoginKind::Entra,
            };
            LoginChoice { key: provider.key(), kind, available: provider.answers().await }
        });
        // At once: one that is slow holds up no other.
        Ok(join_all(choices).await)
    }
}
