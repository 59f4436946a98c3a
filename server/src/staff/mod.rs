//! Those who work for the municipality, and what they may do here.
//!
//! A role is given by somebody, for a reason, until a day; or it is said by a source that knows who works where. Whoever
//! has none is logged in, and sees nothing of anybody.

pub mod claims;
pub mod grant;
pub mod nightly;
pub mod rules;
pub mod said;
pub mod store;
pub mod sync;
