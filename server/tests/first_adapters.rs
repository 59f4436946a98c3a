//! The adapters that `docs/ADAPTERS.md` shows: taken from there, and run through every step.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use server::adapters::addresses::SystemNames;
use server::adapters::call::Call;
use server::adapters::keys;
use server::cases::rules::Right;
use server::id::{ClaimId, SystemId};
use server::systems::circuit::store as circuit;
use server::systems::rules::Served;
use server::tasks::rules::{Outcome, Step, TaskState};
use server::tasks::store::{self as tasks, NewTask, Start};
use server::tasks::worker::Worker;
use tokio::net::{TcpListener, TcpStream};

use crate::support::api::new_key;
use crate::support::cases::{accepted, access, add_systems_like, erasure, rectification, send_notices, submission};
use crate::support::portal::TestPortal;
use crate::support::{Engine, rows, start};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The block of the document with this heading, such as «python pull».
fn block(name: &str) -> String {
    let document = std::fs::read_to_string(root().join("docs/ADAPTERS.md")).unwrap();
    let (_, after) = document.split_once(&format!("```{name}\n")).unwrap();
    after.split_once("\n```").unwrap().0.to_owned() + "\n"
}

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn python(name: &str, arguments: &[&str]) -> Running {
    let mut command = Command::new("python3");
    command.arg("-c").arg(block(name)).args(arguments).env_clear().stdin(Stdio::null());
    Running(command.spawn().expect("python3 is needed; scripts/tools installs it"))
}

/// All steps of all rights at the one system.
async fn ask_everything(portal: &TestPortal, system: SystemId) -> Vec<ClaimId> {
    let office = &portal.office;
    let receipt = accepted(office, &submission(vec![access(), rectification(), erasure()])).await;
    send_notices(office).await;
    let mut tx = office.db.write().await.unwrap();
    let claims = server::cases::store::claims_of(&mut tx, receipt.case).await.unwrap();
    for claim in claims.iter().filter(|claim| claim.right != Right::Access) {
        let decision = rows::add_decision(&mut tx, claim.id, claim.right, 0).await;
        for (step, decision) in [(Step::Execute, Some(decision)), (Step::LiftRestriction, None), (Step::Notify, None)] {
            let now = office.clock.now_ms();
            let new = NewTask {
                decision,
                start: Start::At(now),
                human_at: now + 10_000_000,
                ..rows::task(claim.id, system, step)
            };
            tasks::insert_tasks(&mut tx, &[new]).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    office.bell.notify_waiters();
    claims.iter().map(|claim| claim.id).collect()
}

/// Waits until every task is answered; how each step ended.
async fn answered(portal: &TestPortal, claims: &[ClaimId], mut meanwhile: impl AsyncFnMut()) -> Vec<(Step, Outcome)> {
    for _ in 0..400 {
        meanwhile().await;
        let mut found = Vec::new();
        let mut tx = portal.office.db.read().await.unwrap();
        let mut left = 0;
        for claim in claims {
            for task in tasks::tasks_of(&mut tx, *claim).await.unwrap() {
                match task.state {
                    TaskState::Answered { outcome, .. } => found.push((task.step, outcome)),
                    _ => left += 1,
                }
            }
        }
        drop(tx);
        if left == 0 {
            found.sort_by_key(|(step, outcome)| (*step, outcome.code()));
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the adapter has not answered");
}

fn as_expected(ends: &[(Step, Outcome)]) {
    let ends: Vec<(&str, &str)> = ends.iter().map(|(step, outcome)| (step.code(), outcome.code())).collect();
    assert_eq!(
        ends,
        [
            ("collect", "data"),
            ("assess", "can"),
            ("assess", "can"),
            ("restrict", "done"),
            ("execute", "erased"),
            ("execute", "rectified"),
            ("lift_restriction", "done"),
            ("lift_restriction", "done"),
            ("notify", "done"),
            ("notify", "done"),
        ]
    );
}

async fn pulled(run: impl FnOnce(&str, &str) -> Running) {
    let portal = start(Engine::Sqlite).await;
    let system = add_systems_like(&portal.office, 1, Served::Pull, |system| {
        system.key = "skole".to_owned();
        system.at_once = 10;
    })
    .await[0];
    let key = new_key(&portal.office, "skole").await;
    let _running = run(&format!("http://{}", portal.addr), &key);
    let claims = ask_everything(&portal, system).await;
    as_expected(&answered(&portal, &claims, async || {}).await);
}

#[tokio::test]
async fn the_python_adapter_that_asks() {
    assert!(block("python pull").lines().count() <= 60);
    pulled(|base, key| python("python pull", &[base, key])).await;
}

#[tokio::test]
async fn the_rust_adapter_that_asks() {
    let example = std::fs::read_to_string(root().join("server/examples/pull_adapter.rs")).unwrap();
    assert_eq!(block("rust pull"), example, "the document shows the example as it is");
    let program = Path::new(env!("CARGO_BIN_EXE_minside")).parent().unwrap().join("examples/pull_adapter");
    pulled(|base, key| Running(Command::new(program).args([base, key]).stdin(Stdio::null()).spawn().unwrap())).await;
}

#[tokio::test]
async fn the_python_adapter_that_is_called() {
    assert!(block("python call").lines().count() <= 60);
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    // A port that was free a moment ago.
    let addr = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap();
    let system = add_systems_like(office, 1, Served::Call, |system| {
        system.key = "skole".to_owned();
        system.url = Some(format!("http://{addr}/").parse().unwrap());
    })
    .await[0];
    let secret = keys::signer(office, "skole", false).await.unwrap().unwrap().written_secret();
    let port = addr.port().to_string();
    // The test's clock stands; the adapter's does not.
    let running = python("python call", &[&port, &secret, "--any-time"]);
    listens(addr).await;
    let claims = ask_everything(&portal, system).await;
    let call = Call::with_names(
        office.clone(),
        format!("http://{}", portal.addr).parse().unwrap(),
        Arc::new(SystemNames),
        Duration::from_secs(20),
    );
    let worker = Worker::new(office.clone(), Some(Arc::new(call.unwrap())), "w");
    let ends = answered(&portal, &claims, async || {
        worker.step().await.unwrap();
    });
    as_expected(&ends.await);
    drop(running);
    // With another secret it takes nobody for the portal.
    let other = format!("whsec_{}", "A".repeat(43) + "=");
    let _running = python("python call", &[&port, &other, "--any-time"]);
    listens(addr).await;
    accepted(office, &submission(vec![access()]).anyway()).await;
    send_notices(office).await;
    assert_eq!(worker.step().await.unwrap().failed, 1);
    let health = circuit::health_of(&mut office.db.read().await.unwrap(), system).await.unwrap().unwrap();
    assert_eq!(health.failures, 1);
}

async fn listens(addr: SocketAddr) {
    for _ in 0..400 {
        if TcpStream::connect(addr).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nobody listens at {addr}");
}

#[test]
fn the_document_names_every_ground_with_the_right_that_it_is_valid_for() {
    use server::decisions::grounds::{self, Ground as _};
    let document = std::fs::read_to_string(root().join("docs/ADAPTERS.md")).unwrap();
    let line =
        |right: &str| document.lines().find(|line| line.starts_with(&format!("| {right} |"))).unwrap().to_owned();
    for code in grounds::CODES {
        let text = Some("fordi");
        let told = |right: &str| [right, "all"].iter().any(|right| line(right).contains(&format!("`{code}`")));
        assert_eq!(told("access"), grounds::AccessGround::parse(code, text).is_ok(), "{code}");
        assert_eq!(told("rectification"), grounds::RectificationGround::parse(code, text).is_ok(), "{code}");
        assert_eq!(told("erasure"), grounds::ErasureGround::parse(code, text).is_ok(), "{code}");
    }
}

#[test]
fn the_document_names_every_step_and_how_it_may_end() {
    let document = std::fs::read_to_string(root().join("docs/ADAPTERS.md")).unwrap();
    for step in Step::ALL {
        let line = document.lines().find(|line| line.starts_with(&format!("| `{}` |", step.code()))).unwrap();
        let told: Vec<&str> =
            line.rsplit('|').nth(1).unwrap().split(',').map(|end| end.trim().trim_matches('`')).collect();
        for end in &told {
            assert!(Outcome::parse(*step, end).is_some(), "{step:?} cannot end with {end}");
        }
        let all = [
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
        ];
        let ends = all.iter().filter(|end| Outcome::parse(*step, end).is_some()).count();
        assert_eq!(told.len(), ends, "{step:?}");
    }
}
