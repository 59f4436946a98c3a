//! Employees: roles that are given and ended, and what somebody without one sees.

mod claims;
mod sync;

use std::io::Write;
use std::process::Stdio;

use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::json;
use server::id::{EmployeeId, GrantId};
use server::login::session::Who;
use server::office::Office;
use server::staff::grant::{Given, Refused, end, give, standing};
use server::staff::rules::{By, Employee, Ended, Grant, Role, Source};
use server::staff::store as staff;

use crate::support::cases::{OTHER, PERSON, person};
use crate::support::client::Client;
use crate::support::employees::{self, employee};
use crate::support::portal::Setup;
use crate::support::program::{Ended as Finished, minside, run};
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, both_databases};

fn given(role: &str) -> Given {
    employees::given(employee(PERSON), role)
}

async fn roles(office: &Office, who: &Who) -> Vec<String> {
    standing(office, who).await.unwrap().roles().iter().map(Role::to_string).collect()
}

async fn log_in(provider: &ProviderDouble, client: &Client, door: &str) -> u16 {
    let answer = provider.log_in_through(client, door).await;
    if answer.status == 303 {
        assert_eq!(answer.header("location"), "/saksbehandling");
    }
    answer.status
}

both_databases! {
    async fn a_role_is_given_shown_and_ended_at_once(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let office = &portal.office;
        provider.change(|script| script.claims = json!({ "acr": "high" }));
        let client = portal.client();
        assert_eq!(log_in(&provider, &client, "ansattporten").await, 303);
        assert!(client.get("/saksbehandling").await.text().contains("Du har ingen rolle her ennå"));
        let grant = give(office, By::Operator, &given("reviewer:health")).await.unwrap().unwrap();
        give(office, By::Operator, &given("caseworker:Dokumentsenteret")).await.unwrap().unwrap();
        let page = client.get("/saksbehandling").await.text();
        for text in ["Vurderer for en sektor", "Helse og omsorg", "Saksbehandler", "Dokumentsenteret", "31. desember 2026"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(page.contains("href=\"/saksbehandling\" aria-current=\"page\""), "{page}");
        end(office, By::Operator, grant, "Byttet jobb").await.unwrap().unwrap();
        let page = client.get("/saksbehandling").await.text();
        assert!(!page.contains("Helse og omsorg") && page.contains("Dokumentsenteret"), "at once: {page}");
        // The same person as a citizen has no role, and an employee is no citizen.
        assert_eq!(roles(office, &Who::Citizen(person(PERSON))).await, [] as [&str; 0]);
        assert_eq!(client.get("/min-side").await.status, 303);
    }
}

both_databases! {
    async fn a_role_is_over_after_its_last_day_and_can_be_given_anew(engine: Engine) {
        let portal = Setup::new(engine).start().await;
        let office = &portal.office;
        let until = Given { ends_on: date(2026, 3, 6), ..given("ombud") };
        give(office, By::Operator, &until).await.unwrap().unwrap();
        assert_eq!(give(office, By::Operator, &until).await.unwrap(), Err(Refused::Held));
        portal.clock.step(SignedDuration::from_hours(35));
        assert_eq!(roles(office, &employee(PERSON)).await, ["ombud"], "23 o'clock on the last day");
        portal.clock.step(SignedDuration::from_hours(1));
        assert_eq!(roles(office, &employee(PERSON)).await, [] as [&str; 0]);
        give(office, By::Operator, &given("ombud")).await.unwrap().unwrap();
        assert_eq!(roles(office, &employee(PERSON)).await, ["ombud"]);
    }
}

both_databases! {
    async fn nobody_gives_a_role_to_themselves_under_either_of_their_logins(engine: Engine) {
        let portal = Setup::new(engine).start().await;
        let office = &portal.office;
        give(office, By::Operator, &given("administrator")).await.unwrap().unwrap();
        let me = By::Employee(standing(office, &employee(PERSON)).await.unwrap().employee.unwrap().id);
        let refused = async |given: &Given| give(office, me, given).await.unwrap().unwrap_err();
        assert_eq!(refused(&given("reviewer:health")).await, Refused::Oneself);
        // Another login of mine, whatever number I say that it has.
        let account = |number| Given { who: employees::account("me"), own: Some(person(number)), ..given("reviewer:health") };
        assert_eq!(refused(&account(OTHER)).await, Refused::Unknown);
        assert_eq!(refused(&account(PERSON)).await, Refused::Unknown);
        give(office, By::Operator, &Given { role: Role::Ombud, ..account(PERSON) }).await.unwrap().unwrap();
        assert_eq!(refused(&account(OTHER)).await, Refused::Oneself, "a known number is not changed by a colleague");
        assert_eq!(roles(office, &employees::account("me")).await, ["ombud"]);
        // Whose own number is not known gives nothing to anybody.
        let unknown = Given { own: None, who: employees::account("unknown"), ..given("administrator") };
        give(office, By::Operator, &unknown).await.unwrap().unwrap();
        let them = standing(office, &unknown.who).await.unwrap().employee.unwrap().id;
        let given_by_them = give(office, By::Employee(them), &Given { who: employee(OTHER), ..given("ombud") }).await.unwrap();
        assert_eq!(given_by_them, Err(Refused::Unknown));
        // And so does who was an administrator until a moment ago.
        give(office, me, &Given { who: employee(OTHER), ..given("ombud") }).await.unwrap().unwrap();
        let mine = standing(office, &employee(PERSON)).await.unwrap().grants.remove(0);
        end(office, By::Operator, mine.id, "Sluttet").await.unwrap().unwrap();
        assert_eq!(refused(&Given { who: employee(OTHER), ..given("owner:skole") }).await, Refused::NotAdministrator);
        let theirs = standing(office, &employee(OTHER)).await.unwrap().grants.remove(0);
        assert_eq!(end(office, me, theirs.id, "x").await.unwrap(), Err(Refused::NotAdministrator));
        assert_eq!(theirs.given_by, me.to_string());
    }
}

#[tokio::test]
async fn a_role_that_makes_no_sense_is_not_given() {
    let portal = crate::support::start(Engine::Sqlite).await;
    let office = &portal.office;
    let citizen = Who::Citizen(person(PERSON));
    let good = || given("administrator");
    for (given, why) in [
        (Given { who: citizen, ..good() }, Refused::Citizen),
        (Given { reason: " ".to_owned(), ..good() }, Refused::NoReason),
        (Given { name: String::new(), ..good() }, Refused::NoName),
        (Given { ends_on: date(2026, 3, 4), ..good() }, Refused::Over(date(2026, 3, 4))),
        (Given { ends_on: date(2028, 3, 7), ..good() }, Refused::TooLong(date(2028, 3, 7))),
    ] {
        assert_eq!(give(office, By::Operator, &given).await.unwrap(), Err(why));
    }
    assert_eq!(end(office, By::Operator, GrantId::new(0), "x").await.unwrap(), Err(Refused::NotHeld));
    assert_eq!(end(office, By::Operator, GrantId::new(0), " ").await.unwrap(), Err(Refused::NoReason));
}

both_databases! {
    async fn of_two_who_give_the_same_at_once_one_gives_it(engine: Engine) {
        let portal = Setup::new(engine).start().await;
        let (good, office) = (given("administrator"), &portal.office);
        let (one, two) = tokio::join!(give(office, By::Operator, &good), give(office, By::Operator, &good));
        let mut said = [one.unwrap().is_ok(), two.unwrap().is_ok()];
        said.sort_unstable();
        assert_eq!(said, [false, true]);
        assert_eq!(roles(office, &employee(PERSON)).await, ["administrator"]);
    }
}

#[tokio::test]
async fn entra_id_names_an_employee_by_user_and_tenant_and_nothing_else() {
    let provider = ProviderDouble::start().await;
    let portal = provider.setup_with_employees(Engine::Sqlite).start().await;
    let who = Who::User { user: "user-1".to_owned(), tenant: "tenant-1".to_owned() };
    give(&portal.office, By::Operator, &Given { who, ..given("ombud") }).await.unwrap().unwrap();
    for (claims, status, role) in [
        (json!({ "oid": "user-1", "tid": "tenant-1", "acr": null, "pid": null }), 303, true),
        (json!({ "oid": "user-1", "tid": "tenant-2", "acr": null, "pid": null }), 303, false),
        (json!({ "oid": "user-2", "tid": "tenant-1", "acr": null }), 303, false),
        (json!({ "oid": "user-1", "acr": null }), 403, false),
        (json!({ "tid": "tenant-1", "acr": null }), 403, false),
    ] {
        let client = portal.client();
        provider.change(|script| script.claims = claims.clone());
        assert_eq!(log_in(&provider, &client, "entra").await, status, "{claims}");
        if status == 303 {
            assert_eq!(client.get("/saksbehandling").await.text().contains("Personvernombud</dt>"), role, "{claims}");
        }
    }
}

both_databases! {
    async fn the_tables_of_employees_keep_what_they_are_given(engine: Engine) {
        let portal = Setup::new(engine).start().await;
        let mut tx = portal.db.write().await.unwrap();
        let (kari, per) = (EmployeeId::new(1), EmployeeId::new(2));
        let called = |id, name: &str, own: Option<&[u8]>| Employee { id, name: name.to_owned(), own: own.map(<[u8]>::to_vec) };
        assert!(staff::insert_employee(&mut tx, &called(kari, "Kari", None), b"kari", 1).await.unwrap());
        assert!(!staff::insert_employee(&mut tx, &called(per, "Per", None), b"kari", 1).await.unwrap());
        assert!(staff::insert_employee(&mut tx, &called(per, "Per", Some(b"own")), b"per", 1).await.unwrap());
        staff::change_employee(&mut tx, kari, Some("Kari Moen"), None).await.unwrap();
        assert_eq!(staff::find_employee(&mut tx, b"kari").await.unwrap(), Some(called(kari, "Kari Moen", None)));
        staff::change_employee(&mut tx, per, None, None).await.unwrap();
        assert_eq!(staff::name_of(&mut tx, kari).await.unwrap().as_deref(), Some("Kari Moen"));
        assert_eq!(staff::name_of(&mut tx, EmployeeId::new(0)).await.unwrap(), None);
        assert_eq!(staff::find_employee(&mut tx, b"per").await.unwrap(), Some(called(per, "Per", Some(b"own"))));
        assert_eq!(staff::own_of(&mut tx, kari).await.unwrap(), None);
        staff::change_employee(&mut tx, kari, None, Some(b"hers")).await.unwrap();
        assert_eq!(staff::own_of(&mut tx, kari).await.unwrap().as_deref(), Some(b"hers".as_slice()));
        assert_eq!(staff::lock_employee(&mut tx, b"per").await.unwrap(), Some(per));
        assert_eq!(staff::lock_employee(&mut tx, b"ola").await.unwrap(), None);
        let grant = |employee, role: Role| Grant {
            id: GrantId::new(5),
            employee,
            role,
            source: Source::Given,
            given_at: 5,
            given_by: By::Operator.to_string(),
            reason: "ny".to_owned(),
            ends_on: date(2026, 12, 31),
            ended: None,
        };
        let owner = grant(kari, Role::Owner { system: "skole".to_owned() });
        assert!(staff::insert_grant(&mut tx, &owner).await.unwrap());
        assert!(!staff::insert_grant(&mut tx, &grant(kari, owner.role.clone())).await.unwrap(), "once at a time");
        let ombud = grant(per, Role::Ombud);
        assert!(staff::insert_grant(&mut tx, &ombud).await.unwrap());
        let named = |grant: &Grant, name: &str| (name.to_owned(), grant.clone());
        let open = staff::open_grants(&mut tx, 10).await.unwrap();
        assert_eq!(open, [named(&owner, "Kari Moen"), named(&ombud, "Per")]);
        assert_eq!(staff::open_grants(&mut tx, 1).await.unwrap().len(), 1);
        let ended = Ended { at: 6, by: By::Operator.to_string(), reason: "slutt".to_owned() };
        assert!(staff::end_grant(&mut tx, owner.id, &ended).await.unwrap());
        assert!(!staff::end_grant(&mut tx, owner.id, &ended).await.unwrap());
        let again = grant(kari, owner.role.clone());
        assert!(staff::insert_grant(&mut tx, &again).await.unwrap(), "what is ended can be given anew");
        let mut all = staff::grants_of(&mut tx, kari).await.unwrap();
        all.sort_by_key(|grant| grant.ended.is_none());
        assert_eq!(all, [Grant { ended: Some(ended), ..owner.clone() }, again.clone()]);
        // The same role, as the file says it, is another grant.
        let said = Grant { id: GrantId::new(7), source: Source::File, ..owner };
        assert!(staff::insert_grant(&mut tx, &said).await.unwrap());
        assert_eq!(staff::count_by(&mut tx, Source::File).await.unwrap(), 1);
        let by_file = staff::employees_by(&mut tx, Source::File).await.unwrap();
        assert_eq!(by_file, [(b"kari".to_vec(), called(kari, "Kari Moen", Some(b"hers")))]);
        assert_eq!(staff::employees_by(&mut tx, Source::Claims).await.unwrap(), []);
        let mut out = async |source, day| staff::run_out(&mut tx, source, day, 10).await.unwrap().len();
        assert_eq!(out(Source::File, date(2026, 12, 31)).await, 0, "the last day counts");
        assert_eq!(out(Source::File, date(2027, 1, 1)).await, 1);
        assert_eq!(out(Source::Claims, date(2027, 1, 1)).await, 0);
        staff::prolong_grant(&mut tx, said.id, date(2027, 1, 31)).await.unwrap();
        assert_eq!(staff::run_out(&mut tx, Source::File, date(2027, 1, 1), 10).await.unwrap().len(), 0);
    }
}

/// `minside grant add`, with a number on standard input.
fn add(folder: &std::path::Path, arguments: &[&str], number: &str) -> Finished {
    let mut command = minside(folder);
    command.env("MINSIDE__MUNICIPALITY__TEST", "true").args(["grant", "add"]).args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(number.as_bytes()).unwrap();
    Finished::from(child.wait_with_output().unwrap())
}

#[tokio::test]
async fn the_first_administrator_is_made_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    run(at, ["migrate"]);
    assert_eq!(run(at, ["grant", "list"]).stdout, "Nobody has a role.\n");
    let more = ["--name", "Kari Moen", "--until", "2027-01-31", "--reason", "Første administrator"];
    let arguments = |who: &'static str, role: &'static str| [[who, role].as_slice(), &more].concat();
    let made = add(at, &arguments("ansattporten", "administrator"), &format!("{OTHER}\n"));
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
    assert!(made.stdout.starts_with("administrator until 2027-01-31, with the id "), "{}", made.stdout);
    let listed = run(at, ["grant", "list"]).stdout;
    assert!(listed.contains("  Kari Moen  administrator  until 2027-01-31  given  (Første administrator)"), "{listed}");
    for (who, role, number, why) in [
        ("ansattporten", "administrator", OTHER, "they have this role already"),
        ("ansattporten", "administrator", "123", "a national identity number has 11 digits"),
        ("ansattporten", "boss", OTHER, "«boss» is no role. There are caseworker:UNIT"),
        ("kari", "ombud", OTHER, "say «ansattporten», or «entra:TENANT/USER»"),
    ] {
        let refused = add(at, &arguments(who, role), number);
        assert_ne!(refused.code, Some(0));
        let said = refused.stderr.replace("\n", " ");
        assert!(said.contains(why) && !said.contains(OTHER), "{why}: {said}");
    }
    assert_eq!(add(at, &arguments("entra:tenant/user", "ombud"), "").code, Some(0));
    let id = listed.split_whitespace().next().unwrap().to_owned();
    let ended = run(at, ["grant", "end", &id, "--reason", "Sluttet"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert!(run(at, ["grant", "end", &id, "--reason", "Sluttet"]).stderr.contains("no role in force with this id"));
    let verified = run(at, ["audit", "verify"]);
    assert_eq!(verified.code, Some(0), "{}", verified.stdout);
}
