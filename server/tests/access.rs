//! Who may use which route: every route as every kind of person, compared with the table in docs/SECURITY.md.

use std::collections::BTreeSet;

use app::PAGES;
use app::model::ask::Step;
use serde_json::json;
use server::login::session::Who;

use crate::casework::case_with_answers;
use crate::support::cases::{OTHER, PERSON, person};
use crate::support::client::{Answer, Client};
use crate::support::employees::{ANE, KARI, OLA, PER, employee, give_roles, whose};
use crate::support::provider::ProviderDouble;
use crate::support::{TestPortal, both_databases};

/// The kinds of people, as the table's columns name them.
const PEOPLE: [&str; 9] = [
    "nobody",
    "citizen",
    "citizen, safely",
    "another citizen",
    "employee",
    "caseworker",
    "health reviewer",
    "administrator",
    "caseworker, own case",
];

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The table: method, route, and a word for each kind of person.
fn table() -> Vec<(String, String, Vec<String>)> {
    let document = file("docs/SECURITY.md");
    let (_, after) = document.split_once("## Routes and who may use them").unwrap();
    let lines: Vec<Vec<String>> = after
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    assert_eq!(lines[0][1..], PEOPLE, "the columns");
    lines[2..]
        .iter()
        .map(|cells| {
            let (method, route) = cells[0].trim_matches('`').split_once(' ').unwrap();
            (method.to_owned(), route.to_owned(), cells[1..].to_vec())
        })
        .collect()
}

/// Every route that there is.
fn routes() -> BTreeSet<String> {
    let router = file("server/src/http/router.rs");
    let forms = [
        app::model::display::ACTION,
        app::model::login::LOG_OUT,
        app::model::login::LOG_OUT_EVERYWHERE,
        app::model::login::STAY,
        app::model::roles::GIVE,
        app::model::roles::END,
        app::model::work::TAKE,
        app::model::work::HAND_OVER,
        app::model::work::NO_REPLY,
        app::model::verify::KEYS,
        app::model::case::WITHDRAW,
        app::model::case::ASK_AGAIN,
        app::model::data::POINT_OUT,
        app::model::profile::CHANGE_CONTACT,
        app::model::messages::WRITE,
        app::model::messages::WRITE_TO_PERSON,
        app::model::ask::SEND,
        app::model::ask::DISCARD,
        app::model::ask::REMOVE,
        app::model::ask::REMOVE_FILE,
    ];
    let written = router.match_indices(".route(\"").map(|(at, _)| router[at..].split('"').nth(1).unwrap());
    // Every other one is named by a constant.
    let in_loops = [".route(page.path", ".route(step.action()"].map(|route| router.matches(route).count());
    let named = router.matches(".route(").count() - written.clone().count() - in_loops.iter().sum::<usize>();
    assert_eq!(named, forms.len(), "a route that this test does not know by name");
    let answers = Step::ALL.into_iter().filter(|step| *step != Step::Review).map(|step| step.action().to_owned());
    PAGES.iter().map(|page| page.path).chain(forms).chain(written).map(str::to_owned).chain(answers).collect()
}

/// The forms that files are sent with.
const WITH_FILES: [&str; 4] =
    [app::model::messages::WRITE, app::model::messages::WRITE_TO_PERSON, Step::Who.action(), Step::Wrong.action()];

struct Everybody {
    _portal: TestPortal,
    clients: Vec<Client>,
    /// What each one's forms say of whose they are.
    whose: Vec<String>,
    reference: String,
}

impl Everybody {
    /// New for every try of a route that may change something.
    async fn new(engine: crate::support::Engine) -> Self {
        let provider = ProviderDouble::start().await;
        let setup = provider.setup_with_employees(engine).with("LOGIN__IDPORTEN__LEVEL", "substantial");
        // Everybody asks for everything, from one address.
        let portal = setup.with("LIMITS__REQUESTS_PER_MINUTE", 0).start().await;
        let office = &portal.office;
        let (reference, _) = case_with_answers(office).await;
        let unit = "caseworker:Dokumentsenteret";
        for (number, role) in [(KARI, unit), (PER, "reviewer:health"), (ANE, "administrator"), (PERSON, unit)] {
            give_roles(office, number, "Noen", &[role]).await;
        }
        let mut clients = vec![portal.client()];
        let mut people = vec![Who::Citizen(person(PERSON))];
        for (door, number, acr) in [
            ("idporten", PERSON, "idporten-loa-substantial"),
            ("idporten", PERSON, "idporten-loa-high"),
            ("idporten", OTHER, "idporten-loa-high"),
            ("ansattporten", OLA, "high"),
            ("ansattporten", KARI, "high"),
            ("ansattporten", PER, "high"),
            ("ansattporten", ANE, "high"),
            ("ansattporten", PERSON, "high"),
        ] {
            let client = portal.client();
            provider.change(|script| script.claims = json!({ "acr": acr, "pid": number }));
            assert_eq!(provider.log_in_through(&client, door).await.status, 303, "{door}");
            clients.push(client);
            people.push(if door == "idporten" { Who::Citizen(person(number)) } else { employee(number) });
        }
        let whose = people.iter().map(|who| whose(office, who)).collect();
        Self { _portal: portal, clients, whose, reference }
    }

    async fn ask(&self, person: usize, method: &str, route: &str) -> Answer {
        let path = route
            .replace("{reference}", &self.reference)
            .replace("{system}", "epj")
            .replace("{provider}", "idporten")
            .replace("{number}", "1")
            .replace("{sector}", "education")
            .replace("{file}", "1")
            .replace("{name}", "none.css");
        let client = &self.clients[person];
        let token = "0".repeat(64);
        let fields = [
            ("language", "nb"),
            ("appearance", "auto"),
            ("hvem", &self.whose[person]),
            ("sak", &self.reference),
            ("skjemanummer", &token),
            ("grunn", "fordi"),
            ("pakke", "1"),
            ("system", "1"),
            ("pekt", "rett-0"),
            ("tildeling", "01900000-0000-7000-8000-000000000000"),
        ];
        match method {
            "GET" => client.get(&path).await,
            "POST" if WITH_FILES.contains(&path.as_str()) => client.post_form(&path, &fields, &[]).await,
            "POST" => client.post(&path, &fields).await,
            other => panic!("{other}"),
        }
    }
}

/// The table's word for an answer.
fn word(answer: &Answer) -> &'static str {
    let leads = answer.header("location");
    match answer.status {
        303 if leads.starts_with("/logg-inn?") && leads.ends_with("&niva=hoyt") => "log in more safely",
        303 if leads.starts_with("/logg-inn?") => "log in",
        200 | 204 | 303 => "yes",
        400 | 415 => "not so",
        403 => "no",
        404 => "not found",
        other => panic!("{other}: {}", answer.text()),
    }
}

both_databases! {
    async fn everybody_may_do_what_the_table_says_and_nothing_else(engine: Engine) {
        let table = table();
        let known: BTreeSet<String> = table.iter().map(|(_, route, _)| route.clone()).collect();
        assert_eq!(known, routes(), "the routes in the table, and those that there are");
        let mut everybody = Everybody::new(engine).await;
        for (method, route, words) in table.iter().filter(|(_, route, _)| route != "/metrics") {
            for (person, expected) in words.iter().enumerate() {
                if method == "POST" && ["log", "case"].iter().any(|word| route.contains(word)) {
                    everybody = Everybody::new(engine).await;
                }
                let answer = everybody.ask(person, method, route).await;
                assert_eq!(word(&answer), expected, "{method} {route} as {}", PEOPLE[person]);
            }
        }
    }
}
