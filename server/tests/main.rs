//! Stories through the whole application, one file each, in one program.
//!
//! Most run on both databases: `both_databases!` makes a test for each. Those on PostgreSQL need one to be named in
//! MINSIDE_TEST_POSTGRES, which `scripts/with-postgres` does; without it, run `make check`, which leaves them out.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test ends where it goes wrong")]

mod support;

mod access;
mod adapter_api;
mod administration;
mod after_the_answer;
mod answered_in_part;
mod archiving;
mod archiving_messages;
mod asking;
mod attaching;
mod audit;
mod backup;
mod bad_requests;
mod blobs;
mod buckets;
mod by_hand;
mod calling;
mod casework;
mod changing;
mod clocks;
mod command_line;
mod completing;
mod contracts;
mod crashing;
mod database;
mod deadline;
mod deciding;
mod display;
mod documents;
mod faults;
mod first_adapters;
mod following;
mod headers;
mod house_rules;
mod illegal_states;
mod letters;
mod login;
mod logout;
mod looking_over;
mod messages;
mod migrating;
mod observation;
mod own_data;
mod own_forms;
mod packages;
mod pages;
mod plain_words;
mod profile;
mod query_plans;
mod queue;
mod register;
mod releasing;
mod resending;
mod reviewing;
mod scripts;
mod staff;
mod stopping;
mod submitting;
mod supplements;
mod taking_up;
mod told_why;
mod vault;
