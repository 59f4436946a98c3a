//! Building a package: what each system gave is opened, written and forgotten again, one by one.
//!
//! Compressing is work for a thread of its own; the sealed file is written beside it, piece by piece as they come.

use std::collections::BTreeMap;
use std::io::{self, Write};

use app::words::Words;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc};
use zip::DateTime;

use super::bag::Bag;
use super::contents::{Contents, Part};
use super::listing::{self, Controller, Listing};
use super::manifest::{Manifest, Signer};
use super::names::Names;
use super::pages;
use super::released::{Released, Source};
use crate::db::{Db, Tx};
use crate::error::{Damaged, Error};
use crate::hexadecimal;
use crate::id::{BlobId, TaskId};
use crate::letters::facts::controller;
use crate::letters::letter::Facts;
use crate::letters::page::{facts_page, letter_page};
use crate::office::Office;
use crate::review::answered::ReadAhead;
use crate::tasks::files;
use crate::vault::store as vault;
use crate::vault::{BlobError, Written};

/// Bytes that are handed over at once.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that wait to be sealed.
const MOST_PIECES: usize = 8;
/// Answers that are read in one transaction.
const READS_AT_ONCE: u32 = 50;
/// Larger than any package: what a person could download.
const MOST_BYTES: u64 = 1 << 42;

/// Builds a package into a new file of the vault.
///
/// # Errors
/// [`Error::Busy`] where there is no room; the database's or the file store's own. Nothing is left then.
pub async fn build(office: &Office, contents: Contents, verify: &str) -> Result<(BlobId, Written), Error> {
    let blob = BlobId::new(office.clock.now_ms());
    let key = contents.around.key.clone();
    let (send, mut receive) = mpsc::channel::<io::Result<Bytes>>(MOST_PIECES);
    let (inner, verify, handle) = (office.clone(), verify.to_owned(), Handle::current());
    let written = tokio::task::spawn_blocking(move || {
        let pieces = Pieces { send: send.clone(), filled: Vec::with_capacity(PIECE_BYTES) };
        let packing =
            Packing { office: &inner, handle: &handle, contents: &contents, verify: &verify, reads: Mutex::default() };
        let result = packing.pack(pieces);
        if let Err(error) = &result {
            // Whoever seals must not take what has come so far for all.
            let _ = send.blocking_send(Err(io::Error::other(error.to_string())));
        }
        result
    });
    let source = futures_util::stream::poll_fn(move |context| receive.poll_recv(context));
    let sealed = office.blobs.write(&key, blob, source, MOST_BYTES).await;
    let written = written.await.map_err(|error| Error::Internal(error.into()))?;
    match (sealed, written) {
        (Ok(sealed), Ok(())) => Ok((blob, sealed)),
        // Why the sealing ended is why the writing did, where both did.
        (Err(BlobError::Store(error)), _) | (Err(_) | Ok(_), Err(error)) => Err(error),
        (Err(error), Ok(())) => Err(Error::Internal(error.into())),
    }
}

/// Hands over what is written, in pieces.
struct Pieces {
    send: mpsc::Sender<io::Result<Bytes>>,
    filled: Vec<u8>,
}

impl Pieces {
    fn hand_over(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.filled, Vec::with_capacity(PIECE_BYTES));
        self.send.blocking_send(Ok(piece.into())).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.filled.extend_from_slice(bytes);
        if self.filled.len() >= PIECE_BYTES {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Packing<'a> {
    office: &'a Office,
    handle: &'a Handle,
    contents: &'a Contents,
    /// Where others can check the package.
    verify: &'a str,
    /// What answers are read in; hundreds of transactions cost more than what is read in them.
    reads: Mutex<Reads>,
}

/// A transaction that only reads, and in how many reads it ends: none is to last as long as a large package takes.
#[derive(Default)]
struct Reads {
    tx: Option<Tx>,
    left: u32,
}

impl Reads {
    async fn tx(&mut self, db: &Db) -> Result<&mut Tx, Error> {
        if self.left == 0 {
            self.tx = None;
            self.left = READS_AT_ONCE;
        }
        self.left -= 1;
        Ok(match &mut self.tx {
            Some(tx) => tx,
            none => none.insert(db.read().await?),
        })
    }
}

impl Packing<'_> {
    fn pack(&self, out: Pieces) -> Result<(), Error> {
        let Self { office, contents, .. } = *self;
        let municipality = &office.municipality;
        let words = Words(contents.letter.language());
        let made_on = contents.made_on;
        let at = DateTime::from_date_and_time(
            u16::try_from(made_on.year()).unwrap_or(1980),
            made_on.month().unsigned_abs(),
            made_on.day().unsigned_abs(),
            12,
            0,
            0,
        );
        let mut bag = Bag::new(out, &contents.folder(), at.map_err(|error| Error::Internal(error.into()))?);
        // Every package has its own, so that nothing can be told from two manifests.
        let path_key = contents.around.key.derive("minside package paths v1").mac(&[&contents.number.to_be_bytes()]);
        let mark = hexadecimal::write(&contents.around.key.derive("minside package mark v1").mac(&[&path_key]));
        let about = Controller {
            name: municipality.name.clone(),
            organisation_number: municipality.organisation_number.clone(),
        };
        let mut listing = Listing::about(contents, about, hexadecimal::write(&path_key));
        let facts: BTreeMap<&str, &Facts> =
            contents.letter.facts().iter().map(|facts| (facts.key.as_str(), facts)).collect();
        let mut folders = Names::default();
        for parts in contents.parts.chunks(ReadAhead::MOST_TASKS) {
            let mut ahead = self.handle.block_on(self.ahead(parts))?;
            for part in parts {
                let released = self.handle.block_on(self.released(part, &mut ahead))?;
                self.part(&mut bag, &mut folders, words, &facts, (part, released), &mut listing)?;
            }
        }
        if listing.is_any_withheld_whole {
            // That a system holds back all that it has is told by the letter, but not which: nor by which of all is not named.
            listing.nothing.clear();
        }
        for (number, letter) in &contents.letters {
            let path = format!("brev/{number}-{}.html", letter.kind().code());
            bag.tag(&path, letter_page(letter, &municipality.name).into_string().as_bytes()).map_err(failed)?;
            listing.letters.push(listing::Letter {
                kind: letter.kind().code().into(),
                title: letter.title().to_owned(),
                path,
            });
        }
        if !contents.letter.facts().is_empty() {
            let page = facts_page(&contents.letter, words.letter_facts(), words.letter_facts_text());
            bag.tag(pages::FACTS, marked(page.into_string(), &mark).as_bytes()).map_err(failed)?;
        }
        let overview = pages::overview(words, &municipality.name, self.verify, contents, &listing);
        bag.tag("index.html", overview.as_bytes()).map_err(failed)?;
        let json = serde_json::to_vec_pretty(&listing).map_err(|error| Error::Internal(error.into()))?;
        bag.tag("index.json", &json).map_err(failed)?;
        let info = [
            ("Source-Organization", municipality.name.clone()),
            ("External-Identifier", contents.folder()),
            ("Bagging-Date", made_on.to_string()),
            // Without it, who has only the hashes could guess the rest.
            ("Bag-Mark", mark.clone()),
        ];
        bag.declare(&info).map_err(failed)?;
        let signer = Signer::new(&office.vault)?;
        let number = municipality.organisation_number.as_deref();
        let entries = bag.entries().cloned();
        let manifest = Manifest::new(&signer, &municipality.name, number, made_on, &path_key, entries);
        let manifest = serde_json::to_vec(&manifest).map_err(|error| Error::Internal(error.into()))?;
        bag.tag("manifest.json", &manifest).map_err(failed)?;
        bag.tag("manifest.json.sig", &signer.sign(&manifest)).map_err(failed)?;
        let mut out = bag.finish().map_err(failed)?;
        out.hand_over().map_err(failed)
    }

    /// What one system gave.
    fn part(
        &self,
        bag: &mut Bag<Pieces>,
        folders: &mut Names,
        words: Words,
        facts: &BTreeMap<&str, &Facts>,
        (part, released): (&Part, Released),
        listing: &mut Listing,
    ) -> Result<(), Error> {
        let Part { task, system, .. } = part;
        if !released.is_any() {
            match released.withheld.is_empty() {
                true => listing.nothing.push(system.name.clone()),
                false => listing.is_any_withheld_whole = true,
            }
            return Ok(());
        }
        let folder = folders.take(&system.name, &system.key);
        let mut names = Names::default();
        let record = &system.record;
        let mut listed = listing::System {
            key: system.key.clone(),
            name: system.name.clone(),
            unit: system.unit.clone(),
            sector: system.sector.clone(),
            controller: controller(&self.office.municipality.name, system).to_owned(),
            answered_on: part.answered_on,
            purposes: record.purposes.clone(),
            categories: record.categories.clone(),
            legal_bases: record.legal_bases.clone(),
            recipients: record.recipients.clone(),
            storage_time: record.storage_time.clone(),
            source: record.source.clone(),
            page: format!("data/{folder}/index.html"),
            records: format!("data/{folder}/records.json"),
            record_count: released.records.len(),
            access_count: released.accesses.len(),
            files: Vec::new(),
            withheld: released.withheld.clone(),
        };
        for file in &released.files {
            let name = names.take(&file.name, "fil");
            let path = format!("{folder}/filer/{name}");
            let (blob, size_bytes) = self.handle.block_on(self.place_of(part, &file.source))?;
            let copy = |out: &mut dyn Write| self.copy(blob, size_bytes, out);
            bag.payload(&path, size_bytes, &file.media_type, copy).map_err(failed)?;
            let (title, media_type) = (file.title.clone(), file.media_type.clone());
            listed.files.push(listing::File { title, path: format!("data/{path}"), media_type, size_bytes });
        }
        let json = serde_json::json!({
            "system": listed.name, "controller": listed.controller, "answered_on": listed.answered_on,
            "disclosures": released.disclosures, "accesses": released.accesses, "withheld": released.withheld,
        });
        let records = format!("{folder}/records.json");
        let most = 4 * crate::tasks::answer::MOST_CONTENT_BYTES as u64;
        bag.payload(&records, most, "application/json", |out| write_records(&json, &released, out)).map_err(failed)?;
        let write = |out: &mut dyn Write| {
            let facts = facts.get(system.key.as_str()).copied();
            pages::system(words, &listed, facts, &released, out)
        };
        bag.payload(&format!("{folder}/index.html"), most, "text/html", write).map_err(failed)?;
        tracing::trace!(%task, "Packed");
        listing.systems.push(listed);
        Ok(())
    }

    async fn ahead(&self, parts: &[Part]) -> Result<ReadAhead, Error> {
        let tasks: Vec<TaskId> = parts.iter().map(|part| part.task).collect();
        let mut reads = self.reads.lock().await;
        ReadAhead::of(reads.tx(&self.office.db).await?, &tasks).await
    }

    async fn released(&self, part: &Part, ahead: &mut ReadAhead) -> Result<Released, Error> {
        let mut reads = self.reads.lock().await;
        let tx = reads.tx(&self.office.db).await?;
        Released::of(part.task, ahead.answered(tx, &self.contents.around, part.task, &part.system).await?)
    }

    /// The file of the vault, and its size.
    async fn place_of(&self, part: &Part, source: &Source) -> Result<(BlobId, u64), Error> {
        let mut reads = self.reads.lock().await;
        let tx = reads.tx(&self.office.db).await?;
        let blob = match source {
            Source::Put { name } => {
                let found = files::find(tx, &self.contents.around.key, part.task, part.attempt, name).await?;
                found.ok_or_else(|| Damaged::new("task_file", "name_mac", part.task))?
            }
            Source::Replacement(blob) => *blob,
        };
        let size = vault::find_blob(tx, blob, self.contents.case.id).await?;
        // The file is copied next, which may take long.
        *reads = Reads::default();
        Ok((blob, size.ok_or_else(|| Damaged::new("blob", "id", blob))?))
    }

    fn copy(&self, blob: BlobId, size_bytes: u64, out: &mut dyn Write) -> io::Result<()> {
        let key = &self.contents.around.key;
        let read = self.office.blobs.read(key, blob, size_bytes, 0..size_bytes);
        let mut bytes = self.handle.block_on(read).map_err(io::Error::other)?.map_err(io::Error::other);
        while let Some(piece) = self.handle.block_on(bytes.next()) {
            out.write_all(&piece?)?;
        }
        Ok(())
    }
}

/// A page that nobody can guess who knows what else is in it.
fn marked(page: String, mark: &str) -> String {
    format!("{page}<!-- {mark} -->\n")
}

/// What is told of all records, and then each of them.
fn write_records(about: &serde_json::Value, released: &Released, out: &mut dyn Write) -> io::Result<()> {
    let about = about.to_string();
    out.write_all(about.trim_end_matches('}').as_bytes())?;
    out.write_all(b",\"records\":[")?;
    for (place, record) in released.records.iter().enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, record)?;
    }
    out.write_all(b"\n]}\n")
}

fn failed(error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => Error::Internal(error.into()),
    }
}
