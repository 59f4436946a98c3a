//! Employees at work with cases: who is shown which, who coordinates one, and who must not.

pub mod own;
pub mod recuse;
pub mod rules;
pub mod store;
pub mod take;
pub mod view;
