//! Min side: everything but what people see, which is `app`.
//!
//! A folder here is a thing in the office's world, not a technical layer; `docs/ARCHITECTURE.md` has the map.

pub mod cases;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod decisions;
mod demo;
pub mod desks;
mod error;
pub mod http;
pub mod log;
mod names;
pub mod portal;
pub mod subjects;
pub mod tasks;
