//! Adapters that ask and wait: what each costs in memory, and how soon a new task reaches the one it is for.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::adapters::keys;
use server::cases::submission::Scope;
use server::http::{self, Listening};
use server::portal::Portal;
use server::systems::rules::{Served, System};
use server::systems::store as systems;
use tokio::task::JoinSet;

use crate::{Engine, Place};

const WAITERS: usize = 400;
const ROUNDS: usize = 200;

pub async fn measure(engine: Engine) {
    let mut place = Place::new(engine, "waiting").await;
    let adapters = add_systems(&place).await;
    let addr = serve(&place).await;
    let client = Arc::new(client());
    let before = resident_bytes();
    let mut waiting = JoinSet::new();
    for (number, (_, key)) in adapters.iter().enumerate() {
        waiting.spawn(claim(client.clone(), addr, number, key.clone()));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let each = (resident_bytes() - before) / WAITERS as f64 / 1024.0;
    println!("  {WAITERS} adapters wait: {each:.0} KiB each, with the client's half of the connection");

    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let number = round % WAITERS;
        let scope = Scope { categories: vec![format!("kategori {number}")], ..Scope::default() };
        let started = Instant::now();
        place.submit_scope(scope).await;
        let (who, task) = waiting.join_next().await.unwrap().unwrap();
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(who, number, "the one that it is for");
        answer(&client, addr, &adapters[who].1, &task).await;
        waiting.spawn(claim(client.clone(), addr, who, adapters[who].1.clone()));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "  a new task reaches its adapter: p50 {:.1} ms, p99 {:.1} ms, from sending in (goal: p99 under 100 ms)",
        at(0.5),
        at(0.99)
    );
    let started = Instant::now();
    place.submit_scope(Scope::default()).await;
    for _ in 0..WAITERS {
        waiting.join_next().await.unwrap().unwrap();
    }
    println!("  one claim reaches all {WAITERS}: {:.0} ms to the last", started.elapsed().as_secs_f64() * 1000.0);
}

fn client() -> reqwest::Client {
    server::tls::choose();
    reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap()
}

async fn add_systems(place: &Place) -> Vec<(String, String)> {
    let office = &place.office;
    let mut tx = office.db.write().await.unwrap();
    let mut names = Vec::new();
    for number in 0..WAITERS {
        let id = server::id::SystemId::new(office.clock.now_ms());
        let key = format!("system-{number}");
        let usual = System::usual(id, &key, &key, "Oppvekst", app::model::Sector::Education, Served::Pull);
        let mut system = System { at_once: 2, ..usual };
        system.record.categories = vec![format!("kategori {number}")];
        systems::insert_system(&mut tx, &system).await.unwrap();
        names.push(key);
    }
    tx.commit().await.unwrap();
    let mut adapters = Vec::new();
    for name in names {
        let key = keys::make(office, &name).await.unwrap().unwrap().written.to_string();
        adapters.push((name, key));
    }
    adapters
}

async fn serve(place: &Place) -> SocketAddr {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let listening = Listening::bind(any, &place.settings).await.unwrap();
    let addr = listening.listener.local_addr().unwrap();
    let url = url::Url::parse(&format!("http://{addr}")).unwrap();
    let visitor = server::desks::visitor(&place.office, &url);
    let portal = Arc::new(Portal::new(place.settings.clone(), url, place.office.clone(), visitor).unwrap());
    tokio::spawn(http::serve(listening, http::router(portal), std::future::pending()));
    addr
}

async fn claim(client: Arc<reqwest::Client>, addr: SocketAddr, number: usize, key: String) -> (usize, Value) {
    loop {
        let claimed = post(&client, addr, &key, "/tasks/claim", &json!({"wait_seconds": 50})).await;
        if let Some(task) = claimed["tasks"].get(0) {
            return (number, task.clone());
        }
    }
}

async fn answer(client: &reqwest::Client, addr: SocketAddr, key: &str, task: &Value) {
    let path = format!("/tasks/{}/answer", task["id"].as_str().unwrap());
    post(client, addr, key, &path, &json!({"attempt": task["attempt"], "outcome": "no_data"})).await;
}

async fn post(client: &reqwest::Client, addr: SocketAddr, key: &str, path: &str, body: &Value) -> Value {
    let request = client.post(format!("http://{addr}/api/adapter/v1{path}")).bearer_auth(key);
    let response = request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap();
    let (status, bytes) = (response.status(), response.bytes().await.unwrap());
    assert!(status.is_success(), "{status} {}", String::from_utf8_lossy(&bytes));
    serde_json::from_slice(&bytes).unwrap()
}

/// What the whole program has in memory.
fn resident_bytes() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<f64>().unwrap() * 4096.0
}
