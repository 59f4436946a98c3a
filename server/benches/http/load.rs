//! A client that costs little: it writes the same bytes again and again, and reads as many as the answer says.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// What is asked for, and where.
pub struct Target<'a> {
    pub addr: SocketAddr,
    pub path: &'a str,
    /// Of somebody who is logged in.
    pub cookie: Option<&'a str>,
}

/// What one round showed.
pub struct Load {
    seconds: f64,
    /// Milliseconds, ascending.
    times: Vec<f64>,
}

impl Load {
    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    pub fn p50_ms(&self) -> f64 {
        self.times[self.times.len() / 2]
    }

    pub fn p99_ms(&self) -> f64 {
        self.times[self.times.len() * 99 / 100]
    }
}

fn request(path: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
    let head = "host: localhost\r\naccept-encoding: br\r\naccept-language: nb\r\n";
    format!("GET {path} HTTP/1.1\r\n{head}{cookie}\r\n").into_bytes()
}

/// The body of one answer, compressed as it comes.
pub async fn fetch(addr: SocketAddr, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let mut buffer = Vec::new();
    stream.write_all(&request(path, None)).await.unwrap();
    let (head, length) = read_answer(&mut stream, &mut buffer).await;
    buffer[head..head + length].to_vec()
}

/// Loads a server for a while on so many connections.
pub async fn run(target: &Target<'_>, connections: usize, time: Duration) -> Load {
    let started = Instant::now();
    let mut all = JoinSet::new();
    for _ in 0..connections {
        let (addr, request) = (target.addr, request(target.path, target.cookie));
        all.spawn(async move {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut buffer = Vec::with_capacity(64 * 1024);
            let mut times = Vec::new();
            while started.elapsed() < time {
                let sent = Instant::now();
                stream.write_all(&request).await.unwrap();
                buffer.clear();
                read_answer(&mut stream, &mut buffer).await;
                times.push(sent.elapsed().as_secs_f64() * 1000.0);
            }
            times
        });
    }
    let mut times = all.join_all().await.concat();
    times.sort_by(f64::total_cmp);
    Load { seconds: started.elapsed().as_secs_f64(), times }
}

/// Reads one answer; where its body begins, and how long it is.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> (usize, usize) {
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).unwrap();
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let body = head + 4;
        match length {
            Some(length) => {
                while buffer.len() < body + length {
                    assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
                }
                return (body, length);
            }
            None => {
                while !buffer.ends_with(b"\r\n0\r\n\r\n") {
                    assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
                }
                let chunks = unchunked(&buffer[body..]);
                let length = chunks.len();
                buffer.truncate(body);
                buffer.extend(chunks);
                return (body, length);
            }
        }
    }
}

/// The content of a body that was sent in chunks (RFC 9112, 7.1).
fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return content;
        }
        content.extend(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 2 + size + 2..];
    }
}
