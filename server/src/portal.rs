//! The whole application as one value: what a request, a command or a test needs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use app::Site;
use app::desks::VisitorDesk;
use app::model::Municipality;
use bytes::Bytes;
use tokio::sync::Semaphore;
use url::Url;

use crate::adapters::api::openapi;
use crate::adapters::limits::AdapterLimits;
use crate::adapters::maskinporten::Maskinporten;
use crate::config::Settings;
use crate::error::Error;
use crate::http::assets::Assets;
use crate::http::fixed_pages::FixedPages;
use crate::http::health::LastLook;
use crate::http::metrics::Metrics;
use crate::http::shares::Shares;
use crate::login::Providers;
use crate::office::Office;
use crate::tasks::answer::{Given, Saved};
use crate::tasks::lease::{Lease, Wish};
use crate::together::Together;

/// Requests of adapters that are served in one transaction.
const MOST_TOGETHER: usize = 100;

/// Packages that are checked at the same time.
const MOST_CHECKED: usize = 4;

/// People who watch how far their case is at the same time; each costs a look a second.
const MOST_STREAMS: usize = 200;
/// Of one person.
const OWN_STREAMS: usize = 4;

/// Single files of packages that are handed out at the same time; each has a thread.
const MOST_FILES: usize = 32;
/// To one person.
const OWN_FILES: usize = 4;

/// Forms with files that are read at the same time.
const MOST_UPLOADS: usize = 16;
/// Of one person: more than anybody sends, and less than all.
const OWN_UPLOADS: usize = 3;

/// Answers of adapters that are read, checked and saved at the same time.
const MOST_READ: usize = 32;

/// Shared by all requests.
pub struct Portal {
    /// As read at the start.
    pub settings: Settings,
    /// Where people reach the portal.
    pub public_url: Url,
    /// What use cases work with.
    pub office: Office,
    /// The figures that Prometheus fetches.
    pub metrics: Metrics,
    pub(crate) assets: Assets,
    pub(crate) fixed_pages: FixedPages,
    pub(crate) municipality: Arc<Municipality>,
    pub(crate) site: Arc<Site>,
    pub(crate) providers: Arc<Providers>,
    pub(crate) visitor: Arc<dyn VisitorDesk>,
    pub(crate) database_look: LastLook,
    /// The document that describes the adapter API.
    pub(crate) adapter_api: Bytes,
    pub(crate) adapter_limits: AdapterLimits,
    pub(crate) maskinporten: Option<Maskinporten>,
    /// Where adapters that want tasks in the same moment meet.
    pub(crate) claims: Together<Wish, Result<Vec<Lease>, String>>,
    /// Answers that are read at the same time; each may be large.
    pub(crate) answers_read: Semaphore,
    /// Packages that are checked at the same time; each manifest may be large.
    pub(crate) checks: Semaphore,
    /// Forms with files that are read at the same time.
    pub(crate) uploads: Arc<Shares>,
    /// People who watch how far their case is.
    pub(crate) streams: Arc<Shares>,
    /// Single files of packages that are handed out.
    pub(crate) files: Arc<Shares>,
    /// The same for those that answer.
    pub(crate) answers: Together<Arc<Given>, Result<Saved, Error>>,
    draining: AtomicBool,
}

impl Portal {
    /// Puts the parts together. `public_url` is where people reach it, and `visitor` is what everybody may ask.
    ///
    /// # Errors
    /// The municipality's own files are not what they should be, or no request can be sent from this machine.
    pub fn new(
        settings: Settings,
        public_url: Url,
        office: Office,
        visitor: Arc<dyn VisitorDesk>,
    ) -> anyhow::Result<Self> {
        let mut assets = Assets::embedded();
        let mut municipality = settings.municipality.shown.clone();
        if let Some(logo) = &settings.municipality.logo {
            municipality.logo = Some(assets.add("logo", logo));
        }
        let mut site = assets.site().context("the site's files do not fit together")?;
        if let Some(theme) = &settings.municipality.theme {
            site.theme = Some(assets.add("theme", theme));
        }
        let deployment = settings.municipality.deployment();
        let providers = Providers::new(&settings.login.providers, &public_url, deployment, &office.clock)?;
        let maskinporten = settings.maskinporten.clone();
        let maskinporten =
            maskinporten.map(|settings| Maskinporten::new(settings, &public_url, office.clock.clone())).transpose()?;
        let adapter_api = serde_json::to_vec(&openapi::document(&public_url))?.into();
        let adapter_limits = AdapterLimits::new(&settings.limits);
        Ok(Self {
            settings,
            public_url,
            office,
            metrics: Metrics::default(),
            assets,
            fixed_pages: FixedPages::default(),
            municipality: Arc::new(municipality),
            site: Arc::new(site),
            providers: Arc::new(providers),
            visitor,
            database_look: LastLook::default(),
            adapter_api,
            adapter_limits,
            maskinporten,
            answers_read: Semaphore::new(MOST_READ),
            checks: Semaphore::new(MOST_CHECKED),
            uploads: Shares::new(MOST_UPLOADS, OWN_UPLOADS),
            streams: Shares::new(MOST_STREAMS, OWN_STREAMS),
            files: Shares::new(MOST_FILES, OWN_FILES),
            claims: Together::new(MOST_TOGETHER),
            answers: Together::new(MOST_TOGETHER),
            draining: AtomicBool::new(false),
        })
    }

    /// Whether people reach the portal over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// From now on the portal is not ready, so that no new requests are sent to it.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }
}
