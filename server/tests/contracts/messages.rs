//! The stores of messages and of their files.

use server::cases::own::store::{self as own, Noted};
use server::id::BlobId;
use server::messages::Sender;
use server::messages::store::{self as messages, MessageRow, NewMessage};
use server::vault::store as vault;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::NOW;

both_databases! {
    async fn messages_are_numbered_and_each_side_reads_the_other_s(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        for (sender, token) in [(Sender::Person, b"one"), (Sender::Municipality, b"two"), (Sender::Person, b"six")] {
            let number = messages::next_message(tx, case).await.unwrap();
            assert!(!messages::is_sent(tx, token).await.unwrap());
            let is_settled = number == 1;
            let new = NewMessage { case, number, sender, employee: None, at: NOW, is_settled, token_hash: token, content: b"sealed" };
            messages::insert_message(tx, &new).await.unwrap();
            assert!(messages::is_sent(tx, token).await.unwrap());
        }
        let expected = |number, sender, opened_at| MessageRow {
            number, sender, sent_at: NOW, opened_at, is_settled: number < 3, content: b"sealed".to_vec(),
        };
        let all = messages::messages_of(tx, case).await.unwrap();
        assert_eq!(all[1..], [expected(2, Sender::Municipality, None), expected(3, Sender::Person, None)]);
        assert_eq!(messages::unread(tx, Sender::Person).await.unwrap(), [case]);
        assert_eq!(messages::settle_messages(tx, case, i64::MAX, NOW).await.unwrap(), 0, "nobody has read it");
        assert!(messages::is_any_unread(tx, case, Sender::Person).await.unwrap());
        assert_eq!(messages::open_messages(tx, case, Sender::Person, 1, NOW + 5).await.unwrap(), 1);
        assert_eq!(messages::open_messages(tx, case, Sender::Person, 3, NOW - 5).await.unwrap(), 1, "a clock may be behind");
        assert_eq!(messages::open_messages(tx, case, Sender::Person, 3, NOW + 9).await.unwrap(), 0, "the first time counts");
        assert_eq!(messages::unread(tx, Sender::Person).await.unwrap(), []);
        assert!(!messages::is_any_unread(tx, case, Sender::Person).await.unwrap());
        assert!(messages::is_any_unread(tx, case, Sender::Municipality).await.unwrap());
        assert_eq!(own::noted(tx, person).await.unwrap(), [(case, Noted::News)].into());
        let other = crate::support::rows::add_person(tx).await;
        assert_eq!(own::noted(tx, other).await.unwrap(), [].into());
        let all = messages::messages_of(tx, case).await.unwrap();
        assert_eq!(all[0], expected(1, Sender::Person, Some(NOW + 5)));
        assert_eq!(messages::unsettled(tx).await.unwrap(), [case]);
        assert_eq!(messages::settle_messages(tx, case, NOW - 1, NOW).await.unwrap(), 0, "it was read later");
        assert_eq!(messages::settle_messages(tx, case, i64::MAX, NOW).await.unwrap(), 1);
        assert_eq!(messages::unsettled(tx).await.unwrap(), []);
    }
}

both_databases! {
    async fn files_stand_in_the_order_in_which_they_were_sent(engine: Engine) {
        let Stage { mut tx, case, _database, .. } = Stage::new(engine).await;
        let tx = &mut tx;
        let new = NewMessage {
            case, number: 1, sender: Sender::Person, employee: None, at: NOW, is_settled: false,
            token_hash: b"one", content: b"sealed",
        };
        messages::insert_message(tx, &new).await.unwrap();
        for place in [2_i64, 1] {
            let blob = BlobId::new(NOW + place);
            vault::insert_blob(tx, blob, case, place.unsigned_abs(), NOW).await.unwrap();
            messages::insert_attachment(tx, blob, (case, 1), place, b"about").await.unwrap();
        }
        let files = messages::attachments_of(tx, case).await.unwrap();
        let places: Vec<_> = files.iter().map(|file| (file.message, file.place, file.size_bytes)).collect();
        assert_eq!(places, [(1, 1, 1), (1, 2, 2)]);
    }
}
