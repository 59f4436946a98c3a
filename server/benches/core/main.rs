//! The core, measured on both databases: what a use case costs beside the bare statements it is made of.
//!
//! Milliseconds mean little by themselves. So each figure stands beside the same work done by hand in the same run and
//! the same database, in turn, and what counts is the ratio. The sizes are small unless variables say otherwise:
//! MINSIDE_BENCH_TASKS (2000), MINSIDE_BENCH_FINISHED (finished cases in the tables: «1000,10000»),
//! MINSIDE_BENCH_BLOB_MB (64), MINSIDE_BENCH_PACKAGE_MB (256, in files of MINSIDE_BENCH_FILE_MB, 16),
//! MINSIDE_BENCH_CASES (20).

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement ends where it goes wrong, and takes its sizes from variables"
)]

mod accept;
mod by_hand;
mod fan_out;
mod growth;
mod package;
mod place;
mod queue;
mod sealing;
mod waiting;

use place::{Engine, Place};

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("minside {} core", env!("CARGO_PKG_VERSION"));
    runtime.block_on(async {
        // First, so that its memory is its own.
        if is_wanted("large") {
            package::large().await;
        }
        if is_wanted("sealing") {
            sealing::measure().await;
        }
        for engine in [Engine::Sqlite, Engine::Postgres] {
            println!("{engine:?}");
            if is_wanted("accept") {
                accept::measure(engine).await;
            }
            if is_wanted("queue") {
                queue::measure(engine).await;
            }
            if is_wanted("growth") {
                growth::measure(engine).await;
            }
            if is_wanted("fan_out") {
                fan_out::measure(engine).await;
            }
            if is_wanted("package") {
                package::measure(engine).await;
            }
            if is_wanted("waiting") {
                waiting::measure(engine).await;
            }
        }
    });
}

/// Whether this is to be measured: all is, unless some are named after `--`.
fn is_wanted(name: &str) -> bool {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    named.is_empty() || named.iter().any(|wanted| wanted == name)
}

/// A number from a variable.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
