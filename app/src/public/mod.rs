//! The pages that nobody needs to log in for.

pub(crate) mod developers;
pub(crate) mod display;
pub mod error_page;
pub(crate) mod front;
pub mod logged_out;
pub(crate) mod login;
pub mod login_problem;
pub(crate) mod privacy;
pub(crate) mod register;
pub(crate) mod statement;
pub(crate) mod verify;
