//! What was found in the audit trail: where, and what is wrong there.

use std::fmt;

use super::chain::Head;

/// How many findings are kept; the others are counted.
const MOST_FINDINGS: usize = 100;

/// What is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The rows from this place up to another one are not there.
    Missing {
        /// The last place that is missing.
        to: i64,
    },
    /// A row stands before the first place.
    BeforeTheFirst,
    /// The row names keys that we do not have.
    UnknownKeys,
    /// Id, time, action, hash or mac are not what was written.
    Row,
    /// Case, content, salt or hash are not what was written.
    Content,
    /// The row does not follow the one before it.
    Link,
    /// The row was wiped, and no deletion record says so.
    WipedByHand,
    /// A deletion record says that the row was wiped, and it is not.
    NotWiped,
    /// The table holds no end of the chain, but rows that are chained.
    NoHead,
    /// The last row and the end of the chain are not the same.
    Head {
        /// What the table of the head says.
        head: Head,
    },
    /// What was logged is not there.
    Logged {
        /// What the log says.
        logged: Head,
    },
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place; `None` for a row that waits for one.
    pub sequence: Option<i64>,
    /// The row, if there is one.
    pub id: Option<String>,
    /// What is wrong.
    pub flaw: Flaw,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sequence {
            Some(sequence) => write!(out, "{sequence}")?,
            None => out.write_str("waiting")?,
        }
        if let Some(id) = &self.id {
            // It may be anything that somebody put there.
            write!(out, " ({})", id.escape_debug())?;
        }
        write!(out, ": {}", self.flaw)
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { to } => write!(out, "events are missing from here to {to}"),
            Self::BeforeTheFirst => out.write_str("a row stands before the first place"),
            Self::UnknownKeys => out.write_str("the row names keys that minside does not have"),
            Self::Row => out.write_str("id, time, action, hash or keyed hash are not what minside wrote"),
            Self::Content => out.write_str("case, content, salt or hash are not what minside wrote"),
            Self::Link => out.write_str("the row does not follow the one before it"),
            Self::WipedByHand => out.write_str("the row was wiped, and no deletion record says so"),
            Self::NotWiped => out.write_str("a deletion record says that the row was wiped, and it is not"),
            Self::NoHead => out.write_str("the chain ends here, but audit_head is empty"),
            Self::Head { head } => write!(out, "the chain ends here, but audit_head says {head}"),
            Self::Logged { logged } => write!(out, "the log says {logged}, which is not in the chain"),
        }
    }
}

/// What [`verify`](super::verify) has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many events have a place.
    pub events: u64,
    /// The last of them; `None` where there is none.
    pub head: Option<Head>,
    /// How many of them were wiped, as a deletion record says.
    pub purged: u64,
    /// How many events wait for their place, and are as they were written.
    pub waiting: u64,
    /// What is wrong; at most the first 100.
    pub findings: Vec<Finding>,
    /// How many things are wrong.
    pub found: u64,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.found == 0
    }

    pub(super) fn add(&mut self, sequence: Option<i64>, id: Option<&str>, flaw: Flaw) {
        self.found += 1;
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { sequence, id: id.map(str::to_owned), flaw });
        }
    }
}
