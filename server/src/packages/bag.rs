//! A package as a file: a ZIP (PKWARE APPNOTE 6.3) whose one folder is a bag of BagIt 1.0 (RFC 8493).
//!
//! Everything is written once, from the first byte to the last, so that a package may be larger than any memory. Its bytes
//! follow from its content alone: the same content, built again, is the same file.

use std::io::{self, Write};

use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::hexadecimal;

/// From this size on, sizes are written with 64 bits: a little below four gigabytes, so that what a file becomes larger by
/// when it does not compress has room.
const LARGE_BYTES: u64 = 0xf000_0000;
/// As quick as `zip -1`.
const LEVEL: i64 = 1;
/// What does not become smaller.
const COMPRESSED: [&str; 15] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/avif",
    "video/mp4",
    "video/webm",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "application/zip",
    "application/gzip",
    "application/x-7z-compressed",
    "application/x-rar-compressed",
];

/// One file of a bag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the bag.
    pub path: String,
    /// SHA-256 (FIPS 180-4) of the file.
    pub sha256: [u8; 32],
    /// The size of the file.
    pub size_bytes: u64,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Payload,
    Tag,
}

/// A bag that is being written.
pub struct Bag<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    folder: String,
    at: DateTime,
    payload: Vec<Entry>,
    tags: Vec<Entry>,
}

impl<W: Write> Bag<W> {
    /// An empty one, whose files were all made at this time.
    pub fn new(out: W, folder: &str, at: DateTime) -> Self {
        let (payload, tags) = (Vec::new(), Vec::new());
        Self { zip: ZipWriter::new_stream(out), folder: folder.to_owned(), at, payload, tags }
    }

    /// A file of the payload, at a path below `data/`. `size_bytes` is what it will have at most, and `media_type` says
    /// whether it is worth compressing.
    ///
    /// # Errors
    /// What the writing said.
    pub fn payload(
        &mut self,
        path: &str,
        size_bytes: u64,
        media_type: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = format!("data/{path}");
        self.write(Purpose::Payload, path, size_bytes, !COMPRESSED.contains(&media_type), write)
    }

    /// A file about the payload.
    ///
    /// # Errors
    /// What the writing said.
    pub fn tag(&mut self, path: &str, content: &[u8]) -> io::Result<()> {
        let size_bytes = u64::try_from(content.len()).unwrap_or(u64::MAX);
        self.write(Purpose::Tag, path.to_owned(), size_bytes, true, |out| out.write_all(content))
    }

    fn write(
        &mut self,
        purpose: Purpose,
        path: String,
        size_bytes: u64,
        compress: bool,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let method = if compress { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .compression_level(compress.then_some(LEVEL))
            .last_modified_time(self.at)
            .unix_permissions(0o644)
            .large_file(size_bytes >= LARGE_BYTES);
        self.zip.start_file(format!("{}/{path}", self.folder), options).map_err(io::Error::other)?;
        let mut hashed = Hashed { out: &mut self.zip, hash: Sha256::new(), size_bytes: 0 };
        write(&mut hashed)?;
        let Hashed { hash, size_bytes, .. } = hashed;
        let entry = Entry { path, sha256: hash.finalize().into(), size_bytes };
        match purpose {
            Purpose::Payload => self.payload.push(entry),
            Purpose::Tag => self.tags.push(entry),
        }
        Ok(())
    }

    /// Every file so far.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.payload.iter().chain(&self.tags)
    }

    /// Writes what makes it a bag, without the list of the files that are about the payload: something may still be added
    /// that signs these.
    ///
    /// # Errors
    /// What the writing said.
    pub fn declare(&mut self, info: &[(&str, String)]) -> io::Result<()> {
        self.tag("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
        let bytes: u64 = self.payload.iter().map(|entry| entry.size_bytes).sum();
        let mut text = String::new();
        for (name, value) in info {
            text.push_str(&format!("{name}: {}\n", one_line(value)));
        }
        text.push_str(&format!("Payload-Oxum: {bytes}.{}\n", self.payload.len()));
        self.tag("bag-info.txt", text.as_bytes())?;
        let manifest = listed(&self.payload);
        self.tag("manifest-sha256.txt", manifest.as_bytes())
    }

    /// Ends it; what it was written to.
    ///
    /// # Errors
    /// What the writing said.
    pub fn finish(mut self) -> io::Result<W> {
        let tags = listed(&self.tags);
        self.tag("tagmanifest-sha256.txt", tags.as_bytes())?;
        Ok(self.zip.finish().map_err(io::Error::other)?.into_inner())
    }
}

/// Lines of a manifest (RFC 8493, 2.1.3). No path has a letter that would have to be written otherwise (`names.rs`).
fn listed(entries: &[Entry]) -> String {
    entries.iter().map(|entry| format!("{}  {}\n", hexadecimal::write(&entry.sha256), entry.path)).collect()
}

fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).collect::<Vec<_>>().join(" ")
}

/// Hashes what is written through it.
struct Hashed<'a, W: Write> {
    out: &'a mut ZipWriter<StreamWriter<W>>,
    hash: Sha256,
    size_bytes: u64,
}

impl<W: Write> Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size_bytes += u64::try_from(written).unwrap_or(u64::MAX);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
