//! Requests that are wrong, too large, too slow, too many or from elsewhere: each gets a clear answer.

use std::time::Duration;

use app::fault::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::client::raw;
use crate::support::desks::{Behaviour, visitor};
use crate::support::portal::Setup;
use crate::support::{Engine, start};

#[tokio::test]
async fn an_unknown_address_gets_a_page_that_helps_or_a_problem_document() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let page = client.get("/finnes-ikke").await;
    assert_eq!(page.status, 404);
    assert_eq!(page.header("cache-control"), "no-store");
    let html = page.text();
    assert!(html.contains("Vi finner ikke siden") && html.contains("href=\"/\""), "{html}");
    assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{html}");

    let problem = client.get("/api/adapter/v9/tasks").await;
    assert_eq!((problem.status, problem.header("content-type")), (404, "application/problem+json"));
    let document: serde_json::Value = serde_json::from_str(&problem.text()).unwrap();
    assert_eq!(document["type"], "urn:minside:problem:not-found");
    assert_eq!(document["status"], 404);
    assert_eq!(document["instance"], format!("urn:minside:request:{}", problem.header("x-request-id")));
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_refused_and_the_right_one_named() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let answer = client.method("DELETE", "/").await;
    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
    assert!(answer.text().contains("Siden kan ikke brukes på den måten"));
    assert_eq!(client.get("/do/choose-display").await.status, 405);
    assert_eq!(client.method("BREW", "/").await.status, 405);
    assert_eq!(client.method("TRACE", "/").await.status, 405);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_found() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    for path in ["/assets/main-0000.css", "/assets/", "/assets/..%2f..%2fetc%2fpasswd", "/assets/../Cargo.toml"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let portal = start(Engine::Sqlite).await;
    let fields = "language=nn&appearance=dark";
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![],
    ] {
        let client = portal.client();
        let answer = client.post_raw("/do/choose-display", fields, &headers).await;
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.text().contains("Vi tok ikke imot skjemaet"), "{headers:?}");
        assert_eq!(client.cookie("minside-display"), None, "{headers:?}");
    }
    let own = format!("http://{}", portal.addr);
    assert_eq!(portal.client().post_raw("/do/choose-display", fields, &[("origin", &own)]).await.status, 303);
}

#[tokio::test]
async fn what_is_no_text_is_refused_instead_of_guessed_at() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    for path in ["/%ff", "/%zz", "/%", "/hva-vi-har?sok=%ff", "/hva-vi-har?sok=%", "/hva-vi-har?%C3=1", "/%00"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.text().contains("Vi forsto ikke det nettleseren sendte"), "{path}");
    }
    for body in ["language=%ff", "language=%", "language=%C3"] {
        let answer = client.post_raw("/do/choose-display", body, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(answer.status, 400, "{body}");
    }
    let bytes = b"POST /do/choose-display HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
        content-type: application/x-www-form-urlencoded\r\ncontent-length: 11\r\n\r\nlanguage=\xff\xfe";
    assert!(raw(portal.addr, bytes).await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_body_of_another_kind_is_refused() {
    let portal = start(Engine::Sqlite).await;
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
    let answer = portal.client().post_raw("/do/choose-display", "{}", &headers).await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn too_large_a_body_address_or_header_gets_a_page_about_it() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let body = format!("language={}", "x".repeat(1100 * 1024));
    let answer = client.post_raw("/do/choose-display", &body, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("Det du sendte, er for stort"));

    let answer = client.get(&format!("/?{}", "x".repeat(9000))).await;
    assert_eq!(answer.status, 414);
    assert!(answer.text().contains("Det du sendte, er for stort"));

    let answer = client.get_with("/", &[("x-much", &"x".repeat(20_000))]).await;
    assert_eq!(answer.status, 431);
    assert!(answer.text().contains("Det du sendte, er for stort"));

    let beyond = format!("GET / HTTP/1.1\r\nhost: x\r\nx-much: {}\r\n\r\n", "x".repeat(1024 * 1024));
    let answer = raw(portal.addr, beyond.as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    let beyond = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(100_000));
    let answer = raw(portal.addr, beyond.as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert_eq!(client.get("/").await.status, 200, "others are not affected");
}

#[tokio::test]
async fn a_body_that_lies_about_its_length_is_stopped_at_the_limit() {
    let portal = start(Engine::Sqlite).await;
    let head = b"POST /do/choose-display HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
        content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000)).repeat(17);
    let answer = raw(portal.addr, &[head.as_slice(), chunk.as_bytes()].concat()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn what_is_not_http_is_answered_as_such() {
    let portal = start(Engine::Sqlite).await;
    let answer = raw(portal.addr, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(raw(portal.addr, b"GET / HTTP/9.9\r\n\r\n").await.starts_with("HTTP/1.1 400"));
    assert_eq!(portal.client().get("/").await.status, 200);
}

#[tokio::test]
async fn a_slow_client_is_told_so_or_hung_up_on_and_holds_nobody_else_up() {
    let portal = Setup::new(Engine::Sqlite)
        .with("LIMITS__HEADER_SECONDS", 1)
        .with("LIMITS__REQUEST_SECONDS", 1)
        .with("LIMITS__WRITE_SECONDS", 1)
        .start()
        .await;
    let slow_headers = raw(portal.addr, b"GET / HTTP/1.1\r\nhost: x\r\n");
    let slow_body = raw(
        portal.addr,
        b"POST /do/choose-display HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
        content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nlanguage=",
    );
    let client = portal.client();
    let (headers, body, other) = tokio::join!(slow_headers, slow_body, client.get("/"));
    assert!(headers.is_empty() || headers.starts_with("HTTP/1.1 408"), "{headers}");
    assert!(body.starts_with("HTTP/1.1 408"), "{body}");
    assert!(body.contains("Det tok for lang tid"), "{body}");
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_client_that_takes_no_answer_is_hung_up_on() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__WRITE_SECONDS", 1).start().await;
    let mut stream = TcpStream::connect(portal.addr).await.unwrap();
    // Many requests whose answers are never read fill every buffer on the way.
    let request = b"GET /hva-vi-har HTTP/1.1\r\nhost: x\r\n\r\n".repeat(200);
    let sending = async {
        for _ in 0..50 {
            if stream.write_all(&request).await.is_err() {
                return;
            }
        }
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
    };
    tokio::time::timeout(Duration::from_secs(60), sending).await.expect("the server hangs up");
    assert_eq!(portal.client().get("/").await.status, 200);
}

#[tokio::test]
async fn too_many_requests_from_one_client_wait_and_others_do_not() {
    let portal = Setup::new(Engine::Sqlite)
        .with("SERVER__TRUSTED_PROXIES", "127.0.0.1")
        .with("LIMITS__REQUESTS_PER_MINUTE", 60)
        .with("LIMITS__REQUESTS_AT_ONCE", 3)
        .start()
        .await;
    let client = portal.client();
    let one = [("x-forwarded-for", "203.0.113.1")];
    for _ in 0..3 {
        assert_eq!(client.get_with("/", &one).await.status, 200);
    }
    let answer = client.get_with("/", &one).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "1"));
    let html = answer.text();
    assert!(html.contains("Du har lastet inn mange sider på kort tid"), "{html}");
    assert!(html.contains("Vent ett sekund, og prøv igjen."), "{html}");
    assert_eq!(client.get_with("/", &[("x-forwarded-for", "203.0.113.2")]).await.status, 200);
    assert_eq!(client.get_with("/health/live", &one).await.status, 200, "a watcher is never limited");
}

#[tokio::test]
async fn requests_that_are_refused_for_another_reason_count_too() {
    let setup = Setup::new(Engine::Sqlite).with("LIMITS__REQUESTS_AT_ONCE", 3);
    // None comes back while a slow machine sends five.
    let portal = setup.with("LIMITS__REQUESTS_PER_MINUTE", 1).start().await;
    let client = portal.client();
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(client.get("/%ff").await.status);
    }
    assert_eq!(statuses, [400, 400, 400, 429, 429]);
}

#[tokio::test]
async fn no_button_of_an_error_page_leads_out_of_the_site() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__REQUESTS_AT_ONCE", 1).start().await;
    let request = b"GET //evil.example/logg-inn HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let found = raw(portal.addr, request).await;
    let limited = raw(portal.addr, request).await;
    assert!(found.starts_with("HTTP/1.1 404") && limited.starts_with("HTTP/1.1 429"), "{found}{limited}");
    assert!(!found.contains("evil.example") && !limited.contains("evil.example"), "{found}{limited}");
    let ordinary = portal.client().get("/hva-vi-har?sok=skole").await.text();
    assert!(
        ordinary.contains("<a href=\"\" class=\"ds-button\">Prøv igjen</a>"),
        "the address that one is at: {ordinary}"
    );
}

#[tokio::test]
async fn after_a_form_was_refused_no_link_asks_for_its_address() {
    let portal = start(Engine::Sqlite).await;
    let html = portal.client().post_raw("/do/choose-display", "", &[]).await.text();
    assert!(html.contains("name=\"back\" value=\"/\""), "{html}");
    assert!(!html.contains("Prøv igjen</a>"), "{html}");
}

#[tokio::test]
async fn one_client_cannot_take_all_connections() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__CONNECTIONS_PER_CLIENT", 3).start().await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(TcpStream::connect(portal.addr).await.unwrap());
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(raw(portal.addr, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await, "");
    held.pop();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(
        raw(portal.addr, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.starts_with("HTTP/1.1 200")
    );

    let trusting = Setup::new(Engine::Sqlite)
        .with("LIMITS__CONNECTIONS_PER_CLIENT", 1)
        .with("SERVER__TRUSTED_PROXIES", "127.0.0.1")
        .start()
        .await;
    let _one = TcpStream::connect(trusting.addr).await.unwrap();
    let _two = TcpStream::connect(trusting.addr).await.unwrap();
    assert_eq!(trusting.client().get("/").await.status, 200, "a proxy speaks for many");
}

#[tokio::test]
async fn a_form_in_the_smallest_pieces_is_read_like_any_other() {
    let portal = start(Engine::Sqlite).await;
    let head = "POST /do/choose-display HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
        content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks: String = "language=nn&appearance=dark".chars().map(|letter| format!("1\r\n{letter}\r\n")).collect();
    let answer = raw(portal.addr, format!("{head}{chunks}0\r\n\r\n").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("minside-display=nn.dark"), "{answer}");
}

#[tokio::test]
async fn a_mistake_in_the_program_shows_a_code_and_nothing_else() {
    let mut portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Panic)).start().await;
    portal.expect_mistakes(1);
    let client = portal.client();
    let answer = client.get("/hva-vi-har").await;
    let html = answer.text();
    assert_eq!(answer.status, 500);
    assert!(html.contains("Noe gikk galt hos oss"), "{html}");
    assert!(html.contains(&format!("Feilkode: {}", answer.header("x-request-id"))), "{html}");
    assert!(!html.contains("12345678901") && !html.contains("panicked") && !html.contains(".rs:"), "{html}");
    assert_eq!(client.get("/").await.status, 200, "the next request is served");
}

#[tokio::test]
async fn a_part_that_is_busy_or_too_slow_says_so() {
    let mut portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Fail(Fault::Busy))).start().await;
    portal.expect_mistakes(1);
    let answer = portal.client().get("/hva-vi-har").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("Min side har for mye å gjøre akkurat nå"));

    let mut portal = Setup::new(Engine::Sqlite)
        .with_visitor(visitor(Behaviour::Take(Duration::from_secs(30))))
        .with("LIMITS__REQUEST_SECONDS", 1)
        .start()
        .await;
    portal.expect_mistakes(1);
    assert_eq!(portal.client().get("/hva-vi-har").await.status, 503);
}

#[tokio::test]
async fn a_page_for_others_says_so_in_the_reader_s_language() {
    let portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Fail(Fault::Forbidden))).start().await;
    let client = portal.client();
    let answer = client.get("/hva-vi-har").await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("Du har ikke tilgang til siden"));
    let english = client.get_with("/hva-vi-har", &[("accept-language", "en")]).await.text();
    assert!(english.contains("You do not have access to the page"), "{english}");
    let nynorsk = client.get_with("/hva-vi-har", &[("accept-language", "nn")]).await.text();
    assert!(nynorsk.contains("Du har ikkje tilgang til sida"), "{nynorsk}");
}
