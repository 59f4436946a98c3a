//! The store of letters.

use server::cases::own::store::{self as own, Noted};
use server::error::Error;
use server::letters::letter::Kind;
use server::letters::store::{self as letters, LetterRow, NewLetter};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn letters_are_numbered_and_wait_until_they_are_issued(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        assert_eq!((letters::letters_of(tx, case).await.unwrap(), letters::next_letter(tx, case).await.unwrap()), (Vec::new(), 1));
        let new = NewLetter {
            case, number: 1, kind: Kind::Receipt, language: "nn", decision: None, made_at: NOW, issued_at: Some(NOW), content: b"a",
        };
        letters::insert_letter(tx, &new).await.unwrap();
        assert_eq!(letters::next_letter(tx, case).await.unwrap(), 2);
        letters::insert_letter(tx, &NewLetter { number: 2, kind: Kind::Granted, issued_at: None, ..new }).await.unwrap();
        assert!(!letters::issue_letter(tx, case, 1, NOW + 1).await.unwrap(), "it was");
        assert!(!letters::rewrite_letter(tx, case, 1, b"b").await.unwrap(), "the person has read it");
        assert!(letters::rewrite_letter(tx, case, 2, b"a").await.unwrap());
        assert_eq!(own::noted(tx, person).await.unwrap(), [].into(), "the receipt does not count, and the other waits");
        assert!(letters::issue_letter(tx, case, 2, NOW + 1).await.unwrap());
        assert!(!letters::issue_letter(tx, case, 2, NOW + 2).await.unwrap());
        assert_eq!(own::noted(tx, person).await.unwrap(), [(case, Noted::News)].into());
        let row = |number, kind, issued_at| LetterRow { number, kind, decision: None, made_at: NOW, issued_at: Some(issued_at), opened_at: None, content: b"a".to_vec() };
        let all = letters::letters_of(tx, case).await.unwrap();
        assert_eq!(all, [row(1, Kind::Receipt, NOW), row(2, Kind::Granted, NOW + 1)]);
        letters::insert_letter(tx, &NewLetter { number: 3, kind: Kind::Granted, issued_at: None, ..new }).await.unwrap();
        assert!(letters::open_letter(tx, case, 1, NOW + 5).await.unwrap());
        assert!(!letters::open_letter(tx, case, 1, NOW + 6).await.unwrap(), "only the first time counts");
        assert!(!letters::open_letter(tx, case, 3, NOW + 5).await.unwrap(), "it waits");
        let first = letters::find_letter(tx, case, 1).await.unwrap().unwrap();
        assert_eq!((first.number, first.opened_at), (1, Some(NOW + 5)));
        assert_eq!(letters::letters_of(tx, case).await.unwrap()[0], first);
        assert_eq!(letters::find_letter(tx, case, 99).await.unwrap(), None);
        assert!(letters::open_letter(tx, case, 2, NOW + 5).await.unwrap());
        assert_eq!(own::noted(tx, person).await.unwrap(), [].into());
        assert_eq!(tried_call!(&mut *tx, letters::insert_letter(&mut *tx, &new)), Some(ErrorKind::UniqueViolation));
        // Another database may be without the checks.
        if rows::run(tx, "update letter set kind = 'other'").await.is_ok() {
            assert!(matches!(letters::letters_of(tx, case).await, Err(Error::Damaged(_))));
        }
    }
}
