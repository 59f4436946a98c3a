//! The table of answers.

use crate::db::Tx;
use crate::id::TaskId;
use crate::on;

/// What is kept of an answer.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// UTC milliseconds.
    pub received_at: i64,
    /// The answer document, sealed.
    pub content: &'a [u8],
    /// Its keyed hash.
    pub content_mac: &'a [u8],
    /// The keyed hash of its Idempotency-Key, if there was one.
    pub idempotency_hash: Option<&'a [u8]>,
}

/// Keeps what a system gave.
///
/// # Errors
/// The database's own; the task has an answer.
pub async fn insert_answer(tx: &mut Tx, task: TaskId, answer: &NewAnswer<'_>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into answer (task_id, received_at, content, content_mac, idempotency_hash) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(task)
        .bind(answer.received_at)
        .bind(answer.content)
        .bind(answer.content_mac)
        .bind(answer.idempotency_hash)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// By what an answer is known again: its keyed hash, and the hash of its Idempotency-Key.
///
/// # Errors
/// The database's own.
pub async fn answer_marks(tx: &mut Tx, task: TaskId) -> sqlx::Result<Option<(Vec<u8>, Option<Vec<u8>>)>> {
    on!(tx, |conn| {
        sqlx::query_as("select content_mac, idempotency_hash from answer where task_id = $1")
            .bind(task)
            .fetch_optional(conn)
            .await
    })
}

/// What a system gave, sealed.
///
/// # Errors
/// The database's own.
pub async fn find_answer(tx: &mut Tx, task: TaskId) -> sqlx::Result<Option<Vec<u8>>> {
    on!(tx, |conn| {
        sqlx::query_scalar("select content from answer where task_id = $1").bind(task).fetch_optional(conn).await
    })
}
