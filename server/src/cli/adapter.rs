//! `minside adapter`: what the adapters of systems are known by.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::run::{block_on, open_office};
use super::{From, complain, say, with_settings};
use crate::adapters::keys::{self, Refused};
use crate::adapters::store;
use crate::cases::deadline::in_oslo;
use crate::config::Settings;
use crate::id::KeyId;
use crate::systems::store as systems;

/// What to do with the keys of adapters.
#[derive(Subcommand)]
pub(super) enum Adapter {
    /// Make a key for the adapter of a system; it is shown once
    ///
    /// Two keys may be valid at once: make the new one, take it into use, end the old one.
    Key(Which),
    /// List the keys of a system's adapter
    Keys(Which),
    /// Show by what the adapter of a system that is called knows that a call is from the portal
    ///
    /// The first line is the secret that only this system and the portal know (`v1`), the second the public key
    /// of what the portal signs with for this system (`v1a`); either is enough.
    Secret(Secret),
    /// End a key; from this moment on it is not taken
    EndKey(End),
}

#[derive(Args)]
pub(super) struct Which {
    /// The system's key in the register
    system: String,
    #[command(flatten)]
    from: From,
}

#[derive(Args)]
pub(super) struct End {
    /// The system's key in the register
    system: String,
    /// The key's id, as `minside adapter keys` lists it
    id: KeyId,
    #[command(flatten)]
    from: From,
}

#[derive(Args)]
pub(super) struct Secret {
    /// The system's key in the register
    system: String,
    /// Make a new secret first; calls are signed with the one before as well, until the next time
    #[arg(long)]
    next: bool,
    #[command(flatten)]
    from: From,
}

pub(super) fn adapter(command: Adapter) -> ExitCode {
    match command {
        Adapter::Key(Which { system, from }) => {
            with_settings(&from, |settings| block_on(async move { make(&settings, &system).await }))
        }
        Adapter::Keys(Which { system, from }) => {
            with_settings(&from, |settings| block_on(async move { list(&settings, &system).await }))
        }
        Adapter::Secret(Secret { system, next, from }) => {
            with_settings(&from, |settings| block_on(async move { secret(&settings, &system, next).await }))
        }
        Adapter::EndKey(End { system, id, from }) => {
            with_settings(&from, |settings| block_on(async move { end(&settings, &system, id).await }))
        }
    }
}

async fn make(settings: &Settings, system: &str) -> Result<()> {
    let office = open_office(settings).await?;
    let made = keys::make(&office, system).await??;
    // Alone on its line, so that it can be led into a file.
    say(made.written.as_str());
    complain(format_args!("This is the only time that the key is shown. Its id is {}.", made.id));
    Ok(())
}

async fn list(settings: &Settings, system: &str) -> Result<()> {
    let office = open_office(settings).await?;
    let mut tx = office.db.read().await?;
    let id = systems::find_by_key(&mut tx, system).await?.ok_or(Refused::NoSystem)?;
    for key in store::keys_of(&mut tx, id).await? {
        let state = match key.ended_at {
            None => "valid".to_owned(),
            Some(at) => format!("ended {}", written(at)),
        };
        say(format_args!("{}  made {}  {state}", key.id, written(key.made_at)));
    }
    Ok(())
}

fn written(ms: i64) -> String {
    in_oslo(Timestamp::from_millisecond(ms).unwrap_or_default()).strftime("%Y-%m-%d %H:%M").to_string()
}

async fn secret(settings: &Settings, system: &str, next: bool) -> Result<()> {
    let office = open_office(settings).await?;
    let signer = keys::signer(&office, system, next).await??;
    say(signer.written_secret().as_str());
    say(signer.written_public_key());
    Ok(())
}

async fn end(settings: &Settings, system: &str, id: KeyId) -> Result<()> {
    let office = open_office(settings).await?;
    keys::end(&office, system, id).await??;
    say("The key is ended.");
    Ok(())
}
