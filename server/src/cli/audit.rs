//! `minside audit verify`: is the audit trail what was written?

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;

use super::run::{block_on, open_current};
use super::{From, complain, say, with_settings};
use crate::audit::{Head, Verdict, verify};
use crate::config::Settings;
use crate::vault::Vault;
use crate::vault::store::{Table, count_by_master};

/// What to do with the audit trail.
#[derive(Subcommand)]
pub(super) enum Audit {
    /// Say whether nobody has changed, removed or inserted an event
    ///
    /// It only reads, and may be run at any time. Each thing that is wrong is a line on standard error.
    Verify {
        #[command(flatten)]
        from: From,
        /// The end of the trail as an old line of the log has it («The audit trail is at …»): finds also what was cut
        /// off after it
        #[arg(long, value_name = "SEQUENCE:LINK")]
        head: Option<Head>,
    },
}

pub(super) fn audit(command: &Audit) -> ExitCode {
    match command {
        Audit::Verify { from, head } => with_settings(from, |settings| tell(&settings, head.as_ref())),
    }
}

fn tell(settings: &Settings, logged: Option<&Head>) -> ExitCode {
    let mut whole = false;
    let status = block_on(async {
        let verdict = look(settings, logged).await?;
        whole = verdict.is_whole();
        if whole {
            say(in_words(&verdict));
            return Ok(());
        }
        for finding in &verdict.findings {
            complain(finding);
        }
        let listed = u64::try_from(verdict.findings.len()).unwrap_or(u64::MAX);
        if verdict.found > listed {
            complain(format_args!("and {} more", verdict.found - listed));
        }
        complain(format_args!(
            "minside: the audit trail is not whole: {} wrong in {}. Keep the database as it is, and compare with \
             backups.",
            counted(verdict.found, "thing is", "things are"),
            counted(verdict.events, "event", "events")
        ));
        Ok(())
    });
    if whole { status } else { ExitCode::FAILURE }
}

async fn look(settings: &Settings, logged: Option<&Head>) -> Result<Verdict> {
    let db = open_current(settings).await?;
    // The vault would make the first keys, for whoever runs this command.
    let mut tx = db.read().await?;
    if count_by_master(&mut tx, Table::Installation).await?.is_empty() {
        bail!("the database holds no keys, without which nothing was ever recorded. `minside migrate` makes them.");
    }
    drop(tx);
    let vault = Vault::open(&db, &settings.vault).await?;
    let verdict = verify(&db, &vault, logged).await?;
    db.close().await;
    Ok(verdict)
}

fn in_words(verdict: &Verdict) -> String {
    let mut words = format!("The audit trail is whole: {}", counted(verdict.events, "event", "events"));
    if let Some(head) = &verdict.head {
        words.push_str(&format!(", head {head}"));
    }
    words.push('.');
    if verdict.purged > 0 {
        words.push_str(&format!(" {} wiped with a case.", counted(verdict.purged, "is", "are")));
    }
    if verdict.waiting > 0 {
        words.push_str(&format!(" {} for a place in it.", counted(verdict.waiting, "more waits", "more wait")));
    }
    words
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
