//! An example of every message, for the document and for the page of it. A test reads each as the type that it is of.

use serde_json::{Value, json};

/// The example of the schema with this name.
pub fn example_of(schema: &str) -> Option<Value> {
    const TASK: &str = "019cbda7-8b80-7a86-93b1-b6e077b2131f";
    const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    Some(match schema {
        "SystemDocument" => json!({
            "key": "skole", "name": "Skoleadministrasjonen", "unit": "Oppvekstetaten", "served": "pull", "paused": false,
            "rights": ["access", "rectification", "erasure"], "steps": ["collect", "assess", "execute"],
            "identifiers": ["fnr", "dnr"], "at_once": 4, "largest_file_bytes": 100_000_000,
            "capabilities": example_of("Capabilities"), "waiting": {"ready": 3, "leased": 1, "with_human": 0}, "test": true
        }),
        "Capabilities" => json!({
            "rights": ["access", "rectification", "erasure"], "steps": ["collect", "assess", "execute"],
            "identifiers": ["fnr", "dnr"], "categories": ["karakterer", "fravær"]
        }),
        "ClaimRequest" => json!({"max": 10, "wait_seconds": 30}),
        "Claimed" => json!({"tasks": [example_of("TaskDocument")]}),
        "TaskDocument" => json!({
            "id": TASK, "attempt": 1, "step": "collect", "decision_id": null, "change": null, "right": "access", "case_ref": "2026-000123",
            "subject": {
                "national_id": "10915596784", "kind": "fnr", "names": ["Kari Nordmann"],
                "hints": [{"kind": "address", "value": "Fjellveien 12"}]
            },
            "on_behalf": false, "scope": {"categories": ["fravær"], "from": "2025-08-01", "to": null},
            "rectifications": [], "erasure": null, "internal_due_at": "2026-03-19T23:00:00Z",
            "statutory_due_on": "2026-04-07", "lease_until": "2026-03-05T11:10:00Z", "test": true
        }),
        "HeartbeatRequest" => json!({"attempt": 1}),
        "Kept" => json!({"lease_until": "2026-03-05T11:20:00Z"}),
        "ReleaseRequest" => {
            json!({"attempt": 1, "reason": "The database is being backed up", "retry_after_seconds": 600})
        }
        "Released" => json!({"next": "retry"}),
        "AnswerDocument" => json!({
            "attempt": 1, "outcome": "data",
            "records": [{
                "category": "fravær", "title": "Fravær våren 2026", "data": {"dato": "2026-02-03", "timer": 2},
                "kept_until": "2036-08-01"
            }],
            "files": [{
                "name": "vedtak.pdf", "title": "Vedtak om plass", "media_type": "application/pdf", "sha256": DIGEST
            }],
            "disclosures": [{"recipient": "Utdanningsdirektoratet", "on": "2026-01-15", "what": "Karakterer"}],
            "accesses": [{"at": "2026-01-15T10:00:00Z", "who": "Lærer, Fjordvik skole", "action": "Så på fravær"}]
        }),
        "AnswerAccepted" => json!({"task": TASK, "attempt": 1, "repeated": false, "late": false}),
        "FileKept" => json!({"name": "vedtak.pdf", "size_bytes": 48213, "sha256": DIGEST}),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::super::{files, system, tasks};
    use super::*;
    use crate::adapters::reading::read;
    use crate::adapters::rules::{Question, check};
    use crate::adapters::wire::{AnswerDocument, TaskDocument};
    use crate::cases::rules::Right;
    use crate::tasks::rules::Step;

    /// Read as the type, and written again: all that the example says is there.
    fn is<T: Serialize + DeserializeOwned>(schema: &str) -> T {
        let example = example_of(schema).unwrap();
        let read: T = read(example.to_string().as_bytes()).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        for (name, value) in example.as_object().unwrap() {
            if schema != "AnswerDocument" || !value.is_array() {
                assert_eq!(written.get(name), Some(value), "{schema}.{name}");
            }
        }
        read
    }

    #[test]
    fn every_example_is_of_its_type() {
        is::<system::SystemDocument>("SystemDocument");
        is::<system::Capabilities>("Capabilities");
        is::<tasks::ClaimRequest>("ClaimRequest");
        is::<tasks::Claimed>("Claimed");
        is::<TaskDocument>("TaskDocument");
        is::<tasks::HeartbeatRequest>("HeartbeatRequest");
        is::<tasks::Kept>("Kept");
        is::<tasks::ReleaseRequest>("ReleaseRequest");
        is::<tasks::Released>("Released");
        is::<tasks::AnswerAccepted>("AnswerAccepted");
        is::<files::FileKept>("FileKept");
        let answer: AnswerDocument = is("AnswerDocument");
        check(Question { right: Right::Access, step: Step::Collect, note: false }, &answer).unwrap();
    }
}
