//! The ways to log in.

use std::sync::Arc;

use app::desks::DoorDesk;
use app::fault::Fault;
use app::model::{LoginChoice, LoginKind};
use async_trait::async_trait;

use crate::clock::Clock;
use crate::login::Providers;
use crate::login::rules::ProviderKind;

/// The desk at the door.
pub(crate) struct Door {
    pub(crate) providers: Arc<Providers>,
    pub(crate) clock: Clock,
}

#[async_trait]
impl DoorDesk for Door {
    async fn logins(&self) -> Result<Vec<LoginChoice>, Fault> {
        let mut choices = Vec::new();
        for provider in self.providers.all() {
            let kind = match provider.settings.kind {
                ProviderKind::Idporten => LoginKind::Idporten,
                ProviderKind::Ansattporten => LoginKind::Ansattporten,
                ProviderKind::Entra => LoginKind::Entra,
            };
            let available = provider.answers(self.clock.now_ms()).await;
            choices.push(LoginChoice { key: provider.key(), kind, available });
        }
        Ok(choices)
    }
}
