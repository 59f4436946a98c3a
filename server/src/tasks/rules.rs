//! What a task is: its steps, its states, and how each step can end.

use crate::cases::rules::Right;
use crate::coded;
use crate::id::{ClaimId, DecisionId, SystemId, TaskId};

coded! {
    /// What a system is asked to do.
    pub enum Step {
        /// Hand out what it holds about the person (access).
        Collect = "collect",
        /// Say whether it can rectify or erase. Changes nothing.
        Assess = "assess",
        /// Restrict the use meanwhile (Art. 18).
        Restrict = "restrict",
        /// Do what was decided. Only with a decision.
        Execute = "execute",
        /// End the restriction, once the person has been told (Art. 18(3)).
        LiftRestriction = "lift_restriction",
        /// Tell those who got the data (Art. 19).
        Notify = "notify",
    }
}

/// What systems are asked when a claim comes in, before anything is decided.
pub fn first_steps(right: Right, restrict_meanwhile: bool) -> &'static [Step] {
    match (right, restrict_meanwhile) {
        (Right::Access, _) => &[Step::Collect],
        (_, true) => &[Step::Assess, Step::Restrict],
        (_, false) => &[Step::Assess],
    }
}

coded! {
    /// How `collect` ends.
    pub enum Collected {
        /// Here it is.
        Data = "data",
        /// There is nothing about the person.
        NoData = "no_data",
        /// There is something, but it is not sure that it is about the person.
        Ambiguous = "ambiguous",
        /// There is something that is not handed out; the grounds say why.
        Refused = "refused",
    }
}

coded! {
    /// How `assess` ends.
    pub enum Assessed {
        /// It can be done.
        Can = "can",
        /// It cannot; the grounds say why.
        Cannot = "cannot",
        /// There is nothing about the person.
        NoData = "no_data",
        /// There is something, but it is not sure that it is about the person.
        Ambiguous = "ambiguous",
    }
}

coded! {
    /// How `execute` ends.
    pub enum Executed {
        /// Corrected by adding what is right (arkivforskrifta § 11).
        Rectified = "rectified",
        /// Completed by a supplementary statement (Art. 16).
        Supplemented = "supplemented",
        /// Erased.
        Erased = "erased",
        /// What is left is about nobody.
        Anonymised = "anonymised",
        /// Kept, but not used (arkivlova § 13).
        Restricted = "restricted",
        /// Kept; the decision has the ground.
        Retained = "retained",
        /// Nasjonalarkivet decides (arkivlova § 13).
        Referred = "referred",
    }
}

impl Executed {
    /// Whether something was done of what was decided.
    pub fn is_done(self) -> bool {
        !matches!(self, Self::Retained | Self::Referred)
    }

    /// Whether nobody uses it any more.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Erased | Self::Anonymised | Self::Restricted)
    }
}

coded! {
    /// How `restrict`, `lift_restriction` and `notify` end.
    pub enum Done {
        /// It is done.
        Done = "done",
        /// There is nothing about the person.
        NoData = "no_data",
        /// It cannot be done; a person must see to it.
        Cannot = "cannot",
    }
}

/// How a task ended. Each step has its own list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Of `collect`.
    Collect(Collected),
    /// Of `assess`.
    Assess(Assessed),
    /// Of `restrict`.
    Restrict(Done),
    /// Of `execute`.
    Execute(Executed),
    /// Of `lift_restriction`.
    LiftRestriction(Done),
    /// Of `notify`.
    Notify(Done),
}

impl Outcome {
    /// The outcome of this step with this code; `None` where the step cannot end so.
    pub fn parse(step: Step, code: &str) -> Option<Self> {
        match step {
            Step::Collect => Collected::parse(code).map(Self::Collect),
            Step::Assess => Assessed::parse(code).map(Self::Assess),
            Step::Restrict => Done::parse(code).map(Self::Restrict),
            Step::Execute => Executed::parse(code).map(Self::Execute),
            Step::LiftRestriction => Done::parse(code).map(Self::LiftRestriction),
            Step::Notify => Done::parse(code).map(Self::Notify),
        }
    }

    /// The codes of all outcomes of a step.
    pub fn codes_of(step: Step) -> Vec<&'static str> {
        let done = || Done::ALL.iter().map(|outcome| outcome.code()).collect();
        match step {
            Step::Collect => Collected::ALL.iter().map(|outcome| outcome.code()).collect(),
            Step::Assess => Assessed::ALL.iter().map(|outcome| outcome.code()).collect(),
            Step::Execute => Executed::ALL.iter().map(|outcome| outcome.code()).collect(),
            Step::Restrict | Step::LiftRestriction | Step::Notify => done(),
        }
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Collect(outcome) => outcome.code(),
            Self::Assess(outcome) => outcome.code(),
            Self::Execute(outcome) => outcome.code(),
            Self::Restrict(outcome) | Self::LiftRestriction(outcome) | Self::Notify(outcome) => outcome.code(),
        }
    }

    /// The step that ends so.
    pub fn step(self) -> Step {
        match self {
            Self::Collect(_) => Step::Collect,
            Self::Assess(_) => Step::Assess,
            Self::Restrict(_) => Step::Restrict,
            Self::Execute(_) => Step::Execute,
            Self::LiftRestriction(_) => Step::LiftRestriction,
            Self::Notify(_) => Step::Notify,
        }
    }
}

coded! {
    /// Why a person is asked instead of a program. A healthy state, not an error.
    pub enum HumanReason {
        /// The system has no adapter.
        Manual = "manual",
        /// Its adapter does not do this step, or does not know people by this kind of number.
        NotServed = "not_served",
        /// The schedule has no more delays.
        RetriesUsedUp = "retries_used_up",
        /// The system's own limit is too near for anything but a person.
        LimitNear = "limit_near",
        /// Somebody in the municipality asked for it.
        Asked = "asked",
    }
}

/// The state of a task. Instants are UTC milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Anybody who serves the system may take it.
    Ready {
        /// From when on.
        due_at: i64,
    },
    /// Somebody works on it.
    Leased {
        /// Who.
        by: String,
        /// Since when.
        since: i64,
        /// Until when it is theirs.
        until: i64,
    },
    /// A person is asked.
    WithHuman(HumanReason),
    /// It is done.
    Answered {
        /// How it ended.
        outcome: Outcome,
        /// When.
        at: i64,
    },
    /// The person took the claim back.
    Withdrawn,
}

/// One step of one claim at one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Which claim it is a part of.
    pub claim: ClaimId,
    /// The system that is asked.
    pub system: SystemId,
    /// What it is asked to do.
    pub step: Step,
    /// 1, or more when it is asked again.
    pub round: u32,
    /// The decision that is carried out; always with `execute`, never otherwise.
    pub decision: Option<DecisionId>,
    /// How often it has been taken.
    pub attempt: u32,
    /// Its state.
    pub state: TaskState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_ends_in_its_own_ways_only() {
        let codes = [
            "data",
            "no_data",
            "ambiguous",
            "refused",
            "can",
            "cannot",
            "rectified",
            "supplemented",
            "erased",
            "anonymised",
            "restricted",
            "retained",
            "referred",
            "done",
            "open",
        ];
        let ends = |step: Step| {
            let outcomes = codes.iter().filter_map(|code| Outcome::parse(step, code));
            outcomes.inspect(|outcome| assert_eq!(outcome.step(), step)).map(Outcome::code).collect::<Vec<_>>()
        };
        assert_eq!(ends(Step::Collect), ["data", "no_data", "ambiguous", "refused"]);
        assert_eq!(ends(Step::Assess), ["no_data", "ambiguous", "can", "cannot"]);
        let executed = ["rectified", "supplemented", "erased", "anonymised", "restricted", "retained", "referred"];
        assert_eq!(ends(Step::Execute), executed);
        for step in [Step::Restrict, Step::LiftRestriction, Step::Notify] {
            assert_eq!(ends(step), ["no_data", "cannot", "done"]);
        }
        for step in Step::ALL {
            let all = Outcome::codes_of(*step);
            assert!(all.iter().all(|code| ends(*step).contains(code)) && all.len() == ends(*step).len(), "{all:?}");
        }
    }

    #[test]
    fn nothing_is_changed_in_a_system_when_a_claim_comes_in() {
        for right in Right::ALL {
            for restrict in [false, true] {
                let steps = first_steps(*right, restrict);
                assert!(!steps.contains(&Step::Execute) && !steps.contains(&Step::LiftRestriction));
                assert_eq!(steps.contains(&Step::Collect), *right == Right::Access);
            }
        }
    }
}
