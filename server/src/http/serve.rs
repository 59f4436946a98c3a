//! Listening: connections with limits on time and number, and a stop that finishes what is running.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::client_address::{bucket, is_trusted};
use crate::config::{Limits, Settings};

/// More header lines than any browser sends.
const MOST_HEADERS: usize = 200;
/// Also where the limits are set low.
const LEAST_BUFFER_BYTES: usize = 64 * 1024;
/// After a failed accept (out of file handles, for example), before the next.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) IpAddr);

/// How many connections each client has open.
#[derive(Clone, Default)]
struct Clients(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's place among its client's; given back when it is dropped.
struct Seat {
    clients: Clients,
    client: Option<IpAddr>,
}

impl Clients {
    /// `None` where the client has as many as it may.
    fn seat(&self, peer: IpAddr, limits: &Limits, trusted: &[IpNet]) -> Option<Seat> {
        if is_trusted(peer, trusted) {
            return Some(Seat { clients: self.clone(), client: None });
        }
        let client = bucket(peer);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client).or_default();
        if *count >= limits.connections_per_client {
            return None;
        }
        *count += 1;
        Some(Seat { clients: self.clone(), client: Some(client) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(client) = self.client else { return };
        let mut open = self.clients.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&client);
            }
        }
    }
}

/// A listener, and what to do when it is told to stop.
pub struct Listening {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Bounds of every connection.
    pub limits: Limits,
    /// They speak for many, and may have as many connections as they like.
    pub trusted_proxies: Vec<IpNet>,
    /// How long running requests may take after the stop.
    pub shutdown: Duration,
}

impl Listening {
    /// Takes the address.
    ///
    /// # Errors
    /// It is taken, or not ours to take.
    pub async fn bind(addr: SocketAddr, settings: &Settings) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(addr).await?,
            limits: settings.limits.clone(),
            trusted_proxies: settings.server.trusted_proxies.clone(),
            shutdown: settings.server.shutdown,
        })
    }
}

/// Serves until `stop` is done; then takes no new connections, finishes running requests and returns. True: all of
/// them ended in time.
pub async fn serve(listening: Listening, router: Router, stop: impl Future<Output = ()>) -> bool {
    let Listening { listener, limits, trusted_proxies, shutdown } = listening;
    let clients = Clients::default();
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
        let Some(seat) = clients.seat(peer.ip(), &limits, &trusted_proxies) else { continue };
        while connections.try_join_next().is_some() {}
        let connection = graceful.watch(connection(stream, peer, &router, &limits));
        connections.spawn(async move {
            // Errors here are the client's: it hung up, was too slow or did not speak HTTP.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "A connection ended: {error}");
            }
            drop((place, seat));
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
