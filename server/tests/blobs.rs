//! Files in the vault and their rows: what belongs to a case is kept, what belongs to nothing is swept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use futures_util::TryStreamExt;
use futures_util::stream::iter;
use server::db::Db;
use server::id::{BlobId, CaseId, PersonId};
use server::on;
use server::vault::{BlobError, Blobs, GRACE_MS, Key, Listed, Swept, store, sweep};
use tempfile::TempDir;

use crate::support::database::FreshDatabase;
use crate::support::{Engine, both_databases, log};

const NOW: i64 = 1_772_708_400_000;
const PLAIN: &[u8] = b"what a system gave";

/// A database with one case, and a place for files.
struct Place {
    _database: FreshDatabase,
    db: Db,
    folder: TempDir,
    blobs: Blobs,
    case: CaseId,
    key: Key,
}

impl Place {
    async fn new(engine: Engine) -> Self {
        let database = FreshDatabase::new(engine).await;
        let db = database.open().await;
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let case = add_case(&db).await;
        Self { _database: database, db, folder, blobs, case, key: Key::random() }
    }

    /// A file without a row.
    async fn write(&self) -> BlobId {
        let id = BlobId::new(NOW);
        let source = iter([Ok(PLAIN.into())]);
        let written = self.blobs.write(&self.key, id, source, PLAIN.len() as u64).await.unwrap();
        assert_eq!(written.size_bytes, PLAIN.len() as u64);
        id
    }

    async fn add_row(&self, id: BlobId) {
        let mut tx = self.db.write().await.unwrap();
        store::insert_blob(&mut tx, id, self.case, PLAIN.len() as u64, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A file as a use case keeps it.
    async fn keep(&self) -> BlobId {
        let id = self.write().await;
        self.add_row(id).await;
        id
    }

    async fn listed(&self) -> Vec<Listed> {
        let mut listed: Vec<Listed> = self.blobs.list().try_collect().await.unwrap();
        listed.sort_by_key(|object| object.id);
        listed
    }

    async fn ids(&self) -> Vec<BlobId> {
        self.listed().await.iter().map(|object| object.id).collect()
    }

    /// The first instant at which everything that is there now may be swept.
    async fn after_the_grace(&self) -> i64 {
        self.listed().await.iter().map(|object| object.modified_ms).max().unwrap() + GRACE_MS + 1
    }

    async fn sweep(&self, now_ms: i64) -> Swept {
        sweep(&self.db, &self.blobs, now_ms).await.unwrap()
    }

    fn object(&self, id: BlobId) -> PathBuf {
        let name = id.to_string();
        self.folder.path().join(&name[name.len() - 2..]).join(name)
    }
}

async fn add_case(db: &Db) -> CaseId {
    let (case, person) = (CaseId::new(NOW), PersonId::new(NOW));
    let bytes = case.to_string().into_bytes();
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, |conn| {
        sqlx::query("insert into person (id, national_id, made_at) values ($1, $2, $3)")
            .bind(person)
            .bind(&bytes)
            .bind(NOW)
            .execute(&mut *conn)
            .await
            .unwrap();
        sqlx::query(
            "insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, form_token_hash, \
             fingerprint) values ($1, $2, $3, $3, $4, 'u', 'nb', 'open', $5, $5)",
        )
        .bind(case)
        .bind(case.to_string())
        .bind(person)
        .bind(NOW)
        .bind(&bytes)
        .execute(conn)
        .await
        .map(|_| ())
        .unwrap()
    });
    tx.commit().await.unwrap();
    case
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

both_databases! {
    async fn a_file_of_a_case_is_found_in_that_case_only_and_read_back(engine: Engine) {
        let place = Place::new(engine).await;
        let id = place.keep().await;
        let other_case = add_case(&place.db).await;
        let mut tx = place.db.read().await.unwrap();
        let size = store::find_blob(&mut tx, id, place.case).await.unwrap().unwrap();
        assert_eq!(store::find_blob(&mut tx, id, other_case).await.unwrap(), None);
        assert_eq!(store::find_blob(&mut tx, BlobId::new(NOW), place.case).await.unwrap(), None);
        let read = place.blobs.read(&place.key, id, size, 5..size).await.unwrap();
        let read: Vec<bytes::Bytes> = read.try_collect().await.unwrap();
        assert_eq!(read.concat(), &PLAIN[5..]);
    }
}

both_databases! {
    async fn the_store_of_files_keeps_what_it_is_given(engine: Engine) {
        let place = Place::new(engine).await;
        let mut ids = Vec::new();
        for ms in 0..5 {
            let id = BlobId::new(NOW + ms);
            place.add_row(id).await;
            ids.push(id);
        }
        let size = PLAIN.len() as u64;
        let unknown = BlobId::new(NOW);
        let mut tx = place.db.write().await.unwrap();
        assert_eq!(store::blobs_of_case(&mut tx, place.case).await.unwrap(), ids);
        assert_eq!(store::blobs_of_case(&mut tx, CaseId::new(NOW)).await.unwrap(), []);
        assert_eq!(store::existing_blobs(&mut tx, &[ids[3], unknown]).await.unwrap(), [ids[3]]);
        assert_eq!(store::existing_blobs(&mut tx, &[]).await.unwrap(), []);
        assert_eq!(store::blobs_after(&mut tx, None, 2).await.unwrap(), [(ids[0], size), (ids[1], size)]);
        assert_eq!(store::blobs_after(&mut tx, Some(ids[3]), 9).await.unwrap(), [(ids[4], size)]);
        assert!(store::insert_blob(&mut tx, unknown, place.case, u64::MAX, NOW).await.is_err(), "no such size");
        assert!(store::insert_blob(&mut tx, ids[0], place.case, 1, NOW).await.is_err(), "an id is used once");
        drop(tx);
        let mut tx = place.db.write().await.unwrap();
        assert!(store::insert_blob(&mut tx, unknown, CaseId::new(NOW), 1, NOW).await.is_err(), "no such case");
    }
}

both_databases! {
    async fn what_belongs_to_nothing_is_swept_once_its_time_is_over(engine: Engine) {
        let place = Place::new(engine).await;
        let (kept, orphan) = (place.keep().await, place.write().await);
        let now_ms = place.after_the_grace().await;
        let first = place.listed().await.iter().map(|object| object.modified_ms).min().unwrap();
        let nothing = Swept { orphans: 0, unfinished: 0, lost: 0 };
        assert_eq!(place.sweep(first + GRACE_MS).await, nothing);
        assert_eq!(place.ids().await.len(), 2, "an upload may be under way");
        assert_eq!(place.sweep(now_ms).await, Swept { orphans: 1, ..nothing });
        assert_eq!(place.ids().await, [kept]);
        assert!(!place.object(orphan).exists() && place.object(kept).exists());
        assert_eq!(place.sweep(now_ms).await, nothing);
    }
}

both_databases! {
    async fn files_of_a_deleted_case_are_swept(engine: Engine) {
        let place = Place::new(engine).await;
        place.keep().await;
        let now_ms = place.after_the_grace().await;
        let mut tx = place.db.write().await.unwrap();
        on!(&mut tx, |conn| sqlx::query("delete from cases").execute(conn).await.map(|_| ()).unwrap());
        tx.commit().await.unwrap();
        assert_eq!(place.sweep(now_ms).await.orphans, 1);
        assert_eq!(files(place.folder.path()), [] as [PathBuf; 0]);
    }
}

both_databases! {
    async fn more_files_than_are_looked_at_together_are_all_swept(engine: Engine) {
        let place = Place::new(engine).await;
        let kept = place.keep().await;
        let object = fs::read(place.object(kept)).unwrap();
        for number in 0..1100 {
            let id = BlobId::new(NOW + number);
            fs::create_dir_all(place.object(id).parent().unwrap()).unwrap();
            fs::write(place.object(id), &object).unwrap();
        }
        let mut tx = place.db.write().await.unwrap();
        for number in 0..1100 {
            store::insert_blob(&mut tx, BlobId::new(NOW + number), place.case, 1, NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        let now_ms = place.after_the_grace().await;
        assert_eq!(place.sweep(now_ms).await, Swept { orphans: 1100, unfinished: 0, lost: 1100 });
        assert_eq!(place.ids().await, [kept]);
    }
}

both_databases! {
    async fn a_file_that_is_gone_or_cut_is_counted_and_named_in_the_log(engine: Engine) {
        log::keep();
        let place = Place::new(engine).await;
        let (whole, gone, cut) = (place.keep().await, place.keep().await, place.keep().await);
        let now_ms = place.after_the_grace().await;
        fs::remove_file(place.object(gone)).unwrap();
        File::options().write(true).open(place.object(cut)).unwrap().set_len(10).unwrap();
        assert_eq!(place.sweep(now_ms).await, Swept { orphans: 0, unfinished: 0, lost: 2 });
        let named = |id: BlobId| log::lines_with(&id.to_string()).iter().any(|line| line.contains("is gone or has"));
        assert!(named(gone) && named(cut) && !named(whole));
        assert!(place.object(cut).exists(), "nothing is done about it");
    }
}

both_databases! {
    async fn an_upload_that_was_killed_is_swept_once_its_time_is_over(engine: Engine) {
        let place = Place::new(engine).await;
        let kept = place.keep().await;
        let unfinished = place.object(kept).with_file_name(format!("{}#1", BlobId::new(NOW)));
        let foreign = place.object(kept).with_file_name("notes#1");
        for file in [&unfinished, &foreign] {
            fs::write(file, "half").unwrap();
            let modified = UNIX_EPOCH + Duration::from_millis(NOW.unsigned_abs());
            File::options().write(true).open(file).unwrap().set_modified(modified).unwrap();
        }
        assert_eq!(place.sweep(NOW + GRACE_MS).await.unfinished, 0);
        assert!(unfinished.exists());
        assert_eq!(place.sweep(NOW + GRACE_MS + 1).await.unfinished, 1);
        assert!(!unfinished.exists() && foreign.exists() && place.object(kept).exists());
    }
}

both_databases! {
    async fn a_file_that_cannot_be_written_to_its_end_leaves_neither_object_nor_row(engine: Engine) {
        let place = Place::new(engine).await;
        let ends = iter([Ok(PLAIN.into()), Err(io::Error::other("the connection ended"))]);
        let error = place.blobs.write(&place.key, BlobId::new(NOW), ends, 100).await.unwrap_err();
        assert!(matches!(error, BlobError::Source(_)), "{error}");
        let error = place.blobs.write(&place.key, BlobId::new(NOW), iter([Ok(PLAIN.into())]), 3).await.unwrap_err();
        assert!(matches!(error, BlobError::TooLarge { limit_bytes: 3 }), "{error}");
        assert_eq!(files(place.folder.path()), [] as [PathBuf; 0]);
        let mut tx = place.db.read().await.unwrap();
        assert_eq!(store::blobs_of_case(&mut tx, place.case).await.unwrap(), []);
    }
}
