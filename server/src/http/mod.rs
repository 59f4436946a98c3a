//! Between the network and the use cases: nothing here knows the law, everything here knows HTTP.

mod ask;
pub(crate) mod assets;
mod casework;
mod citizen;
mod client_address;
mod content_policy;
mod cookies;
mod display;
mod encoding;
mod faults;
pub(crate) mod fixed_pages;
pub mod form;
pub(crate) mod health;
pub(crate) mod limits;
mod login;
mod messages;
pub mod metrics;
mod observe;
mod own_case;
mod own_data;
mod own_form;
mod pace;
mod package;
mod pages;
pub(crate) mod problem;
mod profile;
mod progress;
pub(crate) mod rate;
mod redirect;
pub mod request_id;
pub mod returned_form;
mod roles;
mod router;
pub mod same_site;
mod serve;
mod session;
pub(crate) mod shares;
mod upload;
mod verify;
mod visit;

use std::net::IpAddr;

use axum::http::{Extensions, HeaderMap};

pub use faults::Failed;
pub use router::{metrics_router, router};
pub use serve::{Listening, serve};

use crate::portal::Portal;

/// What counts as the client that a request comes from, where limits are counted.
pub(crate) fn client_bucket(portal: &Portal, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let serve::Peer(peer) = extensions.get()?;
    let trusted = &portal.settings.server.trusted_proxies;
    Some(client_address::bucket(client_address::client_address(*peer, headers, trusted)))
}
