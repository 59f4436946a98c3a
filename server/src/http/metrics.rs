//! Figures for Prometheus. They count requests and times, never people.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::audit::store as audit;
use crate::db::Db;
use crate::notices::store as notices;
use crate::portal::Portal;
use crate::tasks::lease::store as tasks;

/// Seconds; from a page out of memory to one that is too slow.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

/// What a request is counted under: the route's pattern, never the address itself, which may hold a reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: &'static str,
    route: String,
    status: u16,
}

/// All figures of one portal.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Histogram,
    in_flight: Gauge,
    rate_limited: Counter,
    waiting: Family<Waiting, Gauge>,
    logins: Family<LoginLabels, Counter>,
}

/// How a login ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LoginLabels {
    provider: &'static str,
    outcome: &'static str,
}

/// What waits in the database.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Waiting {
    what: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("minside");
        let requests = Family::default();
        let seconds = Histogram::new(BUCKETS);
        let in_flight = Gauge::default();
        let rate_limited = Counter::default();
        let waiting = Family::default();
        let logins = Family::default();
        registry.register("waiting", "Tasks, notices and audit events that wait in the database", waiting.clone());
        registry.register("build", "Which version this is", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("http_requests", "Requests by method, route and status", requests.clone());
        registry.register_with_unit("http_request", "Time from headers to answer", Unit::Seconds, seconds.clone());
        registry.register("http_requests_in_flight", "Requests that are being answered", in_flight.clone());
        registry.register(
            "http_rate_limited",
            "Requests refused because one client sent too many",
            rate_limited.clone(),
        );
        registry.register("logins", "Logins by provider and how they ended", logins.clone());
        Self { registry, requests, seconds, in_flight, rate_limited, waiting, logins }
    }
}

impl Metrics {
    pub(super) fn begin(&self) {
        self.in_flight.inc();
    }

    pub(super) fn end(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        self.in_flight.dec();
        self.seconds.observe(took.as_secs_f64());
        self.requests.get_or_create(&Labels { method, route: route.to_owned(), status }).inc();
    }

    pub(super) fn count_rate_limited(&self) {
        self.rate_limited.inc();
    }

    pub(super) fn login(&self, provider: &'static str, outcome: &'static str) {
        self.logins.get_or_create(&LoginLabels { provider, outcome }).inc();
    }

    /// Counts what waits, when somebody asks.
    async fn count_waiting(&self, db: &Db) -> sqlx::Result<()> {
        let mut tx = db.read().await?;
        let tasks = tasks::count_waiting(&mut tx).await?;
        let found = [
            ("tasks ready", tasks.ready),
            ("tasks leased", tasks.leased),
            ("notices", notices::count_unsent(&mut tx).await?),
            ("audit events", audit::count_unchained(&mut tx).await?),
        ];
        for (what, count) in found {
            self.waiting.get_or_create(&Waiting { what }).set(count);
        }
        Ok(())
    }
}

/// `GET /metrics`, on the listener of its own.
pub(super) async fn metrics(State(portal): State<Arc<Portal>>) -> impl IntoResponse {
    if let Err(error) = portal.metrics.count_waiting(&portal.office.db).await {
        // Old figures would look as if nothing moved.
        portal.metrics.waiting.clear();
        tracing::warn!(%error, "What waits in the database cannot be counted: {error}");
    }
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = encode(&mut text, &portal.metrics.registry);
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
}
