//! Between the network and the use cases: nothing here knows the law, everything here knows HTTP.

pub(crate) mod assets;
mod casework;
mod client_address;
mod content_policy;
mod cookies;
mod display;
mod encoding;
mod faults;
pub(crate) mod fixed_pages;
pub mod form;
pub(crate) mod health;
mod limits;
mod login;
pub mod metrics;
mod observe;
mod own_form;
mod pages;
mod problem;
mod rate;
mod redirect;
pub mod request_id;
pub mod returned_form;
mod roles;
mod router;
pub mod same_site;
mod serve;
mod session;
mod visit;

pub use faults::Failed;
pub use router::{metrics_router, router};
pub use serve::{Listening, serve};
