//! Files that are sent with an answer. They are in the vault, sealed with a key of the draft's own: it becomes the case's when
//! the draft does, and is deleted with the draft when it is not.

use app::model::ask::{Draft, DraftFile, MOST_FILES};

use super::{find, keep, store};
use crate::db::Tx;
use crate::error::{Error, retried};
use crate::hexadecimal;
use crate::id::PersonId;
use crate::office::Office;
use crate::subjects;
use crate::subjects::identity_number::NationalId;
use crate::uploads::{About, Uploaded};
use crate::vault::Key;

/// How many more files there is room for in what a person has begun.
///
/// # Errors
/// The database's own.
pub async fn room(office: &Office, id: &NationalId) -> Result<usize, Error> {
    let mut tx = office.db.read().await?;
    let begun = match subjects::find(&mut tx, &office.vault, id).await? {
        Some(person) => find(office, &mut tx, person).await?,
        None => None,
    };
    Ok(MOST_FILES.saturating_sub(begun.map_or(0, |begun| begun.draft.files.len())))
}

/// The key that files are sealed with which are sent with an answer. Where nothing was begun, it is now.
///
/// # Errors
/// The database's own.
pub async fn key(office: &Office, id: &NationalId) -> Result<Key, Error> {
    retried(|| async move {
        let mut tx = office.db.write().await?;
        let person = subjects::find_or_make(&mut tx, &office.vault, id, office.clock.now_ms()).await?;
        if find(office, &mut tx, person).await?.is_none() {
            keep(office, &mut tx, person, None, &Draft::default()).await?;
        }
        let key = match office.vault.draft_key(&mut tx, person).await? {
            Some(key) => key,
            None => office.vault.new_draft_key(&mut tx, person).await?,
        };
        tx.commit().await?;
        Ok(key)
    })
    .await
}

/// An uploaded file as a draft knows it; what it shows is said by the answer.
pub fn draft_file(file: &Uploaded) -> DraftFile {
    DraftFile {
        id: file.blob.to_string(),
        shows: String::new(),
        name: file.about.name.clone(),
        media_type: file.about.media_type.clone(),
        size_bytes: file.size_bytes,
        digest: hexadecimal::write(&file.sha256),
    }
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

/// Makes the rows of the files those of the draft as it is now; the files whose rows are gone.
pub(super) async fn match_rows(
    tx: &mut Tx,
    person: PersonId,
    before: &Draft,
    now: &Draft,
) -> Result<Vec<Uploaded>, Error> {
    let lacks = |draft: &Draft, file: &DraftFile| draft.files.iter().all(|known| known.id != file.id);
    let gone: Vec<Uploaded> = before.files.iter().filter(|file| lacks(now, file)).filter_map(uploaded).collect();
    for file in &gone {
        store::delete_draft_file(tx, person, file.blob).await?;
    }
    for file in now.files.iter().filter(|file| lacks(before, file)).filter_map(uploaded) {
        store::insert_draft_file(tx, person, file.blob, file.size_bytes).await?;
    }
    Ok(gone)
}
