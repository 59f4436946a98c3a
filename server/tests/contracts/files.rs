//! The stores of files, and what belongs to them.

use server::cases::evidence::store as evidence;
use server::cases::store as cases;
use server::cases::told;
use server::id::BlobId;
use server::systems::circuit::store as circuit;
use server::tasks::files::store as files;
use server::tasks::lease::store as lease;
use server::tasks::rules::Step;
use server::vault::store as vault;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn the_files_of_a_task_are_found_by_attempt_and_name(engine: Engine) {
        let Stage { mut tx, case, claim, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        let blobs = [BlobId::new(NOW), BlobId::new(NOW + 1), BlobId::new(NOW + 2)];
        for blob in blobs {
            vault::insert_blob(tx, blob, case, 7, NOW).await.unwrap();
        }
        files::insert_file(tx, blobs[0], task, 1, b"name", b"digest").await.unwrap();
        files::insert_file(tx, blobs[1], task, 2, b"name", b"other").await.unwrap();
        let same = tried_call!(tx, files::insert_file(tx, blobs[2], task, 2, b"name", b"x"));
        assert_eq!(same, Some(ErrorKind::UniqueViolation));
        assert_eq!(files::find_file(tx, task, 1, b"name").await.unwrap(), Some((blobs[0], b"digest".to_vec())));
        assert_eq!(files::find_file(tx, task, 2, b"name").await.unwrap(), Some((blobs[1], b"other".to_vec())));
        assert_eq!(files::find_file(tx, task, 1, b"another").await.unwrap(), None);
        assert_eq!(files::count_files(tx, task).await.unwrap(), 2);
        let other = rows::add_task(tx, claim, system, Step::Assess).await;
        assert_eq!(files::with_files(tx, &[task, other].into()).await.unwrap(), [task]);
        assert_eq!(files::with_files(tx, &[].into()).await.unwrap(), []);
        assert_eq!(files::files_of(tx, task).await.unwrap(), blobs[..2]);
        assert!(vault::delete_blob(tx, blobs[0]).await.unwrap());
        assert!(!vault::delete_blob(tx, blobs[0]).await.unwrap());
        assert_eq!(files::files_of(tx, task).await.unwrap(), blobs[1..2]);
        assert_eq!(files::forget_of_case(tx, case).await.unwrap(), 0);
        rows::run(tx, "update task set state = 'withdrawn', due_at = null").await.unwrap();
        assert_eq!(files::forget_of_case(tx, case).await.unwrap(), 1);
    }
}

both_databases! {
    async fn evidence_is_found_by_its_claim(engine: Engine) {
        let Stage { mut tx, case, claim, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let other = rows::add_claim(tx, case, server::cases::rules::Right::Erasure).await;
        let blobs = [BlobId::new(NOW), BlobId::new(NOW + 1)];
        for (place, blob) in [(1, blobs[0]), (0, blobs[1])] {
            vault::insert_blob(tx, blob, case, 7, NOW).await.unwrap();
            evidence::insert_evidence(tx, blob, claim, place, b"about").await.unwrap();
        }
        assert_eq!(evidence::evidence_of(tx, claim).await.unwrap(), [(0, blobs[1]), (1, blobs[0])]);
        assert_eq!(evidence::evidence_of(tx, other).await.unwrap(), []);
        assert_eq!(evidence::find_evidence(tx, blobs[0], claim).await.unwrap(), Some(b"about".to_vec()));
        assert_eq!(evidence::find_evidence(tx, blobs[0], other).await.unwrap(), None);
        assert_eq!(cases::case_of_claim(tx, claim).await.unwrap(), Some(case));
        assert_eq!(cases::case_of_claim(tx, server::id::ClaimId::new(1)).await.unwrap(), None);
        let told = told::store::told(tx, claim).await.unwrap().unwrap();
        assert_eq!((told.case, told.right, told.details, told.help), (case, server::cases::rules::Right::Access, b"sealed".to_vec(), None));
        assert_eq!(told::store::told(tx, server::id::ClaimId::new(1)).await.unwrap(), None);
    }
}

both_databases! {
    async fn what_a_system_waits_for_is_found_without_writing(engine: Engine) {
        let Stage { mut tx, claim, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert!(!lease::is_any_ready(tx, system, NOW).await.unwrap());
        rows::add_task(tx, claim, system, Step::Collect).await;
        assert!(lease::is_any_ready(tx, system, NOW).await.unwrap());
        assert!(!lease::is_any_ready(tx, system, NOW - 1).await.unwrap(), "not before its time");
        let other = rows::add_system(tx, server::systems::rules::Served::Call).await;
        assert!(!lease::is_any_ready(tx, other, NOW).await.unwrap());
        for id in [system, other] {
            circuit::count_failure(tx, id, "busy", NOW).await.unwrap();
        }
        circuit::close_circuits(tx, &[system].into()).await.unwrap();
        assert_eq!(circuit::health_of(tx, system).await.unwrap().unwrap().failures, 0);
        assert_eq!(circuit::health_of(tx, other).await.unwrap().unwrap().failures, 1);
        circuit::close_circuits(tx, &[].into()).await.unwrap();
    }
}
