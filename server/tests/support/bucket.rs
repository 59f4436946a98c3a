//! A real S3 server on this machine, which checks signatures, with one bucket.

use std::net::SocketAddr;
use std::path::Path;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use object_store::path::Path as Location;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use server::vault::Bucket;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub const NAME: &str = "minside";
pub const KEY_ID: &str = "minside-key";
pub const SECRET_KEY: &str = "bucket-secret";

/// Stops when it is dropped.
pub struct BucketServer {
    pub addr: SocketAddr,
    folder: TempDir,
    _running: JoinSet<()>,
}

impl BucketServer {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service.clone());
                connections.spawn(async move { drop(connection.await) });
            }
        });
        Self { addr, folder, _running: running }
    }

    /// How the bucket is set, with the names in it below `prefix`.
    pub fn bucket(&self, prefix: &str) -> Bucket {
        Bucket {
            name: NAME.to_owned(),
            prefix: Location::from(prefix),
            endpoint: Some(format!("http://{}", self.addr).parse().unwrap()),
            region: "us-east-1".to_owned(),
            key_id: KEY_ID.to_owned(),
            secret_key: SECRET_KEY.into(),
        }
    }

    /// The same as variables of the program.
    pub fn variables(&self, prefix: &str) -> [(&'static str, String); 4] {
        [
            ("VAULT__BLOBS", format!("s3://{NAME}/{prefix}")),
            ("VAULT__S3__ENDPOINT", format!("http://{}", self.addr)),
            ("VAULT__S3__KEY_ID", KEY_ID.to_owned()),
            ("VAULT__S3__SECRET_KEY", SECRET_KEY.to_owned()),
        ]
    }

    /// Where the server keeps the bucket.
    pub fn folder(&self) -> std::path::PathBuf {
        self.folder.path().join(NAME)
    }

    /// The object of this name.
    pub fn object(&self, name: impl AsRef<Path>) -> std::path::PathBuf {
        self.folder().join(name)
    }
}
