//! What the person gets: packages, numbered so that a supplement is package 2.

pub mod bag;
pub mod build;
pub mod contents;
pub mod delivery;
pub mod download;
pub mod inside;
mod listing;
pub mod manifest;
pub mod names;
mod pages;
pub mod release;
mod released;
pub mod releaser;
mod shown;
pub mod store;
pub mod value;
