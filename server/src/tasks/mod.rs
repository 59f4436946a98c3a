//! The fan-out: one task for each step that one system takes for one claim.

pub mod retry;
