//! What can be decided on a claim. A decision that the law does not allow cannot be written down.
//!
//! *Partly granted* and *refused* carry at least one ground that is valid for the right. *Nothing held* is an answer of
//! its own where something was to be changed (Art. 12(4): the reason is told). Without a person only an access claim is
//! decided, and only in the person's favour or because there is nothing.

use super::grounds::{Access, Erasure, Ground, Rectification, Right, Text};
use crate::cases::rules::{self as cases};
use crate::coded;

/// One ground or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds<G> {
    first: G,
    more: Vec<G>,
}

impl<G: Ground> Grounds<G> {
    /// `None` where there is none.
    pub fn new(grounds: Vec<G>) -> Option<Self> {
        let mut grounds = grounds.into_iter();
        Some(Self { first: grounds.next()?, more: grounds.collect() })
    }

    /// One.
    pub fn one(ground: G) -> Self {
        Self { first: ground, more: Vec::new() }
    }

    /// All of them, in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = &G> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// What a person decides on a claim about the right `R`.
pub enum Outcome<R: Right> {
    /// All that was asked for.
    Granted,
    /// Some of it.
    PartlyGranted(Grounds<R::Ground>),
    /// Nothing of it.
    Refused(Grounds<R::Ground>),
    /// There is nothing about the person; with the reason that is told where something was to be changed.
    NothingHeld(R::NothingHeld),
}

coded! {
    /// What the rule for automatic release decides. It refuses nothing.
    pub enum Automatic {
        /// All that there is.
        Granted = "granted",
        /// There is nothing about the person.
        NothingHeld = "nothing_held",
    }
}

/// A decision on a claim. Who decided, and in which words, is for a person's decision only.
pub enum Decision {
    /// By a person, on access.
    Access(Outcome<Access>, Text),
    /// By a person, on rectification.
    Rectification(Outcome<Rectification>, Text),
    /// By a person, on erasure.
    Erasure(Outcome<Erasure>, Text),
    /// By the rule, on access.
    Automatic(Automatic),
}

impl<R: Right> Outcome<R> {
    /// What becomes of the claim.
    pub fn of_claim(&self) -> cases::Outcome {
        match self {
            Self::Granted => cases::Outcome::Granted,
            Self::PartlyGranted(_) => cases::Outcome::PartlyGranted,
            Self::Refused(_) => cases::Outcome::Refused,
            Self::NothingHeld(_) => cases::Outcome::NothingHeld,
        }
    }

    /// Codes and texts of the grounds.
    fn grounds(&self) -> Vec<(&'static str, Option<&Text>)> {
        match self {
            Self::PartlyGranted(grounds) | Self::Refused(grounds) => {
                grounds.iter().map(|ground| (ground.code(), ground.text())).collect()
            }
            Self::Granted | Self::NothingHeld(_) => Vec::new(),
        }
    }
}

impl Decision {
    /// The right that was decided on.
    pub fn right(&self) -> cases::Right {
        match self {
            Self::Access(..) | Self::Automatic(_) => cases::Right::Access,
            Self::Rectification(..) => cases::Right::Rectification,
            Self::Erasure(..) => cases::Right::Erasure,
        }
    }

    /// What becomes of the claim.
    pub fn outcome(&self) -> cases::Outcome {
        match self {
            Self::Access(outcome, _) => outcome.of_claim(),
            Self::Rectification(outcome, _) => outcome.of_claim(),
            Self::Erasure(outcome, _) => outcome.of_claim(),
            Self::Automatic(Automatic::Granted) => cases::Outcome::Granted,
            Self::Automatic(Automatic::NothingHeld) => cases::Outcome::NothingHeld,
        }
    }

    /// Codes of the grounds, with the text that belongs to them.
    pub fn grounds(&self) -> Vec<(&'static str, Option<&Text>)> {
        match self {
            Self::Access(outcome, _) => outcome.grounds(),
            Self::Rectification(outcome, _) => outcome.grounds(),
            Self::Erasure(outcome, _) => outcome.grounds(),
            Self::Automatic(_) => Vec::new(),
        }
    }

    /// In which words, where a person decided.
    pub fn words(&self) -> Option<&Text> {
        match self {
            Self::Access(_, words) | Self::Rectification(_, words) | Self::Erasure(_, words) => Some(words),
            Self::Automatic(_) => None,
        }
    }

    /// Whether no person was involved; the letter says so.
    pub fn is_automatic(&self) -> bool {
        matches!(self, Self::Automatic(_))
    }
}

#[cfg(test)]
mod tests {
    use super::super::grounds::{AccessGround, ErasureGround};
    use super::*;

    fn words() -> Text {
        Text::new("Vi har gått gjennom alt.").unwrap()
    }

    #[test]
    fn what_needs_grounds_cannot_be_without() {
        assert!(Grounds::<AccessGround>::new(Vec::new()).is_none());
        let grounds = Grounds::new(vec![AccessGround::Crimes, AccessGround::OthersRights]).unwrap();
        let decision = Decision::Access(Outcome::PartlyGranted(grounds), words());
        assert_eq!(decision.outcome(), cases::Outcome::PartlyGranted);
        assert_eq!(decision.grounds(), [("popplyl-16-1-b", None), ("gdpr-15-4", None)]);
        assert!(!decision.is_automatic());
    }

    #[test]
    fn nothing_held_has_its_reason_where_something_was_to_be_changed() {
        let access = Decision::Access(Outcome::NothingHeld(()), words());
        let erasure = Decision::Erasure(Outcome::NothingHeld(words()), words());
        assert_eq!((access.outcome(), erasure.outcome()), (cases::Outcome::NothingHeld, cases::Outcome::NothingHeld));
        assert!(access.grounds().is_empty() && erasure.grounds().is_empty());
    }

    #[test]
    fn the_rule_decides_on_access_and_refuses_nothing() {
        for automatic in Automatic::ALL {
            let decision = Decision::Automatic(*automatic);
            assert_eq!((decision.right(), decision.is_automatic()), (cases::Right::Access, true));
            assert_eq!(decision.outcome().code(), automatic.code());
            assert!(decision.grounds().is_empty());
        }
    }

    #[test]
    fn each_right_has_its_own_grounds() {
        let grounds = Grounds::new(vec![ErasureGround::ArchiveAct]).unwrap();
        let decision = Decision::Erasure(Outcome::Refused(grounds), words());
        assert_eq!(decision.right(), cases::Right::Erasure);
        assert_eq!(decision.grounds(), [("arkivlova-13", None)]);
        assert_eq!(Decision::Rectification(Outcome::Granted, words()).right(), cases::Right::Rectification);
    }
}
