//! The pages of administrators.

pub(crate) mod roles;
