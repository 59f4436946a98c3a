//! What the person and the municipality write to each other in a case, with files.

pub mod send;
pub mod store;

use self::store::{AttachmentRow, MessageRow};
use crate::coded;
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::id::CaseId;
use crate::office::Office;
use crate::uploads::{About, Attached, Opened};
use crate::vault::{Key, Place};

coded! {
    /// Who wrote a message.
    pub enum Sender {
        /// The person.
        Person = "person",
        /// An employee, for the municipality.
        Municipality = "municipality",
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// From 1 in each case.
    pub number: i64,
    /// Who wrote it.
    pub sender: Sender,
    /// UTC milliseconds.
    pub sent_at: i64,
    /// When the other first read it, if they have.
    pub opened_at: Option<i64>,
    /// Whether it needs no reply, or no other one.
    pub is_settled: bool,
    /// What it says.
    pub text: String,
    /// What was sent with it, in order.
    pub files: Vec<Attached>,
}

/// All messages of a case, in order.
///
/// # Errors
/// [`Error::Damaged`] where a row was changed; the database's own.
pub async fn of_case(tx: &mut Tx, key: &Key, case: CaseId) -> Result<Vec<Message>, Error> {
    // In this order: a message that comes in between brings its files with it.
    let rows = store::messages_of(tx, case).await?;
    let files = store::attachments_of(tx, case).await?;
    let mut all = Vec::new();
    for MessageRow { number, sender, sent_at, opened_at, is_settled, content } in rows {
        let row = format!("{case} {number}");
        let plain = key.open(content_place(&row), &content)?;
        let text = String::from_utf8(plain.to_vec()).map_err(|_| content_place(&row).damaged())?;
        let of_it = files.iter().filter(|file| file.message == number);
        let attached = |file: &AttachmentRow| {
            Ok::<_, Error>(Attached { about: about(key, file)?, blob: file.blob, size_bytes: file.size_bytes })
        };
        let files = of_it.map(attached).collect::<Result<_, _>>()?;
        all.push(Message { number, sender, sent_at, opened_at, is_settled, text, files });
    }
    Ok(all)
}

/// Notes that the messages that `sender` wrote are read by the other, who was shown these; how many were not before.
///
/// # Errors
/// The database's own.
pub(crate) async fn opened(office: &Office, case: CaseId, sender: Sender, shown: i64) -> Result<u64, Error> {
    // Mostly there are none, or they are.
    if shown == 0 || !store::is_any_unread(&mut office.db.read().await?, case, sender).await? {
        return Ok(0);
    }
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let opened = store::open_messages(&mut tx, case, sender, shown, office.clock.now_ms()).await?;
        tx.commit().await?;
        Ok(opened)
    })
    .await
}

/// A file of a message, by its place from 1.
///
/// # Errors
/// [`Error::NotFound`] where there is none; [`Error::Damaged`]; the database's or the file store's own.
pub(crate) async fn file(office: &Office, case: CaseId, message: i64, place: i64) -> Result<Opened, Error> {
    let mut tx = office.db.read().await?;
    let found = store::attachments_of(&mut tx, case).await?;
    let found = found.into_iter().find(|file| (file.message, file.place) == (message, place)).ok_or(Error::NotFound)?;
    let key = office.vault.case_key(&mut tx, case).await?;
    // No transaction is open while the place for files is asked.
    drop(tx);
    let about = about(&key, &found)?;
    let bytes = office.blobs.read(&key, found.blob, found.size_bytes, 0..found.size_bytes).await?;
    Ok(Opened { about, size_bytes: found.size_bytes, bytes })
}

fn about(key: &Key, file: &AttachmentRow) -> Result<About, Error> {
    let row = file.blob.to_string();
    let place = about_place(&row);
    serde_json::from_slice(&key.open(place, &file.about)?).map_err(|_| place.damaged().into())
}

fn content_place(row: &str) -> Place<'_> {
    Place { table: "message", column: "content", row }
}

fn about_place(row: &str) -> Place<'_> {
    Place { table: "attachment", column: "about", row }
}
