//! A whole body in memory, of at most so many bytes, whoever sends it.

use axum::body::{Bytes, HttpBody};
use http_body_util::BodyExt;

/// Why a body is not there.
#[derive(Debug)]
pub enum NotWhole<E> {
    /// It is larger than it may be.
    TooLarge,
    /// The other side went away, or what it sent was not HTTP.
    Broken(E),
}

/// Reads a body into one piece of memory, however small the pieces are that it comes in. What is said about its length is
/// not believed: it is counted while it comes.
///
/// # Errors
/// See [`NotWhole`].
pub async fn whole<B>(mut body: B, most_bytes: usize) -> Result<Vec<u8>, NotWhole<B::Error>>
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(NotWhole::Broken)?;
        let Some(data) = frame.data_ref() else { continue };
        if bytes.len() + data.len() > most_bytes {
            return Err(NotWhole::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}
