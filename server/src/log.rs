//! How log lines are written. What may stand in them is in `docs/LOGGING.md`: ids and counts, never people.

use std::io;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{LogFormat, LogSettings};

/// Sends all log lines to standard error, until the program ends.
pub fn start(settings: &LogSettings) {
    start_to(settings, io::stderr);
    std::panic::set_hook(Box::new(|panic| {
        // The message may hold a value that somebody typed; the place is enough to find the mistake.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "A mistake in the program ended a request at {place}");
    }));
}

/// Sends all log lines somewhere; only the first call of a program counts.
pub fn start_to<W>(settings: &LogSettings, writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // The driver warns of what it does not know in a database's address together with its value, which may be a secret.
    let quiet = format!("{},sqlx_postgres::options=off", settings.level);
    let filter = EnvFilter::try_new(quiet).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_target(false);
    // A second start would be a test beside another; the first one's writer stays.
    let _ = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Readable => lines.with_ansi(false).try_init(),
    };
}
