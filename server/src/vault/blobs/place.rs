//! Where files are: a folder, or a bucket in any store that speaks S3.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Location;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::Blobs;
use crate::tls;
use crate::vault::VaultError;

/// For a connection to a bucket.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// For one request to a bucket: 5 MiB in a slow network.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// How often a request is tried again, and when no more: somebody waits for it.
const RETRIES: usize = 4;
const RETRY_TIME: Duration = Duration::from_secs(20);

/// Where files are.
#[derive(Clone, Debug)]
pub enum BlobPlace {
    /// On this machine, or shared by all nodes.
    Folder(PathBuf),
    /// In a store that speaks S3.
    Bucket(Bucket),
}

/// A bucket, or a part of it.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What the names of our objects begin with; may be empty.
    pub prefix: Location,
    /// Where the store is; `None` only while the settings are read.
    pub endpoint: Option<Url>,
    /// As the store calls it, for example `us-east-1`.
    pub region: String,
    /// Who we are there.
    pub key_id: String,
    /// What requests are signed with.
    pub secret_key: SecretString,
}

impl BlobPlace {
    /// As people know it, without secrets.
    pub fn shown(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Bucket(bucket) => bucket.shown(),
        }
    }

    /// Whether to look for files there: a folder that nobody has made yet holds none.
    pub fn exists(&self) -> bool {
        match self {
            Self::Folder(folder) => folder.exists(),
            Self::Bucket(_) => true,
        }
    }
}

impl Bucket {
    fn shown(&self) -> String {
        let prefix = if self.prefix.as_ref().is_empty() { String::new() } else { format!("/{}", self.prefix) };
        format!("s3://{}{prefix}", self.name)
    }
}

impl Blobs {
    /// The place that the settings name.
    ///
    /// # Errors
    /// It cannot be used, and how to mend that. A bucket is asked nothing yet.
    pub fn open(place: &BlobPlace) -> Result<Self, VaultError> {
        match place {
            BlobPlace::Folder(folder) => Self::in_folder(folder),
            BlobPlace::Bucket(bucket) => Self::in_bucket(bucket),
        }
    }

    /// A folder for files. Where there is none it is made, for the user who runs the program and nobody else.
    ///
    /// # Errors
    /// It cannot be made or written to, and how to mend that.
    pub fn in_folder(folder: &Path) -> Result<Self, VaultError> {
        let unusable = |cause: String| VaultError::Blobs { place: folder.display().to_string(), cause };
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| unusable(error.to_string()))?;
        let probe = folder.join(".minside-probe");
        File::create(&probe).map_err(|error| unusable(error.to_string()))?;
        // Another node that shares the folder may have removed it already.
        drop(std::fs::remove_file(&probe));
        // What is written is on the disk before its row is: no row names what a power failure took.
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| unusable(error.to_string()))?;
        let place = folder.display().to_string().into();
        Ok(Self { store: Arc::new(store.with_fsync(true)), place, folder: Some(folder.into()) })
    }

    fn in_bucket(bucket: &Bucket) -> Result<Self, VaultError> {
        tls::choose();
        let unusable = |cause: String| VaultError::Bucket { place: bucket.shown(), cause };
        let endpoint = bucket.endpoint.as_ref().ok_or_else(|| unusable("vault.s3.endpoint is not set".to_owned()))?;
        let plain = endpoint.scheme() == "http";
        let client = ClientOptions::new()
            .with_allow_http(plain)
            // Without TLS there is nothing to look them up for, and a machine may have none.
            .with_no_system_certificates(plain)
            .with_connect_timeout(CONNECT_TIME)
            .with_timeout(REQUEST_TIME);
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_TIME, ..RetryConfig::default() };
        let store = AmazonS3Builder::new()
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.key_id)
            .with_secret_access_key(bucket.secret_key.expose_secret())
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            .with_client_options(client)
            .with_retry(retry)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let store = PrefixStore::new(store, bucket.prefix.clone());
        Ok(Self { store: Arc::new(store), place: bucket.shown().into(), folder: None })
    }
}
