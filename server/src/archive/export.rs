//! Writing what is not archived yet into a folder, and marking it.
//!
//! A message appears in the folder as a whole: it is written beside its place and moved there, and marked after that. A crash
//! between the two writes the same again the next time, under the same number, by which an archive knows that it has it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use app::words::Words;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

use super::entry::{Content, Entry, entries};
use super::message::{Described, Folder, Registration, message};
use super::store;
use crate::audit::{self, Action, Actor, Details, Event};
use crate::cases::rules::CaseState;
use crate::cases::store::{self as cases, Case};
use crate::config::ArchiveSettings;
use crate::error::{Error, retried};
use crate::hexadecimal;
use crate::id::CaseId;
use crate::office::Office;
use crate::subjects;
use crate::uploads::Attached;
use crate::vault::Key;

/// Cases that are looked for at once.
const AT_ONCE: i64 = 100;

/// What came of an export.
#[derive(Debug, Default)]
pub struct Exported {
    /// Cases of which something was exported.
    pub cases: u64,
    /// Documents, each a message in a folder of its own.
    pub documents: u64,
    /// Cases that could not be, by their references, with why; others do not wait for them.
    pub failed: Vec<(String, Error)>,
}

/// Writes every document of answered cases that is not archived into `folder`, which is made if it is not there.
///
/// # Errors
/// The folder cannot be written, or the database cannot be asked: what was done by then is.
pub async fn export(office: &Office, settings: &ArchiveSettings, folder: &Path) -> Result<Exported, Error> {
    make(folder).map_err(|error| unwritten(folder, error))?;
    let _alone = alone(folder).map_err(|error| unwritten(folder, error))?;
    let (mut exported, mut after) = (Exported::default(), String::new());
    loop {
        let found = store::not_archived(&mut office.db.read().await?, &after, AT_ONCE).await?;
        let Some(last) = found.last() else { return Ok(exported) };
        after = last.to_string();
        for case in found {
            match export_case(office, settings, folder, case).await {
                Ok(documents) => {
                    exported.cases += u64::from(documents > 0);
                    exported.documents += documents;
                }
                // It was deleted meanwhile.
                Err(Error::NotFound) => {}
                Err(error @ (Error::Damaged(_) | Error::Internal(_))) => {
                    let found = cases::find_case(&mut office.db.read().await?, case).await;
                    let reference = found.ok().flatten().map_or_else(|| case.to_string(), |found| found.reference);
                    exported.failed.push((reference, error));
                }
                // The others would not fare better.
                Err(error) => return Err(error),
            }
        }
    }
}

async fn export_case(office: &Office, settings: &ArchiveSettings, folder: &Path, id: CaseId) -> Result<u64, Error> {
    let mut tx = office.db.read().await?;
    let case = cases::find_case(&mut tx, id).await?.ok_or(Error::NotFound)?;
    // It was taken up again since it was found.
    if case.state == CaseState::Open {
        return Ok(0);
    }
    let key = office.vault.case_key(&mut tx, id).await?;
    let archived = store::archived_of(&mut tx, id).await?;
    let mut all = entries(office, &mut tx, &key, &case).await?;
    let subject = subjects::national_id(&mut tx, &office.vault, case.subject).await?;
    let filer = subjects::national_id(&mut tx, &office.vault, case.filer).await?;
    drop(tx);
    all.retain(|entry| !archived.contains(&entry.of));
    let words = Words(office.language);
    let folder_of_case = Folder {
        reference: &case.reference,
        title: &words.archive_case(case.reference.as_str()),
        received_at: case.received_at,
        unit: &case.unit,
        subject: (words.archive_subject(), subject.reveal()),
        filer: (words.archive_filer(), filer.reveal()),
        municipality: (&office.municipality.name, office.municipality.organisation_number.as_deref()),
    };
    let first = i64::try_from(archived.len()).unwrap_or(i64::MAX) + 1;
    let now = office.clock.now_ms();
    let mut marks = Vec::new();
    for (number, entry) in (first..).zip(all) {
        let name = format!("{}-{number:03}", case.reference);
        let (partial, whole) = (folder.join(format!(".{name}.partial")), folder.join(&name));
        write(office, settings, &key, &partial, &folder_of_case, (number, &entry, now)).await?;
        replace(&partial, &whole).map_err(|error| unwritten(&whole, error))?;
        marks.push((number, entry.of));
    }
    sync(folder).map_err(|error| unwritten(folder, error))?;
    let documents = u64::try_from(marks.len()).unwrap_or(u64::MAX);
    retried(|| mark(office, &case, &key, &marks, now)).await?;
    Ok(documents)
}

/// Notes that it is done.
async fn mark(office: &Office, case: &Case, key: &Key, marks: &[(i64, store::Of)], now: i64) -> Result<(), Error> {
    let mut tx = office.db.write().await?;
    cases::find_case(&mut tx, case.id).await?.ok_or(Error::NotFound)?;
    for (number, of) in marks {
        store::insert_archived(&mut tx, case.id, *number, *of, now).await?;
    }
    let details = Details::none().with("documents", marks.len().to_string());
    let event = Event { action: Action::CaseArchived, case: Some(case.id), actor: Actor::Operator, details };
    audit::record(&mut tx, &office.vault, now, Some(key), event).await?;
    Ok(tx.commit().await?)
}

/// Writes one message with its files.
async fn write(
    office: &Office,
    settings: &ArchiveSettings,
    key: &Key,
    at: &Path,
    folder: &Folder<'_>,
    (number, entry, now): (i64, &Entry, i64),
) -> Result<(), Error> {
    // What an earlier export left when it was interrupted.
    remove(at).and_then(|()| make(at)).map_err(|error| unwritten(at, error))?;
    let mut files = Vec::new();
    for (index, file) in (1..).zip(&entry.files) {
        let path = format!("{index}{}", ending(&file.name));
        let place = at.join(&path);
        let mut out = Hashed::create(&place).map_err(|error| unwritten(&place, error))?;
        match &file.content {
            Content::Page(page) => out.put(page.as_bytes()).map_err(|error| unwritten(&place, error))?,
            Content::Attached(attached) => copy(office, key, attached, &mut out, &place).await?,
        }
        let (size_bytes, sha256) = out.end().map_err(|error| unwritten(&place, error))?;
        files.push(Described {
            title: file.title.clone(),
            name: file.name.clone(),
            path,
            media_type: file.media_type.clone(),
            size_bytes,
            sha256,
        });
    }
    let registration = Registration {
        number,
        title: &entry.title,
        public_title: &entry.public_title,
        way: entry.way,
        kind: entry.kind,
        at: entry.at,
        now,
        files: &files,
    };
    let place = at.join("arkivmelding.xml");
    let written = message(settings, folder, &registration).and_then(|xml| {
        let mut out = Hashed::create(&place)?;
        out.put(&xml)?;
        out.end()
    });
    written.map_err(|error| unwritten(&place, error))?;
    sync(at).map_err(|error| unwritten(at, error))
}

async fn copy(office: &Office, key: &Key, attached: &Attached, out: &mut Hashed, place: &Path) -> Result<(), Error> {
    let Attached { blob, size_bytes, .. } = *attached;
    let mut bytes = office.blobs.read(key, blob, size_bytes, 0..size_bytes).await?;
    while let Some(piece) = bytes.try_next().await? {
        out.put(&piece).map_err(|error| unwritten(place, error))?;
    }
    Ok(())
}

/// How a file's name ends, where that is harmless in a name: «.pdf».
fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_plain = (1..=10).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { format!(".{}", ending.to_ascii_lowercase()) } else { String::new() }
}

/// A file that only its owner can read, with the sum of what was written.
struct Hashed {
    file: File,
    sha256: Sha256,
    size_bytes: u64,
}

impl Hashed {
    fn create(at: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(at)?;
        Ok(Self { file, sha256: Sha256::new(), size_bytes: 0 })
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.sha256.update(bytes);
        self.size_bytes += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(())
    }

    fn end(self) -> io::Result<(u64, String)> {
        self.file.sync_all()?;
        Ok((self.size_bytes, hexadecimal::write(&self.sha256.finalize())))
    }
}

/// Keeps other exports from the folder for as long as this lives: two would write into each other's messages.
fn alone(folder: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.join(".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::Error::other("another export writes to it")),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    if folder.is_file() {
        return Err(io::Error::other("it is a file; name a folder"));
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Moves a message to its place, where one that was written and not marked may be.
fn replace(partial: &Path, whole: &Path) -> io::Result<()> {
    remove(whole)?;
    fs::rename(partial, whole)
}

/// Waits until what is in a folder is there for good.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn unwritten(at: &Path, error: io::Error) -> Error {
    Error::Busy(anyhow::Error::from(error).context(format!("{} cannot be written", at.display())))
}
