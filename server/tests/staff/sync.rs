//! Roles that the municipality's file says.

use std::path::Path;

use jiff::SignedDuration;
use jiff::civil::date;
use server::office::Office;
use server::staff::grant::{give, standing};
use server::staff::nightly::nightly;
use server::staff::rules::{By, Source};
use server::staff::sync::{BadLine, COLUMNS, How, NotTaken, sync};
use server::subjects::identity_number::Deployment;

use crate::support::cases::OTHER;
use crate::support::employees::{ANE, KARI, OLA, PER, account, employee, given};
use crate::support::program::run;
use crate::support::{both_databases, log};

const TEST: Deployment = Deployment::Test;
const USUAL: How = How { dry_run: false, most: false };

fn file(lines: &[&str]) -> String {
    let mut text = COLUMNS.join(";");
    for line in lines {
        text.push_str("\r\n");
        text.push_str(line);
    }
    text
}

async fn take(office: &Office, lines: &[&str]) -> (usize, usize) {
    let changed = sync(office, TEST, &file(lines), USUAL).await.unwrap().unwrap();
    (changed.given.len(), changed.ended.len())
}

async fn roles(office: &Office, number: &str) -> Vec<String> {
    standing(office, &employee(number)).await.unwrap().roles().iter().map(ToString::to_string).collect()
}

both_databases! {
    async fn the_file_gives_what_it_says_and_ends_what_it_no_longer_says(engine: Engine) {
        let portal = crate::support::portal::Setup::new(engine).start().await;
        let office = &portal.office;
        give(office, By::Operator, &given(employee(KARI), "ombud")).await.unwrap().unwrap();
        let kari = format!("ansattporten;{KARI};;Kari Moen;caseworker:Dokumentsenteret;");
        let kari_too = format!("ansattporten;{KARI};;Kari Moen;owner:skole;2026-06-30");
        let ane = format!("entra;tenant-1/ane;{ANE};Ane Li;reviewer:health;");
        let lines = [kari.as_str(), &kari_too, &ane];
        assert_eq!(take(office, &lines).await, (3, 0));
        assert_eq!(take(office, &lines).await, (0, 0), "the same again changes nothing");
        assert_eq!(roles(office, KARI).await, ["caseworker:Dokumentsenteret", "owner:skole", "ombud"]);
        let found = standing(office, &account("ane")).await.unwrap();
        assert_eq!(found.employee.unwrap().own, Some(office.vault.own_mark(&office.vault.lookup(&crate::support::cases::person(ANE))).to_vec()));
        assert_eq!((found.grants[0].source, found.grants[0].ends_on), (Source::File, date(2026, 4, 4)), "30 days");
        // Each night the file is taken it holds for 30 days more.
        portal.clock.step(SignedDuration::from_hours(24));
        assert_eq!(take(office, &lines).await, (0, 0));
        assert_eq!(standing(office, &account("ane")).await.unwrap().grants[0].ends_on, date(2026, 4, 5));
        // One role less, and somebody who is not named any more.
        assert_eq!(take(office, &[&kari]).await, (0, 2));
        assert_eq!(roles(office, KARI).await, ["caseworker:Dokumentsenteret", "ombud"], "given by hand: left alone");
        assert_eq!(standing(office, &account("ane")).await.unwrap().grants, []);
        // A file that fails to come is not an answer for ever.
        portal.clock.step(SignedDuration::from_hours(24 * 31));
        assert_eq!(roles(office, KARI).await, ["ombud"]);
    }
}

both_databases! {
    async fn every_bad_line_is_named_and_nothing_is_changed(engine: Engine) {
        let portal = crate::support::portal::Setup::new(engine).start().await;
        let office = &portal.office;
        let good = format!("ansattporten;{KARI};;Kari Moen;ombud;");
        let lines = [
            format!("ansattporten;{KARI};{ANE};Kari Moen;ombud;"),
            format!("facebook;{KARI};;Kari Moen;ombud;"),
            "ansattporten;12345678901;;Per Vik;ombud;".to_owned(),
            "entra;per;;Per Vik;ombud;".to_owned(),
            format!("entra;t/per;{KARI}1;Per Vik;ombud;"),
            format!("ansattporten;{PER};;;ombud;"),
            format!("ansattporten;{PER};;Per Vik;boss;"),
            format!("ansattporten;{PER};;Per Vik;ombud;31.12.2026"),
            format!("ansattporten;{PER};;Per Vik;ombud;2026-03-04"),
            format!("ansattporten;{PER};;Per Vik;ombud;2029-01-01"),
            good.clone(),
            format!("ansattporten;{KARI};;Kari Li;administrator;"),
            format!("ansattporten;{PER};;{};ombud;", "x".repeat(501)),
            "ansattporten".to_owned(),
            format!("ansattporten;{KARI};{OLA};Kari Moen;owner:x;"),
            format!("ansattporten;{PER};;\"Per\nVik\";owner:x;"),
        ];
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let text = file(&lines);
        let mut said = Vec::new();
        for text in [text.replace("\r\n", "\n"), text] {
            let Err(NotTaken::BadLines(bad)) = sync(office, TEST, &text, USUAL).await.unwrap() else {
                panic!("the file was taken");
            };
            said.push(bad.iter().map(BadLine::to_string).collect::<Vec<_>>());
        }
        assert_eq!(said[0], said[1], "both kinds of line ends");
        let expected = [
            "line 3: the login is neither «ansattporten» nor «entra»",
            "line 4: the id is no national id",
            "line 5: the id is not TENANT/USER, the two ids that Entra ID has",
            "line 6: the national_id is none",
            "line 7: the name is empty",
            "line 8: the role is none of caseworker:UNIT, reviewer:SECTOR, owner:SYSTEM, ombud and administrator",
            "line 9: until is no date such as 2026-12-31",
            "line 10: until is over",
            "line 11: until is more than two years away",
            "line 12: the same employee has the same role in a line above",
            "line 13: the same employee has another name in a line above",
            "line 14: the name or the role is too long",
            "line 15: it has not as many columns as the first line",
            "line 16: the same employee has another national_id in a line above",
            "line 17: a field goes on over the end of the line, or holds another sign that nobody sees",
        ];
        assert_eq!(said[0], expected);
        assert_eq!(roles(office, KARI).await, [] as [&str; 0]);
    }
}

both_databases! {
    async fn a_file_that_is_empty_cut_or_no_table_changes_nothing(engine: Engine) {
        let portal = crate::support::portal::Setup::new(engine).start().await;
        let office = &portal.office;
        let all: Vec<String> =
            [KARI, PER, ANE, OLA].iter().map(|number| format!("ansattporten;{number};;Noen;ombud;")).collect();
        let lines: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(take(office, &lines).await, (4, 0));
        let not_taken = async |text: String, how| sync(office, TEST, &text, how).await.unwrap().unwrap_err();
        assert!(matches!(not_taken(file(&[]), USUAL).await, NotTaken::Empty));
        assert!(matches!(not_taken(file(&[";;;;;"]), USUAL).await, NotTaken::Empty));
        for no_table in ["", "\u{feff}", "navn;rolle\nKari;ombud", "login,id,national_id,name,role"] {
            assert!(matches!(not_taken(no_table.to_owned(), USUAL).await, NotTaken::NoColumns), "{no_table}");
        }
        let cut = file(&lines[..1]);
        assert!(matches!(not_taken(cut.clone(), USUAL).await, NotTaken::MostWouldEnd { ended: 3, before: 4 }));
        assert_eq!(roles(office, OLA).await, ["ombud"]);
        let dry = sync(office, TEST, &cut, How { dry_run: true, most: true }).await.unwrap().unwrap();
        assert_eq!(dry.ended.len(), 3);
        assert_eq!(roles(office, OLA).await, ["ombud"], "it was only said");
        let changed = sync(office, TEST, &cut, How { most: true, ..USUAL }).await.unwrap().unwrap();
        assert_eq!(changed.ended.len(), 3);
        assert_eq!(roles(office, OLA).await, [] as [&str; 0]);
        // A mark at the beginning, commas, columns in another order, quotation marks.
        let other = format!("\u{feff}role,login,id,name,until,national_id\nombud,ansattporten,{OLA},\"Li, Ola\",,\n");
        sync(office, TEST, &other, How { most: true, ..USUAL }).await.unwrap().unwrap();
        let named = standing(office, &employee(OLA)).await.unwrap().employee.unwrap();
        assert_eq!(named.name, "Li, Ola");
    }
}

#[tokio::test]
async fn people_who_are_made_up_are_none_where_people_are_not() {
    let portal = crate::support::start(crate::support::Engine::Sqlite).await;
    let text = file(&[&format!("ansattporten;{KARI};;Kari Moen;ombud;")]);
    let refused = sync(&portal.office, Deployment::Production, &text, USUAL).await.unwrap();
    assert!(matches!(refused, Err(NotTaken::BadLines(_))));
}

both_databases! {
    async fn each_night_what_has_run_out_is_ended_and_the_file_is_taken(engine: Engine) {
        let portal = crate::support::portal::Setup::new(engine).start().await;
        let (office, folder) = (&portal.office, portal.database.folder.path());
        let path = folder.join("roles.csv");
        log::keep();
        nightly(office, TEST, Some(&path)).await;
        assert!(!log::lines_with("The file of roles was not taken, and all roles are as they were").is_empty());
        std::fs::write(&path, file(&[&format!("ansattporten;{KARI};;Kari Moen;ombud;2026-03-06")])).unwrap();
        nightly(office, TEST, Some(&path)).await;
        assert_eq!(roles(office, KARI).await, ["ombud"]);
        portal.clock.step(SignedDuration::from_hours(48));
        nightly(office, TEST, None).await;
        let mut tx = portal.db.read().await.unwrap();
        assert_eq!(server::staff::store::count_by(&mut tx, Source::File).await.unwrap(), 0, "ended, and not only over");
        assert_eq!(log::lines_with(KARI), [] as [&str; 0]);
    }
}

/// `minside staff sync` with more arguments.
fn command(folder: &Path, more: &[&str]) -> crate::support::program::Ended {
    run(folder, ["staff", "sync", "roles.csv"].iter().chain(more).copied().collect::<Vec<_>>())
}

#[tokio::test]
async fn the_command_says_what_it_does_and_repeats_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("minside.toml"), "[municipality]\ntest = true\n").unwrap();
    run(at, ["migrate"]);
    assert!(command(at, &[]).stderr.contains("the file cannot be read"));
    let line = format!("ansattporten;{KARI};;Kari Moen;ombud;");
    std::fs::write(at.join("roles.csv"), file(&[&line, &format!("ansattporten;{PER};;Per;{OTHER};")])).unwrap();
    let refused = command(at, &[]);
    assert_ne!(refused.code, Some(0));
    assert!(refused.stderr.contains("line 3: the role is none of") && refused.stderr.contains("Nothing is changed."));
    assert!(!refused.stderr.contains(OTHER) && !refused.stderr.contains(PER), "{}", refused.stderr);
    std::fs::write(at.join("roles.csv"), file(&[&line])).unwrap();
    let dry = command(at, &["--dry-run"]);
    assert_eq!(dry.stdout, "given  Kari Moen  ombud\n1 roles would be given and 0 ended. Nothing is changed.\n");
    assert_eq!(command(at, &[]).stdout, "given  Kari Moen  ombud\n1 roles are given and 0 ended.\n");
    assert_eq!(command(at, &[]).stdout, "0 roles are given and 0 ended.\n");
    assert!(run(at, ["grant", "list"]).stdout.contains("Kari Moen  ombud  until "));
    assert!(run(at, ["grant", "list"]).stdout.contains("  file  (the file of roles)"));
}
