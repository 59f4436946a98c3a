//! Letters: what the person is told, in words of their own language, with everything that the law wants to be in it.

mod about;
pub mod access;
pub mod change;
pub mod clock;
pub mod draft;
pub mod facts;
pub mod issue;
pub mod letter;
pub mod page;
pub mod read;
pub mod store;

pub(crate) use about::{ground as reason, right_name};
