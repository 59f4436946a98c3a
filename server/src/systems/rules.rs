//! What a registered system is: what decides how it is asked, and what the record of processing activities says of it.

use std::collections::BTreeSet;
use std::fmt;

use app::model::Sector;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::cases::rules::Right;
use crate::coded;
use crate::id::SystemId;
use crate::organisation_number::OrganisationNumber;
use crate::outbound::is_private;
use crate::tasks::rules::Step;

/// Letters of a system's key.
pub const LONGEST_KEY: usize = 64;

coded! {
    /// How a system is served.
    pub enum Served {
        /// We call its adapter.
        Call = "call",
        /// Its adapter asks us.
        Pull = "pull",
        /// A person answers on a page.
        Manual = "manual",
        /// It is this portal, which answers for itself.
        Portal = "portal",
    }
}

coded! {
    /// Who looks at what a system answers before anybody gets it.
    pub enum Review {
        /// Nobody, where the law and the answer allow it.
        Automatic = "automatic",
        /// One person.
        Reviewer = "reviewer",
        /// Two people, the second of whom is not the first.
        FourEyes = "four_eyes",
    }
}

coded! {
    /// By what a system finds people.
    pub enum Identifier {
        /// The national identity number (fødselsnummer).
        Fnr = "fnr",
        /// The number of somebody who does not live here (D-nummer).
        Dnr = "dnr",
        /// A name, also one they had before.
        Name = "name",
        /// An address, also one they had before.
        Address = "address",
        /// A telephone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// What the municipality calls them as a customer.
        CustomerNumber = "customer_number",
    }
}

/// Codes of a closed list, each once, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes<T>(pub BTreeSet<T>);

impl<T> Default for Codes<T> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<T: Ord + Copy> Codes<T> {
    /// These.
    pub fn of(codes: &[T]) -> Self {
        Self(codes.iter().copied().collect())
    }

    /// Whether it is among them.
    pub fn contains(&self, code: T) -> bool {
        self.0.contains(&code)
    }
}

macro_rules! codes {
    ($( $kind:ty, )*) => { $(
        impl Codes<$kind> {
            /// The codes in a text, parted by spaces; `None` where one is unknown.
            pub fn parse(text: &str) -> Option<Self> {
                text.split_ascii_whitespace().map(<$kind>::parse).collect::<Option<_>>().map(Self)
            }

            /// Each code.
            pub fn codes(&self) -> Vec<String> {
                self.0.iter().map(|code| code.code().to_owned()).collect()
            }
        }

        impl fmt::Display for Codes<$kind> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.codes().join(" "))
            }
        }
    )* };
}

codes! { Step, Identifier, Right, }

/// What the record of processing activities says of a system (Art. 30), and whom to ask about it. It decides nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Who is responsible (Art. 4(7)), where it is not the municipality as such.
    pub controller: String,
    /// Who runs it on their behalf (Art. 4(8)).
    pub processor: String,
    /// Where the data processing agreement is found (Art. 28(3)).
    pub agreement: String,
    /// What it is, in plain words.
    pub description: String,
    /// What it is for (Art. 30(1)(b)).
    pub purposes: Vec<String>,
    /// Whom it holds data about (Art. 30(1)(c)).
    pub subjects: Vec<String>,
    /// Which kinds of data it holds (Art. 30(1)(c)).
    pub categories: Vec<String>,
    /// By which right it does (Art. 6, 9 and 10, and the act).
    pub legal_bases: Vec<String>,
    /// Who else gets them (Art. 30(1)(d)).
    pub recipients: Vec<String>,
    /// The countries outside of the EEA, and organisations, that they go to (Art. 30(1)(e)).
    pub transfers: String,
    /// What protects them there (Art. 46).
    pub safeguards: String,
    /// How long they are kept (Art. 30(1)(f)).
    pub storage_time: String,
    /// How they are protected (Art. 32(1), 30(1)(g)).
    pub security: String,
    /// Where they come from (Art. 15(1)(g)).
    pub source: String,
    /// Decisions that no person takes, and by which logic (Art. 22, 15(1)(h)).
    pub automated_decisions: String,
    /// Whether the archives act forbids to delete what it holds (arkivlova § 13).
    pub archive_duty: bool,
    /// Who answers for it.
    pub owner: String,
    /// Who does when they are away.
    pub substitute: String,
}

/// A registered system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its id.
    pub id: SystemId,
    /// Its stable name among operators and adapters.
    pub key: String,
    /// Its name, for people.
    pub name: String,
    /// The unit that owns it.
    pub unit: String,
    /// The sector whose wall its content is behind.
    pub sector: String,
    /// The organisation whose Maskinporten tokens are taken for it.
    pub organisation: Option<OrganisationNumber>,
    /// How it is served.
    pub served: Served,
    /// Where it is called; always where it is called, never otherwise.
    pub url: Option<Url>,
    /// Whether that may be in a private network.
    pub private_network: bool,
    /// Whether it can answer access requests.
    pub serves_access: bool,
    /// Whether it can rectify.
    pub serves_rectification: bool,
    /// Whether it can erase.
    pub serves_erasure: bool,
    /// What its adapter does; for the rest a person is asked.
    pub steps: Codes<Step>,
    /// By what its adapter finds people.
    pub identifiers: Codes<Identifier>,
    /// How many of its tasks may be under way at once; 1 to 1000.
    pub at_once: u16,
    /// In how many days it is to answer; 1 to 90.
    pub limit_days: u16,
    /// The largest file it may send, in MB (1,000,000 bytes); 1 to 10,000.
    pub largest_file_mb: u16,
    /// Who looks at what it answers.
    pub review: Review,
    /// Whether its files may be released although nobody has looked at them.
    pub files_unseen: bool,
    /// Whether its tasks wait.
    pub paused: bool,
    /// Whether it is out of use, and not asked.
    pub retired: bool,
    /// What is told of it.
    pub record: Record,
}

impl System {
    /// Whether claims of this right are for it.
    pub fn serves(&self, right: Right) -> bool {
        match right {
            Right::Access => self.serves_access,
            Right::Rectification => self.serves_rectification,
            Right::Erasure => self.serves_erasure,
        }
    }

    /// A system as most are: it serves every right, does one thing at once, and has a fortnight for it.
    pub fn usual(id: SystemId, key: &str, name: &str, unit: &str, sector: Sector, served: Served) -> Self {
        let by_program = served != Served::Manual;
        Self {
            id,
            key: key.to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            sector: sector.code().to_owned(),
            organisation: None,
            served,
            url: (served == Served::Call).then(|| Url::parse("http://127.0.0.1:9/").ok()).flatten(),
            private_network: false,
            serves_access: true,
            serves_rectification: true,
            serves_erasure: true,
            steps: if by_program { Codes::of(Step::ALL) } else { Codes::default() },
            identifiers: Codes::of(&[Identifier::Fnr, Identifier::Dnr]),
            at_once: 1,
            limit_days: 14,
            largest_file_mb: 100,
            review: Review::Reviewer,
            files_unseen: false,
            paused: false,
            retired: false,
            record: Record::default(),
        }
    }
}

/// Whether this can be a system's key: lower-case letters and digits, with hyphens between them.
pub fn is_key(text: &str) -> bool {
    let parts = text.split('-');
    let fits = |part: &str| !part.is_empty() && part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9'));
    text.len() <= LONGEST_KEY && parts.into_iter().all(fits)
}

/// Why a system is not called at an address.
pub fn address_refused(url: &Url) -> Option<&'static str> {
    if !url.username().is_empty() || url.password().is_some() {
        return Some("it holds a name or a password; requests are signed instead");
    }
    if url.fragment().is_some() {
        return Some("it ends with a # part, which no server is sent");
    }
    if matches!(url.host(), None | Some(Host::Domain(""))) {
        return Some("it names no host");
    }
    (!is_private(url)).then_some("it must begin with https, unless the adapter runs on this very machine")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_in_one_way() {
        for key in ["skole", "hr-2", "a", "0"] {
            assert!(is_key(key), "{key}");
        }
        let long = "a".repeat(LONGEST_KEY + 1);
        for key in ["", "-", "a-", "-a", "a--b", "Skole", "skole sfo", "blåklokka", "a_b", long.as_str()] {
            assert!(!is_key(key), "{key}");
        }
    }

    #[test]
    fn what_is_sent_to_a_system_can_be_read_by_nobody_on_the_way() {
        let refused = |text: &str| address_refused(&Url::parse(text).unwrap()).is_some();
        for url in ["https://fagsystem.example/innsyn", "http://127.0.0.1:8081/", "https://10.0.0.5/x?y=1"] {
            assert!(!refused(url), "{url}");
        }
        for url in ["http://fagsystem.example/", "https://ola:x@fagsystem.example/", "https://a.example/#b", "ftp://a/"]
        {
            assert!(refused(url), "{url}");
        }
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        let steps = Codes::of(&[Step::Execute, Step::Collect]);
        assert_eq!(steps.to_string(), "collect execute");
        assert_eq!(Codes::<Step>::parse("execute  collect collect"), Some(steps));
        assert_eq!(Codes::<Step>::parse("collect dance"), None);
        assert_eq!(Codes::<Step>::parse(""), Some(Codes::default()));
    }
}
