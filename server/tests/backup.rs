//! Backups: made while the portal runs, restored with the newest keys, and unreadable in what was deleted since.

mod postgres;

use std::fs;
use std::path::{Path, PathBuf};

use server::audit;
use server::backup::{BackupError, Restored, backup, keys_file, restore};
use server::cases::store as cases;
use server::cases::told;
use server::cases::withdraw::withdraw;
use server::config::{DatabaseSettings, Settings, Sources};
use server::db::{Db, State};
use server::id::{CaseId, ClaimId};
use server::office::Office;
use server::retention::{purge_case, purge_person};
use server::systems::rules::Served;
use server::tasks::store as tasks;
use server::vault::Place;
use sqlx::{Connection, SqliteConnection};

use crate::support::cases::{
    MARKER, OTHER, PERSON, accepted, access, add_systems, erasure, person, send_notices, submission, token,
};
use crate::support::database::database_settings;
use crate::support::program::run;
use crate::support::scan::Scan;
use crate::support::{Engine, TestPortal, start};

fn beside(portal: &TestPortal, name: &str) -> PathBuf {
    portal.database.folder.path().join(name)
}

fn at(file: &Path) -> DatabaseSettings {
    database_settings(&format!("sqlite:{}", file.display()))
}

/// Opens a restored database with the master key and the blobs of the portal it came from.
async fn office_of(portal: &TestPortal, file: &Path) -> Office {
    let settings = settings(portal.database.folder.path());
    let db = Db::open_existing(&at(file)).await.unwrap();
    assert_eq!(db.state().await.unwrap(), State::Current);
    Office::open(&settings, db, portal.clock.clone()).await.unwrap()
}

/// The master key and the files are those in this folder.
fn settings(folder: &Path) -> Settings {
    let in_folder = |name: &str| folder.join(name).display().to_string();
    let variables = [
        ("MINSIDE__VAULT__MASTER_KEY_FILE".to_owned(), in_folder("master.key")),
        ("MINSIDE__VAULT__BLOBS".to_owned(), in_folder("blobs")),
    ];
    Settings::from_sources(Sources::read(None, variables.into_iter())).unwrap()
}

async fn claim_of(office: &Office, case: CaseId) -> ClaimId {
    let mut tx = office.db.read().await.unwrap();
    cases::claims_of(&mut tx, case).await.unwrap()[0].id
}

async fn can_read(office: &Office, case: CaseId, claim: ClaimId) -> bool {
    let mut tx = office.db.read().await.unwrap();
    let Ok(key) = office.vault.case_key(&mut tx, case).await else { return false };
    let sealed = told::store::told(&mut tx, claim).await.unwrap().unwrap().details;
    let row = claim.to_string();
    let plain = key.open(Place { table: "claim", column: "details", row: &row }, &sealed).unwrap();
    String::from_utf8_lossy(&plain).contains(MARKER)
}

#[tokio::test]
async fn a_backup_brings_back_everything() {
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    add_systems(office, 30, Served::Manual).await;
    let receipt = accepted(office, &submission(vec![access(), erasure()])).await;
    send_notices(office).await;
    audit::chain(&office.db, &office.vault).await.unwrap();
    let file = beside(&portal, "backup.db");
    backup(&portal.database.settings(), &file).await.unwrap();

    let restored = beside(&portal, "restored/minside.db");
    let told = restore(&at(&restored), &file, &keys_file(&file)).await.unwrap();
    assert_eq!(told, Restored { keys: 6, deleted_cases: 0, deleted_people: 0 });
    let back = office_of(&portal, &restored).await;
    assert!(can_read(&back, receipt.case, claim_of(office, receipt.case).await).await);
    let mut tx = back.db.read().await.unwrap();
    assert_eq!(tasks::count_tasks(&mut tx, receipt.case).await.unwrap().under_way, 60);
    drop(tx);
    assert!(audit::verify(&back.db, &back.vault, None).await.unwrap().is_whole());
    assert_eq!(Scan::of(&back.db).await, Scan::of(&office.db).await, "every value of every table");
    back.db.close().await;
}

#[tokio::test]
async fn the_data_hold_no_key_and_the_keys_no_data() {
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    let receipt = accepted(office, &submission(vec![access()])).await;
    send_notices(office).await;
    let file = beside(&portal, "backup.db");
    backup(&portal.database.settings(), &file).await.unwrap();
    let count = async |file: &Path, sql: &'static str| -> i64 {
        let db = Db::open_existing(&at(file)).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let count = server::on!(&mut tx, |conn| sqlx::query_scalar(sql).fetch_one(conn).await.unwrap());
        drop(tx);
        db.close().await;
        count
    };
    for table in [
        "select count(*) from case_key",
        "select count(*) from person_key",
        "select count(*) from installation_key",
        "select count(*) from lookup_key",
    ] {
        assert_eq!(count(&file, table).await, 0);
        assert_ne!(count(&keys_file(&file), table).await, 0);
    }
    assert_eq!(count(&file, "select count(*) from cases").await, 1);
    assert_eq!(count(&keys_file(&file), "select count(*) from cases").await, 0);
    let mut tx = office.db.read().await.unwrap();
    let table = server::vault::store::Table::Case;
    let key = server::vault::store::find_key(&mut tx, table, &receipt.case.to_string()).await.unwrap().unwrap();
    let bytes = fs::read(&file).unwrap();
    let lookup = office.vault.lookup(&person(PERSON));
    for secret in [key.wrapped.as_slice(), &lookup] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "not even where rows were deleted");
    }
    for path in [file.clone(), keys_file(&file)] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_brought_back() {
    let provider = crate::support::provider::ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    provider.log_in(&client).await;
    provider.begin(&client, "/logg-inn/idporten").await;
    let file = beside(&portal, "backup.db");
    backup(&portal.database.settings(), &file).await.unwrap();
    let data = Db::open_existing(&at(&file)).await.unwrap();
    let mut tx = data.read().await.unwrap();
    let (sessions, attempts): (i64, i64) = server::on!(&mut tx, |conn| {
        let sql = "select (select count(*) from session), (select count(*) from login_attempt)";
        sqlx::query_as(sql).fetch_one(conn).await.unwrap()
    });
    assert_eq!((sessions, attempts), (0, 0));
    drop(tx);
    data.close().await;
    assert_eq!(client.get("/min-side").await.status, 200, "where it was, it goes on");
}

#[tokio::test]
async fn what_was_deleted_cannot_be_read_in_data_and_files_from_before_with_keys_from_after() {
    let portal = start(Engine::Sqlite).await;
    let office = &portal.office;
    let system = add_systems(office, 1, Served::Pull).await[0];
    let gone = accepted(office, &submission(vec![access()])).await.case;
    let other = server::cases::submission::Submission::new(person(OTHER), vec![access()], token()).unwrap();
    let kept = accepted(office, &other).await.case;
    send_notices(office).await;
    for _ in 0..2 {
        let held = server::tasks::lease::of_system(office, system, "test", 1, 60_000).await.unwrap().remove(0);
        let answer = crate::support::adapter::good_answer(held.step);
        server::tasks::answer::answer(office, &server::tasks::answer::Given::new(held.task, held.attempt, answer))
            .await
            .unwrap();
    }
    let mut tx = office.db.read().await.unwrap();
    let key = office.vault.case_key(&mut tx, gone).await.unwrap();
    let me = cases::find_case(&mut tx, gone).await.unwrap().unwrap().filer;
    drop(tx);
    let blob = server::id::BlobId::new(portal.clock.now_ms());
    let content = futures_util::stream::iter([Ok(format!("{MARKER} {PERSON}").into_bytes().into())]);
    let size = office.blobs.write(&key, blob, content, 1000).await.unwrap().size_bytes;
    let mut tx = office.db.write().await.unwrap();
    server::vault::store::insert_blob(&mut tx, blob, gone, size, portal.clock.now_ms()).await.unwrap();
    tx.commit().await.unwrap();
    let (gone_claim, kept_claim) = (claim_of(office, gone).await, claim_of(office, kept).await);

    // Data and files are copied before, keys after.
    let before = beside(&portal, "before.db");
    backup(&portal.database.settings(), &before).await.unwrap();
    copy_folder(&beside(&portal, "blobs"), &beside(&portal, "blobs-before"));
    withdraw(office, me, gone).await.unwrap().unwrap();
    purge_case(office, gone).await.unwrap().unwrap();
    purge_person(office, me).await.unwrap().unwrap();
    let after = beside(&portal, "after.db");
    backup(&portal.database.settings(), &after).await.unwrap();

    // By hand: the old data, with the new keys in it.
    let by_hand = beside(&portal, "by-hand.db");
    fs::copy(&before, &by_hand).unwrap();
    let all = sqlx::AssertSqlSafe(format!("attach database '{}' as newest", keys_file(&after).display()));
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", by_hand.display())).await.unwrap();
    sqlx::query(all).execute(&mut connection).await.unwrap();
    for sql in [
        "insert into installation_key select * from newest.installation_key",
        "insert into person_key select * from newest.person_key",
        "insert into case_key select * from newest.case_key",
        "insert into lookup_key select * from newest.lookup_key",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let old = office_of(&portal, &by_hand).await;
    assert!(can_read(&old, kept, kept_claim).await, "the other person's case is not touched");
    assert!(!can_read(&old, gone, gone_claim).await);
    let mut tx = old.db.read().await.unwrap();
    assert!(matches!(old.vault.case_key(&mut tx, gone).await, Err(server::error::Error::NotFound)));
    assert!(server::subjects::national_id(&mut tx, &old.vault, me).await.is_err());
    assert!(audit::of_case(&mut tx, &old.vault, gone, 10).await.is_err());
    drop(tx);
    // The copied object is there, and no key that there is opens it.
    let blobs = server::vault::Blobs::in_folder(&beside(&portal, "blobs-before")).unwrap();
    let mut tx = old.db.read().await.unwrap();
    let others_key = old.vault.case_key(&mut tx, kept).await.unwrap();
    drop(tx);
    assert!(blobs.is_whole(blob, size).await.unwrap());
    assert!(blobs.read(&others_key, blob, size, 0..size).await.is_err());
    assert!(blobs.read(&key, blob, size, 0..size).await.is_ok(), "the deleted key would have opened it");
    old.db.close().await;

    // The command does the same, and deletes again what nobody can read.
    let restored = beside(&portal, "restored.db");
    let told = restore(&at(&restored), &before, &keys_file(&after)).await.unwrap();
    assert_eq!((told.deleted_cases, told.deleted_people), (1, 1));
    let back = office_of(&portal, &restored).await;
    assert!(can_read(&back, kept, kept_claim).await);
    assert!(!Scan::of(&back.db).await.has(me.to_string().as_bytes()));
    back.db.close().await;
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[tokio::test]
async fn a_backup_made_while_cases_come_in_is_of_one_moment() {
    let portal = start(Engine::Sqlite).await;
    let office = portal.office.clone();
    add_systems(&office, 5, Served::Manual).await;
    let mut coming = tokio::task::JoinSet::new();
    coming.spawn(async move {
        for number in 0..40_u64 {
            let filer = person(&(10_000_000_000 + number).to_string());
            let submission = server::cases::submission::Submission::new(filer, vec![access()], token()).unwrap();
            accepted(&office, &submission).await;
        }
        send_notices(&office).await;
    });
    let file = beside(&portal, "backup.db");
    backup(&portal.database.settings(), &file).await.unwrap();
    coming.join_all().await;
    let restored = beside(&portal, "restored.db");
    let told = restore(&at(&restored), &file, &keys_file(&file)).await.unwrap();
    assert_eq!((told.deleted_cases, told.deleted_people), (0, 0), "every case has its key");
    let back = office_of(&portal, &restored).await;
    let mut tx = back.db.read().await.unwrap();
    let (cases, tasks): (i64, i64) = server::on!(&mut tx, |conn| {
        let sql = "select (select count(*) from cases), (select count(*) from task)";
        sqlx::query_as(sql).fetch_one(conn).await.unwrap()
    });
    assert_eq!(tasks, 5 * cases);
    drop(tx);
    back.db.close().await;
}

#[tokio::test]
async fn nothing_is_overwritten_and_nothing_is_made_of_what_is_no_backup() {
    let portal = start(Engine::Sqlite).await;
    let settings = portal.database.settings();
    let file = beside(&portal, "backup.db");
    backup(&settings, &file).await.unwrap();
    assert!(matches!(backup(&settings, &file).await, Err(BackupError::Exists { .. })));
    assert!(matches!(restore(&settings, &file, &keys_file(&file)).await, Err(BackupError::DatabaseThere { .. })));
    let new = at(&beside(&portal, "new.db"));
    let text = beside(&portal, "text.db");
    fs::write(&text, "not a database, but long enough to be looked at").unwrap();
    for wrong in [text, beside(&portal, "missing.db")] {
        for (data, keys) in [(&wrong, &file), (&file, &wrong)] {
            assert!(matches!(restore(&new, data, keys).await, Err(BackupError::NotABackup { .. })));
        }
    }
    assert!(!beside(&portal, "new.db").exists() && !beside(&portal, "new.db.part").exists());
}

#[tokio::test]
async fn the_two_files_of_a_backup_are_not_taken_for_each_other() {
    let portal = start(Engine::Sqlite).await;
    accepted(&portal.office, &submission(vec![access()])).await;
    send_notices(&portal.office).await;
    let file = beside(&portal, "backup.db");
    backup(&portal.database.settings(), &file).await.unwrap();
    let (keys, live, new) = (keys_file(&file), beside(&portal, "minside.db"), at(&beside(&portal, "new.db")));
    for (data, keys) in [(&keys, &file), (&keys, &keys), (&file, &file), (&live, &keys), (&live, &live)] {
        let refused = restore(&new, data, keys).await;
        assert!(matches!(refused, Err(BackupError::NotABackup { .. })), "{} {}", data.display(), keys.display());
        assert!(!beside(&portal, "new.db").exists() && !beside(&portal, "new.db.part").exists());
    }
    // What a database that was there has left beside it would be put into the new one.
    fs::write(beside(&portal, "new.db-wal"), "old").unwrap();
    assert!(matches!(restore(&new, &file, &keys).await, Err(BackupError::DatabaseThere { .. })));
    fs::remove_file(beside(&portal, "new.db-wal")).unwrap();
    // A copy that others may read does not make a database that they may.
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    restore(&new, &file, &keys).await.unwrap();
    assert_eq!(fs::metadata(beside(&portal, "new.db")).unwrap().permissions().mode() & 0o777, 0o600);
    let missing = backup(&portal.database.settings(), Path::new("/nowhere/backup.db")).await.unwrap_err();
    assert_eq!(missing.to_string(), "/nowhere cannot be written or read: entity not found");
}

#[tokio::test]
async fn the_commands_back_up_and_restore() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path(), ["backup", "b.db"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("minside migrate"), "{}", refused.stderr);
    run(folder.path(), ["migrate"]);
    let made = run(folder.path(), ["backup", "b.db"]);
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
    assert!(made.stdout.starts_with("The data are in b.db.\nThe keys are in b.db.keys."), "{}", made.stdout);
    assert_eq!(run(folder.path(), ["restore", "b.db"]).code, Some(1), "there is a database");
    fs::remove_file(folder.path().join("minside-data/minside.db")).unwrap();
    let restored = run(folder.path(), ["restore", "b.db"]);
    assert_eq!((restored.code, restored.stdout.as_str()), (Some(0), "The database is restored, with 4 keys.\n"));
    assert!(run(folder.path(), ["audit", "verify"]).stdout.starts_with("The audit trail is whole"));
}
