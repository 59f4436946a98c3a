//! People who are logged in: for how long, and how it ends.

use jiff::SignedDuration;
use server::login::store;
use server::on;

use super::sessions;
use crate::support::both_databases;
use crate::support::cases::{OTHER, PERSON};
use crate::support::provider::ProviderDouble;

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use_and_after_two_hours_anyway() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    provider.log_in(&client).await;
    for _ in 0..4 {
        portal.clock.step(SignedDuration::from_mins(29));
        assert_eq!(client.get("/min-side").await.status, 200);
    }
    let page = client.get("/min-side").await.text();
    assert!(page.contains("Du logges ut kl. 14.00"), "after 116 of 120 minutes: {page}");
    portal.clock.step(SignedDuration::from_mins(4));
    assert_eq!(client.get("/min-side").await.status, 303);
    let other = portal.client();
    let now_s = portal.clock.now_ms() / 1000;
    provider.change(|script| script.claims = serde_json::json!({ "iat": now_s, "exp": now_s + 120 }));
    provider.log_in(&other).await;
    portal.clock.step(SignedDuration::from_mins(30));
    assert_eq!(other.get("/min-side").await.status, 303);
    assert_eq!(sessions(&portal).await, 2);
    portal.clock.step(SignedDuration::from_mins(31));
    server::login::session::delete_over(&portal.office).await.unwrap();
    assert_eq!(sessions(&portal).await, 0);
}

#[tokio::test]
async fn staying_logged_in_is_asked_for_by_a_script_and_a_stolen_cookie_is_worth_nothing_after_logout() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    provider.log_in(&client).await;
    portal.clock.step(SignedDuration::from_mins(25));
    let stayed = client.post("/do/stay-logged-in", &[]).await;
    assert_eq!(
        (stayed.status, stayed.text().as_str()),
        (200, "1800\nyes\nDu logges ut kl. 12.55 hvis du ikke gjør noe.\n")
    );
    portal.clock.step(SignedDuration::from_mins(25));
    assert_eq!(client.get("/min-side").await.status, 200);
    let stolen = portal.client();
    stolen.set_cookie("minside-session", &client.cookie("minside-session").unwrap());
    assert_eq!(stolen.get("/min-side").await.status, 200, "a stolen cookie is the person");
    client.post("/logg-ut", &[]).await;
    assert_eq!(stolen.get("/min-side").await.status, 303);
    assert_eq!(stolen.post("/do/stay-logged-in", &[]).await.status, 403);
    assert_eq!(stolen.post("/do/log-out-everywhere", &[]).await.status, 403);
    assert_eq!(client.post("/logg-ut", &[]).await.status, 200, "twice is as well");
}

#[tokio::test]
async fn a_session_that_somebody_else_chose_is_not_taken_over() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    let planted = "ab".repeat(32);
    client.set_cookie("minside-session", &planted);
    assert_eq!(client.get("/min-side").await.status, 303);
    provider.log_in(&client).await;
    assert_ne!(client.cookie("minside-session").unwrap(), planted);
    let attacker = portal.client();
    attacker.set_cookie("minside-session", &planted);
    assert_eq!(attacker.get("/min-side").await.status, 303);
    for odd in ["", "x", &"ab".repeat(5000), "%00", "..", &"é".repeat(32)] {
        attacker.set_cookie("minside-session", odd);
        let status = attacker.get("/min-side").await.status;
        assert!([303, 431].contains(&status), "{status} for {} bytes", odd.len());
    }
}

both_databases! {
    async fn logging_out_everywhere_ends_the_person_s_sessions_and_nobody_else_s(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let (home, work, other) = (portal.client(), portal.client(), portal.client());
        provider.log_in(&home).await;
        provider.log_in(&work).await;
        provider.change(|script| script.claims = serde_json::json!({ "pid": OTHER, "sub": "another" }));
        provider.log_in(&other).await;
        assert!(home.get("/min-side/innlogging").await.text().contains("Du er logget inn på 2 steder"));
        assert!(other.get("/min-side/innlogging").await.text().contains("Du er logget inn bare her."));
        assert_eq!(home.post("/do/log-out-everywhere", &[]).await.status, 200);
        assert_eq!((home.get("/min-side").await.status, work.get("/min-side").await.status), (303, 303));
        assert_eq!(other.get("/min-side").await.status, 200);
    }
}

both_databases! {
    async fn who_can_write_to_the_database_can_neither_make_a_session_nor_make_one_better(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).with("LOGIN__IDPORTEN__LEVEL", "substantial").start().await;
        for change in [
            "update session set level = 'high'",
            "update session set ends_at = ends_at + 1",
            "update session set started_at = started_at - 1",
            "update session set provider = 'ansattporten'",
            "update session set owner = 'x'",
            "update session set provider_session = null",
            "update session set provider_subject = 'x'",
            "update session set sealed = 'x'",
        ] {
            let client = portal.client();
            provider.change(|script| script.claims = serde_json::json!({ "acr": "idporten-loa-substantial" }));
            provider.log_in(&client).await;
            assert_eq!(client.get("/min-side").await.status, 200);
            let mut tx = portal.db.write().await.unwrap();
            on!(&mut tx, |conn| sqlx::query(change).execute(conn).await.map(|_| ()).unwrap());
            tx.commit().await.unwrap();
            assert_eq!(client.get("/min-side").await.status, 303, "{change}");
            assert_eq!(sessions(&portal).await, 0, "it is ended, so that one can log in anew: {change}");
        }
        // A row of one's own, sealed with all that a cookie gives.
        let forger = portal.client();
        let token = server::token::Token::random();
        let place = server::vault::Place { table: "session", column: "sealed", row: "of this cookie" };
        let row = store::SessionRow {
            provider: "idporten".to_owned(),
            owner: b"owner".to_vec(),
            roles: b"roles".to_vec(),
            provider_session: None,
            provider_subject: b"sub".to_vec(),
            level: Some(server::login::rules::Level::High),
            times: server::login::rules::Times::from(portal.clock.now_ms()),
            sealed: token.key("minside session v1").seal(place, format!("citizen\n{PERSON}\n").as_bytes()),
        };
        let mut tx = portal.db.write().await.unwrap();
        store::insert_session(&mut tx, &token.hash(), &row).await.unwrap();
        tx.commit().await.unwrap();
        forger.set_cookie("minside-session", &token.written());
        assert_eq!(forger.get("/min-side").await.status, 303);
    }
}

#[tokio::test]
async fn who_logs_out_after_the_end_is_logged_out_at_the_provider_too() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    provider.log_in(&client).await;
    client.set_cookie("minside-form", "x");
    portal.clock.step(SignedDuration::from_mins(31));
    let out = client.post("/logg-ut", &[]).await;
    assert!(out.text().contains(&format!("{}/logout?client_id=", provider.issuer())), "{}", out.text());
    assert_eq!(sessions(&portal).await, 0);
    for name in ["minside-session", "minside-login", "minside-form"] {
        assert_eq!(client.cookie(name), None, "{name} is the next person's");
    }
}

#[tokio::test]
async fn the_cookie_of_a_session_is_gone_when_the_browser_is_closed() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let answer = provider.log_in(&portal.client()).await;
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.starts_with("minside-session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
}
