//! The demo municipality: everything in it is made up, and it is served on loopback only.

pub(crate) mod adapters;
pub(crate) mod cases;
pub(crate) mod decided;
pub mod people;
pub mod provider;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use jiff::ToSpan;
use serde_json::{Map, Value};

use self::people::PEOPLE;
use self::provider::issuer;
use crate::config::VARIABLE_PREFIX;
use crate::login::rules::ProviderKind;
use crate::login::session::Who;
use crate::office::Office;
use crate::staff::grant::{self, Given};
use crate::staff::rules::By;
use crate::subjects::identity_number::{Deployment, NationalId};
use crate::systems::rules::{Served, System};
use crate::token::Token;

/// Not the name that an installation's has, whichever folder is given.
const DATABASE: &str = "demo.db";
const MASTER_KEY: &str = "demo.key";
const BLOBS: &str = "demo-blobs";
/// Systems that ask for their tasks: each keeps a connection open.
const MOST_ASKING: usize = 20;
const REGISTER: &str = include_str!("register.json");

type Variable = (String, String);

/// Where the demo's login provider is, and what the portal proves itself to it with.
pub(crate) struct Logins {
    pub(crate) addr: SocketAddr,
    pub(crate) portal: provider::Portal,
}

impl Logins {
    /// At this address, with a secret that nobody has used before.
    pub(crate) fn at(addr: SocketAddr) -> Self {
        let secret = Token::random().written().to_string();
        Self { addr, portal: provider::Portal { id: "minside-demo".to_owned(), secret } }
    }
}

/// Whom one can be, for who has just started it.
pub(crate) fn greeting() -> String {
    let mut text = "Log in as one of these; everybody is made up:".to_owned();
    for person in PEOPLE.iter() {
        let door = if person.is_employee() { "Ansattporten" } else { "ID-porten" };
        // Writing to a text cannot fail.
        let _ = write!(text, "\n  {door:<12}  {:<15}  {}", person.name, person.what);
    }
    text
}

/// Gives the employees their roles; those who have them keep them.
///
/// # Errors
/// The database's own.
pub(crate) async fn give_roles(office: &Office) -> Result<()> {
    let today = office.today();
    for person in PEOPLE.iter() {
        let Some(role) = &person.role else { continue };
        let given = Given {
            who: Who::Employee(NationalId::from_provider(&person.number, Deployment::Test)?),
            own: None,
            name: person.name.clone(),
            role: role.parse()?,
            ends_on: today.saturating_add(1.year()),
            reason: "The demo".to_owned(),
        };
        match grant::give(office, By::Operator, &given).await? {
            Ok(_) | Err(grant::Refused::Held) => {}
            Err(refused) => return Err(refused.into()),
        }
    }
    Ok(())
}

/// What differs from the defaults, as variables; the environment may say otherwise.
pub(crate) fn usual() -> impl Iterator<Item = Variable> {
    named([
        ("LOG__LEVEL", "warn"),
        ("MUNICIPALITY__NAME", "Fjordvik kommune"),
        ("MUNICIPALITY__ORGANISATION_NUMBER", "987654325"),
        ("MUNICIPALITY__OMBUD_NAME", "Personvernombudet i Fjordvik"),
        ("MUNICIPALITY__OMBUD_EMAIL", "ombud@fjordvik.example"),
        ("MUNICIPALITY__OMBUD_PHONE", "75 00 00 00"),
        ("MUNICIPALITY__PUBLIC_JOURNAL", "https://fjordvik.example/postliste"),
    ])
}

/// What makes it a demo: made-up people, a database of its own, this machine only.
pub(crate) fn fixed(addr: SocketAddr, data: &Path, logins: &Logins) -> impl Iterator<Item = Variable> {
    named([
        ("LOGIN__IDPORTEN__ISSUER", issuer(logins.addr, ProviderKind::Idporten)),
        ("LOGIN__IDPORTEN__CLIENT_ID", logins.portal.id.clone()),
        ("LOGIN__IDPORTEN__CLIENT_SECRET", logins.portal.secret.clone()),
        ("LOGIN__IDPORTEN__LEVEL", "substantial".to_owned()),
        ("LOGIN__ANSATTPORTEN__ISSUER", issuer(logins.addr, ProviderKind::Ansattporten)),
        ("LOGIN__ANSATTPORTEN__CLIENT_ID", logins.portal.id.clone()),
        ("LOGIN__ANSATTPORTEN__CLIENT_SECRET", logins.portal.secret.clone()),
        ("SERVER__ADDR", addr.to_string()),
        ("SERVER__PUBLIC_URL", String::new()),
        ("METRICS__ADDR", String::new()),
        ("DATABASE__URL", format!("sqlite:{}", in_address(&data.join(DATABASE)))),
        ("DATABASE__URL_FILE", String::new()),
        ("VAULT__MASTER_KEY_FILE", data.join(MASTER_KEY).display().to_string()),
        ("VAULT__BLOBS", data.join(BLOBS).display().to_string()),
        ("MUNICIPALITY__TEST", "true".to_owned()),
    ])
}

/// A path as it must be written in an address.
fn in_address(path: &Path) -> String {
    path.display().to_string().replace('%', "%25").replace('?', "%3f")
}

fn named<const N: usize, V: Into<String>>(variables: [(&'static str, V); N]) -> impl Iterator<Item = Variable> {
    variables.into_iter().map(|(name, value)| (format!("{VARIABLE_PREFIX}{name}"), value.into()))
}

/// A file with so many systems of a municipality, as `minside systems import` takes it. Beyond those that are described,
/// each unit has one more of each. Those that are called are called at `adapters`.
///
/// # Errors
/// The described ones cannot be read.
pub fn register(count: usize, adapters: SocketAddr) -> Result<String> {
    let described: Vec<Map<String, Value>> = serde_json::from_str(REGISTER).context("the demo's register")?;
    let mut asking = 0;
    let entries: Vec<Map<String, Value>> = (0..count)
        .zip(described.iter().cycle())
        .map(|(index, entry)| {
            let (round, mut entry) = (index / described.len() + 1, entry.clone());
            if round > 1 {
                let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
                let (key, name) = (format!("{}-{round}", text("key")), format!("{} {round}", text("name")));
                entry.insert("key".to_owned(), key.into());
                entry.insert("name".to_owned(), name.into());
            }
            let is = |entry: &Map<String, Value>, served: &str| entry.get("served").is_some_and(|is| is == served);
            if is(&entry, Served::Pull.code()) {
                asking += 1;
                if asking > MOST_ASKING {
                    entry.insert("served".to_owned(), Served::Call.code().into());
                }
            }
            if is(&entry, Served::Call.code()) {
                let key = entry.get("key").and_then(Value::as_str).unwrap_or_default();
                let url = adapters::url(adapters, key);
                entry.insert("url".to_owned(), url.into());
            }
            entry
        })
        .collect();
    Ok(serde_json::to_string(&entries)?)
}

/// What a register lacks of a file, or has at the address of an earlier demo. What somebody has changed since stays so.
fn missing(file: &str, known: &[System]) -> Result<Option<String>> {
    let entries: Vec<Map<String, Value>> = serde_json::from_str(file)?;
    let mut wanted = Vec::new();
    for mut entry in entries {
        let key = entry.get("key").and_then(Value::as_str).unwrap_or_default();
        if let Some(system) = known.iter().find(|system| system.key == key) {
            let is_ours = system.url.as_ref().is_some_and(|url| url.path().starts_with(adapters::PATH));
            if !is_ours {
                continue;
            }
            entry.retain(|name, _| name == "key" || name == "url");
        }
        wanted.push(entry);
    }
    Ok(if wanted.is_empty() { None } else { Some(serde_json::to_string(&wanted)?) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use std::net::SocketAddr;

    use super::register;
    use crate::systems::entry::Entry;
    use crate::systems::import::read;

    #[test]
    fn the_register_has_as_many_systems_as_asked_for_each_with_its_own_key_and_name() {
        for count in [1, 24, 400, 4000] {
            let rows = read(&register(count, SocketAddr::from(([127, 0, 0, 1], 9))).unwrap()).unwrap();
            let entries: Vec<Entry> = rows.iter().map(|(_, row)| Entry::default().with(row).unwrap()).collect();
            let keys: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            assert_eq!((entries.len(), keys.len(), names.len()), (count, count, count));
            let silent = entries.iter().filter(|entry| !entry.silent_about().is_empty());
            assert_eq!(silent.map(|entry| &entry.key).collect::<Vec<_>>(), [] as [&String; 0]);
        }
    }
}
