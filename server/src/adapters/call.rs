//! Calling the adapter of a system: one signed request with the task document, one answer.
//!
//! Connection, head and body share one time; the body is counted while it comes. Only the exact address of the register is
//! called: no redirect is followed, no proxy asked, and a connection is opened to an allowed address only.

use std::collections::{BTreeMap, HashMap};
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use reqwest::redirect::Policy;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use url::Url;

use super::addresses::{AddressRefused, Checked, Names, Network, SystemNames, literal_is_allowed};
use super::answering::checked;
use super::api::BASE;
use super::document::{Known, change, document, known};
use super::reading;
use super::rules::Question;
use super::signing::Signer;
use super::store::{self, Called};
use super::task_token;
use super::wire::{AnswerDocument, WireChange};
use crate::error::Error;
use crate::id::{ClaimId, SystemId};
use crate::office::Office;
use crate::systems::rules::Served;
use crate::tasks::answer::{Answer, MOST_CONTENT_BYTES};
use crate::tasks::fail::Failure;
use crate::tasks::lease::Lease;
use crate::tasks::store::Tried;
use crate::tasks::worker::{Adapter, Reply};
use crate::tls;
use crate::together::Together;
use crate::whole_body::{NotWhole, whole};

/// For a connection.
const CONNECT_TIME: Duration = Duration::from_secs(10);
/// For everything: shorter than what the worker gives, so that it is known what took so long.
const WHOLE_TIME: Duration = Duration::from_secs(55);
/// How long what is told about a claim is kept: as long as its systems are asked one after the other.
const KEPT: Duration = Duration::from_secs(5);
/// Systems that are looked up together.
const MOST_TOGETHER: usize = 256;
/// The longest that a system is believed to want to be left alone.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(24 * 3600);

/// Asks every system that has an adapter to call, and the portal itself.
pub struct Call {
    office: Office,
    public_url: Url,
    public: reqwest::Client,
    private: reqwest::Client,
    loopback: reqwest::Client,
    /// Claims that systems are told about now. Held while one is read, so that a crowd reads it once.
    claims: Arc<Mutex<Claims>>,
    /// What takes them out again.
    forgetting: Mutex<JoinSet<()>>,
    /// Where those who call systems meet to look them up.
    systems: Together<SystemId, Option<Called>>,
}

type Claims = HashMap<ClaimId, Arc<Known>>;

impl Call {
    /// For adapters that reach us at `public_url`.
    ///
    /// # Errors
    /// No request can be sent from this machine.
    pub fn new(office: Office, public_url: Url) -> anyhow::Result<Self> {
        Self::with_names(office, public_url, Arc::new(SystemNames), WHOLE_TIME)
    }

    /// The same, with names from elsewhere and another time.
    ///
    /// # Errors
    /// No request can be sent from this machine.
    pub fn with_names(
        office: Office,
        public_url: Url,
        names: Arc<dyn Names>,
        within: Duration,
    ) -> anyhow::Result<Self> {
        tls::choose();
        let client = |network: Network| {
            let client = reqwest::Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .connect_timeout(CONNECT_TIME)
                .timeout(within)
                .dns_resolver(Arc::new(Checked { names: names.clone(), network }))
                .user_agent(concat!("minside/", env!("CARGO_PKG_VERSION")));
            // What stays on this machine needs no certificates, and a machine may have none.
            let client = if network == Network::Loopback { client.tls_certs_only([]) } else { client };
            client.build()
        };
        Ok(Self {
            public: client(Network::Public)?,
            private: client(Network::Private)?,
            loopback: client(Network::Loopback)?,
            claims: Arc::default(),
            forgetting: Mutex::default(),
            systems: Together::new(MOST_TOGETHER),
            office,
            public_url,
        })
    }

    fn client(&self, network: Network) -> &reqwest::Client {
        match network {
            Network::Public => &self.public,
            Network::Private => &self.private,
            Network::Loopback => &self.loopback,
        }
    }

    /// What the register says of a system now; those that are called in the same moment are looked up together.
    async fn system(&self, system: SystemId) -> Result<Called, Failed> {
        let office = self.office.clone();
        let look_up = move |systems: Vec<SystemId>| async move {
            match called(&office, &systems).await {
                Ok(called) => systems.iter().map(|system| called.get(system).cloned()).collect(),
                Err(error) => {
                    tracing::error!(%error, "Systems cannot be looked up: {error}");
                    Vec::new()
                }
            }
        };
        self.systems.ask(system, look_up, |_| async {}).await.flatten().ok_or(Failed::Tried(Tried::Failed))
    }

    /// What there is to tell about a claim: hundreds of systems are told it at the same time.
    async fn known(&self, claim: ClaimId) -> Result<Arc<Known>, Error> {
        let mut claims = self.claims.lock().await;
        if let Some(known) = claims.get(&claim) {
            return Ok(known.clone());
        }
        let mut tx = self.office.db.read().await?;
        let known = Arc::new(known(&self.office, &mut tx, claim).await?);
        claims.insert(claim, known.clone());
        let claims = self.claims.clone();
        let mut forgetting = self.forgetting.lock().await;
        while forgetting.try_join_next().is_some() {}
        forgetting.spawn(async move {
            tokio::time::sleep(KEPT).await;
            claims.lock().await.remove(&claim);
        });
        Ok(known)
    }

    async fn call(&self, lease: &Lease, system: &Called, url: &Url) -> Result<Reply, Failed> {
        let network = Network::of(url, system.private_network);
        if !literal_is_allowed(url, network) {
            return Err(Failed::Tried(Tried::AddressRefused));
        }
        let known = self.known(lease.claim).await?;
        let change = self.change(lease).await?;
        let (body, signer) = self.message(lease, system, &known, change)?;
        let id = lease.task.to_string();
        let timestamp_s = self.office.clock.now_ms() / 1000;
        let signature = signer.signature(&id, timestamp_s, &body);
        let request = self
            .client(network)
            .post(url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "identity")
            .header("idempotency-key", &id)
            .header("webhook-id", &id)
            .header("webhook-timestamp", timestamp_s)
            .header("webhook-signature", signature)
            .body(body);
        let response = request.send().await.map_err(|error| Failed::Tried(why(&error)))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status == StatusCode::ACCEPTED {
            return Ok(Reply::Later);
        }
        if status != StatusCode::OK {
            return Err(Failed::Said { tried: meant(status), status, retry_after: retry_after(&headers, timestamp_s) });
        }
        let invalid = |tried| Failed::Said { tried, status, retry_after: None };
        let body = whole(reqwest::Body::from(response), MOST_CONTENT_BYTES).await;
        let bytes = body.map_err(|not_whole| match not_whole {
            NotWhole::TooLarge => invalid(Tried::TooLarge),
            NotWhole::Broken(error) => invalid(why(&error)),
        })?;
        let question = Question { right: known.right, step: lease.step, note: change == Some(WireChange::Note) };
        let answer = answer(lease, question, &headers, &bytes).map_err(|problem| {
            tracing::info!(task = %lease.task, system = %lease.system, "An answer is not taken: {problem}");
            invalid(Tried::InvalidAnswer)
        })?;
        Ok(Reply::Answer(Answer { http_status: Some(status.as_u16()), ..answer }))
    }

    async fn change(&self, lease: &Lease) -> Result<Option<WireChange>, Error> {
        // Hundreds of systems are asked without one.
        if lease.decision.is_none() {
            return Ok(None);
        }
        change(&mut self.office.db.read().await?, lease).await
    }

    /// The task document as it is sent, and who signs it.
    fn message(
        &self,
        lease: &Lease,
        system: &Called,
        known: &Known,
        change: Option<WireChange>,
    ) -> Result<(Vec<u8>, Signer), Error> {
        let mut document = document(&self.office, known, lease, change, &system.identifiers);
        let base = self.public_url.as_str().trim_end_matches('/');
        document.upload_url = Some(format!("{base}{BASE}/tasks/{}/files", lease.task));
        document.task_token = Some(task_token::write(&self.office, lease).to_string());
        let body = serde_json::to_vec(&document).map_err(|error| Error::Internal(error.into()))?;
        Ok((body, Signer::new(&self.office.vault, lease.system, system.secret_round)?))
    }
}

#[async_trait]
impl Adapter for Call {
    async fn ask(&self, lease: &Lease) -> Result<Reply, Failure> {
        let asked = async {
            let system = self.system(lease.system).await?;
            match (system.served, &system.url) {
                (Served::Portal, _) => Ok(Reply::Answer(super::own::answer(&self.office, lease).await?)),
                (_, Some(url)) => self.call(lease, &system, url).await,
                // It was changed since the task was leased.
                (_, None) => Err(Failed::Tried(Tried::Failed)),
            }
        };
        asked.await.map_err(|failed: Failed| match failed {
            Failed::Tried(tried) => Failure { tried, ..Failure::default() },
            Failed::Said { tried, status, retry_after } => {
                Failure { tried, http_status: Some(status.as_u16()), retry_after }
            }
            Failed::Ours(error) => {
                tracing::error!(task = %lease.task, %error, "A system could not be asked: {error}");
                Failure::default()
            }
        })
    }
}

async fn called(office: &Office, systems: &[SystemId]) -> Result<BTreeMap<SystemId, Called>, Error> {
    store::called(&mut office.db.read().await?, systems).await
}

/// The answer in a body; otherwise what is wrong with it, in words of ours.
fn answer(lease: &Lease, question: Question, headers: &HeaderMap, bytes: &[u8]) -> Result<Answer, String> {
    let header = |name| headers.get(name).map(|value| value.as_bytes());
    if header(CONTENT_ENCODING).is_some_and(|encoding| encoding != b"identity") {
        return Err("it is compressed".to_owned());
    }
    let is_json = header(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().starts_with(b"application/json"));
    if !is_json {
        return Err("it is not application/json".to_owned());
    }
    let told = |problem: super::problem::Problem| {
        let (code, at) = (problem.kind.code(), problem.pointer.unwrap_or_default());
        format!("{code} {at} {}", problem.detail.unwrap_or_default())
    };
    let document: AnswerDocument = reading::read(bytes).map_err(told)?;
    if document.attempt.is_some_and(|attempt| attempt != lease.attempt) {
        return Err("it is for another attempt".to_owned());
    }
    checked(question, &document).map_err(told)
}

/// Why there is no answer.
enum Failed {
    /// Before anything was said.
    Tried(Tried),
    /// After it said something.
    Said { tried: Tried, status: StatusCode, retry_after: Option<Duration> },
    /// On our side.
    Ours(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

/// What a status means.
fn meant(status: StatusCode) -> Tried {
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Tried::Busy,
        _ if status.is_redirection() => Tried::Redirected,
        _ => Tried::BadStatus,
    }
}

/// Why a request came to nothing. The error itself may hold the address, and is not written anywhere.
fn why(error: &reqwest::Error) -> Tried {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(this) = cause {
        if this.is::<AddressRefused>() {
            return Tried::AddressRefused;
        }
        if this.is::<rustls::Error>() {
            return Tried::TlsFailed;
        }
        // An error of the input hides the one that it carries from those who ask for its source.
        let inner = this.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner),
            None => this.source(),
        };
    }
    if error.is_timeout() { Tried::TimedOut } else { Tried::Unreachable }
}

/// How long to wait, in seconds or until a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap, now_s: i64) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
            u64::try_from(date.as_second() - now_s).ok()?
        }
    };
    Some(Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_to_wait_is_read_in_both_ways() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, 1_772_708_400).map(|time| time.as_secs())
        };
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("Thu, 05 Mar 2026 11:01:00 GMT"), Some(60));
        assert_eq!(read("99999999999"), Some(86_400));
        for wrong in ["", "-5", "snart", "Thu, 05 Mar 2026 10:59:00 GMT", "1.5"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
