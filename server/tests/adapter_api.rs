//! The API that adapters ask: from the first claim to the answer, and everything that can be wrong on the way.

mod files;
mod identity;
mod refused;

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::json;
use server::cases::submission::{Help, Hint, HintKind, Submission};
use server::office::Office;
use server::systems::declared::{Remark, remarks, store as declared};
use server::systems::rules::{Codes, Identifier};
use server::tasks::rules::{Collected, HumanReason, Outcome, Step, TaskState};
use server::tasks::store as tasks;

use crate::support::api::{adapter, at};
use crate::support::cases::{
    MARKER, PERSON, about, accepted, access, erasure, rectification, send_notices, submission,
};
use crate::support::{both_databases, start};

both_databases! {
    async fn an_adapter_claims_its_tasks_and_answers_them(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |system| system.at_once = 10).await;
        let found = skole.get("/system").await.json();
        assert_eq!((found["key"].as_str(), found["served"].as_str(), found["test"].as_bool()), (Some("skole"), Some("pull"), Some(false)));
        assert_eq!(found["waiting"], json!({"ready": 0, "leased": 0, "with_human": 0}));
        assert_eq!(skole.claim(10).await, [] as [serde_json::Value; 0]);

        let receipt = accepted(office, &submission(vec![access()])).await;
        let task = skole.claim_one().await;
        assert_eq!(
            task,
            json!({
                "id": task["id"], "attempt": 1, "step": "collect", "decision_id": null, "change": null, "right": "access",
                "case_ref": receipt.reference, "subject": {"national_id": PERSON, "kind": "fnr", "names": [], "hints": []},
                "on_behalf": false, "scope": {"categories": [MARKER], "from": null, "to": null}, "rectifications": [],
                "erasure": null, "internal_due_at": "2026-03-19T23:00:00Z", "statutory_due_on": "2026-04-07",
                "lease_until": "2026-03-05T11:10:00Z", "test": false
            })
        );
        assert_eq!(skole.claim(10).await.len(), 0, "it has it already");
        portal.clock.step(SignedDuration::from_mins(5));
        let kept = skole.post(&at(&task, "heartbeat"), &json!({"attempt": 1})).await;
        assert_eq!((kept.status, kept.json()), (200, json!({"lease_until": "2026-03-05T11:15:00Z"})));
        let answer = json!({"outcome": "data", "records": [{"category": "fravær", "title": "Fravær", "data": {"timer": 2.50}}]});
        let accepted_once = skole.answer(&task, answer.clone()).await;
        assert_eq!(accepted_once.json(), json!({"task": task["id"], "attempt": 1, "repeated": false, "late": false}));
        let again = skole.answer(&task, answer).await;
        assert_eq!((again.status, again.json()["repeated"].as_bool()), (200, Some(true)));
        let id = task["id"].as_str().unwrap().parse().unwrap();
        let found = tasks::find_task(&mut office.db.read().await.unwrap(), id).await.unwrap().unwrap();
        assert!(matches!(found.state, TaskState::Answered { outcome: Outcome::Collect(Collected::Data), .. }));
        let content = server::tasks::answer::read(office, id).await.unwrap();
        let text = std::str::from_utf8(&content).unwrap();
        assert!(text.contains(r#""data":{"timer":2.5}"#) && !text.contains("attempt"), "{text}");
        let attempts = tasks::attempts_of(&mut office.db.read().await.unwrap(), id).await.unwrap();
        assert!(attempts[0].by.starts_with("key "), "{attempts:?}");
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_system_is_told_what_it_must_know_and_no_more(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |system| {
            system.at_once = 10;
            system.identifiers = Codes::of(&[Identifier::Fnr, Identifier::Name, Identifier::Email]);
        })
        .await;
        let hint = |kind, value: &str| Hint { kind, value: value.to_owned() };
        let help = Help {
            names: vec!["Ola Nordmann".to_owned()],
            hints: vec![hint(HintKind::Email, "ola@example.no"), hint(HintKind::Address, "Storgata 1")],
        };
        let other = crate::support::cases::person(crate::support::cases::OTHER);
        let all = vec![access(), rectification(), erasure()];
        let sent = Submission::about(other, crate::support::cases::person(PERSON), all, crate::support::cases::token());
        accepted(office, &sent.unwrap().with_help(help).unwrap()).await;
        let claimed = skole.claim(10).await;
        let steps: Vec<(&str, &str)> =
            claimed.iter().map(|task| (task["right"].as_str().unwrap(), task["step"].as_str().unwrap())).collect();
        // Nothing of another's is restricted before somebody has looked at who asks.
        assert_eq!(
            steps.iter().collect::<std::collections::BTreeSet<_>>(),
            [("access", "collect"), ("rectification", "assess"), ("erasure", "assess")].iter().collect()
        );
        for task in &claimed {
            assert_eq!(task["subject"]["names"], json!(["Ola Nordmann"]));
            assert_eq!(task["subject"]["hints"], json!([{"kind": "email", "value": "ola@example.no"}]));
            assert_eq!(task["on_behalf"], true);
            let about = |right: &str| task["right"] == right;
            assert_eq!(task["rectifications"].as_array().unwrap().len(), usize::from(about("rectification")));
            assert_eq!(task["erasure"].is_object(), about("erasure"));
        }
        let assess = claimed.iter().find(|task| task["right"] == "rectification").unwrap();
        assert_eq!(
            assess["rectifications"][0],
            json!({"field": "adresse", "current_value": "Storgata 1", "proposed_value": null, "reason": MARKER, "evidence_file_ids": []})
        );
        for task in &claimed {
            let outcome = match task["step"].as_str().unwrap() {
                "collect" => "no_data",
                "assess" => "can",
                _ => "done",
            };
            assert_eq!(skole.answer(task, json!({"outcome": outcome})).await.status, 200);
        }
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_task_that_is_given_back_comes_again_until_a_person_is_asked(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |_| {}).await;
        accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let task = skole.claim_one().await;
        let release = json!({"attempt": 1, "reason": "backup", "retry_after_seconds": 600});
        let released = skole.post(&at(&task, "release"), &release).await;
        assert_eq!((released.status, released.json()), (200, json!({"next": "retry"})));
        assert_eq!(skole.post(&at(&task, "release"), &release).await.problem().1, "lease-lost");
        assert_eq!(skole.claim(1).await.len(), 0, "not before its time");
        portal.clock.step(SignedDuration::from_mins(11));
        let again = skole.claim_one().await;
        assert_eq!((again["id"].clone(), again["attempt"].as_i64()), (task["id"].clone(), Some(2)));
        // Near its limit a person is asked instead.
        portal.clock.step(SignedDuration::from_hours(24 * 12));
        skole.post(&at(&again, "heartbeat"), &json!({"attempt": 2})).await;
        let found = tasks::find_task(&mut office.db.read().await.unwrap(), task["id"].as_str().unwrap().parse().unwrap()).await;
        assert!(matches!(found.unwrap().unwrap().state, TaskState::Leased { .. }));
        server::tasks::lease::take_back_ended(office).await.unwrap();
        let found = tasks::find_task(&mut office.db.read().await.unwrap(), task["id"].as_str().unwrap().parse().unwrap()).await;
        assert_eq!(found.unwrap().unwrap().state, TaskState::WithHuman(HumanReason::LimitNear));
        assert_eq!(skole.answer(&again, json!({"outcome": "no_data"})).await.problem().1, "lease-lost");
        let health = skole.get("/system").await.json();
        assert_eq!(health["waiting"], json!({"ready": 0, "leased": 0, "with_human": 1}));
    }
}

both_databases! {
    async fn a_heartbeat_makes_no_lease_shorter_and_none_longer_than_its_limit(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |_| {}).await;
        accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let task = skole.claim_one().await;
        let id = task["id"].as_str().unwrap().parse().unwrap();
        // As after a call that is answered later: it has an hour.
        server::tasks::lease::heartbeat(office, id, 1, 3_600_000).await.unwrap();
        let kept = skole.post(&at(&task, "heartbeat"), &json!({"attempt": 1})).await;
        assert_eq!(kept.json(), json!({"lease_until": "2026-03-05T12:00:00Z"}));
        // However often it says that it is at it: near the limit a person is asked.
        let mut said = 0;
        while server::tasks::lease::heartbeat(office, id, 1, 3_600_000).await.unwrap().is_some() {
            portal.clock.step(SignedDuration::from_mins(50));
            said += 1;
            assert!(said < 3000);
        }
        assert_eq!(skole.post(&at(&task, "heartbeat"), &json!({"attempt": 1})).await.problem().1, "lease-lost");
        server::tasks::lease::take_back_ended(office).await.unwrap();
        let found = tasks::find_task(&mut office.db.read().await.unwrap(), id).await.unwrap().unwrap();
        assert_eq!(found.state, TaskState::WithHuman(HumanReason::LimitNear));
    }
}

both_databases! {
    async fn whoever_waits_is_given_a_task_as_soon_as_there_is_one(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |_| {}).await;
        let asked = json!({"max": 5, "wait_seconds": 30});
        let waits = skole.post("/tasks/claim", &asked);
        let comes = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            accepted(office, &submission(vec![access()])).await;
        };
        let started = std::time::Instant::now();
        let (claimed, ()) = tokio::join!(waits, comes);
        assert_eq!(claimed.json()["tasks"].as_array().unwrap().len(), 1);
        assert!(started.elapsed() < Duration::from_secs(20), "it did not wait to the end");
        let nothing = skole.post("/tasks/claim", &json!({"wait_seconds": 1})).await;
        assert_eq!(nothing.json(), json!({"tasks": []}));
        assert_eq!(skole.answer(&claimed.json()["tasks"][0], json!({"outcome": "no_data"})).await.status, 200);
        send_notices(office).await;
    }
}

both_databases! {
    async fn nobody_waits_when_the_portal_stops(engine: Engine) {
        let portal = start(engine).await;
        let skole = adapter(&portal, "skole", |_| {}).await;
        portal.portal.drain();
        let started = std::time::Instant::now();
        assert_eq!(skole.post("/tasks/claim", &json!({"wait_seconds": 50})).await.json(), json!({"tasks": []}));
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

async fn remarks_of(office: &Office) -> Vec<(String, Remark)> {
    let mut tx = office.db.read().await.unwrap();
    let systems = server::systems::store::systems(&mut tx, 10).await.unwrap();
    remarks(&mut tx, &systems).await.unwrap()
}

both_databases! {
    async fn a_kind_of_data_that_no_record_shows_is_reported(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |system| system.identifiers = Codes::of(&[Identifier::Fnr])).await;
        let steps = ["collect", "assess", "restrict", "execute", "lift_restriction", "notify"];
        let rights = ["access", "rectification", "erasure"];
        let declared = json!({
            "rights": rights, "steps": steps, "identifiers": ["fnr"], "categories": ["Karakterer", "fravær", "bilder"]
        });
        skole.raw("PUT", "/system/capabilities", declared.to_string().into_bytes()).await;
        assert_eq!(remarks_of(office).await, [], "it has shown nothing yet");
        let record = |category: &str| json!({"category": category, "title": "Noe", "data": {"a": 1}});
        let never = |categories: &[&str]| {
            let categories = categories.iter().map(|category| (*category).to_owned()).collect();
            vec![("skole".to_owned(), Remark::NeverShown(categories))]
        };
        let asked = [
            (vec![record("Kari Nordmanns venner")], never(&["Karakterer", "bilder", "fravær"])),
            (vec![record("karakterer "), record("karakterer")], never(&["bilder", "fravær"])),
            (vec![record("Bilder"), record("Fravær")], vec![]),
        ];
        for (number, (records, expected)) in asked.into_iter().enumerate() {
            accepted(office, &submission(vec![about(&number.to_string())]).anyway()).await;
            let task = skole.claim_one().await;
            let taken = skole.answer(&task, json!({"outcome": "data", "records": records})).await;
            assert_eq!(taken.status, 200);
            assert_eq!(remarks_of(office).await, expected);
        }
        let mut tx = office.db.read().await.unwrap();
        let shown = declared::shown(&mut tx, &[skole.system]).await.unwrap();
        let kept: Vec<&str> = shown.iter().map(|(_, category)| category.as_str()).collect();
        assert_eq!(kept, ["bilder", "fravær", "karakterer"], "and nothing else that an adapter writes");
        send_notices(office).await;
    }
}

both_databases! {
    async fn what_an_adapter_declares_is_kept_and_told(engine: Engine) {
        let portal = start(engine).await;
        let skole = adapter(&portal, "skole", |system| system.steps = Codes::of(&[Step::Collect])).await;
        assert_eq!(skole.get("/system").await.json()["capabilities"], json!(null));
        let declared = json!({"rights": ["access"], "steps": ["collect"], "identifiers": ["fnr"], "categories": ["karakterer"]});
        let kept = skole.raw("PUT", "/system/capabilities", declared.to_string().into_bytes()).await;
        assert_eq!((kept.status, kept.json()), (200, declared.clone()));
        let found = skole.get("/system").await.json();
        assert_eq!((found["capabilities"].clone(), found["steps"].clone()), (declared, json!(["collect"])));
        assert_eq!(found["rights"], json!(["access", "rectification", "erasure"]));
        let office = &portal.office;
        let expected = ("skole".to_owned(), Remark::NotDeclared(vec!["rectification".to_owned(), "erasure".to_owned(), "dnr".to_owned()]));
        assert_eq!(remarks_of(office).await.first(), Some(&expected));
        for wrong in [
            json!({"rights": ["innsyn"], "steps": [], "identifiers": [], "categories": []}),
            json!({"rights": [], "steps": [], "identifiers": [], "categories": [" "]}),
            json!({"rights": [], "steps": [], "identifiers": []}),
        ] {
            let refused = skole.raw("PUT", "/system/capabilities", wrong.to_string().into_bytes()).await;
            assert_eq!(refused.problem().1, "invalid-document", "{wrong}");
        }
    }
}

both_databases! {
    async fn many_who_ask_at_once_are_each_given_their_own(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let mut adapters = Vec::new();
        for number in 0..20 {
            adapters.push(adapter(&portal, &format!("system-{number}"), |_| {}).await);
        }
        let work = adapters.iter().map(|adapter| async move {
            let claimed = adapter.post("/tasks/claim", &json!({"wait_seconds": 30})).await.json();
            let task = claimed["tasks"][0].clone();
            assert_eq!(adapter.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
            task["id"].as_str().unwrap().to_owned()
        });
        let comes = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            accepted(office, &submission(vec![access()])).await;
        };
        let (ids, ()) = tokio::join!(futures_util::future::join_all(work), comes);
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 20);
        send_notices(office).await;
    }
}
