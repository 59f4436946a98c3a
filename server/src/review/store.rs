//! The tables of what was judged, and of the files that are released in the place of others.

use sqlx::QueryBuilder;

use crate::db::{Tx, push_list};
use crate::id::{BlobId, EmployeeId, TaskId};
use crate::on;

/// What was judged of an answer, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReviewRow {
    /// One more with each change, from 1.
    pub version: i64,
    /// Sealed.
    pub judged: Vec<u8>,
    /// When a second person looked at this version (UTC milliseconds).
    pub approved_at: Option<i64>,
    /// Who it was, while they are known.
    pub approved_by: Option<EmployeeId>,
}

/// What was judged of the answer to a task.
///
/// # Errors
/// The database's own.
pub async fn find_review(tx: &mut Tx, task: TaskId) -> sqlx::Result<Option<ReviewRow>> {
    on!(tx, |conn| {
        sqlx::query_as("select version, judged, approved_at, approved_by from review where task_id = $1")
            .bind(task)
            .fetch_optional(conn)
            .await
    })
}

/// What systems gave for some tasks, sealed, with what was judged of it: of those whose answers are not larger than this.
///
/// # Errors
/// The database's own.
pub async fn small_answers(
    tx: &mut Tx,
    tasks: &[TaskId],
    most_bytes: i64,
) -> sqlx::Result<Vec<(TaskId, Vec<u8>, Option<ReviewRow>)>> {
    type Row = (TaskId, Vec<u8>, Option<i64>, Option<Vec<u8>>, Option<i64>, Option<EmployeeId>);
    let rows: Vec<Row> = on!(tx, |conn| {
        let mut select = QueryBuilder::new(
            "select a.task_id, a.content, r.version, r.judged, r.approved_at, r.approved_by \
             from answer a left join review r on r.task_id = a.task_id where length(a.content) <= ",
        );
        select.push_bind(most_bytes).push(" and a.task_id in");
        push_list(&mut select, tasks.iter().copied());
        select.build_query_as().fetch_all(conn).await?
    });
    let row = |(task, content, version, judged, approved_at, approved_by): Row| {
        let review =
            version.zip(judged).map(|(version, judged)| ReviewRow { version, judged, approved_at, approved_by });
        (task, content, review)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Keeps what was judged, if the version is still the one that it was read with (0 where nothing was judged). Nobody has
/// looked at the new version as the second.
///
/// # Errors
/// The database's own.
pub async fn keep_review(tx: &mut Tx, task: TaskId, seen: i64, judged: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        let sql = match seen {
            0 => "insert into review (task_id, version, judged) values ($1, $2 + 1, $3) on conflict do nothing",
            _ => {
                "update review set version = version + 1, judged = $3, approved_by = null, approved_at = null \
                 where task_id = $1 and version = $2"
            }
        };
        sqlx::query(sql).bind(task).bind(seen).bind(judged).execute(conn).await.map(|done| done.rows_affected() == 1)
    })
}

/// Notes who has looked at a version as the second; false where there is a newer one.
///
/// # Errors
/// The database's own.
pub async fn approve_review(tx: &mut Tx, task: TaskId, seen: i64, by: EmployeeId, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update review set approved_by = $3, approved_at = $4 where task_id = $1 and version = $2")
            .bind(task)
            .bind(seen)
            .bind(by)
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Notes which file of an answer another one is for.
///
/// # Errors
/// The database's own.
pub async fn insert_replacement(tx: &mut Tx, file: BlobId, task: TaskId, place: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into replacement (blob_id, task_id, place) values ($1, $2, $3)")
            .bind(file)
            .bind(task)
            .bind(place)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The files that were put in the place of one of an answer's.
///
/// # Errors
/// The database's own.
pub async fn replacements(tx: &mut Tx, task: TaskId, place: i64) -> sqlx::Result<Vec<BlobId>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select blob_id from replacement where task_id = $1 and place = $2 order by blob_id")
            .bind(task)
            .bind(place)
            .fetch_all(conn)
            .await
    })
}
