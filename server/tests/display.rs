//! Choosing language and appearance; and, by the way of the one form there is, how refused forms come back.

use jiff::SignedDuration;

use crate::support::portal::Setup;
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, TestPortal, both_databases, start};

const MARKER: &str = "merke-som-ble-skrevet";

both_databases! {
    async fn a_choice_is_remembered_and_leads_back(portal: TestPortal) {
        let client = portal.client();
        let fields = [("language", "en"), ("appearance", "dark"), ("back", "/hva-vi-har?sok=å")];
        let answer = client.post("/do/choose-display", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/hva-vi-har?sok=%C3%A5"));
        let html = client.get("/visning").await.text();
        assert!(html.contains("<html lang=\"en\" data-color-scheme=\"dark\""), "{html}");
        assert!(html.contains("Which language do you want to use?"));
    }
}

both_databases! {
    async fn a_refused_form_comes_back_with_everything_typed_and_each_field_s_error(portal: TestPortal) {
        let client = portal.client();
        let fields = [("language", MARKER), ("appearance", "dark"), ("back", "/hva-vi-har")];
        let answer = client.post("/do/choose-display", &fields).await;
        let location = answer.header("location").to_owned();
        assert_eq!(answer.status, 303);
        assert!(location.starts_with("/visning?skjema="), "{location}");
        assert!(!location.contains(MARKER) && !location.contains("dark"), "{location}");

        let html = client.get(&location).await.text();
        assert!(html.contains("Én ting må rettes før du kan gå videre"), "{html}");
        assert!(html.contains("<a href=\"#language\" class=\"ds-link\">Hvilket språk vil du bruke? Velg ett av svarene på siden.</a>"), "{html}");
        assert!(html.contains("id=\"language-feil\""), "{html}");
        assert!(html.contains("name=\"back\" value=\"/hva-vi-har\""), "{html}");
        let dark = html.split("<input").find(|input| input.contains("value=\"dark\"")).unwrap();
        assert!(dark.contains("checked"), "what was chosen is still chosen: {dark}");

        assert!(html.contains("<title>Feil: Språk og utseende"), "{html}");

        let again = client.get(&location).await.text();
        assert!(again.contains("Én ting må rettes"), "the page can be reloaded");
    }
}

both_databases! {
    async fn a_returned_form_is_shown_to_the_browser_that_sent_it_and_to_no_other(portal: TestPortal) {
        let client = portal.client();
        let answer = client.post("/do/choose-display", &[("back", "/hva-vi-har")]).await;
        let location = answer.header("location").to_owned();
        let html = portal.client().get(&location).await.text();
        assert!(html.contains("Vi kan ikke vise det du skrev"), "{html}");
        assert!(!html.contains("value=\"/hva-vi-har\""));
        let other = portal.client();
        other.post("/do/choose-display", &[]).await;
        assert!(other.get(&location).await.text().contains("Vi kan ikke vise det du skrev"));
    }
}

both_databases! {
    async fn a_returned_form_is_gone_after_30_minutes_and_deleted_by_the_next(portal: TestPortal) {
        let client = portal.client();
        let location = client.post("/do/choose-display", &[]).await.header("location").to_owned();
        portal.clock.step(SignedDuration::from_secs(30 * 60 - 1));
        assert!(client.get(&location).await.text().contains("2 ting må rettes"));
        portal.clock.step(SignedDuration::from_secs(1));
        assert!(client.get(&location).await.text().contains("Vi kan ikke vise det du skrev"));
        client.post("/do/choose-display", &[]).await;
        assert_eq!(stored_forms(&portal).await.len(), 1);
    }
}

#[tokio::test]
async fn a_form_that_is_refused_again_is_kept_for_as_long_again() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    client.post("/do/choose-display", &[]).await;
    portal.clock.step(SignedDuration::from_mins(29));
    let again = client.post("/do/choose-display", &[]).await;
    assert!(again.header("set-cookie").contains("Max-Age=1800"), "the browser keeps its half as long");
    portal.clock.step(SignedDuration::from_mins(29));
    assert!(client.get(again.header("location")).await.text().contains("2 ting må rettes"));
}

#[tokio::test]
async fn nothing_is_kept_that_is_no_part_of_the_form_or_longer_than_its_field() {
    let portal = start(Engine::Sqlite).await;
    let much = "\u{1}".repeat(25_000);
    let fields = [("language", much.as_str()), ("x", much.as_str()), ("back", much.as_str())];
    let answer = portal.client().post("/do/choose-display", &fields).await;
    assert_eq!(answer.status, 303);
    let stored = stored_forms(&portal).await;
    assert!(stored[0].len() < 20_000, "{} bytes", stored[0].len());
}

#[tokio::test]
async fn the_form_s_own_fields_are_what_is_shown_after_it_was_refused() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let location = client.post("/do/choose-display", &[("appearance", "dark")]).await.header("location").to_owned();
    let html = client.get(&location).await.text();
    let chosen: Vec<&str> = html.split("<input").filter(|input| input.contains(" checked")).collect();
    assert_eq!(chosen.len(), 1, "no language was chosen, so none is shown as chosen: {chosen:?}");
}

both_databases! {
    async fn what_was_typed_cannot_be_read_in_the_database(portal: TestPortal) {
        portal.client().post("/do/choose-display", &[("language", MARKER)]).await;
        let stored = stored_forms(&portal).await;
        assert_eq!(stored.len(), 1);
        let readable = String::from_utf8_lossy(&stored[0]).into_owned();
        assert!(!readable.contains(MARKER) && !readable.contains("language"), "{readable}");
    }
}

async fn stored_forms(portal: &TestPortal) -> Vec<Vec<u8>> {
    let mut tx = portal.db.read().await.unwrap();
    server::on!(&mut tx, |conn| sqlx::query_scalar("select sealed from returned_form").fetch_all(conn).await.unwrap())
}

#[tokio::test]
async fn a_made_up_form_name_is_no_error() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    for name in ["", "x", &"0".repeat(64), "%C3%A5"] {
        let answer = client.get(&format!("/visning?skjema={name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.text().contains("Vi kan ikke vise det du skrev"), "{name}");
    }
}

#[tokio::test]
async fn the_form_never_leads_out_of_the_site() {
    let portal = start(Engine::Sqlite).await;
    for back in ["https://evil.example", "//evil.example", "/\\evil.example", ""] {
        let fields = [("language", "nb"), ("appearance", "auto"), ("back", back)];
        assert_eq!(portal.client().post("/do/choose-display", &fields).await.header("location"), "/", "{back}");
    }
}

#[tokio::test]
async fn every_cookie_that_is_set_is_explained_on_the_privacy_page() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    client.post("/do/choose-display", &[("language", "nb"), ("appearance", "auto")]).await;
    client.post("/do/choose-display", &[]).await;
    let html = client.get("/personvern").await.text();
    let provider = ProviderDouble::start().await;
    let logins = provider.portal().await;
    let citizen = logins.client();
    provider.log_in(&citizen).await;
    for name in ["minside-login", "minside-session"] {
        assert!(citizen.cookie(name).is_some() && html.contains(name), "{name}");
    }
    for name in ["minside-display", "minside-form"] {
        assert!(client.cookie(name).is_some() && html.contains(name), "{name}");
    }
    let https = Setup::new(Engine::Sqlite).with("SERVER__PUBLIC_URL", "https://minside.provik.example").start().await;
    assert!(https.client().get("/personvern").await.text().contains("__Host-minside-form"));
}

#[tokio::test]
async fn a_change_of_language_leads_back_to_what_was_searched_for() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let html = client.get("/hva-vi-har?sok=skole&x=1").await.text();
    assert!(html.contains("name=\"back\" value=\"/hva-vi-har?sok=skole&amp;x=1\""), "{html}");
    assert!(html.contains("href=\"/visning?back=%2Fhva%2Dvi%2Dhar%3Fsok%3Dskole%26x%3D1\""), "{html}");
}
