//! The pages of those who work with cases.

pub(crate) mod answers;
pub(crate) mod case;
