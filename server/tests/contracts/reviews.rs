//! The stores of what is judged.

use server::id::{BlobId, EmployeeId, TaskId};
use server::review::store as review;
use server::tasks::answer::store::{self as answers, NewAnswer};
use server::tasks::rules::Step;
use server::vault::store as vault;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

/// A task with an answer.
async fn answered(stage: &mut Stage) -> TaskId {
    let tx = &mut stage.tx;
    let task = rows::add_task(tx, stage.claim, stage.system, Step::Collect).await;
    let answer =
        NewAnswer { task, received_at: NOW, content: b"sealed".to_vec(), content_mac: [1; 32], idempotency_hash: None };
    answers::insert_answers(tx, &[answer]).await.unwrap();
    task
}

both_databases! {
    async fn a_review_is_changed_by_who_has_seen_it_and_approved_as_it_is(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let task = answered(&mut stage).await;
        let tx = &mut stage.tx;
        let employee = EmployeeId::new(NOW);
        rows::run(tx, &format!("insert into employee (id, mark, name, made_at) values ('{employee}', 'm', 'Kari', 1)")).await.unwrap();
        assert_eq!(review::find_review(tx, task).await.unwrap(), None);
        let small = review::small_answers(tx, &[task, TaskId::new(NOW)], 6).await.unwrap();
        assert_eq!(small, [(task, b"sealed".to_vec(), None)]);
        assert_eq!(review::small_answers(tx, &[task], 5).await.unwrap(), [], "a larger one is read by itself");
        assert_eq!(review::small_answers(tx, &[], 6).await.unwrap(), []);
        assert!(!review::keep_review(tx, task, 1, b"one").await.unwrap(), "there is none to change");
        assert!(review::keep_review(tx, task, 0, b"one").await.unwrap());
        assert!(!review::keep_review(tx, task, 0, b"two").await.unwrap(), "there is one");
        assert!(!review::approve_review(tx, task, 2, employee, NOW).await.unwrap(), "another version");
        assert!(review::approve_review(tx, task, 1, employee, NOW).await.unwrap());
        let found = review::find_review(tx, task).await.unwrap().unwrap();
        assert_eq!((found.version, found.judged.as_slice(), found.approved_at, found.approved_by), (1, &b"one"[..], Some(NOW), Some(employee)));
        assert!(review::keep_review(tx, task, 1, b"two").await.unwrap());
        let found = review::find_review(tx, task).await.unwrap().unwrap();
        assert_eq!((found.version, found.judged.as_slice(), found.approved_at, found.approved_by), (2, &b"two"[..], None, None));
        assert_eq!(review::small_answers(tx, &[task], 6).await.unwrap(), [(task, b"sealed".to_vec(), Some(found))]);
        let nothing = TaskId::new(NOW);
        let refused = tried_call!(&mut *tx, review::keep_review(&mut *tx, nothing, 0, b"one"));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        server::cases::store::delete_case(tx, stage.case).await.unwrap();
        assert_eq!(review::find_review(tx, task).await.unwrap(), None);
    }
}

both_databases! {
    async fn the_files_in_the_place_of_one_are_found(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let task = answered(&mut stage).await;
        let (tx, case) = (&mut stage.tx, stage.case);
        let blobs = [BlobId::new(NOW), BlobId::new(NOW + 1), BlobId::new(NOW + 2)];
        for (blob, place) in blobs.into_iter().zip([0, 0, 1]) {
            vault::insert_blob(tx, blob, case, 7, NOW).await.unwrap();
            review::insert_replacement(tx, blob, task, place).await.unwrap();
        }
        assert_eq!(review::replacements(tx, task, 0).await.unwrap(), blobs[..2]);
        assert_eq!(review::replacements(tx, task, 1).await.unwrap(), blobs[2..]);
        assert_eq!(review::replacements(tx, TaskId::new(NOW), 0).await.unwrap(), []);
        assert!(vault::delete_blob(tx, blobs[0]).await.unwrap());
        assert_eq!(review::replacements(tx, task, 0).await.unwrap(), blobs[1..2]);
    }
}
