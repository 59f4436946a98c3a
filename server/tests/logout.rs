//! Logging out because the provider says so: by the browser, and behind its back.

use serde_json::{Value, json};

use crate::support::both_databases;
use crate::support::provider::{ProviderDouble, SID, SUB, key, other_key};

const NOW_S: i64 = 1_772_708_400;

both_databases! {
    async fn the_provider_s_page_logs_out_in_a_frame(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let (client, frame) = (portal.client(), portal.client());
        provider.log_in(&client).await;
        let issuer = provider.issuer();
        let paths = [
            "/oidc/frontchannel-logout".to_owned(),
            format!("/oidc/frontchannel-logout?iss={issuer}"),
            format!("/oidc/frontchannel-logout?iss={issuer}&sid=another"),
            format!("/oidc/frontchannel-logout?iss=https://another.example&sid={SID}"),
        ];
        for path in paths {
            let answer = frame.get(&path).await;
            assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{path}");
            let policy = answer.header("content-security-policy");
            assert!(policy.ends_with(&format!("frame-ancestors {issuer}")), "{policy}");
            assert_eq!(client.get("/min-side").await.status, 200, "{path}");
        }
        assert_eq!(frame.get(&format!("/oidc/frontchannel-logout?iss={issuer}/&sid={SID}")).await.status, 200);
        assert_eq!(client.get("/min-side").await.status, 303);
        for path in ["/", "/min-side", "/logg-inn"] {
            assert!(client.get(path).await.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        }
    }
}

both_databases! {
    async fn the_provider_s_server_logs_out_by_session_and_by_person(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).start().await;
        let (client, nobody) = (portal.client(), portal.client());
        let send = |token: String| {
            let nobody = &nobody;
            async move { nobody.post_raw("/oidc/backchannel-logout", &format!("logout_token={token}"), &[]).await }
        };
        provider.log_in(&client).await;
        let answer = send(provider.logout_token(&json!({ "sid": "another", "jti": "0" }))).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        assert_eq!(client.get("/min-side").await.status, 200);
        let token = provider.logout_token(&json!({}));
        assert_eq!(send(token.clone()).await.status, 200);
        assert_eq!(client.get("/min-side").await.status, 303);
        provider.log_in(&client).await;
        let again = send(token).await;
        assert!(again.status == 400 && again.text().contains("the token was used before"), "{}", again.text());
        assert_eq!(client.get("/min-side").await.status, 200, "a replay ends nothing");
        let by_person = json!({ "sid": null, "sub": SUB, "jti": "2", "aud": ["minside-test"] });
        assert_eq!(send(provider.logout_token(&by_person)).await.status, 200);
        assert_eq!(client.get("/min-side").await.status, 303);
        // A session that the provider gave no name is ended by the person's, and one with another name is not.
        provider.log_in(&client).await;
        provider.change(|script| script.claims = json!({ "sid": null }));
        let nameless = portal.client();
        provider.log_in(&nameless).await;
        let both = json!({ "sid": "another", "sub": SUB, "jti": "3" });
        assert_eq!(send(provider.logout_token(&both)).await.status, 200);
        assert_eq!((client.get("/min-side").await.status, nameless.get("/min-side").await.status), (200, 303));
    }
}

#[tokio::test]
async fn a_logout_token_that_is_not_what_it_should_be_ends_nothing() {
    let provider = ProviderDouble::start().await;
    let portal = provider.portal().await;
    let (client, nobody) = (portal.client(), portal.client());
    provider.log_in(&client).await;
    let event = "http://schemas.openid.net/event/backchannel-logout";
    let changes: [(Value, &str); 15] = [
        (json!({ "iss": "https://another.example" }), "the issuer is unknown"),
        (json!({ "aud": "another" }), "the audience is another's"),
        (json!({ "aud": 7 }), "the audience is another's"),
        (json!({ "exp": NOW_S - 6 }), "the token has expired or is not valid yet"),
        (json!({ "iat": NOW_S + 6 }), "the token has expired or is not valid yet"),
        (json!({ "iat": NOW_S - 700 }), "the token has expired or is not valid yet"),
        (json!({ "exp": null }), "this is no logout token"),
        (json!({ "aud": ["another", "minside-test"] }), "the audience is another's"),
        (json!({ "events": null }), "the token is about no logout"),
        (json!({ "events": { event: "x" } }), "the token is about no logout"),
        (json!({ "events": { "other": {} } }), "the token is about no logout"),
        (json!({ "sid": null }), "the token is about no logout"),
        (json!({ "nonce": "x" }), "the token is about no logout"),
        (json!({ "jti": null }), "this is no logout token"),
        (json!({ "iat": "x" }), "this is no logout token"),
    ];
    let post = |body: String| {
        let nobody = &nobody;
        async move { nobody.post_raw("/oidc/backchannel-logout", &body, &[]).await }
    };
    for (change, why) in changes {
        let answer = post(format!("logout_token={}", provider.logout_token(&change))).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, "application/json"), "{change}");
        assert!(answer.text().contains(why), "{change}: {}", answer.text());
    }
    let good = provider.logout_token(&json!({}));
    let (rest, signature) = good.rsplit_once('.').unwrap();
    let claims = rest.split_once('.').unwrap().1;
    let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
    let swapped = other_key().signed_with(&json!({ "alg": "RS256", "kid": key().id }), &json!({}));
    for token in
        ["", "a", "a.b.c", "....", &unsigned, rest, &format!("{rest}.{}", &signature[1..]), &swapped, &"x".repeat(9000)]
    {
        assert_eq!(post(format!("logout_token={token}")).await.status, 400, "{token}");
    }
    for header in [json!({ "crit": ["x"], "x": 1 }), json!({ "typ": "at+jwt" })] {
        let mut whole = json!({ "alg": "RS256", "kid": key().id });
        whole.as_object_mut().unwrap().extend(header.as_object().unwrap().clone());
        let token = key().signed_with(&whole, &json!({ "iss": provider.issuer() }));
        assert_eq!(post(format!("logout_token={token}")).await.status, 400, "{header}");
    }
    let hs = key().signed_with(&json!({ "alg": "HS256", "kid": key().id }), &json!({ "iss": provider.issuer() }));
    assert_eq!(post(format!("logout_token={hs}")).await.status, 400);
    assert_eq!(nobody.method("GET", "/oidc/backchannel-logout").await.status, 405);
    assert_eq!(client.get("/min-side").await.status, 200, "nothing was ended");
}
