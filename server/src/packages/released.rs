//! What of an answer the person gets, as it was judged.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::adapters::wire::{AccessDocument, DisclosureDocument, FileDocument, RecordDocument};
use crate::decisions::grounds::Ground;
use crate::error::{Damaged, Error};
use crate::id::{BlobId, TaskId};
use crate::review::answered::Answered;
use crate::review::redact;
use crate::review::rules::{Item, Verdict};

/// A record as the person gets it: without what is for the municipality's own eyes.
#[derive(Serialize, Deserialize)]
pub struct Record {
    pub category: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<String>,
    /// As the system gave it, without what was taken out.
    pub data: Box<RawValue>,
}

/// A file as the person gets it.
pub struct File {
    /// What it is called: the system's name, or one made of the title of what is released in its place.
    pub name: String,
    pub title: String,
    pub media_type: String,
    pub source: Source,
}

/// Where a file is.
pub enum Source {
    /// The system put it, under this name.
    Put { name: String },
    /// Somebody put it in the place of another.
    Replacement(BlobId),
}

/// A reason why something is not there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Withheld {
    /// Its code.
    pub code: String,
    /// What the law demands with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What of one answer the person gets.
#[derive(Default)]
pub struct Released {
    pub records: Vec<Record>,
    pub files: Vec<File>,
    pub disclosures: Vec<DisclosureDocument>,
    pub accesses: Vec<AccessDocument>,
    /// Why something is not there; each reason once.
    pub withheld: Vec<Withheld>,
}

impl Released {
    /// Of an answer that is reviewed as far as it must be. What nobody has judged is released: nobody had to look at it.
    ///
    /// # Errors
    /// [`Error::Damaged`] where what was judged does not fit the answer.
    pub fn of(task: TaskId, answered: Answered) -> Result<Self, Error> {
        let Answered { document, items, reviewed, .. } = answered;
        let mut released = Self::default();
        let verdict = |item: Item| reviewed.of(item).map_or(&Verdict::Release, |judged| &judged.judgement.verdict);
        for item in items.keys() {
            released.withheld.extend(verdict(*item).grounds().map(|ground| Withheld {
                code: ground.code().to_owned(),
                text: ground.text().map(|text| text.as_str().to_owned()),
            }));
        }
        released.withheld.sort();
        released.withheld.dedup();
        for (place, record) in document.records.into_iter().enumerate() {
            match verdict(Item::Record(place)) {
                Verdict::Release => released.records.push(Record::from(record)),
                Verdict::Redact { fields, .. } => {
                    let left = redact::record(&record, fields).map_err(|_| Damaged::new("review", "judged", task))?;
                    released.records.push(Record::from(left));
                }
                Verdict::Withhold { .. } | Verdict::Replace { .. } => {}
            }
        }
        for (place, file) in document.files.into_iter().enumerate() {
            match verdict(Item::File(place)) {
                Verdict::Release => released.files.push(File::from(file)),
                Verdict::Replace { file, title, media_type, .. } => released.files.push(File {
                    name: titled(title, media_type).into_owned(),
                    title: title.clone(),
                    media_type: media_type.clone(),
                    source: Source::Replacement(*file),
                }),
                Verdict::Withhold { .. } | Verdict::Redact { .. } => {}
            }
        }
        if matches!(verdict(Item::Disclosures), Verdict::Release) {
            released.disclosures = document.disclosures;
        }
        if matches!(verdict(Item::Accesses), Verdict::Release) {
            released.accesses = document.accesses;
        }
        Ok(released)
    }

    /// Whether the person gets something.
    pub fn is_any(&self) -> bool {
        !(self.records.is_empty() && self.files.is_empty() && self.disclosures.is_empty() && self.accesses.is_empty())
    }
}

impl From<RecordDocument> for Record {
    fn from(record: RecordDocument) -> Self {
        let RecordDocument { category, title, source, recipients, purpose, legal_basis, kept_until, data, .. } = record;
        Self { category, title, source, recipients, purpose, legal_basis, kept_until, data }
    }
}

impl From<FileDocument> for File {
    fn from(file: FileDocument) -> Self {
        let FileDocument { name, title, media_type, .. } = file;
        Self { source: Source::Put { name: name.clone() }, name, title, media_type }
    }
}

/// A file's name from its title, with an ending by which computers know what it is.
fn titled<'a>(title: &'a str, media_type: &str) -> Cow<'a, str> {
    let ending = match media_type {
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        _ => return Cow::Borrowed(title),
    };
    if title.to_lowercase().ends_with(ending) { Cow::Borrowed(title) } else { Cow::Owned(format!("{title}{ending}")) }
}
