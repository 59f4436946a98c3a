//! A file in the place of one that a system gave: the same without what is about others, as somebody made it.

use std::io;

use bytes::Bytes;
use futures_util::Stream;

use super::judge::load;
use super::rules::{Item, Refused};
use super::store;
use crate::audit::{Action, Details};
use crate::casework::rules::Handler;
use crate::casework::store::lock_case;
use crate::casework::view;
use crate::error::{Error, retried};
use crate::hexadecimal;
use crate::id::{BlobId, TaskId};
use crate::office::Office;
use crate::vault::BlobError;
use crate::vault::store as vault;

/// Files that may be put in the place of one: somebody makes a mistake, and tries again.
const MOST_TRIES: usize = 20;

/// Keeps a file that may be released in the place of the file `place` of the answer to a task; its id. Which file is
/// released is judged afterwards. Memory does not grow with it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such case, task or answer for them; the database's or the file store's own. The
/// inner error says why it is not kept.
pub async fn replace(
    office: &Office,
    handler: &Handler,
    reference: &str,
    task: TaskId,
    place: usize,
    source: impl Stream<Item = io::Result<Bytes>> + Send,
) -> Result<Result<BlobId, Refused>, Error> {
    let mut tx = office.db.read().await?;
    let found = match load(office, &mut tx, handler, reference, task).await? {
        Ok(found) if found.answered.items.contains_key(&Item::File(place)) => found,
        Ok(_) => return Ok(Err(Refused::NoSuchItem)),
        Err(refused) => return Ok(Err(refused)),
    };
    let row_place = i64::try_from(place).unwrap_or(i64::MAX);
    if store::replacements(&mut tx, task, row_place).await?.len() >= MOST_TRIES {
        return Ok(Err(Refused::TooManyFiles));
    }
    drop(tx);
    let file = BlobId::new(office.clock.now_ms());
    let most_bytes = u64::from(found.system.largest_file_mb) * 1_000_000;
    let written = match office.blobs.write(&found.key, file, source, most_bytes).await {
        Ok(written) => written,
        Err(BlobError::TooLarge { .. }) => return Ok(Err(Refused::TooLarge)),
        Err(BlobError::Source(_)) => return Ok(Err(Refused::BrokenOff)),
        Err(BlobError::Store(error)) => return Err(error),
    };
    let own = found.answered.document.files.get(place).map(|file| file.sha256.clone());
    if written.size_bytes == 0 || own == Some(hexadecimal::write(&written.sha256)) {
        office.blobs.delete(file).await?;
        return Ok(Err(Refused::SameFile));
    }
    let kept = retried(|| async move {
        let mut tx = office.db.write().await?;
        lock_case(&mut tx, reference).await?;
        // The case may have been taken back, or decided, while the file came in.
        let found = match load(office, &mut tx, handler, reference, task).await? {
            Ok(found) => found,
            Err(refused) => return Ok(Err(refused)),
        };
        if store::replacements(&mut tx, task, row_place).await?.len() >= MOST_TRIES {
            return Ok(Err(Refused::TooManyFiles));
        }
        vault::insert_blob(&mut tx, file, found.case.id, written.size_bytes, office.clock.now_ms()).await?;
        store::insert_replacement(&mut tx, file, task, row_place).await?;
        let details = Details::none().with("system", found.asked.key.clone()).with("file", (place + 1).to_string());
        view::record(office, &mut tx, found.case.id, &found.handler, &found.role, Action::FileReplaced, details)
            .await?;
        tx.commit().await?;
        Ok(Ok(file))
    })
    .await;
    // Where the database failed, nobody knows whether the row is there: what has none is swept.
    if matches!(kept, Ok(Err(_))) {
        office.blobs.delete(file).await?;
    }
    kept
}
