//! A form with files, as a browser writes it, also for stories in which it comes in pieces, or breaks off.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The type of such a body.
pub const TYPE: &str = "multipart/form-data; boundary=grense";
/// What it ends with.
pub const END: &str = "--grense--\r\n";

/// A field.
pub fn field(name: &str, value: &str) -> String {
    format!("--grense\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

/// What a file begins with; its bytes follow, and the end of a line.
pub fn file_head(field: &str, name: &str) -> String {
    format!("--grense\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n")
}

/// A form on its way.
pub struct Sending(TcpStream);

impl Sending {
    /// Says what comes: so many bytes in all, from whom this session is of, if from anybody.
    pub async fn begin(addr: SocketAddr, path: &str, session: Option<&str>, bytes: usize) -> Self {
        let cookie = session.map(|session| format!("Cookie: minside-session={session}\r\n")).unwrap_or_default();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: minside\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n{cookie}\
             Content-Type: {TYPE}\r\nContent-Length: {bytes}\r\n\r\n"
        );
        let mut sending = Self(TcpStream::connect(addr).await.unwrap());
        sending.send(head.as_bytes()).await.unwrap();
        sending
    }

    /// Sends a piece.
    pub async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes).await
    }

    /// What is answered, with its head.
    pub async fn answer(mut self) -> String {
        let mut answer = Vec::new();
        self.0.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}
