//! A client like a browser without JavaScript: it keeps cookies and says where a form comes from, but follows no
//! redirect unless it is told to.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::multipart;

/// One person's browser.
pub struct Client {
    http: reqwest::Client,
    origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
    events: Mutex<Option<reqwest::Response>>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Client {
    pub fn new(addr: SocketAddr) -> Self {
        server::tls::choose();
        let http =
            reqwest::Client::builder().tls_certs_only([]).redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, origin: format!("http://{addr}"), cookies: Mutex::default(), events: Mutex::default() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.http.get(self.url(path));
        self.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    /// Any method, without a body.
    pub async fn method(&self, method: &str, path: &str) -> Answer {
        let method = method.parse().unwrap();
        self.send(self.http.request(method, self.url(path)).header("sec-fetch-site", "same-origin")).await
    }

    /// Sends a form as a page of the portal does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body =
            fields.iter().fold(url::form_urlencoded::Serializer::new(String::new()), |mut body, (name, value)| {
                body.append_pair(name, value);
                body
            });
        let mut body = body;
        self.post_raw(path, &body.finish(), &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form's body as it is, with exactly these headers.
    pub async fn post_raw(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.post(self.url(path)).body(body.to_owned());
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        self.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
    }

    /// Sends files as a page with a form for them does: each with its field and its name.
    pub async fn post_files(&self, path: &str, files: &[(&str, &str, &[u8])]) -> Answer {
        self.post_form(path, &[], files).await
    }

    /// The same, with other fields before the files.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(multipart::field(name, value).as_bytes());
        }
        for (field, name, content) in files {
            body.extend_from_slice(multipart::file_head(field, name).as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(multipart::END.as_bytes());
        let request = self.http.post(self.url(path)).header("sec-fetch-site", "same-origin");
        self.send(request.header("content-type", multipart::TYPE).body(body)).await
    }

    /// The next event of the last answer that has such; `None` at its end.
    pub async fn next_event(&self) -> Option<String> {
        let mut response = self.events.lock().unwrap().take()?;
        let mut event = String::new();
        while !event.ends_with("\n\n") {
            event.push_str(std::str::from_utf8(&response.chunk().await.unwrap()?).unwrap());
        }
        *self.events.lock().unwrap() = Some(response);
        Some(event)
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    fn url(&self, path: &str) -> String {
        // Elsewhere: where a login leads.
        if path.starts_with("http://") { path.to_owned() } else { format!("{}{path}", self.origin) }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() { request } else { request.header("cookie", cookies.join("; ")) };
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let gone = cookie.to_str().unwrap().contains("Max-Age=0");
            self.set_cookie(name, value);
            if gone {
                self.cookies.lock().unwrap().remove(name);
            }
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // It ends in minutes, and a test reads of it what it wants.
        if headers.get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            *self.events.lock().unwrap() = Some(response);
            return Answer { status, headers, bytes: Vec::new() };
        }
        Answer { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }
}

/// Writes bytes as they are and reads until the other side hangs up: for what no client library would send.
pub async fn raw(addr: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    // The other side may reset the connection once it has said what it had to say.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
