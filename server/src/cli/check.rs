//! `minside check`: would these settings work? Each line says what was looked at; each *no* says how to mend it.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use url::Url;

use super::run::block_on;
use super::say;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Db, OpenError, State};
use crate::http::assets::Assets;
use crate::login::Providers;
use crate::staff::sync::load;
use crate::vault::{Blobs, Vault, VaultError};

/// The database, listeners, the log; generously.
const FILES_BESIDE_CONNECTIONS: usize = 100;

/// What was found about one thing.
enum Finding {
    Fine(String),
    /// Works, but not as most would want it.
    Note(String),
    /// Does not work.
    Wrong(String),
}

/// Looks at everything, also after the first thing that is wrong.
pub(super) fn check(settings: Settings) -> ExitCode {
    let mut failed = false;
    let status = block_on(async {
        let mut findings = vec![Finding::Fine("The settings are valid.".to_owned())];
        findings.push(address(&settings).await);
        findings.push(database(&settings).await);
        findings.extend(vault(&settings).await);
        findings.extend(files_are_private(&settings));
        findings.extend(logins(&settings).await);
        findings.extend(roles(&settings));
        findings.push(site());
        findings.extend(proxies(&settings));
        findings.extend(file_handles(&settings));
        findings.extend(municipality(&settings));
        for finding in findings {
            match finding {
                Finding::Fine(text) => say(format_args!("ok     {text}")),
                Finding::Note(text) => say(format_args!("note   {text}")),
                Finding::Wrong(text) => {
                    failed = true;
                    say(format_args!("wrong  {text}"));
                }
            }
        }
        Ok(())
    });
    if failed { ExitCode::FAILURE } else { status }
}

async fn address(settings: &Settings) -> Finding {
    let addr = settings.server.addr;
    match tokio::net::TcpListener::bind(addr).await {
        Ok(_) => Finding::Fine(format!("The address {addr} is free.")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Finding::Note(format!(
            "The address {addr} is taken. That is as it should be if minside already runs; otherwise stop the program \
             that has it (`ss -ltnp` shows which), or choose another port."
        )),
        Err(error) => Finding::Wrong(format!(
            "The address {addr} cannot be listened on: {error}. Set server.addr to an address of this machine."
        )),
    }
}

async fn database(settings: &Settings) -> Finding {
    match look_at(settings).await {
        Ok((kind, State::Current)) => Finding::Fine(format!("{kind} is reached, and is up to date.")),
        Ok((kind, State::Empty)) => {
            Finding::Note(format!("{kind} is reached, and is empty. Run `minside migrate` before `minside serve`."))
        }
        Ok((kind, State::Behind(steps))) => Finding::Note(format!(
            "{kind} is reached, and is behind this program by {steps} {}. Make a backup, then run `minside migrate`.",
            if steps == 1 { "step" } else { "steps" }
        )),
        Err(OpenError::Missing { path }) => Finding::Note(format!(
            "The database file {} is not there yet. Run `minside migrate` as the user that runs minside.",
            path.display()
        )),
        Err(error) => Finding::Wrong(format!("The database cannot be used: {error}")),
    }
}

async fn look_at(settings: &Settings) -> Result<(&'static str, State), OpenError> {
    let db = Db::open_existing(&settings.database).await?;
    let found = db.state().await.map(|state| (db.kind(), state));
    db.close().await;
    found
}

async fn verify(settings: &Settings, db: &Db) -> Result<Option<[u8; 32]>, VaultError> {
    let mark = Vault::verify_master_key(db, &settings.vault).await?;
    if settings.vault.blobs.exists() {
        Blobs::open(&settings.vault.blobs)?.could_belong_to(mark).await?;
    }
    Ok(mark)
}

/// Only where there is a database that may be sealed.
async fn vault(settings: &Settings) -> Option<Finding> {
    let db = Db::open_existing(&settings.database).await.ok()?;
    let verified = verify(settings, &db).await;
    db.close().await;
    match verified {
        Ok(Some(_)) => Some(Finding::Fine("The master key and the files belong to this database.".to_owned())),
        Ok(None) => {
            let text = "The database holds no keys yet; `minside migrate` or `minside serve` makes the first ones.";
            Some(Finding::Note(text.to_owned()))
        }
        Err(error) => Some(Finding::Wrong(format!("The vault cannot be opened: {error}"))),
    }
}

/// Everything that people write is in the one, and what opens it in the other.
fn files_are_private(settings: &Settings) -> Vec<Finding> {
    let database = Db::file(&settings.database).ok().flatten();
    let files = [("database file", database), ("master key", Some(settings.vault.master_key_file.clone()))];
    files.into_iter().filter_map(|(what, path)| is_private(what, &path?)).collect()
}

/// Whether each provider answers, and is who it is meant to be.
async fn logins(settings: &Settings) -> Vec<Finding> {
    let deployment = settings.municipality.deployment();
    let here = settings.server.public_url.clone();
    let here = here.or_else(|| Url::parse(&format!("http://{}", settings.server.addr)).ok());
    let providers = here.map(|url| Providers::new(&settings.login.providers, &url, deployment, &Clock::system()));
    let Some(Ok(providers)) = providers else {
        return vec![Finding::Wrong("No request can be sent to the login providers from this machine.".to_owned())];
    };
    let mut findings = Vec::new();
    for provider in providers.all() {
        let (name, issuer) = (provider.key(), &provider.settings.issuer);
        findings.push(match provider.look_at().await {
            Ok(()) => Finding::Fine(format!("The login provider {name} answers at {issuer}.")),
            Err(why) => Finding::Wrong(format!(
                "Nobody can log in with {name}: {why}. See login.{name}.issuer ({issuer}), and whether this machine \
                 reaches it."
            )),
        });
    }
    if findings.is_empty() {
        let text = "No login provider is set, so that nobody can log in. Set login.idporten.client_id for citizens, and \
                    login.ansattporten.client_id or login.entra.client_id for employees.";
        findings.push(Finding::Note(text.to_owned()));
    }
    findings
}

/// Whether the file of roles can be read, by minside and by nobody else.
fn roles(settings: &Settings) -> Vec<Finding> {
    let file = settings.staff_file.as_deref().map(|path| match load(path) {
        Ok(_) => Finding::Fine(format!("The file of roles {} can be read.", path.display())),
        Err(why) => Finding::Wrong(format!("staff.file: {why}.")),
    });
    let private = settings.staff_file.as_deref().and_then(|path| is_private("file of roles", path));
    file.into_iter().chain(private).collect()
}

fn is_private(what: &str, path: &Path) -> Option<Finding> {
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| {
        let path = path.display();
        Finding::Note(format!("Others on this machine may read the {what}: `chmod 600 {path}`."))
    })
}

fn proxies(settings: &Settings) -> Option<Finding> {
    let https = settings.server.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    (https && settings.server.trusted_proxies.is_empty()).then(|| {
        Finding::Note(
            "server.trusted_proxies is empty: all people who come through the proxy that has the certificate count as \
             one client, and share its limits."
                .to_owned(),
        )
    })
}

/// Every connection is a file handle.
fn file_handles(settings: &Settings) -> Option<Finding> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let most: usize = line.split_whitespace().next()?.parse().ok()?;
    let needed = settings.limits.connections + FILES_BESIDE_CONNECTIONS;
    (most < needed).then(|| {
        Finding::Note(format!(
            "The program may open {most} files, and limits.connections needs {needed}: raise it (`ulimit -n {needed}`, \
             LimitNOFILE= of systemd), or lower the setting."
        ))
    })
}

fn site() -> Finding {
    if Assets::is_complete() {
        Finding::Fine("The stylesheet, the font and the scripts are in this program.".to_owned())
    } else {
        Finding::Wrong(
            "This program was built without the stylesheet and the scripts. Build it with `make release`.".to_owned(),
        )
    }
}

fn municipality(settings: &Settings) -> Vec<Finding> {
    let shown = &settings.municipality.shown;
    let missing = [
        ("name", shown.name == "Kommunen", "the municipality's own name stands on every page"),
        (
            "organisation_number",
            shown.organisation_number.is_none(),
            "it tells people that the site is the municipality's",
        ),
        ("ombud_email", !shown.ombud.is_reachable(), "people must be able to reach the ombud (GDPR Art. 38(4))"),
        (
            "accessibility_statement",
            shown.accessibility_statement.is_none(),
            "the statement must be linked to (forskrift 2013-06-21-732 § 4e)",
        ),
        ("public_journal", shown.public_journal.is_none(), "who looks for documents of others is led there"),
    ];
    missing
        .into_iter()
        .filter(|(_, is_missing, _)| *is_missing)
        .map(|(key, _, why)| Finding::Note(format!("municipality.{key} is not set: {why}.")))
        .collect()
}
