//! Packages: readers that others wrote take them, they are the same however often they are built, and whatever happens in
//! between, nobody sees half of one.

mod fetching;
mod outside_readers;
mod verifying;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use server::cases::rules::CaseState;
use server::cases::withdraw::withdraw;
use server::decisions::automatic;
use server::error::Error;
use server::packages::build::build;
use server::packages::contents::Contents;
use server::packages::download;
use server::packages::release::{Released, release};
use server::packages::releaser::{Releaser, Report};
use server::packages::store::{self as packages, Waiting};

use crate::releasing::{Stage, a_record, automatic as unseen, unpacked};
use crate::support::api::Api;
use crate::support::cases::{access, send_notices, submission};
use crate::support::portal::TestPortal;
use crate::support::{both_databases, rows};

const VERIFY: &str = "https://minside.example/verifiser";
const HOUR_MS: i64 = 3_600_000;

/// Puts files for the task of a system, and answers it with them.
async fn answer_with(system: &Api, files: &[(&str, &str, &[u8])], records: Vec<Value>) {
    let task = system.claim_one().await;
    let mut named = Vec::new();
    for (name, media_type, content) in files {
        let path: String =
            url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
        let put = system.put_file(&task, &path, content).await;
        assert_eq!(put.status, 201, "{name}: {}", put.text());
        let sha256 = put.json()["sha256"].clone();
        named.push(json!({"name": name, "title": format!("Fil {name}"), "media_type": media_type, "sha256": sha256}));
    }
    let taken = system.answer(&task, json!({"outcome": "data", "records": records, "files": named})).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
}

/// A case whose answers are in, with one file.
async fn answered(portal: TestPortal) -> Stage {
    let stage = Stage::new(portal, unseen, submission(vec![access()])).await;
    answer_with(&stage.systems[0], &[("vedtak.pdf", "application/pdf", b"%PDF-1.7")], vec![a_record("Frav\u{e6}r")])
        .await;
    for system in 1..3 {
        stage.answers(system, json!({"outcome": "no_data"})).await;
    }
    stage
}

/// The package that was decided on and not built.
async fn decided(stage: &Stage) -> Waiting {
    assert_eq!(automatic::look(stage.office(), false).await.unwrap().decided, 1);
    let now = stage.office().clock.now_ms();
    let mut tx = stage.office().db.write().await.unwrap();
    let taken = packages::take_waiting(&mut tx, now, now + 5 * 60_000).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    taken
}

both_databases! {
    async fn the_same_content_is_the_same_file(portal: TestPortal) {
        let stage = answered(portal).await;
        let waiting = decided(&stage).await;
        let office = stage.office();
        let mut hashes = Vec::new();
        for _ in 0..2 {
            let contents = Contents::read(office, &mut office.db.read().await.unwrap(), &waiting).await.unwrap().unwrap();
            let (blob, written) = build(office, contents, VERIFY).await.unwrap();
            hashes.push((written.sha256, written.size_bytes));
            office.blobs.delete(blob).await.unwrap();
            // However long it takes until it is built.
            stage.portal.clock.step(SignedDuration::from_secs(86_400));
        }
        assert_eq!(hashes[0], hashes[1]);
        send_notices(office).await;
    }
}

both_databases! {
    async fn whoever_breaks_off_in_the_middle_leaves_nothing_and_others_go_on(portal: TestPortal) {
        let stage = answered(portal).await;
        // Somebody has begun, and their machine is gone.
        decided(&stage).await;
        let office = stage.office();
        assert_eq!(stage.step().await, Report::default(), "it may still be built");
        let person = stage.person().await;
        let fetched = download::find(office, person, &stage.receipt.reference, 1).await;
        assert!(matches!(fetched, Err(Error::NotFound)), "half a package is none");
        assert!(stage.letters().await.iter().all(|(issued, _)| !issued));
        assert_eq!(stage.state().await.0, CaseState::Open);
        stage.portal.clock.step(SignedDuration::from_secs(6 * 60));
        assert_eq!(stage.step().await, Report { released: 1, ..Report::default() });
        assert!(unpacked(&stage.package(1).await).1.contains_key("index.html"));
        assert!(matches!(stage.state().await.0, CaseState::Answered { .. }));
    }
}

both_databases! {
    async fn of_two_who_build_the_same_one_delivers(portal: TestPortal) {
        let stage = answered(portal).await;
        let slow = decided(&stage).await;
        let office = stage.office();
        let mut tx = office.db.write().await.unwrap();
        let now = office.clock.now_ms() + HOUR_MS;
        let quick = packages::take_waiting(&mut tx, now, now + HOUR_MS).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(release(office, &quick, VERIFY).await.unwrap(), Released::Now);
        assert_eq!(release(office, &slow, VERIFY).await.unwrap(), Released::Lost);
        let mut tx = office.db.read().await.unwrap();
        assert_eq!(packages::delivered(&mut tx, stage.receipt.case).await.unwrap(), [1]);
        assert_eq!(rows::number(&mut tx, "select count(*) from blob").await, 2, "the file, and the package");
        drop(tx);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_case_that_was_taken_back_gets_no_package(portal: TestPortal) {
        let stage = answered(portal).await;
        let waiting = decided(&stage).await;
        let office = stage.office();
        let person = stage.person().await;
        withdraw(office, person, stage.receipt.case).await.unwrap().unwrap();
        assert_eq!(release(office, &waiting, VERIFY).await.unwrap(), Released::Withdrawn);
        let mut tx = office.db.read().await.unwrap();
        assert_eq!(packages::count_waiting(&mut tx, stage.receipt.case).await.unwrap(), 0);
        assert_eq!(packages::delivered(&mut tx, stage.receipt.case).await.unwrap(), Vec::<i64>::new());
        drop(tx);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_package_is_deleted_after_its_last_day_and_nothing_is_forgotten_of_it(portal: TestPortal) {
        let stage = answered(portal).await;
        assert_eq!(stage.step().await.released, 1);
        let size = stage.package(1).await.len();
        let office = stage.office();
        let person = stage.person().await;
        // 4 May is sixty days after 5 March; the day itself counts.
        let last_second: Timestamp = "2026-05-04T21:59:59Z".parse().unwrap();
        stage.portal.clock.step(SignedDuration::from_millis(last_second.as_millisecond() - office.clock.now_ms()));
        assert_eq!(stage.package(1).await.len(), size);
        stage.portal.clock.step(SignedDuration::from_secs(1));
        let open = download::find(office, person, &stage.receipt.reference, 1).await;
        assert!(matches!(open, Err(Error::NotFound)));
        let report = Releaser::new(office.clone(), VERIFY).step().await.unwrap();
        assert_eq!(report, Report { expired: 1, ..Report::default() });
        let mut tx = office.db.read().await.unwrap();
        let found = packages::find_built(&mut tx, stage.receipt.case, 1).await.unwrap().unwrap();
        assert_eq!((found.blob, found.delivery.code()), (None, "expired"));
        assert_eq!(rows::number(&mut tx, "select count(*) from delivery where opened_at is not null").await, 1);
        assert_eq!(rows::number(&mut tx, "select count(*) from blob").await, 1, "what the system gave goes with the case");
    }
}

#[tokio::test]
async fn where_there_is_no_room_the_package_waits_and_is_built_later() {
    let stage = answered(crate::support::start(crate::support::Engine::Sqlite).await).await;
    let blobs = stage.portal.database.folder.path().join("blobs");
    let away = stage.portal.database.folder.path().join("away");
    // Every folder that a new file could go into is a file.
    std::fs::rename(&blobs, &away).unwrap();
    std::fs::write(&blobs, b"").unwrap();
    let report = Releaser::new(stage.office().clone(), VERIFY).step().await.unwrap();
    assert_eq!(report, Report { decided: 1, failed: 1, ..Report::default() });
    assert_eq!(stage.state().await.0, CaseState::Open);
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    assert_eq!(stage.step().await, Report::default(), "not at once");
    stage.portal.clock.step(SignedDuration::from_secs(31));
    assert_eq!(stage.step().await, Report { released: 1, ..Report::default() });
}
