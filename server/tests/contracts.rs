//! What every function of a store promises, called directly, on both databases.
//!
//! The stores of returned forms, of files and of the audit trail have theirs in `database.rs`, `blobs.rs` and
//! `audit.rs`; `house_rules.rs` sees to it that no function is left out.

mod archives;
mod backups;
mod cases;
mod clocks;
mod damaged;
mod decisions;
mod drafts;
mod files;
mod keys;
mod leases;
mod letters;
mod messages;
mod notices;
mod packages;
mod people;
mod reviews;
mod systems;
mod tasks;

use server::cases::rules::Right;
use server::db::Tx;
use server::id::{CaseId, ClaimId, PersonId, SystemId};
use server::systems::rules::Served;

use crate::support::Engine;
use crate::support::database::FreshDatabase;
use crate::support::rows;

/// One open case with one claim, and one system, in a transaction that is never committed.
struct Stage {
    tx: Tx,
    person: PersonId,
    case: CaseId,
    claim: ClaimId,
    system: SystemId,
    _database: FreshDatabase,
}

impl Stage {
    async fn new(engine: Engine) -> Self {
        let database = FreshDatabase::new(engine).await;
        let mut tx = database.open().await.write().await.unwrap();
        let person = rows::add_person(&mut tx).await;
        let case = rows::add_case(&mut tx, person).await;
        let claim = rows::add_claim(&mut tx, case, Right::Access).await;
        let system = rows::add_system(&mut tx, Served::Call).await;
        Self { tx, person, case, claim, system, _database: database }
    }
}
