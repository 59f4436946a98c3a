//! `[vault]`: where the master keys are, and where files are.

use std::path::PathBuf;

use object_store::path::Path as Location;
use secrecy::SecretString;
use url::Url;

use super::sources::Sources;
use super::{VaultSettings, private_address};
use crate::vault::{BlobPlace, Bucket};

/// Where the master keys are, where nothing is said.
const DEFAULT_MASTER_KEY_FILE: &str = "minside-data/master.key";
/// Where files are, where nothing is said.
const DEFAULT_BLOBS: &str = "minside-data/blobs";

const BLOBS: &str = "vault.blobs";
const ENDPOINT: &str = "vault.s3.endpoint";
const SECRET_KEY: &str = "vault.s3.secret_key";

pub(super) fn read(sources: &mut Sources) -> VaultSettings {
    let master_key_file = sources.text("vault.master_key_file").unwrap_or_else(|| DEFAULT_MASTER_KEY_FILE.to_owned());
    let written = sources.text(BLOBS).unwrap_or_else(|| DEFAULT_BLOBS.to_owned());
    let blobs = match written.strip_prefix("s3://") {
        Some(bucket) => bucket_in(sources, bucket),
        None => folder(sources, written),
    };
    VaultSettings { master_key_file: PathBuf::from(master_key_file), blobs }
}

fn folder(sources: &mut Sources, folder: String) -> BlobPlace {
    // Taken for a folder, it would be made here, and nobody would look for files in it.
    if folder.contains("://") {
        let place = sources.place(BLOBS);
        sources.note(BLOBS, format!("must be a folder, or begin with s3:// ({place})"));
    }
    BlobPlace::Folder(PathBuf::from(folder))
}

fn bucket_in(sources: &mut Sources, written: &str) -> BlobPlace {
    let (name, prefix) = written.split_once('/').unwrap_or((written, ""));
    // Object stores agree on little more than this.
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-._".contains(letter);
    if !(3..=63).contains(&name.len()) || !name.chars().all(is_letter) {
        let place = sources.place(BLOBS);
        let problem =
            "after s3:// must stand the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens";
        sources.note(BLOBS, format!("{problem} ({place})"));
    }
    let prefix = Location::parse(prefix).unwrap_or_else(|_| {
        let place = sources.place(BLOBS);
        sources.note(BLOBS, format!("after the bucket, only names with / between them can stand ({place})"));
        Location::default()
    });
    BlobPlace::Bucket(Bucket {
        name: name.to_owned(),
        prefix,
        endpoint: endpoint(sources),
        region: needed(sources, "vault.s3.region"),
        key_id: needed(sources, "vault.s3.key_id"),
        secret_key: secret_key(sources),
    })
}

/// What is sent to it is sealed, but the signature of a request can be used again within minutes by who sees it.
fn endpoint(sources: &mut Sources) -> Option<Url> {
    if sources.text(ENDPOINT).is_none() {
        needed(sources, ENDPOINT);
        return None;
    }
    private_address(sources, ENDPOINT)
}

fn secret_key(sources: &mut Sources) -> SecretString {
    let said = sources.text(SECRET_KEY).is_some() || sources.text("vault.s3.secret_key_file").is_some();
    if !said {
        sources.note(SECRET_KEY, "must be set, or vault.s3.secret_key_file, where vault.blobs begins with s3://");
    }
    sources.secret(SECRET_KEY).unwrap_or_default()
}

/// What is used only with a bucket, and cannot be left out then.
fn needed(sources: &mut Sources, key: &str) -> String {
    sources.text(key).unwrap_or_else(|| {
        sources.note(key, "must be set where vault.blobs begins with s3://");
        String::new()
    })
}
