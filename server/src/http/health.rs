//! For whatever watches over the program: does it run, and may requests be sent to it?

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::portal::Portal;

/// Longer than a healthy database ever takes.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /health/live`: the program answers. Nothing else is asked, so that a slow database never gets it killed.
pub(super) async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

/// How long an answer of the database is good for, so that asking often costs nothing.
const FRESH: Duration = Duration::from_secs(1);

/// What the database last said, and when.
pub(crate) type LastLook = Mutex<Option<(Instant, &'static str)>>;

/// `GET /health/ready`: 200 when requests can be served; 503 while stopping, or without the database.
pub(super) async fn ready(State(portal): State<Arc<Portal>>) -> (StatusCode, Json<Value>) {
    let mut last = portal.database_look.lock().await;
    let database = match *last {
        Some((when, said)) if when.elapsed() < FRESH => said,
        _ => {
            let said = look_at_database(&portal).await;
            *last = Some((Instant::now(), said));
            said
        }
    };
    drop(last);
    let stopping = portal.is_draining();
    let ready = database == "ok" && !stopping;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if ready { "ready" } else { "not ready" };
    (status, Json(json!({ "status": word, "database": database, "stopping": stopping })))
}

async fn look_at_database(portal: &Portal) -> &'static str {
    match tokio::time::timeout(PATIENCE, portal.office.db.ping()).await {
        Ok(Ok(())) => "ok",
        Ok(Err(error)) => {
            tracing::warn!(%error, "Not ready, because the database failed: {error}");
            "failed"
        }
        Err(_) => {
            tracing::warn!("Not ready, because the database did not answer within {} s", PATIENCE.as_secs());
            "no answer"
        }
    }
}
