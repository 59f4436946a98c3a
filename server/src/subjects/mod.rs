//! The people whom cases are about.

pub mod identity_number;
