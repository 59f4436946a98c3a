//! The store of what was archived.

use server::archive::store::{self as archive, Of};
use server::cases::rules::Right;
use server::error::Error;
use server::letters::letter::Kind;
use server::letters::store::{self as letters, NewLetter};
use server::messages::Sender;
use server::messages::store::{self as messages, NewMessage};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn what_is_not_archived_of_a_finished_case_is_found(engine: Engine) {
        let Stage { mut tx, case, claim, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), []);
        rows::run(tx, &format!("update cases set state = 'withdrawn', withdrawn_at = {NOW}")).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), [case]);
        assert_eq!(archive::not_archived(tx, "", 0).await.unwrap(), []);
        assert_eq!(archive::not_archived(tx, &case.to_string(), 10).await.unwrap(), []);
        archive::insert_archived(tx, case, 1, Of::Request, NOW).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), []);
        let decision = rows::add_decision(tx, claim, Right::Access, 0).await;
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), [case]);
        archive::insert_archived(tx, case, 2, Of::Decision(decision), NOW).await.unwrap();
        let letter = NewLetter {
            case, number: 1, kind: Kind::Receipt, language: "nn", decision: None, made_at: NOW, issued_at: None, content: b"a",
        };
        letters::insert_letter(tx, &letter).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), [], "nobody has read it");
        assert!(letters::issue_letter(tx, case, 1, NOW).await.unwrap());
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), [case]);
        archive::insert_archived(tx, case, 3, Of::Letter(1), NOW).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), []);
        let message = NewMessage {
            case, number: 1, sender: Sender::Person, employee: None, at: NOW, is_settled: false, token_hash: b"one", content: b"sealed",
        };
        messages::insert_message(tx, &message).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), [case]);
        archive::insert_archived(tx, case, 4, Of::Message(1), NOW).await.unwrap();
        assert_eq!(archive::not_archived(tx, "", 10).await.unwrap(), []);
        let all = [Of::Request, Of::Decision(decision), Of::Letter(1), Of::Message(1)];
        assert_eq!(archive::archived_of(tx, case).await.unwrap(), all);
        for (number, of) in [(5, Of::Request), (5, Of::Decision(decision)), (5, Of::Letter(1)), (5, Of::Message(1)), (4, Of::Message(2))] {
            let again = tried_call!(&mut *tx, archive::insert_archived(&mut *tx, case, number, of, NOW));
            assert_eq!(again, Some(ErrorKind::UniqueViolation), "{of:?}");
        }
        let unknown = tried_call!(&mut *tx, archive::insert_archived(&mut *tx, case, 5, Of::Letter(9), NOW));
        assert_eq!(unknown, Some(ErrorKind::ForeignKeyViolation));
        let unknown = tried_call!(&mut *tx, archive::insert_archived(&mut *tx, case, 5, Of::Message(9), NOW));
        assert_eq!(unknown, Some(ErrorKind::ForeignKeyViolation));
        // Another database may be without the checks.
        if rows::run(tx, "update archived set kind = 'other' where number = 1").await.is_ok() {
            assert!(matches!(archive::archived_of(tx, case).await, Err(Error::Damaged(_))));
        }
    }
}
