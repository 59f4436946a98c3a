//! The contract between the portal and the systems that answer by program: one set of documents, served in three ways. We
//! call the system, the system asks us, or a person fills in the same answer on a page.

pub mod addresses;
pub mod answering;
pub mod api;
pub mod by_hand;
pub mod call;
pub mod document;
pub mod keys;
pub mod limits;
pub mod maskinporten;
pub mod own;
pub mod problem;
pub mod reading;
pub mod rules;
pub mod signing;
pub mod store;
pub mod task_token;
pub mod wire;
