//! PostgreSQL is backed up with its own tools: the commands of docs/OPERATE.md, as they stand there.

use std::path::Path;
use std::process::{Command, Output};

use server::audit;
use server::backup::backup;
use server::db::{Db, State};
use server::office::Office;
use server::retention::{purge_case, purge_person};
use server::systems::rules::Served;
use url::Url;

use super::{can_read, cases, claim_of, settings, withdraw};
use crate::support::cases::{OTHER, accepted, access, add_systems, person, send_notices, submission, token};
use crate::support::database::FreshDatabase;
use crate::support::scan::Scan;
use crate::support::{Engine, start};

/// The lines in the document that begin so.
fn commands(program: &str) -> Vec<String> {
    let document = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/OPERATE.md")).unwrap();
    let begins = format!("{program} ");
    document.lines().filter(|line| line.starts_with(&begins)).map(str::to_owned).collect()
}

/// Runs a line of the document on another database than the one it names.
fn run(line: &str, database: &str, folder: &Path) -> Output {
    let url = Url::parse(database).unwrap();
    let name = url.path().trim_start_matches('/');
    let line = line.replace("--dbname=minside ", &format!("--dbname={name} "));
    let line = line.strip_suffix(" minside").map(|rest| format!("{rest} {name}")).unwrap_or(line);
    Command::new("sh")
        .args(["-c", &line])
        .current_dir(folder)
        .env("PGHOST", url.host_str().unwrap())
        .env("PGPORT", url.port().unwrap().to_string())
        .env("PGUSER", url.username())
        .env("PGPASSWORD", url.password().unwrap())
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_command_says_how_postgres() {
    let database = FreshDatabase::new(Engine::Postgres).await;
    let error = backup(&database.settings(), Path::new("/nowhere/backup.db")).await.unwrap_err();
    assert!(error.to_string().contains("pg_dump --exclude-table-data='*_key'"), "{error}");
}

#[tokio::test]
async fn the_documents_commands_back_up_and_restore_with_the_newest_keys_postgres() {
    let portal = start(Engine::Postgres).await;
    let (office, folder) = (&portal.office, portal.database.folder.path());
    add_systems(office, 3, Served::Manual).await;
    let gone = accepted(office, &submission(vec![access()])).await.case;
    let other = server::cases::submission::Submission::new(person(OTHER), vec![access()], token()).unwrap();
    let kept = accepted(office, &other).await.case;
    send_notices(office).await;
    audit::chain(&office.db, &office.vault).await.unwrap();
    let (gone_claim, kept_claim) = (claim_of(office, gone).await, claim_of(office, kept).await);
    let mut tx = office.db.read().await.unwrap();
    let me = cases::find_case(&mut tx, gone).await.unwrap().unwrap().filer;
    drop(tx);

    let dumps = commands("pg_dump");
    let [data, keys] = dumps.as_slice() else { panic!("{dumps:?}") };
    for line in [data, keys] {
        let output = run(line, &portal.database.url, folder);
        assert!(output.status.success() && output.stderr.is_empty(), "{line}: {output:?}");
    }
    // A week later: one case is deleted, another has come.
    withdraw(office, me, gone).await.unwrap().unwrap();
    purge_case(office, gone).await.unwrap().unwrap();
    purge_person(office, me).await.unwrap().unwrap();
    accepted(office, &submission(vec![access()])).await;
    send_notices(office).await;
    let output = run(&keys.replace("2026-03-05", "2026-03-12"), &portal.database.url, folder);
    assert!(output.status.success(), "{output:?}");

    let fresh = FreshDatabase::new(Engine::Postgres).await;
    let restore = commands("pg_restore");
    assert_eq!(restore.len(), 1);
    let output = run(&restore[0], &fresh.url, folder);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let sealed = Db::open_existing(&fresh.settings()).await.unwrap();
    assert_eq!(sealed.state().await.unwrap(), State::Current);
    let settings = settings(folder);
    let early = Office::open(&settings, sealed.clone(), portal.clock.clone()).await.map(|_| ()).unwrap_err();
    assert!(early.to_string().contains("Bring the newest keys back first"), "{early}");
    sealed.close().await;
    for line in commands("psql") {
        let output = run(&line, &fresh.url, folder);
        assert!(output.status.success(), "{line}: {output:?}");
    }

    let db = Db::open_existing(&fresh.settings()).await.unwrap();
    let back = Office::open(&settings, db, portal.clock.clone()).await.unwrap();
    assert!(can_read(&back, kept, kept_claim).await, "what the newest keys belong to is there");
    assert!(!can_read(&back, gone, gone_claim).await);
    assert!(!Scan::of(&back.db).await.has(me.to_string().as_bytes()), "what was deleted is deleted again");
    back.db.close().await;
}
