//! Listening: connections with limits on time and number, and a stop that finishes what is running.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::config::Limits;

/// More header lines than any browser sends.
const MOST_HEADERS: usize = 200;
/// Also where the limits are set low.
const LEAST_BUFFER_BYTES: usize = 64 * 1024;
/// After a failed accept (out of file handles, for example), before the next.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// A listener, and what to do when it is told to stop.
pub struct Listening {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Bounds of every connection.
    pub limits: Limits,
    /// How long running requests may take after the stop.
    pub shutdown: Duration,
}

impl Listening {
    /// Takes the address.
    ///
    /// # Errors
    /// It is taken, or not ours to take.
    pub async fn bind(addr: SocketAddr, limits: Limits, shutdown: Duration) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(addr).await?, limits, shutdown })
    }
}

/// Serves until `stop` is done; then takes no new connections, finishes running requests and returns. True: all of
/// them ended in time.
pub async fn serve(listening: Listening, router: Router, stop: impl Future<Output = ()>) -> bool {
    let Listening { listener, limits, shutdown } = listening;
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        while connections.try_join_next().is_some() {}
        let connection = graceful.watch(connection(stream, peer, &router, &limits));
        connections.spawn(async move {
            // Errors here are the client's: it hung up, was too slow or did not speak HTTP.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "A connection ended: {error}");
            }
            drop(place);
        });
    }
    drop(listener);
    tokio::time::timeout(shutdown, graceful.shutdown()).await.is_ok()
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(%error, "A connection could not be accepted: {error}");
            tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
            None
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    limits: &Limits,
) -> impl GracefulConnection<Error = hyper::Error> + Send + use<> {
    // Without this, small answers wait for the client's delayed acknowledgement: 40 ms instead of less than one.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_time));
    let service = router.clone().map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        request.map(Body::new)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_headers(MOST_HEADERS)
        // Room for more than is allowed, so that a person gets a page about it; beyond that, a bare 431.
        .max_buf_size((2 * (limits.header_bytes + limits.address_bytes)).max(LEAST_BUFFER_BYTES))
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service))
}
