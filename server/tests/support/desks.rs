//! Desks that fail as no real one can be made to.

use std::sync::Arc;
use std::time::Duration;

use app::Desks;
use app::desks::VisitorDesk;
use app::fault::Fault;
use app::model::RegisterEntry;
use async_trait::async_trait;

/// What the visitor's desk does when it is asked.
pub enum Behaviour {
    Panic,
    Fail(Fault),
    Take(Duration),
    Answer(Vec<RegisterEntry>),
}

struct Double(Behaviour);

#[async_trait]
impl VisitorDesk for Double {
    async fn register(&self) -> Result<Vec<RegisterEntry>, Fault> {
        match &self.0 {
            Behaviour::Panic => panic!("12345678901 is a secret"),
            Behaviour::Fail(fault) => Err(*fault),
            Behaviour::Take(time) => {
                tokio::time::sleep(*time).await;
                Ok(Vec::new())
            }
            Behaviour::Answer(entries) => Ok(entries.clone()),
        }
    }
}

/// Desks of which the visitor's behaves like this.
pub fn desks(behaviour: Behaviour) -> Desks {
    Desks { visitor: Arc::new(Double(behaviour)) }
}
