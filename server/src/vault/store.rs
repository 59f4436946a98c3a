//! The tables of wrapped keys, and that of files.

use super::master::WrappedKey;
use crate::db::{Tx, push_list};
use crate::id::{BlobId, CaseId};
use crate::on;

/// The tables of keys, which a backup writes apart from everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Of the installation itself, by purpose.
    Installation,
    /// Of persons, by id.
    Person,
    /// Of cases, by id.
    Case,
    /// Of what people have begun, by the person's id.
    Draft,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Installation, Self::Person, Self::Case, Self::Draft];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Installation => "installation_key",
            Self::Person => "person_key",
            Self::Case => "case_key",
            Self::Draft => "draft_key",
        }
    }
}

/// Adds a key, unless the row is there already; whether it was added.
///
/// # Errors
/// The database's own.
pub async fn insert_key(tx: &mut Tx, table: Table, owner: &str, key: &WrappedKey) -> sqlx::Result<bool> {
    let sql = match table {
        Table::Installation => {
            "insert into installation_key (purpose, master_key_id, wrapped) values ($1, $2, $3) on conflict do nothing"
        }
        Table::Person => {
            "insert into person_key (person_id, master_key_id, wrapped) values ($1, $2, $3) on conflict do nothing"
        }
        Table::Case => {
            "insert into case_key (case_id, master_key_id, wrapped) values ($1, $2, $3) on conflict do nothing"
        }
        Table::Draft => {
            "insert into draft_key (person_id, master_key_id, wrapped) values ($1, $2, $3) on conflict do nothing"
        }
    };
    on!(tx, |conn| {
        sqlx::query(sql)
            .bind(owner)
            .bind(&key.master_key_id)
            .bind(&key.wrapped)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// The key of one owner.
///
/// # Errors
/// The database's own.
pub async fn find_key(tx: &mut Tx, table: Table, owner: &str) -> sqlx::Result<Option<WrappedKey>> {
    let sql = match table {
        Table::Installation => "select master_key_id, wrapped from installation_key where purpose = $1",
        Table::Person => "select master_key_id, wrapped from person_key where person_id = $1",
        Table::Case => "select master_key_id, wrapped from case_key where case_id = $1",
        Table::Draft => "select master_key_id, wrapped from draft_key where person_id = $1",
    };
    on!(tx, |conn| sqlx::query_as(sql).bind(owner).fetch_optional(conn).await)
}

/// Up to so many keys that another master key than this one wraps, with their owners.
///
/// # Errors
/// The database's own.
pub async fn keys_not_of(
    tx: &mut Tx,
    table: Table,
    master_key_id: &str,
    most: i64,
) -> sqlx::Result<Vec<(String, String, Vec<u8>)>> {
    // Two ranges of the index, where «not equal» would read the whole table.
    let sql = match table {
        Table::Installation => {
            "select purpose, master_key_id, wrapped from installation_key \
             where master_key_id < $1 or master_key_id > $1 order by purpose limit $2"
        }
        Table::Person => {
            "select person_id, master_key_id, wrapped from person_key where master_key_id < $1 or master_key_id > $1 \
             order by master_key_id limit $2"
        }
        Table::Case => {
            "select case_id, master_key_id, wrapped from case_key where master_key_id < $1 or master_key_id > $1 \
             order by master_key_id limit $2"
        }
        Table::Draft => {
            "select person_id, master_key_id, wrapped from draft_key where master_key_id < $1 or master_key_id > $1 \
             order by master_key_id limit $2"
        }
    };
    on!(tx, |conn| sqlx::query_as(sql).bind(master_key_id).bind(most).fetch_all(conn).await)
}

/// Up to so many keys after an owner, with their owners, in the order of those.
///
/// # Errors
/// The database's own.
pub async fn keys_after(
    tx: &mut Tx,
    table: Table,
    after: &str,
    most: i64,
) -> sqlx::Result<Vec<(String, String, Vec<u8>)>> {
    let sql = match table {
        Table::Installation => {
            "select purpose, master_key_id, wrapped from installation_key where purpose > $1 order by purpose limit $2"
        }
        Table::Person => {
            "select person_id, master_key_id, wrapped from person_key where person_id > $1 order by person_id limit $2"
        }
        Table::Case => {
            "select case_id, master_key_id, wrapped from case_key where case_id > $1 order by case_id limit $2"
        }
        Table::Draft => {
            "select person_id, master_key_id, wrapped from draft_key where person_id > $1 order by person_id limit $2"
        }
    };
    on!(tx, |conn| sqlx::query_as(sql).bind(after).bind(most).fetch_all(conn).await)
}

/// Whether that which a key belongs to is there.
///
/// # Errors
/// The database's own.
pub async fn has_owner(tx: &mut Tx, table: Table, owner: &str) -> sqlx::Result<bool> {
    let sql = match table {
        Table::Installation => return Ok(true),
        Table::Person => "select id from person where id = $1",
        Table::Case => "select id from cases where id = $1",
        Table::Draft => "select person_id from draft where person_id = $1",
    };
    let found: Option<String> = on!(tx, |conn| sqlx::query_scalar(sql).bind(owner).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// Replaces a key that is wrapped by `was`; whether it still was.
///
/// # Errors
/// The database's own.
pub async fn replace_key(tx: &mut Tx, table: Table, owner: &str, was: &str, key: &WrappedKey) -> sqlx::Result<bool> {
    let sql = match table {
        Table::Installation => {
            "update installation_key set master_key_id = $3, wrapped = $4 where purpose = $1 and master_key_id = $2"
        }
        Table::Person => {
            "update person_key set master_key_id = $3, wrapped = $4 where person_id = $1 and master_key_id = $2"
        }
        Table::Case => "update case_key set master_key_id = $3, wrapped = $4 where case_id = $1 and master_key_id = $2",
        Table::Draft => {
            "update draft_key set master_key_id = $3, wrapped = $4 where person_id = $1 and master_key_id = $2"
        }
    };
    on!(tx, |conn| {
        sqlx::query(sql)
            .bind(owner)
            .bind(was)
            .bind(&key.master_key_id)
            .bind(&key.wrapped)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// How many keys of a table each master key wraps, by its id.
///
/// # Errors
/// The database's own.
pub async fn count_by_master(tx: &mut Tx, table: Table) -> sqlx::Result<Vec<(String, i64)>> {
    let sql = match table {
        Table::Installation => {
            "select master_key_id, count(*) from installation_key group by master_key_id order by master_key_id"
        }
        Table::Person => "select master_key_id, count(*) from person_key group by master_key_id order by master_key_id",
        Table::Case => "select master_key_id, count(*) from case_key group by master_key_id order by master_key_id",
        Table::Draft => "select master_key_id, count(*) from draft_key group by master_key_id order by master_key_id",
    };
    on!(tx, |conn| sqlx::query_as(sql).fetch_all(conn).await)
}

/// Adds a file of a case, after its object was written. `made_at` is UTC milliseconds.
///
/// # Errors
/// The database's own; there is no such case, or there is a file with this id.
pub async fn insert_blob(tx: &mut Tx, id: BlobId, case: CaseId, size_bytes: u64, made_at: i64) -> sqlx::Result<()> {
    let size_bytes = i64::try_from(size_bytes).map_err(|error| sqlx::Error::Encode(error.into()))?;
    on!(tx, |conn| {
        sqlx::query("insert into blob (id, case_id, size_bytes, made_at) values ($1, $2, $3, $4)")
            .bind(id)
            .bind(case)
            .bind(size_bytes)
            .bind(made_at)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The size of a file of this case, in bytes. A file of another case is not found.
///
/// # Errors
/// The database's own.
pub async fn find_blob(tx: &mut Tx, id: BlobId, case: CaseId) -> sqlx::Result<Option<u64>> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar("select size_bytes from blob where id = $1 and case_id = $2")
            .bind(id)
            .bind(case)
            .fetch_optional(conn)
            .await?
    });
    found.map(size).transpose()
}

/// Forgets a file; its object is swept later.
///
/// # Errors
/// The database's own.
pub async fn delete_blob(tx: &mut Tx, id: BlobId) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from blob where id = $1").bind(id).execute(conn).await.map(|done| done.rows_affected() == 1)
    })
}

/// The files of a case, oldest first.
///
/// # Errors
/// The database's own.
pub async fn blobs_of_case(tx: &mut Tx, case: CaseId) -> sqlx::Result<Vec<BlobId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select id from blob where case_id = $1 order by id").bind(case).fetch_all(conn).await
    })
}

/// Those of the files that have a row. It takes some hundreds at once.
///
/// # Errors
/// The database's own.
pub async fn existing_blobs(tx: &mut Tx, ids: &[BlobId]) -> sqlx::Result<Vec<BlobId>> {
    on!(tx, |conn| {
        let mut query = sqlx::QueryBuilder::new("select id from blob where id in");
        push_list(&mut query, ids.iter().copied());
        query.push(" union all select blob_id from draft_file where blob_id in");
        push_list(&mut query, ids.iter().copied());
        query.build_query_scalar().persistent(false).fetch_all(conn).await
    })
}

/// [`blobs_after`].
pub const BLOBS_AFTER: &str = "select id, size_bytes from blob where id > $1 \
                               union all select blob_id, size_bytes from draft_file where blob_id > $1 \
                               order by id limit $2";

/// Up to so many files and their sizes in bytes, by id, after the one given.
///
/// # Errors
/// The database's own.
pub async fn blobs_after(tx: &mut Tx, after: Option<BlobId>, most: i64) -> sqlx::Result<Vec<(BlobId, u64)>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let found: Vec<(BlobId, i64)> =
        on!(tx, |conn| sqlx::query_as(BLOBS_AFTER).bind(after).bind(most).fetch_all(conn).await?);
    found.into_iter().map(|(id, size_bytes)| Ok((id, size(size_bytes)?))).collect()
}

fn size(size_bytes: i64) -> sqlx::Result<u64> {
    u64::try_from(size_bytes).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The master key that wraps the keys of the installation, which is the one in use. A rotation that begins waits until
/// the transaction ends.
///
/// # Errors
/// The database's own.
pub async fn lock_in_use(tx: &mut Tx, purpose: &str) -> sqlx::Result<Option<String>> {
    // A transaction that writes to SQLite is the only one.
    let sql = match tx {
        Tx::Sqlite(_) => "select master_key_id from installation_key where purpose = $1",
        Tx::Postgres(_) => "select master_key_id from installation_key where purpose = $1 for share",
    };
    on!(tx, |conn| sqlx::query_scalar(sql).bind(purpose).fetch_optional(conn).await)
}

/// Whether the database has this table of keys: that of an older program may not have it yet.
///
/// # Errors
/// The database's own.
pub async fn has_table(tx: &mut Tx, table: Table) -> sqlx::Result<bool> {
    let sql = match tx {
        Tx::Sqlite(_) => "select name from sqlite_master where type = 'table' and name = $1",
        Tx::Postgres(_) => "select to_regclass($1)::text where to_regclass($1) is not null",
    };
    let found: Option<String> = on!(tx, |conn| sqlx::query_scalar(sql).bind(table.name()).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// Whether there is anything that was sealed, or recorded.
///
/// # Errors
/// The database's own.
pub async fn holds_data(tx: &mut Tx) -> sqlx::Result<bool> {
    let sql = "select exists (select 1 from person) or exists (select 1 from cases) or exists (select 1 from person_key) \
               or exists (select 1 from case_key) or exists (select 1 from audit_event)";
    on!(tx, |conn| sqlx::query_scalar(sql).fetch_one(conn).await)
}
