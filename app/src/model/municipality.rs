//! Whose portal this is.

use std::collections::BTreeMap;

use crate::words::Language;

/// The municipality, as its settings describe it.
#[derive(Clone, Debug, Default)]
pub struct Municipality {
    /// For example «Fjordvik kommune».
    pub name: String,
    /// Nine digits.
    pub organisation_number: Option<String>,
    /// Whom people can turn to (GDPR Art. 37–39).
    pub ombud: Ombud,
    /// The path of the municipality's own mark, a file of this server.
    pub logo: Option<String>,
    /// How to complain, per language, where the municipality says it in its own words.
    pub complaint: BTreeMap<String, String>,
    /// The address of the statement in Digdir's central solution.
    pub accessibility_statement: Option<String>,
    /// The address of the public journal, where everybody can ask for documents (offentleglova §§ 3 and 10).
    pub public_journal: Option<String>,
    /// Whether everything here is made up.
    pub test: bool,
}

impl Municipality {
    /// How to complain, in the municipality's own words if it has any in this language.
    pub fn complaint(&self, language: Language) -> Option<&str> {
        self.complaint.get(language.tag()).map(String::as_str)
    }
}

/// How to reach the data protection officer.
#[derive(Clone, Debug, Default)]
pub struct Ombud {
    /// The person's or the office's name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, as people write it.
    pub phone: Option<String>,
}

impl Ombud {
    /// Whether there is any way to reach the ombud.
    pub fn is_reachable(&self) -> bool {
        self.email.is_some() || self.phone.is_some()
    }
}
