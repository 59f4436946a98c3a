//! What becomes of each item of an answer: who judges it, and who looks at it as the second.

pub mod answered;
#[cfg(test)]
mod examples;
pub mod judge;
pub mod redact;
pub mod replace;
pub mod reviewed;
pub mod rules;
pub mod store;
