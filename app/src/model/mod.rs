//! What a desk returns and takes: plain data, no rules.

mod adapter_api;
pub mod ask;
pub mod case;
pub mod data;
mod date;
pub mod display;
pub mod login;
pub mod messages;
mod municipality;
mod paged;
pub mod profile;
mod register;
mod returned_form;
mod role;
pub mod roles;
mod unsent;
pub mod upload;
pub mod verify;
pub mod work;

/// The field of the query by which a page says what was just done.
pub const DONE: &str = "ferdig";

pub use adapter_api::{AdapterApi, AdapterCall, AdapterProblem};
pub use case::{Attention, CaseLine, CaseProgress, ClaimLine, UsedRight};
pub use date::CivilDate;
pub use login::{LoggedIn, LoginChoice, LoginKind, LoginProblem};
pub use municipality::{Municipality, Ombud};
pub use paged::Paged;
pub use register::{RegisterEntry, Sector};
pub use returned_form::{FieldCode, FieldFault, Returned, ReturnedForm};
pub use role::{RoleLine, RoleName};
pub use unsent::Unsent;
