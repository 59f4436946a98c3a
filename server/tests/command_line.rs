//! The program as an operator meets it: what it says when all is well, and above all when something is not.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::support::client::Client;
use crate::support::database::{FreshDatabase, postgres_server};
use crate::support::program::{Ended, Running, minside, run};
use crate::support::{Engine, both_databases};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_help_reads_like_a_page_of_the_manual() {
    let folder = folder();
    let mut pages = String::new();
    for arguments in [&["--help"][..], &["serve", "--help"], &["demo", "--help"], &["check", "--help"]] {
        let ended = run(folder.path(), arguments);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        pages.push_str(&format!("$ minside {}\n{}\n", arguments.join(" "), ended.stdout));
    }
    insta::assert_snapshot!(pages);
    assert_eq!(run(folder.path(), ["--version"]).stdout, "minside 0.1.0\n");
    assert_eq!(run(folder.path(), ["settings"]).stdout.trim_end(), server::config::DEFAULTS.trim_end());
}

#[test]
fn wrong_settings_are_all_told_at_once_and_nothing_is_started() {
    let folder = folder();
    std::fs::write(folder.path().join("minside.toml"), "[server]\nadress = \"x\"\n[log]\nformat = \"xml\"\n").unwrap();
    for command in ["serve", "migrate", "check"] {
        let ended = run(folder.path(), [command]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{command}");
        assert!(ended.stderr.starts_with("The settings have 2 mistakes:"), "{}", ended.stderr);
        assert!(
            ended.stderr.contains("server.adress: there is no such setting (minside.toml, line 2)"),
            "{}",
            ended.stderr
        );
        assert!(
            ended.stderr.contains("log.format: «xml» is not «readable» or «json» (minside.toml, line 4)"),
            "{}",
            ended.stderr
        );
    }
    assert!(!folder.path().join("minside-data").exists());
    let ended = run(folder.path(), ["check", "--config", "nowhere.toml"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("nowhere.toml: this file cannot be read"), "{}", ended.stderr);
}

#[test]
fn an_installation_starts_with_check_migrate_and_serve() {
    let folder = folder();
    for command in ["serve", "check"] {
        let ended = run(folder.path(), [command]);
        let said = format!("{}{}", ended.stdout, ended.stderr);
        assert!(said.contains("minside-data/minside.db is not there yet. Run `minside migrate` as the user"), "{said}");
        assert!(!folder.path().join("minside-data").exists(), "{command} makes nothing");
    }
    assert_eq!(run(folder.path(), ["migrate"]).stdout, "The database is made, and up to date.\n");
    assert_eq!(run(folder.path(), ["migrate"]).stdout, "The database was up to date.\n");
    let ended = run(folder.path(), ["check"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("ok     SQLite is reached, and is up to date."), "{ended:?}");
    assert!(ended.stdout.contains("note   municipality.name is not set"), "{ended:?}");
    let file = folder.path().join("minside-data/minside.db");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700), "nobody else can read it");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    assert!(run(folder.path(), ["check"]).stdout.contains("note   Others on this machine may read the database file"));

    let mut command = minside(folder.path());
    let running = Running::start(command.arg("serve").env("MINSIDE__SERVER__ADDR", "127.0.0.1:0"));
    running.terminate();
    let (code, _) = running.wait();
    assert_eq!(code, Some(0));
}

#[tokio::test]
async fn the_demo_shows_a_made_up_municipality_and_says_so() {
    let folder = folder();
    let mut command = minside(folder.path());
    command.args(["demo", "--addr", "127.0.0.1:0", "--data", "here", "--systems", "400"]);
    let running = Running::start(&mut command);
    let client = Client::new(running.addr);
    let html = client.get("/").await.text();
    assert!(html.contains("Fjordvik kommune") && html.contains("Alle personer og opplysninger er oppdiktet."));
    assert!(client.get("/hva-vi-har").await.text().contains("Kommunen har 400 systemer."));
    assert!(folder.path().join("here/demo.db").exists());
}

#[test]
fn the_demo_is_for_this_machine_only() {
    let folder = folder();
    let ended = run(folder.path(), ["demo", "--addr", "0.0.0.0:0"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("The demo can only be served on this machine"), "{}", ended.stderr);
    assert_eq!(run(folder.path(), ["demo", "--systems", "5000"]).code, Some(2));
}

#[test]
fn the_demo_never_touches_the_database_of_an_installation() {
    let folder = folder();
    let mut command = minside(folder.path());
    command.args(["demo", "--addr", "127.0.0.1:0", "--data", "100% her?"]);
    command.env("MINSIDE__DATABASE__URL", "sqlite:real.db").env("MINSIDE__SERVER__ADDR", "0.0.0.0:0");
    command.env("MINSIDE__METRICS__ADDR", "not an address at all");
    let running = Running::start(&mut command);
    assert!(running.addr.ip().is_loopback());
    assert!(folder.path().join("100% her?/demo.db").exists());
    assert!(!folder.path().join("real.db").exists());
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let ended = run(folder.path(), ["demo", "--addr", &addr]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains(&format!("the address {addr} cannot be listened on")), "{}", ended.stderr);
    assert!(ended.stderr.contains("port 0 picks a free one"), "{}", ended.stderr);
    let ended = Ended::from(minside(folder.path()).arg("check").env("MINSIDE__SERVER__ADDR", &addr).output().unwrap());
    assert!(ended.stdout.contains(&format!("note   The address {addr} is taken")), "{ended:?}");
    let elsewhere = [("MINSIDE__SERVER__ADDR", "192.0.2.1:80"), ("MINSIDE__SERVER__PUBLIC_URL", "https://a.example")];
    let ended = Ended::from(minside(folder.path()).arg("check").envs(elsewhere).output().unwrap());
    assert_eq!(ended.code, Some(1));
    assert!(ended.stdout.contains("wrong  The address 192.0.2.1:80 cannot be listened on"), "{ended:?}");
    assert!(ended.stdout.contains("note   server.trusted_proxies is empty"), "{ended:?}");
}

/// `minside check` with this database; it must fail.
fn check_fails(folder: &Path, database: &str) -> String {
    let ended = Ended::from(minside(folder).arg("check").env("MINSIDE__DATABASE__URL", database).output().unwrap());
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let wrong: Vec<&str> = ended.stdout.lines().filter(|line| line.starts_with("wrong")).collect();
    assert_eq!(wrong.len(), 1, "{ended:?}");
    // What check says, serve says too.
    let served = Ended::from(minside(folder).arg("serve").env("MINSIDE__DATABASE__URL", database).output().unwrap());
    assert_eq!(served.code, Some(1), "{served:?}");
    assert!(wrong[0].contains(served.stderr.trim().trim_start_matches("minside: ")), "{served:?}");
    wrong[0].to_owned()
}

#[test]
fn a_file_whose_path_leads_nowhere_cannot_be_made() {
    let folder = folder();
    std::fs::write(folder.path().join("letter.db"), "Kjære kommune").unwrap();
    let mut command = minside(folder.path());
    let ended = Ended::from(
        command.arg("migrate").env("MINSIDE__DATABASE__URL", "sqlite:letter.db/below/minside.db").output().unwrap(),
    );
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("letter.db/below/minside.db cannot be opened for writing"), "{ended:?}");
}

#[test]
fn a_database_file_that_is_something_else_is_left_alone() {
    let folder = folder();
    let file = folder.path().join("letter.db");
    std::fs::write(&file, "Kjære kommune, ".repeat(100)).unwrap();
    let wrong = check_fails(folder.path(), "sqlite:letter.db");
    assert!(wrong.contains("letter.db is not an SQLite database"), "{wrong}");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("Kjære"));
    let wrong = check_fails(folder.path(), "sqlite:.");
    assert!(wrong.contains("it is a folder"), "{wrong}");
}

#[tokio::test]
async fn another_program_s_database_is_refused_and_not_changed() {
    use sqlx::{Connection, SqliteConnection};
    let folder = folder();
    let file = folder.path().join("other.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", file.display())).await.unwrap();
    sqlx::query("create table customer (id text)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    let wrong = check_fails(folder.path(), "sqlite:other.db");
    assert!(wrong.contains("not those of Min side (one is «customer»)"), "{wrong}");
    assert_eq!(std::fs::read(&file).unwrap(), before);

    let like_ours = folder.path().join("like-ours.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", like_ours.display())).await.unwrap();
    for statement in [
        "create table installation (schema_name text)",
        "create table _sqlx_migrations (version bigint)",
        "insert into installation values ('somebody else')",
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let before = std::fs::read(&like_ours).unwrap();
    let wrong = check_fails(folder.path(), "sqlite:like-ours.db");
    assert!(wrong.contains("not those of Min side (one is «installation»)"), "{wrong}");
    assert_eq!(std::fs::read(&like_ours).unwrap(), before);
}

both_databases! {
    async fn a_later_version_s_database_is_refused(engine: Engine) {
        let database = FreshDatabase::new(engine).await;
        let db = database.open().await;
        let mut tx = db.write().await.unwrap();
        server::on!(&mut tx, |conn| {
            sqlx::query("update _sqlx_migrations set version = 9999 where version = 2").execute(conn).await.map(|_| ()).unwrap();
        });
        tx.commit().await.unwrap();
        db.close().await;
        let wrong = check_fails(database.folder.path(), &database.url);
        assert!(
            wrong.contains("changed by a later version of minside (migration 9999; this program knows "),
            "{wrong}"
        );
    }
}

#[test]
fn a_database_that_may_not_be_written_is_told_with_the_way_out() {
    let folder = folder();
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let everybody = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    let data = folder.path().join("minside-data");
    let program = folder.path().join("minside");
    std::fs::copy(env!("CARGO_BIN_EXE_minside"), &program).unwrap();
    everybody(folder.path(), 0o755);
    everybody(&data, 0o555);
    everybody(&data.join("minside.db"), 0o444);
    // To root nothing is read-only, so root lends itself to nobody.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    let ended = Ended::from(command.arg("check").current_dir(folder.path()).output().unwrap());
    everybody(&data, 0o755);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stdout.contains("minside-data/minside.db cannot be opened for writing"), "{ended:?}");
    assert!(ended.stdout.contains("Give the user that runs minside the right to write"), "{ended:?}");
}

#[tokio::test]
async fn postgresql_that_cannot_be_reached_is_named_without_its_password() {
    let folder = folder();
    let wrong = check_fails(folder.path(), "postgres://minside:hunter2@127.0.0.1:1/minside");
    assert!(wrong.contains("PostgreSQL at 127.0.0.1:1/minside cannot be used: Connection refused"), "{wrong}");
    assert!(!wrong.contains("hunter2"), "{wrong}");

    let wrong = check_fails(folder.path(), "postgres://minside:/hunter2@127.0.0.1/minside");
    assert!(wrong.contains("write / and @ in a password as %2F and %40") && !wrong.contains("hunter2"), "{wrong}");

    let server = postgres_server();
    let quiet = minside(folder.path())
        .args(["migrate"])
        .env("MINSIDE__DATABASE__URL", format!("{server}?pasword=hunter2"))
        .env("MINSIDE__LOG__LEVEL", "trace")
        .output()
        .unwrap();
    let said = Ended::from(quiet);
    assert!(!said.stderr.contains("hunter2") && !said.stdout.contains("hunter2"), "{said:?}");
    let (user, place) = server.split_once('@').unwrap();
    let (user, _password) = user.rsplit_once(':').unwrap();
    let wrong = check_fails(folder.path(), &format!("{user}:wrong-one@{place}"));
    assert!(wrong.contains("password authentication failed"), "{wrong}");
    let wrong = check_fails(folder.path(), &server.replace("/postgres", "/nowhere").replace("nowhere:", "postgres:"));
    assert!(wrong.contains("database \"nowhere\" does not exist"), "{wrong}");
}

#[tokio::test]
async fn it_runs_on_postgresql_too() {
    let database = FreshDatabase::new(Engine::Postgres).await;
    let secret = database.folder.path().join("database-url");
    std::fs::write(&secret, format!("{}\n", database.url)).unwrap();
    let mut command = minside(database.folder.path());
    command.args(["serve", "--migrate"]).env("MINSIDE__SERVER__ADDR", "127.0.0.1:0");
    let running = Running::start(command.env("MINSIDE__DATABASE__URL_FILE", &secret));
    assert_eq!(Client::new(running.addr).get("/health/ready").await.status, 200);
    running.terminate();
    let (code, log) = running.wait();
    assert_eq!(code, Some(0), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_asks_the_login_providers_and_reads_the_file_of_roles() {
    let provider = crate::support::provider::ProviderDouble::start().await;
    let folder = folder();
    let at = folder.path().to_owned();
    let check = move |issuer: &str, file: &str| {
        let (mut command, issuer, file) = (minside(&at), issuer.to_owned(), file.to_owned());
        async move {
            let run = move || {
                let set = [("ISSUER", issuer.as_str()), ("CLIENT_ID", "x"), ("CLIENT_SECRET", "y")];
                let set = set.map(|(name, value)| (format!("MINSIDE__LOGIN__IDPORTEN__{name}"), value));
                let set = set.into_iter().filter(|_| !issuer.is_empty());
                Ended::from(command.arg("check").env("MINSIDE__STAFF__FILE", &file).envs(set).output().unwrap())
            };
            tokio::task::spawn_blocking(run).await.unwrap().stdout
        }
    };
    let issuer = provider.issuer();
    let said = check(&issuer, "").await;
    assert!(said.contains(&format!("ok     The login provider idporten answers at {issuer}.")), "{said}");
    let said = check("http://127.0.0.1:9", "roles.csv").await;
    assert!(said.contains("wrong  Nobody can log in with idporten: the provider does not answer"), "{said}");
    assert!(said.contains("wrong  staff.file: the file cannot be read"), "{said}");
    let roles = folder.path().join("roles.csv");
    std::fs::write(&roles, "login;id;national_id;name;role;until\n").unwrap();
    let said = check("", "roles.csv").await;
    assert!(said.contains("note   No login provider is set, so that nobody can log in."), "{said}");
    assert!(said.contains("ok     The file of roles roles.csv can be read."), "{said}");
    assert!(said.contains("note   Others on this machine may read the file of roles"), "{said}");
}
