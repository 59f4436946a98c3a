//! The adapters of the demo's systems: real HTTP on loopback, each with a temper of its own. Some answer at once, some take
//! their time, some fail before they answer, some know nobody, some are not sure.

mod content;
mod page;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::people::PEOPLE;
use crate::adapters::keys;
use crate::adapters::store as keys_store;
use crate::hexadecimal;
use crate::office::Office;
use crate::systems::rules::Served;
use crate::systems::store as systems;
use crate::tasks::fan_out::MOST_SYSTEMS;
use crate::tls;

/// What the path of every adapter begins with.
pub(super) const PATH: &str = "/fagsystem/";
/// How long a slow system takes.
const SLOW: Duration = Duration::from_secs(3);
/// How long a system that asks waits for a task.
const WAIT_SECONDS: u16 = 20;

/// What a system is like. It is the same in every demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Temper {
    /// Answers at once.
    Quick,
    /// Answers after a while.
    Slow,
    /// Fails the first time that it is asked anything, and then answers. Not once for each case: where there are many, it would be
    /// left alone for ever longer.
    Faltering,
    /// Knows nobody.
    Empty,
    /// Finds somebody, and is not sure.
    Unsure,
}

impl Temper {
    fn of(key: &str) -> Self {
        // Those that a visitor looks at first have something to show.
        if ["skole", "barnehage", "sfo", "bibliotek", "kulturskole", "byggesak"].contains(&key) {
            return Self::Quick;
        }
        match Sha256::digest(key.as_bytes())[0] % 10 {
            0 => Self::Slow,
            1 => Self::Faltering,
            2 | 3 => Self::Empty,
            4 => Self::Unsure,
            _ => Self::Quick,
        }
    }
}

/// Where the adapter of a system is called.
pub(super) fn url(addr: SocketAddr, key: &str) -> String {
    format!("http://{addr}{PATH}{key}")
}

/// What the adapters know: the systems' kinds of data.
#[derive(Clone)]
struct Adapters {
    office: Office,
    http: reqwest::Client,
    /// Those that have failed.
    failed: Arc<Mutex<BTreeSet<String>>>,
}

/// Serves the adapters that are called, and runs those that ask at `portal`, for as long as the demo lasts.
///
/// # Errors
/// The listener's own, or no request can be sent from this machine.
pub(crate) async fn serve(listener: TcpListener, office: Office, portal: SocketAddr) -> Result<()> {
    tls::choose();
    let http = reqwest::Client::builder().tls_certs_only([]).no_proxy().timeout(Duration::from_secs(60)).build()?;
    let adapters = Adapters { office, http, failed: Arc::default() };
    let asking = ask_for_tasks(&adapters, portal).await?;
    let router = Router::new().route("/fagsystem/{key}", post(called)).with_state(adapters);
    let serving = async { axum::serve(listener, router).await.map_err(anyhow::Error::from) };
    tokio::select! {
        served = serving => served,
        () = asking => Ok(()),
    }
}

/// One call of the portal.
async fn called(State(adapters): State<Adapters>, Path(key): Path<String>, body: String) -> Response {
    let Ok(task) = serde_json::from_str::<Value>(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    if Temper::of(&key) == Temper::Faltering && adapters.fails_now(&key) {
        return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")]).into_response();
    }
    let (Some(upload_url), Some(token)) = (task["upload_url"].as_str(), task["task_token"].as_str()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match adapters.answer(&key, &task, upload_url, token).await {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(error) => {
            tracing::debug!(%error, "An adapter of the demo could not answer: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

impl Adapters {
    /// Whether a system fails that does so once.
    fn fails_now(&self, key: &str) -> bool {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned())
    }

    /// What the system with this key says to a task.
    async fn answer(&self, key: &str, task: &Value, upload_url: &str, token: &str) -> Result<Value> {
        let temper = Temper::of(key);
        if temper == Temper::Slow {
            tokio::time::sleep(SLOW).await;
        }
        let number = task["subject"]["national_id"].as_str().unwrap_or_default();
        let person = PEOPLE.iter().find(|person| person.number == number).filter(|_| temper != Temper::Empty);
        let is_erasure = task["right"] == "erasure";
        let outcome = match (task["step"].as_str().unwrap_or_default(), person) {
            ("execute", _) => {
                if task["change"] == "note" {
                    "supplemented"
                } else if is_erasure {
                    "erased"
                } else {
                    "rectified"
                }
            }
            (_, None) => "no_data",
            ("collect" | "assess", Some(_)) if temper == Temper::Unsure => "ambiguous",
            ("assess", Some(_)) => "can",
            ("collect", Some(person)) => {
                let mut tx = self.office.db.read().await?;
                let Some(id) = systems::find_by_key(&mut tx, key).await? else {
                    return Ok(json!({"outcome": "no_data"}));
                };
                let Some(system) = systems::find_system(&mut tx, id).await? else {
                    return Ok(json!({"outcome": "no_data"}));
                };
                drop(tx);
                let records = content::records(&system, person);
                let mut answer = json!({"outcome": "data", "records": records, "files": []});
                if let Some(letter) = content::letter(&system, person) {
                    let bytes = page::pdf(&letter);
                    let attempt = &task["attempt"];
                    let put = self.http.put(format!("{upload_url}/vedtak.pdf?attempt={attempt}")).bearer_auth(token);
                    put.body(bytes.clone()).send().await?.error_for_status()?;
                    let sha256 = hexadecimal::write(&Sha256::digest(&bytes));
                    answer["files"] = json!([{
                        "name": "vedtak.pdf", "title": format!("Vedtak fra {}", system.unit),
                        "media_type": "application/pdf", "sha256": sha256,
                    }]);
                }
                return Ok(answer);
            }
            _ => "done",
        };
        Ok(json!({"outcome": outcome}))
    }

    /// Asks for the tasks of one system, for ever.
    async fn ask(&self, portal: SocketAddr, system: &str, key: &str) {
        let base = format!("http://{portal}/api/adapter/v1");
        let post = async |path: &str, body: &Value| -> Result<Value> {
            let request = self.http.post(format!("{base}{path}")).bearer_auth(key);
            let request = request.header("content-type", "application/json").body(body.to_string());
            Ok(serde_json::from_slice(&request.send().await?.error_for_status()?.bytes().await?)?)
        };
        let wanted = json!({"max": 10, "wait_seconds": WAIT_SECONDS});
        loop {
            // Until the portal listens, and while it stops.
            let Ok(claimed) = post("/tasks/claim", &wanted).await else {
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            };
            for task in claimed["tasks"].as_array().into_iter().flatten() {
                let id = task["id"].as_str().unwrap_or_default();
                let upload_url = format!("{base}/tasks/{id}/files");
                let Ok(mut answer) = self.answer(system, task, &upload_url, key).await else { continue };
                answer["attempt"] = task["attempt"].clone();
                if let Err(error) = post(&format!("/tasks/{id}/answer"), &answer).await {
                    // Most often because the demo is being stopped.
                    tracing::debug!(%error, "An adapter of the demo could not answer: {error}");
                }
            }
        }
    }
}

/// Those that ask, each with a new key; the keys of the last demo are ended.
async fn ask_for_tasks(adapters: &Adapters, portal: SocketAddr) -> Result<impl Future<Output = ()> + use<>> {
    let office = &adapters.office;
    let all = systems::systems(&mut office.db.read().await?, MOST_SYSTEMS).await?;
    let mut keyed = Vec::new();
    for system in all.into_iter().filter(|system| system.served == Served::Pull) {
        let old = keys_store::keys_of(&mut office.db.read().await?, system.id).await?;
        for key in old.into_iter().filter(|key| key.ended_at.is_none()) {
            keys::end(office, &system.key, key.id).await??;
        }
        let made = keys::make(office, &system.key).await??;
        keyed.push((system.key, made.written));
    }
    let adapters = adapters.clone();
    Ok(async move {
        let asking = keyed.iter().map(|(system, key)| adapters.ask(portal, system, key));
        futures_util::future::join_all(asking).await;
        // Where none asks, there is nothing to wait for, and the others go on.
        std::future::pending::<()>().await;
    })
}
