//! What somebody in charge does to the tasks of one system, or of all: lets them wait or go on, asks the adapter again at
//! once, or asks people instead.

use super::circuit::store as circuit;
use super::store;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::coded;
use crate::error::{Error, retried};
use crate::office::Office;
use crate::tasks::fan_out::MOST_SYSTEMS;
use crate::tasks::people::store as people;
use crate::tasks::rules::HumanReason;

coded! {
    /// What is done.
    pub enum Act {
        /// Nobody takes a task until it is resumed.
        Pause = "pause",
        /// Tasks are taken again.
        Resume = "resume",
        /// Every task that is not answered is asked for again now, also those that people were asked about.
        Retry = "retry",
        /// People are asked for every task that nobody has.
        WithHuman = "with_human",
    }
}

/// To how much it was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Systems.
    pub systems: u64,
    /// Their tasks; none is changed by a pause.
    pub tasks: u64,
}

/// Does it to the system with this key, or to all; `None` where there is no such system.
///
/// # Errors
/// The database's own.
pub async fn act(office: &Office, key: Option<&str>, act: Act) -> Result<Option<Touched>, Error> {
    let touched = retried(|| async move {
        let now = office.clock.now_ms();
        let mut tx = office.db.write().await?;
        let mut systems = store::systems(&mut tx, MOST_SYSTEMS).await?;
        if let Some(key) = key {
            systems.retain(|system| system.key == key);
            if systems.is_empty() {
                return Ok(None);
            }
        }
        let mut touched = Touched::default();
        for system in systems {
            touched.systems += 1;
            match act {
                Act::Pause => _ = store::pause_system(&mut tx, system.id, true).await?,
                Act::Resume => _ = store::pause_system(&mut tx, system.id, false).await?,
                // Nobody asks what is out of use.
                Act::Retry if system.retired => {}
                Act::Retry => {
                    circuit::close_circuit(&mut tx, system.id).await?;
                    // What the adapter does not do stays with people.
                    for step in &system.steps.0 {
                        touched.tasks += people::retry_now(&mut tx, system.id, *step, now).await?;
                    }
                }
                Act::WithHuman => {
                    touched.tasks += people::give_to_people(&mut tx, system.id, HumanReason::Asked).await?;
                }
            }
        }
        let details = Details::none().with("act", act.code()).with("system", key.unwrap_or("*"));
        let event = Event { action: Action::SystemTold, case: None, actor: Actor::Operator, details };
        audit::record(&mut tx, &office.vault, now, None, event).await?;
        tx.commit().await?;
        Ok(Some(touched))
    })
    .await?;
    office.bell.notify_waiters();
    Ok(touched)
}
