//! Files in a bucket, against a real S3 server: the same promises as in a folder.

use std::fs;

use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::iter;
use server::id::BlobId;
use server::systems::rules::Served;
use server::vault::{BlobPlace, Blobs, Bucket, GRACE_MS, Key, Listed, Swept, VaultError, sweep};

use crate::support::bucket::{BucketServer, SECRET_KEY};
use crate::support::portal::Setup;
use crate::support::program::{minside, run};
use crate::support::{both_databases, cases};

const NOW: i64 = 1_772_708_400_000;

fn open(bucket: Bucket) -> Blobs {
    Blobs::open(&BlobPlace::Bucket(bucket)).unwrap()
}

async fn ids(blobs: &Blobs) -> Vec<BlobId> {
    let listed: Vec<Listed> = blobs.list().try_collect().await.unwrap();
    listed.iter().map(|object| object.id).collect()
}

/// A file of this size, and what was written.
async fn write(blobs: &Blobs, key: &Key, size: usize) -> (BlobId, Vec<u8>) {
    let id = BlobId::new(NOW);
    let plain: Vec<u8> = (0..size).map(|byte| u8::try_from(byte % 251).unwrap()).collect();
    let source: Vec<_> = plain.chunks(70_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    let written = blobs.write(key, id, iter(source), size as u64).await.unwrap();
    assert_eq!(written.size_bytes, size as u64);
    (id, plain)
}

#[tokio::test]
async fn a_file_of_several_parts_is_written_read_in_ranges_and_deleted() {
    let server = BucketServer::start().await;
    let (blobs, key) = (open(server.bucket("")), Key::random());
    for size in [0, 1, 12 * 1024 * 1024 + 1] {
        let (id, plain) = write(&blobs, &key, size).await;
        let whole = size as u64;
        for range in [0..whole, whole / 3..whole / 2, whole.saturating_sub(1)..whole] {
            let read = blobs.read(&key, id, whole, range.clone()).await.unwrap();
            let read = read.try_collect::<Vec<Bytes>>().await.unwrap().concat();
            let asked = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
            assert!(read == plain[asked], "{size} bytes, {range:?}");
        }
        assert!(blobs.is_whole(id, whole).await.unwrap());
        assert_eq!(ids(&blobs).await, [id]);
        blobs.delete(id).await.unwrap();
        blobs.delete(id).await.unwrap();
        assert!(!blobs.is_whole(id, whole).await.unwrap());
        let error = blobs.read(&key, id, whole, 0..whole).await.err().unwrap();
        assert!(matches!(error, server::error::Error::Damaged(_)), "{error}");
    }
}

#[tokio::test]
async fn two_installations_share_a_bucket_by_prefix_and_never_a_place() {
    let server = BucketServer::start().await;
    let (ours, theirs, key) = (open(server.bucket("ours/test")), open(server.bucket("theirs")), Key::random());
    ours.belong_to(&[1; 32]).await.unwrap();
    ours.belong_to(&[1; 32]).await.unwrap();
    theirs.belong_to(&[2; 32]).await.unwrap();
    assert!(server.object("ours/test/installation").exists(), "{:?}", server.folder());
    let (id, _) = write(&ours, &key, 10).await;
    assert_eq!((ids(&ours).await, ids(&theirs).await), (vec![id], vec![]));
    let error = open(server.bucket("ours/test")).belong_to(&[2; 32]).await.unwrap_err();
    assert!(matches!(error, VaultError::OthersBlobs { .. }), "{error}");
    assert!(error.to_string().contains("s3://minside/ours/test"), "{error}");
}

#[tokio::test]
async fn a_bucket_that_cannot_be_used_is_explained_and_no_secret_told() {
    let server = BucketServer::start().await;
    let wrong = Bucket { secret_key: "another-secret".into(), ..server.bucket("") };
    let gone = Bucket { endpoint: Some("http://127.0.0.1:9".parse().unwrap()), ..server.bucket("") };
    for bucket in [wrong, gone] {
        let error = open(bucket).belong_to(&[1; 32]).await.unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, VaultError::Bucket { .. }) && text.contains("[vault.s3]"), "{text}");
        assert!(!text.contains(SECRET_KEY) && !text.contains("another-secret"), "{text}");
    }
    assert!(fs::read_dir(server.folder()).unwrap().next().is_none(), "something was written");
}

#[tokio::test]
async fn an_object_that_was_changed_in_the_bucket_is_refused() {
    let server = BucketServer::start().await;
    let (blobs, key) = (open(server.bucket("")), Key::random());
    let (id, _) = write(&blobs, &key, 1000).await;
    let name = id.to_string();
    let object = server.object(&name[name.len() - 2..]).join(&name);
    let mut bytes = fs::read(&object).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&object, &bytes).unwrap();
    assert!(blobs.read(&key, id, 1000, 0..1000).await.is_err());
    fs::write(&object, &bytes[..middle]).unwrap();
    assert!(blobs.read(&key, id, 1000, 0..10).await.is_err());
}

both_databases! {
    async fn a_portal_keeps_and_sweeps_its_files_in_a_bucket(engine: Engine) {
        let server = BucketServer::start().await;
        let mut setup = Setup::new(engine);
        for (name, value) in server.variables("portal") {
            setup = setup.with(name, value);
        }
        let portal = setup.start().await;
        let office = &portal.office;
        cases::add_systems(office, 1, Served::Manual).await;
        let case = cases::accepted(office, &cases::submission(vec![cases::access()])).await.case;
        let (kept, _) = write(&office.blobs, &Key::random(), 100).await;
        let mut tx = portal.db.write().await.unwrap();
        server::vault::store::insert_blob(&mut tx, kept, case, 100, NOW).await.unwrap();
        tx.commit().await.unwrap();
        write(&office.blobs, &Key::random(), 100).await;
        let listed: Vec<Listed> = office.blobs.list().try_collect().await.unwrap();
        let now_ms = listed.iter().map(|object| object.modified_ms).max().unwrap() + GRACE_MS + 1;
        let swept = sweep(&portal.db, &office.blobs, now_ms).await.unwrap();
        assert_eq!(swept, Swept { orphans: 1, unfinished: 0, lost: 0 });
        assert_eq!(ids(&office.blobs).await, [kept]);
        cases::send_notices(office).await;
    }
}

#[tokio::test]
async fn the_program_says_what_is_wrong_with_a_bucket() {
    let server = BucketServer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let variables = server.variables("x").map(|(name, value)| (format!("MINSIDE__{name}"), value));
    let check = || {
        let mut command = minside(folder.path());
        command.envs(variables.clone()).arg("check");
        command
    };
    assert_eq!(run(folder.path(), ["migrate"]).code, Some(0));
    let ask = |mut command: std::process::Command| tokio::task::spawn_blocking(move || command.output().unwrap());
    let fine = ask(check()).await.unwrap();
    assert!(String::from_utf8_lossy(&fine.stdout).contains("belong to this database"), "{fine:?}");
    let mut wrong = check();
    wrong.env("MINSIDE__VAULT__S3__SECRET_KEY", "another-secret");
    let wrong = ask(wrong).await.unwrap();
    let said = String::from_utf8_lossy(&wrong.stdout);
    assert!(!wrong.status.success() && said.contains("s3://minside/x, cannot be used"), "{said}");
    assert!(!said.contains("another-secret"), "{said}");
}
