//! The stores of packages, of deliveries, and of what has come in.

use jiff::civil::date;
use server::cases::rules::Right;
use server::decisions::automatic::store::{self as automatic, News};
use server::decisions::store as decisions;
use server::id::{BlobId, CaseId, DecisionId};
use server::letters::letter::Kind;
use server::letters::store::{self as letters, NewLetter};
use server::packages::delivery::Delivery;
use server::packages::store::{self as packages, Waiting};
use server::tasks::rules::Step;
use server::vault::store as vault;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

const HOUR: i64 = 3_600_000;

async fn letter(tx: &mut server::db::Tx, case: CaseId, number: i64) {
    let new = NewLetter {
        case,
        number,
        kind: Kind::Granted,
        language: "nb",
        decision: None,
        made_at: NOW,
        issued_at: None,
        content: b"a",
    };
    letters::insert_letter(tx, &new).await.unwrap();
}

fn waiting(case: CaseId, number: i64, decision: DecisionId) -> Waiting {
    Waiting { case, number, decision, letter: number, until_on: date(2026, 5, 4), attempt: 0 }
}

both_databases! {
    async fn a_package_is_built_by_one_at_a_time(engine: Engine) {
        let Stage { mut tx, case, claim, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let decision = rows::add_decision(tx, claim, Right::Access, 0).await;
        letter(tx, case, 1).await;
        assert_eq!(packages::next_package(tx, case).await.unwrap(), 1);
        packages::insert_package(tx, &waiting(case, 1, decision), NOW).await.unwrap();
        assert_eq!((packages::next_package(tx, case).await.unwrap(), packages::count_waiting(tx, case).await.unwrap()), (2, 1));
        assert!(!packages::is_any_due(tx, NOW - 1).await.unwrap());
        assert_eq!(packages::take_waiting(tx, NOW - 1, NOW + HOUR).await.unwrap(), None);
        assert!(packages::is_any_due(tx, NOW).await.unwrap());
        let first = packages::take_waiting(tx, NOW, NOW + HOUR).await.unwrap().unwrap();
        assert_eq!(first, Waiting { attempt: 1, ..waiting(case, 1, decision) });
        assert_eq!(packages::take_waiting(tx, NOW, NOW + HOUR).await.unwrap(), None, "somebody has it");
        assert!(packages::hold(tx, &first, NOW + 1).await.unwrap());
        let second = packages::take_waiting(tx, NOW + 1, NOW + HOUR).await.unwrap().unwrap();
        assert_eq!(second.attempt, 2);
        assert!(!packages::hold(tx, &first, NOW + 9).await.unwrap(), "it is another's");
        let blob = BlobId::new(NOW);
        vault::insert_blob(tx, blob, case, 7, NOW).await.unwrap();
        assert!(!packages::built(tx, &first, blob, 7, &[1; 32]).await.unwrap());
        assert!(packages::built(tx, &second, blob, 7, &[1; 32]).await.unwrap());
        assert!(!packages::built(tx, &second, blob, 7, &[1; 32]).await.unwrap());
        assert_eq!(packages::count_waiting(tx, case).await.unwrap(), 0);
        assert!(!packages::delete_waiting(tx, &second).await.unwrap(), "it is built");
        assert_eq!(packages::find_built(tx, case, 1).await.unwrap(), None, "nobody was given it");
        let delivery = Delivery::available(NOW, NOW + HOUR).unwrap();
        packages::insert_delivery(tx, case, 1, delivery).await.unwrap();
        assert_eq!(packages::delivered(tx, case).await.unwrap(), [1]);
        let found = packages::find_built(tx, case, 1).await.unwrap().unwrap();
        assert_eq!((found.blob, found.size_bytes, found.sha256, found.delivery), (Some(blob), 7, vec![1; 32], delivery));
        let opened = delivery.open(NOW + 5).unwrap();
        assert!(packages::change_delivery(tx, case, 1, delivery, opened).await.unwrap());
        assert!(!packages::change_delivery(tx, case, 1, delivery, opened).await.unwrap());
        let downloaded = opened.download(NOW + 6).unwrap();
        assert!(packages::change_delivery(tx, case, 1, opened, downloaded).await.unwrap());
        assert_eq!(packages::find_built(tx, case, 1).await.unwrap().unwrap().delivery, downloaded);
        assert_eq!(packages::over(tx, NOW + HOUR - 1, 10).await.unwrap(), []);
        assert_eq!(packages::over(tx, NOW + HOUR, 10).await.unwrap(), [(case, 1)]);
        let expired = downloaded.expire(NOW + HOUR).unwrap();
        assert!(packages::change_delivery(tx, case, 1, downloaded, expired).await.unwrap());
        assert!(packages::delete_built(tx, case, 1).await.unwrap());
        assert!(!packages::delete_built(tx, case, 1).await.unwrap());
        assert!(vault::delete_blob(tx, blob).await.unwrap());
        let found = packages::find_built(tx, case, 1).await.unwrap().unwrap();
        assert_eq!((found.blob, found.delivery), (None, expired));
        assert_eq!(packages::over(tx, i64::MAX, 10).await.unwrap(), []);
    }
}

both_databases! {
    async fn a_package_of_a_case_that_was_taken_back_is_forgotten(engine: Engine) {
        let Stage { mut tx, case, claim, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let decision = rows::add_decision(tx, claim, Right::Access, 0).await;
        letter(tx, case, 1).await;
        packages::insert_package(tx, &waiting(case, 1, decision), NOW).await.unwrap();
        assert!(packages::move_last_day(tx, &waiting(case, 1, decision), date(2026, 6, 4)).await.unwrap());
        let taken = packages::take_waiting(tx, NOW, NOW + 1).await.unwrap().unwrap();
        assert_eq!(taken.until_on, date(2026, 6, 4));
        assert!(packages::delete_waiting(tx, &waiting(case, 1, decision)).await.unwrap());
        assert!(!packages::move_last_day(tx, &taken, date(2026, 6, 5)).await.unwrap());
        assert!(!packages::delete_waiting(tx, &waiting(case, 1, decision)).await.unwrap());
        assert_eq!(packages::count_waiting(tx, case).await.unwrap(), 0);
    }
}

both_databases! {
    async fn news_are_counted_and_only_those_that_were_seen_are_forgotten(engine: Engine) {
        let Stage { mut tx, case, claim, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let erasure = rows::add_claim(tx, case, Right::Erasure).await;
        automatic::note_news(tx, &[].into(), 1).await.unwrap();
        assert_eq!(automatic::news(tx, 10).await.unwrap(), []);
        automatic::note_news(tx, &[claim, erasure].into(), 1).await.unwrap();
        let seen = |seen, is_all| News { claim, seen, is_all };
        let of_erasure = News { claim: erasure, seen: 1, is_all: true };
        let mut both = [seen(1, true), of_erasure];
        both.sort_by_key(|news| news.claim);
        assert_eq!(automatic::news(tx, 10).await.unwrap(), both);
        assert!(automatic::forget_news(tx, of_erasure).await.unwrap());
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        automatic::note_news(tx, &[claim].into(), 1).await.unwrap();
        assert_eq!(automatic::news(tx, 10).await.unwrap(), [seen(2, false)]);
        assert!(!automatic::forget_news(tx, seen(1, true)).await.unwrap(), "more came");
        assert!(automatic::forget_news(tx, seen(2, false)).await.unwrap());
        assert!(!automatic::forget_news(tx, seen(2, false)).await.unwrap());
        assert!(!automatic::is_any_judged(tx, claim).await.unwrap());
        let answer = format!("insert into answer (task_id, received_at, content, content_mac) values ('{task}', 1, 'a', 'm')");
        rows::run(tx, &answer).await.unwrap();
        let before = decisions::stamp(tx, claim).await.unwrap();
        assert_eq!(before.len(), 1);
        let review = format!("insert into review (task_id, version, judged) values ('{task}', 1, 'sealed')");
        rows::run(tx, &review).await.unwrap();
        assert!(automatic::is_any_judged(tx, claim).await.unwrap());
        assert_ne!(decisions::stamp(tx, claim).await.unwrap(), before);
        rows::run(tx, "update claim set outcome = 'granted', ended_at = 1").await.unwrap();
        automatic::note_news(tx, &[claim].into(), 1).await.unwrap();
        assert_eq!(automatic::news(tx, 10).await.unwrap(), [], "it is decided");
        assert!(!decisions::has_gaps(tx, case).await.unwrap());
        let decision = rows::add_decision(tx, claim, Right::Access, 0).await;
        let gap = server::decisions::gaps::Gap {
            task, reason: server::decisions::gaps::GapReason::Unsure, expected_on: date(2026, 4, 20),
        };
        assert!(!decisions::has_letter(tx, decision).await.unwrap());
        decisions::insert_gap(tx, decision, &gap).await.unwrap();
        assert!(decisions::has_gaps(tx, case).await.unwrap());
    }
}
