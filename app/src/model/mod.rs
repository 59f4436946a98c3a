//! What a desk returns and takes: plain data, no rules.

mod date;
pub mod display;
mod municipality;
mod register;
mod returned_form;

pub use date::CivilDate;
pub use municipality::{Municipality, Ombud};
pub use register::{RegisterEntry, Sector};
pub use returned_form::{FieldCode, FieldFault, Returned, ReturnedForm};
