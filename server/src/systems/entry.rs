//! A system as it stands in a file: in JSON, or as a line of CSV with the columns of the record of processing activities
//! that Datatilsynet asks for. What is read is checked here, and every mistake gets its reason.

use app::model::Sector;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::rules::{Codes, Identifier, Record, Review, Served, System, address_refused, is_key};
use crate::cases::rules::Right;
use crate::id::SystemId;
use crate::tasks::rules::Step;

/// Characters of one text, and of one part of a list.
const LONGEST_TEXT_CHARS: usize = 4000;
/// Parts of one list.
const MOST_PARTS: usize = 100;

/// A system as it stands in a file. What is not said is as it usually is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "COLUMNS says what each is")]
pub struct Entry {
    pub key: String,
    pub name: String,
    pub unit: String,
    pub sector: String,
    pub organisation_number: String,
    pub rights: Vec<String>,
    pub steps: Vec<String>,
    pub identifiers: Vec<String>,
    pub served: String,
    pub url: String,
    pub private_network: bool,
    pub limit_days: u64,
    pub at_once: u64,
    pub largest_file_mb: u64,
    pub review: String,
    pub files_unseen: bool,
    pub paused: bool,
    pub retired: bool,
    #[serde(flatten)]
    pub record: Record,
}

impl Default for Entry {
    fn default() -> Self {
        let usual = System::usual(SystemId::new(0), "", "", "", Sector::Administration, Served::Manual);
        Self { sector: String::new(), ..Self::of(&usual) }
    }
}

/// How a column's cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Text,
    /// Parts, with `|` or a line end between them.
    List,
    /// `ja` or `nei`.
    Flag,
    /// A whole number.
    Number,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::List => value.as_array().is_some_and(|parts| parts.iter().all(Value::is_string)),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_u64(),
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Text => "is no text",
            Self::List => "is no list of texts",
            Self::Flag => "is not true or false",
            Self::Number => "is no whole number",
        }
    }
}

/// One column: its name in JSON, its name in CSV, and how it is read.
pub type Column = (&'static str, &'static str, Kind);

/// Every column, in the order of the file. The names in CSV are those of Datatilsynet's template where it has the column.
pub const COLUMNS: [Column; 36] = [
    ("key", "Nøkkel", Kind::Text),
    ("name", "Fagsystem", Kind::Text),
    ("unit", "Virksomhet", Kind::Text),
    ("sector", "Sektor", Kind::Text),
    ("description", "Beskrivelse", Kind::Text),
    ("controller", "Behandlingsansvarlig", Kind::Text),
    ("organisation_number", "Organisasjonsnummer", Kind::Text),
    ("processor", "Databehandler", Kind::Text),
    ("agreement", "Databehandleravtale", Kind::Text),
    ("purposes", "Formål", Kind::List),
    ("subjects", "Kategorier av registrerte", Kind::List),
    ("categories", "Kategorier av personopplysninger", Kind::List),
    ("legal_bases", "Behandlingsgrunnlag", Kind::List),
    ("recipients", "Kategorier av mottakere", Kind::List),
    ("transfers", "Overføring til tredjestat eller internasjonal organisasjon", Kind::Text),
    ("safeguards", "Garantier ved overføring", Kind::Text),
    ("storage_time", "Tidsfrist for sletting", Kind::Text),
    ("security", "Tekniske og organisatoriske sikkerhetstiltak", Kind::Text),
    ("source", "Kilde til opplysningene", Kind::Text),
    ("automated_decisions", "Automatiserte avgjørelser", Kind::Text),
    ("archive_duty", "Arkivplikt", Kind::Flag),
    ("rights", "Rettigheter", Kind::List),
    ("steps", "Trinn", Kind::List),
    ("identifiers", "Identifikatorer", Kind::List),
    ("served", "Betjening", Kind::Text),
    ("url", "Adresse", Kind::Text),
    ("private_network", "Internt nett", Kind::Flag),
    ("limit_days", "Intern frist i dager", Kind::Number),
    ("at_once", "Oppgaver samtidig", Kind::Number),
    ("largest_file_mb", "Største fil i MB", Kind::Number),
    ("review", "Gjennomgang", Kind::Text),
    ("files_unseen", "Filer uten gjennomgang", Kind::Flag),
    ("owner", "Systemeier", Kind::Text),
    ("substitute", "Stedfortreder", Kind::Text),
    ("paused", "Stanset", Kind::Flag),
    ("retired", "Ute av bruk", Kind::Flag),
];

/// Something wrong with an entry: in which column, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// As the column is called in JSON.
    pub column: &'static str,
    /// What is wrong, and what would be right.
    pub why: String,
}

impl Entry {
    /// A registered system, as a file says it.
    pub fn of(system: &System) -> Self {
        let rights = [
            (Right::Access, system.serves_access),
            (Right::Rectification, system.serves_rectification),
            (Right::Erasure, system.serves_erasure),
        ];
        Self {
            key: system.key.clone(),
            name: system.name.clone(),
            unit: system.unit.clone(),
            sector: system.sector.clone(),
            organisation_number: system.organisation.as_ref().map(ToString::to_string).unwrap_or_default(),
            rights: rights.iter().filter(|(_, serves)| *serves).map(|(right, _)| right.code().to_owned()).collect(),
            steps: system.steps.codes(),
            identifiers: system.identifiers.codes(),
            served: system.served.code().to_owned(),
            url: system.url.as_ref().map(ToString::to_string).unwrap_or_default(),
            private_network: system.private_network,
            limit_days: system.limit_days.into(),
            at_once: system.at_once.into(),
            largest_file_mb: system.largest_file_mb.into(),
            review: system.review.code().to_owned(),
            files_unseen: system.files_unseen,
            paused: system.paused,
            retired: system.retired,
            record: system.record.clone(),
        }
    }

    /// The system that it says.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, id: SystemId) -> Result<System, Vec<Wrong>> {
        let mut reader = Reader::default();
        reader.texts(self);
        if !self.key.is_empty() && !is_key(&self.key) {
            reader.note("key", "may have lower-case letters a to z, digits, and hyphens between them; at most 64");
        }
        if Sector::from_code(&self.sector).is_none() {
            reader.note("sector", format!("is none of {}", Sector::ALL.map(Sector::code).join(", ")));
        }
        let served = reader.code("served", &self.served, Served::parse, Served::ALL.iter().map(|served| served.code()));
        let review = reader.code("review", &self.review, Review::parse, Review::ALL.iter().map(|review| review.code()));
        let rights = reader.codes("rights", &self.rights, Right::parse, Right::ALL.iter().map(|right| right.code()));
        let identifiers = reader.codes(
            "identifiers",
            &self.identifiers,
            Identifier::parse,
            Identifier::ALL.iter().map(|identifier| identifier.code()),
        );
        let steps = reader.codes("steps", &self.steps, Step::parse, Step::ALL.iter().map(|step| step.code()));
        let usual = System::usual(id, &self.key, &self.name, &self.unit, Sector::Administration, Served::Pull);
        let url = reader.url(&self.url, served);
        if self.private_network && served != Some(Served::Call) {
            reader.note("private_network", "is only for systems that are called");
        }
        let organisation = match self.organisation_number.as_str() {
            "" => None,
            text => text.parse().map_err(|why| reader.note("organisation_number", format!("{why}"))).ok(),
        };
        let limit_days = reader.number("limit_days", self.limit_days, 90);
        let at_once = reader.number("at_once", self.at_once, 1000);
        let largest_file_mb = reader.number("largest_file_mb", self.largest_file_mb, 10_000);
        match (served, review) {
            (Some(served), Some(review)) if reader.wrong.is_empty() => Ok(System {
                sector: self.sector.clone(),
                organisation,
                served,
                url,
                private_network: self.private_network,
                serves_access: rights.contains(Right::Access),
                serves_rectification: rights.contains(Right::Rectification),
                serves_erasure: rights.contains(Right::Erasure),
                steps: match served {
                    // No program does any.
                    Served::Manual => Codes::default(),
                    _ if steps.0.is_empty() => usual.steps.clone(),
                    _ => steps,
                },
                identifiers,
                at_once,
                limit_days,
                largest_file_mb,
                review,
                files_unseen: self.files_unseen,
                paused: self.paused,
                retired: self.retired,
                record: self.record.clone(),
                ..usual
            }),
            _ => Err(reader.wrong),
        }
    }

    /// The entry with some of its columns written anew.
    ///
    /// # Errors
    /// A column that there is not, or another kind of value than its own.
    pub fn with(&self, row: &Map<String, Value>) -> Result<Self, Wrong> {
        let mut cells = self.cells();
        let served = row.get("served").and_then(Value::as_str);
        if served.is_some_and(|served| served != Served::Call.code()) {
            // Where it was called until now is no mistake of the file.
            cells.insert("url".to_owned(), "".into());
            cells.insert("private_network".to_owned(), false.into());
        }
        for (name, value) in row {
            let Some((json, _, kind)) = COLUMNS.iter().find(|(json, ..)| json == name) else {
                return Err(Wrong {
                    column: "",
                    why: format!("«{}» is no column of the register", name.escape_debug()),
                });
            };
            if !kind.fits(value) {
                return Err(Wrong { column: json, why: kind.wanted().to_owned() });
            }
            cells.insert(name.clone(), value.clone());
        }
        let unreadable = |_| Wrong { column: "", why: "cannot be read".to_owned() };
        serde_json::from_value(Value::Object(cells)).map_err(unreadable)
    }

    /// What the record of processing activities must say (Art. 30(1)) and does not.
    pub fn silent_about(&self) -> Vec<&'static str> {
        let Record { purposes, subjects, categories, legal_bases, recipients, storage_time, .. } = &self.record;
        let demanded = [
            ("purposes", purposes.is_empty()),
            ("subjects", subjects.is_empty()),
            ("categories", categories.is_empty()),
            ("legal_bases", legal_bases.is_empty()),
            ("recipients", recipients.is_empty()),
            ("storage_time", storage_time.is_empty()),
        ];
        demanded.into_iter().filter(|(_, silent)| *silent).map(|(column, _)| column).collect()
    }

    /// By the names of the columns in JSON.
    pub fn cells(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(cells)) => cells,
            // Texts, lists, numbers and flags can always be written.
            _ => Map::new(),
        }
    }

    /// The columns in which two entries differ.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let (one, other) = (self.cells(), other.cells());
        COLUMNS.iter().map(|(json, ..)| *json).filter(|json| one.get(*json) != other.get(*json)).collect()
    }
}

#[derive(Default)]
struct Reader {
    wrong: Vec<Wrong>,
}

impl Reader {
    fn note(&mut self, column: &'static str, why: impl Into<String>) {
        self.wrong.push(Wrong { column, why: why.into() });
    }

    /// Every text has an end, and nothing in it that nobody sees.
    fn texts(&mut self, entry: &Entry) {
        let cells = entry.cells();
        for (column, ..) in COLUMNS {
            let texts = match cells.get(column) {
                Some(Value::String(text)) => vec![text.as_str()],
                Some(Value::Array(parts)) => parts.iter().filter_map(Value::as_str).collect(),
                _ => continue,
            };
            if texts.len() > MOST_PARTS {
                self.note(column, format!("has more than {MOST_PARTS} parts"));
            }
            if texts.iter().any(|text| text.chars().count() > LONGEST_TEXT_CHARS) {
                self.note(column, format!("is longer than {LONGEST_TEXT_CHARS} characters"));
            }
            if texts.iter().any(|text| text.chars().any(|c| c.is_control() && c != '\n')) {
                self.note(column, "holds a sign that nobody sees");
            }
            if texts.len() > 1 && texts.iter().any(|text| text.contains('|')) {
                self.note(column, "has a | inside of a part, which parts them in CSV");
            }
            if ["key", "name", "unit"].contains(&column) && texts.iter().all(|text| text.trim().is_empty()) {
                self.note(column, "is empty");
            }
        }
    }

    fn code<T: Copy>(
        &mut self,
        column: &'static str,
        text: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        let code = parse(text);
        if code.is_none() {
            let known: Vec<&str> = known.collect();
            self.note(column, format!("is none of {}", known.join(", ")));
        }
        code
    }

    fn codes<T: Copy + Ord>(
        &mut self,
        column: &'static str,
        texts: &[String],
        parse: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Codes<T> {
        let codes: Option<_> = texts.iter().map(|text| parse(text)).collect();
        codes.map(Codes).unwrap_or_else(|| {
            let known: Vec<&str> = known.collect();
            self.note(column, format!("has a part that is none of {}", known.join(", ")));
            Codes::default()
        })
    }

    fn number(&mut self, column: &'static str, number: u64, most: u16) -> u16 {
        match u16::try_from(number) {
            Ok(number) if (1..=most).contains(&number) => number,
            _ => {
                self.note(column, format!("is not from 1 to {most}"));
                1
            }
        }
    }

    fn url(&mut self, text: &str, served: Option<Served>) -> Option<Url> {
        match (text, served) {
            ("", Some(Served::Call)) => self.note("url", "is empty; where is the system called?"),
            ("", _) => {}
            (_, Some(Served::Call)) => match Url::parse(text) {
                Ok(url) => match address_refused(&url) {
                    None => return Some(url),
                    Some(why) => self.note("url", format!("is not taken: {why}")),
                },
                Err(_) => self.note("url", "is no address such as https://fagsystem.example/innsyn"),
            },
            _ => self.note("url", "is only for systems that are called"),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_a_field_and_every_field_a_column() {
        let cells = Entry::default().cells();
        let columns: Vec<&str> = COLUMNS.iter().map(|(json, ..)| *json).collect();
        assert_eq!(cells.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>().len(), columns.len());
        for (json, _, kind) in COLUMNS {
            let fits = match cells.get(json) {
                Some(Value::String(_)) => kind == Kind::Text,
                Some(Value::Array(_)) => kind == Kind::List,
                Some(Value::Bool(_)) => kind == Kind::Flag,
                Some(Value::Number(_)) => kind == Kind::Number,
                _ => false,
            };
            assert!(fits, "{json}");
        }
    }

    #[test]
    fn a_system_is_the_same_after_it_was_in_a_file() {
        for served in Served::ALL {
            let system = System::usual(SystemId::new(0), "skole", "Skole", "Oppvekst", Sector::Education, *served);
            assert_eq!(Entry::of(&system).read(system.id).as_ref(), Ok(&system));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let entry = Entry {
            key: "Skole!".to_owned(),
            name: " ".to_owned(),
            unit: "x".repeat(LONGEST_TEXT_CHARS + 1),
            sector: "skole".to_owned(),
            served: "fax".to_owned(),
            review: String::new(),
            rights: vec!["innsyn".to_owned()],
            identifiers: vec!["navn".to_owned()],
            steps: vec!["dans".to_owned()],
            organisation_number: "123".to_owned(),
            limit_days: 91,
            at_once: 0,
            largest_file_mb: 70_000,
            url: "http://x.example".to_owned(),
            private_network: true,
            record: Record { description: "\u{7}".to_owned(), ..Record::default() },
            ..Entry::default()
        };
        let columns: Vec<&str> =
            entry.read(SystemId::new(0)).unwrap_err().into_iter().map(|wrong| wrong.column).collect();
        for column in [
            "key",
            "name",
            "unit",
            "sector",
            "served",
            "review",
            "rights",
            "identifiers",
            "steps",
            "organisation_number",
            "limit_days",
            "at_once",
            "largest_file_mb",
            "url",
            "private_network",
            "description",
        ] {
            assert!(columns.contains(&column), "{column} in {columns:?}");
        }
    }
}
