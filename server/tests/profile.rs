//! A person's own profile: where they are told of news, and what the portal itself keeps of them.

use serde_json::json;
use server::login::session::Who;
use server::systems::rules::Served;

use crate::support::cases::{OTHER, PERSON, accepted, access, add_systems, person, submission};
use crate::support::client::Client;
use crate::support::employees::whose;
use crate::support::provider::ProviderDouble;
use crate::support::{TestPortal, both_databases, rows};

const PAGE: &str = "/min-side/profil";

async fn logged_in(provider: &ProviderDouble, portal: &TestPortal, number: &str) -> Client {
    let client = portal.client();
    provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": number }));
    assert_eq!(provider.log_in_through(&client, "idporten").await.status, 303);
    client
}

both_databases! {
    async fn the_address_is_chosen_changed_and_deleted(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let mut portal = provider.setup_with_employees(engine).start().await;
        portal.expect_unfinished(0, 1);
        add_systems(&portal.office, 1, Served::Manual).await;
        accepted(&portal.office, &submission(vec![access()])).await;
        let client = logged_in(&provider, &portal, PERSON).await;
        let page = client.get(PAGE).await.text();
        assert!(page.contains("Én sak: det du har bedt om") && !page.contains("E-postadressen din."), "{page}");
        let whose = whose(&portal.office, &Who::Citizen(person(PERSON)));
        let send = async |fields: &[(&str, &str)]| {
            let fields = [&[("hvem", whose.as_str())], fields].concat();
            let answer = client.post("/do/change-contact", &fields).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            client.get(answer.header("location")).await.text()
        };
        for (fields, said) in [
            (&[][..], "Velg ett av svarene."),
            (&[("varsel", "kanskje")], "Velg ett av svarene på siden."),
            (&[("varsel", "ja")], "Fyll ut dette feltet."),
            (&[("varsel", "ja"), ("epost", "kari@")], "Skriv en e-postadresse"),
        ] {
            assert!(send(fields).await.contains(said), "{said}");
        }
        let page = send(&[("varsel", "ja"), ("epost", " kari@eksempel.no ")]).await;
        assert!(page.contains("Endringen er lagret.") && page.contains("value=\"kari@eksempel.no\""), "{page}");
        // A new request begins with it.
        let asked = client.get("/min-side/ny/varsel").await.text();
        assert!(asked.contains("value=\"kari@eksempel.no\""), "{asked}");
        let mut tx = portal.office.db.read().await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from contact").await, 1);
        drop(tx);
        assert!(!send(&[("varsel", "nei")]).await.contains("kari@eksempel.no"));
        let mut tx = portal.office.db.read().await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from contact").await, 0);
    }
}

both_databases! {
    async fn of_who_has_nothing_here_nothing_is_kept(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let client = logged_in(&provider, &portal, OTHER).await;
        let page = client.get(PAGE).await.text();
        assert!(page.contains("Vi har ikke lagret noe om deg her.") && !page.contains("/do/change-contact"), "{page}");
        let whose = whose(&portal.office, &Who::Citizen(person(OTHER)));
        let fields = [("hvem", whose.as_str()), ("varsel", "ja"), ("epost", "ola@eksempel.no")];
        assert_eq!(client.post("/do/change-contact", &fields).await.status, 404);
        // Once something is begun, it is told, and deleted from here too.
        let what = [("hvem", whose.as_str()), ("innsyn", "ja")];
        assert_eq!(client.post("/do/ask-what", &what).await.status, 303);
        let page = client.get(PAGE).await.text();
        assert!(page.contains("En henvendelse du har begynt på.") && page.contains("/do/discard-draft"), "{page}");
    }
}
