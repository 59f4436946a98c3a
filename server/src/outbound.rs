//! Requests that this program sends: to login providers, and to whatever else the settings name.
//!
//! No redirect is followed, so that an answer cannot lead a request to somewhere else in the network; an answer has a
//! limit in size, and everything together one in time.

use std::time::Duration;

use reqwest::redirect::Policy;
use thiserror::Error;
use url::Url;

use crate::tls;
use crate::whole_body::{NotWhole, whole};

/// For a connection.
const CONNECT_TIME: Duration = Duration::from_secs(5);

/// A client with the limits of one use. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Outbound {
    client: reqwest::Client,
    most_bytes: usize,
}

/// What came back.
pub type Answer = axum::http::Response<Vec<u8>>;

/// Why nothing usable came back. None of them holds what was sent.
#[derive(Debug, Error)]
pub enum OutboundError {
    /// The client could not be made.
    #[error("no request can be sent: {0}")]
    Client(String),
    /// No connection, or it was lost, or the time was over.
    #[error("{host} cannot be reached: {cause}")]
    Unreachable {
        /// Whom it was sent to.
        host: String,
        /// What the system says.
        cause: String,
    },
    /// The answer is larger than it may be.
    #[error("{host} answered with more than {most_bytes} bytes")]
    TooLarge {
        /// Whom it was sent to.
        host: String,
        /// The limit.
        most_bytes: usize,
    },
}

impl Outbound {
    /// A client whose requests take at most `time` from connection to the end of the answer. `secure` is false only
    /// where all that it reaches is this machine, which needs no certificates.
    ///
    /// # Errors
    /// The machine has no certificates to check others by.
    pub fn new(time: Duration, most_bytes: usize, secure: bool) -> Result<Self, OutboundError> {
        tls::choose();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIME)
            .timeout(time)
            .user_agent(concat!("minside/", env!("CARGO_PKG_VERSION")));
        let client = if secure { client } else { client.tls_certs_only([]) };
        let client = client.build().map_err(|error| OutboundError::Client(format!("{error:?}")))?;
        Ok(Self { client, most_bytes })
    }

    /// Sends a request.
    ///
    /// # Errors
    /// Nothing usable came back; a status that says *no* is an answer like others.
    pub async fn send(&self, request: axum::http::Request<Vec<u8>>) -> Result<Answer, OutboundError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        // Its address may hold what nobody is to see.
        let unreachable = |error: reqwest::Error| OutboundError::Unreachable {
            host: host.clone(),
            cause: causes(&error.without_url()),
        };
        let request = reqwest::Request::try_from(request).map_err(unreachable)?;
        let response = self.client.execute(request).await.map_err(unreachable)?;
        let mut answer = axum::http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let bytes =
            whole(reqwest::Body::from(response), self.most_bytes).await.map_err(|not_whole| match not_whole {
                NotWhole::TooLarge => OutboundError::TooLarge { host: host.clone(), most_bytes: self.most_bytes },
                NotWhole::Broken(error) => unreachable(error),
            })?;
        answer.body(bytes).map_err(|error| OutboundError::Client(error.to_string()))
    }
}

/// What went wrong, down to its first cause.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(this) = cause {
        text = format!("{text}: {this}");
        cause = this.source();
    }
    text
}

/// Whether what is sent there stays on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether nobody on the way can read what is sent there.
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}
