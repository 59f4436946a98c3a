//! What those who operate the portal see of it: health, figures and log lines; and what they must never see.

use server::http::{self, Listening};
use tokio::sync::oneshot;

use crate::support::client::Client;
use crate::support::portal::Setup;
use crate::support::{Engine, both_databases, log, start};

both_databases! {
    async fn a_portal_with_its_database_is_ready(portal: TestPortal) {
        let client = portal.client();
        let live = client.get("/health/live").await;
        assert_eq!((live.status, live.text().as_str()), (200, r#"{"status":"live"}"#));
        let ready = client.get("/health/ready").await;
        assert_eq!(ready.text(), r#"{"database":"ok","status":"ready","stopping":false}"#);
        assert_eq!(ready.status, 200);
    }
}

both_databases! {
    async fn without_its_database_it_is_live_but_not_ready(portal: TestPortal) {
        let mut portal = portal;
        portal.expect_mistakes(1);
        portal.office.db.close().await;
        let client = portal.client();
        let ready = client.get("/health/ready").await;
        assert_eq!(ready.status, 503);
        assert_eq!(ready.text(), r#"{"database":"failed","status":"not ready","stopping":false}"#);
        assert_eq!(client.get("/health/live").await.status, 200);
        assert_eq!(client.get("/").await.status, 200, "what needs no database is still served");
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_kept_says_that_it_is_busy() {
    let mut portal = start(Engine::Sqlite).await;
    portal.expect_mistakes(1);
    portal.office.db.close().await;
    let answer = portal.client().post("/do/choose-display", &[]).await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("Min side har for mye å gjøre akkurat nå"));
}

#[tokio::test]
async fn while_it_stops_it_is_not_ready() {
    let mut portal = start(Engine::Sqlite).await;
    portal.expect_mistakes(1);
    portal.portal.drain();
    let ready = portal.client().get("/health/ready").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.text(), r#"{"database":"ok","status":"not ready","stopping":true}"#);
}

#[tokio::test]
async fn figures_are_on_a_listener_of_their_own_and_count_by_route() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__REQUESTS_AT_ONCE", 3).start().await;
    let client = portal.client();
    client.get("/hva-vi-har?sok=hemmelig").await;
    client.get("/hemmelig").await;
    client.method("HEMMELIG", "/").await;
    assert_eq!(client.get("/metrics").await.status, 429);

    let any = "127.0.0.1:0".parse().unwrap();
    let listening = Listening::bind(any, &portal.portal.settings).await.unwrap();
    let figures = Client::new(listening.listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let served = http::serve(listening, http::metrics_router(portal.portal.clone()), async { drop(stopped.await) });
    let asked = async {
        let text = figures.get("/metrics").await.text();
        let elsewhere = figures.get("/").await.status;
        drop((stop, figures));
        (text, elsewhere)
    };
    let (_, (text, elsewhere)) = tokio::join!(served, asked);
    assert_eq!(elsewhere, 404, "no page is served here");
    for line in [
        r#"minside_http_requests_total{method="GET",route="/hva-vi-har",status="200"} 1"#,
        r#"minside_http_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"minside_http_requests_total{method="other",route="/",status="405"} 1"#,
        "minside_http_rate_limited_total 1",
        "minside_http_requests_in_flight 0",
        "minside_http_request_seconds_count 4",
        "minside_build_info{version=\"0.1.0\"} 1",
    ] {
        assert!(text.contains(line), "{line} is missing in:\n{text}");
    }
    assert!(!text.to_lowercase().contains("hemmelig"), "{text}");
}

#[tokio::test]
async fn a_request_is_one_line_with_its_id_and_nothing_that_anybody_typed() {
    log::keep();
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let secret = "bjarne-fnuggesen";
    let mut ids = Vec::new();
    ids.push(client.get(&format!("/hva-vi-har?sok={secret}")).await.header("x-request-id").to_owned());
    ids.push(client.get(&format!("/{secret}")).await.header("x-request-id").to_owned());
    let fields = [("language", secret), ("back", secret)];
    ids.push(client.post("/do/choose-display", &fields).await.header("x-request-id").to_owned());
    for id in ids {
        let lines = log::lines_with(&id);
        let messages: Vec<&String> = lines.iter().filter(|line| line.contains("\"took_ms\"")).collect();
        assert_eq!(messages.len(), 1, "{lines:#?}");
        let line: serde_json::Value = serde_json::from_str(messages[0]).unwrap();
        assert_eq!(line["request.id"], id.as_str());
    }
    assert_eq!(log::lines_with(secret), Vec::<String>::new());
}

#[tokio::test]
async fn the_code_on_an_error_page_finds_the_cause_in_the_log() {
    log::keep();
    let mut portal = start(Engine::Sqlite).await;
    portal.expect_mistakes(1);
    portal.office.db.close().await;
    let answer = portal.client().post("/do/choose-display", &[]).await;
    let code = answer.header("x-request-id").to_owned();
    assert!(answer.text().contains(&format!("Feilkode: {code}")));
    let lines = log::lines_with(&code);
    assert!(lines.iter().any(|line| line.contains("closed")), "the cause is there: {lines:#?}");
}
