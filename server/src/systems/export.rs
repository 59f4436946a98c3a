//! The register as a file: the same that `import` takes.

use csv::{QuoteStyle, WriterBuilder};
use serde_json::Value;

use super::entry::{COLUMNS, Entry};
use super::rules::System;

/// Signs at the beginning of a cell that make a spreadsheet compute instead of show.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// As JSON: a list of entries, ordered by key.
pub fn json(systems: &[System]) -> String {
    let entries: Vec<Entry> = sorted(systems);
    let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
    text.push('\n');
    text
}

/// As CSV for a spreadsheet in Norway: semicolons, and a mark that makes it read UTF-8.
pub fn csv(systems: &[System]) -> String {
    let mut writer = WriterBuilder::new().delimiter(b';').quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    let mut lines = vec![COLUMNS.map(|(_, csv, _)| csv.to_owned()).to_vec()];
    for entry in sorted(systems) {
        let cells = entry.cells();
        lines.push(COLUMNS.iter().map(|(json, ..)| cells.get(*json).map(cell).unwrap_or_default()).collect());
    }
    for line in lines {
        // Into memory, where writing cannot fail.
        let _ = writer.write_record(line);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

fn sorted(systems: &[System]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = systems.iter().map(Entry::of).collect();
    entries.sort_by(|one, other| one.key.cmp(&other.key));
    entries
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) if text.starts_with(FORMULA) => format!("'{text}"),
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let joined = parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ");
            if joined.starts_with(FORMULA) { format!("'{joined}") } else { joined }
        }
        Value::Bool(flag) => if *flag { "ja" } else { "nei" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Object(_) => String::new(),
    }
}
