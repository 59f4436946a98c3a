//! Keys: the wrong one opens nothing, a new one is taken into use while the portal runs, and a deleted one is gone.

use std::fs;

use jiff::SignedDuration;
use server::audit;
use server::cases::store as cases;
use server::cases::submit::submit;
use server::clock::Clock;
use server::config::{Settings, Sources};
use server::error::Error;
use server::office::Office;
use server::retention::{NotPurged, purge_case, purge_person};
use server::systems::rules::Served;
use server::tasks::lease;
use server::vault::{self, MasterKeys, VaultError};
use server::{on, subjects};

use crate::support::cases::{
    MARKER, OTHER, PERSON, accepted, access, add_systems, erasure, person, send_notices, submission, token,
};
use crate::support::database::FreshDatabase;
use crate::support::program::run;
use crate::support::scan::{Scan, object_files};
use crate::support::{TestPortal, both_databases};

fn settings(database: &FreshDatabase, key: &str, blobs: &str) -> Settings {
    let in_folder = |name: &str| database.folder.path().join(name).display().to_string();
    let variables = [
        ("MINSIDE__DATABASE__URL".to_owned(), database.url.clone()),
        ("MINSIDE__VAULT__MASTER_KEY_FILE".to_owned(), in_folder(key)),
        ("MINSIDE__VAULT__BLOBS".to_owned(), in_folder(blobs)),
    ];
    Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap()
}

both_databases! {
    async fn the_wrong_master_key_opens_nothing_and_changes_nothing(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let db = database.open().await;
        Office::open(&settings(&database, "right.key", "blobs"), db.clone(), Clock::system()).await.unwrap();
        MasterKeys::make(&database.folder.path().join("wrong.key")).unwrap();
        let before = Scan::of(&db).await;
        for key in ["wrong.key", "missing.key"] {
            let settings = settings(&database, key, "blobs");
            let opened = Office::open(&settings, db.clone(), Clock::system()).await;
            let checked = vault::Vault::verify_master_key(&db, &settings.vault).await;
            let Err(opened) = opened else { panic!("it opened with {key}") };
            assert_eq!(opened.to_string(), checked.unwrap_err().to_string());
            match key {
                "wrong.key" => assert!(matches!(opened, VaultError::WrongKey { .. }), "{opened}"),
                _ => assert!(matches!(opened, VaultError::Missing { .. }), "{opened}"),
            }
        }
        assert_eq!(Scan::of(&db).await, before);
        assert!(!database.folder.path().join("missing.key").exists(), "none is made beside data that another sealed");
    }
}

both_databases! {
    async fn files_of_another_installation_are_not_touched(engine: Engine) {
        let one = FreshDatabase::new(engine).await;
        let other = FreshDatabase::new(engine).await;
        let open = async |database: &FreshDatabase, blobs: &str| {
            Office::open(&settings(database, "master.key", blobs), database.open().await, Clock::system()).await
        };
        let blobs = one.folder.path().join("blobs").display().to_string();
        open(&one, &blobs).await.unwrap();
        open(&one, &blobs).await.unwrap();
        let Err(error) = open(&other, &blobs).await else { panic!("it opened") };
        assert!(matches!(error, VaultError::OthersBlobs { .. }), "{error}");
    }
}

#[tokio::test]
async fn the_program_does_not_start_with_the_wrong_master_key() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let key = folder.path().join("minside-data/master.key");
    fs::remove_file(&key).unwrap();
    for command in [&["serve"][..], &["serve", "--migrate"], &["migrate"], &["keys", "list"], &["keys", "rotate"]] {
        let ended = run(folder.path(), command);
        assert_eq!(ended.code, Some(1), "{command:?}");
        assert!(ended.stderr.contains("master.key, is not there, but the database holds data"), "{}", ended.stderr);
        assert!(!key.exists());
    }
    MasterKeys::make(&key).unwrap();
    for command in [&["serve"][..], &["serve", "--migrate"], &["migrate"], &["keys", "rotate"]] {
        let ended = run(folder.path(), command);
        assert_eq!(ended.code, Some(1), "{command:?}");
        assert!(ended.stderr.contains("do not open this database"), "{}", ended.stderr);
    }
    let check = run(folder.path(), ["check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.stdout.contains("wrong  The vault cannot be opened: the master keys in"), "{}", check.stdout);
}

both_databases! {
    async fn a_node_that_has_not_heard_of_a_rotation_wraps_nothing_with_the_old_master_key(portal: TestPortal) {
        let office = &portal.office;
        accepted(office, &submission(vec![access()])).await;
        // Another process, such as `minside keys rotate`.
        let settings = settings(&portal.database, "master.key", "blobs");
        let other = Office::open(&settings, office.db.clone(), office.clock.clone()).await.unwrap();
        let old = other.vault.masters().ids().remove(0);
        other.vault.masters().add().unwrap();
        vault::rotate(&other.db, &other.vault).await.unwrap();
        assert_eq!(office.vault.masters().ids(), std::slice::from_ref(&old), "this node has read nothing since");
        let case = accepted(office, &submission(vec![erasure()]).anyway()).await.case;
        let usage = vault::usage(&other.db, &other.vault).await.unwrap();
        assert_eq!(usage.iter().map(|usage| usage.keys).collect::<Vec<_>>(), [7, 0], "all by the new one");
        other.vault.masters().forget(&old).unwrap();
        let mut tx = other.db.read().await.unwrap();
        assert!(other.vault.case_key(&mut tx, case).await.is_ok());
        drop(tx);
        send_notices(office).await;
    }
}

both_databases! {
    async fn keys_are_never_made_anew_beside_data(portal: TestPortal) {
        let office = &portal.office;
        accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let mut tx = office.db.write().await.unwrap();
        on!(&mut tx, |conn| {
            sqlx::query("delete from installation_key").execute(conn).await.map(|_| ()).unwrap();
        });
        tx.commit().await.unwrap();
        let before = Scan::of(&office.db).await;
        let settings = settings(&portal.database, "master.key", "blobs");
        let Err(error) = Office::open(&settings, office.db.clone(), office.clock.clone()).await else { panic!() };
        assert!(matches!(error, VaultError::KeysMissing), "{error}");
        assert!(matches!(Office::verify(&settings, &office.db).await, Err(VaultError::KeysMissing)));
        assert_eq!(Scan::of(&office.db).await, before);
    }
}

both_databases! {
    async fn a_new_master_key_is_taken_into_use_while_work_goes_on(portal: TestPortal) {
        let office = &portal.office;
        add_systems(office, 2, Served::Manual).await;
        let first = accepted(office, &submission(vec![access()])).await;
        let masters = office.vault.masters();
        let old = masters.ids().remove(0);
        masters.add().unwrap();
        let second = accepted(office, &submission(vec![erasure()]).anyway()).await;
        let usage = vault::usage(&office.db, &office.vault).await.unwrap();
        // Those of the installation, of one person and of two cases: the new one is in use when the rotation has begun.
        assert_eq!(usage.iter().map(|usage| (usage.in_use, usage.keys)).collect::<Vec<_>>(), [(true, 0), (false, 7)]);
        assert_eq!(vault::rotate(&office.db, &office.vault).await.unwrap(), 7);
        assert_eq!(vault::rotate(&office.db, &office.vault).await.unwrap(), 0, "it is done");
        masters.forget(&old).unwrap();
        let mut tx = office.db.read().await.unwrap();
        for case in [first.case, second.case] {
            assert!(office.vault.case_key(&mut tx, case).await.is_ok());
            assert_eq!(audit::of_case(&mut tx, &office.vault, case, 10).await.unwrap().len(), 1);
        }
        let lookup = office.vault.lookup(&person(PERSON));
        let me = subjects::store::find_person(&mut tx, &lookup).await.unwrap().unwrap();
        assert_eq!(subjects::national_id(&mut tx, &office.vault, me).await.unwrap().reveal(), PERSON);
        drop(tx);
        // Opened anew, with only the new key: the look-up and the chain are the same.
        let settings = settings(&portal.database, "master.key", "blobs");
        let anew = Office::open(&settings, office.db.clone(), office.clock.clone()).await.unwrap();
        assert_eq!(anew.vault.lookup(&person(PERSON)), lookup);
        send_notices(office).await;
    }
}

#[tokio::test]
async fn the_commands_for_keys_do_as_they_say() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), ["migrate"]);
    let list = || run(folder.path(), ["keys", "list"]).stdout;
    let first = list();
    assert!(first.ends_with("  wraps 4 keys  (in use)\n"), "{first}");
    let old = first.split(' ').next().unwrap();
    let refused = run(folder.path(), ["keys", "forget", old]);
    assert!(refused.stderr.contains("is in use. Run `minside keys rotate` first"), "{}", refused.stderr);
    let rotated = run(folder.path(), ["keys", "rotate"]);
    assert!(rotated.stdout.starts_with("4 keys are wrapped by the new master key."), "{}", rotated.stdout);
    let second = list();
    assert!(second.contains("wraps 4 keys  (in use)") && second.contains("wraps 0 keys  (old)"), "{second}");
    assert_eq!(run(folder.path(), ["keys", "forget", old]).code, Some(0));
    assert_eq!(list().lines().count(), 1);
    assert!(run(folder.path(), ["keys", "forget", old]).stderr.contains("there is no master key with the id"));
    assert!(run(folder.path(), ["audit", "verify"]).stdout.starts_with("The audit trail is whole"));
}

/// A finished case about the person, with a file, an answer and everything else that belongs to one.
async fn finished_case(portal: &TestPortal) -> server::id::CaseId {
    let office = &portal.office;
    let system = add_systems(office, 1, Served::Pull).await[0];
    let receipt = accepted(office, &submission(vec![access()])).await;
    let held = lease::of_system(office, system, "test", 1, 60_000).await.unwrap().remove(0);
    let mut answer = crate::support::adapter::good_answer(held.step);
    answer.content = format!(r#"{{"records":["{MARKER} {PERSON}"]}}"#).into_bytes();
    server::tasks::answer::answer(office, &server::tasks::answer::Given::new(held.task, held.attempt, answer))
        .await
        .unwrap();

    let mut tx = office.db.read().await.unwrap();
    let key = office.vault.case_key(&mut tx, receipt.case).await.unwrap();
    drop(tx);
    let blob = server::id::BlobId::new(office.clock.now_ms());
    let content = futures_util::stream::iter([Ok(format!("{MARKER} {PERSON}").into_bytes().into())]);
    let written = office.blobs.write(&key, blob, content, 1000).await.unwrap();
    let mut tx = office.db.write().await.unwrap();
    let (size, now) = (written.size_bytes, office.clock.now_ms());
    vault::store::insert_blob(&mut tx, blob, receipt.case, size, now).await.unwrap();
    tx.commit().await.unwrap();
    send_notices(office).await;
    receipt.case
}

async fn withdraw(office: &Office, case: server::id::CaseId) -> server::id::PersonId {
    let mut tx = office.db.read().await.unwrap();
    let me = cases::find_case(&mut tx, case).await.unwrap().unwrap().filer;
    drop(tx);
    server::cases::withdraw::withdraw(office, me, case).await.unwrap().unwrap();
    me
}

both_databases! {
    async fn after_a_person_is_deleted_nothing_of_them_is_anywhere(portal: TestPortal) {
        let office = &portal.office;
        let case = finished_case(&portal).await;
        assert_eq!(purge_case(office, case).await.unwrap(), Err(NotPurged::CaseNotFinished));
        let me = withdraw(office, case).await;
        assert_eq!(purge_person(office, me).await.unwrap(), Err(NotPurged::HasCases));
        let mut tx = office.db.read().await.unwrap();
        let wrapped = vault::store::find_key(&mut tx, vault::store::Table::Case, &case.to_string()).await.unwrap();
        let wrapped = wrapped.unwrap().wrapped;
        drop(tx);
        let (case_id, person_id) = (case.to_string(), me.to_string());
        let lookup = office.vault.lookup(&person(PERSON));
        let before = Scan::of(&office.db).await;
        assert!(before.has(case_id.as_bytes()) && before.has(person_id.as_bytes()) && before.has(&lookup));
        for secret in [PERSON, MARKER] {
            assert!(!before.has(secret.as_bytes()), "even before, it is nowhere in plain text");
        }
        assert_eq!(object_files(&portal).len(), 1);

        purge_case(office, case).await.unwrap().unwrap();
        purge_person(office, me).await.unwrap().unwrap();
        let after = Scan::of(&office.db).await;
        for gone in [case_id.as_bytes(), person_id.as_bytes(), PERSON.as_bytes(), MARKER.as_bytes(), &lookup, &wrapped] {
            assert!(!after.has(gone), "{}", String::from_utf8_lossy(gone));
            for file in database_files(&portal) {
                let content = fs::read(&file).unwrap();
                let found = content.windows(gone.len()).any(|window| window == gone);
                assert!(!found, "{} in {}", String::from_utf8_lossy(gone), file.display());
            }
        }
        assert_eq!(object_files(&portal).len(), 0);
        assert!(matches!(purge_case(office, case).await, Err(Error::NotFound)));
        assert!(matches!(purge_person(office, me).await, Err(Error::NotFound)));
        while audit::chain(&office.db, &office.vault).await.unwrap().added > 0 {}
        let verdict = audit::verify(&office.db, &office.vault, None).await.unwrap();
        assert!(verdict.is_whole() && verdict.purged > 0, "{verdict:?}");
    }
}

/// SQLite's own files. PostgreSQL's are its own business (docs/RETENTION.md).
fn database_files(portal: &TestPortal) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(portal.database.folder.path()).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("minside.db")).collect()
}

both_databases! {
    async fn a_row_that_was_edited_by_hand_is_named_by_table_column_and_row(portal: TestPortal) {
        let office = &portal.office;
        let case = finished_case(&portal).await;
        let mut tx = office.db.write().await.unwrap();
        on!(&mut tx, |conn| {
            for sql in ["update answer set content = $1", "update case_key set wrapped = $1"] {
                sqlx::query(sql).bind(b"changed".as_slice()).execute(&mut *conn).await.unwrap();
            }
        });
        let claim = cases::claims_of(&mut tx, case).await.unwrap().remove(0);
        let task = server::tasks::store::tasks_of(&mut tx, claim.id).await.unwrap().remove(0);
        tx.commit().await.unwrap();
        let error = server::tasks::answer::read(office, task.id).await.unwrap_err();
        assert_eq!(error.to_string(), format!("case_key.wrapped of the row {case} is not what minside wrote there"));
        portal.clock.step(SignedDuration::from_secs(1));
    }
}

both_databases! {
    async fn a_number_that_was_led_to_another_person_by_hand_finds_nobody(portal: TestPortal) {
        let office = &portal.office;
        accepted(office, &submission(vec![access()])).await;
        let other = server::cases::submission::Submission::new(person(OTHER), vec![access()], token()).unwrap();
        accepted(office, &other).await;
        send_notices(office).await;
        let mut tx = office.db.write().await.unwrap();
        let theirs = subjects::store::find_person(&mut tx, &office.vault.lookup(&person(OTHER))).await.unwrap().unwrap();
        let mine = office.vault.lookup(&person(PERSON)).to_vec();
        on!(&mut tx, |conn| {
            sqlx::query("delete from lookup_key where lookup = $1").bind(&mine).execute(&mut *conn).await.unwrap();
            let lead = "update lookup_key set lookup = $1 where person_id = $2";
            sqlx::query(lead).bind(&mine).bind(theirs).execute(&mut *conn).await.unwrap();
        });
        tx.commit().await.unwrap();
        let refused = submit(office, &submission(vec![access()])).await.unwrap_err();
        assert!(refused.to_string().contains("lookup_key.lookup of the row"), "{refused}");
    }
}
