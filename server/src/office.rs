//! What every use case works with: the database, the vault, the time, and the bell that wakes a worker.

use std::sync::Arc;

use app::model::Municipality;
use app::words::Language;
use jiff::civil::Date;
use tokio::sync::Notify;

use crate::cases::deadline::date_in_oslo_at;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Db;
use crate::systems::known::Known;
use crate::vault::{Blobs, Vault, VaultError};

/// Cloning is cheap, and all clones are the same office.
#[derive(Clone)]
pub struct Office {
    /// The database.
    pub db: Db,
    /// Keys and sealing.
    pub vault: Vault,
    /// Files.
    pub blobs: Blobs,
    /// The time.
    pub clock: Clock,
    /// The unit whose caseworkers coordinate new cases.
    pub unit: Arc<str>,
    /// Whose portal this is, as letters say.
    pub municipality: Arc<Municipality>,
    /// The municipality's own language.
    pub language: Language,
    /// The register, as it was read last.
    pub known: Arc<Known>,
    /// For how many days a package can be fetched.
    pub package_days: u16,
    /// Whether all people here are made up.
    pub test: bool,
    /// Rung when there may be something to do. A worker that misses it looks by itself soon after.
    pub bell: Arc<Notify>,
    /// Rung when an answer has come in, or something was decided: there may be something to release.
    pub news: Arc<Notify>,
}

impl Office {
    /// The day in Oslo.
    pub fn today(&self) -> Date {
        date_in_oslo_at(self.clock.now_ms())
    }

    /// Whether keys and files are those of this database, which may be one that an older program made, or empty. Changes
    /// no table, so that it is asked before anything is changed.
    ///
    /// # Errors
    /// Why they are not, and how to mend that.
    pub async fn verify(settings: &Settings, db: &Db) -> Result<(), VaultError> {
        let mark = Vault::verify_master_key(db, &settings.vault).await?;
        Blobs::open(&settings.vault.blobs)?.could_belong_to(mark).await
    }

    /// Opens the vault of a database that is up to date, and puts the parts together.
    ///
    /// # Errors
    /// Why the vault cannot be opened, and how to mend that.
    pub async fn open(settings: &Settings, db: Db, clock: Clock) -> Result<Self, VaultError> {
        let vault = Vault::open(&db, &settings.vault).await?;
        let blobs = Blobs::open(&settings.vault.blobs)?;
        blobs.belong_to(&vault.mark()).await?;
        let unit = settings.case_unit.as_str().into();
        let test = settings.municipality.shown.test;
        Ok(Self {
            db,
            vault,
            blobs,
            clock,
            unit,
            municipality: Arc::new(settings.municipality.shown.clone()),
            language: settings.municipality.default_language,
            package_days: settings.package_days,
            test,
            known: Arc::default(),
            bell: Arc::new(Notify::new()),
            news: Arc::new(Notify::new()),
        })
    }
}
