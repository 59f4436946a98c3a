//! `minside check`: would these settings work? Each line says what was looked at; each *no* says how to mend it.

use std::process::ExitCode;

use super::run::block_on;
use super::say;
use crate::config::Settings;
use crate::db::{Db, OpenError, State};
use crate::http::assets::Assets;

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
        findings.push(site());
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
        Err(error) => Finding::Note(format!(
            "The address {addr} cannot be listened on now ({error}). That is as it should be if minside already runs."
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
            "{kind} is reached, and is {steps} steps behind this program. Make a backup, then run `minside migrate`."
        )),
        Err(error) => Finding::Wrong(format!("The database cannot be used: {error}")),
    }
}

async fn look_at(settings: &Settings) -> Result<(&'static str, State), OpenError> {
    let db = Db::open(&settings.database).await?;
    let found = db.state().await.map(|state| (db.kind(), state));
    db.close().await;
    found
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
    ];
    missing
        .into_iter()
        .filter(|(_, is_missing, _)| *is_missing)
        .map(|(key, _, why)| Finding::Note(format!("municipality.{key} is not set: {why}.")))
        .collect()
}
