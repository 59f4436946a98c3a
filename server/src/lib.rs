//! Min side: everything but what people see, which is `app`.
//!
//! A folder here is a thing in the office's world, not a technical layer; `docs/ARCHITECTURE.md` has the map.

pub mod adapters;
pub mod archive;
mod asked;
pub mod audit;
pub mod backup;
pub mod cases;
pub mod casework;
pub mod cli;
pub mod clock;
pub mod code;
pub mod config;
pub mod db;
pub mod decisions;
pub mod demo;
pub mod desks;
pub mod drafts;
pub mod error;
mod hexadecimal;
pub mod http;
pub mod id;
pub mod letters;
pub mod log;
pub mod login;
pub mod messages;
mod names;
pub mod notices;
pub mod office;
pub mod organisation_number;
pub mod outbound;
pub mod packages;
pub mod portal;
pub mod retention;
pub mod review;
mod signed_token;
mod spreadsheet;
pub mod staff;
pub mod subjects;
pub mod systems;
pub mod tasks;
pub mod tls;
pub mod together;
pub mod token;
pub mod uploads;
pub mod vault;
mod whole_body;
