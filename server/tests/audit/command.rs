//! `minside audit verify`, as an operator meets it.

use server::audit::{self, Action, Actor, Details, Event};
use server::config::VaultSettings;
use server::db::Db;
use server::vault::{BlobPlace, Vault};

use super::{NOON, by_hand};
use crate::support::database::database_settings;
use crate::support::program::run;

#[tokio::test]
async fn the_command_says_whether_the_trail_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let verify = |more: &[&str]| run(folder.path(), ["audit", "verify"].iter().chain(more));
    let ended = verify(&[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("minside.db is not there yet"), "{ended:?}");
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));

    let data = folder.path().join("minside-data");
    let db = Db::open(&database_settings(&format!("sqlite:{}", data.join("minside.db").display()))).await.unwrap();
    let settings =
        VaultSettings { master_key_file: data.join("master.key"), blobs: BlobPlace::Folder(data.join("blobs")) };
    let vault = Vault::open(&db, &settings).await.unwrap();
    let ended = verify(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "The audit trail is whole: 0 events.\n"), "{ended:?}");

    let mut tx = db.write().await.unwrap();
    for _ in 0..4 {
        let event = Event { action: Action::KeysRotated, case: None, actor: Actor::Portal, details: Details::none() };
        audit::record(&mut tx, &vault, NOON, None, event).await.unwrap();
    }
    tx.commit().await.unwrap();
    let head = audit::chain(&db, &vault).await.unwrap().head;
    for more in [&[][..], &["--head", &head.to_string()]] {
        let ended = verify(more);
        assert_eq!(ended.stdout, format!("The audit trail is whole: 4 events, head {head}.\n"), "{ended:?}");
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    }
    let ended = verify(&["--head", "4:00"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("this is not a head of the audit trail"), "{ended:?}");
    let ended = verify(&["--head", &format!("5:{}", head.link_digits())]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.starts_with("4: the log says 5:"), "{ended:?}");

    by_hand(&db, "update audit_event set id = 'a' || char(27) || '[2J' where sequence = 3").await;
    let ended = verify(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert_eq!(
        ended.stderr,
        "3 (a\\u{1b}[2J): id, time, action, hash or keyed hash are not what minside wrote\nminside: the audit trail is \
         not whole: 1 thing is wrong in 4 events. Keep the database as it is, and compare with backups.\n"
    );

    by_hand(&db, "delete from installation_key").await;
    let ended = verify(&[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("the database holds no keys"), "{ended:?}");
}
