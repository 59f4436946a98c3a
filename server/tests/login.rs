//! Logging in: the whole way through a provider, and everything that can be wrong on it.

mod refused;
mod sessions;

use jiff::SignedDuration;
use server::login::store;
use server::on;
use url::Url;

use crate::support::cases::{OTHER, PERSON, accepted, access, person, send_notices, submission, token};
use crate::support::client::{Answer, Client};
use crate::support::portal::Setup;
use crate::support::provider::{CLIENT_ID, CLIENT_SECRET, ProviderDouble};
use crate::support::{Engine, TestPortal, both_databases};

/// Follows links and redirects of the demo's provider as a person would, who is the `person`-th of those there.
async fn choose(client: &Client, begun: &Answer, person: usize, level: &str) -> Answer {
    let page = client.get(begun.header("location")).await;
    let text = page.text();
    let wanted = format!("person={person}&amp;level={level}\"");
    let link = text.split("href=\"").find(|part| part.contains(&wanted)).unwrap_or_else(|| panic!("{text}"));
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let at = Url::parse(begun.header("location")).unwrap().join(&link).unwrap();
    let back = client.get(at.as_str()).await;
    client.get(back.header("location")).await
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location")
}

both_databases! {
    async fn a_citizen_logs_in_sees_their_cases_and_logs_out(engine: Engine) {
        let portal = Setup::new(engine).with_demo_logins().start().await;
        let client = portal.client();
        assert_eq!(location(&client.get("/min-side").await), "/logg-inn?til=%2Fmin%2Dside");
        let page = client.get("/logg-inn?til=%2Fmin%2Dside").await.text();
        assert!(page.contains("href=\"/logg-inn/idporten?til=%2Fmin%2Dside\""), "{page}");
        let begun = client.get("/logg-inn/idporten?til=%2Fmin%2Dside").await;
        let answer = choose(&client, &begun, 0, "high").await;
        assert_eq!(location(&answer), "/min-side");
        let page = client.get("/min-side").await;
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
        let text = page.text();
        assert!(text.contains("Du har ingen saker ennå") && text.contains("Du logges ut kl. 12.30"), "{text}");
        assert!(text.contains("Logg ut</button>") && !text.contains("Logg inn</a>"));
        let front = client.get("/").await;
        assert!(front.text().contains("Logg ut") && front.header("cache-control") == "no-store");

        let out = client.post("/logg-ut", &[]).await;
        let text = out.text();
        assert_eq!(out.status, 200);
        let next = text.split("http-equiv=\"refresh\" content=\"2; url=").nth(1).unwrap().split('"').next().unwrap();
        let next = next.replace("&amp;", "&");
        assert!(next.contains("/idporten/logout?client_id=") && next.contains("post_logout_redirect_uri="), "{next}");
        assert!(!next.contains("id_token_hint"));
        assert_eq!(client.cookie("minside-session").as_deref(), None);
        assert_eq!(client.get("/min-side").await.status, 303);
        let there = client.get(&next).await.text();
        assert!(there.contains("/utlogget"), "{there}");
        assert!(client.get("/utlogget").await.text().contains("Du er logget ut av Min side."));
        // The provider's session is gone too: one must say anew who one is.
        let begun = client.get("/logg-inn/idporten").await;
        assert!(client.get(begun.header("location")).await.text().contains("Hvem vil du være?"));
    }
}

both_databases! {
    async fn a_case_is_seen_by_who_sent_it_and_not_found_by_anybody_else(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let mine = accepted(&portal.office, &submission(vec![access()])).await.reference;
        let theirs = server::cases::submission::Submission::new(person(OTHER), vec![access()], token()).unwrap();
        let theirs = accepted(&portal.office, &theirs).await.reference;
        send_notices(&portal.office).await;
        let client = portal.client();
        assert_eq!(location(&provider.log_in(&client).await), "/min-side");
        let list = client.get("/min-side").await.text();
        assert!(list.contains(&mine) && !list.contains(&theirs), "{list}");
        let page = client.get(&format!("/min-side/sak/{mine}")).await;
        assert!(page.status == 200 && page.text().contains("Du får svar senest tirsdag 7. april 2026."), "{}", page.text());
        let nobodys = client.get("/min-side/sak/2026-999999").await;
        let others = client.get(&format!("/min-side/sak/{theirs}")).await;
        assert_eq!((nobodys.status, others.status), (404, 404));
        let without_code = |answer: &Answer| answer.text().replace(answer.header("x-request-id"), "");
        let path = |answer: &Answer, reference: &str| without_code(answer).replace(reference, "…").replace(&reference.replace('-', "%2D"), "…");
        let strip = |text: String| text.split("nonce").next().unwrap().to_owned();
        assert_eq!(strip(path(&nobodys, "2026-999999")), strip(path(&others, &theirs)), "the same answer");
        assert!(!list.contains(PERSON) && !page.text().contains(PERSON));
    }
}

#[tokio::test]
async fn who_logged_in_less_safely_is_asked_to_do_better_before_a_case_is_shown() {
    let portal =
        Setup::new(Engine::Sqlite).with_demo_logins().with("LOGIN__IDPORTEN__LEVEL", "substantial").start().await;
    let client = portal.client();
    let begun = client.get("/logg-inn/idporten").await;
    assert_eq!(location(&choose(&client, &begun, 0, "substantial").await), "/min-side");
    let old = client.cookie("minside-session").unwrap();
    assert_eq!(client.get("/min-side").await.status, 200);
    let asked = client.get("/min-side/sak/2026-000001").await;
    assert_eq!(location(&asked), "/logg-inn?til=%2Fmin%2Dside%2Fsak%2F2026%2D000001&niva=hoyt");
    let page = client.get(location(&asked)).await.text();
    assert!(page.contains("Logg inn på en sikrere måte"), "{page}");
    let link = "/logg-inn/idporten?til=%2Fmin%2Dside%2Fsak%2F2026%2D000001&niva=hoyt";
    assert!(page.replace("&amp;", "&").contains(link), "{page}");
    // The provider knows the person, but not safely enough: it asks again.
    let answer = choose(&client, &client.get(link).await, 0, "high").await;
    assert_eq!(location(&answer), "/min-side/sak/2026-000001");
    assert_ne!(client.cookie("minside-session").unwrap(), old, "another level, another session");
    assert_eq!(client.get("/min-side/sak/2026-000001").await.status, 404);
    client.set_cookie("minside-session", &old);
    assert_eq!(client.get("/min-side").await.status, 303, "the old one is over");
}

#[tokio::test]
async fn who_is_logged_in_at_the_provider_is_not_asked_again() {
    let portal = Setup::new(Engine::Sqlite).with_demo_logins().start().await;
    let client = portal.client();
    choose(&client, &client.get("/logg-inn/idporten").await, 1, "high").await;
    client.set_cookie("minside-session", "");
    let begun = client.get("/logg-inn/idporten?til=/min-side/innlogging").await;
    let back = client.get(begun.header("location")).await;
    assert!(back.header("location").contains("/oidc/callback?code="), "{}", back.text());
    assert_eq!(location(&client.get(back.header("location")).await), "/min-side/innlogging");
    // A page of the provider's that another portal of it has logged out from, tells this one behind the browser's back.
    let page = client.get("/min-side/innlogging").await.text();
    assert!(page.contains("Du er logget inn på 2 steder, dette medregnet."), "{page}");
    let provider = Url::parse(begun.header("location")).unwrap().join("logout").unwrap();
    let there = client.get(provider.as_str()).await.text();
    assert!(there.contains("/oidc/frontchannel-logout?iss="), "{there}");
    assert_eq!(client.get("/min-side").await.status, 303, "logged out from elsewhere");
}

both_databases! {
    async fn two_tabs_log_in_at_once_and_each_comes_to_its_own_page(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let client = portal.client();
        let first = provider.begin(&client, "/logg-inn/idporten?til=/min-side").await;
        let second = provider.begin(&client, "/logg-inn/idporten?til=/min-side/innlogging").await;
        assert_ne!(first.parameter("state"), second.parameter("state"));
        assert_eq!(location(&client.get(&second.callback(&provider.issuer())).await), "/min-side/innlogging");
        let nonce = first.parameter("nonce").to_owned();
        provider.change(|script| script.claims = serde_json::json!({ "nonce": nonce }));
        assert_eq!(location(&client.get(&first.callback(&provider.issuer())).await), "/min-side");
        assert_eq!(client.get("/min-side").await.status, 200);
        assert_eq!(sessions(&portal).await, 1, "one browser, one session");
    }
}

async fn sessions(portal: &TestPortal) -> i64 {
    let mut tx = portal.db.read().await.unwrap();
    on!(&mut tx, |conn| sqlx::query_scalar("select count(*) from session").fetch_one(conn).await.unwrap())
}

both_databases! {
    async fn a_callback_that_comes_twice_at_once_logs_in_once(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let client = portal.client();
        let begun = provider.begin(&client, "/logg-inn/idporten").await;
        let callback = begun.callback(&provider.issuer());
        let (one, two) = tokio::join!(client.get(&callback), client.get(&callback));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 400]);
        assert_eq!(sessions(&portal).await, 1);
    }
}

#[tokio::test]
async fn what_is_asked_for_is_what_the_provider_needs_and_no_more() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    client.set_cookie("minside-display", "nn.auto");
    let begun = provider.begin(&client, "/logg-inn/idporten").await;
    let callback = format!("http://{}/oidc/callback", portal.addr);
    for (name, value) in [
        ("client_id", CLIENT_ID),
        ("response_type", "code"),
        ("scope", "openid"),
        ("redirect_uri", &callback),
        ("code_challenge_method", "S256"),
        ("acr_values", "idporten-loa-high"),
        ("ui_locales", "nn"),
    ] {
        assert_eq!(begun.parameter(name), value, "{name}");
    }
    assert_eq!(begun.parameters.len(), 10, "{:?}", begun.parameters);
    assert_eq!(begun.address.path(), "/authorize");
    client.get(&begun.callback(&provider.issuer())).await;
    let posted = provider.script.lock().unwrap().posted.clone();
    let (path, form) = posted.last().unwrap();
    assert_eq!(path, "/token");
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!((field("client_id"), field("client_secret")), (CLIENT_ID, CLIENT_SECRET));
    assert_eq!((field("grant_type"), field("code")), ("authorization_code", "a-code"));
    let challenge = openidconnect::PkceCodeChallenge::from_code_verifier_sha256(&openidconnect::PkceCodeVerifier::new(
        field("code_verifier").to_owned(),
    ));
    assert_eq!(challenge.as_str(), begun.parameter("code_challenge"));
}

#[tokio::test]
async fn with_pushed_requests_the_browser_carries_nothing_but_their_name() {
    let provider = ProviderDouble::start().await;
    let par = format!("{}/par", provider.issuer());
    provider.change(|script| script.says = serde_json::json!({ "pushed_authorization_request_endpoint": par }));
    let portal = provider.portal().await;
    let client = portal.client();
    let begun = provider.begin(&client, "/logg-inn/idporten").await;
    assert_eq!(begun.address.query(), Some("client_id=minside-test&request_uri=urn%3Atest%3A1"));
    assert_eq!(location(&client.get(&begun.callback(&provider.issuer())).await), "/min-side");
}

both_databases! {
    async fn the_tables_of_logins_keep_what_they_are_given(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let client = portal.client();
        let begun = provider.begin(&client, "/logg-inn/idporten").await;
        let state = server::token::Token::parse(begun.parameter("state")).unwrap();
        let now = portal.clock.now_ms();
        let mut tx = portal.db.write().await.unwrap();
        let attempt = store::find_attempt(&mut tx, &state.hash(), now).await.unwrap().unwrap();
        assert!(!attempt.sealed.windows(8).any(|window| window == b"min-side"), "not even where one goes");
        assert_eq!(store::find_attempt(&mut tx, &state.hash(), now + 15 * 60_000).await.unwrap(), None);
        store::insert_attempt(&mut tx, b"later", &attempt, now + 999_999_999).await.unwrap();
        assert_eq!(store::delete_attempts_beyond(&mut tx, 1).await.unwrap(), 1);
        assert!(store::delete_attempt(&mut tx, b"later").await.unwrap());
        assert!(!store::delete_attempt(&mut tx, b"later").await.unwrap());
        assert!(store::insert_logout_token(&mut tx, b"used", now + 1).await.unwrap());
        assert!(!store::insert_logout_token(&mut tx, b"used", now + 1).await.unwrap());
        let times = server::login::rules::Times::from(now);
        let row = store::SessionRow {
            provider: "idporten".to_owned(),
            owner: b"owner".to_vec(),
            roles: b"roles".to_vec(),
            provider_session: Some(b"sid".to_vec()),
            provider_subject: b"sub".to_vec(),
            level: None,
            times,
            sealed: b"sealed".to_vec(),
        };
        for id in [b"1", b"2", b"3", b"4"] {
            store::insert_session(&mut tx, id, &row).await.unwrap();
        }
        assert_eq!(store::find_session(&mut tx, b"1").await.unwrap(), Some(row.clone()));
        let renewed = store::SessionRow { roles: b"other".to_vec(), sealed: b"anew".to_vec(), ..row.clone() };
        assert!(store::renew_session(&mut tx, b"1", b"9", &renewed).await.unwrap());
        assert!(!store::renew_session(&mut tx, b"1", b"9", &renewed).await.unwrap());
        assert_eq!(store::find_session(&mut tx, b"9").await.unwrap(), Some(renewed));
        assert!(store::renew_session(&mut tx, b"9", b"1", &row).await.unwrap());
        store::touch_session(&mut tx, b"1", now + 5).await.unwrap();
        store::touch_session(&mut tx, b"1", now + 3).await.unwrap();
        assert_eq!(store::find_session(&mut tx, b"1").await.unwrap().unwrap().times.seen_at, now + 5);
        assert_eq!(store::count_sessions_of(&mut tx, b"owner", now, now - 1).await.unwrap(), 4);
        assert_eq!(store::count_sessions_of(&mut tx, b"owner", now, now).await.unwrap(), 1);
        assert!(store::delete_session(&mut tx, b"1").await.unwrap());
        assert_eq!(store::delete_over(&mut tx, now, now - 1, now).await.unwrap(), 0);
        assert!(store::has_provider_session(&mut tx, b"sid").await.unwrap());
        assert_eq!(store::delete_by_provider(&mut tx, Some(b"sid"), None).await.unwrap(), 3);
        assert!(!store::has_provider_session(&mut tx, b"sid").await.unwrap());
        store::insert_session(&mut tx, b"5", &row).await.unwrap();
        store::insert_session(&mut tx, b"6", &store::SessionRow { provider_session: None, ..row.clone() }).await.unwrap();
        assert_eq!(store::delete_by_provider(&mut tx, None, None).await.unwrap(), 0);
        assert_eq!(store::delete_by_provider(&mut tx, Some(b"other"), Some(b"sub")).await.unwrap(), 1, "the nameless one");
        assert_eq!(store::delete_by_provider(&mut tx, None, Some(b"sub")).await.unwrap(), 1);
        assert_eq!(store::delete_sessions_of(&mut tx, b"owner").await.unwrap(), 0);
        assert_eq!(store::delete_over(&mut tx, now + 999_999_999, now, now).await.unwrap(), 1, "the logout token");
    }
}

#[tokio::test]
async fn a_provider_that_hangs_holds_up_its_own_logins_only_and_nobody_s_logout() {
    use crate::support::provider::Play;
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let client = portal.client();
    provider.log_in(&client).await;
    provider.change(|script| script.metadata = Play::Slow(std::time::Duration::from_secs(60)));
    portal.clock.step(SignedDuration::from_mins(20));
    assert_eq!(client.get("/min-side").await.status, 200);
    portal.clock.step(SignedDuration::from_mins(20));
    assert_eq!(client.get("/min-side").await.status, 200);
    portal.clock.step(SignedDuration::from_mins(21));
    // What is known is over an hour old: one asks anew, and the others go on with what is known.
    let (begun, page, other) =
        tokio::join!(client.get("/logg-inn/idporten"), client.get("/logg-inn"), client.post("/logg-ut", &[]));
    assert_eq!((begun.status, page.status, other.status), (303, 200, 200));
    assert!(page.text().contains("href=\"/logg-inn/idporten"), "{}", page.text());
}
