//! The register of systems: taken from a file, written to one, and what is done to the tasks of one system.

use std::time::Duration;

use app::model::Sector;
use jiff::SignedDuration;
use server::cases::submission::{Asked, Scope};
use server::demo;
use server::office::Office;
use server::systems::act::{Act, Touched, act};
use server::systems::circuit::store as circuit;
use server::systems::entry::COLUMNS;
use server::systems::import::{Change, NotTaken, Taken, import, read};
use server::systems::rules::{Codes, Review, Served, System};
use server::systems::{export, portal as own, store as systems};
use server::tasks::rules::{HumanReason, Step, TaskState};
use server::tasks::store as tasks;
use server::tasks::worker::Worker;

use crate::support::adapter::{Behaviour, Double};
use crate::support::cases::{accepted, access, add_systems, add_systems_like, erasure, send_notices, submission};
use crate::support::portal::start;
use crate::support::program::run;
use crate::support::{both_databases, rows};

const SKOLE: &str = r#"[{"key": "skole", "name": "Skolesystemet", "unit": "Oppvekst", "sector": "education",
    "served": "call", "url": "https://skole.example/innsyn", "categories": ["karakterer", "fravær"]}]"#;

async fn take(office: &Office, text: &str) -> Taken {
    import(office, text, false).await.unwrap().unwrap()
}

async fn all(office: &Office) -> Vec<System> {
    systems::systems(&mut office.db.read().await.unwrap(), 10_000).await.unwrap()
}

async fn refused(office: &Office, text: &str) -> Vec<String> {
    let before = all(office).await;
    let why = match import(office, text, false).await.unwrap().unwrap_err() {
        NotTaken::NoFile(why) => vec![why],
        NotTaken::Bad(bad) => bad.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(all(office).await, before, "nothing is changed");
    why
}

both_databases! {
    async fn a_file_adds_changes_and_leaves_alone(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let taken = take(office, SKOLE).await;
        assert_eq!(taken.changes, [Change::Added("skole".to_owned())]);
        assert_eq!(taken.silent[0].0, "skole");
        assert!(taken.silent[0].1.contains(&"purposes") && !taken.silent[0].1.contains(&"categories"));
        let skole = all(office).await.remove(0);
        assert_eq!((skole.served, skole.review, skole.limit_days), (Served::Call, Review::Reviewer, 14));
        assert_eq!(skole.steps, Codes::of(Step::ALL));
        assert_eq!(take(office, SKOLE).await.unchanged, 1, "the same again changes nothing");
        // A file with two columns changes those; what it does not name stays.
        let taken = take(office, "\u{feff}Nøkkel;Systemeier\r\nskole;Berit Strand\r\n").await;
        assert_eq!(taken.changes, [Change::Changed("skole".to_owned(), vec!["owner"])]);
        let changed = all(office).await.remove(0);
        assert_eq!(changed.record.owner, "Berit Strand");
        assert_eq!(changed.record.categories, skole.record.categories);
        let other = r#"[{"key": "hr", "name": "HR", "unit": "Organisasjon", "sector": "employment"}]"#;
        let dry = import(office, other, true).await.unwrap().unwrap();
        assert_eq!((dry.changes, dry.not_named), (vec![Change::Added("hr".to_owned())], vec!["skole".to_owned()]));
        assert_eq!(all(office).await.len(), 1, "a dry run changes nothing");
        let id = all(office).await[0].id;
        assert_eq!(systems::find_system(&mut office.db.read().await.unwrap(), id).await.unwrap(), Some(changed));
    }
}

both_databases! {
    async fn every_bad_line_is_said_with_its_number_and_nothing_is_changed(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        take(office, SKOLE).await;
        let lines = "Nøkkel;Fagsystem;Virksomhet;Sektor;Intern frist i dager;Arkivplikt\n\
            hr;HR;Org;employment;14;ja\n\
            Lønn;Lønn;Org;employment;14;ja\n\
            tid;Tid;Org;skole;0;ja\n\
            arkiv;Arkiv;Org;administration;to;ja\n\
            post;Post;Org;administration;14;kanskje\n\
            hr;HR igjen;Org;employment;14;nei\n\
            kart;Kart\n";
        assert_eq!(
            refused(office, lines).await,
            [
                "line 5: «Intern frist i dager» (limit_days) is no whole number",
                "line 6: «Arkivplikt» (archive_duty) is not ja or nei",
                "line 7: «Nøkkel» (key) is that of a system further up in the file",
                "line 8: has not as many columns as the first line",
            ]
        );
        let lines: String = lines.lines().take(4).map(|line| format!("{line}\n")).collect();
        assert_eq!(
            refused(office, &lines).await,
            [
                "line 3: «Nøkkel» (key) may have lower-case letters a to z, digits, and hyphens between them; at most 64",
                "line 4: «Sektor» (sector) is none of education, health, child-welfare, social, planning, technical, \
                 culture, employment, administration",
                "line 4: «Intern frist i dager» (limit_days) is not from 1 to 90",
            ]
        );
        let bad = [
            ("", "the first line does not name the column Nøkkel (key)"),
            ("Nøkkel;Farge\nskole;rød\n", "«Farge» is none of Nøkkel; Fagsystem;"),
            ("Fagsystem\nSkole\n", "the first line does not name the column Nøkkel (key)"),
            ("Nøkkel;key\nskole;skole\n", "the first line names the column key twice"),
            ("Nøkkel\n", "the file names no system"),
            ("Nøkkel;Formål\nskole;\"Linje\nhr;Noe\n", "line 2: a quotation mark is opened and never closed"),
            ("Nøkkel;Intern frist i dager;Arkivplikt\nskole;to;kanskje\n", "line 2: «Arkivplikt» (archive_duty) is not ja or nei"),
            ("[]", "the file names no system"),
            ("[{]", "the file is not JSON"),
            ("[1]", "entry 1: is no system"),
            (r#"[{"key": 7}]"#, "entry 1: «Nøkkel» (key) is no text"),
            (r#"[{"key": "hr", "farge": "rød"}]"#, "entry 1: «farge» is no column of the register"),
            (r#"[{"key": "hr", "purposes": [1]}]"#, "entry 1: «Formål» (purposes) is no list of texts"),
            (r#"[{"key": "hr", "served": "portal", "name": "HR", "unit": "Org", "sector": "employment"}]"#,
                "entry 1: «Betjening» (served) is «portal», which only this portal itself is"),
            (r#"[{"key": "skole", "url": "http://skole.example/"}]"#, "must begin with https"),
            (r#"[{"key": "skole", "url": ""}]"#, "where is the system called?"),
        ];
        for (text, why) in bad {
            let said = refused(office, text).await;
            assert!(said.iter().any(|said| said.contains(why)), "{text}: {said:?}");
        }
    }
}

both_databases! {
    async fn what_is_written_can_be_taken_again_and_changes_nothing(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        take(office, &demo::register(400, "127.0.0.1:9".parse().unwrap()).unwrap()).await;
        let formula = r#"[{"key": "a", "name": "=HYPERLINK(\"x\")", "unit": "-1", "sector": "social", "purposes": ["+1", "to"],
            "description": "over\nto linjer; med \"tegn\"", "recipients": ["a, b", "c"], "retired": true, "paused": true}]"#;
        take(office, formula).await;
        let before = all(office).await;
        let (csv, json) = (export::csv(&before), export::json(&before));
        assert!(csv.lines().all(|line| !line.starts_with('=') && !line.contains(";=") && !line.contains(";+")));
        assert_eq!(take(office, &json).await.unchanged, 401);
        let taken = take(office, &csv).await;
        // A line end inside of a text is the one thing that a table does not keep.
        assert_eq!(taken.changes, [Change::Changed("a".to_owned(), vec!["description"])]);
        let first = csv.lines().next().unwrap().trim_start_matches('\u{feff}');
        assert_eq!(first.split(';').collect::<Vec<_>>(), COLUMNS.map(|(_, csv, _)| csv));
        assert_eq!(read(&csv).unwrap().len(), 401);
    }
}

both_databases! {
    async fn the_portal_is_in_its_own_register_and_stays_it(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        for _ in 0..2 {
            let mut tx = office.db.write().await.unwrap();
            own::ensure(&mut tx, "Dokumentsenteret", 0).await.unwrap();
            tx.commit().await.unwrap();
        }
        let found = all(office).await;
        assert_eq!(found.iter().map(|system| (system.key.as_str(), system.served)).collect::<Vec<_>>(), [(own::KEY, Served::Portal)]);
        assert_eq!(take(office, &export::csv(&found)).await.unchanged, 1);
        let taken = take(office, r#"[{"key": "minside", "owner": "Kari"}]"#).await;
        assert_eq!(taken.changes, [Change::Changed("minside".to_owned(), vec!["owner"])]);
        assert!(refused(office, r#"[{"key": "minside", "served": "manual"}]"#).await[0].contains("must stay «portal»"));
    }
}

both_databases! {
    async fn a_claim_asks_the_systems_it_concerns_by_program_where_there_is_one(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let entry = |key: &str, rest: &str| {
            format!(r#"{{"key": "{key}", "name": "{key}", "unit": "Oppvekst", {rest}}}"#)
        };
        let entries = [
            entry("skole", r#""sector": "education", "served": "pull", "categories": ["Karakterer"]"#),
            entry("sfo", r#""sector": "education", "served": "manual", "categories": ["oppmøte"]"#),
            entry("lege", r#""sector": "health", "served": "pull", "steps": ["assess"]"#),
            entry("gammel", r#""sector": "health", "served": "pull", "retired": true"#),
            entry("bare-dnr", r#""sector": "culture", "served": "pull", "identifiers": ["dnr"], "rights": ["access"]"#),
        ];
        take(office, &format!("[{}]", entries.join(","))).await;
        let asked = async |asked: Vec<Asked>| {
            let receipt = accepted(office, &submission(asked).anyway()).await;
            let mut tx = office.db.read().await.unwrap();
            let names = all(office).await;
            let mut found = Vec::new();
            for claim in server::cases::store::claims_of(&mut tx, receipt.case).await.unwrap() {
                for task in tasks::tasks_of(&mut tx, claim.id).await.unwrap() {
                    let key = names.iter().find(|system| system.id == task.system).unwrap().key.clone();
                    let why = match task.state {
                        TaskState::Ready { .. } => None,
                        TaskState::WithHuman(why) => Some(why),
                        other => panic!("{other:?}"),
                    };
                    found.push((key, task.step, why));
                }
            }
            found.sort_by(|one, other| one.0.cmp(&other.0));
            found
        };
        let row = |key: &str, step: Step, why: Option<HumanReason>| (key.to_owned(), step, why);
        let (manual, not_served) = (Some(HumanReason::Manual), Some(HumanReason::NotServed));
        assert_eq!(
            asked(vec![access()]).await,
            [
                row("bare-dnr", Step::Collect, not_served),
                row("lege", Step::Collect, not_served),
                row("sfo", Step::Collect, manual),
                row("skole", Step::Collect, None),
            ]
        );
        assert_eq!(
            asked(vec![erasure()]).await,
            [row("lege", Step::Assess, None), row("sfo", Step::Assess, manual), row("skole", Step::Assess, None)]
        );
        let scope = |sectors: &[Sector], categories: &[&str]| Asked::Access {
            scope: Scope {
                sectors: sectors.to_vec(),
                categories: categories.iter().map(|category| (*category).to_owned()).collect(),
                ..Scope::default()
            },
        };
        assert_eq!(asked(vec![scope(&[Sector::Health], &[])]).await, [row("lege", Step::Collect, not_served)]);
        assert_eq!(asked(vec![scope(&[], &["karakterer"])]).await, [row("skole", Step::Collect, None)]);
        send_notices(office).await;
    }
}

both_databases! {
    async fn a_system_that_cannot_be_reached_is_left_alone_and_its_tasks_lose_nothing_by_it(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        add_systems(office, 1, Served::Call).await;
        for number in 0..8 {
            let scope = Scope { categories: vec![format!("sak {number}")], ..Scope::default() };
            accepted(office, &submission(vec![Asked::Access { scope }]).anyway()).await;
        }
        let failing = Worker::new(office.clone(), Some(Double::new(Behaviour::FailsFirst(99))), "w");
        let health = async || circuit::health(&mut office.db.read().await.unwrap(), 10).await.unwrap().remove(0);
        for _ in 0..5 {
            assert_eq!(failing.step().await.unwrap().failed, 1);
        }
        let now = office.clock.now_ms();
        assert_eq!((health().await.failures, health().await.open_until), (5, Some(now + 30_000)));
        assert_eq!(health().await.state(now), "left alone for 30 s after 5 failures, last busy");
        assert_eq!(failing.step().await.unwrap().leased, 0, "nobody tries");
        assert_eq!((health().await.ready, health().await.leased), (8, 0));
        // One try when the time is over; another failure doubles the time.
        portal.clock.step(SignedDuration::try_from(Duration::from_secs(31)).unwrap());
        assert_eq!(failing.step().await.unwrap().leased, 1);
        assert_eq!(failing.step().await.unwrap().leased, 0);
        assert_eq!(health().await.open_until, Some(office.clock.now_ms() + 60_000));
        // Somebody who knows better closes it at once; the first answer makes all well.
        let done = act(office, None, Act::Retry).await.unwrap().unwrap();
        assert_eq!(done, Touched { systems: 1, tasks: 8 });
        let answering = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "w");
        assert_eq!(answering.step().await.unwrap().answered, 1);
        assert_eq!((health().await.failures, health().await.open_until), (0, None));
        while answering.step().await.unwrap().answered > 0 {}
        send_notices(office).await;
    }
}

both_databases! {
    async fn the_tasks_of_a_system_are_paused_given_to_people_and_asked_for_again(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        take(office, &SKOLE.replace("\"call\", \"url\": \"https://skole.example/innsyn\"", "\"pull\", \"steps\": [\"collect\"]")).await;
        accepted(office, &submission(vec![access(), erasure()])).await;
        send_notices(office).await;
        let counts = async || {
            let health = circuit::health(&mut office.db.read().await.unwrap(), 10).await.unwrap().remove(0);
            (health.ready, health.with_human, health.paused)
        };
        assert_eq!(counts().await, (1, 1, false));
        assert_eq!(act(office, Some("skole"), Act::Pause).await.unwrap(), Some(Touched { systems: 1, tasks: 0 }));
        assert_eq!(counts().await, (1, 1, true));
        assert_eq!(act(office, None, Act::Resume).await.unwrap(), Some(Touched { systems: 1, tasks: 0 }));
        assert_eq!(act(office, Some("skole"), Act::WithHuman).await.unwrap(), Some(Touched { systems: 1, tasks: 1 }));
        assert_eq!(counts().await, (0, 2, false));
        assert_eq!(act(office, Some("skole"), Act::Retry).await.unwrap(), Some(Touched { systems: 1, tasks: 1 }));
        assert_eq!(counts().await, (1, 1, false), "what its adapter does not do stays with people");
        assert_eq!(act(office, Some("ingen"), Act::Retry).await.unwrap(), None);
        // However near its limit, a task that is asked for again waits for the adapter for an hour.
        portal.clock.step(SignedDuration::from_hours(24 * 12));
        act(office, Some("skole"), Act::Retry).await.unwrap();
        assert_eq!(server::tasks::people::ask_people(office).await.unwrap(), 0);
        portal.clock.step(SignedDuration::from_hours(1));
        assert_eq!(server::tasks::people::ask_people(office).await.unwrap(), 1);
        // A system that loses its adapter loses no task.
        act(office, Some("skole"), Act::Retry).await.unwrap();
        let taken = take(office, r#"[{"key": "skole", "served": "manual"}]"#).await;
        assert_eq!((taken.to_people, counts().await), (1, (0, 2, false)));
        let mut tx = office.db.write().await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from audit_event where action = 'system.told'").await, 6);
    }
}

#[test]
fn the_register_is_kept_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let minside = |arguments: &[&str]| run(folder.path(), ["systems"].iter().chain(arguments));
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    std::fs::write(folder.path().join("skole.json"), SKOLE).unwrap();
    let ended = minside(&["import", "skole.json", "--dry-run"]);
    assert!(
        ended.stdout.ends_with("1 would be added, 0 changed, 0 are as they were. Nothing is changed.\n"),
        "{ended:?}"
    );
    let ended = minside(&["import", "skole.json"]);
    assert!(
        ended.stdout.starts_with("added    skole\nnote     skole does not say what Art. 30 demands: purposes,"),
        "{ended:?}"
    );
    let csv = minside(&["export"]).stdout;
    assert!(csv.contains("\nminside;Min side;Dokumentsenteret;administration;"), "{csv}");
    std::fs::write(folder.path().join("alle.csv"), &csv).unwrap();
    let ended = minside(&["import", "alle.csv"]);
    assert!(ended.stdout.ends_with("0 are added, 0 changed, 2 are as they were.\n"), "{ended:?}");
    assert!(minside(&["export", "--format", "json"]).stdout.contains("\"url\": \"https://skole.example/innsyn\""));
    std::fs::write(folder.path().join("feil.csv"), "Nøkkel;Sektor\nskole;fjell\n").unwrap();
    let ended = minside(&["import", "feil.csv"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("line 2: «Sektor» (sector) is none of education"), "{ended:?}");
    assert!(ended.stderr.contains("Nothing is changed."), "{ended:?}");
    assert_eq!(minside(&["import", "ingen.csv"]).code, Some(1));
    assert_eq!(minside(&["pause", "skole"]).stdout, "1 systems, 0 tasks.\n");
    assert!(minside(&["status"]).stdout.contains("skole  call  paused  0  0  0\n"));
    assert!(minside(&["retry", "ingen"]).stderr.contains("no system has this key"));
    assert_eq!(minside(&["retry"]).code, Some(2));
    assert_eq!(minside(&["resume", "--all"]).stdout, "2 systems, 0 tasks.\n");
}

both_databases! {
    async fn a_system_out_of_use_is_asked_nothing_and_let_in_no_more(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = crate::support::api::adapter(&portal, "skole", |system| system.at_once = 5).await;
        add_systems_like(office, 1, Served::Call, |system| system.key = "hr".to_owned()).await;
        accepted(office, &submission(vec![access(), erasure()])).await;
        send_notices(office).await;
        let task = skole.claim(1).await.remove(0);
        let taken = take(office, r#"[{"key": "skole", "retired": true}, {"key": "hr", "retired": true}]"#).await;
        assert_eq!(taken.to_people, 4, "also what an adapter has");
        assert_eq!(skole.answer(&task, serde_json::json!({"outcome": "no_data"})).await.status, 401);
        assert_eq!(act(office, None, Act::Retry).await.unwrap(), Some(Touched { systems: 2, tasks: 0 }));
        let mut tx = office.db.write().await.unwrap();
        // However it came to be there: nobody is sent it.
        rows::run(&mut tx, "update task set state = 'ready', due_at = 1, human_reason = null").await.unwrap();
        tx.commit().await.unwrap();
        let worker = Worker::new(office.clone(), Some(Double::new(Behaviour::Answers)), "w");
        assert_eq!(worker.step().await.unwrap().leased, 0);
        let wish = server::tasks::lease::Wish { system: skole.system, by: "x".to_owned(), most: 5, lease_ms: 1000 };
        assert_eq!(server::tasks::lease::of_systems(office, &[wish]).await, [Ok(vec![])]);
    }
}
