//! Roles as an administrator gives and ends them.

use super::{CivilDate, RoleLine};

/// Where the form is sent that gives a role.
pub const GIVE: &str = "/do/give-role";
/// Where the form is sent that ends one.
pub const END: &str = "/do/end-role";
/// How the employee logs in: the key of the provider.
pub const LOGIN: &str = "innlogging";
/// Whom the provider names: a national id, or `TENANT/USER`.
pub const WHO: &str = "id";
/// What colleagues call them.
pub const NAME: &str = "navn";
/// The kind of the role.
pub const ROLE: &str = "rolle";
/// The unit or system it is for.
pub const SCOPE: &str = "for";
/// The sector it is for.
pub const SECTOR: &str = "sektor";
/// The last day.
pub const UNTIL: &str = "til";
/// Why.
pub const REASON: &str = "grunn";
/// Why a role ends.
pub const END_REASON: &str = "sluttgrunn";
/// The role that ends, by its id.
pub const GRANT: &str = "tildeling";

/// Who says that somebody has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleSource {
    /// It was given here.
    Given,
    /// The login provider.
    Claims,
    /// The municipality's file.
    File,
}

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRole {
    /// Its id.
    pub id: String,
    /// What colleagues call them.
    pub name: String,
    /// The role, with its last day.
    pub role: RoleLine,
    /// Who says so.
    pub source: RoleSource,
    /// Why.
    pub reason: String,
}

/// What an administrator is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// All that are in force, by name.
    pub given: Vec<GivenRole>,
    /// The units whose cases nobody coordinates.
    pub units_without: Vec<String>,
    /// A day that most roles may last to.
    pub usual_end: CivilDate,
    /// The ways in which employees log in: the keys of the providers.
    pub logins: Vec<&'static str>,
}
