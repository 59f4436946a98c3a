//! What becomes of a change at one system: it is done, it is not, or it is not and what the person holds to be right is noted.

use std::collections::BTreeMap;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use super::combine::Part;
use super::grounds::{Ground, Right};
use super::made::Made;
use super::store;
use crate::coded;
use crate::db::Tx;
use crate::error::Error;
use crate::id::{DecisionId, EmployeeId, TaskId};
use crate::vault::{Key, Place};

coded! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    /// What a system is to do.
    pub enum Action {
        /// What was asked for.
        CarryOut = "carry_out",
        /// Add what the person holds to be right to what is there, and change nothing (Art. 16, helsepersonelloven § 42).
        Note = "note",
        /// Nothing.
        Refuse = "refuse",
    }
}

/// What becomes of it at one system. `N` is what there is to say of a note; a right without notes has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<G, N = Infallible> {
    /// The system is asked to do it.
    CarryOut,
    /// It is not done, and the system is asked to add what the person holds to be right.
    Note(G, N),
    /// It is not done.
    Refuse(G),
}

/// What becomes of it, with the grounds and the notes that this right has.
pub type ChangeOf<R> = Change<<R as Right>::Ground, <R as Right>::Note>;

/// A change as it is kept in the database, sealed with the case's key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub action: Action,
    /// The ground's code, with what the law demands with it.
    pub ground: Option<(String, Option<String>)>,
    /// Who proposed it; of what was decided, the decision says who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<EmployeeId>,
}

impl<G: Ground + Clone, N> Change<G, N> {
    /// What the system is to do.
    pub fn action(&self) -> Action {
        match self {
            Self::CarryOut => Action::CarryOut,
            Self::Note(..) => Action::Note,
            Self::Refuse(_) => Action::Refuse,
        }
    }

    /// Why it is not done.
    pub fn ground(&self) -> Option<&G> {
        match self {
            Self::CarryOut => None,
            Self::Note(ground, _) | Self::Refuse(ground) => Some(ground),
        }
    }

    /// What it comes to. A note is something of what was asked for: data that are not complete are completed by it.
    pub(super) fn part(&self) -> Part<G> {
        Part { granted: self.action() != Action::Refuse, grounds: self.ground().cloned().into_iter().collect() }
    }

    pub(super) fn kept(&self, by: Option<EmployeeId>) -> Kept {
        let ground = |ground: &G| (ground.code().to_owned(), ground.text().map(|text| text.as_str().to_owned()));
        Kept { action: self.action(), ground: self.ground().map(ground), by }
    }
}

impl Kept {
    /// What was kept, of this right; `None` where it is none that the right has.
    pub(super) fn read<R: Right>(&self) -> Option<ChangeOf<R>> {
        let ground = match &self.ground {
            Some((code, text)) => Some(R::Ground::parse(code, text.as_deref()).ok()?),
            None => None,
        };
        match (self.action, ground) {
            (Action::CarryOut, None) => Some(Change::CarryOut),
            (Action::Note, Some(ground)) => Some(Change::Note(ground, R::NOTE?)),
            (Action::Refuse, Some(ground)) => Some(Change::Refuse(ground)),
            _ => None,
        }
    }

    pub(super) fn seal(&self, key: &Key, place: Place<'_>) -> Result<Vec<u8>, Error> {
        let plain = serde_json::to_vec(self).map_err(|error| Error::Internal(error.into()))?;
        Ok(key.seal(place, &plain))
    }

    pub(super) fn open(key: &Key, place: Place<'_>, sealed: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.open(place, sealed)?).map_err(|_| place.damaged())?)
    }
}

/// What was decided for each system in decisions on a claim, by the task in which it said whether it can.
pub(crate) struct Kepts(BTreeMap<(DecisionId, TaskId), Kept>);

impl Kepts {
    pub(crate) async fn read(tx: &mut Tx, key: &Key, decisions: &[Made]) -> Result<Self, Error> {
        let mut all = BTreeMap::new();
        for made in decisions {
            for (task, sealed) in store::changes_of(tx, made.id).await? {
                let row = change_row(made.id, task);
                all.insert((made.id, task), Kept::open(key, change_place(&row), &sealed)?);
            }
        }
        Ok(Self(all))
    }

    /// In this decision.
    pub(super) fn of(&self, decision: DecisionId, task: TaskId) -> Option<&Kept> {
        self.0.get(&(decision, task))
    }

    /// All of one decision.
    pub(crate) fn all_of(&self, decision: DecisionId) -> impl Iterator<Item = (TaskId, &Kept)> {
        self.0.iter().filter(move |((of, _), _)| *of == decision).map(|((_, task), kept)| (*task, kept))
    }

    /// In the newest of these.
    pub(super) fn newest(&self, followed: &[&Made], task: TaskId) -> Option<&Kept> {
        followed.iter().find_map(|made| self.of(made.id, task))
    }
}

/// The row of what was decided for a system.
pub(super) fn change_row(decision: DecisionId, task: TaskId) -> String {
    format!("{decision} {task}")
}

pub(super) fn change_place(row: &str) -> Place<'_> {
    Place { table: "change", column: "content", row }
}

pub(super) fn proposal_place(row: &str) -> Place<'_> {
    Place { table: "proposal", column: "content", row }
}

#[cfg(test)]
mod tests {
    use super::super::grounds::{Erasure, ErasureGround, Rectification, RectificationGround};
    use super::*;

    #[test]
    fn what_is_kept_is_what_was_said_and_only_what_the_right_has() {
        let research = RectificationGround::Research;
        for change in [Change::CarryOut, Change::Note(research.clone(), ()), Change::Refuse(research)] {
            assert_eq!(change.kept(None).read::<Rectification>(), Some(change));
        }
        let kept: Change<ErasureGround> = Change::Refuse(ErasureGround::ArchiveAct);
        assert_eq!(kept.kept(None).read::<Erasure>(), Some(kept.clone()));
        assert_eq!(kept.kept(None).read::<Rectification>(), None, "a ground of another right");
        let note = Kept { action: Action::Note, ..kept.kept(None) };
        assert_eq!(note.read::<Erasure>(), None, "what is erased has no note");
        let no_ground = Kept { action: Action::Refuse, ground: None, by: None };
        assert_eq!(no_ground.read::<Erasure>(), None);
    }

    #[test]
    fn a_note_is_something_and_not_all() {
        let note = Change::Note(RectificationGround::Research, ());
        assert_eq!(note.part(), Part { granted: true, grounds: vec![RectificationGround::Research] });
        assert!(!Change::<_, ()>::Refuse(RectificationGround::Research).part().granted);
    }
}
