//! Bounds on what a request may look like, before anything of it is used.

use std::sync::Arc;

use app::fault::Fault;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::faults::Failed;
use super::form::decode;
use crate::config::Limits;
use crate::portal::Portal;

/// Refuses an address or headers that are too large, or an address that is not text.
pub(super) async fn bounds(
    State(portal): State<Arc<Portal>>,
    request: Request,
    next: Next,
) -> Result<Response, Failed> {
    check(request.uri(), request.headers(), &portal.settings.limits)?;
    Ok(next.run(request).await)
}

/// Whether address and headers are within their limits, and text.
///
/// # Errors
/// They are not.
pub(crate) fn check(uri: &Uri, headers: &HeaderMap, limits: &Limits) -> Result<(), Failed> {
    let address = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if address > limits.address_bytes {
        return Err(Failed(Fault::AddressTooLong));
    }
    // As they stood on the wire: name, colon, space, value, line end.
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if bytes > limits.header_bytes {
        return Err(Failed(Fault::HeadersTooLarge));
    }
    match decode(uri.path(), false) {
        Ok(path) if !path.contains('\0') => Ok(()),
        _ => Err(Failed(Fault::BadRequest)),
    }
}
