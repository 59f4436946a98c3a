//! What an event says: an action, the case it is about, who acted, and a few words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coded;
use crate::id::CaseId;

/// The name of the detail that says why something was done.
pub const REASON: &str = "reason";
/// Letters of one detail.
const LONGEST_DETAIL: usize = 2000;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub action: Action,
    /// The case it is about, if any. The event is wiped with it.
    pub case: Option<CaseId>,
    /// Who did it.
    pub actor: Actor,
    /// In which words. Never a national id.
    pub details: Details,
}

coded! {
    /// What was done.
    pub enum Action {
        /// A case was sent in.
        CaseSubmitted = "case.submitted",
        /// The same was sent in again, and is still one case.
        CaseRepeated = "case.repeated",
        /// An employee looked at a case.
        CaseViewed = "case.viewed",
        /// An employee read what a system has answered.
        AnswerViewed = "answer.viewed",
        /// An employee judged items of what a system has answered.
        AnswerJudged = "answer.judged",
        /// An employee put a file in the place of one that a system gave.
        FileReplaced = "file.replaced",
        /// An employee looked at what a colleague had judged, as the second person.
        AnswerApproved = "answer.approved",
        /// An employee took a case that nobody had.
        CaseTaken = "case.taken",
        /// An employee may not handle a case, and handed it over.
        CaseHandedOver = "case.handed_over",
        /// A case was withdrawn by the person.
        CaseWithdrawn = "case.withdrawn",
        /// An employee said what is to become of a change at a system of their sector.
        ChangeProposed = "change.proposed",
        /// A claim was decided on.
        ClaimDecided = "claim.decided",
        /// A claim takes longer.
        ClaimExtended = "claim.extended",
        /// The person was asked something, and the clock of a claim stands.
        ClaimPaused = "claim.paused",
        /// The answer came, and the clock goes on.
        ClaimResumed = "claim.resumed",
        /// A case was ended.
        CaseClosed = "case.closed",
        /// A claim that was decided is taken up again.
        CaseReopened = "case.reopened",
        /// The person was told what systems did.
        ChangesTold = "changes.told",
        /// A case was answered.
        CaseAnswered = "case.answered",
        /// The person can have a package.
        PackageReleased = "package.released",
        /// The person has looked at a package.
        PackageOpened = "package.opened",
        /// The person read a letter for the first time.
        LetterOpened = "letter.opened",
        /// The person or an employee wrote a message.
        MessageSent = "message.sent",
        /// An employee said that messages need no reply.
        MessagesSettled = "messages.settled",
        /// An employee opened a file that came with a message.
        AttachmentOpened = "attachment.opened",
        /// The person has fetched a package.
        PackageDownloaded = "package.downloaded",
        /// What was sent in, decided and told in a case went to the municipality's archive.
        CaseArchived = "case.archived",
        /// A case was deleted when its time was over.
        CasePurged = "case.purged",
        /// A person in no case any more was deleted.
        PersonPurged = "person.purged",
        /// A system, or somebody for it, answered a task.
        TaskAnswered = "task.answered",
        /// Events were wiped: the deletion record.
        AuditPurged = "audit.purged",
        /// The own number of an employee was learnt, or is another than before.
        EmployeeIdentified = "employee.identified",
        /// An employee was given a role.
        GrantGiven = "grant.given",
        /// A role was ended before its last day.
        GrantEnded = "grant.ended",
        /// Systems were added to the register, or changed in it.
        RegisterChanged = "register.changed",
        /// The tasks of a system were paused, resumed, asked for again or given to people.
        SystemTold = "system.told",
        /// A system's adapter was given a key.
        AdapterKeyMade = "adapter_key.made",
        /// The secret that calls to a system are signed with was made anew.
        AdapterSecretMade = "adapter_secret.made",
        /// A key of a system's adapter was ended.
        AdapterKeyEnded = "adapter_key.ended",
        /// A new master key was taken into use.
        KeysRotated = "keys.rotated",
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The subject or the filer of the case.
    Person,
    /// Somebody who works for the municipality.
    Employee {
        /// In which role.
        role: String,
        /// In which unit.
        unit: String,
        /// By which the municipality knows them; not a national id.
        id: String,
    },
    /// The adapter of a system.
    Adapter {
        /// The system's key.
        system: String,
    },
    /// Whoever has the command line.
    Operator,
    /// The portal itself, by a rule or when the time had come.
    Portal,
}

/// A few texts by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details(BTreeMap<String, String>);

impl Details {
    /// No words at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// With one text more. What is longer than 2000 letters is cut, and ends with «…».
    pub fn with(mut self, name: &'static str, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if let Some((cut, _)) = text.char_indices().nth(LONGEST_DETAIL) {
            text.truncate(cut);
            text.push('…');
        }
        self.0.insert(name.to_owned(), text);
        self
    }

    /// The text with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// What is sealed of an event.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub actor: Actor,
    pub details: Details,
    /// The places of the events that were wiped, from and to; only in a deletion record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purged: Vec<(i64, i64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_that_is_too_long_is_cut_between_letters() {
        let details = Details::none().with(REASON, "ø".repeat(3000)).with("other", "kort");
        assert_eq!(details.get(REASON).map(|text| text.chars().count()), Some(2001));
        assert!(details.get(REASON).is_some_and(|text| text.ends_with("ø…")));
        assert_eq!(details.get("other"), Some("kort"));
    }
}
