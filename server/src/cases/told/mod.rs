//! What a system is told of a claim, and of its case.

pub mod store;
