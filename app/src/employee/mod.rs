//! The pages of somebody who works for the municipality.

pub(crate) mod home;
