//! `minside grant`: roles for employees. This is how the first administrator is made.

use std::io::{BufRead, IsTerminal, Read};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::config::Settings;
use crate::id::GrantId;
use crate::login::session::Who;
use crate::staff::grant::{Given, end, give};
use crate::staff::rules::Role;
use crate::staff::store;
use crate::subjects::identity_number::{Deployment, NationalId};

/// More grants than this are not shown.
const MOST_SHOWN: i64 = 10_000;

/// What to do with roles.
#[derive(Subcommand)]
pub(super) enum Grants {
    /// Give an employee a role
    Add(Add),
    /// End a role before its last day
    End {
        /// Its id, as `minside grant list` shows it
        id: GrantId,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        from: From,
    },
    /// Show the roles that are not ended
    List {
        #[command(flatten)]
        from: From,
    },
}

#[derive(Args)]
pub(super) struct Add {
    /// Who logs in: «ansattporten», and the national id is read from standard input, so that it stands in no command; or
    /// «entra:TENANT/USER» with the ids that Entra ID has for them (tid and oid)
    who: String,
    /// caseworker:UNIT, reviewer:SECTOR, owner:SYSTEM, ombud or administrator
    role: Role,
    /// What colleagues call them
    #[arg(long)]
    name: String,
    /// The last day on which it is in force, at most two years away
    #[arg(long, value_name = "DATE")]
    until: Date,
    /// Why
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    from: From,
}

pub(super) fn grants(command: Grants) -> ExitCode {
    match command {
        Grants::Add(added) => {
            let from = From { config: added.from.config.clone() };
            with_settings(&from, |settings| block_on(add(settings, added)))
        }
        Grants::End { id, reason, from } => with_settings(&from, |settings| {
            block_on(async move {
                end(&open_office(&settings).await?, id, &reason).await??;
                say("The role is ended. Whoever had it is shown nothing of it any more.");
                Ok(())
            })
        }),
        Grants::List { from } => with_settings(&from, |settings| block_on(list(settings))),
    }
}

async fn add(settings: Settings, added: Add) -> Result<()> {
    let who = who(&settings, &added.who)?;
    let Add { role, name, until, reason, .. } = added;
    let office = open_office(&settings).await?;
    let id = give(&office, &Given { who, name, role: role.clone(), ends_on: until, reason }).await??;
    say(format_args!("{role} until {until}, with the id {id}."));
    Ok(())
}

fn who(settings: &Settings, text: &str) -> Result<Who> {
    if let Some((tenant, user)) = text.strip_prefix("entra:").and_then(|ids| ids.split_once('/')) {
        return Ok(Who::User { user: user.to_owned(), tenant: tenant.to_owned() });
    }
    if text != "ansattporten" {
        bail!("say «ansattporten», or «entra:TENANT/USER»");
    }
    let mut number = Zeroizing::new(String::new());
    if std::io::stdin().is_terminal() {
        complain("Type the national id of the employee, and press Enter:");
    }
    // Longer than any number with its line end; nobody's file is read into memory.
    std::io::stdin().lock().take(64).read_line(&mut number).context("the number could not be read")?;
    let deployment = if settings.municipality.shown.test { Deployment::Test } else { Deployment::Production };
    Ok(Who::Employee(NationalId::from_provider(number.trim(), deployment)?))
}

async fn list(settings: Settings) -> Result<()> {
    let office = open_office(&settings).await?;
    let mut tx = office.db.read().await?;
    let grants = store::open_grants(&mut tx, MOST_SHOWN).await?;
    if grants.is_empty() {
        say("Nobody has a role.");
    }
    for (name, grant) in grants {
        say(format_args!("{}  {name}  {}  until {}  ({})", grant.id, grant.role, grant.ends_on, grant.reason));
    }
    Ok(())
}
