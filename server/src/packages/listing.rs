//! `index.json`: what a package holds, for programs. Its terms are those of the Data Privacy Vocabulary (DPV 2), and its shape
//! is in `docs/package.schema.json`.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::released::Withheld;
use crate::error::Error;

/// What the names in a listing mean, as JSON-LD takes it.
fn context() -> Value {
    json!({
        "dpv": "https://w3id.org/dpv#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "dct": "http://purl.org/dc/terms/",
        "right": {"@id": "dpv:hasRight", "@type": "@id"},
        "status": {"@id": "dpv:hasStatus", "@type": "@id"},
        "controller": "dpv:hasDataController",
        "purposes": "dpv:hasPurpose",
        "categories": "dpv:hasPersonalData",
        "recipients": "dpv:hasRecipient",
        "storage_time": "dpv:hasStorageCondition",
        "source": "dpv:hasDataSource",
        "legal_bases": "dpv:hasLegalBasis",
        "withheld": "dpv:hasJustification",
        "made_on": "dct:created",
        "language": "dct:language",
        "title": "dct:title",
    })
}

/// Everything in a package.
#[derive(Serialize, Deserialize)]
pub struct Listing {
    #[serde(rename = "@context")]
    pub context: Value,
    #[serde(rename = "@type")]
    pub kind: Cow<'static, str>,
    pub version: u32,
    pub case: String,
    pub package: i64,
    pub made_on: Date,
    pub language: String,
    pub controller: Controller,
    pub right: Cow<'static, str>,
    pub status: Cow<'static, str>,
    /// The key of the keyed hashes in `manifest.json`, in hexadecimal digits.
    pub path_key: String,
    pub letters: Vec<Letter>,
    pub systems: Vec<System>,
    /// Names of systems that hold nothing; empty where a system holds back all that it has.
    pub nothing: Vec<String>,
    #[serde(skip)]
    pub is_any_withheld_whole: bool,
    /// Names of systems that are not in it yet.
    pub missing: Vec<String>,
}

/// Who is responsible.
#[derive(Serialize, Deserialize)]
pub struct Controller {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_number: Option<String>,
}

/// One letter.
#[derive(Serialize, Deserialize)]
pub struct Letter {
    pub kind: Cow<'static, str>,
    pub title: String,
    pub path: String,
}

/// One system of which there is something.
#[derive(Serialize, Deserialize)]
pub struct System {
    pub key: String,
    pub name: String,
    pub unit: String,
    pub sector: String,
    pub controller: String,
    pub answered_on: Date,
    pub purposes: Vec<String>,
    pub categories: Vec<String>,
    pub legal_bases: Vec<String>,
    pub recipients: Vec<String>,
    pub storage_time: String,
    pub source: String,
    pub page: String,
    pub records: String,
    pub record_count: usize,
    /// How often somebody has looked at the data, as far as the system says.
    #[serde(default)]
    pub access_count: usize,
    pub files: Vec<File>,
    pub withheld: Vec<Withheld>,
}

/// One file.
#[derive(Serialize, Deserialize)]
pub struct File {
    pub title: String,
    pub path: String,
    pub media_type: String,
    pub size_bytes: u64,
}

impl System {
    /// The file at this place, from 1.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub fn file(&self, place: usize) -> Result<&File, Error> {
        place.checked_sub(1).and_then(|at| self.files.get(at)).ok_or(Error::NotFound)
    }
}

impl File {
    /// What it is called, without the folders that it is in.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

impl Listing {
    /// What every package's listing says of itself.
    pub fn about(folder: &super::contents::Contents, controller: Controller, path_key: String) -> Self {
        Self {
            context: context(),
            kind: "dpv:RightFulfilmentNotice".into(),
            version: 1,
            case: folder.case.reference.clone(),
            package: folder.number,
            made_on: folder.made_on,
            language: folder.letter.language().tag().to_owned(),
            controller,
            right: "eu-gdpr:A15".into(),
            status: "dpv:RequestFulfilled".into(),
            path_key,
            letters: Vec::new(),
            systems: Vec::new(),
            nothing: Vec::new(),
            is_any_withheld_whole: false,
            missing: folder.missing.clone(),
        }
    }
}
