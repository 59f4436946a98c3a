//! Taking a file of systems into the register: whole, or not at all, and only after saying what would change.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use serde_json::{Map, Value};
use thiserror::Error as ThisError;

use super::entry::{COLUMNS, Column, Entry, Kind, Wrong};
use super::rules::{Served, System};
use super::store;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::error::{Error, retried};
use crate::id::SystemId;
use crate::office::Office;
use crate::spreadsheet;
use crate::tasks::fan_out::MOST_SYSTEMS;
use crate::tasks::people::store as people;
use crate::tasks::rules::HumanReason;

/// Where an entry stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In CSV: the line, from 1, with the line of names counted.
    Line(u64),
    /// In JSON: the entry, from 1.
    Entry(u64),
}

impl std::fmt::Display for At {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(number) => write!(out, "line {number}"),
            Self::Entry(number) => write!(out, "entry {number}"),
        }
    }
}

/// What a file says of one system: where, and its columns by their names in JSON.
pub type Said = (At, Map<String, Value>);

/// Something in a file that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[error("{at}: {why}")]
pub struct Bad {
    /// Where.
    pub at: At,
    /// Which column, and what is wrong with it.
    pub why: String,
}

/// Why a file is not taken. Nothing is changed then.
#[derive(Debug, PartialEq, Eq, ThisError)]
pub enum NotTaken {
    /// It is neither a list in JSON nor a table in CSV.
    #[error("{0}")]
    NoFile(String),
    /// Some of it is wrong.
    #[error("{} things in the file cannot be taken", .0.len())]
    Bad(Vec<Bad>),
}

/// What a file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A system that was not in the register.
    Added(String),
    /// One that was, and these columns of it.
    Changed(String, Vec<&'static str>),
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// In the order of the file.
    pub changes: Vec<Change>,
    /// How many systems of the file were in the register as they are.
    pub unchanged: usize,
    /// In the register and not in the file, by key: they stay as they are.
    pub not_named: Vec<String>,
    /// Systems of which the record does not say all that Art. 30 demands, with the columns that are empty.
    pub silent: Vec<(String, Vec<&'static str>)>,
    /// Tasks that wait for a program that is no longer asked, and were given to people.
    pub to_people: u64,
}

/// Takes a file, in JSON or in CSV.
///
/// # Errors
/// The database's own. The inner error says why it is not taken.
pub async fn import(office: &Office, text: &str, dry_run: bool) -> Result<Result<Taken, NotTaken>, Error> {
    let rows = match read(text) {
        Ok(rows) => rows,
        Err(not_taken) => return Ok(Err(not_taken)),
    };
    let rows = &rows;
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let now = office.clock.now_ms();
        let all = store::systems(&mut tx, MOST_SYSTEMS).await?;
        let mut known: BTreeMap<String, System> = all.into_iter().map(|system| (system.key.clone(), system)).collect();
        let (mut taken, mut bad) = (Taken::default(), Vec::new());
        for (at, row) in rows {
            let before = row.get("key").and_then(Value::as_str).and_then(|key| known.remove(key));
            let (system, entry) = match system(before.as_ref(), row, now) {
                Ok(system) => system,
                Err(wrong) => {
                    bad.extend(wrong.into_iter().map(|wrong| Bad { at: *at, why: said(&wrong) }));
                    continue;
                }
            };
            let silent = entry.silent_about();
            if !silent.is_empty() && !system.retired {
                taken.silent.push((system.key.clone(), silent));
            }
            match before {
                None => {
                    store::insert_system(&mut tx, &system).await?;
                    taken.changes.push(Change::Added(system.key));
                }
                Some(before) if before == system => taken.unchanged += 1,
                Some(before) => {
                    store::update_system(&mut tx, &system).await?;
                    if system.served == Served::Manual || system.retired {
                        taken.to_people += people::give_to_people(&mut tx, system.id, HumanReason::Manual).await?;
                    }
                    let columns = Entry::of(&before).differences(&Entry::of(&system));
                    taken.changes.push(Change::Changed(system.key, columns));
                }
            }
        }
        if !bad.is_empty() {
            return Ok(Err(NotTaken::Bad(bad)));
        }
        let served: i64 = i64::try_from(known.len() + rows.len()).unwrap_or(i64::MAX);
        if served > MOST_SYSTEMS {
            return Ok(Err(NotTaken::NoFile(format!("the register would have more than {MOST_SYSTEMS} systems"))));
        }
        let others = known.into_values().filter(|system| system.served != Served::Portal);
        taken.not_named = others.map(|system| system.key).collect();
        if !dry_run && !taken.changes.is_empty() {
            for change in &taken.changes {
                let details = match change {
                    Change::Added(key) => Details::none().with("added", key.as_str()),
                    Change::Changed(key, columns) => {
                        Details::none().with("changed", key.as_str()).with("columns", columns.join(", "))
                    }
                };
                let event = Event { action: Action::RegisterChanged, case: None, actor: Actor::Operator, details };
                audit::record(&mut tx, &office.vault, now, None, event).await?;
            }
            tx.commit().await?;
        }
        Ok(Ok(taken))
    })
    .await
}

/// The system that a row makes of what is in the register.
fn system(before: Option<&System>, row: &Map<String, Value>, now: i64) -> Result<(System, Entry), Vec<Wrong>> {
    let base = before.map(Entry::of).unwrap_or_default();
    let entry = base.with(row).map_err(|wrong| vec![wrong])?;
    let is_portal = before.is_some_and(|system| system.served == Served::Portal);
    if is_portal != (entry.served == Served::Portal.code()) {
        let why = match is_portal {
            true => "must stay «portal»: this is the portal itself",
            false => "is «portal», which only this portal itself is",
        };
        return Err(vec![Wrong { column: "served", why: why.to_owned() }]);
    }
    let system = entry.read(before.map_or_else(|| SystemId::new(now), |system| system.id))?;
    Ok((system, entry))
}

/// As whoever made the file finds the column, in either of its names.
fn said(wrong: &Wrong) -> String {
    match COLUMNS.iter().find(|(json, ..)| *json == wrong.column) {
        Some((json, csv, _)) => format!("«{csv}» ({json}) {}", wrong.why),
        None => wrong.why.clone(),
    }
}

/// The systems of a file, each with its place: the columns that the file says, by their names in JSON.
///
/// # Errors
/// What is wrong with the file, or with parts of it.
pub fn read(text: &str) -> Result<Vec<Said>, NotTaken> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let rows = if text.starts_with('[') { json_rows(text) } else { csv_rows(text) }?;
    if rows.is_empty() {
        return Err(NotTaken::NoFile("the file names no system".to_owned()));
    }
    let (mut taken, mut bad, mut keys) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (at, row) in rows {
        let row = row.and_then(|row| {
            let key = row.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
            let twice = !key.is_empty() && !keys.insert(key);
            let wrong = Wrong { column: "key", why: "is that of a system further up in the file".to_owned() };
            if twice { Err(vec![wrong]) } else { Ok(row) }
        });
        match row {
            Ok(row) => taken.push((at, row)),
            Err(wrong) => bad.extend(wrong.iter().map(|wrong| Bad { at, why: said(wrong) })),
        }
    }
    if bad.is_empty() {
        return Ok(taken);
    }
    // What else is wrong with the others is said at the same time.
    for (at, row) in &taken {
        let wrong = Entry::default().with(row).err();
        bad.extend(wrong.into_iter().map(|wrong| Bad { at: *at, why: said(&wrong) }));
    }
    Err(NotTaken::Bad(bad))
}

/// A row by the names of the columns in JSON, or everything that is wrong with it.
type Row = Result<Map<String, Value>, Vec<Wrong>>;

fn no_row(why: &str) -> Vec<Wrong> {
    vec![Wrong { column: "", why: why.to_owned() }]
}

/// The line in which a quotation mark is opened that nothing closes: all that follows would be one cell.
fn unclosed_quotation(text: &str) -> Option<usize> {
    let mut opened = None;
    for (number, line) in (1..).zip(text.lines()) {
        for _ in line.matches('"') {
            opened = if opened.is_none() { Some(number) } else { None };
        }
    }
    opened
}

fn json_rows(text: &str) -> Result<Vec<(At, Row)>, NotTaken> {
    let rows: Vec<Value> =
        serde_json::from_str(text).map_err(|error| NotTaken::NoFile(format!("the file is not JSON: {error}")))?;
    let row = |row| match row {
        Value::Object(row) => Ok(row),
        _ => Err(no_row("is no system: each begins with { and ends with }")),
    };
    Ok((1..).map(At::Entry).zip(rows.into_iter().map(row)).collect())
}

fn csv_rows(text: &str) -> Result<Vec<(At, Row)>, NotTaken> {
    if let Some(line) = unclosed_quotation(text) {
        return Err(NotTaken::NoFile(format!("line {line}: a quotation mark is opened and never closed")));
    }
    let mut table = spreadsheet::table(text);
    let names = table.headers().map_err(|error| NotTaken::NoFile(format!("the file is no CSV: {error}")))?;
    let columns: Result<Vec<Column>, String> =
        names.iter().map(|name| column(name).ok_or_else(|| name.to_owned())).collect();
    let columns = columns.map_err(|name| {
        let known = COLUMNS.map(|(_, csv, _)| csv).join("; ");
        NotTaken::NoFile(format!("the first line must name columns of the register; «{name}» is none of {known}"))
    })?;
    if let Some((twice, ..)) =
        columns.iter().enumerate().find(|(at, column)| columns[..*at].contains(column)).map(|(_, c)| c)
    {
        return Err(NotTaken::NoFile(format!("the first line names the column {twice} twice")));
    }
    if !columns.iter().any(|(json, ..)| *json == "key") {
        return Err(NotTaken::NoFile("the first line does not name the column Nøkkel (key)".to_owned()));
    }
    let mut rows = Vec::new();
    for record in table.records() {
        match &record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => rows.push((At::Line(spreadsheet::line(record.position())), row(record, &columns))),
            Err(error) => {
                let at = At::Line(spreadsheet::line(error.position()));
                rows.push((at, Err(no_row("has not as many columns as the first line"))));
            }
        }
    }
    Ok(rows)
}

/// By either of its names, in any case.
fn column(name: &str) -> Option<Column> {
    let name = name.to_lowercase();
    COLUMNS.into_iter().find(|(json, csv, _)| *json == name || csv.to_lowercase() == name)
}

/// An empty cell is as if the system were new.
fn row(record: &StringRecord, columns: &[Column]) -> Row {
    let usual = Entry::default().cells();
    let (mut row, mut all) = (Map::new(), Vec::new());
    for (cell, (json, _, kind)) in record.iter().zip(columns) {
        // What an export puts before a cell that a spreadsheet would take for a formula.
        let cell = cell.strip_prefix('\'').unwrap_or(cell);
        let wrong = |why: &str| Wrong { column: json, why: why.to_owned() };
        let value = match kind {
            _ if cell.is_empty() => usual.get(*json).cloned().unwrap_or_default(),
            Kind::Text => cell.replace('\n', " ").into(),
            Kind::List => {
                let parts = cell.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty());
                parts.map(Value::from).collect::<Vec<_>>().into()
            }
            Kind::Flag => match cell.to_lowercase().as_str() {
                "ja" | "yes" | "true" | "1" => true.into(),
                "nei" | "no" | "false" | "0" => false.into(),
                _ => {
                    all.push(wrong("is not ja or nei"));
                    continue;
                }
            },
            Kind::Number => match cell.parse::<u64>() {
                Ok(number) => number.into(),
                Err(_) => {
                    all.push(wrong("is no whole number"));
                    continue;
                }
            },
        };
        row.insert((*json).to_owned(), value);
    }
    if all.is_empty() { Ok(row) } else { Err(all) }
}
