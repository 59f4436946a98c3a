//! `minside keys`: the master keys, and taking a new one into use.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;

use super::run::{block_on, open_office};
use super::{From, say, with_settings};
use crate::audit::{self, Action, Actor, Details, Event};
use crate::config::Settings;
use crate::vault::{Usage, rotate, usage};

/// What to do with the master keys.
#[derive(Subcommand)]
pub(super) enum Keys {
    /// Say which master keys there are, and how many keys each of them wraps
    List {
        #[command(flatten)]
        from: From,
    },
    /// Take a new master key into use, and wrap every key with it
    ///
    /// The portal may run meanwhile, on any number of nodes that share the file. If it is interrupted, run it again: it
    /// goes on where it was. Where the file is put there by something else, add a new key as its first line, and then
    /// run this: as long as some keys are wrapped by another than the first, no new one is made.
    Rotate {
        #[command(flatten)]
        from: From,
    },
    /// Take a master key out of the file
    ///
    /// Backups of keys that it wraps cannot be read any more then.
    Forget {
        /// Its id, as `minside keys list` shows it
        id: String,
        #[command(flatten)]
        from: From,
    },
}

pub(super) fn keys(command: Keys) -> ExitCode {
    match command {
        Keys::List { from } => with_settings(&from, |settings| block_on(list(settings))),
        Keys::Rotate { from } => with_settings(&from, |settings| block_on(take_new(settings))),
        Keys::Forget { id, from } => with_settings(&from, |settings| block_on(forget(settings, id))),
    }
}

async fn list(settings: Settings) -> Result<()> {
    let office = open_office(&settings).await?;
    for Usage { master_key_id, in_use, known, keys } in usage(&office.db, &office.vault).await? {
        let what = match (in_use, known) {
            (true, _) => "in use",
            (false, true) => "old",
            (false, false) => "not in the file",
        };
        say(format_args!("{master_key_id}  wraps {keys} keys  ({what})"));
    }
    office.db.close().await;
    Ok(())
}

async fn take_new(settings: Settings) -> Result<()> {
    let office = open_office(&settings).await?;
    let found = usage(&office.db, &office.vault).await?;
    if found.iter().all(|usage| usage.in_use || usage.keys == 0) {
        office.vault.masters().add()?;
    }
    let wrapped = rotate(&office.db, &office.vault).await?;
    let mut tx = office.db.write().await?;
    let event = Event { action: Action::KeysRotated, case: None, actor: Actor::Portal, details: Details::none() };
    audit::record(&mut tx, &office.vault, office.clock.now_ms(), None, event).await?;
    tx.commit().await?;
    office.db.close().await;
    say(format_args!("{wrapped} keys are wrapped by the new master key. Keep a copy of the file apart from the data."));
    say("The old one is still in the file, for backups of keys; `minside keys forget ID` takes it out.");
    Ok(())
}

async fn forget(settings: Settings, id: String) -> Result<()> {
    let office = open_office(&settings).await?;
    let found = usage(&office.db, &office.vault).await?;
    if let Some(usage) = found.iter().find(|usage| usage.master_key_id == id && !usage.in_use && usage.keys > 0) {
        bail!("the master key {id} still wraps {} keys. Run `minside keys rotate` first.", usage.keys);
    }
    office.vault.masters().forget(&id)?;
    office.db.close().await;
    say(format_args!("The master key {id} is out of the file."));
    Ok(())
}
