//! What is told of a system with the data that it holds (GDPR Art. 15(1)(a)–(d), (g) and (h), and 15(2)), from the register.

use app::words::Words;

use super::letter::Facts;
use crate::systems::rules::{Record, System};

/// What is told of a system.
///
/// # Errors
/// The columns of the register that say nothing although the law wants it told.
pub fn facts(words: Words, municipality: &str, system: &System) -> Result<Facts, Vec<&'static str>> {
    let Record { purposes, categories, recipients, storage_time, .. } = &system.record;
    let silent = [
        ("purposes", purposes.is_empty()),
        ("categories", categories.is_empty()),
        ("recipients", recipients.is_empty()),
        ("storage_time", storage_time.is_empty()),
    ];
    let silent: Vec<&'static str> =
        silent.into_iter().filter(|(_, silent)| *silent).map(|(column, _)| column).collect();
    if !silent.is_empty() {
        return Err(silent);
    }
    let Record { source, automated_decisions, transfers, safeguards, legal_bases, .. } = &system.record;
    let or = |text: &str, otherwise: &str| vec![if text.is_empty() { otherwise } else { text }.to_owned()];
    let mut rows = vec![
        (words.letter_fact_controller(), vec![controller(municipality, system).to_owned()]),
        (words.letter_fact_purposes(), purposes.clone()),
        (words.letter_fact_categories(), categories.clone()),
        (words.letter_fact_recipients(), recipients.clone()),
        (words.letter_fact_storage(), vec![storage_time.clone()]),
        (words.letter_fact_source(), or(source, words.letter_fact_unknown())),
        (words.letter_fact_automated(), or(automated_decisions, words.letter_fact_unknown())),
        (words.letter_fact_transfers(), or(transfers, words.letter_fact_unknown())),
    ];
    if !safeguards.is_empty() {
        rows.push((words.letter_fact_safeguards(), vec![safeguards.clone()]));
    }
    if !legal_bases.is_empty() {
        rows.push((words.letter_fact_legal_bases(), legal_bases.clone()));
    }
    let rows = rows.into_iter().map(|(label, said)| (label.to_owned(), said)).collect();
    Ok(Facts { key: system.key.clone(), system: system.name.clone(), rows })
}

/// Who is responsible for what a system holds (Art. 4(7)).
pub fn controller<'a>(municipality: &'a str, system: &'a System) -> &'a str {
    if system.record.controller.is_empty() { municipality } else { &system.record.controller }
}
