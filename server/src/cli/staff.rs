//! `minside staff`: roles as the municipality's own file says them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::config::Settings;
use crate::staff::said::Change;
use crate::staff::sync::{How, NotTaken, load, sync};

/// More wrong lines than this are only counted.
const MOST_SHOWN: usize = 100;

/// What to do with the employees.
#[derive(Subcommand)]
pub(super) enum Staff {
    /// Take the roles that a file says, and end those that it no longer says
    ///
    /// The file is CSV with commas or semicolons, in UTF-8. Its first line names the columns: login;id;national_id;name;role;until.
    /// `login` is «ansattporten», with the national id in `id`; or «entra», with TENANT/USER in `id` and, so that nobody
    /// handles a case about themselves, the national id in `national_id`. `role` is written as for `minside grant add`.
    /// `until` may be empty: the role then holds for 30 days after each time the file is taken. Roles that were given by
    /// hand, or that the login provider says, are left alone. Nothing is changed unless every line is right.
    Sync(Sync),
}

#[derive(Args)]
pub(super) struct Sync {
    /// The file
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Also where more than half of the roles end that the file has given
    #[arg(long)]
    most: bool,
    #[command(flatten)]
    from: From,
}

pub(super) fn staff(command: Staff) -> ExitCode {
    let Staff::Sync(asked) = command;
    let from = From { config: asked.from.config.clone() };
    with_settings(&from, |settings| block_on(run(settings, asked)))
}

async fn run(settings: Settings, asked: Sync) -> Result<()> {
    let Sync { file, dry_run, most, .. } = asked;
    let office = open_office(&settings).await?;
    let taken = match load(&file) {
        Ok(text) => sync(&office, settings.municipality.deployment(), &text, How { dry_run, most }).await?,
        Err(not_taken) => Err(not_taken),
    };
    let changed = match taken {
        Ok(changed) => changed,
        Err(not_taken) => {
            if let NotTaken::BadLines(lines) = &not_taken {
                lines.iter().take(MOST_SHOWN).for_each(complain);
            }
            bail!("{not_taken}. Nothing is changed.");
        }
    };
    for (word, changes) in [("given", &changed.given), ("ended", &changed.ended)] {
        for Change { name, role } in changes {
            say(format_args!("{word}  {name}  {role}"));
        }
    }
    let (given, ended) = (changed.given.len(), changed.ended.len());
    if dry_run {
        say(format_args!("{given} roles would be given and {ended} ended. Nothing is changed."));
    } else {
        say(format_args!("{given} roles are given and {ended} ended."));
    }
    Ok(())
}
