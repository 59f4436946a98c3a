//! The settings: what they mean, once they are known to be right.
//!
//! `config.default.toml` beside this file is the reference; [`sources`] reads it, a file and variables.

mod archive;
mod login;
mod municipality;
mod sources;
mod vault;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::adapters::maskinporten::MaskinportenSettings;
use crate::outbound::{is_loopback, is_private};
use crate::uploads::UploadSettings;
use crate::vault::BlobPlace;
pub use archive::ArchiveSettings;
pub use login::LoginSettings;
pub use municipality::{MunicipalitySettings, OwnFile};
pub use sources::{DEFAULTS, Mistake, Sources, VARIABLE_PREFIX};

/// The file that is read where none is named.
pub const DEFAULT_FILE: &str = "minside.toml";
/// Where SQLite's file is, where nothing is said.
const DEFAULT_DATABASE: &str = "sqlite:minside-data/minside.db";

/// All settings, valid.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where and for whom to listen.
    pub server: ServerSettings,
    /// The largest of everything.
    pub limits: Limits,
    /// Where data are.
    pub database: DatabaseSettings,
    /// Where keys and files are.
    pub vault: VaultSettings,
    /// Who vouches for people.
    pub login: LoginSettings,
    /// The file that says who has which role, if any.
    pub staff_file: Option<PathBuf>,
    /// The unit whose caseworkers coordinate new cases.
    pub case_unit: String,
    /// For how many days a package can be fetched.
    pub package_days: u16,
    /// Files that people send in.
    pub uploads: UploadSettings,
    /// What the archive is told of what it gets.
    pub archive: ArchiveSettings,
    /// Whose tokens adapters may come with, if any.
    pub maskinporten: Option<MaskinportenSettings>,
    /// How to log.
    pub log: LogSettings,
    /// Where Prometheus may fetch figures, if anywhere.
    pub metrics_addr: Option<SocketAddr>,
    /// Whose portal this is.
    pub municipality: MunicipalitySettings,
}

/// `[server]`
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// The address to listen on.
    pub addr: SocketAddr,
    /// What people write in their browser; `None` = http and the address that is listened on.
    pub public_url: Option<Url>,
    /// From whom `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long to go on taking requests after a stop signal, while no longer ready.
    pub drain: Duration,
    /// How long running requests may take after that.
    pub shutdown: Duration,
}

/// `[limits]`
#[derive(Clone, Debug)]
pub struct Limits {
    /// Path and query.
    pub address_bytes: usize,
    /// All header lines together.
    pub header_bytes: usize,
    /// A form without files, of somebody who is logged in; of others a quarter of it.
    pub form_bytes: usize,
    /// For the headers to arrive.
    pub header_time: Duration,
    /// For the body to arrive, and for the answer to be made.
    pub request_time: Duration,
    /// For the client to take what is written.
    pub write_time: Duration,
    /// Open at once.
    pub connections: usize,
    /// Open at once from one client address.
    pub connections_per_client: usize,
    /// Per client address; 0 = no limit.
    pub requests_per_minute: u32,
    /// Per client address, after a pause.
    pub requests_at_once: u32,
    /// Logins that begin, and wrong keys of adapters, per client address; 0 = no limit.
    pub logins_per_minute: u32,
    /// Of one system's adapter; 0 = no limit.
    pub adapter_requests_per_minute: u32,
}

/// `[database]`
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite:…` or `postgres://…`; may hold a password.
    pub url: SecretString,
    /// In the pool.
    pub connections: u32,
    /// For a connection.
    pub wait: Duration,
}

impl DatabaseSettings {
    /// An SQLite file, with the other settings as they usually are.
    pub(crate) fn sqlite(file: &Path) -> Self {
        let address = file.display().to_string().replace('%', "%25").replace('?', "%3f");
        Self { url: format!("sqlite:{address}").into(), connections: 1, wait: Duration::from_secs(5) }
    }
}

/// `[vault]`
#[derive(Clone, Debug)]
pub struct VaultSettings {
    /// The file with the master keys.
    pub master_key_file: PathBuf,
    /// The place for files.
    pub blobs: BlobPlace,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Readable,
    /// One JSON object per line.
    Json,
}

/// `[log]`
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// How lines are written.
    pub format: LogFormat,
    /// As `tracing_subscriber`'s filter.
    pub level: String,
}

impl Settings {
    /// Reads `file` (or `minside.toml` here, if there is one) and the variables of the environment.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn load(file: Option<&Path>) -> Result<Self, Vec<Mistake>> {
        let path = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_path_buf);
        let content = match std::fs::read_to_string(&path) {
            Ok(content) => Some(content),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && file.is_none() => None,
            Err(error) => {
                let problem = format!("this file cannot be read: {error}");
                return Err(vec![Mistake { key: path.display().to_string(), problem, example: None }]);
            }
        };
        let content = content.as_deref().map(|content| (path.as_path(), content));
        Self::from_sources(Sources::read(content, environment()))
    }

    /// The defaults, then `usual`, then the environment, then `fixed`, which nothing can change; no file is read.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_variables(
        usual: impl Iterator<Item = (String, String)>,
        fixed: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Mistake>> {
        Self::from_sources(Sources::read(None, usual.chain(environment()).chain(fixed)))
    }

    /// The settings that these sources say.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_sources(mut sources: Sources) -> Result<Self, Vec<Mistake>> {
        let settings = Self {
            server: server(&mut sources),
            limits: limits(&mut sources),
            database: database(&mut sources),
            vault: vault::read(&mut sources),
            login: login::read(&mut sources),
            staff_file: sources.text("staff.file").map(PathBuf::from),
            case_unit: case_unit(&mut sources),
            package_days: u16::try_from(sources.number("packages.days", 7, 365)).unwrap_or(60),
            uploads: uploads(&mut sources),
            archive: archive::read(&mut sources),
            maskinporten: maskinporten(&mut sources),
            log: log(&mut sources),
            metrics_addr: sources.parse("metrics.addr", "an address with a port"),
            municipality: municipality::read(&mut sources),
        };
        let mistakes = sources.into_mistakes();
        if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
    }
}

fn environment() -> impl Iterator<Item = (String, String)> {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the environment is read")]
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
}

fn maskinporten(sources: &mut Sources) -> Option<MaskinportenSettings> {
    let issuer = private_address(sources, "adapters.maskinporten.issuer");
    let scope = sources.text("adapters.maskinporten.scope")?;
    // As it was written: a slash at the end belongs to it.
    let issuer = issuer.and_then(|_| sources.text("adapters.maskinporten.issuer"));
    let Some(issuer) = issuer else {
        sources.note("adapters.maskinporten.issuer", "is empty, and adapters.maskinporten.scope is set");
        return None;
    };
    Some(MaskinportenSettings { issuer, scope })
}

fn case_unit(sources: &mut Sources) -> String {
    let key = "cases.unit";
    sources.text(key).unwrap_or_else(|| {
        sources.note(key, "is empty; without a unit nobody is shown a case");
        String::new()
    })
}

fn server(sources: &mut Sources) -> ServerSettings {
    let addr =
        sources.parse("server.addr", "an address with a port").unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    let public_url = public_url(sources);
    if public_url.is_none() && !addr.ip().is_loopback() {
        sources.note(
            "server.public_url",
            format!("must be set when server.addr ({addr}) can be reached from other machines"),
        );
    }
    if public_url.as_ref().is_some_and(|url| url.scheme() == "http") && !addr.ip().is_loopback() {
        sources.note(
            "server.public_url",
            format!("must be https when server.addr ({addr}) can be reached from other machines"),
        );
    }
    ServerSettings {
        addr,
        public_url,
        trusted_proxies: networks(sources),
        drain: seconds(sources, "server.drain_seconds", 0, 600),
        shutdown: seconds(sources, "server.shutdown_seconds", 0, 600),
    }
}

fn public_url(sources: &mut Sources) -> Option<Url> {
    const KEY: &str = "server.public_url";
    let url: Url = sources.parse(KEY, "an address with https://")?;
    let place = sources.place(KEY);
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        sources.note(KEY, format!("must end after the host, without path or query ({place})"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        sources.note(KEY, format!("must not hold a user or a password: everybody sees it ({place})"));
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => sources
            .note(KEY, format!("must be https: without it, anybody on the way can read what people get ({place})")),
        other => sources.note(KEY, format!("«{other}:» is not a scheme that browsers can log in with ({place})")),
    }
    Some(url)
}

/// An address of somebody else's that only they are to hear what is sent to, and that holds no secret.
fn private_address(sources: &mut Sources, key: &str) -> Option<Url> {
    let url: Url = sources.parse(key, "an address with https://")?;
    let place = sources.place(key);
    if !is_private(&url) {
        sources.note(key, format!("must be https, if it is not on this machine ({place})"));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        sources.note(key, format!("must be an address without user, query or fragment ({place})"));
    }
    Some(url)
}

/// Networks, or single addresses as networks of one.
fn networks(sources: &mut Sources) -> Vec<IpNet> {
    const KEY: &str = "server.trusted_proxies";
    let written: Vec<String> = sources.list(KEY, "text");
    let mut networks = Vec::new();
    for text in written {
        match text.parse::<IpNet>().or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from)) {
            Ok(network) => networks.push(network),
            Err(_) => {
                let place = sources.place(KEY);
                sources.note(KEY, format!("«{text}» is not an address or a network ({place})"));
            }
        }
    }
    networks
}

fn limits(sources: &mut Sources) -> Limits {
    let per_minute = sources.number("limits.requests_per_minute", 0, 1_000_000_000);
    let at_once = sources.number("limits.requests_at_once", 1, 1_000_000);
    let logins = sources.number("limits.logins_per_minute", 0, 1_000_000_000);
    let adapters = sources.number("limits.adapter_requests_per_minute", 0, 1_000_000_000);
    Limits {
        address_bytes: bytes(sources, "limits.address_bytes", 1024, 60 * 1024),
        header_bytes: bytes(sources, "limits.header_bytes", 4096, 256 * 1024),
        form_bytes: bytes(sources, "limits.form_bytes", 4096, 16 * 1024 * 1024),
        header_time: seconds(sources, "limits.header_seconds", 1, 300),
        request_time: seconds(sources, "limits.request_seconds", 1, 600),
        write_time: seconds(sources, "limits.write_seconds", 1, 600),
        connections: count(sources, "limits.connections", 1_000_000),
        connections_per_client: count(sources, "limits.connections_per_client", 1_000_000),
        requests_per_minute: u32::try_from(per_minute).unwrap_or(u32::MAX),
        requests_at_once: u32::try_from(at_once).unwrap_or(u32::MAX),
        logins_per_minute: u32::try_from(logins).unwrap_or(u32::MAX),
        adapter_requests_per_minute: u32::try_from(adapters).unwrap_or(u32::MAX),
    }
}

fn uploads(sources: &mut Sources) -> UploadSettings {
    let number = |sources: &mut Sources, key, most| u32::try_from(sources.number(key, 1, most)).unwrap_or(1);
    UploadSettings {
        file_mb: number(sources, "uploads.file_mb", 1000),
        files: number(sources, "uploads.files", 20),
        scanner: sources.list("uploads.scanner", "text"),
    }
}

fn database(sources: &mut Sources) -> DatabaseSettings {
    let url = sources.secret("database.url").unwrap_or_else(|| DEFAULT_DATABASE.into());
    let scheme = url.expose_secret().split(':').next().unwrap_or_default().to_owned();
    if !["sqlite", "postgres", "postgresql"].contains(&scheme.as_str()) {
        // Only the scheme is shown: the rest may be a password.
        sources.note("database.url", "must begin with sqlite: or postgres://");
    }
    let connections = sources.number("database.connections", 1, 1000);
    DatabaseSettings {
        url,
        connections: u32::try_from(connections).unwrap_or(u32::MAX),
        wait: seconds(sources, "database.wait_seconds", 1, 120),
    }
}

fn log(sources: &mut Sources) -> LogSettings {
    let format = match sources.text("log.format").as_deref() {
        Some("json") => LogFormat::Json,
        Some("readable") => LogFormat::Readable,
        other => {
            let place = sources.place("log.format");
            let problem = format!("«{}» is not «readable» or «json» ({place})", other.unwrap_or_default());
            sources.note("log.format", problem);
            LogFormat::Readable
        }
    };
    let level = sources.text("log.level").unwrap_or_else(|| "info".to_owned());
    if !is_filter(&level) {
        let place = sources.place("log.level");
        let problem = format!("«{level}» is not a level, alone or followed by levels of parts ({place})");
        sources.note("log.level", problem);
    }
    LogSettings { format, level }
}

/// `info`, or `info,sqlx=debug`. The filter's own reader takes any word for the name of a part, so that a level that is
/// misspelt would silence the log.
fn is_filter(text: &str) -> bool {
    let mut parts = text.split(',').map(str::trim);
    let is_level = |word: &str| ["error", "warn", "info", "debug", "trace"].contains(&word);
    parts.next().is_some_and(is_level)
        && parts.all(|part| part.split_once('=').is_some_and(|(name, level)| !name.is_empty() && is_level(level)))
}

fn seconds(sources: &mut Sources, key: &str, least: u64, most: u64) -> Duration {
    Duration::from_secs(sources.number(key, least, most))
}

fn count(sources: &mut Sources, key: &str, most: u64) -> usize {
    bytes(sources, key, 1, most)
}

fn bytes(sources: &mut Sources, key: &str, least: u64, most: u64) -> usize {
    usize::try_from(sources.number(key, least, most)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
