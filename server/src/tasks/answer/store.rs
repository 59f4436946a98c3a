//! The table of answers.

use sqlx::QueryBuilder;

use crate::db::Tx;
use crate::id::TaskId;
use crate::on;

/// What is kept of an answer.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// The task that it is for.
    pub task: TaskId,
    /// UTC milliseconds.
    pub received_at: i64,
    /// The answer document, sealed.
    pub content: Vec<u8>,
    /// Its keyed hash.
    pub content_mac: [u8; 32],
    /// The keyed hash of its Idempotency-Key, if there was one.
    pub idempotency_hash: Option<[u8; 32]>,
}

/// Keeps what systems gave.
///
/// # Errors
/// The database's own; a task has an answer.
pub async fn insert_answers(tx: &mut Tx, answers: &[NewAnswer]) -> sqlx::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    on!(tx, |conn| {
        let mut insert =
            QueryBuilder::new("insert into answer (task_id, received_at, content, content_mac, idempotency_hash) ");
        insert.push_values(answers, |mut row, answer| {
            row.push_bind(answer.task).push_bind(answer.received_at).push_bind(answer.content.as_slice());
            row.push_bind(answer.content_mac.as_slice());
            row.push_bind(answer.idempotency_hash.as_ref().map(<[u8; 32]>::as_slice));
        });
        insert.build().execute(conn).await.map(|_| ())
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
