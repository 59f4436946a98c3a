//! An adapter that asks for its tasks, as a vendor would write it.

use serde_json::{Value, json};
use server::adapters::keys;
use server::id::SystemId;
use server::office::Office;
use server::systems::rules::{Served, System};

use super::cases::add_systems_like;
use super::client::Answer;
use super::portal::TestPortal;

/// One adapter with its key.
pub struct Api {
    http: reqwest::Client,
    pub base: String,
    pub key: String,
    pub system: SystemId,
}

/// A system that asks for its tasks, and its adapter.
pub async fn adapter(portal: &TestPortal, key: &str, change: impl Fn(&mut System)) -> Api {
    let system = add_systems_like(&portal.office, 1, Served::Pull, |system| {
        system.key = key.to_owned();
        change(system);
    })
    .await[0];
    Api::with(portal, system, new_key(&portal.office, key).await)
}

pub async fn new_key(office: &Office, system: &str) -> String {
    keys::make(office, system).await.unwrap().unwrap().written.to_string()
}

impl Api {
    /// A client that knows nobody.
    pub fn plain() -> reqwest::Client {
        server::tls::choose();
        reqwest::Client::builder().tls_certs_only([]).build().unwrap()
    }

    pub fn with(portal: &TestPortal, system: SystemId, key: String) -> Self {
        Self { http: Self::plain(), base: format!("http://{}/api/adapter/v1", portal.addr), key, system }
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method.parse().unwrap(), format!("{}{path}", self.base)).bearer_auth(&self.key)
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.raw("POST", path, body.to_string().into_bytes()).await
    }

    /// Any bytes, said to be JSON.
    pub async fn raw(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        self.send(self.request(method, path).header("content-type", "application/json").body(body)).await
    }

    /// The tasks that are there now.
    pub async fn claim(&self, max: u16) -> Vec<Value> {
        let answer = self.post("/tasks/claim", &json!({"max": max})).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["tasks"].as_array().unwrap().clone()
    }

    /// The one task that is there now.
    pub async fn claim_one(&self) -> Value {
        let tasks = self.claim(10).await;
        assert_eq!(tasks.len(), 1);
        tasks[0].clone()
    }

    pub async fn answer(&self, task: &Value, mut answer: Value) -> Answer {
        answer["attempt"] = task["attempt"].clone();
        self.post(&at(task, "answer"), &answer).await
    }

    pub async fn put_file(&self, task: &Value, name: &str, content: &[u8]) -> Answer {
        let request = self.request("PUT", &file_at(task, name)).body(content.to_vec());
        self.send(request.header("content-type", "application/octet-stream")).await
    }
}

/// Where something is done to a task.
pub fn at(task: &Value, what: &str) -> String {
    format!("/tasks/{}/{what}", task["id"].as_str().unwrap())
}

/// Where a file of a task is put or fetched; the name is written as it is.
pub fn file_at(task: &Value, name: &str) -> String {
    format!("{}/{name}?attempt={}", at(task, "files"), task["attempt"])
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// Status and stable type of a problem, and where it is.
    pub fn problem(&self) -> (u16, String, String) {
        let document = self.json();
        assert_eq!(self.header("content-type"), "application/problem+json", "{document}");
        assert_eq!(document["status"], self.status);
        assert_eq!(document["instance"], format!("urn:minside:request:{}", self.header("x-request-id")));
        let kind = document["type"].as_str().unwrap().strip_prefix("urn:minside:problem:").unwrap().to_owned();
        (self.status, kind, document["pointer"].as_str().unwrap_or_default().to_owned())
    }
}
