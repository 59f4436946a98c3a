//! The stores of what people have begun to ask for, and of how they may be told of news.

use server::contact::store as contact;
use server::drafts::store as drafts;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

both_databases! {
    async fn a_person_has_one_draft_until_it_is_over(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        let other = rows::add_person(&mut tx).await;
        assert_eq!(drafts::find_draft(&mut tx, person).await.unwrap(), None);
        drafts::keep_draft(&mut tx, person, b"one", NOW + 10).await.unwrap();
        drafts::keep_draft(&mut tx, other, b"other", NOW + 30).await.unwrap();
        drafts::keep_draft(&mut tx, person, b"two", NOW + 20).await.unwrap();
        assert_eq!(drafts::find_draft(&mut tx, person).await.unwrap(), Some((b"two".to_vec(), NOW + 20)));
        assert_eq!(drafts::expired(&mut tx, NOW + 19, 10).await.unwrap(), []);
        assert_eq!(drafts::expired(&mut tx, NOW + 30, 1).await.unwrap(), [person], "the oldest first");
        assert_eq!(drafts::expired(&mut tx, NOW + 30, 10).await.unwrap(), [person, other]);
        assert!(!drafts::delete_draft(&mut tx, person, NOW + 19).await.unwrap(), "it was changed meanwhile");
        assert!(drafts::delete_draft(&mut tx, person, NOW + 20).await.unwrap());
        assert!(drafts::delete_draft(&mut tx, other, i64::MAX).await.unwrap());
        assert!(!drafts::delete_draft(&mut tx, other, i64::MAX).await.unwrap());
    }
}

both_databases! {
    async fn a_person_is_told_at_one_address_or_none(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        contact::keep_contact(&mut tx, person, None).await.unwrap();
        assert_eq!(contact::find_contact(&mut tx, person).await.unwrap(), None);
        for sealed in [b"one", b"two"] {
            contact::keep_contact(&mut tx, person, Some(sealed)).await.unwrap();
            assert_eq!(contact::find_contact(&mut tx, person).await.unwrap(), Some(sealed.to_vec()));
        }
        contact::keep_contact(&mut tx, person, None).await.unwrap();
        assert_eq!(contact::find_contact(&mut tx, person).await.unwrap(), None);
    }
}
