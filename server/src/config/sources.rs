//! Where settings come from, and what is wrong with them.
//!
//! The defaults' file is also the schema: a key that is not in it is unknown, and the comment above a key holds the
//! example that a mistake is explained with. Every value is text until it is asked for as something, so that a file
//! and a variable are read by the same rules, and all mistakes are found in one pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use secrecy::SecretString;
use toml_edit::{Document, Item, TableLike, Value};

/// The embedded reference.
pub const DEFAULTS: &str = include_str!("config.default.toml");
/// What every variable begins with.
pub const VARIABLE_PREFIX: &str = "MINSIDE__";
/// What follows on this is the example of the key on the next line.
const EXAMPLE: &str = "# Example: ";

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The key, for example `server.addr`; or the file, where it cannot be read at all.
    pub key: String,
    /// What is wrong, and where it was said.
    pub problem: String,
    /// How it could look, as in the reference.
    pub example: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.key, self.problem)?;
        match &self.example {
            Some(example) => {
                write!(out, "\n    for example: {} = {example}", self.key.rsplit('.').next().unwrap_or(""))
            }
            None => Ok(()),
        }
    }
}

/// A value as it was written, and where.
#[derive(Clone, Debug)]
struct Written {
    value: Text,
    place: String,
}

#[derive(Clone, Debug)]
enum Text {
    One(String),
    List(Vec<String>),
}

/// All settings as text. Asking for one notes what is wrong with it instead of failing.
#[derive(Debug)]
pub struct Sources {
    written: BTreeMap<String, Written>,
    examples: BTreeMap<String, String>,
    mistakes: Vec<Mistake>,
}

impl Sources {
    /// The defaults, with `file` (its name and content) over them and `variables` over both.
    pub fn read(file: Option<(&Path, &str)>, variables: impl Iterator<Item = (String, String)>) -> Self {
        let mut sources = Self { written: BTreeMap::new(), examples: examples(), mistakes: Vec::new() };
        sources.read_toml("the defaults", DEFAULTS, true);
        if let Some((path, content)) = file {
            sources.read_toml(&path.display().to_string(), content, false);
        }
        sources.read_variables(variables);
        sources
    }

    fn read_toml(&mut self, name: &str, content: &str, is_reference: bool) {
        let document = match Document::parse(content) {
            Ok(document) => document,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(content, span.start));
                let problem =
                    format!("line {line} is not TOML: {}", error.message().lines().next().unwrap_or_default());
                self.mistakes.push(Mistake { key: name.to_owned(), problem, example: None });
                return;
            }
        };
        self.read_table(name, content, "", document.as_table(), is_reference);
    }

    fn read_table(&mut self, name: &str, content: &str, prefix: &str, table: &dyn TableLike, is_reference: bool) {
        for (key, item) in table.iter() {
            let dotted = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
            if let Some(inner) = item.as_table_like() {
                self.read_table(name, content, &dotted, inner, is_reference);
                continue;
            }
            let place = match item.span() {
                Some(span) => format!("{name}, line {}", line_of(content, span.start)),
                None => name.to_owned(),
            };
            if !is_reference && !self.is_known(&dotted) {
                self.note_unknown(dotted, &place);
                continue;
            }
            match text_of(item) {
                Some(value) => {
                    self.written.insert(dotted, Written { value, place });
                }
                None => self.note(&dotted, format!("must be one value or a list of values ({place})")),
            }
        }
    }

    fn read_variables(&mut self, variables: impl Iterator<Item = (String, String)>) {
        for (name, value) in variables {
            let Some(key) = name.strip_prefix(VARIABLE_PREFIX) else {
                self.note_single_underscore(&name);
                continue;
            };
            let dotted = key.to_ascii_lowercase().replace("__", ".");
            let place = format!("the variable {name}");
            if self.is_known(&dotted) {
                self.written.insert(dotted, Written { value: Text::One(value), place });
            } else {
                self.note_unknown(dotted, &place);
            }
        }
    }

    /// `MINSIDE_SERVER_ADDR` is meant as `MINSIDE__SERVER__ADDR`, and would otherwise do nothing without a word.
    fn note_single_underscore(&mut self, name: &str) {
        let Some(rest) = name.strip_prefix("MINSIDE_") else { return };
        let meant = rest.to_ascii_lowercase();
        let known = self.written.keys().find(|key| key.replace('.', "_") == meant).cloned();
        if let Some(key) = known {
            let variable = format!("{VARIABLE_PREFIX}{}", key.replace('.', "__").to_ascii_uppercase());
            self.note(&key, format!("the variable {name} is not read; write {variable}"));
        }
    }

    fn is_known(&self, key: &str) -> bool {
        self.written.contains_key(key)
    }

    fn note_unknown(&mut self, key: String, place: &str) {
        let nearest = self
            .written
            .keys()
            .map(|known| (strsim::jaro_winkler(known, &key), known))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(likeness, _)| *likeness > 0.85);
        let hint = nearest.map_or_else(String::new, |(_, known)| format!("; did you mean {known}?"));
        let problem = format!("there is no such setting ({place}){hint}");
        self.mistakes.push(Mistake { key, problem, example: None });
    }

    /// Notes a mistake that only the meaning of a value shows.
    pub fn note(&mut self, key: &str, problem: impl Into<String>) {
        let example = self.examples.get(key).cloned();
        self.mistakes.push(Mistake { key: key.to_owned(), problem: problem.into(), example });
    }

    /// Where the value of a key was said, for a mistake that only its meaning shows.
    pub fn place(&self, key: &str) -> String {
        self.written.get(key).map_or_else(|| "not set".to_owned(), |written| written.place.clone())
    }

    /// A text without space around it; `None` where it is empty.
    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.written.get(key).map(|written| written.value.clone()) {
            Some(Text::One(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Some(Text::List(_)) => {
                let place = self.place(key);
                self.note(key, format!("must be one value, not a list ({place})"));
                None
            }
            None => None,
        }
    }

    /// A value of a type that is read from text; `None`, with a note of `expected`, where it cannot be.
    pub fn parse<T: FromStr>(&mut self, key: &str, expected: &str) -> Option<T> {
        let text = self.text(key)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let place = self.place(key);
            self.note(key, format!("«{text}» is not {expected} ({place})"));
        }
        parsed
    }

    /// A whole number between two bounds.
    pub fn number(&mut self, key: &str, least: u64, most: u64) -> u64 {
        let expected = format!("a whole number from {least} to {most}");
        match self.parse::<u64>(key, &expected) {
            Some(number) if (least..=most).contains(&number) => number,
            Some(number) => {
                let place = self.place(key);
                self.note(key, format!("{number} is not {expected} ({place})"));
                least
            }
            None if self.text(key).is_none() => {
                let place = self.place(key);
                self.note(key, format!("is empty; it must be {expected} ({place})"));
                least
            }
            None => least,
        }
    }

    /// Several values: a TOML list, or text with commas.
    pub fn list<T: FromStr>(&mut self, key: &str, expected: &str) -> Vec<T> {
        let items = match self.written.get(key).map(|written| written.value.clone()) {
            Some(Text::List(items)) => items,
            Some(Text::One(text)) => text.split(',').map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let mut values = Vec::new();
        for item in items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()) {
            match item.parse() {
                Ok(value) => values.push(value),
                Err(_) => {
                    let place = self.place(key);
                    self.note(key, format!("«{item}» is not {expected} ({place})"));
                }
            }
        }
        values
    }

    /// A secret: written in `key`, or in the file that `key` + `_file` names. Its value is never part of a note.
    pub fn secret(&mut self, key: &str) -> Option<SecretString> {
        let file_key = format!("{key}_file");
        let written = self.text(key);
        let Some(file) = self.text(&file_key) else { return written.map(SecretString::from) };
        if written.is_some() {
            self.note(&file_key, format!("cannot be set together with {key}; choose one of the two"));
            return None;
        }
        // Whoever writes the secret itself here must not find it in a log.
        if file.contains("://") {
            self.note(&file_key, format!("must be the name of a file; the value itself belongs in {key}"));
            return None;
        }
        self.file(&file_key, &file)
    }

    /// What is in a file that `key` names, without space around it.
    pub fn file(&mut self, key: &str, file: &str) -> Option<SecretString> {
        match std::fs::read_to_string(file) {
            Ok(content) if !content.trim().is_empty() => Some(SecretString::from(content.trim().to_owned())),
            Ok(_) => {
                self.note(key, format!("the file {file} is empty"));
                None
            }
            Err(error) => {
                self.note(key, format!("the file {file} cannot be read: {error}"));
                None
            }
        }
    }

    /// What is wrong so far, each key once for the same problem.
    pub fn into_mistakes(self) -> Vec<Mistake> {
        let mut seen = BTreeSet::new();
        self.mistakes
            .into_iter()
            .filter(|mistake| seen.insert((mistake.key.clone(), mistake.problem.clone())))
            .collect()
    }
}

fn text_of(item: &Item) -> Option<Text> {
    let value = item.as_value()?;
    match value {
        Value::Array(array) => array.iter().map(single).collect::<Option<Vec<_>>>().map(Text::List),
        single_value => single(single_value).map(Text::One),
    }
}

fn single(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Float(number) => Some(number.value().to_string()),
        Value::Boolean(flag) => Some(flag.value().to_string()),
        Value::Datetime(_) | Value::Array(_) | Value::InlineTable(_) => None,
    }
}

fn line_of(content: &str, position: usize) -> usize {
    content.bytes().take(position).filter(|byte| *byte == b'\n').count() + 1
}

/// The example of every key: in the reference, it is the line above.
fn examples() -> BTreeMap<String, String> {
    let mut section = "";
    let mut above = "";
    let mut examples = BTreeMap::new();
    for line in DEFAULTS.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if let (Some((key, _)), Some(example)) = (line.split_once(" = "), above.strip_prefix(EXAMPLE)) {
            examples.insert(format!("{section}.{key}"), example.to_owned());
        }
        above = line;
    }
    examples
}
