//! The store of wrapped keys. That of files is in `blobs.rs`.

use server::drafts::store as drafts;
use server::id::{CaseId, PersonId};
use server::vault::WrappedKey;
use server::vault::store::{self as vault, Table};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

fn wrapped(master_key_id: &str, wrapped: &[u8]) -> WrappedKey {
    WrappedKey { master_key_id: master_key_id.to_owned(), wrapped: wrapped.to_vec() }
}

/// Five owners for keys of this kind, in order.
async fn owners(stage: &mut Stage, table: Table) -> Vec<String> {
    let mut owners = Vec::new();
    for number in 0..5 {
        owners.push(match table {
            Table::Installation => format!("purpose-{number}"),
            Table::Person => rows::add_person(&mut stage.tx).await.to_string(),
            Table::Case => rows::add_case(&mut stage.tx, stage.person).await.to_string(),
            Table::Draft => {
                let person = rows::add_person(&mut stage.tx).await;
                drafts::keep_draft(&mut stage.tx, person, b"sealed", NOW).await.unwrap();
                person.to_string()
            }
        });
    }
    owners.sort();
    owners
}

both_databases! {
    async fn a_key_is_added_once_and_found_by_its_owner(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        for table in Table::ALL {
            let owners = owners(&mut stage, table).await;
            let tx = &mut stage.tx;
            assert!(vault::find_key(tx, table, &owners[0]).await.unwrap().is_none());
            assert!(vault::insert_key(tx, table, &owners[0], &wrapped("m", b"one")).await.unwrap());
            assert!(!vault::insert_key(tx, table, &owners[0], &wrapped("n", b"two")).await.unwrap(), "it has one");
            let found = vault::find_key(tx, table, &owners[0]).await.unwrap().unwrap();
            assert_eq!((found.master_key_id.as_str(), found.wrapped.as_slice()), ("m", b"one".as_slice()));
            assert!(vault::find_key(tx, table, &owners[1]).await.unwrap().is_none());
            assert!(vault::has_owner(tx, table, &owners[1]).await.unwrap());
        }
        let (nobody, nothing) = (PersonId::new(NOW).to_string(), CaseId::new(NOW).to_string());
        for (table, nobody) in [(Table::Person, &nobody), (Table::Case, &nothing), (Table::Draft, &nobody)] {
            let key = wrapped("m", b"one");
            let refused = tried_call!(&mut stage.tx, vault::insert_key(&mut stage.tx, table, nobody, &key));
            assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation), "{table:?}");
            assert!(!vault::has_owner(&mut stage.tx, table, nobody).await.unwrap());
        }
    }
}

both_databases! {
    async fn keys_are_listed_by_master_key_and_by_owner(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        for table in Table::ALL {
            let owners = owners(&mut stage, table).await;
            let tx = &mut stage.tx;
            rows::run(tx, &format!("delete from {}", table.name())).await.unwrap();
            assert_eq!(vault::count_by_master(tx, table).await.unwrap(), []);
            for (owner, master) in owners.iter().zip(["b", "a", "c", "b", "a"]) {
                assert!(vault::insert_key(tx, table, owner, &wrapped(master, owner.as_bytes())).await.unwrap());
            }
            let counts = [("a", 2), ("b", 2), ("c", 1)].map(|(id, count)| (id.to_owned(), count));
            assert_eq!(vault::count_by_master(tx, table).await.unwrap(), counts);
            for (in_use, expected) in [("a", 3), ("b", 3), ("c", 4), ("d", 5), ("", 5)] {
                let found = vault::keys_not_of(tx, table, in_use, 10).await.unwrap();
                assert_eq!(found.len(), expected, "{table:?} {in_use}");
                assert!(found.iter().all(|(owner, master, bytes)| master != in_use && owner.as_bytes() == bytes));
            }
            assert_eq!(vault::keys_not_of(tx, table, "a", 2).await.unwrap().len(), 2);
            assert_eq!(vault::keys_not_of(tx, table, "a", 0).await.unwrap(), []);
            let mut listed: Vec<String> = Vec::new();
            for expected in [2, 2, 1, 0] {
                let after = listed.last().cloned().unwrap_or_default();
                let next = vault::keys_after(tx, table, &after, 2).await.unwrap();
                assert_eq!(next.len(), expected);
                listed.extend(next.into_iter().map(|(owner, ..)| owner));
            }
            assert_eq!(listed, owners);
        }
    }
}

both_databases! {
    async fn a_key_is_replaced_only_while_it_is_the_one_that_was_read(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        for table in Table::ALL {
            let owners = owners(&mut stage, table).await;
            let tx = &mut stage.tx;
            for owner in &owners[..2] {
                assert!(vault::insert_key(tx, table, owner, &wrapped("old", b"one")).await.unwrap());
            }
            let new = wrapped("new", b"two");
            assert!(!vault::replace_key(tx, table, &owners[0], "other", &new).await.unwrap());
            assert!(!vault::replace_key(tx, table, &owners[2], "old", &new).await.unwrap(), "it has none");
            assert!(vault::replace_key(tx, table, &owners[0], "old", &new).await.unwrap());
            assert!(!vault::replace_key(tx, table, &owners[0], "old", &wrapped("late", b"x")).await.unwrap());
            for (owner, master, bytes) in [(&owners[0], "new", b"two"), (&owners[1], "old", b"one")] {
                let found = vault::find_key(tx, table, owner).await.unwrap().unwrap();
                assert_eq!((found.master_key_id.as_str(), found.wrapped.as_slice()), (master, bytes.as_slice()));
            }
        }
    }
}

both_databases! {
    async fn an_installation_is_known_by_its_tables_its_keys_and_its_data(engine: Engine) {
        let database = crate::support::database::FreshDatabase::new(engine).await;
        let db = server::db::Db::open(&database.settings()).await.unwrap();
        let mut tx = db.read().await.unwrap();
        for table in Table::ALL {
            assert!(!vault::has_table(&mut tx, table).await.unwrap());
        }
        drop(tx);
        db.migrate().await.unwrap();
        let mut tx = db.write().await.unwrap();
        for table in Table::ALL {
            assert!(vault::has_table(&mut tx, table).await.unwrap());
        }
        assert_eq!(vault::lock_in_use(&mut tx, "lookup").await.unwrap(), None);
        vault::insert_key(&mut tx, Table::Installation, "lookup", &wrapped("m", b"one")).await.unwrap();
        assert_eq!(vault::lock_in_use(&mut tx, "lookup").await.unwrap().as_deref(), Some("m"));
        assert!(!vault::holds_data(&mut tx).await.unwrap());
        rows::add_person(&mut tx).await;
        assert!(vault::holds_data(&mut tx).await.unwrap());
    }
}
