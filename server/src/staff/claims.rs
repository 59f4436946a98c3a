//! Roles that the login provider says: which of its `roles` and `groups` stand for which role here.
//!
//! What it says holds as long as the session that begins with it can last. Whoever is taken out of a group there has the
//! role here for two hours more at most, and can be logged out at once.

use std::str::FromStr;

use serde_json::{Map, Value};
use thiserror::Error;

use super::rules::{NoRole, Role};

/// One claim's value, and the role that it stands for: `MinSide.Ombud = ombud`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// What the provider says.
    pub value: String,
    /// What it stands for here.
    pub role: Role,
}

/// A text that is no such pair.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoMapping {
    /// There is no equals sign, or nothing before it.
    #[error("«{0}» is not VALUE=ROLE")]
    NoPair(String),
    /// What stands after it is no role.
    #[error(transparent)]
    NoRole(#[from] NoRole),
}

impl FromStr for Mapping {
    type Err = NoMapping;

    fn from_str(text: &str) -> Result<Self, NoMapping> {
        let pair = text.split_once('=').map(|(value, role)| (value.trim(), role.trim()));
        let (value, role) = pair.filter(|(value, _)| !value.is_empty()).ok_or(NoMapping::NoPair(text.to_owned()))?;
        Ok(Self { value: value.to_owned(), role: role.parse()? })
    }
}

/// Which claims stand for what, of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleClaims {
    /// Of `roles`.
    pub roles: Vec<Mapping>,
    /// Of `groups`.
    pub groups: Vec<Mapping>,
    /// The claim with the national id of an employee, where the provider has one.
    pub national_id: Option<String>,
}

/// The provider has left out the groups, because they are too many (Entra ID: more than 200).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupsLeftOut;

impl RoleClaims {
    /// Whether any claim says something of somebody's work.
    pub fn is_set(&self) -> bool {
        !self.roles.is_empty() || !self.groups.is_empty() || self.national_id.is_some()
    }

    /// The roles that these claims stand for.
    ///
    /// # Errors
    /// The groups count here, and are left out: what they would say is not known.
    pub fn roles_of(&self, claims: &Map<String, Value>) -> Result<Vec<Role>, GroupsLeftOut> {
        if !self.groups.is_empty() && groups_are_left_out(claims) {
            return Err(GroupsLeftOut);
        }
        let said = |name: &str| match claims.get(name) {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(value)) => vec![value.as_str()],
            _ => Vec::new(),
        };
        let (roles, groups) = (said("roles"), said("groups"));
        let of_roles = self.roles.iter().filter(|mapping| roles.contains(&mapping.value.as_str()));
        let of_groups = self.groups.iter().filter(|mapping| groups.contains(&mapping.value.as_str()));
        let mut found: Vec<Role> = of_roles.chain(of_groups).map(|mapping| mapping.role.clone()).collect();
        found.sort();
        found.dedup();
        Ok(found)
    }
}

/// Entra ID then points to where the groups can be fetched (`_claim_names`), or only says that there are some (`hasgroups`).
fn groups_are_left_out(claims: &Map<String, Value>) -> bool {
    let points =
        claims.get("_claim_names").and_then(Value::as_object).is_some_and(|names| names.contains_key("groups"));
    let has = match claims.get("hasgroups") {
        Some(Value::Bool(has)) => *has,
        Some(Value::String(has)) => has == "true",
        _ => false,
    };
    points || has
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims() -> RoleClaims {
        let mapping = |text: &str| text.parse::<Mapping>().unwrap();
        RoleClaims {
            roles: vec![mapping("MinSide.Ombud=ombud"), mapping("MinSide.Helse = reviewer:health")],
            groups: vec![mapping("group-1=caseworker:Dokumentsenteret"), mapping("group-2=reviewer:health")],
            national_id: None,
        }
    }

    fn roles(claims_said: Value) -> Result<Vec<String>, GroupsLeftOut> {
        let roles = claims().roles_of(claims_said.as_object().unwrap())?;
        Ok(roles.iter().map(Role::to_string).collect())
    }

    #[test]
    fn each_value_stands_for_its_role_and_no_other_stands_for_any() {
        assert_eq!(roles(json!({ "roles": ["MinSide.Ombud", "MinSide.Alt"] })), Ok(vec!["ombud".to_owned()]));
        assert_eq!(
            roles(json!({ "roles": ["MinSide.Helse"], "groups": ["group-2", "group-1"] })),
            Ok(vec!["caseworker:Dokumentsenteret".to_owned(), "reviewer:health".to_owned()])
        );
        // A group of that name is no role of that name.
        assert_eq!(roles(json!({ "groups": ["MinSide.Ombud"], "roles": ["group-1"] })), Ok(vec![]));
        assert_eq!(roles(json!({ "roles": "MinSide.Ombud" })), Ok(vec!["ombud".to_owned()]));
        for none in
            [json!({}), json!({ "roles": 7 }), json!({ "roles": [null, 1] }), json!({ "roles": ["minside.ombud"] })]
        {
            assert_eq!(roles(none), Ok(vec![]));
        }
    }

    #[test]
    fn groups_that_are_left_out_are_no_answer() {
        let left_out = [
            json!({ "_claim_names": { "groups": "src1" }, "roles": ["MinSide.Ombud"] }),
            json!({ "hasgroups": true }),
            json!({ "hasgroups": "true" }),
        ];
        for said in left_out {
            assert_eq!(roles(said.clone()), Err(GroupsLeftOut), "{said}");
            // Where groups do not count, nothing is missing.
            let only_roles = RoleClaims { groups: Vec::new(), ..claims() };
            assert!(only_roles.roles_of(said.as_object().unwrap()).is_ok(), "{said}");
        }
        assert_eq!(roles(json!({ "_claim_names": { "other": "src1" }, "hasgroups": false })), Ok(vec![]));
    }

    #[test]
    fn what_is_no_pair_of_value_and_role_is_refused() {
        for wrong in ["", "ombud", "=ombud", " =ombud", "x=", "x=boss", "x=reviewer:sports"] {
            assert!(wrong.parse::<Mapping>().is_err(), "{wrong}");
        }
    }
}
