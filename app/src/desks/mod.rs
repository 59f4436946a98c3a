//! All that a page may ask of the server: one trait per kind of person, built for one person at a time.
//!
//! What one may not do cannot be called, and no method takes somebody else's id on trust.

mod administrator;
mod casework;
mod citizen;
mod door;
mod employee;
mod visitor;

pub use administrator::AdministratorDesk;
pub use casework::CaseworkDesk;
pub use citizen::{CitizenCaseDesk, CitizenDesk};
pub use door::DoorDesk;
pub use employee::EmployeeDesk;
pub use visitor::VisitorDesk;
