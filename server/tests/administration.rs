//! Roles as an administrator gives and ends them, on a page.

use server::staff::grant::{end, give, standing};
use server::staff::rules::By;

use crate::support::both_databases;
use crate::support::employees::{ANE, KARI, PER, account, employee, give_roles, logged_in, whose};
use crate::support::portal::TestPortal;
use crate::support::provider::ProviderDouble;

const PAGE: &str = "/administrasjon/roller";

/// Fields with other values.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// A form that is right, with `changes` put over it.
fn form<'a>(whose: &'a str, changes: Changes<'a>) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("hvem", whose),
        ("innlogging", "ansattporten"),
        ("id", PER),
        ("navn", "Per Vik"),
        ("rolle", "reviewer"),
        ("for", ""),
        ("sektor", "health"),
        ("til", "2026-12-31"),
        ("grunn", "Vurderer helsesaker"),
    ];
    for (name, value) in changes {
        fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    fields
}

async fn roles(portal: &TestPortal, number: &str) -> Vec<String> {
    standing(&portal.office, &employee(number)).await.unwrap().roles().iter().map(ToString::to_string).collect()
}

both_databases! {
    async fn an_administrator_gives_a_role_and_ends_it(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        give_roles(&portal.office, KARI, "Kari Moen", &["administrator"]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let whose = whose(&portal.office, &employee(KARI));
        let page = client.get(PAGE).await.text();
        assert!(page.contains(&format!("name=\"hvem\" value=\"{whose}\"")), "{page}");
        let given = client.post("/do/give-role", &form(&whose, &[])).await;
        assert_eq!((given.status, given.header("location")), (303, "/administrasjon/roller?ferdig=gitt"));
        assert_eq!(roles(&portal, PER).await, ["reviewer:health"]);
        let page = client.get("/administrasjon/roller?ferdig=gitt").await.text();
        for text in ["Rollen er gitt.", "Per Vik", "Helse og omsorg", "torsdag 31. desember 2026", "Vurderer helsesaker"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!page.contains(PER), "nobody's number is shown");
        let grant = standing(&portal.office, &employee(PER)).await.unwrap().grants.remove(0);
        let admin = standing(&portal.office, &employee(KARI)).await.unwrap().employee.unwrap();
        assert_eq!(grant.given_by, admin.id.to_string());
        let id = grant.id.to_string();
        let no_reason = client.post("/do/end-role", &[("hvem", &whose), ("tildeling", &id), ("sluttgrunn", " ")]).await;
        let page = client.get(no_reason.header("location")).await.text();
        assert!(page.contains("<a href=\"#sluttgrunn\"") && page.contains("id=\"sluttgrunn\""), "{page}");
        let unreadable = client.post("/do/end-role", &[("hvem", &whose), ("tildeling", &id), ("sluttgrunn", "a\0b")]).await;
        let page = client.get(unreadable.header("location")).await.text();
        assert!(page.contains("a␀b") && page.contains("et tegn i teksten som vi ikke kan lese"), "{page}");
        let ended = client.post("/do/end-role", &[("hvem", &whose), ("tildeling", &id), ("sluttgrunn", "Sluttet")]).await;
        assert_eq!(ended.header("location"), "/administrasjon/roller?ferdig=avsluttet");
        assert_eq!(roles(&portal, PER).await, [] as [&str; 0]);
        let again = client.post("/do/end-role", &[("hvem", &whose), ("tildeling", &id), ("sluttgrunn", "Sluttet")]).await;
        assert!(client.get(again.header("location")).await.text().contains("Rollen er avsluttet allerede."));
        let no_id = client.post("/do/end-role", &[("hvem", &whose), ("tildeling", "x"), ("sluttgrunn", "Sluttet")]).await;
        assert_eq!(no_id.status, 400);
    }
}

both_databases! {
    async fn each_wrong_field_says_its_own_mistake_and_nothing_is_lost(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        give_roles(&portal.office, KARI, "Kari Moen", &["administrator"]).await;
        give_roles(&portal.office, ANE, "Ane Li", &["ombud"]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let whose = whose(&portal.office, &employee(KARI));
        let long = "å".repeat(501);
        let cases: &[(Changes<'_>, &str, &str)] = &[
            (&[("innlogging", "")], "innlogging", "Velg ett av svarene."),
            (&[("innlogging", "idporten")], "innlogging", "Velg ett av svarene på siden."),
            (&[("id", "")], "id", "Fyll ut dette feltet."),
            (&[("id", "12345678901")], "id", "Skriv et gyldig fødselsnummer"),
            (&[("innlogging", "entra"), ("id", "per")], "id", "Skriv de to id-ene"),
            (&[("innlogging", "entra"), ("id", "t/per")], "id", "Vi kjenner ikke fødselsnummeret til dere begge"),
            (&[("navn", " ")], "navn", "Fyll ut dette feltet."),
            (&[("navn", &long)], "navn", "Den kan ha høyst 500 tegn"),
            (&[("rolle", "")], "rolle", "Velg ett av svarene."),
            (&[("rolle", "boss")], "rolle", "Velg ett av svarene på siden."),
            (&[("sektor", "")], "sektor", "Velg ett av svarene."),
            (&[("rolle", "caseworker")], "for", "Fyll ut dette feltet."),
            (&[("til", "snart")], "til", "Velg en dato,"),
            (&[("til", "2026-03-04")], "til", "Velg i dag eller en senere dag."),
            (&[("til", "2029-01-01")], "til", "høyst to år fram i tid"),
            (&[("grunn", "")], "grunn", "Fyll ut dette feltet."),
            (&[("id", ANE), ("rolle", "ombud")], "rolle", "Den ansatte har denne rollen allerede."),
            (&[("id", KARI), ("rolle", "ombud")], "id", "Du kan ikke gi deg selv en rolle."),
        ];
        for (changes, field, sentence) in cases {
            let answer = client.post("/do/give-role", &form(&whose, changes)).await;
            let location = answer.header("location").to_owned();
            assert!(location.starts_with("/administrasjon/roller?skjema="), "{changes:?}: {location}");
            let page = client.get(&location).await.text();
            assert!(page.contains(&format!("<a href=\"#{field}\"")), "{changes:?}: {page}");
            assert!(page.contains(sentence), "{changes:?}: {page}");
            if *field != "grunn" {
                assert!(page.contains("Vurderer helsesaker"), "what was typed: {page}");
            }
        }
        assert_eq!(roles(&portal, PER).await, [] as [&str; 0]);
        // A form that is wrong everywhere says so everywhere.
        let answer = client.post("/do/give-role", &[("hvem", &whose)]).await;
        assert!(client.get(answer.header("location")).await.text().contains("6 ting må rettes"));
    }
}

both_databases! {
    async fn whoever_lost_the_role_or_never_had_it_gives_none(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        give_roles(&portal.office, KARI, "Kari Moen", &["administrator", "ombud"]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let mark = whose(&portal.office, &employee(KARI));
        assert_eq!(client.get(PAGE).await.status, 200);
        let grants = standing(&portal.office, &employee(KARI)).await.unwrap().grants;
        let administrator = grants.iter().find(|grant| grant.role.to_string() == "administrator").unwrap().id;
        end(&portal.office, By::Operator, administrator, "Byttet jobb").await.unwrap().unwrap();
        assert_eq!(client.get(PAGE).await.status, 403);
        assert_eq!(client.post("/do/give-role", &form(&mark, &[])).await.status, 403);
        let grant = standing(&portal.office, &employee(KARI)).await.unwrap().grants.remove(0).id.to_string();
        let fields = [("hvem", mark.as_str()), ("tildeling", &grant), ("sluttgrunn", "x")];
        assert_eq!(client.post("/do/end-role", &fields).await.status, 403);
        assert_eq!(roles(&portal, KARI).await, ["ombud"]);
    }
}

both_databases! {
    async fn a_session_gets_a_new_id_when_its_roles_change(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let client = logged_in(&provider, &portal, KARI).await;
        let cookie = || client.cookie("minside-session").unwrap();
        let first = cookie();
        client.get("/saksbehandling").await;
        assert_eq!(cookie(), first, "nothing has changed");
        give_roles(&portal.office, KARI, "Kari Moen", &["administrator"]).await;
        assert_eq!(client.get(PAGE).await.status, 200, "at once");
        let second = cookie();
        assert_ne!(second, first);
        let stolen = portal.client();
        stolen.set_cookie("minside-session", &first);
        assert_eq!(stolen.get("/saksbehandling").await.status, 303, "the old id is worth nothing");
        client.get("/saksbehandling").await;
        assert_eq!(cookie(), second);
        for _ in 0..4 {
            portal.clock.step(jiff::SignedDuration::from_mins(29));
            assert_eq!(client.get("/saksbehandling").await.status, 200);
        }
        give_roles(&portal.office, KARI, "Kari Moen", &["ombud"]).await;
        assert_eq!(client.get("/saksbehandling").await.status, 200);
        assert_ne!(cookie(), second);
        portal.clock.step(jiff::SignedDuration::from_mins(4));
        assert_eq!(client.get("/saksbehandling").await.status, 303, "a new id makes nothing last longer");
    }
}

both_databases! {
    async fn logging_out_at_the_moment_of_a_change_still_logs_out(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let client = logged_in(&provider, &portal, KARI).await;
        give_roles(&portal.office, KARI, "Kari Moen", &["ombud"]).await;
        assert_eq!(client.post("/logg-ut", &[]).await.status, 200);
        assert_eq!(client.cookie("minside-session"), None);
        assert_eq!(client.get("/saksbehandling").await.status, 303);
        let mut tx = portal.db.read().await.unwrap();
        assert_eq!(crate::support::rows::number(&mut tx, "select count(*) from session").await, 0);
    }
}

both_databases! {
    async fn cases_that_nobody_coordinates_are_pointed_out(engine: Engine) {
        use crate::support::cases::{accepted, access, send_notices, submission};
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        give_roles(&portal.office, KARI, "Kari Moen", &["administrator"]).await;
        let client = logged_in(&provider, &portal, KARI).await;
        assert!(!client.get(PAGE).await.text().contains("Noen saker har ingen saksbehandler"));
        accepted(&portal.office, &submission(vec![access()])).await;
        send_notices(&portal.office).await;
        let page = client.get(PAGE).await.text();
        assert!(page.contains("Ingen er saksbehandler for Dokumentsenteret."), "{page}");
        // Nor does somebody who is shown no case, because nobody can tell whether it is about themselves.
        let unknown = crate::support::employees::given(account("ane"), "caseworker:Dokumentsenteret");
        give(&portal.office, By::Operator, &unknown).await.unwrap().unwrap();
        assert!(client.get(PAGE).await.text().contains("Ingen er saksbehandler for Dokumentsenteret."));
        give_roles(&portal.office, PER, "Per Vik", &["caseworker:Dokumentsenteret"]).await;
        assert!(!client.get(PAGE).await.text().contains("Noen saker har ingen saksbehandler"));
    }
}
