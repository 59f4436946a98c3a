//! Roles that the login provider says, each time somebody logs in.

use jiff::SignedDuration;
use serde_json::{Value, json};
use server::casework::rules::{Handler, NoHandler};
use server::staff::grant::{end, give, standing};
use server::staff::rules::{By, Grant, Source};
use server::staff::said::end_what_has_run_out;

use crate::support::cases::PERSON;
use crate::support::client::{Answer, Client};
use crate::support::employees::{account, given};
use crate::support::provider::ProviderDouble;
use crate::support::{TestPortal, both_databases, log};

async fn portal(provider: &ProviderDouble, engine: crate::support::Engine) -> TestPortal {
    provider
        .setup_with_employees(engine)
        .with("LOGIN__ENTRA__ROLES", "MinSide.Ombud = ombud, MinSide.Helse = reviewer:health")
        .with("LOGIN__ENTRA__GROUPS", "group-1 = caseworker:Dokumentsenteret")
        .with("LOGIN__ENTRA__NATIONAL_ID_CLAIM", "extension_fnr")
        .start()
        .await
}

/// Logs in as one account, of which Entra ID says this too.
async fn log_in(provider: &ProviderDouble, portal: &TestPortal, client: &Client, said: Value) -> Answer {
    let now_s = portal.clock.now_ms() / 1000;
    let mut claims = json!({
        "oid": "kari", "tid": "tenant-1", "acr": null, "pid": null, "iat": now_s, "exp": now_s + 120,
    });
    claims.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    provider.change(|script| script.claims = claims);
    provider.log_in_through(client, "entra").await
}

async fn grants(portal: &TestPortal) -> Vec<Grant> {
    standing(&portal.office, &account("kari")).await.unwrap().grants
}

async fn roles(portal: &TestPortal) -> Vec<String> {
    standing(&portal.office, &account("kari")).await.unwrap().roles().iter().map(ToString::to_string).collect()
}

both_databases! {
    async fn what_is_said_at_login_is_given_and_what_is_no_longer_said_is_ended(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = portal.client();
        let said = json!({ "roles": ["MinSide.Ombud", "Other.App"], "groups": ["group-1", "group-2"], "name": "Kari Moen" });
        assert_eq!(log_in(&provider, &portal, &client, said.clone()).await.status, 303);
        assert_eq!(roles(&portal).await, ["caseworker:Dokumentsenteret", "ombud"]);
        let page = client.get("/saksbehandling").await.text();
        assert!(page.contains("Personvernombud</dt>") && page.contains("Dokumentsenteret"), "{page}");
        let first = grants(&portal).await;
        assert!(first.iter().all(|grant| grant.source == Source::Claims && grant.given_by == "portal"));
        // The same again is the same grant.
        log_in(&provider, &portal, &client, said).await;
        assert_eq!(grants(&portal).await, first);
        // Somebody gave one by hand: what the provider says leaves it alone.
        give(&portal.office, By::Operator, &given(account("kari"), "owner:skole")).await.unwrap().unwrap();
        log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Helse"] })).await;
        assert_eq!(roles(&portal).await, ["reviewer:health", "owner:skole"]);
        log_in(&provider, &portal, &client, json!({})).await;
        assert_eq!(roles(&portal).await, ["owner:skole"]);
    }
}

both_databases! {
    async fn what_was_said_is_over_when_nobody_logs_in_any_more(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = portal.client();
        log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Ombud"] })).await;
        assert_eq!(end_what_has_run_out(&portal.office).await.unwrap(), 0);
        portal.clock.step(SignedDuration::from_hours(13));
        assert_eq!(roles(&portal).await, [] as [&str; 0], "the day is over");
        assert_eq!(end_what_has_run_out(&portal.office).await.unwrap(), 1);
        assert_eq!(end_what_has_run_out(&portal.office).await.unwrap(), 0);
        log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Ombud"] })).await;
        assert_eq!(roles(&portal).await, ["ombud"]);
    }
}

#[tokio::test]
async fn a_session_over_midnight_keeps_what_was_said_for_it() {
    let provider = ProviderDouble::start().await;
    let portal = portal(&provider, crate::support::Engine::Sqlite).await;
    let client = portal.client();
    // A quarter to midnight in Oslo.
    portal.clock.step(SignedDuration::from_mins(11 * 60 + 45));
    log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Ombud"] })).await;
    portal.clock.step(SignedDuration::from_mins(20));
    assert!(client.get("/saksbehandling").await.text().contains("Personvernombud</dt>"));
}

both_databases! {
    async fn a_role_that_was_ended_here_comes_back_while_the_provider_says_it(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = portal.client();
        log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Ombud"] })).await;
        let grant = grants(&portal).await.remove(0);
        end(&portal.office, By::Operator, grant.id, "Mistanke").await.unwrap().unwrap();
        assert!(!client.get("/saksbehandling").await.text().contains("Personvernombud</dt>"), "at once");
        log_in(&provider, &portal, &client, json!({ "roles": ["MinSide.Ombud"] })).await;
        assert_eq!(roles(&portal).await, ["ombud"]);
    }
}

#[tokio::test]
async fn groups_that_are_left_out_let_nobody_in_and_the_log_says_how_to_mend_it() {
    let provider = ProviderDouble::start().await;
    let portal = portal(&provider, crate::support::Engine::Sqlite).await;
    log::keep();
    for said in
        [json!({ "_claim_names": { "groups": "src1" }, "roles": ["MinSide.Ombud"] }), json!({ "hasgroups": true })]
    {
        let client = portal.client();
        let answer = log_in(&provider, &portal, &client, said.clone()).await;
        assert_eq!(answer.status, 403, "{said}");
        let page = answer.text();
        assert!(page.contains("Vi får ikke vite hvilke roller du har") && page.contains("Feilkode"), "{page}");
        assert_eq!(client.get("/saksbehandling").await.status, 303, "nobody is logged in");
    }
    assert!(!log::lines_with("is in more than 200: let Entra ID say app roles").is_empty());
    assert_eq!(roles(&portal).await, [] as [&str; 0]);
}

both_databases! {
    async fn whose_own_number_is_not_known_is_shown_no_case(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = portal.client();
        let group = json!(["group-1"]);
        log_in(&provider, &portal, &client, json!({ "groups": group })).await;
        let handler = |portal: &TestPortal| {
            let office = portal.office.clone();
            async move { Handler::of(&standing(&office, &account("kari")).await.unwrap()) }
        };
        assert_eq!(handler(&portal).await, Err(NoHandler::Unknown));
        let page = client.get("/saksbehandling").await.text();
        assert!(page.contains("Vi kan ikke vise deg saker ennå") && !page.contains("Åpne saker"), "{page}");
        assert_eq!(client.get("/saksbehandling/sak/2026-000001").await.status, 403);
        // A claim that holds none is as if there was none.
        log_in(&provider, &portal, &client, json!({ "groups": group, "extension_fnr": "12345678901" })).await;
        assert_eq!(handler(&portal).await, Err(NoHandler::Unknown));
        log_in(&provider, &portal, &client, json!({ "groups": group, "extension_fnr": PERSON })).await;
        assert!(handler(&portal).await.is_ok());
        // What was known once is not forgotten because it is not said again.
        log_in(&provider, &portal, &client, json!({ "groups": group })).await;
        assert!(client.get("/saksbehandling").await.text().contains("Åpne saker"));
    }
}

both_databases! {
    async fn somebody_of_whom_nothing_is_said_is_no_employee_here(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = portal.client();
        assert_eq!(log_in(&provider, &portal, &client, json!({ "groups": ["group-9"] })).await.status, 303);
        assert_eq!(standing(&portal.office, &account("kari")).await.unwrap().employee, None);
        assert!(client.get("/saksbehandling").await.text().contains("Du har ingen rolle her ennå"));
    }
}
