//! The register as it was read last: it is shown often, and seldom changed.

use std::sync::{Arc, Mutex, PoisonError};

use super::rules::System;
use super::store;
use crate::db::Tx;
use crate::error::Error;
use crate::names::norwegian_key;
use crate::tasks::fan_out::MOST_SYSTEMS;

/// A register that was read, with its version.
#[derive(Default)]
pub struct Known(Mutex<Option<(i64, Arc<[System]>)>>);

impl Known {
    /// All systems, by their names. How the calls to them go may be of before.
    ///
    /// # Errors
    /// The database's own, or a row that was changed by hand.
    pub async fn register(&self, tx: &mut Tx) -> Result<Arc<[System]>, Error> {
        let version = store::register_version(tx).await?;
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, systems)) = read.filter(|(known, _)| *known == version) {
            return Ok(systems);
        }
        let mut systems = store::systems(tx, MOST_SYSTEMS).await?;
        systems.sort_by_cached_key(|system| norwegian_key(&system.name));
        let systems: Arc<[System]> = systems.into();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, systems.clone()));
        Ok(systems)
    }
}
