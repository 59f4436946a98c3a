//! The store of what moves the date of a claim, and what takes a case up again.

use jiff::civil::date;
use server::cases::clock::store as clock;
use server::cases::clock::{Extension, Stop};
use server::cases::close::store as close;
use server::cases::own::store::{self as own, Noted};
use server::cases::rules::{ExtensionReason, Outcome, PauseReason, Right};
use server::cases::store as cases;
use server::id::{CaseId, ClaimId};
use server::tasks::rules::{HumanReason, Step, TaskState};
use server::tasks::store::{self as tasks, Start};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn a_clock_is_read_with_all_that_has_moved_it(engine: Engine) {
        let Stage { mut tx, person, claim, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert_eq!(clock::find_clock(tx, ClaimId::new(NOW)).await.unwrap(), None);
        let found = clock::find_clock(tx, claim).await.unwrap().unwrap();
        assert_eq!((found.extension(), found.stops()), (None, [].as_slice()));
        let extension =
            Extension { reason: ExtensionReason::Redaction, decided_on: date(2026, 3, 10), notified_on: date(2026, 3, 11) };
        clock::insert_extension(tx, claim, &extension).await.unwrap();
        assert_eq!(tried_call!(&mut *tx, clock::insert_extension(&mut *tx, claim, &extension)), Some(ErrorKind::UniqueViolation));
        let (scope, identity) = (PauseReason::Scope, PauseReason::Identity);
        clock::insert_pause(tx, "a", claim, Right::Access, scope, date(2026, 3, 12)).await.unwrap();
        assert_eq!((clock::standing(tx).await.unwrap(), clock::stands(tx, claim).await.unwrap()), (vec![(claim, rows::DUE_ON)], true));
        assert_eq!(own::noted(tx, person).await.unwrap(), [(case, Noted::Asked)].into());
        clock::insert_pause(tx, "b", claim, Right::Access, identity, date(2026, 3, 9)).await.unwrap();
        let again = tried_call!(&mut *tx, clock::insert_pause(&mut *tx, "c", claim, Right::Access, scope, date(2026, 3, 13)));
        assert_eq!(again, Some(ErrorKind::UniqueViolation));
        assert!(clock::end_pause(tx, claim, identity, date(2026, 3, 12)).await.unwrap());
        assert!(!clock::end_pause(tx, claim, identity, date(2026, 3, 12)).await.unwrap());
        let found = clock::find_clock(tx, claim).await.unwrap().unwrap();
        assert_eq!(found.extension(), Some(&extension));
        let stop = |reason, asked_on, answered_on| Stop { reason, asked_on, answered_on };
        let stops = [stop(identity, date(2026, 3, 9), Some(date(2026, 3, 12))), stop(scope, date(2026, 3, 12), None)];
        assert_eq!(found.stops(), stops);
        assert!(clock::set_due(tx, claim, date(2026, 6, 8)).await.unwrap());
        assert_eq!(cases::claims_of(tx, case).await.unwrap()[0].due_on, date(2026, 6, 8));
        rows::run(tx, "update claim set outcome = 'granted', ended_at = 1").await.unwrap();
        assert!(!clock::set_due(tx, claim, date(2026, 6, 9)).await.unwrap(), "it is decided");
        assert_eq!(clock::standing(tx).await.unwrap(), []);
        assert_eq!(own::noted(tx, person).await.unwrap(), [].into());
    }
}

both_databases! {
    async fn a_claim_is_opened_again_unless_the_same_is_open(engine: Engine) {
        let Stage { mut tx, claim, case, person, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        assert_eq!(tasks::withdraw_tasks(tx, case, Some(claim)).await.unwrap(), 1);
        assert_eq!(tasks::withdraw_tasks(tx, case, Some(claim)).await.unwrap(), 0);
        assert_eq!(tasks::find_task(tx, task).await.unwrap().unwrap().state, TaskState::Withdrawn);
        assert!(tasks::ask_again(tx, task, Start::At(NOW)).await.unwrap());
        assert!(!tasks::ask_again(tx, task, Start::WithHuman(HumanReason::Manual)).await.unwrap(), "it is asked");
        assert!(!tasks::is_any_executing(tx, case).await.unwrap(), "it collects");
        let restrict = rows::add_task(tx, claim, system, Step::Restrict).await;
        assert_eq!(tasks::withdraw_task(tx, restrict).await.unwrap(), Some(0), "nobody had taken it");
        assert_eq!(tasks::withdraw_task(tx, restrict).await.unwrap(), None);
        let later = rows::add_task(tx, claim, system, Step::Notify).await;
        assert_eq!(tasks::withdraw_tasks(tx, case, Some(claim)).await.unwrap(), 1, "others are still told");
        assert!(tasks::ask_again(tx, task, Start::At(NOW)).await.unwrap());
        assert!(tasks::withdraw_task(tx, later).await.unwrap().is_some());
        assert!(!close::reopen_claim(tx, claim).await.unwrap(), "it is open");
        rows::run(tx, "update claim set outcome = 'refused', ended_at = 1").await.unwrap();
        assert!(close::reopen_claim(tx, claim).await.unwrap());
        assert_eq!(cases::claims_of(tx, case).await.unwrap()[0].outcome, Outcome::Open);
        rows::run(tx, "update cases set state = 'answered', answered_at = 1").await.unwrap();
        assert!(!close::has_open_twin(tx, case).await.unwrap());
        let twin = CaseId::new(NOW);
        let reference = case.to_string();
        let new = rows::case(twin, person, &reference);
        let new = cases::NewCase { reference: "2026-000077", token_hash: b"other", ..new };
        cases::insert_case(tx, &new).await.unwrap();
        assert!(close::has_open_twin(tx, case).await.unwrap());
        assert!(!close::has_open_twin(tx, twin).await.unwrap());
    }
}
