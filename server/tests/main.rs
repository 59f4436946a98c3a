//! Stories through the whole application, one file each, in one program.
//!
//! Most run on both databases: `both_databases!` makes a test for each. Those on PostgreSQL need one to be named in
//! MINSIDE_TEST_POSTGRES, which `scripts/with-postgres` does; without it, run `make check`, which leaves them out.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where it goes wrong")]

mod support;

mod bad_requests;
mod command_line;
mod database;
mod deadline;
mod display;
mod documents;
mod headers;
mod house_rules;
mod observation;
mod pages;
mod scripts;
mod stopping;
