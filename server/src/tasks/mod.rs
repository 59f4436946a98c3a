//! The fan-out: one task for each step that one system takes for one claim.
//!
//! The database is the queue. A task is taken by a lease that ends by itself, the work is done outside of any
//! transaction, and what comes of it is saved only while the lease is still the same: `attempt` is the fence.

pub mod answer;
pub mod fail;
pub mod fan_out;
pub mod files;
pub mod lease;
pub mod people;
pub mod retry;
pub mod rules;
pub mod store;
pub mod worker;
