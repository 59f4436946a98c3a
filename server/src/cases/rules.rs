//! What a case and its claims can be, and how they change.
//!
//! A state carries what is true in it and nothing else, and a change takes the old state away. How far an open case has
//! come is not stored: its tasks tell.

use thiserror::Error;

use crate::coded;

coded! {
    /// A right that is used in a case.
    pub enum Right {
        /// GDPR Art. 15.
        Access = "access",
        /// Art. 16.
        Rectification = "rectification",
        /// Art. 17.
        Erasure = "erasure",
    }
}

/// The state of a case. Instants are UTC milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseState {
    /// Being worked on.
    Open,
    /// The person has the answer.
    Answered {
        /// Since when.
        answered_at: i64,
    },
    /// Nothing more is done.
    Closed {
        /// When the person got the answer.
        answered_at: i64,
        /// Since when.
        closed_at: i64,
    },
    /// The person took it back.
    Withdrawn {
        /// When.
        withdrawn_at: i64,
    },
}

/// Why a case does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// It is answered, closed or withdrawn.
    #[error("the case is not open any more")]
    NotOpen,
    /// It has no answer yet.
    #[error("the case is not answered")]
    NotAnswered,
    /// Systems are doing what was decided: what they do is told to the person first.
    #[error("what was decided is being carried out: wait until it is")]
    BeingCarriedOut,
    /// At least one claim has no outcome.
    #[error("a claim of the case is still open")]
    ClaimOpen,
}

impl CaseState {
    /// The state's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered { .. } => "answered",
            Self::Closed { .. } => "closed",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The state of a row; `None` where it is none that a case can be in.
    pub(super) fn parse(
        code: &str,
        answered_at: Option<i64>,
        closed_at: Option<i64>,
        withdrawn_at: Option<i64>,
    ) -> Option<Self> {
        match (code, answered_at, closed_at, withdrawn_at) {
            ("open", None, None, None) => Some(Self::Open),
            ("answered", Some(answered_at), None, None) => Some(Self::Answered { answered_at }),
            ("closed", Some(answered_at), Some(closed_at), None) => Some(Self::Closed { answered_at, closed_at }),
            ("withdrawn", None, None, Some(withdrawn_at)) => Some(Self::Withdrawn { withdrawn_at }),
            _ => None,
        }
    }

    /// The person got the answer; every claim has its outcome.
    ///
    /// # Errors
    /// The case is not open, or a claim is.
    pub fn answer(self, claims: &[Outcome], at: i64) -> Result<Self, Refused> {
        match self {
            Self::Open if claims.contains(&Outcome::Open) => Err(Refused::ClaimOpen),
            Self::Open => Ok(Self::Answered { answered_at: at }),
            _ => Err(Refused::NotOpen),
        }
    }

    /// Nothing more will be done.
    ///
    /// # Errors
    /// There is no answer, or it is closed already.
    pub fn close(self, at: i64) -> Result<Self, Refused> {
        match self {
            Self::Answered { answered_at } => Ok(Self::Closed { answered_at, closed_at: at }),
            _ => Err(Refused::NotAnswered),
        }
    }

    /// It is taken up again.
    ///
    /// # Errors
    /// It is open, or the person took it back.
    pub fn reopen(self) -> Result<Self, Refused> {
        match self {
            Self::Answered { .. } | Self::Closed { .. } => Ok(Self::Open),
            _ => Err(Refused::NotAnswered),
        }
    }

    /// The person takes it back.
    ///
    /// # Errors
    /// It is not open.
    pub fn withdraw(self, at: i64) -> Result<Self, Refused> {
        match self {
            Self::Open => Ok(Self::Withdrawn { withdrawn_at: at }),
            _ => Err(Refused::NotOpen),
        }
    }

    /// Whether the person may write: somebody looks for what they write, also once they have the answer.
    pub fn takes_messages(self) -> bool {
        self.finished_at().is_none()
    }

    /// Since when nothing is to be done any more; `None` while something is.
    pub fn finished_at(self) -> Option<i64> {
        match self {
            Self::Open | Self::Answered { .. } => None,
            Self::Closed { closed_at, .. } => Some(closed_at),
            Self::Withdrawn { withdrawn_at } => Some(withdrawn_at),
        }
    }
}

/// How many tasks of a case are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Nobody has begun with them.
    pub waiting: u64,
    /// Somebody has: an adapter, or a person who is asked.
    pub under_way: u64,
    /// Answered.
    pub answered: u64,
}

/// How far an open case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No system has been asked yet.
    Received,
    /// Some systems have answered, or are at it.
    Collecting,
    /// All have answered; the municipality decides.
    Reviewing,
}

/// How far an open case has come, by its tasks.
pub fn progress(tasks: TaskCounts) -> Progress {
    match tasks {
        TaskCounts { waiting: 0, under_way: 0, .. } => Progress::Reviewing,
        TaskCounts { under_way: 0, answered: 0, .. } => Progress::Received,
        _ => Progress::Collecting,
    }
}

coded! {
    /// What became of a claim.
    pub enum Outcome {
        /// Nothing yet.
        Open = "open",
        /// All that was asked for.
        Granted = "granted",
        /// Some of it; the decision has the grounds.
        PartlyGranted = "partly_granted",
        /// Nothing of it; the decision has the grounds.
        Refused = "refused",
        /// There is nothing about the person.
        NothingHeld = "nothing_held",
        /// The person took it back.
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// Why the clock may stand (EDPB Guidelines 01/2022, 5.3). No other question stops it.
    pub enum PauseReason {
        /// It is in doubt who asks (Art. 12(6)).
        Identity = "identity",
        /// It is in doubt whether they may ask for another.
        Authority = "authority",
        /// A large access request must be narrowed down (recital 63).
        Scope = "scope",
    }
}

impl PauseReason {
    /// Whether the clock may stand for it on a claim about this right.
    pub fn stops(self, right: Right) -> bool {
        self != Self::Scope || right == Right::Access
    }
}

coded! {
    /// Why two months more are needed (Art. 12(3); EDPB Guidelines 01/2022, 5.3). That a municipality is large or has
    /// much to do is no reason.
    pub enum ExtensionReason {
        /// The amount of data.
        Amount = "amount",
        /// The data are hard to find or to collate.
        Retrieval = "retrieval",
        /// Much must be taken out for the sake of others.
        Redaction = "redaction",
        /// Much must be explained to be understood.
        Explanation = "explanation",
        /// The person has sent many requests.
        ManyRequests = "many_requests",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATES: [CaseState; 4] = [
        CaseState::Open,
        CaseState::Answered { answered_at: 1 },
        CaseState::Closed { answered_at: 1, closed_at: 2 },
        CaseState::Withdrawn { withdrawn_at: 3 },
    ];

    #[test]
    fn a_case_goes_only_the_ways_there_are() {
        let decided = [Outcome::Granted, Outcome::Withdrawn];
        let answered: Vec<bool> = STATES.map(|state| state.answer(&decided, 4).is_ok()).to_vec();
        let closed: Vec<bool> = STATES.map(|state| state.close(4).is_ok()).to_vec();
        let withdrawn: Vec<bool> = STATES.map(|state| state.withdraw(4).is_ok()).to_vec();
        assert_eq!(answered, [true, false, false, false]);
        assert_eq!(closed, [false, true, false, false]);
        assert_eq!(withdrawn, [true, false, false, false]);
        assert_eq!(STATES.map(CaseState::takes_messages), [true, true, false, false]);
        assert_eq!(CaseState::Open.answer(&[Outcome::Granted, Outcome::Open], 4), Err(Refused::ClaimOpen));
        assert_eq!(STATES[1].close(9), Ok(CaseState::Closed { answered_at: 1, closed_at: 9 }));
    }

    #[test]
    fn a_state_is_read_as_it_is_written_and_nothing_else_is_one() {
        let mut read = 0;
        for code in ["open", "answered", "closed", "withdrawn", "received"] {
            for (answered, closed, withdrawn) in (0..8)
                .map(|bits| ((bits & 1 > 0).then_some(1), (bits & 2 > 0).then_some(2), (bits & 4 > 0).then_some(3)))
            {
                if let Some(state) = CaseState::parse(code, answered, closed, withdrawn) {
                    assert!(STATES.contains(&state) && state.code() == code);
                    read += 1;
                }
            }
        }
        assert_eq!(read, STATES.len());
    }

    #[test]
    fn only_a_large_access_request_may_be_narrowed_down_while_the_clock_stands() {
        let stops = |reason: PauseReason| Right::ALL.iter().map(|right| reason.stops(*right)).collect::<Vec<_>>();
        assert_eq!(stops(PauseReason::Identity), [true, true, true]);
        assert_eq!(stops(PauseReason::Authority), [true, true, true]);
        assert_eq!(stops(PauseReason::Scope), [true, false, false]);
    }

    proptest! {
        #[test]
        fn a_case_never_goes_back(waiting in 0..9_u64, under_way in 0..9_u64, answered in 0..9_u64) {
            let order = |counts| match progress(counts) {
                Progress::Received => 0,
                Progress::Collecting => 1,
                Progress::Reviewing => 2,
            };
            let now = TaskCounts { waiting, under_way, answered };
            if waiting > 0 {
                let begun = TaskCounts { waiting: waiting - 1, under_way: under_way + 1, answered };
                prop_assert!(order(begun) >= order(now));
            }
            if under_way > 0 {
                let done = TaskCounts { waiting, under_way: under_way - 1, answered: answered + 1 };
                prop_assert!(order(done) >= order(now));
            }
        }
    }
}
