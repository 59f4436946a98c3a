//! One claim at many systems that are called and answer at once: from sending it in to the last answer stored, beside the
//! same HTTP exchanges with no portal around them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use server::adapters::call::Call;
use server::systems::rules::{Served, System};
use server::systems::store as systems;
use server::tasks::store as tasks;
use server::tasks::worker::Worker;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{Engine, Place, number};

const SYSTEMS: u64 = 400;
/// As many exchanges at once as a worker has tasks.
const AT_ONCE: usize = 256;

pub async fn measure(engine: Engine) {
    let cases = number("MINSIDE_BENCH_CASES", 20);
    let addr = serve().await;
    let mut times = Vec::new();
    for round in 0..5 {
        times.push(run(engine, addr, 1, round).await.as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    println!(
        "  one claim at {SYSTEMS} systems that answer at once: {:.3} s, slowest of five {:.3} s (goal: 0.2 s)",
        times[2], times[4]
    );
    let count = f64::from(u32::try_from(cases * SYSTEMS).unwrap());
    let ours = count / run(engine, addr, cases, 9).await.as_secs_f64();
    let bare = count / exchange(addr, cases * SYSTEMS).await.as_secs_f64();
    println!(
        "  {cases} such claims together: {ours:.0} tasks/s, the bare exchanges {bare:.0}/s, ratio {:.2} (goal: at least 0.5)",
        ours / bare
    );
}

/// A system that answers at once.
pub async fn serve() -> SocketAddr {
    let answer =
        json!({"outcome": "data", "records": [{"category": "a", "title": "b", "data": {"c": "d".repeat(500)}}]});
    let answer = move |_: Json<Value>| {
        let answer = answer.clone();
        async move { Json(answer) }
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let router = Router::new().fallback_service(post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    addr
}

async fn run(engine: Engine, addr: SocketAddr, cases: u64, round: u32) -> Duration {
    let mut place = Place::new(engine, &format!("fan_out_{cases}_{round}")).await;
    let mut tx = place.office.db.write().await.unwrap();
    for number in 0..SYSTEMS {
        let id = server::id::SystemId::new(place.office.clock.now_ms());
        let (key, name) = (format!("system-{number}"), format!("Fagsystem {number}"));
        let usual = System::usual(id, &key, &name, "Oppvekst", app::model::Sector::Education, Served::Call);
        let system = System { url: Some(format!("http://{addr}/{key}").parse().unwrap()), at_once: 4, ..usual };
        systems::insert_system(&mut tx, &system).await.unwrap();
    }
    tx.commit().await.unwrap();
    place.analyze().await;
    let office = place.office.clone();
    let call = Call::new(office.clone(), "http://127.0.0.1:9".parse().unwrap()).unwrap();
    let worker = Worker::new(office.clone(), Some(Arc::new(call)), "w");
    let (stop, stopped) = watch::channel(false);
    let started = Instant::now();
    let mut submitted = Vec::new();
    let working = worker.run(stopped);
    let all = async {
        for _ in 0..cases {
            submitted.push(place.submit().await);
        }
        // Only the last case is looked at often: the others are older.
        for case in submitted.iter().rev() {
            loop {
                let mut tx = office.db.read().await.unwrap();
                let counts = tasks::count_tasks(&mut tx, *case).await.unwrap();
                drop(tx);
                if counts.answered == SYSTEMS {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        started.elapsed()
    };
    tokio::select! {
        took = all => {
            drop(stop);
            took
        }
        () = working => unreachable!("it works until it is told to stop"),
    }
}

/// So many exchanges of the same size, and nothing else.
async fn exchange(addr: SocketAddr, count: u64) -> Duration {
    server::tls::choose();
    let client = reqwest::Client::builder().tls_certs_only([]).no_proxy().build().unwrap();
    let body = "x".repeat(900);
    let body = json!({"task": body}).to_string();
    let started = Instant::now();
    let mut running = JoinSet::new();
    for number in 0..count {
        if running.len() >= AT_ONCE {
            running.join_next().await.unwrap().unwrap();
        }
        let request = client.post(format!("http://{addr}/system-{}", number % SYSTEMS));
        let request = request.header("content-type", "application/json").body(body.clone());
        running.spawn(async move {
            let answer = request.send().await.unwrap().bytes().await.unwrap();
            assert!(answer.len() > 500);
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
    started.elapsed()
}
