//! The commands of the program.

mod adapter;
mod archive;
mod audit;
mod backup;
mod check;
mod deadline;
mod grant;
mod keys;
mod run;
mod staff;
mod systems;

use std::fmt::Display;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Mistake, Settings};

const AFTER_HELP: &str = "\
Settings:
  All settings have defaults. To change one, write it in minside.toml in this folder, in a file
  that --config names, or in a variable: MINSIDE__SERVER__ADDR is «addr» in the section [server].
  A variable wins over a file. `minside settings` prints all of them with their explanations.

Files:
  minside.toml               read if it is there
  minside-data/minside.db    the database, where no other is set
  minside-data/master.key    the master key, where no other is set
  minside-data/blobs         files, where no other folder is set

Exit status:
  0  all is well
  1  the command failed; what to do is on standard error
  2  the settings or the command line are wrong

Examples:
  minside demo
      A municipality with made-up people on http://127.0.0.1:8080
  MINSIDE__DATABASE__URL_FILE=/run/secrets/database minside check
      Says whether these settings would work, and how to mend them
  minside serve --migrate --config /etc/minside/minside.toml
      How an installation starts";

#[derive(Parser)]
#[command(name = "minside", version, about = "Min side: the portal where a citizen of a municipality uses the rights of the GDPR", after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal
    ///
    /// The database must be up to date: run `minside migrate` first, or use --migrate. SIGTERM or Ctrl-C stops it:
    /// it takes no new requests, and finishes those that are running.
    Serve {
        #[command(flatten)]
        from: From,
        /// Bring the database up to date first
        #[arg(long)]
        migrate: bool,
    },
    /// Serve a demo municipality with made-up data, on this machine only
    Demo {
        /// The address and port; port 0 picks a free one
        #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
        addr: SocketAddr,
        /// The folder for the demo's database; it is made if it is not there
        #[arg(long, default_value = "minside-demo", value_name = "FOLDER")]
        data: PathBuf,
        /// How many systems the municipality has, at most 4000
        #[arg(long, default_value_t = 24, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=4000))]
        systems: u16,
        /// Show it as it is so many days from now: dates that are over, files that are deleted
        #[arg(long, default_value_t = 0, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=300))]
        days_ahead: u16,
    },
    /// Bring the database up to date
    Migrate {
        #[command(flatten)]
        from: From,
    },
    /// Say whether the settings work and the database can be reached, and how to mend what is wrong
    Check {
        #[command(flatten)]
        from: From,
    },
    /// Back up an SQLite database while the portal runs: the data into FILE, the keys into FILE.keys
    Backup {
        /// The file; it must not be there yet
        file: PathBuf,
        #[command(flatten)]
        from: From,
    },
    /// Make an SQLite database from a backup and the newest keys
    Restore {
        /// The file with the data
        file: PathBuf,
        /// The file with the newest keys; without it, those of the backup itself
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
        #[command(flatten)]
        from: From,
    },
    /// Look after the master keys
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Give employees roles, and end them
    #[command(subcommand)]
    Grant(grant::Grants),
    /// Take the roles that the municipality's own file says
    #[command(subcommand)]
    Staff(staff::Staff),
    /// The register of systems: take it from a file, write it to one, let systems wait, ask them again
    #[command(subcommand)]
    Systems(systems::Systems),
    /// Give the adapters of systems keys, and end them
    #[command(subcommand)]
    Adapter(adapter::Adapter),
    /// Export what the municipality's archive is to keep
    #[command(subcommand)]
    Archive(archive::Archive),
    /// Look after the audit trail
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Say by when a request must be answered, with the legal reason of each step
    Deadline(deadline::Question),
    /// Print all settings with their defaults and explanations
    Settings,
}

/// Where settings come from.
#[derive(Args)]
struct From {
    /// The file with settings; without it, minside.toml in this folder if there is one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs the command that the command line names.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Serve { from, migrate } => with_settings(&from, |settings| run::serve(settings, migrate)),
        Command::Demo { addr, data, systems, days_ahead } => run::demo(addr, data, systems, days_ahead),
        Command::Migrate { from } => with_settings(&from, run::migrate),
        Command::Check { from } => match Settings::load(from.config.as_deref()) {
            Ok(settings) => check::check(settings),
            Err(mistakes) => refuse(&mistakes),
        },
        Command::Backup { file, from } => with_settings(&from, |settings| backup::make(&settings, &file)),
        Command::Restore { file, keys, from } => {
            with_settings(&from, |settings| backup::bring_back(&settings, &file, keys))
        }
        Command::Keys(command) => keys::keys(command),
        Command::Grant(command) => grant::grants(command),
        Command::Staff(command) => staff::staff(command),
        Command::Adapter(command) => adapter::adapter(command),
        Command::Systems(command) => systems::systems(command),
        Command::Archive(command) => archive::archive(command),
        Command::Audit(command) => audit::audit(&command),
        Command::Deadline(question) => deadline::deadline(&question),
        Command::Settings => {
            say(crate::config::DEFAULTS.trim_end());
            ExitCode::SUCCESS
        }
    }
}

fn with_settings(from: &From, command: impl FnOnce(Settings) -> ExitCode) -> ExitCode {
    match Settings::load(from.config.as_deref()) {
        Ok(settings) => command(settings),
        Err(mistakes) => refuse(&mistakes),
    }
}

fn refuse(mistakes: &[Mistake]) -> ExitCode {
    let count = mistakes.len();
    let noun = if count == 1 { "mistake" } else { "mistakes" };
    complain(format_args!("The settings have {count} {noun}:"));
    for mistake in mistakes {
        complain(format_args!("\n  {mistake}"));
    }
    complain("\n`minside settings` prints all settings with their explanations.");
    ExitCode::from(2)
}

/// One line for whoever, or whatever, started the command.
fn say(line: impl Display) {
    // Nobody listens any more if this fails, and then there is nothing else to do either.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One line about what is wrong.
fn complain(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
