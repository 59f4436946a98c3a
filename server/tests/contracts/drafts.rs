//! The stores of what people have begun to ask for, and of how they may be told of news.

use server::contact::store as contact;
use server::drafts::store as drafts;
use server::id::BlobId;
use server::vault::store as vault;
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

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
    async fn a_draft_takes_its_files_with_it(engine: Engine) {
        let Stage { mut tx, person, _database, .. } = Stage::new(engine).await;
        let files = [1, 2, 3].map(|at| BlobId::new(NOW + at));
        let refused = tried_call!(&mut tx, drafts::insert_draft_file(&mut tx, person, files[0], 1));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation), "there is no draft");
        drafts::keep_draft(&mut tx, person, b"one", NOW + 10).await.unwrap();
        for file in files {
            drafts::insert_draft_file(&mut tx, person, file, 7).await.unwrap();
        }
        drafts::keep_draft(&mut tx, person, b"two", NOW + 20).await.unwrap();
        let other = rows::add_person(&mut tx).await;
        assert!(!drafts::delete_draft_file(&mut tx, other, files[0]).await.unwrap(), "it is another's");
        assert_eq!(drafts::draft_files(&mut tx, person).await.unwrap(), files);
        assert!(drafts::delete_draft_file(&mut tx, person, files[0]).await.unwrap());
        assert!(!drafts::delete_draft_file(&mut tx, person, files[0]).await.unwrap());
        assert_eq!(vault::blobs_after(&mut tx, None, 9).await.unwrap(), [(files[1], 7), (files[2], 7)]);
        assert_eq!(vault::blobs_after(&mut tx, Some(files[1]), 9).await.unwrap(), [(files[2], 7)]);
        assert_eq!(vault::existing_blobs(&mut tx, &files[..2]).await.unwrap(), [files[1]]);
        drafts::delete_draft(&mut tx, person, i64::MAX).await.unwrap();
        assert_eq!(vault::blobs_after(&mut tx, None, 9).await.unwrap(), []);
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
