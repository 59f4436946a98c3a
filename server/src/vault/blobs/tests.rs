use std::fs;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use futures_util::stream::iter;
use tempfile::TempDir;

use super::*;
use crate::error::Damaged;
use crate::vault::stream::HEADER_BYTES;

mod reading;
mod watched;

use watched::Watched;

const NOW: i64 = 1_772_708_400_000;
const NO_LIMIT: u64 = u64::MAX;

/// A folder of its own, a case's key and one file in it.
struct Kept {
    folder: TempDir,
    blobs: Blobs,
    key: Key,
    id: BlobId,
    plain: Vec<u8>,
}

fn file(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at / 251 + at % 251) as u8).collect()
}

fn pieces(plain: &[u8], piece: usize) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    let pieces: Vec<_> = plain.chunks(piece).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    iter(pieces)
}

impl Kept {
    async fn new(size: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let kept = Self { folder, blobs, key: Key::random(), id: BlobId::new(NOW), plain: file(size) };
        kept.blobs.write(&kept.key, kept.id, pieces(&kept.plain, 10_007), NO_LIMIT).await.unwrap();
        kept
    }

    fn object(&self) -> PathBuf {
        self.folder.path().join(location(self.id).as_ref())
    }

    fn put(&self, object: &[u8]) {
        fs::write(self.object(), object).unwrap();
    }

    /// What leaves before the end or the error.
    async fn read(&self, range: Range<u64>) -> (Vec<u8>, Result<(), Error>) {
        let mut plain = Vec::new();
        let mut stream = match self.blobs.read(&self.key, self.id, self.plain.len() as u64, range).await {
            Ok(stream) => stream,
            Err(error) => return (plain, Err(error)),
        };
        loop {
            match stream.try_next().await {
                Ok(Some(bytes)) => plain.extend_from_slice(&bytes),
                Ok(None) => return (plain, Ok(())),
                Err(error) => return (plain, Err(error)),
            }
        }
    }

    async fn read_all(&self) -> (Vec<u8>, Result<(), Error>) {
        self.read(0..self.plain.len() as u64).await
    }

    fn is_damage(&self, result: &Result<(), Error>) -> bool {
        matches!(result, Err(Error::Damaged(found)) if *found == Damaged::new("blob", "object", self.id))
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[tokio::test]
async fn a_file_of_any_size_in_pieces_of_any_size_comes_back() {
    let Kept { folder: _folder, blobs, key, .. } = Kept::new(0).await;
    let sizes = [0, 1, 65_535, 65_536, 65_537, 3 * 65_536, 1024 * 1024 + 3, PART_BYTES + 70_000];
    for (size, piece) in sizes.into_iter().zip([4_099, 65_536, 3_000_000].into_iter().cycle()) {
        let (plain, id) = (file(size), BlobId::new(NOW));
        let written = blobs.write(&key, id, pieces(&plain, piece), size as u64).await.unwrap();
        assert_eq!(written, Written { size_bytes: size as u64, sha256: Sha256::digest(&plain).into() });
        let read = blobs.read(&key, id, size as u64, 0..size as u64).await.unwrap();
        let read: Vec<Bytes> = read.try_collect().await.unwrap();
        assert_eq!(read.concat(), plain, "{size} bytes by {piece}");
        assert!(blobs.is_whole(id, size as u64).await.unwrap());
        assert!(!blobs.is_whole(id, size as u64 + 1).await.unwrap());
    }
}

#[tokio::test]
async fn parts_have_one_size_and_the_last_is_not_empty() {
    let key = Key::random();
    // The second size makes an object of exactly one part.
    let exact = PART_BYTES - HEADER_BYTES - 80 * 16;
    assert_eq!(sealed_size(exact as u64), PART_BYTES as u64);
    for (size, parts) in [(0, 1), (exact, 1), (exact + 1, 2)] {
        let store = Watched::default();
        store.blobs().write(&key, BlobId::new(NOW), pieces(&file(size), 65_536), NO_LIMIT).await.unwrap();
        let sizes = store.take().parts;
        assert_eq!(sizes.len(), parts, "{size} bytes");
        assert!(sizes[..parts - 1].iter().all(|size| *size == PART_BYTES), "{sizes:?}");
        assert!((1..=PART_BYTES).contains(&sizes[parts - 1]), "{sizes:?}");
    }
}

#[tokio::test]
async fn a_file_beyond_the_limit_leaves_nothing() {
    let kept = Kept::new(0).await;
    kept.blobs.delete(kept.id).await.unwrap();
    for (size, limit) in [(1, 0), (100_001, 100_000), (PART_BYTES + 100_000, PART_BYTES as u64 + 99_999)] {
        let source = pieces(&file(size), 65_000);
        let error = kept.blobs.write(&kept.key, kept.id, source, limit).await.unwrap_err();
        assert!(matches!(error, BlobError::TooLarge { limit_bytes } if limit_bytes == limit), "{error}");
        assert_eq!(files(kept.folder.path()), [] as [PathBuf; 0]);
    }
}

#[tokio::test]
async fn a_source_that_fails_leaves_nothing() {
    let kept = Kept::new(0).await;
    kept.blobs.delete(kept.id).await.unwrap();
    for size in [0, 100, PART_BYTES + 100_000] {
        let source = pieces(&file(size), 65_000).chain(iter([Err(io::Error::other("the connection ended"))]));
        let error = kept.blobs.write(&kept.key, kept.id, source, NO_LIMIT).await.unwrap_err();
        assert!(matches!(&error, BlobError::Source(_)), "{error}");
        assert!(error.to_string().contains("the connection ended"));
        assert_eq!(files(kept.folder.path()), [] as [PathBuf; 0]);
    }
}

#[tokio::test]
async fn writing_that_is_given_up_leaves_nothing() {
    let kept = Kept::new(0).await;
    kept.blobs.delete(kept.id).await.unwrap();
    let source = pieces(&file(200_000), 65_000).chain(futures_util::stream::pending());
    let writing = kept.blobs.write(&kept.key, kept.id, source, NO_LIMIT);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(300), writing).await.is_err());
    // The file is removed by another thread.
    for _ in 0..100 {
        if files(kept.folder.path()).is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{:?}", files(kept.folder.path()));
}

#[tokio::test]
async fn a_full_disk_is_busy_and_the_upload_is_undone() {
    let full = Watched::full();
    let error = full.blobs().write(&Key::random(), BlobId::new(NOW), pieces(&file(10), 5), NO_LIMIT).await.unwrap_err();
    assert!(matches!(error, BlobError::Store(Error::Busy(_))), "{error}");
    assert_eq!(full.take().undone, 1);
}

#[tokio::test]
async fn writing_again_replaces_the_file() {
    let kept = Kept::new(500).await;
    let before = fs::read(kept.object()).unwrap();
    kept.blobs.write(&kept.key, kept.id, pieces(&kept.plain, 100), NO_LIMIT).await.unwrap();
    assert_ne!(fs::read(kept.object()).unwrap(), before);
    assert_eq!(kept.read_all().await.0, kept.plain);
    assert_eq!(files(kept.folder.path()).len(), 1);
}

#[tokio::test]
async fn what_is_not_ours_is_not_listed() {
    let kept = Kept::new(500).await;
    let folder = kept.folder.path();
    fs::write(folder.join("README"), "of the operator").unwrap();
    fs::write(folder.join(BlobId::new(NOW).to_string()), "not where an object is").unwrap();
    fs::write(kept.object().with_file_name("other"), "no id").unwrap();
    let listed: Vec<Listed> = kept.blobs.list().try_collect().await.unwrap();
    assert_eq!(listed.iter().map(|listed| listed.id).collect::<Vec<_>>(), [kept.id]);
    assert!(listed[0].modified_ms > NOW - 365 * 24 * 60 * 60 * 1000);
}

#[tokio::test]
async fn the_folder_is_for_its_owner_only_and_named_where_it_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("data/blobs");
    Blobs::in_folder(&place).unwrap();
    for made in [&place, &folder.path().join("data")] {
        assert_eq!(fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
    }
    assert_eq!(files(&place), [] as [PathBuf; 0]);
    Blobs::in_folder(&place).unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Blobs::in_folder(&file).unwrap_err();
    assert!(matches!(error, VaultError::Blobs { .. }) && error.to_string().contains("vault.blobs"), "{error}");
}
