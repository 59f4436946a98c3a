//! Systems that are called: what they are sent, what they may answer, and everything that must not hurt.

mod hostile;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use server::adapters::addresses::{Names, SystemNames};
use server::adapters::call::Call;
use server::adapters::signing::Signer;
use server::adapters::store;
use server::id::{SystemId, TaskId};
use server::systems::rules::{Served, System};
use server::systems::{portal as own, store as systems};
use server::tasks::rules::{Assessed, Collected, Done, Executed, Outcome, TaskState};
use server::tasks::store::{self as tasks, Tried};
use server::tasks::worker::{Report, Worker};

use crate::support::api::Api;
use crate::support::cases::{accepted, access, add_systems_like, erasure, rectification, send_notices, submission};
use crate::support::portal::TestPortal;
use crate::support::program::run;
use crate::support::receiver::{Receiver, Says};
use crate::support::{both_databases, rows, start};

fn worker(portal: &TestPortal) -> Worker {
    worker_with(portal, Arc::new(SystemNames), Duration::from_secs(20))
}

fn worker_with(portal: &TestPortal, names: Arc<dyn Names>, within: Duration) -> Worker {
    let url = format!("http://{}", portal.addr).parse().unwrap();
    let call = Call::with_names(portal.office.clone(), url, names, within).unwrap();
    Worker::new(portal.office.clone(), Some(Arc::new(call)), "w")
}

/// A system that is called at this address.
async fn called(portal: &TestPortal, url: &str, change: impl Fn(&mut System)) -> SystemId {
    add_systems_like(&portal.office, 1, Served::Call, |system| {
        system.url = Some(url.parse().unwrap());
        change(system);
    })
    .await[0]
}

/// The one task of a system, after an access request.
async fn task_of(portal: &TestPortal) -> TaskId {
    let receipt = accepted(&portal.office, &submission(vec![access()])).await;
    send_notices(&portal.office).await;
    let mut tx = portal.office.db.read().await.unwrap();
    let claim = server::cases::store::claims_of(&mut tx, receipt.case).await.unwrap()[0].id;
    tasks::tasks_of(&mut tx, claim).await.unwrap()[0].id
}

async fn last_try(portal: &TestPortal, task: TaskId) -> (Tried, Option<u16>) {
    let attempts = tasks::attempts_of(&mut portal.office.db.read().await.unwrap(), task).await.unwrap();
    attempts.last().map(|attempt| (attempt.tried, attempt.http_status)).unwrap()
}

async fn state(portal: &TestPortal, task: TaskId) -> TaskState {
    tasks::find_task(&mut portal.office.db.read().await.unwrap(), task).await.unwrap().unwrap().state
}

both_databases! {
    async fn a_system_is_sent_its_task_with_both_signatures_and_answers(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let receiver = Receiver::start(Says::Answer(json!({"outcome": "no_data"}))).await;
        let system = called(&portal, receiver.url().as_str(), |_| {}).await;
        let task = task_of(&portal).await;
        assert_eq!(worker(&portal).step().await.unwrap().answered, 1);
        assert!(matches!(state(&portal, task).await, TaskState::Answered { outcome: Outcome::Collect(Collected::NoData), .. }));
        assert_eq!(last_try(&portal, task).await, (Tried::Answered, Some(200)));
        let received = receiver.received().remove(0);
        let document = received.document();
        assert_eq!(document["id"], task.to_string());
        assert_eq!(document["upload_url"], format!("http://{}/api/adapter/v1/tasks/{task}/files", portal.addr));
        assert_eq!((received.header("webhook-id"), received.header("idempotency-key")), (task.to_string().as_str(), task.to_string().as_str()));
        assert_eq!(received.header("webhook-timestamp"), "1772708400");
        assert_eq!(received.header("accept-encoding"), "identity");
        let signer = Signer::new(&office.vault, system, 1).unwrap();
        let signatures: Vec<&str> = received.header("webhook-signature").split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert_eq!(signer.signature(&task.to_string(), 1_772_708_400, &received.body), signatures.join(" "));
        // As anybody with the public key can check it.
        let written = signer.written_public_key();
        let public = STANDARD.decode(written.strip_prefix("whpk_").unwrap()).unwrap();
        let signature = STANDARD.decode(signatures[1].strip_prefix("v1a,").unwrap()).unwrap();
        let signed = [format!("{task}.1772708400.").as_bytes(), &received.body].concat();
        let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public);
        key.verify(&signed, &signature).unwrap();
        // And with the shared secret.
        let secret = signer.written_secret();
        let secret = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &secret);
        let mac = STANDARD.decode(signatures[0].strip_prefix("v1,").unwrap()).unwrap();
        ring::hmac::verify(&key, &signed, &mac).unwrap();
    }
}

both_databases! {
    async fn a_secret_that_is_made_anew_is_used_beside_the_one_before(engine: Engine) {
        let portal = start(engine).await;
        let (vault, id) = (&portal.office.vault, SystemId::new(1));
        let of = |round: u32| Signer::new(vault, id, round).unwrap();
        let signatures = |round: u32| of(round).signature("a", 1, b"x").split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!((signatures(1).len(), signatures(2).len(), signatures(3).len()), (2, 3, 3));
        assert_eq!((&signatures(2)[1], &signatures(3)[1]), (&signatures(1)[0], &signatures(2)[0]));
        assert_ne!(of(1).written_secret(), of(2).written_secret());
        assert_eq!(of(1).written_public_key(), of(2).written_public_key());
        let other = Signer::new(vault, SystemId::new(1), 1).unwrap();
        assert_ne!(of(1).written_secret(), other.written_secret());
        assert_ne!(of(1).written_public_key(), other.written_public_key(), "what one is sent is nothing to another");
        let system = called(&portal, "http://127.0.0.1:9/", |_| {}).await;
        let mut tx = portal.office.db.write().await.unwrap();
        let found = store::called(&mut tx, &[system]).await.unwrap().remove(&system).unwrap();
        assert_eq!((found.served, found.private_network, found.secret_round), (Served::Call, false, 1));
        assert!(store::called(&mut tx, &[SystemId::new(1)]).await.unwrap().is_empty());
        assert_eq!(store::secret_round(&mut tx, system).await.unwrap(), 1);
        assert_eq!(store::next_secret(&mut tx, system).await.unwrap(), 2);
        assert_eq!(store::secret_round(&mut tx, system).await.unwrap(), 2);
    }
}

both_databases! {
    async fn every_step_is_asked_and_answered(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let receiver = Receiver::start(Says::Answer(json!({"outcome": "done"}))).await;
        called(&portal, receiver.url().as_str(), |system| system.serves_access = false).await;
        let receipt = accepted(office, &submission(vec![rectification(), erasure()])).await;
        send_notices(office).await;
        let worker = worker(&portal);
        let claims = server::cases::store::claims_of(&mut office.db.read().await.unwrap(), receipt.case).await.unwrap();
        let mut ends = Vec::new();
        // One after the other, each with the outcome that fits it.
        for _ in 0..3 {
            receiver.says(Says::Answer(json!({"outcome": "done"})));
            worker.step().await.unwrap();
            receiver.says(Says::Answer(json!({"outcome": "can"})));
            portal.clock.step(jiff::SignedDuration::from_mins(3));
            worker.step().await.unwrap();
            portal.clock.step(jiff::SignedDuration::from_mins(10));
        }
        // What is decided is executed, lifted and told with the decision.
        let mut tx = office.db.write().await.unwrap();
        let decision = rows::add_decision(&mut tx, claims[0].id, claims[0].right, 0).await;
        let system = systems::systems(&mut tx, 10).await.unwrap()[0].id;
        let execute = tasks::NewTask {
            decision: Some(decision),
            start: tasks::Start::At(office.clock.now_ms()),
            human_at: office.clock.now_ms() + 10_000_000,
            ..rows::task(claims[0].id, system, server::tasks::rules::Step::Execute)
        };
        tasks::insert_tasks(&mut tx, std::slice::from_ref(&execute)).await.unwrap();
        tx.commit().await.unwrap();
        receiver.says(Says::Answer(json!({"outcome": "rectified"})));
        worker.step().await.unwrap();
        let last = receiver.received().pop().unwrap().document();
        assert_eq!((last["step"].as_str(), last["decision_id"].as_str()), (Some("execute"), Some(decision.to_string().as_str())));
        let mut tx = office.db.read().await.unwrap();
        for claim in &claims {
            for task in tasks::tasks_of(&mut tx, claim.id).await.unwrap() {
                match task.state {
                    TaskState::Answered { outcome, .. } => ends.push(outcome),
                    other => panic!("{other:?}"),
                }
            }
        }
        ends.sort_by_key(|outcome| outcome.code());
        assert_eq!(
            ends,
            [Outcome::Assess(Assessed::Can), Outcome::Assess(Assessed::Can), Outcome::Restrict(Done::Done), Outcome::Execute(Executed::Rectified)]
        );
    }
}

both_databases! {
    async fn a_system_that_answers_later_does_so_with_the_token_of_the_call(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let receiver = Receiver::start(Says::Status(202, vec![], String::new())).await;
        let system = called(&portal, receiver.url().as_str(), |_| {}).await;
        let task = task_of(&portal).await;
        let report = worker(&portal).step().await.unwrap();
        assert_eq!(Report { leased: 1, later: 1, chained: report.chained, ..Report::default() }, report);
        portal.clock.step(jiff::SignedDuration::from_mins(50));
        assert_eq!(server::tasks::lease::take_back_ended(office).await.unwrap(), 0, "it has an hour");
        let document = receiver.received()[0].document();
        let token = document["task_token"].as_str().unwrap().to_owned();
        let adapter = Api::with(&portal, system, token);
        let content = b"et vedtak";
        let put = Api::plain().put(format!("{}/vedtak.pdf?attempt=1", document["upload_url"].as_str().unwrap()));
        let kept = put.bearer_auth(&adapter.key).body(content.to_vec()).send().await.unwrap();
        assert_eq!(kept.status(), 201);
        let sha256 = serde_json::from_slice::<Value>(&kept.bytes().await.unwrap()).unwrap()["sha256"].clone();
        let file = json!({"name": "vedtak.pdf", "title": "Vedtak", "media_type": "application/pdf", "sha256": sha256});
        let answered = adapter.answer(&document, json!({"outcome": "data", "files": [file]})).await;
        assert_eq!(answered.status, 200, "{}", answered.text());
        assert!(matches!(state(&portal, task).await, TaskState::Answered { outcome: Outcome::Collect(Collected::Data), .. }));
    }
}

both_databases! {
    async fn a_dead_system_does_not_delay_the_others(engine: Engine) {
        let portal = start(engine).await;
        let (dead, well) = (Receiver::start(Says::HeadOnly).await, Receiver::start(Says::Answer(json!({"outcome": "no_data"}))).await);
        called(&portal, dead.url().as_str(), |_| {}).await;
        for _ in 0..5 {
            called(&portal, well.url().as_str(), |_| {}).await;
        }
        accepted(&portal.office, &submission(vec![access()])).await;
        send_notices(&portal.office).await;
        let worker = worker_with(&portal, Arc::new(SystemNames), Duration::from_secs(20));
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = worker.run(stopped);
        let looking = async {
            // The dead one has twenty seconds; long before that all others are done.
            for _ in 0..200 {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let count = "select count(*) from task where state = 'answered'";
                if rows::number(&mut portal.office.db.read().await.unwrap(), count).await == 5 {
                    break;
                }
            }
            let states = "select count(*) from task where state = 'leased'";
            let left = rows::number(&mut portal.office.db.read().await.unwrap(), states).await;
            dead.says(Says::Answer(json!({"outcome": "no_data"})));
            left
        };
        tokio::select! {
            left = looking => assert_eq!(left, 1, "only the dead one is left"),
            () = running => panic!("it works until it is told to stop"),
        }
        drop(stop);
        let mut tx = portal.office.db.write().await.unwrap();
        rows::run(&mut tx, "delete from task where state = 'leased'").await.unwrap();
        tx.commit().await.unwrap();
    }
}

both_databases! {
    async fn the_portal_answers_for_itself(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let mut tx = office.db.write().await.unwrap();
        own::ensure(&mut tx, "Dokumentsenteret", 0).await.unwrap();
        tx.commit().await.unwrap();
        let first = accepted(office, &submission(vec![erasure()])).await;
        let task = task_of_second(&portal).await;
        let report = worker(&portal).step().await.unwrap();
        assert_eq!((report.leased, report.answered), (1, 1), "it only collects; for the rest a person is asked");
        let content = server::tasks::answer::read(office, task).await.unwrap();
        let answer: Value = serde_json::from_slice(&content).unwrap();
        assert_eq!((answer["outcome"].as_str(), answer["records"].as_array().unwrap().len()), (Some("data"), 2));
        let titles: Vec<&str> = answer["records"].as_array().unwrap().iter().map(|record| record["title"].as_str().unwrap()).collect();
        assert!(titles.contains(&format!("Sak {}", first.reference).as_str()), "{titles:?}");
        send_notices(office).await;
    }
}

async fn task_of_second(portal: &TestPortal) -> TaskId {
    let receipt = accepted(&portal.office, &submission(vec![access()]).anyway()).await;
    let mut tx = portal.office.db.read().await.unwrap();
    let claim = server::cases::store::claims_of(&mut tx, receipt.case).await.unwrap()[0].id;
    tasks::tasks_of(&mut tx, claim).await.unwrap()[0].id
}

#[test]
fn the_secret_of_a_system_is_shown_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let minside = |arguments: &[&str]| run(folder.path(), ["adapter"].iter().chain(arguments)).stdout;
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let first = minside(&["secret", "minside"]);
    assert!(first.starts_with("whsec_") && first.contains("\nwhpk_"), "{first}");
    assert_eq!(minside(&["secret", "minside"]), first);
    let next = minside(&["secret", "minside", "--next"]);
    assert_ne!(next.lines().next(), first.lines().next());
    assert_eq!(next.lines().nth(1), first.lines().nth(1));
    assert_eq!(minside(&["secret", "minside"]), next);
}
