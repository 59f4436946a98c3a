//! The store of people.

use server::id::PersonId;
use server::subjects::store as subjects;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

both_databases! {
    async fn a_person_is_made_once_and_then_found(engine: Engine) {
        let Stage { mut tx, _database, .. } = Stage::new(engine).await;
        let (first, second) = (PersonId::new(NOW), PersonId::new(NOW));
        assert_eq!(subjects::find_person(&mut tx, b"look-up").await.unwrap(), None);
        assert_eq!(subjects::lock_person(&mut tx, b"look-up").await.unwrap(), None);
        subjects::insert_person(&mut tx, first, b"one", NOW).await.unwrap();
        assert!(subjects::insert_lookup(&mut tx, first, b"look-up").await.unwrap());
        assert!(!subjects::insert_lookup(&mut tx, first, b"another").await.unwrap(), "one for each person");
        assert_eq!(subjects::lock_person(&mut tx, b"look-up").await.unwrap(), Some(first));
        assert_eq!(subjects::find_person(&mut tx, b"look-up").await.unwrap(), Some(first));
        assert_eq!(subjects::national_id(&mut tx, first).await.unwrap(), Some(b"one".to_vec()), "nothing changed");
        assert_eq!(subjects::national_id(&mut tx, second).await.unwrap(), None);
        subjects::insert_person(&mut tx, second, b"two", NOW).await.unwrap();
        assert!(!subjects::insert_lookup(&mut tx, second, b"look-up").await.unwrap(), "it finds another");
        assert!(subjects::insert_lookup(&mut tx, second, b"second").await.unwrap());
        let (all, id) = ([(first, b"look-up".to_vec()), (second, b"second".to_vec())], first.to_string());
        let mut found = subjects::lookups_after(&mut tx, "", 10).await.unwrap();
        found.retain(|lookup| all.contains(lookup));
        assert_eq!(found.len(), 2);
        assert_eq!(subjects::lookups_after(&mut tx, "", 1).await.unwrap().len(), 1);
        let after = subjects::lookups_after(&mut tx, &id, 10).await.unwrap();
        assert!(after.iter().all(|(person, _)| person.to_string() > id));
        assert_eq!(subjects::find_person(&mut tx, b"look-u").await.unwrap(), None);
        assert_eq!(subjects::find_person(&mut tx, b"").await.unwrap(), None);
        let made = rows::number(&mut tx, &format!("select made_at from person where id = '{first}'")).await;
        assert_eq!(made, NOW);
    }
}

both_databases! {
    async fn a_person_is_deleted_with_the_key_once_no_case_names_them(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let filer = rows::add_person(&mut tx).await;
        rows::run(&mut tx, &format!("update cases set filer_id = '{filer}'")).await.unwrap();
        for owner in [person, filer] {
            let columns = "person_id, master_key_id, wrapped";
            let sql = format!("insert into person_key ({columns}) values ('{owner}', 'm', 'w')");
            rows::run(&mut tx, &sql).await.unwrap();
        }
        assert!(!subjects::delete_person(&mut tx, person).await.unwrap(), "the subject of a case");
        assert!(!subjects::delete_person(&mut tx, filer).await.unwrap(), "the filer of a case");
        assert_eq!(rows::number(&mut tx, "select count(*) from person_key").await, 2);
        assert!(server::cases::store::delete_case(&mut tx, case).await.unwrap());
        assert!(subjects::delete_person(&mut tx, person).await.unwrap());
        assert!(!subjects::delete_person(&mut tx, person).await.unwrap(), "they are gone");
        assert_eq!(subjects::national_id(&mut tx, person).await.unwrap(), None);
        assert!(subjects::national_id(&mut tx, filer).await.unwrap().is_some(), "nobody else is");
        assert_eq!(rows::number(&mut tx, "select count(*) from person_key").await, 1);
    }
}

both_databases! {
    async fn people_of_whom_nobody_can_read_who_they_are_are_deleted_once_no_case_names_them(engine: Engine) {
        let Stage { mut tx, person, case, _database, .. } = Stage::new(engine).await;
        let (filer, alone, known) =
            (rows::add_person(&mut tx).await, rows::add_person(&mut tx).await, rows::add_person(&mut tx).await);
        rows::run(&mut tx, &format!("update cases set filer_id = '{filer}'")).await.unwrap();
        let sql = format!("insert into person_key (person_id, master_key_id, wrapped) values ('{known}', 'm', 'w')");
        rows::run(&mut tx, &sql).await.unwrap();
        let there = async |tx: &mut _| {
            let mut there = Vec::new();
            for id in [person, filer, alone, known] {
                there.push(subjects::national_id(tx, id).await.unwrap().is_some());
            }
            there
        };
        assert_eq!(subjects::delete_without_key(&mut tx).await.unwrap(), 1);
        assert_eq!(there(&mut tx).await, [true, true, false, true]);
        assert!(server::cases::store::delete_case(&mut tx, case).await.unwrap());
        assert_eq!(subjects::delete_without_key(&mut tx).await.unwrap(), 2);
        assert_eq!(subjects::delete_without_key(&mut tx).await.unwrap(), 0);
        assert_eq!(there(&mut tx).await, [false, false, false, true]);
    }
}

both_databases! {
    async fn who_has_begun_something_is_not_forgotten(engine: Engine) {
        let Stage { mut tx, _database, .. } = Stage::new(engine).await;
        let somebody = rows::add_person(&mut tx).await;
        subjects::lock(&mut tx, somebody).await.unwrap();
        server::drafts::store::keep_draft(&mut tx, somebody, b"sealed", NOW).await.unwrap();
        assert!(!subjects::delete_person(&mut tx, somebody).await.unwrap());
        server::drafts::store::delete_draft(&mut tx, somebody, NOW).await.unwrap();
        assert!(subjects::delete_person(&mut tx, somebody).await.unwrap());
    }
}
