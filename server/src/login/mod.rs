//! Logging in and out: citizens through ID-porten, employees through Ansattporten or Entra ID.
//!
//! | file | what |
//! | --- | --- |
//! | [`rules`] | levels, lifetimes, and every reason why somebody is not logged in |
//! | [`provider`] | what a provider says of itself, and requests to it |
//! | [`credential`] | how this program proves to a provider that it is itself |
//! | [`begin`], [`finish`] | a login, from the link to the session |
//! | `id_token` | who somebody is, and whether to believe it |
//! | [`session`] | people who are logged in |
//! | [`logout`] | from here, and because the provider says so |
//! | [`store`] | their tables |

pub mod begin;
pub mod credential;
pub mod finish;
mod id_token;
pub mod logout;
pub mod provider;
pub mod rules;
pub mod session;
pub mod store;

use std::sync::Arc;

use url::Url;

use self::provider::{Provider, ProviderSettings};
use crate::clock::Clock;
use crate::subjects::identity_number::Deployment;

/// All login providers of this installation; there may be none.
#[derive(Default)]
pub struct Providers(Vec<Provider>);

impl Providers {
    /// Those that are set, where people reach the portal at `public_url`. None is asked anything yet.
    ///
    /// # Errors
    /// No request can be sent from this machine.
    pub fn new(
        settings: &[Arc<ProviderSettings>],
        public_url: &Url,
        deployment: Deployment,
        clock: &Clock,
    ) -> anyhow::Result<Self> {
        let redirect_uri = public_url.join("/oidc/callback")?;
        let providers = settings
            .iter()
            .map(|settings| Provider::new(settings.clone(), redirect_uri.clone(), deployment, clock.clone()));
        Ok(Self(providers.collect::<Result<_, _>>()?))
    }

    /// The one with this key.
    pub fn find(&self, key: &str) -> Option<&Provider> {
        self.all().find(|provider| provider.key() == key)
    }

    /// All of them, in the order they are shown.
    pub fn all(&self) -> std::slice::Iter<'_, Provider> {
        self.0.iter()
    }
}
