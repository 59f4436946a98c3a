//! Whose adapter it is: keys of the register, tokens of Maskinporten, the token of one call, and nobody.

use jiff::SignedDuration;
use serde_json::{Value, json};
use server::adapters::{keys, store, task_token};
use server::id::KeyId;
use server::systems::declared::store as declared;
use server::systems::rules::Served;

use crate::support::api::{adapter, at, new_key};
use crate::support::cases::{accepted, access, add_systems_like, send_notices, submission};
use crate::support::portal::{START, Setup, TestPortal};
use crate::support::program::run;
use crate::support::provider::{ProviderDouble, put_over};
use crate::support::{Engine, both_databases, rows, start};

const ORGANISATION: &str = "987654325";

both_databases! {
    async fn without_a_valid_key_nothing_is_told(engine: Engine) {
        let portal = start(engine).await;
        let mut skole = adapter(&portal, "skole", |_| {}).await;
        let right = skole.key.clone();
        let wrong = format!("minside-key-{}", "0".repeat(64));
        for key in ["", "x", "minside-key-", &right[..right.len() - 1], &wrong, "a.b.c", "minside-task-a.b.c.d.e"] {
            skole.key = key.to_owned();
            for (method, path) in [("GET", "/system"), ("POST", "/tasks/claim"), ("PUT", "/tasks/1/files/a")] {
                let answer = skole.raw(method, path, b"{}".to_vec()).await;
                assert_eq!(answer.problem().1, "unauthorized", "{key} {path}");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
        }
        skole.key = right.clone();
        assert_eq!(skole.get("/system").await.status, 200);
        assert_eq!(reqwest::get(format!("{}/system", skole.base)).await.unwrap().status(), 401);
        // The database knows the key by its hash only.
        assert!(!crate::support::scan::Scan::of(&portal.db).await.has(right.trim_start_matches("minside-key-").as_bytes()));
    }
}

both_databases! {
    async fn a_key_is_replaced_while_both_are_valid_and_ends_at_once(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let mut skole = adapter(&portal, "skole", |_| {}).await;
        portal.clock.step(SignedDuration::from_secs(1));
        let (first, second) = (skole.key.clone(), new_key(office, "skole").await);
        assert_eq!(keys::make(office, "skole").await.unwrap().err(), Some(keys::Refused::TwoValid));
        assert_eq!(keys::make(office, "ingen").await.unwrap().err(), Some(keys::Refused::NoSystem));
        for key in [&first, &second] {
            skole.key = key.clone();
            assert_eq!(skole.get("/system").await.status, 200);
        }
        let ids = store::keys_of(&mut office.db.read().await.unwrap(), skole.system).await.unwrap();
        assert_eq!(keys::end(office, "skole", KeyId::new(0)).await.unwrap(), Err(keys::Refused::NoKey));
        assert_eq!(keys::end(office, "ingen", ids[0].id).await.unwrap(), Err(keys::Refused::NoSystem));
        keys::end(office, "skole", ids[0].id).await.unwrap().unwrap();
        assert_eq!(keys::end(office, "skole", ids[0].id).await.unwrap(), Err(keys::Refused::NoKey));
        skole.key = first;
        assert_eq!(skole.get("/system").await.status, 401);
        skole.key = second;
        assert_eq!(skole.get("/system").await.status, 200);
        let sql = "select count(*) from audit_event where action like 'adapter_key.%'";
        assert_eq!(rows::number(&mut office.db.read().await.unwrap(), sql).await, 3);
    }
}

both_databases! {
    async fn the_store_of_keys_finds_those_that_are_valid(engine: Engine) {
        let portal = start(engine).await;
        let system = add_systems_like(&portal.office, 1, Served::Pull, |_| {}).await[0];
        let mut tx = portal.office.db.write().await.unwrap();
        let id = KeyId::new(5);
        store::insert_key(&mut tx, id, system, b"hash", 5).await.unwrap();
        assert_eq!(store::find_by_hash(&mut tx, b"hash", 5).await.unwrap(), Some((system, id)));
        assert_eq!(store::find_by_hash(&mut tx, b"other", 5).await.unwrap(), None);
        assert!(store::end_key(&mut tx, id, system, 9).await.unwrap());
        assert!(!store::end_key(&mut tx, id, system, 10).await.unwrap());
        assert_eq!(store::find_by_hash(&mut tx, b"hash", 8).await.unwrap(), Some((system, id)));
        assert_eq!(store::find_by_hash(&mut tx, b"hash", 9).await.unwrap(), None);
        assert_eq!(store::keys_of(&mut tx, system).await.unwrap()[0].ended_at, Some(9));
        assert_eq!(declared::declared(&mut tx, &[system]).await.unwrap(), []);
        declared::keep_declared(&mut tx, system, "{}").await.unwrap();
        assert_eq!(declared::declared(&mut tx, &[system]).await.unwrap(), [(system, "{}".to_owned())]);
        assert_eq!(declared::with_data(&mut tx).await.unwrap(), [].into());
        for _ in 0..2 {
            declared::insert_shown(&mut tx, system, "fravær").await.unwrap();
        }
        assert_eq!(declared::shown(&mut tx, &[system]).await.unwrap(), [(system, "fravær".to_owned())].into());
        assert_eq!(declared::with_data(&mut tx).await.unwrap(), [system].into());
    }
}

#[tokio::test]
async fn too_many_requests_of_one_system_and_wrong_keys_of_one_client_are_refused() {
    let setup = Setup::new(Engine::Sqlite);
    let portal =
        setup.with("LIMITS__ADAPTER_REQUESTS_PER_MINUTE", 12).with("LIMITS__LOGINS_PER_MINUTE", 2).start().await;
    let mut skole = adapter(&portal, "skole", |_| {}).await;
    let other = adapter(&portal, "sfo", |_| {}).await;
    for _ in 0..3 {
        assert_eq!(skole.get("/system").await.status, 200);
    }
    let refused = skole.get("/system").await;
    assert_eq!(refused.problem().1, "too-many");
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(other.get("/system").await.status, 200, "others are not in its way");
    skole.key = "x".to_owned();
    assert_eq!(skole.get("/system").await.status, 401);
    assert_eq!(skole.get("/system").await.status, 401);
    assert_eq!(skole.get("/system").await.problem().1, "too-many");
    assert_eq!(other.get("/system").await.status, 200, "a right key is not in their way");
}

/// A portal that takes tokens of Maskinporten, and a token by its claims.
async fn with_maskinporten(engine: Engine) -> (TestPortal, ProviderDouble) {
    let double = ProviderDouble::start().await;
    let setup = Setup::new(engine).with("ADAPTERS__MASKINPORTEN__ISSUER", format!("{}/", double.issuer()));
    let portal = setup.with("ADAPTERS__MASKINPORTEN__SCOPE", "fjordvik:minside").start().await;
    (portal, double)
}

fn token(double: &ProviderDouble, change: Value) -> String {
    let now_s = START.parse::<jiff::Timestamp>().unwrap().as_second();
    let mut claims = json!({
        "iss": format!("{}/", double.issuer()), "scope": "annet:noe fjordvik:minside", "client_amr": "private_key_jwt",
        "token_type": "Bearer", "exp": now_s + 120, "iat": now_s, "client_id": "8ab1c2", "jti": "a",
        "consumer": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{ORGANISATION}")},
    });
    put_over(&mut claims, &change);
    double.script.lock().unwrap().signer.signed(&claims)
}

both_databases! {
    async fn a_token_of_maskinporten_speaks_for_the_systems_of_its_organisation(engine: Engine) {
        let (portal, double) = with_maskinporten(engine).await;
        let own = |system: &mut server::systems::rules::System| system.organisation = Some(ORGANISATION.parse().unwrap());
        let mut skole = adapter(&portal, "skole", own).await;
        skole.key = token(&double, json!({}));
        assert_eq!(skole.get("/system").await.json()["key"], "skole");
        // With a second system, the adapter says which one it speaks for.
        adapter(&portal, "sfo", own).await;
        adapter(&portal, "annen", |_| {}).await;
        assert_eq!(skole.get("/system").await.problem().1, "system-not-named");
        let named = async |name: &str| skole.send(skole.request("GET", "/system").header("minside-system", name)).await;
        assert_eq!(named("sfo").await.json()["key"], "sfo");
        assert_eq!(named("annen").await.problem().1, "forbidden");
        assert_eq!(named("ingen").await.problem().1, "forbidden");
        // Who works for whom is written down.
        accepted(&portal.office, &submission(vec![access()])).await;
        let supplier = json!({"supplier": {"authority": "iso6523-actorid-upis", "ID": "0192:910753614:x"}});
        skole.key = token(&double, supplier);
        let request = skole.request("POST", "/tasks/claim").header("minside-system", "skole");
        let claimed = skole.send(request.header("content-type", "application/json").body("{}")).await.json();
        let sql = "select count(*) from task where leased_by = 'maskinporten 8ab1c2 supplier 910753614'";
        assert_eq!(rows::number(&mut portal.office.db.read().await.unwrap(), sql).await, 1);
        let path = at(&claimed["tasks"][0], "answer");
        let request = skole.request("POST", &path).header("minside-system", "skole").header("content-type", "application/json");
        assert_eq!(skole.send(request.body(r#"{"attempt": 1, "outcome": "no_data"}"#)).await.status, 200);
        send_notices(&portal.office).await;
    }
}

both_databases! {
    async fn a_token_that_is_not_for_us_or_not_true_is_not_taken(engine: Engine) {
        let (portal, double) = with_maskinporten(engine).await;
        let own = |system: &mut server::systems::rules::System| system.organisation = Some(ORGANISATION.parse().unwrap());
        let mut skole = adapter(&portal, "skole", own).await;
        let now_s = START.parse::<jiff::Timestamp>().unwrap().as_second();
        for (change, kind) in [
            (json!({"iss": double.issuer()}), "unauthorized"),
            (json!({"iss": "https://maskinporten.no/"}), "unauthorized"),
            (json!({"exp": now_s - 10}), "unauthorized"),
            (json!({"iat": now_s + 60}), "unauthorized"),
            (json!({"aud": "https://annen.example"}), "unauthorized"),
            (json!({"aud": 7}), "unauthorized"),
            (json!({"consumer": {"ID": "987654325"}}), "unauthorized"),
            (json!({"consumer": {"ID": "9908:987654325"}}), "unauthorized"),
            (json!({"consumer": null}), "unauthorized"),
            (json!({"exp": null}), "unauthorized"),
            (json!({"scope": "fjordvik:minside.read"}), "forbidden"),
            (json!({"scope": null}), "forbidden"),
            (json!({"consumer": {"ID": "0192:910753614"}}), "forbidden"),
        ] {
            skole.key = token(&double, change.clone());
            assert_eq!(skole.get("/system").await.problem().1, kind, "{change}");
        }
        let public = format!("http://{}", portal.addr);
        for aud in [json!(public), json!(["https://annen.example", public])] {
            skole.key = token(&double, json!({"aud": aud}));
            assert_eq!(skole.get("/system").await.status, 200);
        }
        let good = token(&double, json!({}));
        let parts: Vec<&str> = good.split('.').collect();
        let none = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
        for wrong in [none, format!("{}.{}.AAAA", parts[0], parts[1]), format!("{}.{}", parts[0], parts[1])] {
            skole.key = wrong;
            assert_eq!(skole.get("/system").await.problem().1, "unauthorized");
        }
        // A key that Maskinporten has taken into use since is fetched, but not for every stranger's token.
        double.change(|script| {
            script.signer = crate::support::provider::other_key();
            script.published = crate::support::provider::other_key();
        });
        skole.key = token(&double, json!({}));
        assert_eq!(skole.get("/system").await.problem().1, "unauthorized");
        portal.clock.step(SignedDuration::from_mins(1));
        assert_eq!(skole.get("/system").await.status, 200);
    }
}

both_databases! {
    async fn without_maskinporten_no_token_is_taken_and_without_its_keys_none_can_be(engine: Engine) {
        let double = ProviderDouble::start().await;
        let portal = start(engine).await;
        let mut skole = adapter(&portal, "skole", |_| {}).await;
        skole.key = token(&double, json!({}));
        assert_eq!(skole.get("/system").await.problem().1, "unauthorized");
        let (mut portal, double) = with_maskinporten(engine).await;
        double.change(|script| script.metadata = crate::support::provider::Play::Status(500, "text/plain", String::new()));
        let mut skole = adapter(&portal, "skole", |_| {}).await;
        skole.key = token(&double, json!({}));
        assert_eq!(skole.get("/system").await.problem().1, "busy");
        portal.expect_mistakes(1);
    }
}

both_databases! {
    async fn the_token_of_one_call_is_for_that_task_and_attempt_only(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let mut skole = adapter(&portal, "skole", |system| system.at_once = 10).await;
        accepted(office, &submission(vec![access(), crate::support::cases::erasure()])).await;
        let tasks = skole.claim(10).await;
        let id = |task: &Value| task["id"].as_str().unwrap().parse().unwrap();
        let lease = server::tasks::lease::store::held(&mut office.db.read().await.unwrap(), id(&tasks[0]), 1).await;
        let written = task_token::write(office, &lease.unwrap().unwrap());
        let own = std::mem::replace(&mut skole.key, written.to_string());
        assert_eq!(skole.get("/system").await.problem().1, "forbidden");
        assert_eq!(skole.post("/tasks/claim", &json!({})).await.problem().1, "forbidden");
        assert_eq!(skole.post(&at(&tasks[1], "heartbeat"), &json!({"attempt": 1})).await.problem().1, "not-found");
        assert_eq!(skole.post(&at(&tasks[0], "heartbeat"), &json!({"attempt": 2})).await.problem().1, "lease-lost");
        assert_eq!(skole.post(&at(&tasks[0], "heartbeat"), &json!({"attempt": 1})).await.status, 200);
        assert_eq!(skole.put_file(&tasks[0], "a.txt", b"a").await.status, 201);
        for (from, to) in [(".1.", ".2."), ("minside-task-0", "minside-task-1")] {
            let right = std::mem::replace(&mut skole.key, written.replacen(from, to, 1));
            assert_eq!(skole.post(&at(&tasks[0], "heartbeat"), &json!({"attempt": 2})).await.problem().1, "unauthorized");
            skole.key = right;
        }
        portal.clock.step(SignedDuration::from_hours(24));
        assert_eq!(skole.post(&at(&tasks[0], "heartbeat"), &json!({"attempt": 1})).await.problem().1, "unauthorized");
        skole.key = own;
        server::tasks::lease::take_back_ended(office).await.unwrap();
        send_notices(office).await;
    }
}

#[test]
fn keys_are_made_and_ended_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let minside = |arguments: &[&str]| run(folder.path(), ["adapter"].iter().chain(arguments));
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let made = minside(&["key", "minside"]);
    let key = made.stdout.lines().next().unwrap();
    assert!(key.starts_with("minside-key-") && key.len() == 76, "{made:?}");
    let keys = minside(&["keys", "minside"]).stdout;
    let id = keys.split_whitespace().next().unwrap();
    assert!(keys.contains("  valid") && !keys.contains(key), "{keys}");
    assert_eq!(minside(&["end-key", "minside", id]).code, Some(0));
    assert!(minside(&["keys", "minside"]).stdout.contains("  ended "));
    assert!(minside(&["end-key", "minside", id]).stderr.contains("no valid key with this id"));
    assert!(minside(&["key", "ingen"]).stderr.contains("no system has this key"));
}
