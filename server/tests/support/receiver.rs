//! A system's adapter that is called, with a behaviour that the test chooses and changes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// How it answers.
#[derive(Clone, Debug)]
pub enum Says {
    /// 200 with this.
    Answer(Value),
    /// This status, these headers, this body.
    Status(u16, Vec<(&'static str, String)>, String),
    /// A head, and then nothing for an hour.
    HeadOnly,
    /// A body that comes one byte at a time, for an hour.
    Slowly,
    /// A body without end.
    Endless,
}

/// What was received.
#[derive(Clone, Debug)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Received {
    pub fn document(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

#[derive(Clone)]
pub struct Receiver {
    pub addr: SocketAddr,
    says: Arc<Mutex<Says>>,
    received: Arc<Mutex<Vec<Received>>>,
    _running: Arc<JoinSet<()>>,
}

impl Receiver {
    pub async fn start(says: Says) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (says, received) = (Arc::new(Mutex::new(says)), Arc::new(Mutex::new(Vec::new())));
        let router = axum::Router::new().fallback(answer).with_state((says.clone(), received.clone()));
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { addr, says, received, _running: Arc::new(running) }
    }

    pub fn url(&self) -> url::Url {
        format!("http://{}/innsyn?system=a", self.addr).parse().unwrap()
    }

    pub fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

type Shared = (Arc<Mutex<Says>>, Arc<Mutex<Vec<Received>>>);

async fn answer(State((says, received)): State<Shared>, request: Request) -> Response {
    let headers = request.headers().clone();
    let body = request.into_body().collect().await.unwrap().to_bytes().to_vec();
    received.lock().unwrap().push(Received { headers, body });
    let says = says.lock().unwrap().clone();
    let json = [("content-type", "application/json")];
    match says {
        Says::Answer(answer) => axum::Json(answer).into_response(),
        Says::Status(status, headers, body) => {
            let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
        Says::HeadOnly => {
            let never = futures_util::stream::once(async {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                Ok::<_, std::io::Error>("{}")
            });
            (json, Body::from_stream(never)).into_response()
        }
        Says::Slowly => {
            let drops = futures_util::stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_millis(10)).await;
                Some((Ok::<_, std::io::Error>(" "), ()))
            });
            (json, Body::from_stream(drops)).into_response()
        }
        Says::Endless => {
            let flood = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 1024 * 1024]));
            (json, Body::from_stream(flood)).into_response()
        }
    }
}
