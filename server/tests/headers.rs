//! The headers that protect a person, on every kind of answer.

use std::collections::BTreeSet;

use crate::support::client::Answer;
use crate::support::portal::Setup;
use crate::support::{Engine, start};

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let (_, rest) = policy.split_once("'nonce-").unwrap_or_else(|| panic!("no nonce in «{policy}»"));
    rest.split('\'').next().unwrap().to_owned()
}

#[tokio::test]
async fn pages_files_redirects_errors_and_health_all_carry_the_policy() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let stylesheet = client.get("/").await.text();
    let stylesheet = stylesheet.split('"').find(|part| part.ends_with(".css")).unwrap().to_owned();
    let mut answers = Vec::new();
    for path in
        ["/", "/hva-vi-har", "/finnes-ikke", "/assets/none.css", "/health/live", "/api/nothing", "/%ff", &stylesheet]
    {
        answers.push((path.to_owned(), client.get(path).await));
    }
    let fields = [("language", "nn"), ("appearance", "auto"), ("back", "/")];
    answers.push(("redirect".to_owned(), client.post("/do/choose-display", &fields).await));
    answers.push(("cross-site".to_owned(), client.post_raw("/do/choose-display", "", &[]).await));
    let mut nonces = BTreeSet::new();
    for (path, answer) in &answers {
        let policy = answer.header("content-security-policy");
        let without_nonce = policy.replace(&nonce(answer), "…");
        assert_eq!(
            without_nonce,
            "default-src 'none'; script-src 'self' 'nonce-…' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' \
             data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 9, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "no HSTS on plain http: {path}");
        nonces.insert(nonce(answer));
    }
    assert_eq!(nonces.len(), answers.len(), "every answer has a nonce of its own");
}

#[tokio::test]
async fn the_nonce_in_the_page_is_the_one_in_the_header() {
    let portal = start(Engine::Sqlite).await;
    let answer = portal.client().get("/hva-vi-har").await;
    assert!(answer.text().contains(&format!("<script type=\"module\" nonce=\"{}\"", nonce(&answer))));
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host_and_browsers_told_to_stay() {
    let portal = Setup::new(Engine::Sqlite).with("SERVER__PUBLIC_URL", "https://minside.provik.example").start().await;
    let fields = "language=nn&appearance=dark&back=/hva-vi-har";
    let answer =
        portal.client().post_raw("/do/choose-display", fields, &[("origin", "https://minside.provik.example")]).await;
    assert_eq!(
        answer.header("set-cookie"),
        "__Host-minside-display=nn.dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure"
    );
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
}

#[tokio::test]
async fn on_loopback_cookies_work_without_tls() {
    let portal = start(Engine::Sqlite).await;
    let fields = [("language", "nn"), ("appearance", "dark"), ("back", "/hva-vi-har")];
    let answer = portal.client().post("/do/choose-display", &fields).await;
    assert_eq!(
        answer.header("set-cookie"),
        "minside-display=nn.dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
    );
}
