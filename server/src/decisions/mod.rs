//! What is decided on a claim, and for which reasons the law allows a *no*.

pub mod grounds;
pub mod rules;
