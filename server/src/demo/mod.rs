//! The demo municipality: everything in it is made up, and it is served on loopback only.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use app::model::RegisterEntry;

use crate::names::norwegian_key;

const REGISTER: &str = include_str!("register.json");

/// The demo's settings, as the variables that would say the same.
pub(crate) fn variables(addr: SocketAddr, data: &Path) -> impl Iterator<Item = (String, String)> {
    let database = format!("sqlite:{}", data.join("minside.db").display());
    [
        ("SERVER__ADDR", addr.to_string()),
        ("DATABASE__URL", database),
        ("LOG__LEVEL", "warn".to_owned()),
        ("MUNICIPALITY__NAME", "Fjordvik kommune".to_owned()),
        ("MUNICIPALITY__ORGANISATION_NUMBER", "987654325".to_owned()),
        ("MUNICIPALITY__OMBUD_NAME", "Personvernombudet i Fjordvik".to_owned()),
        ("MUNICIPALITY__OMBUD_EMAIL", "ombud@fjordvik.example".to_owned()),
        ("MUNICIPALITY__OMBUD_PHONE", "75 00 00 00".to_owned()),
        ("MUNICIPALITY__TEST", "true".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (format!("{}{name}", crate::config::VARIABLE_PREFIX), value))
}

/// So many systems of a municipality, by name. Beyond those that are described, each unit has one more of each.
pub(crate) fn register(count: usize) -> Result<Vec<RegisterEntry>> {
    let described: Vec<RegisterEntry> = serde_json::from_str(REGISTER).context("the demo's register")?;
    let mut entries: Vec<RegisterEntry> = (0..count)
        .zip(described.iter().cycle())
        .map(|(index, entry)| {
            let round = index / described.len();
            if round == 0 {
                return entry.clone();
            }
            let number = round + 1;
            RegisterEntry {
                key: format!("{}-{number}", entry.key),
                name: format!("{} {number}", entry.name),
                ..entry.clone()
            }
        })
        .collect();
    entries.sort_by_key(|entry| norwegian_key(&entry.name));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::register;

    #[test]
    fn the_register_has_as_many_systems_as_asked_for_each_with_its_own_key_and_name() {
        for count in [0, 1, 24, 400, 4000] {
            let entries = register(count).unwrap();
            let keys: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
            assert_eq!((entries.len(), keys.len(), names.len()), (count, count, count));
        }
    }
}
