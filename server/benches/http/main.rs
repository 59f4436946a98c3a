//! `make bench`: what docs/PERFORMANCE.md reports, measured on the optimised program as it is started in production.
//!
//! Requests per second mean little by themselves, so the same client loads a bare axum handler that returns the same
//! bytes, in the same run, in turn with the portal; what counts is the ratio.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement ends where it goes wrong")]

mod citizen;
mod load;
mod program;

use std::time::Duration;

use load::{Load, Target};
use program::{Bare, Portal};

/// How often each server is loaded, in turn.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);
const CONNECTIONS: usize = 16;
const STARTS: usize = 15;

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("bare") {
        return program::serve_bare(&arguments.next().unwrap());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    println!("minside {}", env!("CARGO_PKG_VERSION"));
    if is_wanted("start") {
        starts();
    }
    runtime.block_on(async {
        if is_wanted("pages") {
            for (what, path) in [("front page", "/"), ("register, 24 systems", "/hva-vi-har?sok=")] {
                compare(what, path).await;
            }
        }
        if is_wanted("citizen") {
            citizen::measure().await;
        }
    });
}

/// Whether this is measured: everything, unless some are named.
fn is_wanted(name: &str) -> bool {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    named.is_empty() || named.iter().any(|wanted| wanted == name)
}

/// The time from starting the program to its line «Min side is ready», and what it needs while nobody asks.
fn starts() {
    let folder = tempfile::tempdir().unwrap();
    Portal::start(folder.path());
    let mut times: Vec<f64> = (0..STARTS).map(|_| Portal::start(folder.path()).took.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "cold start            median {:.0} ms, slowest {:.0} ms (goal: under 200 ms)",
        times[STARTS / 2],
        times[STARTS - 1]
    );
    let portal = Portal::start(folder.path());
    std::thread::sleep(Duration::from_secs(1));
    println!("idle memory           {:.1} MB (goal: under 30 MB)", portal.memory_mb());
    println!("size of the program   {:.1} MB", Portal::size_mb());
}

/// Loads the portal and the bare handler in turn with the same request.
async fn compare(what: &str, path: &str) {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::start(folder.path());
    let body = load::fetch(portal.addr, path).await;
    let file = folder.path().join("body");
    std::fs::write(&file, &body).unwrap();
    let bare = Bare::start(&file);
    let (ours, theirs) =
        (Target { addr: portal.addr, path, cookie: None }, Target { addr: bare.addr, path, cookie: None });
    // Warms up both, and makes the fixed page.
    load::run(&ours, CONNECTIONS, Duration::from_secs(1)).await;
    load::run(&theirs, CONNECTIONS, Duration::from_secs(1)).await;
    let (mut portal_rounds, mut bare_rounds) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        portal_rounds.push(load::run(&ours, CONNECTIONS, ROUND).await);
        bare_rounds.push(load::run(&theirs, CONNECTIONS, ROUND).await);
    }
    println!(
        "{what} ({} bytes with brotli, {CONNECTIONS} connections, {ROUNDS} rounds of {} s)",
        body.len(),
        ROUND.as_secs()
    );
    report("  minside", &portal_rounds);
    report("  bare axum", &bare_rounds);
    let ratio = |of: fn(&Load) -> f64| {
        median(portal_rounds.iter().zip(&bare_rounds).map(|(ours, theirs)| of(ours) / of(theirs)).collect())
    };
    println!(
        "  ratio               {:.2} of its requests per second, {:.2} times its p99",
        ratio(Load::per_second),
        ratio(Load::p99_ms)
    );
}

fn report(name: &str, rounds: &[Load]) {
    let per_second = median(rounds.iter().map(Load::per_second).collect());
    let p50 = median(rounds.iter().map(Load::p50_ms).collect());
    let p99 = median(rounds.iter().map(Load::p99_ms).collect());
    println!("{name:<21} {per_second:>7.0} requests/s, p50 {p50:.2} ms, p99 {p99:.2} ms");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
