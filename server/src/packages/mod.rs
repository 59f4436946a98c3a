//! What the person gets: packages, numbered so that a supplement is package 2.

pub mod delivery;
pub mod names;
pub mod store;
