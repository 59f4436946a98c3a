//! The store of cases and claims.

use server::cases::own::store as own;
use server::cases::rules::{CaseState, Outcome, Right};
use server::cases::store::{self as cases, Case, Claim};
use server::cases::told;
use server::id::{CaseId, ClaimId, PersonId};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, DUE_ON, NOW, tried_call};

both_databases! {
    async fn the_numbers_of_a_year_begin_with_one_and_leave_none_out(engine: Engine) {
        let Stage { mut tx, _database, .. } = Stage::new(engine).await;
        for expected in 1..=3 {
            assert_eq!(cases::next_number(&mut tx, 2026).await.unwrap(), expected);
        }
        assert_eq!(cases::next_number(&mut tx, 2027).await.unwrap(), 1);
        assert_eq!(cases::next_number(&mut tx, 2026).await.unwrap(), 4);
    }
}

both_databases! {
    async fn a_case_is_found_as_it_was_made(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        let (id, filer) = (CaseId::new(NOW), rows::add_person(&mut tx).await);
        assert_eq!(cases::find_case(&mut tx, id).await.unwrap(), None);
        let mut new = rows::case(id, person, "2026-000007");
        new.filer = filer;
        new.fingerprint = b"print";
        cases::insert_case(&mut tx, &new).await.unwrap();
        let reference = "2026-000007".to_owned();
        let expected = Case { id, reference, subject: person, filer, behalf: None, received_at: NOW, unit: "Dokumentsenteret".to_owned(), language: app::words::FALLBACK, state: CaseState::Open };
        assert_eq!(cases::find_case(&mut tx, id).await.unwrap(), Some(expected));
        cases::keep_help(&mut tx, id, b"help").await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from cases where help is not null").await, 1);
        assert_eq!(cases::find_by_token(&mut tx, b"2026-000007").await.unwrap(), Some(id));
        assert_eq!(cases::find_by_token(&mut tx, b"print").await.unwrap(), None);
        assert_eq!(cases::find_by_reference(&mut tx, "2026-000007").await.unwrap(), Some(id));
        assert_eq!(cases::find_by_reference(&mut tx, "2026-000008").await.unwrap(), None);
        assert_eq!(cases::find_identical(&mut tx, b"print").await.unwrap(), Some(id));
        assert_eq!(cases::find_identical(&mut tx, b"2026-000007").await.unwrap(), None);
    }
}

both_databases! {
    async fn a_case_that_is_there_is_not_made_again(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let there = case.to_string();
        let there = rows::case(case, person, &there);
        let another = || rows::case(CaseId::new(NOW), person, "another");
        assert_eq!(tried_call!(&mut tx, cases::insert_case(&mut tx, &another())), None);
        let mut same = [another(), another(), another(), another()];
        same[0].id = there.id;
        same[1].reference = there.reference;
        same[2].token_hash = there.token_hash;
        same[3].fingerprint = there.fingerprint;
        for new in same {
            let refused = tried_call!(&mut tx, cases::insert_case(&mut tx, &new));
            assert_eq!(refused, Some(ErrorKind::UniqueViolation));
        }
        let mut of_nobody = another();
        of_nobody.filer = PersonId::new(NOW);
        let refused = tried_call!(&mut tx, cases::insert_case(&mut tx, &of_nobody));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
    }
}

both_databases! {
    async fn a_persons_cases_come_oldest_first_and_only_theirs(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let other = rows::add_person(&mut tx).await;
        let mut add = async |reference: &str, subject, filer, received_at| {
            let id = CaseId::new(received_at);
            let mut new = rows::case(id, subject, reference);
            new.filer = filer;
            new.received_at = received_at;
            cases::insert_case(&mut tx, &new).await.unwrap();
            id
        };
        let oldest = add("1", person, person, NOW - 9).await;
        let newest = add("2", person, person, NOW + 9).await;
        let for_other = add("3", other, person, NOW + 10).await;
        let by_other = add("4", person, other, NOW + 11).await;
        let others = add("5", other, other, NOW + 12).await;
        assert_eq!(cases::open_cases(&mut tx, person, person).await.unwrap(), [oldest, case, newest]);
        assert_eq!(cases::open_cases(&mut tx, person, other).await.unwrap(), [for_other]);
        assert_eq!(cases::count_open_about_others(&mut tx, person).await.unwrap(), 1);
        assert_eq!(cases::open_cases(&mut tx, other, person).await.unwrap(), [by_other]);
        assert_eq!(cases::cases_of(&mut tx, person).await.unwrap(), [oldest, case, newest, for_other, by_other]);
        assert_eq!(cases::cases_of(&mut tx, other).await.unwrap(), [for_other, by_other, others]);
        assert_eq!(cases::cases_of(&mut tx, PersonId::new(NOW)).await.unwrap(), []);
        let filed = own::filed_by(&mut tx, person).await.unwrap();
        assert_eq!(filed.iter().map(|case| case.id).collect::<Vec<_>>(), [oldest, case, newest, for_other]);
        let claim = rows::add_claim(&mut tx, newest, Right::Erasure).await;
        let first = rows::add_claim(&mut tx, newest, Right::Access).await;
        rows::add_claim(&mut tx, by_other, Right::Access).await;
        let claims = own::claims_of_all(&mut tx, &[newest, oldest]).await.unwrap();
        assert_eq!(claims[&newest].iter().map(|claim| claim.id).collect::<Vec<_>>(), [first, claim]);
        assert!(claims[&newest] == cases::claims_of(&mut tx, newest).await.unwrap() && !claims.contains_key(&by_other));
        let withdrawn = CaseState::Withdrawn { withdrawn_at: NOW };
        assert!(cases::change_state(&mut tx, case, CaseState::Open, withdrawn).await.unwrap());
        assert_eq!(cases::open_cases(&mut tx, person, person).await.unwrap(), [oldest, newest]);
        assert_eq!(cases::cases_of(&mut tx, person).await.unwrap().len(), 5, "with what is over");
    }
}

both_databases! {
    async fn a_state_changes_from_what_it_was_and_is_read_as_it_was_written(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let untouched = rows::add_case(&mut tx, person).await;
        let answered = CaseState::Answered { answered_at: 5 };
        let closed = CaseState::Closed { answered_at: 5, closed_at: 6 };
        let withdrawn = CaseState::Withdrawn { withdrawn_at: 7 };
        let mut is = CaseState::Open;
        for next in [answered, closed, withdrawn, CaseState::Open, withdrawn] {
            for wrong in [CaseState::Open, answered, closed, withdrawn].into_iter().filter(|state| *state != is) {
                assert!(!cases::change_state(&mut tx, case, wrong, CaseState::Open).await.unwrap());
                assert_eq!(cases::find_case(&mut tx, case).await.unwrap().unwrap().state, is);
            }
            assert!(cases::change_state(&mut tx, case, is, next).await.unwrap());
            assert!(!cases::change_state(&mut tx, case, is, next).await.unwrap(), "it has changed");
            is = next;
            assert_eq!(cases::find_case(&mut tx, case).await.unwrap().unwrap().state, is);
        }
        let fingerprint = case.to_string().into_bytes();
        assert_eq!(cases::find_identical(&mut tx, &fingerprint).await.unwrap(), None, "it is not open");
        assert_eq!(cases::find_by_token(&mut tx, &fingerprint).await.unwrap(), Some(case), "a form is used up");
        assert_eq!(cases::find_case(&mut tx, untouched).await.unwrap().unwrap().state, CaseState::Open);
        let nothing = CaseId::new(NOW);
        assert!(!cases::change_state(&mut tx, nothing, CaseState::Open, withdrawn).await.unwrap());
    }
}

both_databases! {
    async fn the_claims_of_a_case_come_in_the_order_of_the_rights(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        let case = rows::add_case(&mut tx, person).await;
        assert_eq!(cases::claims_of(&mut tx, case).await.unwrap(), []);
        let erasure = rows::add_claim(&mut tx, case, Right::Erasure).await;
        let access = rows::add_claim(&mut tx, case, Right::Access).await;
        let rectification = rows::add_claim(&mut tx, case, Right::Rectification).await;
        let expected = [access, rectification, erasure].into_iter().zip(Right::ALL);
        let expected: Vec<Claim> =
            expected.map(|(id, right)| Claim { id, right: *right, outcome: Outcome::Open, due_on: DUE_ON }).collect();
        assert_eq!(cases::claims_of(&mut tx, case).await.unwrap(), expected);
        let second = rows::claim(ClaimId::new(NOW), case, Right::Access);
        let refused = tried_call!(&mut tx, cases::insert_claim(&mut tx, &second));
        assert_eq!(refused, Some(ErrorKind::UniqueViolation), "one for each right");
        let of_nothing = rows::claim(ClaimId::new(NOW), CaseId::new(NOW), Right::Access);
        let refused = tried_call!(&mut tx, cases::insert_claim(&mut tx, &of_nothing));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
    }
}

both_databases! {
    async fn only_open_claims_of_the_case_are_withdrawn_and_once(engine: Engine) {
        let Stage { mut tx, person, case, claim, _database, .. } = Stage::new(engine).await;
        let decided = rows::add_claim(&mut tx, case, Right::Erasure).await;
        let sql = format!("update claim set outcome = 'refused', ended_at = 1 where id = '{decided}'");
        rows::run(&mut tx, &sql).await.unwrap();
        let other_case = rows::add_case(&mut tx, person).await;
        rows::add_claim(&mut tx, other_case, Right::Access).await;
        assert_eq!(cases::withdraw_claims(&mut tx, case, NOW + 5).await.unwrap(), 1);
        assert_eq!(cases::withdraw_claims(&mut tx, case, NOW + 6).await.unwrap(), 0);
        let outcomes = async |tx: &mut _, case| {
            let claims = cases::claims_of(tx, case).await.unwrap();
            claims.into_iter().map(|claim| claim.outcome).collect::<Vec<_>>()
        };
        assert_eq!(outcomes(&mut tx, case).await, [Outcome::Withdrawn, Outcome::Refused]);
        assert_eq!(outcomes(&mut tx, other_case).await, [Outcome::Open]);
        let ended_at = rows::number(&mut tx, &format!("select ended_at from claim where id = '{claim}'")).await;
        assert_eq!(ended_at, NOW + 5);
    }
}

both_databases! {
    async fn a_case_is_deleted_alone(engine: Engine) {
        let Stage { mut tx, person, case, claim, _database, .. } = Stage::new(engine).await;
        let other_case = rows::add_case(&mut tx, person).await;
        rows::add_claim(&mut tx, other_case, Right::Access).await;
        // What goes with it is in `illegal_states/keys.rs`, table by table.
        assert!(cases::delete_case(&mut tx, case).await.unwrap());
        assert!(!cases::delete_case(&mut tx, case).await.unwrap(), "it is gone");
        assert_eq!(cases::find_case(&mut tx, case).await.unwrap(), None);
        assert_eq!(cases::claims_of(&mut tx, case).await.unwrap(), []);
        assert_eq!(told::store::told(&mut tx, claim).await.unwrap(), None);
        assert_eq!(cases::claims_of(&mut tx, other_case).await.unwrap().len(), 1);
        assert!(cases::find_case(&mut tx, other_case).await.unwrap().is_some());
    }
}

both_databases! {
    async fn cases_that_nobody_can_read_are_deleted(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let unreadable = [rows::add_case(&mut tx, person).await, rows::add_case(&mut tx, person).await];
        rows::add_claim(&mut tx, unreadable[0], Right::Access).await;
        let sql = format!("insert into case_key (case_id, master_key_id, wrapped) values ('{case}', 'm', 'w')");
        rows::run(&mut tx, &sql).await.unwrap();
        assert_eq!(cases::delete_without_key(&mut tx).await.unwrap(), 2);
        assert_eq!(cases::delete_without_key(&mut tx).await.unwrap(), 0);
        assert_eq!(cases::cases_of(&mut tx, person).await.unwrap(), [case]);
        assert_eq!(cases::claims_of(&mut tx, unreadable[0]).await.unwrap(), []);
        assert_eq!(cases::claims_of(&mut tx, case).await.unwrap().len(), 1);
    }
}
