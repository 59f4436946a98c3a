//! Files that are sent with an answer. They are in the vault, sealed with a key of the draft's own: it becomes the case's when
//! the draft does, and is deleted with the draft when it is not.

use app::model::ask::{Draft, DraftFile};

use super::{end, find, keep, store};
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::hexadecimal;
use crate::id::{BlobId, PersonId};
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;
use crate::uploads::{About, Uploaded, drop_all};
use crate::vault::Key;

/// The key that files are sealed with which are sent with an answer. Where nothing was begun, it is now.
///
/// # Errors
/// The database's own.
pub async fn key(office: &Office, id: &NationalId) -> Result<Key, Error> {
    let (key, gone) = retried(|| async move {
        let mut tx = office.db.write().await?;
        let person = subjects::find_or_make(&mut tx, &office.vault, id, office.clock.now_ms()).await?;
        let gone = match find(office, &mut tx, person).await? {
            Some(_) => Vec::new(),
            None => {
                let gone = end(&mut tx, person).await?;
                keep(office, &mut tx, person, None, &Draft::default()).await?;
                gone
            }
        };
        let key = match office.vault.draft_key(&mut tx, person).await? {
            Some(key) => key,
            None => office.vault.new_draft_key(&mut tx, person).await?,
        };
        tx.commit().await?;
        Ok((key, gone))
    })
    .await?;
    drop_all(office, gone).await;
    Ok(key)
}

/// An uploaded file as a draft knows it; what it shows is said by the answer.
pub fn draft_file(file: &Uploaded, key: &Key) -> DraftFile {
    DraftFile {
        id: file.blob.to_string(),
        shows: String::new(),
        name: file.about.name.clone(),
        media_type: file.about.media_type.clone(),
        size_bytes: file.size_bytes,
        digest: hexadecimal::write(&file.sha256),
        key: mark(key),
    }
}

/// Tells a key from others, and says nothing of it.
fn mark(key: &Key) -> String {
    hexadecimal::write(&key.derive("minside draft key mark v1").mac(&[]))
}

/// The same, back again; `None` where it is no file of ours.
pub(super) fn uploaded(file: &DraftFile) -> Option<Uploaded> {
    Some(Uploaded {
        blob: file.id.parse().ok()?,
        about: About { name: file.name.clone(), media_type: file.media_type.clone() },
        size_bytes: file.size_bytes,
        sha256: *hexadecimal::read(&file.digest)?,
    })
}

/// Takes out the files that the draft's key does not open: while they were sent, the draft was deleted or became a case in
/// another tab; or a backup was restored in between.
pub(super) async fn drop_unreadable(
    office: &Office,
    tx: &mut Tx,
    person: PersonId,
    draft: &mut Draft,
) -> Result<(), Error> {
    if !draft.files.is_empty() {
        let mark = office.vault.draft_key(tx, person).await?.as_ref().map(mark);
        draft.files.retain(|file| mark.as_ref() == Some(&file.key));
    }
    Ok(())
}

/// Makes the rows of the files those of the draft; the files whose rows are gone.
pub(super) async fn match_rows(tx: &mut Tx, person: PersonId, draft: &Draft) -> Result<Vec<BlobId>, Error> {
    let mut gone = store::draft_files(tx, person).await?;
    for file in draft.files.iter().filter_map(uploaded) {
        match gone.iter().position(|known| *known == file.blob) {
            Some(at) => {
                gone.swap_remove(at);
            }
            None => store::insert_draft_file(tx, person, file.blob, file.size_bytes).await?,
        }
    }
    for file in &gone {
        store::delete_draft_file(tx, person, *file).await?;
    }
    Ok(gone)
}
