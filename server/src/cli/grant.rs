//! `minside grant`: roles for employees. This is how the first administrator is made.

use std::io::{BufRead, IsTerminal, Read};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::cases::deadline::date_in_oslo_at;
use crate::clock::Clock;
use crate::config::Settings;
use crate::id::GrantId;
use crate::login::session::Who;
use crate::staff::grant::{Given, end, give};
use crate::staff::rules::{By, Grant, Role};
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
    /// With «entra:…»: also read the employee's own national id from standard input. Nobody handles a case about themselves:
    /// whoever's number is not known is shown no case
    #[arg(long)]
    national_id: bool,
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
                end(&open_office(&settings).await?, By::Operator, id, &reason).await??;
                say("The role is ended. Whoever had it is shown nothing of it any more.");
                Ok(())
            })
        }),
        Grants::List { from } => with_settings(&from, |settings| block_on(list(settings))),
    }
}

async fn add(settings: Settings, added: Add) -> Result<()> {
    let deployment = settings.municipality.deployment();
    let who = who(deployment, &added.who)?;
    let own = match &who {
        Who::User { .. } if added.national_id => Some(number(deployment)?),
        _ => None,
    };
    let Add { role, name, until, reason, .. } = added;
    let office = open_office(&settings).await?;
    let given = Given { who, own, name, role: role.clone(), ends_on: until, reason };
    let id = give(&office, By::Operator, &given).await??;
    say(format_args!("{role} until {until}, with the id {id}."));
    Ok(())
}

fn who(deployment: Deployment, text: &str) -> Result<Who> {
    if let Some(ids) = text.strip_prefix("entra:") {
        return Who::entra(ids).context("after «entra:» come the two ids that Entra ID has: TENANT/USER");
    }
    if text != "ansattporten" {
        bail!("say «ansattporten», or «entra:TENANT/USER»");
    }
    Ok(Who::Employee(number(deployment)?))
}

/// A national id, from standard input.
fn number(deployment: Deployment) -> Result<NationalId> {
    let mut number = Zeroizing::new(String::new());
    if std::io::stdin().is_terminal() {
        complain("Type the national id of the employee, and press Enter:");
    }
    // Longer than any number with its line end; nobody's file is read into memory.
    std::io::stdin().lock().take(64).read_line(&mut number).context("the number could not be read")?;
    let today = date_in_oslo_at(Clock::system().now_ms());
    Ok(NationalId::typed(number.trim(), deployment, today)?.id)
}

async fn list(settings: Settings) -> Result<()> {
    let office = open_office(&settings).await?;
    let mut tx = office.db.read().await?;
    let grants = store::open_grants(&mut tx, MOST_SHOWN).await?;
    if grants.is_empty() {
        say("Nobody has a role.");
    }
    for (name, grant) in grants {
        let Grant { id, role, ends_on, reason, source, .. } = &grant;
        say(format_args!("{id}  {name}  {role}  until {ends_on}  {}  ({reason})", source.code()));
    }
    Ok(())
}
