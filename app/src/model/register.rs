//! The register of systems as anybody may read it.

use serde::{Deserialize, Serialize};

/// A part of the municipality's work. It also decides who of the employees may see what its systems hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sector {
    /// Schools and kindergartens.
    Education,
    /// Health and care.
    Health,
    /// Child welfare.
    ChildWelfare,
    /// Social services.
    Social,
    /// Planning, building and property.
    Planning,
    /// Water, sewage and waste.
    Technical,
    /// Culture and leisure.
    Culture,
    /// The municipality's own employees.
    Employment,
    /// Administration and archive.
    Administration,
}

impl Sector {
    /// Every one, in order.
    pub const ALL: [Self; 9] = [
        Self::Education,
        Self::Health,
        Self::ChildWelfare,
        Self::Social,
        Self::Planning,
        Self::Technical,
        Self::Culture,
        Self::Employment,
        Self::Administration,
    ];

    /// Its code, as in the register's files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Education => "education",
            Self::Health => "health",
            Self::ChildWelfare => "child-welfare",
            Self::Social => "social",
            Self::Planning => "planning",
            Self::Technical => "technical",
            Self::Culture => "culture",
            Self::Employment => "employment",
            Self::Administration => "administration",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sector| sector.code() == code)
    }
}

/// One system in plain words. What the register does not say is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntry {
    /// The register's key, for example `barnehage`.
    pub key: String,
    /// What people in the municipality call it.
    pub name: String,
    /// The unit that is responsible.
    pub unit: String,
    /// Which part of the work it serves.
    pub sector: Sector,
    /// What it is for (GDPR Art. 30(1)(b)).
    pub purpose: String,
    /// The kinds of personal data in it (Art. 30(1)(c)).
    pub categories: Vec<String>,
    /// By which right it holds them (Art. 6 and 9, and the act).
    pub legal_bases: Vec<String>,
    /// Where the data come from (Art. 15(1)(g)).
    pub source: String,
    /// Who else gets them (Art. 15(1)(c), 30(1)(d)).
    pub recipients: Vec<String>,
    /// How long they are kept (Art. 30(1)(f)).
    pub kept: String,
    /// Who is responsible, where it is not the municipality as such (Art. 13(1)(a)).
    pub controller: String,
    /// The countries outside of the EEA that they go to (Art. 13(1)(f)).
    pub transfers: String,
    /// Decisions that no person takes (Art. 13(2)(f)).
    pub automated: String,
}
