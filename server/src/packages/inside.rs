//! Looking into a package that a person was given, without fetching all of it: what the pages show is what the file holds, and
//! both are gone on the same day.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use zip::ZipArchive;
use zip::result::ZipError;

use super::download::Fetched;
pub use super::listing::{File, Listing, System};
pub use super::released::Record;
use crate::adapters::wire::{AccessDocument, DisclosureDocument};
use crate::error::{Damaged, Error};
use crate::letters::issue;
use crate::letters::letter::Facts;
use crate::office::Office;
use crate::vault::OpenBlob;

/// Bytes of one system's records that are read at once. What is more is in the file alone.
const MOST_SHOWN_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of a listing: 400 systems are some hundred thousand.
const MOST_LISTED_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes that are opened together: what the file store reads as one.
const READ_BYTES: u64 = 64 * 1024;
/// Packages that are looked into at the same time.
const MOST_READ: usize = 32;
/// Pieces of a file that wait to be sent.
const MOST_PIECES: usize = 8;

/// What a system gave, as it stands in the package.
#[derive(Deserialize)]
pub struct Records {
    /// What it holds.
    pub records: Vec<Record>,
    /// Who was given data.
    #[serde(default)]
    pub disclosures: Vec<DisclosureDocument>,
    /// Who has looked at them.
    #[serde(default)]
    pub accesses: Vec<AccessDocument>,
}

/// What each record is called: by its title, and by a number where several have the same.
pub fn titles(records: &[Record]) -> Vec<String> {
    let (mut all, mut before) = (HashMap::new(), HashMap::new());
    for record in records {
        *all.entry(record.title.as_str()).or_insert(0_usize) += 1;
    }
    let called = records.iter().map(|Record { title, .. }| {
        if all.get(title.as_str()).is_none_or(|count| *count == 1) {
            return title.clone();
        }
        let number = before.entry(title.as_str()).or_insert(0_usize);
        *number += 1;
        format!("{title} ({number})")
    });
    called.collect()
}

/// A package with what is in it.
pub struct Inside {
    /// The package.
    pub fetched: Arc<Fetched>,
    /// What it holds.
    pub listing: Listing,
    /// Opened once: its end says where everything is.
    archive: Arc<Mutex<ZipArchive<Sealed>>>,
}

impl Inside {
    /// Looks into a package for the person. That they have looked is noted.
    ///
    /// # Errors
    /// Those of [`Self::unnoted`].
    pub async fn open(office: &Office, fetched: Fetched) -> Result<Self, Error> {
        fetched.opened(office).await?;
        Self::unnoted(office, fetched).await
    }

    /// Looks into a package for something else than to show what the systems hold.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the file is not what was written; the file store's or the database's own.
    pub async fn unnoted(office: &Office, fetched: Fetched) -> Result<Self, Error> {
        let fetched = Arc::new(fetched);
        let (sealed, path) = (Sealed::new(office, &fetched), fetched.path_of("index.json"));
        let opened = waiting(&fetched, move || {
            let mut archive = ZipArchive::new(sealed)?;
            let listing = entry(&mut archive, &path, MOST_LISTED_BYTES)?;
            Ok((archive, listing))
        });
        let (archive, listing) = opened.await?;
        let listing = parsed(&fetched, listing)?.ok_or_else(|| fetched.damaged())?;
        Ok(Self { fetched, listing, archive: Arc::new(Mutex::new(archive)) })
    }

    /// The system at this place of the listing, from 1: its name is nothing for an address.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub fn system(&self, place: usize) -> Result<&System, Error> {
        place.checked_sub(1).and_then(|at| self.listing.systems.get(at)).ok_or(Error::NotFound)
    }

    /// What a system gave; `None` where it is too much to be shown.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn records(&self, system: &System) -> Result<Option<Records>, Error> {
        let (archive, path) = (self.archive.clone(), self.fetched.path_of(&system.records));
        let records = waiting(&self.fetched, move || {
            let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
            entry(&mut archive, &path, MOST_SHOWN_BYTES)
        });
        parsed(&self.fetched, records.await?)
    }

    /// The bytes of a file. A thread hands them over as they are taken; `turn` is dropped when it is done.
    pub fn file(
        &self,
        office: &Office,
        file: &File,
        turn: impl Send + 'static,
    ) -> BoxStream<'static, io::Result<Bytes>> {
        let (send, mut receive) = mpsc::channel(MOST_PIECES);
        let (sealed, path) = (Sealed::new(office, &self.fetched), self.fetched.path_of(&file.path));
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let copy = || -> io::Result<()> {
                let mut archive = ZipArchive::new(sealed)?;
                let mut entry = archive.by_name(&path)?;
                loop {
                    let mut piece = Vec::new();
                    entry.by_ref().take(READ_BYTES).read_to_end(&mut piece)?;
                    // Nobody takes more once the person has gone.
                    if piece.is_empty() || send.blocking_send(Ok(piece.into())).is_err() {
                        return Ok(());
                    }
                }
            };
            if let Err(error) = copy() {
                let _ = send.blocking_send(Err(error));
            }
        });
        futures_util::stream::poll_fn(move |context| receive.poll_recv(context)).boxed()
    }

    /// What the letter that goes with it tells of a system (Art. 15(1)).
    ///
    /// # Errors
    /// [`Error::Damaged`] where the letter is not what was written; the database's own.
    pub async fn facts(&self, office: &Office, system: &System) -> Result<Option<Facts>, Error> {
        let Fetched { case, letter, ref key, .. } = *self.fetched;
        let mut tx = office.db.read().await?;
        issue::facts(&mut tx, key, case, letter, &system.key).await
    }
}

impl Fetched {
    /// A path in the one folder of the package.
    fn path_of(&self, path: &str) -> String {
        format!("{}/{path}", self.name.trim_end_matches(".zip"))
    }

    fn damaged(&self) -> Error {
        Damaged::new("package", "blob_id", self.case).into()
    }
}

/// A file of the package; `None` where it is larger than this.
fn entry(archive: &mut ZipArchive<Sealed>, path: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
    let entry = archive.by_name(path)?;
    if entry.size() > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // The size it says is not what is trusted.
    entry.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Reads in a thread that may wait.
async fn waiting<T: Send + 'static>(
    fetched: &Fetched,
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    // Each holds a thread, and the store needs others of the same pool: until it has read, also where nobody waits any more.
    static TURNS: Semaphore = Semaphore::const_new(MOST_READ);
    let turn = TURNS.acquire().await.map_err(|error| Error::Internal(error.into()))?;
    let reading = move || {
        let _turn = turn;
        read()
    };
    let read = tokio::task::spawn_blocking(reading).await.map_err(|error| Error::Internal(error.into()))?;
    read.map_err(|error| failed(error, fetched))
}

/// JSON that was read, if it was.
fn parsed<T: DeserializeOwned>(fetched: &Fetched, bytes: Option<Vec<u8>>) -> Result<Option<T>, Error> {
    bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose().map_err(|_| fetched.damaged())
}

/// Why it cannot be read: the store's own words where it said why, and otherwise it is not what was written.
fn failed(error: io::Error, fetched: &Fetched) -> Error {
    let error = match error.downcast::<ZipError>() {
        Ok(ZipError::Io(error)) => error,
        Ok(_) => return fetched.damaged(),
        Err(error) => error,
    };
    error.downcast::<Error>().unwrap_or_else(|_| fetched.damaged())
}

/// The package's file, read in pieces as they are needed, by a thread that may wait.
struct Sealed {
    office: Office,
    fetched: Arc<Fetched>,
    handle: Handle,
    /// The file, once something of it was read.
    file: Option<OpenBlob>,
    at: u64,
    /// What is open: from where, and what.
    open: (u64, Vec<u8>),
}

impl Sealed {
    fn new(office: &Office, fetched: &Arc<Fetched>) -> Self {
        let (office, fetched) = (office.clone(), fetched.clone());
        Self { office, fetched, handle: Handle::current(), file: None, at: 0, open: (0, Vec::new()) }
    }

    /// What is open from where one is; empty at the end of the file alone.
    fn ahead(&mut self) -> io::Result<&[u8]> {
        let end = self.open.0 + self.open.1.len() as u64;
        if !(self.open.0..end).contains(&self.at) {
            let from = self.at - self.at % READ_BYTES;
            let to = (from + READ_BYTES).min(self.fetched.size_bytes);
            let mut opened = Vec::new();
            if from < to {
                let (office, fetched, file) = (&self.office, &self.fetched, &mut self.file);
                self.handle
                    .block_on(async {
                        let file = match file {
                            Some(file) => file,
                            None => file.insert(fetched.file(office).await?),
                        };
                        let mut pieces = file.read(from..to)?;
                        while let Some(piece) = pieces.next().await {
                            opened.extend_from_slice(&piece?);
                        }
                        Ok::<(), Error>(())
                    })
                    .map_err(io::Error::other)?;
            }
            self.open = (from, opened);
        }
        let within = usize::try_from(self.at - self.open.0).unwrap_or(usize::MAX);
        Ok(self.open.1.get(within..).unwrap_or_default())
    }
}

impl Read for Sealed {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ahead = self.ahead()?;
        let count = ahead.len().min(out.len());
        out[..count].copy_from_slice(&ahead[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Sealed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.fetched.size_bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
