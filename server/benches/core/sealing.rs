//! Sealing and reading a large file, against the cipher alone on the same bytes; the memory it takes; and a range.

use std::time::Instant;

use bytes::Bytes;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Key as CipherKey, XChaCha20Poly1305, XNonce};
use futures_util::StreamExt;
use futures_util::stream;
use server::id::BlobId;
use server::vault::{Blobs, Key};

use crate::number;

const SEGMENT: usize = 64 * 1024;
const MEBIBYTE: u64 = 1024 * 1024;

pub async fn measure() {
    let size_mb = number("MINSIDE_BENCH_BLOB_MB", 64);
    let size = size_mb * MEBIBYTE;
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::in_folder(folder.path()).unwrap();
    let (key, id) = (Key::random(), BlobId::new(0));
    let piece = Bytes::from(vec![b'x'; SEGMENT]);
    let pieces = usize::try_from(size).unwrap() / SEGMENT;

    let cipher = XChaCha20Poly1305::new(&CipherKey::from([7; 32]));
    let mut buffer = piece.to_vec();
    let started = Instant::now();
    for number in 0..pieces {
        let mut nonce = [0; 24];
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        cipher.encrypt_inout_detached(&XNonce::from(nonce), b"", buffer.as_mut_slice().into()).unwrap();
    }
    let alone = mb_per_second(size, started);

    let before = memory_kb();
    let started = Instant::now();
    let source = stream::iter(std::iter::repeat_n(piece, pieces)).map(Ok);
    blobs.write(&key, id, source, size).await.unwrap();
    let sealed = mb_per_second(size, started);
    let started = Instant::now();
    let read = read(&blobs, &key, id, size, 0..size).await;
    assert_eq!(read, size);
    let opened = mb_per_second(size, started);
    let grown = memory_kb().saturating_sub(before) / 1024;
    println!(
        "seal {size_mb} MB               {sealed:.0} MB/s, read {opened:.0} MB/s, cipher alone {alone:.0} MB/s, \
         ratios {:.2} and {:.2}; memory grew by {grown} MB",
        sealed / alone,
        opened / alone
    );

    let middle = size / 2;
    let mut times = Vec::new();
    for _ in 0..21 {
        let started = Instant::now();
        assert_eq!(self::read(&blobs, &key, id, size, middle..middle + MEBIBYTE).await, MEBIBYTE);
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    println!("  1 MB in its middle         {:.2} ms", crate::median(times));
}

async fn read(blobs: &Blobs, key: &Key, id: BlobId, size: u64, range: std::ops::Range<u64>) -> u64 {
    let mut bytes = blobs.read(key, id, size, range).await.unwrap();
    let mut count = 0;
    while let Some(piece) = bytes.next().await {
        count += u64::try_from(piece.unwrap().len()).unwrap();
    }
    count
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn mb_per_second(size: u64, started: Instant) -> f64 {
    size as f64 / 1e6 / started.elapsed().as_secs_f64()
}

/// The most memory that the process has had.
fn memory_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
