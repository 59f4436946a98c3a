//! `minside systems`: the register of systems, as a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::config::Settings;
use crate::spreadsheet::load;
use crate::systems::circuit::store as circuit;
use crate::systems::declared::{Remark, remarks};
use crate::systems::import::{Change, NotTaken, import};
use crate::systems::{act, export, store};
use crate::tasks::fan_out::MOST_SYSTEMS;

/// More than any register.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// More of one kind than this are only counted.
const MOST_SHOWN: usize = 100;

/// What to do with the register.
#[derive(Subcommand)]
pub(super) enum Systems {
    /// Take the systems of a file into the register
    ///
    /// The file is CSV, in UTF-8 with commas or semicolons, or JSON: as `minside systems export` writes it. The first line of
    /// CSV names the columns; «Nøkkel» tells which system a line is about. Columns that the file does not have, and systems
    /// that it does not name, stay as they are. Nothing is changed unless every line is right.
    Import(Import),
    /// Write the register, with the columns of Datatilsynet's record of processing activities
    Export(Export),
    /// Let the tasks of one system, or of all, wait
    Pause(Which),
    /// Let them go on
    Resume(Which),
    /// Ask the adapter of one system again now, whatever it is waiting for; also for tasks that people were asked about
    Retry(Which),
    /// Ask people instead of the adapter of one system, for all that it has not answered
    WithHuman(Which),
    /// Say how each system does: whether it can be reached, what waits for it
    Status {
        #[command(flatten)]
        from: From,
    },
}

#[derive(Args)]
pub(super) struct Import {
    /// The file, or - for standard input
    file: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    from: From,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

#[derive(Args)]
pub(super) struct Export {
    /// As a table, or as a list for programs
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    #[command(flatten)]
    from: From,
}

#[derive(Args)]
pub(super) struct Which {
    /// The system's key
    #[arg(required_unless_present = "all")]
    key: Option<String>,
    /// Every system
    #[arg(long, conflicts_with = "key")]
    all: bool,
    #[command(flatten)]
    from: From,
}

pub(super) fn systems(command: Systems) -> ExitCode {
    let from = match &command {
        Systems::Import(Import { from, .. })
        | Systems::Export(Export { from, .. })
        | Systems::Pause(Which { from, .. })
        | Systems::Resume(Which { from, .. })
        | Systems::Retry(Which { from, .. })
        | Systems::WithHuman(Which { from, .. })
        | Systems::Status { from } => From { config: from.config.clone() },
    };
    with_settings(&from, |settings| {
        block_on(async move {
            match command {
                Systems::Import(Import { file, dry_run, .. }) => take(&settings, &file, dry_run).await,
                Systems::Export(Export { format, .. }) => write(&settings, format).await,
                Systems::Pause(which) => told(&settings, which, act::Act::Pause).await,
                Systems::Resume(which) => told(&settings, which, act::Act::Resume).await,
                Systems::Retry(which) => told(&settings, which, act::Act::Retry).await,
                Systems::WithHuman(which) => told(&settings, which, act::Act::WithHuman).await,
                Systems::Status { .. } => status(&settings).await,
            }
        })
    })
}

async fn take(settings: &Settings, file: &Path, dry_run: bool) -> Result<()> {
    let text = load(file, MOST_BYTES).with_context(|| format!("{} cannot be read", file.display()))?;
    let office = open_office(settings).await?;
    let taken = match import(&office, &text, dry_run).await? {
        Ok(taken) => taken,
        Err(not_taken) => {
            if let NotTaken::Bad(bad) = &not_taken {
                bad.iter().take(MOST_SHOWN).for_each(complain);
            }
            bail!("{not_taken}. Nothing is changed.");
        }
    };
    let (mut added, mut changed) = (0, 0);
    for change in &taken.changes {
        match change {
            Change::Added(key) => {
                added += 1;
                say(format_args!("added    {key}"));
            }
            Change::Changed(key, columns) => {
                changed += 1;
                say(format_args!("changed  {key}: {}", columns.join(", ")));
            }
        }
    }
    for (key, columns) in taken.silent.iter().take(MOST_SHOWN) {
        say(format_args!("note     {key} does not say what Art. 30 demands: {}", columns.join(", ")));
    }
    for key in taken.not_named.iter().take(MOST_SHOWN) {
        say(format_args!("note     {key} is in the register and not in the file; it stays as it is"));
    }
    if taken.to_people > 0 {
        let to_people = taken.to_people;
        say(format_args!("note     {to_people} tasks that waited for a program are given to people"));
    }
    let unchanged = taken.unchanged;
    if dry_run {
        say(format_args!(
            "{added} would be added, {changed} changed, {unchanged} are as they were. Nothing is changed."
        ));
    } else {
        say(format_args!("{added} are added, {changed} changed, {unchanged} are as they were."));
    }
    Ok(())
}

async fn write(settings: &Settings, format: Format) -> Result<()> {
    let office = open_office(settings).await?;
    let mut tx = office.db.read().await?;
    let systems = store::systems(&mut tx, MOST_SYSTEMS).await?;
    let text = match format {
        Format::Csv => export::csv(&systems),
        Format::Json => export::json(&systems),
    };
    say(text.trim_end_matches('\n'));
    Ok(())
}

async fn told(settings: &Settings, which: Which, act: act::Act) -> Result<()> {
    let office = open_office(settings).await?;
    let Some(done) = act::act(&office, which.key.as_deref(), act).await? else {
        bail!("no system has this key. `minside systems export` lists them.");
    };
    say(format_args!("{} systems, {} tasks.", done.systems, done.tasks));
    Ok(())
}

async fn status(settings: &Settings) -> Result<()> {
    let office = open_office(settings).await?;
    let mut tx = office.db.read().await?;
    let now = office.clock.now_ms();
    say("KEY  SERVED  STATE  READY  LEASED  WITH PEOPLE");
    for health in circuit::health(&mut tx, MOST_SYSTEMS).await? {
        let state = health.state(now);
        let circuit::Health { key, served, ready, leased, with_human, .. } = health;
        say(format_args!("{key}  {served}  {state}  {ready}  {leased}  {with_human}"));
    }
    let systems = store::systems(&mut tx, MOST_SYSTEMS).await?;
    for (key, remark) in remarks(&mut tx, &systems).await? {
        match remark {
            Remark::NotDeclared(codes) => {
                say(format_args!("note  {key}: its adapter does not say that it does {}", codes.join(", ")));
            }
            Remark::NeverShown(categories) => {
                say(format_args!(
                    "note  {key}: its adapter says that it holds {}, and no record has shown it",
                    categories.join(", ")
                ));
            }
        }
    }
    Ok(())
}
