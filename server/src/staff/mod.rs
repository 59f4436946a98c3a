//! Those who work for the municipality, and what they may do here.
//!
//! A role is given by somebody, for a reason, until a day. Whoever has none is logged in, and sees nothing of anybody.

pub mod grant;
pub mod rules;
pub mod store;
