//! Being told to stop: nothing that was begun is lost.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::client::Client;
use crate::support::portal::Setup;
use crate::support::program::{Running, minside};
use crate::support::{Engine, both_databases};

const HEAD: &[u8] = b"POST /do/choose-display HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n\
    content-type: application/x-www-form-urlencoded\r\ncontent-length: 27\r\n\r\nlanguage=";
const REST: &[u8] = b"nn&appearance=dark";

#[tokio::test]
async fn a_signal_during_a_request_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = minside(folder.path());
    let running = Running::start(command.args(["demo", "--addr", "127.0.0.1:0", "--data", "data"]));
    let addr = running.addr;
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(HEAD).await.unwrap();
    // Long enough for the server to have read the headers and to wait for the rest.
    tokio::time::sleep(Duration::from_millis(300)).await;

    running.terminate();
    wait_until_refused(addr).await;
    stream.write_all(REST).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 See Other"), "{answer}");
    assert!(answer.contains("minside-display=nn.dark"), "{answer}");
    let (code, log) = running.wait();
    assert_eq!((code, log.as_str()), (Some(0), ""));
    assert!(!folder.path().join("data/minside.db-wal").exists(), "the database is closed in good order");
}

#[tokio::test]
async fn while_it_drains_it_says_that_it_is_not_ready_and_still_serves() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = minside(folder.path());
    command.args(["serve", "--migrate"]);
    command.envs([("MINSIDE__SERVER__ADDR", "127.0.0.1:0"), ("MINSIDE__SERVER__DRAIN_SECONDS", "2")]);
    let running = Running::start(&mut command);
    let client = Client::new(running.addr);
    assert_eq!(client.get("/health/ready").await.status, 200);
    running.terminate();
    let mut ready = 200;
    for _ in 0..50 {
        ready = client.get("/health/ready").await.status;
        if ready == 503 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!((ready, client.get("/").await.status), (503, 200));
    let (code, log) = running.wait();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("Started: version") && log.contains("Stopping") && log.contains("Stopped"), "{log}");
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_keep_it_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = minside(folder.path());
    command.args(["serve", "--migrate"]);
    command.envs([("MINSIDE__SERVER__ADDR", "127.0.0.1:0"), ("MINSIDE__SERVER__SHUTDOWN_SECONDS", "1")]);
    let running = Running::start(&mut command);
    let mut stream = TcpStream::connect(running.addr).await.unwrap();
    stream.write_all(HEAD).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    running.terminate();
    let (code, log) = running.wait();
    assert_eq!(code, Some(1));
    assert!(log.contains("some requests were still running when the time for stopping was over"), "{log}");
}

async fn wait_until_refused(addr: std::net::SocketAddr) {
    for _ in 0..100 {
        if TcpStream::connect(addr).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the program still takes new connections");
}

both_databases! {
    async fn a_portal_without_requests_stops_at_once(portal: TestPortal) {
        let mut portal = portal;
        let client = portal.client();
        assert_eq!(client.get("/").await.status, 200);
        let stopped = tokio::time::timeout(Duration::from_secs(2), portal.stop()).await;
        assert!(stopped.expect("an idle connection of a browser does not hold it up"));
    }
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_a_place() {
    let portal = Setup::new(Engine::Sqlite).with("LIMITS__CONNECTIONS", 1).start().await;
    let first = TcpStream::connect(portal.addr).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let client = portal.client();
    let waiting = tokio::time::timeout(Duration::from_millis(300), client.get("/")).await;
    assert!(waiting.is_err(), "there is one place only");
    drop(first);
    assert_eq!(portal.client().get("/").await.status, 200);
}
