//! The audit trail: who did what, when and why, so that nobody can change, remove or insert an event unseen.
//!
//! An event is written in the transaction of what it is about ([`record`]) and waits for no other. Soon afterwards it
//! gets its place in one chain ([`chain`]), whose head also goes to the log: nothing else tells when a tail is cut off
//! together with the head. When a case is deleted, its events are wiped but keep their places ([`purge_case`]), and
//! [`verify`] accepts exactly that.
//!
//! What nobody can see is an event that was removed before it got its place: how many wait is a figure to watch.

mod chain;
mod chainer;
mod event;
mod finding;
mod purge;
mod record;
mod seen;
pub mod store;
mod verify;

pub use chain::{Head, NoHead};
pub use chainer::{Chained, chain};
pub use event::{Action, Actor, Details, Event, REASON};
pub use finding::{Finding, Flaw, Verdict};
pub use purge::purge_case;
pub use record::record;
pub use seen::{Seen, View, of_case, views_of_case};
pub use verify::verify;
