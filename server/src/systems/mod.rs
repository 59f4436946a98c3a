//! The register of systems that may hold data about people.

pub mod act;
pub mod circuit;
pub mod declared;
pub mod entry;
pub mod export;
pub mod import;
pub mod known;
pub mod portal;
pub mod rules;
pub mod store;
