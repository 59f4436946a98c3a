//! The case and its claims: what a person asked for, by when the law wants an answer, and what became of it.

pub mod answer;
pub mod clock;
pub mod close;
pub mod deadline;
pub mod evidence;
pub mod explain;
pub mod extend;
pub mod holidays;
pub mod own;
pub mod pause;
pub mod rules;
pub mod said;
pub mod store;
pub mod submission;
pub mod submit;
pub mod told;
pub mod withdraw;
