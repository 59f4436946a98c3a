//! The table of the files of tasks.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use crate::db::{Tx, push_list};
use crate::id::{BlobId, CaseId, TaskId};
use crate::on;

/// Adds a file that is in the vault.
///
/// # Errors
/// The database's own; the attempt has a file of this name.
pub async fn insert_file(
    tx: &mut Tx,
    blob: BlobId,
    task: TaskId,
    attempt: u32,
    name_mac: &[u8],
    sha256_mac: &[u8],
) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into task_file (blob_id, task_id, attempt, name_mac, sha256_mac) values ($1, $2, $3, $4, $5)",
        )
        .bind(blob)
        .bind(task)
        .bind(i64::from(attempt))
        .bind(name_mac)
        .bind(sha256_mac)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// The file of this name, and the keyed hash of its digest.
///
/// # Errors
/// The database's own.
pub async fn find_file(
    tx: &mut Tx,
    task: TaskId,
    attempt: u32,
    name_mac: &[u8],
) -> sqlx::Result<Option<(BlobId, Vec<u8>)>> {
    on!(tx, |conn| {
        sqlx::query_as(
            "select blob_id, sha256_mac from task_file where task_id = $1 and attempt = $2 and name_mac = $3",
        )
        .bind(task)
        .bind(i64::from(attempt))
        .bind(name_mac)
        .fetch_optional(conn)
        .await
    })
}

/// How many files a task has, whichever attempt put them.
///
/// # Errors
/// The database's own.
pub async fn count_files(tx: &mut Tx, task: TaskId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select count(*) from task_file where task_id = $1").bind(task).fetch_one(conn).await
    })
}

/// Of these tasks, those that files were put for.
///
/// # Errors
/// The database's own.
pub async fn with_files(tx: &mut Tx, tasks: &BTreeSet<TaskId>) -> sqlx::Result<Vec<TaskId>> {
    on!(tx, |conn| {
        let mut select = QueryBuilder::new("select distinct task_id from task_file where task_id in");
        push_list(&mut select, tasks.iter().copied());
        select.build_query_scalar().fetch_all(conn).await
    })
}

/// All files of a task, whichever attempt put them.
///
/// # Errors
/// The database's own.
pub async fn files_of(tx: &mut Tx, task: TaskId) -> sqlx::Result<Vec<BlobId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select blob_id from task_file where task_id = $1 order by blob_id")
            .bind(task)
            .fetch_all(conn)
            .await
    })
}

/// Forgets the files of a case that no answer names; their objects are swept later.
///
/// # Errors
/// The database's own.
pub async fn forget_of_case(tx: &mut Tx, case: CaseId) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(
            "delete from blob where case_id = $1 and id in (select f.blob_id from task_file f join task t on t.id = f.task_id \
             where t.state = 'withdrawn')",
        )
        .bind(case)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}
