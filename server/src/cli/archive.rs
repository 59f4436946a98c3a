//! `minside archive`: what the municipality's archive is to keep.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::archive::export::export;
use crate::config::Settings;

/// What to do with the archive.
#[derive(Subcommand)]
pub(super) enum Archive {
    /// Write the requests, decisions, letters and messages of answered cases that are not archived yet, and mark them
    ///
    /// Each document is a folder in FOLDER with its files and arkivmelding.xml, a message of Fiks Arkiv
    /// (arkivmelding.opprett, Noark 5). What systems have given for a case is not in it, unless somebody has sent it in a message.
    /// The portal may run meanwhile. What was interrupted is written again by the next export, under the same name.
    Export {
        /// The folder; it is made if it is not there. It will hold national ids: keep it from others
        folder: PathBuf,
        #[command(flatten)]
        from: From,
    },
}

pub(super) fn archive(command: Archive) -> ExitCode {
    match command {
        Archive::Export { folder, from } => {
            with_settings(&from, |settings| block_on(async move { write(&settings, &folder).await }))
        }
    }
}

async fn write(settings: &Settings, folder: &Path) -> Result<()> {
    let office = open_office(settings).await?;
    let exported = export(&office, &settings.archive, folder).await?;
    say(format_args!(
        "Written to {}: new documents {}, of cases {}.",
        folder.display(),
        exported.documents,
        exported.cases
    ));
    for (case, error) in &exported.failed {
        complain(format_args!("Case {case} is not exported: {error}"));
    }
    match exported.failed.len() {
        0 => Ok(()),
        failed => bail!("{failed} cases are not exported; the others are."),
    }
}
