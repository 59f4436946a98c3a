//! Requests that are wrong: each gets its stable type, changes nothing, and the task can still be answered.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use jiff::SignedDuration;
use serde_json::{Value, json};
use server::adapters::api::openapi::problems_of;
use server::adapters::problem::Kind;
use server::cases::withdraw::withdraw;
use server::systems::rules::Served;

use crate::support::api::{Api, adapter, at};
use crate::support::cases::{accepted, access, add_systems_like, person, send_notices, submission};
use crate::support::portal::{Setup, TestPortal};
use crate::support::{Engine, both_databases, start};

fn record() -> Value {
    json!({"category": "fravær", "title": "Fravær", "data": {"timer": 2}})
}

async fn with_task(engine: crate::support::Engine) -> (TestPortal, Api, Value) {
    let portal = start(engine).await;
    let skole = adapter(&portal, "skole", |_| {}).await;
    accepted(&portal.office, &submission(vec![access()])).await;
    send_notices(&portal.office).await;
    let task = skole.claim_one().await;
    (portal, skole, task)
}

both_databases! {
    async fn a_wrong_answer_is_told_and_the_right_one_still_taken(engine: Engine) {
        let (_portal, skole, task) = with_task(engine).await;
        let path = at(&task, "answer");
        let deep = format!(r#"{{"attempt": 1, "outcome": "data", "records": {}{}}}"#, "[".repeat(40), "]".repeat(40));
        let nul = r#"{"attempt": 1, "outcome": "no_data", "internal_note": "a\u0000b"}"#;
        let twice = r#"{"attempt": 1, "outcome": "no_data", "outcome": "data"}"#;
        let raw: [(&[u8], &str); 9] = [
            (b"", "bad-json"),
            (b"{", "bad-json"),
            (b"<html></html>", "bad-json"),
            (b"{\"attempt\": 1, \"outcome\": \"\xff\"}", "bad-json"),
            (b"[]", "invalid-document"),
            (b"null", "invalid-document"),
            (deep.as_bytes(), "too-deep"),
            (nul.as_bytes(), "unsafe-text"),
            (twice.as_bytes(), "duplicate-key"),
        ];
        for (body, kind) in raw {
            let answer = skole.raw("POST", &path, body.to_vec()).await;
            assert_eq!(answer.problem().1, kind, "{}", String::from_utf8_lossy(body));
        }
        let megabytes = "a".repeat(2_000_000);
        for (answer, kind, pointer) in [
            (json!({"outcome": "no_data", "farge": "rød"}), "invalid-document", ""),
            (json!({"outcome": "no_data", "records": "ingen"}), "invalid-document", "/records"),
            (json!({"outcome": "no_data", "internal_note": megabytes}), "invalid-document", "/internal_note"),
            (json!({"outcome": "kanskje"}), "invalid-document", "/outcome"),
            (json!({"outcome": "can"}), "outcome-not-of-step", "/outcome"),
            (json!({"outcome": "no_data", "records": [record()]}), "contradictory", "/records"),
            (json!({"outcome": "data"}), "contradictory", "/outcome"),
            (json!({"outcome": "refused"}), "grounds-missing", "/grounds"),
            (json!({"outcome": "refused", "grounds": [{"code": "gdpr-17-3-b"}]}), "ground-not-valid", "/grounds/0"),
            (json!({"outcome": "data", "files": [{"name": "../a", "title": "A", "media_type": "text/plain", "sha256": "0".repeat(64)}]}),
                "bad-file-name", "/files/0/name"),
            (json!({"outcome": "data", "files": [{"name": "a", "title": "A", "media_type": "text/plain", "sha256": "0".repeat(64)}]}),
                "file-missing", "/files/0"),
        ] {
            let (_, found, at) = skole.answer(&task, answer).await.problem();
            assert_eq!((found.as_str(), at.as_str()), (kind, if pointer.is_empty() { at.as_str() } else { pointer }));
        }
        let detail = skole.answer(&task, json!({"outcome": "can"})).await.json()["detail"].clone();
        assert_eq!(detail, "the step is collect; it ends with one of data, no_data, ambiguous, refused");
        let huge = format!(r#"{{"attempt": 1, "outcome": "no_data", "internal_note": "{}"}}"#, "a".repeat(17 * 1024 * 1024));
        assert_eq!(skole.raw("POST", &path, huge.into_bytes()).await.problem().1, "too-large");
        assert_eq!(skole.post(&path, &json!({"outcome": "no_data"})).await.problem().1, "invalid-document", "no attempt");
        assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
    }
}

both_databases! {
    async fn a_body_that_is_no_json_or_is_packed_is_not_read(engine: Engine) {
        let (_portal, skole, task) = with_task(engine).await;
        let body = json!({"attempt": 1, "outcome": "no_data"}).to_string();
        let send = async |headers: &[(&str, &str)]| {
            let request = skole.request("POST", &at(&task, "answer")).body(body.clone());
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            skole.send(request).await
        };
        let json = ("content-type", "application/json");
        assert_eq!(send(&[("content-type", "text/plain")]).await.problem().1, "unsupported-media");
        assert_eq!(send(&[]).await.problem().1, "unsupported-media");
        for encoding in ["gzip", "br", "deflate", "zstd", "GZIP"] {
            assert_eq!(send(&[json, ("content-encoding", encoding)]).await.problem().1, "unsupported-media");
        }
        for key in ["", "a b", &"a".repeat(256), "\u{e5}"] {
            assert_eq!(send(&[json, ("idempotency-key", key)]).await.problem().1, "bad-request", "{key}");
        }
        assert_eq!(send(&[("content-type", "Application/JSON; charset=utf-8"), ("idempotency-key", "a")]).await.status, 200);
        // The same key with another answer is a mistake of the adapter's; another answer without it comes too late.
        let other = json!({"attempt": 1, "outcome": "no_data", "internal_note": "annet"}).to_string().into_bytes();
        let request = skole.request("POST", &at(&task, "answer")).header("content-type", "application/json");
        let again = skole.send(request.header("idempotency-key", "a").body(other.clone())).await;
        assert_eq!(again.problem(), (422, "idempotency-key-reused".to_owned(), String::new()));
        let again = skole.raw("POST", &at(&task, "answer"), other).await;
        assert_eq!(again.problem(), (409, "already-answered".to_owned(), String::new()));
    }
}

both_databases! {
    async fn another_systems_task_is_not_there(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let other = adapter(&portal, "sfo", |_| {}).await;
        let answer = json!({"attempt": 1, "outcome": "no_data"});
        for path in [at(&task, "answer"), "/tasks/019cbda7-8b80-7a86-93b1-b6e077b2131f/answer".to_owned(), "/tasks/1/answer".to_owned()] {
            assert_eq!(other.post(&path, &answer).await.problem(), (404, "not-found".to_owned(), String::new()), "{path}");
        }
        assert_eq!(other.post(&at(&task, "heartbeat"), &json!({"attempt": 1})).await.status, 404);
        assert_eq!(other.post(&at(&task, "release"), &json!({"attempt": 1, "reason": "x"})).await.status, 404);
        assert_eq!(other.put_file(&task, "a.txt", b"a").await.status, 404);
        assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
    }
}

both_databases! {
    async fn an_attempt_that_is_over_changes_nothing(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        portal.clock.step(SignedDuration::from_mins(11));
        server::tasks::lease::take_back_ended(&portal.office).await.unwrap();
        let late = skole.answer(&task, json!({"outcome": "no_data"})).await;
        assert_eq!(late.problem(), (409, "lease-lost".to_owned(), String::new()));
        portal.clock.step(SignedDuration::from_mins(11));
        let again = skole.claim_one().await;
        assert_eq!(again["attempt"], 2);
        for path in ["answer", "heartbeat", "release"] {
            let mut body = json!({"attempt": 1});
            match path {
                "answer" => body["outcome"] = json!("no_data"),
                "release" => body["reason"] = json!("x"),
                _ => {}
            }
            assert_eq!(skole.post(&at(&task, path), &body).await.problem().1, "lease-lost", "{path}");
        }
        assert_eq!(skole.put_file(&task, "a.txt", b"a").await.problem().1, "lease-lost");
        assert_eq!(skole.answer(&again, json!({"outcome": "no_data"})).await.status, 200);
    }
}

both_databases! {
    async fn nothing_is_taken_about_a_case_that_was_taken_back(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let office = &portal.office;
        let mut tx = office.db.read().await.unwrap();
        let subject = person(crate::support::cases::PERSON);
        let found = server::subjects::find(&mut tx, &office.vault, &subject).await.unwrap().unwrap();
        let case = server::cases::store::cases_of(&mut tx, found).await.unwrap()[0];
        drop(tx);
        withdraw(office, found, case).await.unwrap().unwrap();
        let gone = (410, "case-withdrawn".to_owned(), String::new());
        assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.problem(), gone);
        assert_eq!(skole.post(&at(&task, "heartbeat"), &json!({"attempt": 1})).await.problem(), gone);
        assert_eq!(skole.post(&at(&task, "release"), &json!({"attempt": 1, "reason": "x"})).await.problem(), gone);
        assert_eq!(skole.put_file(&task, "a.txt", b"a").await.problem(), gone);
        assert_eq!(skole.claim(10).await.len(), 0);
    }
}

both_databases! {
    async fn an_answer_after_the_person_was_answered_is_kept_for_a_supplement(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let mut tx = portal.office.db.write().await.unwrap();
        crate::support::rows::run(&mut tx, "update cases set state = 'answered', answered_at = 1").await.unwrap();
        tx.commit().await.unwrap();
        let late = skole.answer(&task, json!({"outcome": "data", "records": [record()]})).await;
        assert_eq!((late.status, late.json()["late"].as_bool()), (200, Some(true)));
    }
}

both_databases! {
    async fn a_claim_has_bounds_and_is_for_systems_that_ask(engine: Engine) {
        let portal = start(engine).await;
        let skole = adapter(&portal, "skole", |_| {}).await;
        for (body, pointer) in [
            (json!({"max": 0}), "/max"),
            (json!({"max": 101}), "/max"),
            (json!({"max": -1}), "/max"),
            (json!({"max": "to"}), "/max"),
            (json!({"wait_seconds": 51}), "/wait_seconds"),
            (json!({"vent": 1}), ""),
        ] {
            let (status, kind, at) = skole.post("/tasks/claim", &body).await.problem();
            assert_eq!((status, kind.as_str()), (422, "invalid-document"), "{body}");
            assert!(pointer.is_empty() || at == pointer, "{body}: {at}");
        }
        for (number, served) in [Served::Call, Served::Manual, Served::Portal].into_iter().enumerate() {
            let key = format!("annen-{number}");
            let system = add_systems_like(&portal.office, 1, served, |system| system.key = key.clone()).await[0];
            let other = Api::with(&portal, system, crate::support::api::new_key(&portal.office, &key).await);
            assert_eq!(other.post("/tasks/claim", &json!({})).await.problem(), (409, "not-pulled".to_owned(), String::new()));
        }
        let release = json!({"attempt": 1, "reason": "a".repeat(4001)});
        let path = "/tasks/019cbda7-8b80-7a86-93b1-b6e077b2131f/release";
        assert_eq!(skole.post(path, &release).await.problem().2, "/reason");
        let release = json!({"attempt": 1, "reason": "a", "retry_after_seconds": 86401});
        assert_eq!(skole.post(path, &release).await.problem().2, "/retry_after_seconds");
    }
}

both_databases! {
    async fn an_address_that_is_not_there_is_told_as_a_problem(engine: Engine) {
        let portal = start(engine).await;
        let skole = adapter(&portal, "skole", |_| {}).await;
        for path in ["", "/", "/finnes-ikke", "/tasks", "/tasks/1/files/a/b"] {
            assert_eq!(skole.get(path).await.problem().1, "not-found", "{path}");
        }
        let wrong = skole.get("/tasks/claim").await;
        assert_eq!((wrong.problem().1.as_str(), wrong.header("allow")), ("method-not-allowed", "POST"));
        let long = "a".repeat(9000);
        assert_eq!(skole.get(&format!("/tasks/{long}/files/a")).await.problem().1, "bad-request");
    }
}

#[test]
fn the_document_is_what_it_was() {
    let api = server::adapters::api::openapi::document(&"https://minside.example".parse().unwrap());
    insta::assert_snapshot!(serde_json::to_string_pretty(&api).unwrap());
}

#[test]
fn every_kind_of_problem_is_told_of_some_call() {
    let operations = ["system", "declare", "claim", "heartbeat", "release", "answer", "evidence", "put_file"];
    let told: BTreeSet<Kind> = operations.iter().flat_map(|operation| problems_of(operation)).collect();
    // An address is either described or not; then it takes its method.
    let untold: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !told.contains(kind)).collect();
    assert_eq!(untold, [&Kind::MethodNotAllowed]);
}

#[tokio::test]
async fn an_answer_that_comes_too_slowly_is_not_waited_for() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__REQUEST_SECONDS", 1).start().await;
    let skole = adapter(&portal, "skole", |_| {}).await;
    accepted(&portal.office, &submission(vec![access()])).await;
    send_notices(&portal.office).await;
    let task = skole.claim_one().await;
    let drops = stream::iter(0..60).then(|_| async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok::<_, std::io::Error>(" ")
    });
    let request = skole.request("POST", &at(&task, "answer")).header("content-type", "application/json");
    let started = Instant::now();
    let refused = skole.send(request.body(reqwest::Body::wrap_stream(drops))).await;
    let (status, kind, _) = refused.problem();
    assert_eq!((status, kind.as_str()), (408, "too-slow"));
    assert!(started.elapsed() < Duration::from_secs(10), "not until it has come");
    assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.status, 200, "the case goes on");
}
