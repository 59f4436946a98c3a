//! The outbox.

use server::id::{CaseId, NoticeId, PersonId};
use server::notices::Kind;
use server::notices::store::{self as notices, Notice};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn a_notice_is_taken_when_it_is_due_and_again_until_it_is_sent(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let id = NoticeId::new(NOW);
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 0);
        notices::insert_notice(&mut tx, id, case, person, Kind::Receipt, 0, NOW).await.unwrap();
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 1);
        let notice = |attempt| Notice { id, case, person, kind: Kind::Receipt, number: 0, attempt };
        assert_eq!(notices::take_due(&mut tx, NOW - 1, NOW + 60, 10).await.unwrap(), []);
        assert_eq!(notices::take_due(&mut tx, NOW, NOW + 60, 10).await.unwrap(), [notice(1)]);
        assert_eq!(notices::take_due(&mut tx, NOW + 59, NOW + 99, 10).await.unwrap(), [], "somebody has it");
        assert_eq!(notices::take_due(&mut tx, NOW + 60, NOW + 120, 10).await.unwrap(), [notice(2)]);
        assert!(!notices::sent(&mut tx, id, 1, NOW + 61).await.unwrap(), "somebody else has taken it since");
        assert!(!notices::sent(&mut tx, NoticeId::new(NOW), 2, NOW + 61).await.unwrap(), "there is none");
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 1);
        assert!(notices::sent(&mut tx, id, 2, NOW + 62).await.unwrap());
        assert!(!notices::sent(&mut tx, id, 2, NOW + 63).await.unwrap(), "it is sent");
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 0);
        assert_eq!(rows::number(&mut tx, "select sent_at from notice").await, NOW + 62);
        assert_eq!(notices::take_due(&mut tx, i64::MAX, i64::MAX, 10).await.unwrap(), []);
    }
}

both_databases! {
    async fn those_first_due_are_taken_first_and_no_more_than_asked_for(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        let mut ids = Vec::new();
        for age in [3, 5, 1, 4, 2] {
            let case = rows::add_case(&mut tx, person).await;
            let id = NoticeId::new(NOW);
            notices::insert_notice(&mut tx, id, case, person, Kind::Receipt, 0, NOW - age).await.unwrap();
            ids.push((age, id));
        }
        ids.sort_by_key(|(age, _)| -age);
        let mut taken = Vec::new();
        for expected in [2, 2, 1, 0] {
            let mut some: Vec<NoticeId> =
                notices::take_due(&mut tx, NOW, NOW + 60, 2).await.unwrap().iter().map(|notice| notice.id).collect();
            assert_eq!(some.len(), expected);
            // What is taken together comes in no order.
            some.sort_by_key(|id| ids.iter().position(|(_, known)| known == id));
            taken.extend(some);
        }
        assert_eq!(taken, ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
    }
}

both_databases! {
    async fn a_case_has_one_notice_of_a_kind_to_somebody_who_is_there(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        notices::insert_notice(&mut tx, NoticeId::new(NOW), case, person, Kind::Receipt, 0, NOW).await.unwrap();
        let new = NoticeId::new(NOW);
        let again = tried_call!(&mut tx, notices::insert_notice(&mut tx, new, case, person, Kind::Receipt, 0, NOW));
        assert_eq!(again, Some(ErrorKind::UniqueViolation));
        let (nothing, nobody) = (CaseId::new(NOW), PersonId::new(NOW));
        let other = rows::add_case(&mut tx, person).await;
        for (case, person) in [(nothing, person), (other, nobody)] {
            let refused = tried_call!(&mut tx, notices::insert_notice(&mut tx, new, case, person, Kind::Receipt, 0, NOW));
            assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        }
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 1);
        assert!(server::cases::store::delete_case(&mut tx, case).await.unwrap());
        assert_eq!(notices::count_unsent(&mut tx).await.unwrap(), 0);
    }
}
