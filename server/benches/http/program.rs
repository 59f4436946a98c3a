//! The two servers that are compared, each a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::routing::get;
use axum::serve::ListenerExt;

/// `minside demo`, with its log lines written as in production.
pub struct Portal {
    child: Child,
    pub addr: SocketAddr,
    /// From the start of the process to its line that it is ready.
    pub took: Duration,
}

impl Portal {
    pub fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    /// The same with further arguments.
    pub fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_minside"));
        command.args(["demo", "--addr", "127.0.0.1:0", "--data"]).arg(folder).args(arguments).current_dir(folder);
        // The limit counts, but is never reached; the log is written as in production, to where nobody reads it.
        command.env("MINSIDE__LIMITS__REQUESTS_PER_MINUTE", "100000000").env("MINSIDE__LOG__LEVEL", "info");
        // With room for what a thread that was put aside for a moment finds already counted by others.
        command.env("MINSIDE__LIMITS__REQUESTS_AT_ONCE", "1000000");
        let (child, line) = first_line(command.stderr(Stdio::null()));
        let addr = line.strip_prefix("Min side is ready: http://").unwrap().parse().unwrap();
        Self { child, addr, took: started.elapsed() }
    }

    /// Resident memory.
    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1000.0
    }

    pub fn size_mb() -> f64 {
        std::fs::metadata(env!("CARGO_BIN_EXE_minside")).unwrap().len() as f64 / 1e6
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A handler that returns the bytes of a file.
pub struct Bare {
    child: Child,
    pub addr: SocketAddr,
}

impl Bare {
    pub fn start(body: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let (child, line) = first_line(command.arg("bare").arg(body));
        Self { child, addr: line.parse().unwrap() }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn first_line(command: &mut Command) -> (Child, String) {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim_end().to_owned())
}

/// What runs in the process of [`Bare`]: axum as one would start with it, but with TCP_NODELAY as we have it.
pub fn serve_bare(body: &str) {
    let body: &'static [u8] = std::fs::read(body).unwrap().leak();
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_ENCODING, "br")];
    let answer = move || async move { (headers, body) };
    let router = Router::new().fallback(get(answer));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        axum::serve(listener, router).await.unwrap();
    });
}
