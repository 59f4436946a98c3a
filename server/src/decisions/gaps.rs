//! Gaps: what is not in an answer yet. 397 of 400 systems are in; the three are named with the reason, and follow in a
//! supplement.

use jiff::civil::Date;

use crate::coded;
use crate::id::TaskId;

coded! {
    /// Why something is not in an answer.
    pub enum GapReason {
        /// The system has not answered.
        NotAnswered = "not_answered",
        /// The system is not sure that it is the same person.
        Unsure = "unsure",
        /// What it gave is not reviewed to its end.
        NotReviewed = "not_reviewed",
    }
}

/// What is not in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What was asked for.
    pub task: TaskId,
    /// Why it is not there.
    pub reason: GapReason,
    /// When it is expected.
    pub expected_on: Date,
}
