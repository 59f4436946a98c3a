//! The pages of every employee.

pub(crate) mod home;
pub(crate) mod logins;
