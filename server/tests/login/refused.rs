//! Every reason why somebody is not logged in, each played by a provider: what the person sees, and what the log says.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::cases::PERSON;
use crate::support::client::Answer;
use crate::support::provider::{CLIENT_ID, Play, ProviderDouble, Script, key, other_key};
use crate::support::{Engine, TestPortal, log};

/// A login with a provider that is changed like this ends with this status, heading and reason.
async fn refused(change: impl FnOnce(&mut Script), status: u16, heading: &str, reason: &str) {
    log::keep();
    let provider = ProviderDouble::start().await;
    let mut portal = provider.portal().await;
    portal.expect_mistakes(u32::from(status >= 500));
    let client = portal.client();
    let begun = provider.begin(&client, "/logg-inn/idporten?til=/min-side/innlogging").await;
    provider.change(change);
    let answer = client.get(&begun.callback(&provider.issuer())).await;
    check(&answer, status, heading, reason);
    assert!(answer.text().contains("href=\"/logg-inn/idporten?til=%2Fmin%2Dside%2Finnlogging&amp;niva=hoyt\""));
    assert_eq!(client.cookie("minside-session"), None);
    assert_eq!(client.get("/min-side").await.status, 303);
}

fn check(answer: &Answer, status: u16, heading: &str, reason: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    assert!(text.contains(heading) && text.contains("Prøv igjen</a>"), "{heading}: {text}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let lines = log::lines_with(answer.header("x-request-id"));
    let said = lines
        .iter()
        .any(|line| line.contains(&format!("reason\":\"{reason}\"")) || line.contains(&format!("reason=\"{reason}\"")));
    assert!(said, "{reason}: {lines:?}");
    assert!(!lines.iter().any(|line| line.contains(PERSON)), "{lines:?}");
}

const OTHER: &str = "Vi kunne ikke logge deg inn";
const NO_ANSWER: &str = "Innloggingstjenesten svarer ikke";
const LATE: &str = "Innloggingen gjelder ikke lenger";
const NUMBER: &str = "Vi kan ikke bruke denne innloggingen";

fn claims(claims: Value) -> impl FnOnce(&mut Script) {
    move |script| script.claims = claims
}

macro_rules! each_is_refused {
    ($( $name:ident: $change:expr => $status:literal, $heading:expr, $reason:literal; )*) => { $(
        #[tokio::test]
        async fn $name() {
            refused($change, $status, $heading, $reason).await;
        }
    )* };
}

const NOW_S: i64 = 1_772_708_400;

each_is_refused! {
    another_nonce: claims(json!({ "nonce": "another" })) => 400, OTHER, "nonce";
    no_nonce: claims(json!({ "nonce": null })) => 400, OTHER, "nonce";
    another_issuer: claims(json!({ "iss": "https://idporten.no" })) => 400, OTHER, "token-issuer";
    another_audience: claims(json!({ "aud": "another" })) => 400, OTHER, "audience";
    an_audience_more: claims(json!({ "aud": [CLIENT_ID, "another"] })) => 400, OTHER, "audience";
    expired: claims(json!({ "exp": NOW_S - 6 })) => 400, OTHER, "expired";
    from_the_future: claims(json!({ "iat": NOW_S + 6 })) => 400, OTHER, "not-yet";
    not_valid_yet: claims(json!({ "nbf": NOW_S + 6 })) => 400, OTHER, "not-yet";
    no_expiry: claims(json!({ "exp": null })) => 400, OTHER, "no-id-token";
    no_issue_time: claims(json!({ "iat": null })) => 400, OTHER, "no-id-token";
    no_subject: claims(json!({ "sub": null })) => 400, OTHER, "no-id-token";
    a_lower_level: claims(json!({ "acr": "idporten-loa-substantial" })) => 403, "Du må logge inn på en sikrere måte", "level";
    an_unknown_level: claims(json!({ "acr": "Level4" })) => 403, "Du må logge inn på en sikrere måte", "level";
    no_level: claims(json!({ "acr": null })) => 403, "Du må logge inn på en sikrere måte", "level";
    no_number: claims(json!({ "pid": null })) => 403, NUMBER, "no-pid";
    a_number_that_is_none: claims(json!({ "pid": "1234" })) => 403, NUMBER, "pid";
    a_number_of_a_hospital: claims(json!({ "pid": "12527497001" })) => 403, NUMBER, "pid";
    not_signed: |script| script.header = Some(json!({ "alg": "none" })) => 400, OTHER, "algorithm";
    signed_with_a_secret: |script| script.header = Some(json!({ "alg": "HS256", "kid": script.signer.id })) => 400, OTHER, "algorithm";
    another_key_s_signature: |script| {
        script.signer = other_key();
        script.header = Some(json!({ "alg": "RS256", "kid": key().id }));
    } => 400, OTHER, "signature";
    an_unknown_key: |script| script.signer = other_key() => 400, OTHER, "key";
    no_token_at_all: |script| script.id_token = Some(None) => 400, OTHER, "no-id-token";
    a_token_that_is_none: |script| script.id_token = Some(Some("a.b.c".to_owned())) => 400, OTHER, "no-id-token";
    a_code_that_was_used: |script| script.token = Play::Status(400, "application/json", json!({ "error": "invalid_grant" }).to_string()) => 400, LATE, "code-refused";
    a_client_that_is_unknown: |script| script.token = Play::Status(401, "application/json", json!({ "error": "invalid_client" }).to_string()) => 400, OTHER, "provider";
    a_provider_that_fails: |script| script.token = Play::Status(500, "text/html", "<h1>Oops</h1>".to_owned()) => 503, NO_ANSWER, "no-answer";
    a_page_instead_of_tokens: |script| script.token = Play::Status(200, "text/html", "<h1>Hi</h1>".to_owned()) => 503, NO_ANSWER, "no-answer";
    a_redirect_instead_of_tokens: |script| script.token = Play::Redirect => 503, NO_ANSWER, "no-answer";
    a_huge_answer: |script| script.token = Play::Huge => 503, NO_ANSWER, "no-answer";
    a_slow_provider: |script| script.token = Play::Slow(Duration::from_secs(60)) => 503, NO_ANSWER, "no-answer";
}

#[tokio::test]
async fn nobody_made_up_logs_in_where_people_are_real() {
    log::keep();
    let provider = ProviderDouble::start().await;
    let portal = provider.setup(Engine::Sqlite).with("MUNICIPALITY__TEST", false).start().await;
    check(&provider.log_in(&portal.client()).await, 403, NUMBER, "made-up");
    // An ordinary number: nobody has it, and a provider's word is taken for its control digits.
    provider.change(|script| script.claims = json!({ "pid": "01010100000" }));
    assert_eq!(provider.log_in(&portal.client()).await.status, 303);
}

#[tokio::test]
async fn who_is_known_there_and_not_let_in_here_can_leave() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    provider.change(|script| script.claims = json!({ "pid": null }));
    let page = provider.log_in(&portal.client()).await.text();
    let leave = format!("href=\"{}/logout?client_id={CLIENT_ID}&amp;post_logout_redirect_uri=", provider.issuer());
    assert!(page.contains(&leave) && page.contains("Logg ut av innloggingstjenesten"), "{page}");
    assert!(!page.contains("code=a-code"), "another language does not repeat the callback: {page}");
}

#[tokio::test]
async fn a_login_is_begun_by_a_person_who_goes_there_and_by_nothing_else() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    for mode in ["no-cors", "cors", "websocket"] {
        assert_eq!(client.get_with("/logg-inn/idporten", &[("sec-fetch-mode", mode)]).await.status, 400, "{mode}");
    }
    assert_eq!(client.get_with("/logg-inn/idporten", &[("sec-fetch-mode", "navigate")]).await.status, 303);
    let begun = provider.begin(&client, "/logg-inn/idporten").await;
    let callback = begun.callback(&provider.issuer());
    assert_eq!(client.method("HEAD", "/logg-inn/idporten").await.status, 405);
    assert_eq!(client.method("HEAD", &callback).await.status, 405);
    assert_eq!(client.get(&callback).await.status, 303, "looking ended nothing");
}

#[tokio::test]
async fn clocks_may_differ_by_five_seconds() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    for claims in [json!({ "exp": NOW_S - 4 }), json!({ "iat": NOW_S + 5 }), json!({ "nbf": NOW_S + 5 })] {
        provider.change(|script| script.claims = claims.clone());
        assert_eq!(provider.log_in(&portal.client()).await.status, 303, "{claims}");
    }
}

#[tokio::test]
async fn keys_that_were_changed_are_fetched_once_and_not_again_for_every_forgery() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    assert_eq!(provider.log_in(&client).await.status, 303);
    provider.change(|script| (script.signer, script.published) = (other_key(), other_key()));
    portal.clock.step(jiff::SignedDuration::from_secs(6));
    let now_s = portal.clock.now_ms() / 1000;
    provider.change(|script| script.claims = json!({ "iat": now_s, "exp": now_s + 100 }));
    assert_eq!(provider.log_in(&client).await.status, 303, "the new key is fetched");
    let asked = provider.script.lock().unwrap().asked;
    provider.change(|script| script.signer = key());
    for _ in 0..5 {
        assert_eq!(provider.log_in(&client).await.status, 400);
    }
    assert_eq!(provider.script.lock().unwrap().asked, asked, "a forgery does not make us ask at once");
}

/// A callback that is changed like this, before the provider is asked anything.
async fn callback(change: impl FnOnce(String, &str) -> String, status: u16, heading: &str, reason: &str) {
    log::keep();
    let provider = ProviderDouble::start().await;
    let mut portal = provider.portal().await;
    portal.expect_mistakes(u32::from(status >= 500));
    let client = portal.client();
    let begun = provider.begin(&client, "/logg-inn/idporten").await;
    let issuer: String = url::form_urlencoded::byte_serialize(provider.issuer().as_bytes()).collect();
    let changed = change(begun.callback(&provider.issuer()), &issuer);
    check(&client.get(&changed).await, status, heading, reason);
    assert!(!provider.script.lock().unwrap().posted.iter().any(|(path, _)| path == "/token"), "the code was sent on");
}

#[tokio::test]
async fn a_callback_without_state() {
    callback(|_, _| "/oidc/callback?code=x".to_owned(), 400, OTHER, "no-state").await;
}

#[tokio::test]
async fn a_callback_with_a_state_that_nobody_began() {
    let unknown = "0".repeat(64);
    callback(|_, iss| format!("/oidc/callback?code=x&state={unknown}&iss={iss}"), 400, LATE, "unknown-state").await;
    callback(|_, iss| format!("/oidc/callback?code=x&state=x&iss={iss}"), 400, LATE, "unknown-state").await;
}

#[tokio::test]
async fn a_callback_without_issuer() {
    callback(|good, _| good.split("&iss=").next().unwrap().to_owned(), 400, OTHER, "no-issuer").await;
}

#[tokio::test]
async fn a_callback_of_another_issuer() {
    callback(
        |good, iss| good.replace(&format!("&iss={iss}"), "&iss=https%3A%2F%2Fevil.example"),
        400,
        OTHER,
        "other-issuer",
    )
    .await;
    callback(|good, iss| good.replace(&format!("&iss={iss}"), &format!("&iss={iss}%2F")), 400, OTHER, "other-issuer")
        .await;
}

#[tokio::test]
async fn a_callback_without_code() {
    callback(|good, _| good.replace("code=a-code&", ""), 400, OTHER, "no-code").await;
}

#[tokio::test]
async fn a_person_who_changed_their_mind() {
    callback(|good, _| good.replace("code=a-code", "error=access_denied"), 400, "Du avbrøt innloggingen", "denied")
        .await;
}

#[tokio::test]
async fn other_errors_of_the_provider() {
    callback(|good, _| good.replace("code=a-code", "error=login_required"), 400, OTHER, "provider").await;
    callback(|good, _| good.replace("code=a-code", "error=temporarily_unavailable"), 503, NO_ANSWER, "provider").await;
    callback(|good, _| good.replace("code=a-code", "error=%3Cscript%3E"), 400, OTHER, "provider").await;
}

#[tokio::test]
async fn a_callback_in_another_browser_does_not_end_the_login_of_the_first() {
    log::keep();
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let (victim, attacker) = (portal.client(), portal.client());
    let begun = provider.begin(&victim, "/logg-inn/idporten").await;
    let callback = begun.callback(&provider.issuer());
    check(&attacker.get(&callback).await, 400, "Innloggingen ble startet et annet sted", "other-browser");
    attacker.set_cookie("minside-login", &"cd".repeat(32));
    check(&attacker.get(&callback).await, 400, "Innloggingen ble startet et annet sted", "other-browser");
    assert_eq!(victim.get(&callback).await.status, 303);
    check(&victim.get(&callback).await, 400, LATE, "unknown-state");
}

#[tokio::test]
async fn a_login_that_takes_too_long() {
    log::keep();
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    let begun = provider.begin(&client, "/logg-inn/idporten").await;
    portal.clock.step(jiff::SignedDuration::from_mins(15));
    check(&client.get(&begun.callback(&provider.issuer())).await, 400, LATE, "unknown-state");
}

#[tokio::test]
async fn a_login_never_leads_out_of_the_site() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    for elsewhere in
        ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "javascript:alert(1)"]
    {
        let client = portal.client();
        let begun = provider.begin(&client, &format!("/logg-inn/idporten?til={elsewhere}")).await;
        let answer = client.get(&begun.callback(&provider.issuer())).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{elsewhere}");
    }
    let long = format!("/logg-inn/idporten?til=/{}", "a".repeat(3000));
    let client = portal.client();
    let begun = provider.begin(&client, &long).await;
    assert_eq!(client.get(&begun.callback(&provider.issuer())).await.header("location"), "/min-side");
}

/// What a person sees whose provider cannot even be asked.
async fn not_begun(portal: &mut TestPortal, mistakes: u32) {
    portal.expect_mistakes(mistakes);
    let client = portal.client();
    let page = client.get("/logg-inn").await;
    assert!(page.status == 200 && page.text().contains("Denne innloggingen svarer ikke akkurat nå"), "{}", page.text());
    check(&client.get("/logg-inn/idporten").await, 503, NO_ANSWER, "no-answer");
}

#[tokio::test]
async fn a_provider_whose_metadata_cannot_be_used_stops_nothing_else_and_heals() {
    log::keep();
    for (play, says) in [
        (Play::Status(500, "text/plain", "down".to_owned()), json!({})),
        (Play::Status(200, "text/html", "<h1>Maintenance</h1>".to_owned()), json!({})),
        (Play::Redirect, json!({})),
        (Play::Huge, json!({})),
        (Play::Well, json!({ "issuer": "https://another.example" })),
        (Play::Well, json!({ "token_endpoint": "http://insecure.example/token" })),
        (Play::Well, json!({ "token_endpoint": null })),
    ] {
        let provider = ProviderDouble::start().await;
        provider.change(|script| (script.metadata, script.says) = (play.clone(), says.clone()));
        let mut portal = provider.portal().await;
        assert_eq!(portal.client().get("/").await.status, 200);
        not_begun(&mut portal, 1).await;
        provider.change(|script| (script.metadata, script.says) = (Play::Well, json!({})));
        assert!(portal.client().get("/logg-inn").await.text().contains("svarer ikke"), "it is not asked at once");
        portal.clock.step(jiff::SignedDuration::from_secs(6));
        let page = portal.client().get("/logg-inn").await.text();
        assert!(page.contains("href=\"/logg-inn/idporten?til="), "{play:?} {says}: {page}");
    }
}

#[tokio::test]
async fn a_provider_that_goes_down_later_is_used_as_it_was_known() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    assert_eq!(provider.log_in(&portal.client()).await.status, 303);
    provider.change(|script| script.metadata = Play::Status(500, "text/plain", String::new()));
    portal.clock.step(jiff::SignedDuration::from_hours(2));
    let now_s = portal.clock.now_ms() / 1000;
    provider.change(|script| script.claims = json!({ "iat": now_s, "exp": now_s + 100 }));
    assert_eq!(provider.log_in(&portal.client()).await.status, 303);
}

#[tokio::test]
async fn a_provider_that_stumbles_over_a_pushed_request_is_asked_once_more() {
    log::keep();
    let provider = ProviderDouble::start().await;
    let par = format!("{}/par", provider.issuer());
    provider.change(|script| {
        script.says = json!({ "pushed_authorization_request_endpoint": par });
        script.push = Play::Status(502, "text/plain", String::new());
    });
    let mut portal = provider.portal().await;
    portal.expect_mistakes(1);
    check(&portal.client().get("/logg-inn/idporten").await, 503, NO_ANSWER, "no-answer");
    assert_eq!(provider.script.lock().unwrap().posted.len(), 2);
    let error = json!({ "error": "invalid_request" }).to_string();
    provider.change(|script| script.push = Play::Status(400, "application/json", error));
    check(&portal.client().get("/logg-inn/idporten").await, 400, OTHER, "provider");
}

#[tokio::test]
async fn a_provider_that_is_not_set_is_no_page() {
    let portal = crate::support::start(Engine::Sqlite).await;
    let client = portal.client();
    assert_eq!(client.get("/logg-inn/idporten").await.status, 404);
    assert!(client.get("/logg-inn").await.text().contains("Du kan ikke logge inn her ennå"));
}

#[tokio::test]
async fn logins_by_the_thousand_are_slowed_down() {
    let provider = ProviderDouble::start().await;
    let portal = provider.setup(Engine::Sqlite).with("LIMITS__LOGINS_PER_MINUTE", 6).start().await;
    let client = portal.client();
    let mut refused = 0;
    for _ in 0..20 {
        refused += u32::from(client.get("/logg-inn/idporten").await.status == 429);
    }
    assert!(refused >= 13, "{refused}");
    assert_eq!(client.get("/").await.status, 200, "nothing else is slowed down");
    for _ in 0..300 {
        let answer = client.post_raw("/oidc/backchannel-logout", "logout_token=x", &[]).await;
        assert_eq!(answer.status, 400, "a provider says it once, for everybody, from one address");
    }
}

#[tokio::test]
async fn the_page_that_says_so_is_kept_for_everybody_and_shows_nobody_s_login() {
    let provider = ProviderDouble::start().await;
    let portal = provider.setup(Engine::Sqlite).with("LIMITS__LOGINS_PER_MINUTE", 1).start().await;
    let client = portal.client();
    assert_eq!(provider.log_in(&client).await.status, 303);
    assert!(client.get("/").await.text().contains("Du logges ut kl."));
    let refused = client.get("/logg-inn/idporten").await;
    let page = refused.text();
    assert_eq!(refused.status, 429);
    assert!(!page.contains("Du logges ut kl.") && !page.contains("Logg ut"), "{page}");
}
