//! The register of systems that may hold data about people.

pub mod rules;
pub mod store;
