//! The people whom one can be in the demo. All are made up; their numbers are of the kind that Skatteetaten makes for tests
//! (month + 80).

use std::sync::LazyLock;

use serde::Deserialize;

/// Somebody made up.
#[derive(Clone, Debug, Deserialize)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// A made-up national identity number.
    pub number: String,
    /// What to know about them.
    pub what: String,
    /// What they do for the municipality, if they work for it.
    pub role: Option<String>,
}

impl Person {
    /// Whether they log in as an employee.
    pub fn is_employee(&self) -> bool {
        self.role.is_some()
    }
}

/// All of them, citizens first.
pub static PEOPLE: LazyLock<Vec<Person>> =
    LazyLock::new(|| serde_json::from_str(include_str!("people.json")).unwrap_or_default());

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::subjects::identity_number::{Deployment, NEW_RULE_FROM, NationalId};

    #[test]
    fn everybody_is_made_up() {
        assert_eq!(PEOPLE.len(), 13);
        let today = date(2026, 3, 5);
        assert!(today < NEW_RULE_FROM);
        for person in PEOPLE.iter() {
            assert!(NationalId::typed(&person.number, Deployment::Test, today).is_ok_and(|parsed| parsed.synthetic));
            assert!(NationalId::typed(&person.number, Deployment::Production, today).is_err());
        }
    }
}
