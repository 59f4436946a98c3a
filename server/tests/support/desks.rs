//! Desks that fail as no real one can be made to.

use std::sync::Arc;
use std::time::Duration;

use app::desks::VisitorDesk;
use app::fault::Fault;
use app::model::{AdapterApi, AdapterCall, AdapterProblem, RegisterEntry};
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
    async fn adapter_api(&self) -> Result<AdapterApi, Fault> {
        self.register().await?;
        let problem =
            AdapterProblem { code: "lease-lost", status: 409, title: "The task is no longer this attempt's." };
        let call = AdapterCall {
            method: "POST",
            path: "/tasks/claim".to_owned(),
            about: "Claims tasks.".to_owned(),
            problems: vec!["lease-lost"],
        };
        let base = "https://minside.provik.example/api/adapter/v1".to_owned();
        let (task, answer) = ("{}".to_owned(), "{}".to_owned());
        Ok(AdapterApi { base, calls: vec![call], problems: vec![problem], task, answer })
    }

    async fn register(&self) -> Result<Arc<[RegisterEntry]>, Fault> {
        match &self.0 {
            Behaviour::Panic => panic!("12345678901 is a secret"),
            Behaviour::Fail(fault) => Err(*fault),
            Behaviour::Take(time) => {
                tokio::time::sleep(*time).await;
                Ok(Arc::new([]))
            }
            Behaviour::Answer(entries) => Ok(entries.clone().into()),
        }
    }
}

/// A visitor's desk that behaves like this.
pub fn visitor(behaviour: Behaviour) -> Arc<dyn VisitorDesk> {
    Arc::new(Double(behaviour))
}
