//! The program is killed at every step of a use case: nothing is lost, nothing is there twice, and it can go on.
//!
//! A child process runs the use case and aborts itself after so many statements, one more each time, until it comes to
//! the end. So every statement is the last one once, and no use case knows of it.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{SignedDuration, Timestamp};
use server::cases::rules::{Progress, progress};
use server::cases::store as cases;
use server::cases::submission::{FormToken, Submission};
use server::cases::submit::{Receipt, Submitted, submit};
use server::clock::Clock;
use server::config::{Settings, Sources};
use server::db::Db;
use server::id::{CaseId, SystemId};
use server::office::Office;
use server::retention::purge_case;
use server::systems::rules::Served;
use server::tasks::answer::{Given, Saved, answer};
use server::tasks::fail::{Failure, fail};
use server::tasks::lease;
use server::tasks::rules::{Task, TaskState};
use server::tasks::store as tasks;
use server::{audit, on};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, layer};

use crate::support::adapter::good_answer;
use crate::support::cases::{accepted, access, add_systems, person, rectification, send_notices};
use crate::support::portal::START;
use crate::support::{TestPortal, both_databases};

const MINUTE: i64 = 60_000;
/// More statements than any use case has.
const MOST_STATEMENTS: u32 = 2000;
const VARIABLE: &str = "MINSIDE_TEST_CRASH";

/// What the child is to do; the rest of the line says with what.
const SUBMIT: &str = "submit";
const LEASE: &str = "lease";
const ANSWER: &str = "answer";
const RELEASE: &str = "release";
const TAKE_BACK: &str = "take-back";
const CHAIN: &str = "chain";
const PURGE: &str = "purge";

/// Ends the process when the driver has reported so many statements.
struct CrashAfter {
    statements: AtomicU32,
}

impl<S: Subscriber> Layer<S> for CrashAfter {
    fn on_event(&self, event: &Event<'_>, _: layer::Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" && self.statements.fetch_sub(1, Ordering::SeqCst) == 1 {
            std::process::abort();
        }
    }
}

/// Runs in the child only.
#[tokio::test]
#[ignore = "the other stories here run it in a process of its own, and kill it"]
async fn child() {
    #[expect(clippy::disallowed_methods, reason = "this is how the parent says what to do")]
    let order = std::env::var(VARIABLE).unwrap();
    let [url, folder, action, statements, argument] = order.split('\n').collect::<Vec<_>>().try_into().unwrap();
    let variables = [
        ("MINSIDE__DATABASE__URL".to_owned(), url.to_owned()),
        ("MINSIDE__VAULT__MASTER_KEY_FILE".to_owned(), format!("{folder}/master.key")),
        ("MINSIDE__VAULT__BLOBS".to_owned(), format!("{folder}/blobs")),
    ];
    let settings = Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap();
    let db = Db::open_existing(&settings.database).await.unwrap();
    let start: Timestamp = START.parse().unwrap();
    let clock = Clock::stepped(start);
    let mut words = argument.split(' ');
    clock.step(SignedDuration::from_millis(words.next().unwrap().parse().unwrap()));
    let argument = words.next().unwrap_or_default();
    let office = Office::open(&settings, db, clock).await.unwrap();
    let crash = CrashAfter { statements: AtomicU32::new(statements.parse().unwrap()) };
    tracing_subscriber::registry().with(crash).init();
    run(&office, action, argument).await;
}

async fn run(office: &Office, action: &str, argument: &str) {
    match action {
        SUBMIT => {
            submit(office, &numbered_submission(argument.parse().unwrap())).await.unwrap();
        }
        LEASE => {
            lease::of_system(office, system(office).await, "child", 1, MINUTE).await.unwrap();
        }
        ANSWER => {
            let task = argument.parse().unwrap();
            answer(office, &Given::new(task, 1, good_answer(server::tasks::rules::Step::Collect))).await.unwrap();
        }
        RELEASE => {
            let mut tx = office.db.read().await.unwrap();
            let held = lease::store::held(&mut tx, argument.parse().unwrap(), 1).await.unwrap();
            drop(tx);
            if let Some(lease) = held {
                fail(office, &lease, &Failure::default()).await.unwrap();
            }
        }
        TAKE_BACK => {
            lease::take_back_ended(office).await.unwrap();
        }
        CHAIN => {
            audit::chain(&office.db, &office.vault).await.unwrap();
        }
        PURGE => {
            let _ = purge_case(office, argument.parse().unwrap()).await;
        }
        other => panic!("{other}"),
    }
}

async fn system(office: &Office) -> SystemId {
    let mut tx = office.db.read().await.unwrap();
    on!(&mut tx, |conn| sqlx::query_scalar("select id from system").fetch_one(conn).await.unwrap())
}

/// One person's submission; the same number is the same form.
fn numbered_submission(number: u64) -> Submission {
    let filer = person(&(10_000_000_000 + number).to_string());
    let mut token = [0; 32];
    token[..8].copy_from_slice(&number.to_be_bytes());
    Submission::new(filer, vec![access(), rectification()], FormToken::new(token)).unwrap()
}

/// Runs the child; false if it crashed as it was told to.
fn finishes(portal: &TestPortal, action: &str, statements: u32, argument: impl ToString) -> bool {
    let folder = portal.database.folder.path().display();
    let start: Timestamp = START.parse().unwrap();
    let at = portal.clock.now_ms() - start.as_millisecond();
    let order = format!("{}\n{folder}\n{action}\n{statements}\n{at} {}", portal.database.url, argument.to_string());
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crashing::child", "--ignored"])
        .env(VARIABLE, order)
        .output()
        .unwrap();
    let aborted = child.status.signal() == Some(6);
    assert!(child.status.success() || aborted, "{}", String::from_utf8_lossy(&child.stdout));
    !aborted
}

/// Everything that hangs on an accepted case is there, once.
async fn is_whole(office: &Office, receipt: &Receipt, systems: usize) {
    let mut tx = office.db.read().await.unwrap();
    let claims = cases::claims_of(&mut tx, receipt.case).await.unwrap();
    assert_eq!(claims.len(), 2);
    let mut count = 0;
    for claim in claims {
        count += tasks::tasks_of(&mut tx, claim.id).await.unwrap().len();
    }
    assert_eq!(count, 3 * systems);
    let events = audit::of_case(&mut tx, &office.vault, receipt.case, 10).await.unwrap();
    assert_eq!(events.len(), 1);
}

async fn count_cases(office: &Office) -> i64 {
    let mut tx = office.db.read().await.unwrap();
    on!(&mut tx, |conn| sqlx::query_scalar("select count(*) from cases").fetch_one(conn).await.unwrap())
}

both_databases! {
    async fn killed_while_a_case_is_sent_in(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 3, Served::Pull).await;
        let (mut crashes, mut was_stored) = (0, 0);
        for statements in 1..MOST_STATEMENTS {
            let before = count_cases(office).await;
            let finished = finishes(&portal, SUBMIT, statements, statements);
            let stored = count_cases(office).await - before;
            let receipt = match submit(office, &numbered_submission(statements.into())).await.unwrap() {
                Submitted::Accepted(receipt) if stored == 0 => receipt,
                Submitted::Before(receipt) if stored == 1 => receipt,
                other => panic!("after {statements} statements: {stored} stored, then {other:?}"),
            };
            assert_eq!(receipt.reference, format!("2026-{statements:06}"), "no number is lost");
            is_whole(office, &receipt, 3).await;
            if finished {
                break;
            }
            crashes += 1;
            was_stored += stored;
        }
        assert!(crashes > 10, "{crashes} crashes");
        assert!(was_stored <= crashes);
        assert_eq!(send_notices(office).await, usize::try_from(count_cases(office).await).unwrap());
    }
}

/// One case with one task for each step of the test that follows.
async fn one_task(portal: &TestPortal, number: u64) -> (CaseId, Task) {
    let office = &portal.office;
    let filer = person(&(20_000_000_000 + number).to_string());
    let submission = Submission::new(filer, vec![access()], FormToken::new([0; 32])).unwrap();
    let case = accepted(office, &submission).await.case;
    (case, task_of(office, case).await)
}

async fn task_of(office: &Office, case: CaseId) -> Task {
    let mut tx = office.db.read().await.unwrap();
    let claim = cases::claims_of(&mut tx, case).await.unwrap().remove(0);
    tasks::tasks_of(&mut tx, claim.id).await.unwrap().remove(0)
}

async fn attempts(office: &Office, task: &Task) -> usize {
    let mut tx = office.db.read().await.unwrap();
    tasks::attempts_of(&mut tx, task.id).await.unwrap().len()
}

/// Brings a task to its answer from wherever a crash has left it, and checks that nothing was noted twice.
async fn goes_on(portal: &TestPortal, case: CaseId) {
    let office = &portal.office;
    let system = system(office).await;
    for _ in 0..4 {
        let task = task_of(office, case).await;
        match task.state {
            TaskState::Answered { .. } => break,
            TaskState::Leased { .. } => {
                portal.clock.step(SignedDuration::from_secs(61));
                lease::take_back_ended(office).await.unwrap();
            }
            TaskState::Ready { .. } => {
                portal.clock.step(SignedDuration::from_secs(10));
                let lease = lease::of_system(office, system, "parent", 1, MINUTE).await.unwrap().remove(0);
                let saved =
                    answer(office, &Given::new(lease.task, lease.attempt, good_answer(lease.step))).await.unwrap();
                assert_eq!(saved, Saved::Now);
            }
            other => panic!("{other:?}"),
        }
    }
    let task = task_of(office, case).await;
    assert!(matches!(task.state, TaskState::Answered { .. }), "{task:?}");
    assert_eq!(attempts(office, &task).await, usize::try_from(task.attempt).unwrap(), "every try is noted, once");
    assert!(server::tasks::answer::read(office, task.id).await.is_ok());
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(progress(tasks::count_tasks(&mut tx, case).await.unwrap()), Progress::Reviewing);
}

/// Crashes the child at every statement of `action` on a task that `prepare` has made ready for it.
async fn killed_during(portal: &TestPortal, action: &str, leased: bool, after_ms: i64) {
    let office = &portal.office;
    add_systems(office, 1, Served::Pull).await;
    let mut crashes = 0;
    for statements in 1..MOST_STATEMENTS {
        let (case, task) = one_task(portal, statements.into()).await;
        if leased {
            let system = system(office).await;
            assert_eq!(lease::of_system(office, system, "parent", 1, MINUTE).await.unwrap().len(), 1);
        }
        portal.clock.step(SignedDuration::from_millis(after_ms));
        let finished = finishes(portal, action, statements, task.id);
        goes_on(portal, case).await;
        while audit::chain(&office.db, &office.vault).await.unwrap().added > 0 {}
        if finished {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 2, "{crashes} crashes");
    send_notices(office).await;
    assert!(audit::verify(&office.db, &office.vault, None).await.unwrap().is_whole());
}

both_databases! {
    async fn killed_while_a_task_is_taken(portal: TestPortal) {
        killed_during(&portal, LEASE, false, 0).await;
    }
}

both_databases! {
    async fn killed_while_an_answer_is_saved(portal: TestPortal) {
        killed_during(&portal, ANSWER, true, 0).await;
    }
}

both_databases! {
    async fn killed_while_a_task_is_given_back(portal: TestPortal) {
        killed_during(&portal, RELEASE, true, 0).await;
    }
}

both_databases! {
    async fn killed_while_ended_leases_are_taken_back(portal: TestPortal) {
        killed_during(&portal, TAKE_BACK, true, 2 * MINUTE).await;
    }
}

both_databases! {
    async fn killed_while_the_audit_trail_grows(portal: TestPortal) {
        killed_during(&portal, CHAIN, false, 0).await;
    }
}

both_databases! {
    async fn killed_while_a_case_is_deleted(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 1, Served::Manual).await;
        let mut crashes = 0;
        for statements in 1..MOST_STATEMENTS {
            let (case, _) = one_task(&portal, statements.into()).await;
            send_notices(office).await;
            let mut tx = office.db.read().await.unwrap();
            let me = cases::find_case(&mut tx, case).await.unwrap().unwrap().filer;
            drop(tx);
            server::cases::withdraw::withdraw(office, me, case).await.unwrap().unwrap();
            let finished = finishes(&portal, PURGE, statements, case);
            let mut tx = office.db.read().await.unwrap();
            let found = cases::find_case(&mut tx, case).await.unwrap();
            let key = office.vault.case_key(&mut tx, case).await;
            drop(tx);
            match found {
                // All of it is there, or nothing of it.
                Some(_) => {
                    assert!(key.is_ok() && !finished);
                    purge_case(office, case).await.unwrap().unwrap();
                }
                None => assert!(key.is_err()),
            }
            while audit::chain(&office.db, &office.vault).await.unwrap().added > 0 {}
            let verdict = audit::verify(&office.db, &office.vault, None).await.unwrap();
            assert!(verdict.is_whole(), "{verdict:?}");
            if finished {
                break;
            }
            crashes += 1;
        }
        assert!(crashes > 5, "{crashes} crashes");
    }
}
