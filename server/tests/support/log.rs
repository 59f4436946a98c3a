//! All log lines of the whole test program, so that tests can look for what must be there and what must never be.

use std::io;
use std::sync::{LazyLock, Mutex, PoisonError};

use server::config::{LogFormat, LogSettings};

static LINES: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(Mutex::default);

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// From now on log lines are kept.
pub fn keep() {
    let settings = LogSettings { format: LogFormat::Json, level: "trace,sqlx=debug,hyper=info".to_owned() };
    server::log::start_to(&settings, || Writer);
}

/// The lines so far that hold this text.
pub fn lines_with(text: &str) -> Vec<String> {
    let bytes = LINES.lock().unwrap_or_else(PoisonError::into_inner).clone();
    String::from_utf8_lossy(&bytes).lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}
