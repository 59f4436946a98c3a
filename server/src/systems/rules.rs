//! What a registered system is.

use app::model::Sector;

use crate::coded;
use crate::id::SystemId;

coded! {
    /// How a system is served.
    pub enum Served {
        /// We call its adapter.
        Call = "call",
        /// Its adapter asks us.
        Pull = "pull",
        /// A person answers on a page.
        Manual = "manual",
    }
}

/// A registered system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its id.
    pub id: SystemId,
    /// Its stable name among operators and adapters.
    pub key: String,
    /// Its name, for people.
    pub name: String,
    /// The unit that owns it.
    pub unit: String,
    /// The sector whose wall its content is behind.
    pub sector: String,
    /// How it is served.
    pub served: Served,
    /// Whether it can answer access requests.
    pub serves_access: bool,
    /// Whether it can rectify.
    pub serves_rectification: bool,
    /// Whether it can erase.
    pub serves_erasure: bool,
    /// How many of its tasks may be under way at once; 1 to 1000.
    pub at_once: u16,
    /// In how many days it is to answer; 1 to 90.
    pub limit_days: u16,
    /// Whether its tasks wait.
    pub paused: bool,
}

impl System {
    /// A system as most are: it serves every right, does one thing at once, and has a fortnight for it.
    pub fn usual(id: SystemId, key: &str, name: &str, unit: &str, sector: Sector, served: Served) -> Self {
        Self {
            id,
            key: key.to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            sector: sector.code().to_owned(),
            served,
            serves_access: true,
            serves_rectification: true,
            serves_erasure: true,
            at_once: 1,
            limit_days: 14,
            paused: false,
        }
    }
}
