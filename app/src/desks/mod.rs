//! All that a page may ask of the server: one trait per kind of person, built for one person at a time.
//!
//! What one may not do cannot be called, and no method takes somebody else's id on trust.

mod visitor;

pub use visitor::VisitorDesk;
