//! Export to the municipality's archive: what a person sent in, what was decided and what they were told.
//!
//! Arkivlova and arkivforskrifta (FOR-2025-12-17-2647, §§ 14 and 15) want these kept; what was collected for the person is a
//! copy of what other systems have, is never exported, and is deleted when its time is over. Each document is a message of
//! its own as Fiks Arkiv takes them (`no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett`): one folder with
//! `arkivmelding.xml` and the files that it names.

mod entry;
pub mod export;
mod message;
mod page;
pub mod store;
