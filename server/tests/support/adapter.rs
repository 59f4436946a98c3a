//! Doubles of systems: one that answers, and those that do what must not hurt.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use server::id::{SystemId, TaskId};
use server::tasks::answer::Answer;
use server::tasks::fail::Failure;
use server::tasks::lease::Lease;
use server::tasks::rules::{Assessed, Collected, Done, Executed, Outcome, Step};
use server::tasks::store::Tried;
use server::tasks::worker::{Adapter, Reply};

/// How a double behaves.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Answers at once.
    Answers,
    /// Fails so often, then answers.
    FailsFirst(u32),
    /// Never answers.
    Never,
    /// Breaks off in the middle.
    Panics,
    /// Answers with so many bytes.
    Huge(usize),
}

/// Plays all systems, and counts what it is asked.
pub struct Double {
    behaviour: Behaviour,
    asked: Mutex<BTreeMap<TaskId, Vec<u32>>>,
    under_way: Mutex<BTreeMap<SystemId, u32>>,
    most_under_way: Mutex<u32>,
}

impl Double {
    pub fn new(behaviour: Behaviour) -> Arc<Self> {
        Arc::new(Self {
            behaviour,
            asked: Mutex::default(),
            under_way: Mutex::default(),
            most_under_way: Mutex::default(),
        })
    }

    /// The attempts at which each task was asked for.
    pub fn asked(&self) -> BTreeMap<TaskId, Vec<u32>> {
        self.asked.lock().unwrap().clone()
    }

    /// The most tasks of one system that were under way at once.
    pub fn most_under_way(&self) -> u32 {
        *self.most_under_way.lock().unwrap()
    }
}

/// The first outcome of a step's list.
pub fn good_outcome(step: Step) -> Outcome {
    match step {
        Step::Collect => Outcome::Collect(Collected::Data),
        Step::Assess => Outcome::Assess(Assessed::Can),
        Step::Restrict => Outcome::Restrict(Done::Done),
        Step::Execute => Outcome::Execute(Executed::Rectified),
        Step::LiftRestriction => Outcome::LiftRestriction(Done::Done),
        Step::Notify => Outcome::Notify(Done::Done),
    }
}

/// An answer as an ordinary adapter gives it.
pub fn good_answer(step: Step) -> Answer {
    Answer { http_status: Some(200), ..Answer::new(good_outcome(step), br#"{"records":[]}"#.to_vec()) }
}

#[async_trait]
impl Adapter for Double {
    async fn ask(&self, lease: &Lease) -> Result<Reply, Failure> {
        self.asked.lock().unwrap().entry(lease.task).or_default().push(lease.attempt);
        {
            let mut under_way = self.under_way.lock().unwrap();
            let now = under_way.entry(lease.system).or_default();
            *now += 1;
            let mut most = self.most_under_way.lock().unwrap();
            *most = (*most).max(*now);
        }
        tokio::task::yield_now().await;
        let answer = match self.behaviour {
            Behaviour::FailsFirst(times) if lease.attempt <= times => {
                Err(Failure { tried: Tried::Busy, http_status: Some(503), ..Failure::default() })
            }
            Behaviour::Never => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                Err(Failure::default())
            }
            Behaviour::Panics => panic!("the double breaks off, as it was told to"),
            Behaviour::Huge(bytes) => Ok(Answer { content: vec![b'x'; bytes], ..good_answer(lease.step) }),
            Behaviour::Answers | Behaviour::FailsFirst(_) => Ok(good_answer(lease.step)),
        };
        *self.under_way.lock().unwrap().get_mut(&lease.system).unwrap() -= 1;
        answer.map(Reply::Answer)
    }
}
