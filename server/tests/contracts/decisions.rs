//! The stores of decisions, their grounds and their gaps.

use jiff::civil::date;
use server::cases::rules::{Outcome, Right};
use server::decisions::at_system::Action;
use server::decisions::gaps::{Gap, GapReason};
use server::decisions::store::{self as decisions, NewDecision};
use server::id::{ClaimId, DecisionId, SystemId, TaskId};
use server::systems::store as systems;
use server::tasks::rules::Step;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

type Sealed = Option<Vec<u8>>;

fn refused<'a>(claim: ClaimId, grounds: &'a [(&'static str, Sealed)]) -> NewDecision<'a> {
    let (id, right, outcome) = (DecisionId::new(NOW), Right::Access, Outcome::Refused);
    NewDecision { id, claim, right, outcome, at: NOW, rule: None, reasons: Some(b"sealed"), supplements: None, grounds }
}

both_databases! {
    async fn decisions_are_read_with_their_grounds_and_gaps(engine: Engine) {
        let Stage { mut tx, claim, system, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert_eq!(decisions::decisions_on(tx, claim).await.unwrap(), []);
        let grounds = [("popplyl-16-1-d", Some(b"sealed".to_vec())), ("gdpr-15-4", None)];
        let first = refused(claim, &grounds);
        decisions::insert_decision(tx, &first).await.unwrap();
        let by_rule =
            NewDecision { id: DecisionId::new(NOW + 1), outcome: Outcome::Granted, rule: Some("rule"), reasons: None, grounds: &[], ..first };
        decisions::insert_decision(tx, &by_rule).await.unwrap();
        let found = decisions::decisions_on(tx, claim).await.unwrap();
        let told: Vec<_> = found.iter().map(|row| (row.id, row.outcome.as_str(), row.rule.as_deref(), row.reasons.is_some())).collect();
        assert_eq!(told, [(first.id, "refused", None, true), (by_rule.id, "granted", Some("rule"), false)]);
        let kept = [("gdpr-15-4".to_owned(), None), ("popplyl-16-1-d".to_owned(), Some(b"sealed".to_vec()))];
        assert_eq!(decisions::grounds_of(tx, first.id).await.unwrap(), kept);
        assert_eq!(decisions::grounds_of(tx, by_rule.id).await.unwrap(), []);
        let another = [("arkivlova-13", None)];
        let not_valid = NewDecision { id: DecisionId::new(NOW + 2), grounds: &another, ..first };
        assert_eq!(tried_call!(&mut *tx, decisions::insert_decision(&mut *tx, &not_valid)), Some(ErrorKind::CheckViolation));
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        let gap = Gap { task, reason: GapReason::Unsure, expected_on: date(2026, 4, 20) };
        decisions::insert_gap(tx, first.id, &gap).await.unwrap();
        assert_eq!(decisions::gaps_of(tx, first.id).await.unwrap(), [gap]);
        assert_eq!(decisions::gaps_of(tx, by_rule.id).await.unwrap(), []);
        let name = systems::find_system(tx, system).await.unwrap().unwrap().name;
        assert_eq!(systems::missing_in(tx, first.id).await.unwrap(), [(task, name)].into());
        assert_eq!(systems::missing_in(tx, by_rule.id).await.unwrap(), [].into());
        assert!(!decisions::is_gap(tx, task).await.unwrap(), "a newer decision has it not");
        decisions::insert_gap(tx, by_rule.id, &gap).await.unwrap();
        assert!(decisions::is_gap(tx, task).await.unwrap());
        assert!(!decisions::is_gap(tx, TaskId::new(NOW)).await.unwrap());
        assert_eq!(tried_call!(&mut *tx, decisions::insert_gap(&mut *tx, first.id, &gap)), Some(ErrorKind::UniqueViolation));
        let of_nothing = Gap { task: TaskId::new(NOW), ..gap };
        let refused = tried_call!(&mut *tx, decisions::insert_gap(&mut *tx, first.id, &of_nothing));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        server::cases::store::delete_case(tx, case).await.unwrap();
        assert_eq!(decisions::gaps_of(tx, first.id).await.unwrap(), []);
    }
}

both_databases! {
    async fn a_claim_is_ended_once(engine: Engine) {
        let Stage { mut tx, claim, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert!(decisions::end_claim(tx, claim, Outcome::Granted, NOW).await.unwrap());
        assert!(!decisions::end_claim(tx, claim, Outcome::Refused, NOW).await.unwrap());
        assert!(decisions::change_outcome(tx, claim, Outcome::PartlyGranted).await.unwrap());
        assert!(decisions::change_outcome(tx, claim, Outcome::Granted).await.unwrap());
        assert!(!decisions::change_outcome(tx, ClaimId::new(NOW), Outcome::Granted).await.unwrap());
        assert!(!decisions::end_claim(tx, ClaimId::new(NOW), Outcome::Refused, NOW).await.unwrap());
        let claims = server::cases::store::claims_of(tx, case).await.unwrap();
        assert_eq!(claims[0].outcome, Outcome::Granted);
    }
}

both_databases! {
    async fn what_becomes_of_it_at_each_system_is_kept_with_its_decision(engine: Engine) {
        let Stage { mut tx, claim, case, system, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let task = rows::add_task(tx, claim, system, Step::Collect).await;
        let decision = rows::add_decision(tx, claim, Right::Access, 0).await;
        assert_eq!(decisions::changes_of(tx, decision).await.unwrap(), []);
        decisions::insert_change(tx, decision, task, Action::Note, b"sealed").await.unwrap();
        assert_eq!(decisions::changes_of(tx, decision).await.unwrap(), [(task, b"sealed".to_vec())]);
        assert!(decisions::is_note(tx, decision, system).await.unwrap());
        assert!(!decisions::is_note(tx, decision, SystemId::new(NOW)).await.unwrap());
        assert!(!decisions::is_note(tx, DecisionId::new(NOW), system).await.unwrap());
        let again = tried_call!(&mut *tx, decisions::insert_change(&mut *tx, decision, task, Action::Refuse, b"sealed"));
        assert_eq!(again, Some(ErrorKind::UniqueViolation));
        rows::run(tx, "update change set action = 'carry_out'").await.unwrap();
        assert!(!decisions::is_note(tx, decision, system).await.unwrap());
        let answer = format!("insert into answer (task_id, received_at, content, content_mac) values ('{task}', 1, 'a', 'm')");
        rows::run(tx, &answer).await.unwrap();
        assert_eq!(decisions::find_proposal(tx, task).await.unwrap(), None);
        assert!(!decisions::keep_proposal(tx, task, 1, b"b").await.unwrap(), "there is none to change");
        assert!(decisions::keep_proposal(tx, task, 0, b"a").await.unwrap());
        assert!(!decisions::keep_proposal(tx, task, 0, b"b").await.unwrap());
        assert!(decisions::keep_proposal(tx, task, 1, b"b").await.unwrap());
        assert_eq!(decisions::find_proposal(tx, task).await.unwrap(), Some((2, b"b".to_vec())));
        assert_eq!(decisions::forget_proposals(tx, ClaimId::new(NOW)).await.unwrap(), 0);
        assert_eq!(decisions::forget_proposals(tx, claim).await.unwrap(), 1);
        assert!(decisions::keep_proposal(tx, task, 0, b"a").await.unwrap());
        server::cases::store::delete_case(tx, case).await.unwrap();
        assert_eq!(decisions::find_proposal(tx, task).await.unwrap(), None);
    }
}
