//! What crosses HTTP between the portal and an adapter, version 1. A field is never removed or given another meaning within
//! a version; new ones may be added to what the portal sends, and an adapter must not stumble over them. What an adapter
//! sends is read strictly (`reading.rs`).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A step that one system is asked to take for one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskDocument {
    /// Its id. The same for every attempt: whoever does a task twice can know it by this.
    #[schema(format = "uuid", example = "019cbda7-8b80-7a86-93b1-b6e077b2131f")]
    pub id: String,
    /// How often it has been given out, from 1. Every call about the task names it; once the task is given out anew, an
    /// older attempt can change nothing.
    #[schema(minimum = 1, example = 1)]
    pub attempt: u32,
    /// What to do.
    #[schema(example = "collect")]
    pub step: WireStep,
    /// The decision that is carried out: always with `execute`, never with another step.
    #[schema(format = "uuid")]
    pub decision_id: Option<String>,
    /// With `execute`: `carry_out` or `note`. Read it before anything is changed.
    pub change: Option<WireChange>,
    /// The right that the person uses.
    #[schema(example = "access")]
    pub right: WireRight,
    /// The case, as the person knows it.
    #[schema(example = "2026-000123")]
    pub case_ref: String,
    /// Whom it is about.
    pub subject: SubjectDocument,
    /// Whether somebody else sent it in for them.
    #[schema(example = false)]
    pub on_behalf: bool,
    /// What part of the data is asked about.
    pub scope: ScopeDocument,
    /// What is wrong, and what is right; only with the right `rectification`.
    pub rectifications: Vec<RectificationDocument>,
    /// Only with the right `erasure`.
    pub erasure: Option<ErasureDocument>,
    /// When the system's own time is over (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-03-19T23:00:00Z")]
    pub internal_due_at: String,
    /// By when the municipality must have answered the person: the whole day in Oslo.
    #[schema(format = Date, example = "2026-04-07")]
    pub statutory_due_on: String,
    /// Until when the task is the adapter's (RFC 3339, UTC); a heartbeat makes it longer.
    #[schema(format = DateTime, example = "2026-03-05T11:10:00Z")]
    pub lease_until: String,
    /// Whether everybody here is made up.
    #[schema(example = true)]
    pub test: bool,
    /// Only in a call: where files are put (`<upload_url>/<name>?attempt=<attempt>`), and where a later answer goes
    /// beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "https://minside.fjordvik.kommune.no/api/adapter/v1/tasks/019cbda7-8b80-7a86-93b1-b6e077b2131f/files"
    )]
    pub upload_url: Option<String>,
    /// Only in a call: the bearer token for this task and this attempt, and for nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_token: Option<String>,
}

/// Whom a task is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubjectDocument {
    /// Eleven digits.
    #[schema(example = "10915596784")]
    pub national_id: String,
    /// Which register gave the number.
    #[schema(example = "fnr")]
    pub kind: NumberKind,
    /// What they say they are called, and were called before. A login gives no name: this may be empty.
    pub names: Vec<String>,
    /// What else helps to find them: only what the register says that the system can use.
    pub hints: Vec<HintDocument>,
}

/// One thing to find somebody by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HintDocument {
    /// Which kind: `address`, `phone`, `email` or `customer_number`.
    #[schema(example = "address")]
    pub kind: String,
    /// As the person wrote it.
    #[schema(example = "Fjellveien 12")]
    pub value: String,
}

/// What part of the data is asked about. Nothing named: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeDocument {
    /// Kinds of data, as the register names them or in the person's own words.
    pub categories: Vec<String>,
    /// From this date.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// To and with this date.
    #[schema(format = Date)]
    pub to: Option<String>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RectificationDocument {
    /// What it is, in the person's own words.
    #[schema(example = "Adressen min")]
    pub field: String,
    /// What stands there now, as far as they know.
    pub current_value: Option<String>,
    /// What is right, if they know.
    pub proposed_value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Files that show it; fetched with `GET /tasks/{id}/files/{file_id}`.
    pub evidence_file_ids: Vec<String>,
}

/// What is asked to be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErasureDocument {
    /// The ground of Art. 17(1) that the person named, if any.
    pub ground: Option<String>,
    /// Why, in their own words. Not knowing is an answer too.
    pub explanation: Option<String>,
}

/// Which register gave a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Fødselsnummer.
    Fnr,
    /// D-nummer.
    Dnr,
}

/// A right of the GDPR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WireRight {
    /// Art. 15.
    Access,
    /// Art. 16.
    Rectification,
    /// Art. 17.
    Erasure,
}

/// What a system is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WireStep {
    /// Hand out what it holds about the person.
    Collect,
    /// Say whether it can rectify or erase. Changes nothing.
    Assess,
    /// Restrict the use meanwhile (Art. 18).
    Restrict,
    /// Do what was decided.
    Execute,
    /// End the restriction.
    LiftRestriction,
    /// Tell those who got the data (Art. 19).
    Notify,
}

/// What was decided to be done at a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WireChange {
    /// What the person asks for: rectify, or erase.
    CarryOut,
    /// Change nothing: add what the person holds to be right to what is there (Art. 16, helsepersonelloven § 42). Ends as
    /// `supplemented`.
    Note,
}

/// What a system gives for a task. It is a proposal: people, or the rules of the law, decide what the person gets.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDocument {
    /// The attempt that it is for. In the body that answers a call it may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 1)]
    pub attempt: Option<u32>,
    /// How the step ended: of `collect` `data`, `no_data`, `ambiguous` or `refused`; of `assess` `can`, `cannot`, `no_data`
    /// or `ambiguous`; of `execute` `rectified`, `supplemented`, `erased`, `anonymised`, `restricted`, `retained` or
    /// `referred`; of the others `done`, `no_data` or `cannot`. `no_data` and `ambiguous` are answers, not failures.
    pub outcome: WireOutcome,
    /// Why not, or why not all. Demanded with `refused`, `cannot` (of `assess`) and `retained`.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub grounds: Vec<GroundDocument>,
    /// With `collect` only.
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub records: Vec<RecordDocument>,
    /// With `collect` only. Each was put to the portal before, in the same attempt.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub files: Vec<FileDocument>,
    /// To whom data about the person were given (Art. 19).
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub disclosures: Vec<DisclosureDocument>,
    /// Who has looked at the person's data in the system, where it knows.
    #[serde(default)]
    #[schema(max_items = 100000)]
    pub accesses: Vec<AccessDocument>,
    /// For the municipality's own eyes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4000)]
    pub internal_note: Option<String>,
}

/// How a step ended. Which of these a step can end with stands at `outcome`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "data")]
pub enum WireOutcome {
    /// Here it is.
    Data,
    /// There is nothing about the person.
    NoData,
    /// There is something, but it is not sure that it is about the person. It must not be sent.
    Ambiguous,
    /// There is something that is not handed out.
    Refused,
    /// It can be done.
    Can,
    /// It cannot be done.
    Cannot,
    /// Corrected by adding what is right.
    Rectified,
    /// Completed by a supplementary statement.
    Supplemented,
    /// Erased.
    Erased,
    /// What is left is about nobody.
    Anonymised,
    /// Kept, but not used.
    Restricted,
    /// Kept.
    Retained,
    /// Nasjonalarkivet decides.
    Referred,
    /// It is done.
    Done,
}

/// Why something is not handed out, changed or erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundDocument {
    /// A code that is valid for the right, such as `popplyl-16-1-d`, `gdpr-17-3-b` or `arkivlova-13`.
    #[schema(max_length = 40, example = "popplyl-16-1-d")]
    pub code: String,
    /// What the law demands with some of them: the statute, or the considerations.
    #[serde(default)]
    #[schema(max_length = 4000, example = "Forvaltningsloven § 13")]
    pub text: Option<String>,
}

/// One set of data about the person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDocument {
    /// The kind of data, as the register names it.
    #[schema(min_length = 1, max_length = 4000, example = "fravær")]
    pub category: String,
    /// What it is, for the person.
    #[schema(min_length = 1, max_length = 4000, example = "Fravær våren 2026")]
    pub title: String,
    /// Where it came from (Art. 15(1)(g)), where it differs from the register.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub source: Option<String>,
    /// Who got it (Art. 15(1)(c)), where it differs from the register.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub recipients: Vec<String>,
    /// What it is for (Art. 15(1)(a)), where it differs from the register.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// By which right it is held, where it differs from the register.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub legal_basis: Option<String>,
    /// Until when it is kept (Art. 15(1)(d)), where it differs from the register.
    #[serde(default)]
    #[schema(format = Date)]
    pub kept_until: Option<String>,
    /// Whether it says something about somebody else too.
    #[serde(default)]
    pub third_party: bool,
    /// Whether it holds an address that is kept secret (kode 6 or 7).
    #[serde(default)]
    pub graded_address: bool,
    /// The data: any fields, as the system names them. Nothing of it is changed on the way.
    #[schema(value_type = HashMap<String, Value>, example = json!({"dato": "2026-02-03", "timer": 2}))]
    pub data: Box<RawValue>,
}

/// One file about the person, which was put to the portal before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileDocument {
    /// The name that it was put under.
    #[schema(min_length = 1, max_length = 200, example = "vedtak.pdf")]
    pub name: String,
    /// What it is, for the person.
    #[schema(min_length = 1, max_length = 4000, example = "Vedtak om plass")]
    pub title: String,
    /// Such as `application/pdf`.
    #[schema(max_length = 100, example = "application/pdf")]
    pub media_type: String,
    /// SHA-256 (FIPS 180-4) of the file, in 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$", example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// Whether it says something about somebody else too.
    #[serde(default)]
    pub third_party: bool,
    /// Whether it holds an address that is kept secret (kode 6 or 7).
    #[serde(default)]
    pub graded_address: bool,
}

/// Somebody who was given data about the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureDocument {
    /// Who.
    #[schema(min_length = 1, max_length = 4000, example = "Utdanningsdirektoratet")]
    pub recipient: String,
    /// When.
    #[schema(format = Date, example = "2026-01-15")]
    pub on: String,
    /// What.
    #[schema(min_length = 1, max_length = 4000, example = "Karakterer")]
    pub what: String,
}

/// Somebody who has looked at the person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessDocument {
    /// When (RFC 3339).
    #[schema(format = DateTime, example = "2026-01-15T10:00:00Z")]
    pub at: String,
    /// Who: a role or a unit, or a name where the municipality shows names.
    #[schema(min_length = 1, max_length = 4000, example = "Lærer, Fjordvik skole")]
    pub who: String,
    /// What they did.
    #[schema(min_length = 1, max_length = 4000, example = "Så på karakterer")]
    pub action: String,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
}
