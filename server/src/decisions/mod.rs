//! What is decided on a claim, and for which reasons the law allows a *no*.

pub mod access;
mod answer;
pub mod at_system;
pub mod automatic;
pub mod carried_out;
pub mod change;
mod collected;
pub mod combine;
pub mod decide;
pub mod gaps;
pub mod grounds;
pub(crate) mod lifting;
pub mod made;
pub mod propose;
pub mod recipients;
pub mod refuse;
pub mod rules;
pub mod store;
