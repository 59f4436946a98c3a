//! The real program, started as an operator starts it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A command of the program, in a folder of its own and without any setting from outside.
pub fn minside(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minside"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(folder: &Path, arguments: I) -> Ended {
    Ended::from(minside(folder).args(arguments).output().unwrap())
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let ended = Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        for text in [&ended.stdout, &ended.stderr] {
            assert!(!text.contains("stack backtrace") && !text.contains("panicked"), "{text}");
        }
        ended
    }
}

/// A portal that runs until it is dropped.
pub struct Running {
    pub child: Child,
    pub addr: std::net::SocketAddr,
}

impl Running {
    /// Starts a command that serves, and waits until it is ready.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let addr = line.trim_end().strip_prefix("Min side is ready: http://").and_then(|addr| addr.parse().ok());
        let Some(addr) = addr else {
            let mut why = String::new();
            child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("it is not ready: {line}{why}");
        };
        Self { child, addr }
    }

    /// Asks it to stop, as a service manager does.
    pub fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits until it has stopped; its exit status and what it wrote to its log.
    pub fn wait(mut self) -> (Option<i32>, String) {
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already ended is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
