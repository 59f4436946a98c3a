//! The tables of messages, and of the files that are sent with them.

use super::Sender;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{BlobId, CaseId, EmployeeId};
use crate::on;

/// A message that is being kept.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Of which case.
    pub case: CaseId,
    /// From 1.
    pub number: i64,
    /// Who wrote it.
    pub sender: Sender,
    /// Which employee, if one did.
    pub employee: Option<EmployeeId>,
    /// UTC milliseconds.
    pub at: i64,
    /// Of the form.
    pub token_hash: &'a [u8],
    /// Whether nobody needs to reply.
    pub is_settled: bool,
    /// Sealed.
    pub content: &'a [u8],
}

/// A message as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// From 1.
    pub number: i64,
    /// Who wrote it.
    pub sender: Sender,
    /// UTC milliseconds.
    pub sent_at: i64,
    /// When the other first read it, if they have.
    pub opened_at: Option<i64>,
    /// Whether it needs no reply, or no other one: none of the municipality's does.
    pub is_settled: bool,
    /// Sealed.
    pub content: Vec<u8>,
}

/// A file as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRow {
    /// Where it is.
    pub blob: BlobId,
    /// Of which message.
    pub message: i64,
    /// From 1 in each message.
    pub place: i64,
    /// Its size.
    pub size_bytes: u64,
    /// Sealed.
    pub about: Vec<u8>,
}

/// The number of a case's next message. Whoever asks has locked the case.
///
/// # Errors
/// The database's own.
pub async fn next_message(tx: &mut Tx, case: CaseId) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select coalesce(max(number), 0) + 1 from message where case_id = $1")
            .bind(case)
            .fetch_one(conn)
            .await
    })
}

/// [`is_sent`].
pub const IS_SENT: &str = "select number from message where form_token_hash = $1";

/// Whether the form with this token is a message already.
///
/// # Errors
/// The database's own.
pub async fn is_sent(tx: &mut Tx, token_hash: &[u8]) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| sqlx::query_scalar(IS_SENT).bind(token_hash).fetch_optional(conn).await?);
    Ok(found.is_some())
}

/// Adds a message.
///
/// # Errors
/// The database's own; the number is taken, or the form was sent before.
pub async fn insert_message(tx: &mut Tx, message: &NewMessage<'_>) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into message (case_id, number, sender, employee_id, sent_at, settled_at, form_token_hash, content) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(message.case)
        .bind(message.number)
        .bind(message.sender.code())
        .bind(message.employee)
        .bind(message.at)
        .bind(message.is_settled.then_some(message.at))
        .bind(message.token_hash)
        .bind(message.content)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// Adds a file to a message.
///
/// # Errors
/// The database's own.
pub async fn insert_attachment(
    tx: &mut Tx,
    blob: BlobId,
    (case, message): (CaseId, i64),
    place: i64,
    about: &[u8],
) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into attachment (blob_id, case_id, message, place, about) values ($1, $2, $3, $4, $5)")
            .bind(blob)
            .bind(case)
            .bind(message)
            .bind(place)
            .bind(about)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

type MessageColumns = (i64, String, i64, Option<i64>, Option<i64>, Vec<u8>);

/// The messages of a case, in order.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn messages_of(tx: &mut Tx, case: CaseId) -> Result<Vec<MessageRow>, Error> {
    let rows: Vec<MessageColumns> = on!(tx, |conn| {
        sqlx::query_as(
            "select number, sender, sent_at, opened_at, settled_at, content from message where case_id = $1 \
             order by number",
        )
        .bind(case)
        .fetch_all(conn)
        .await?
    });
    let row = |(number, sender, sent_at, opened_at, settled_at, content): MessageColumns| {
        let sender = Sender::parse(&sender).ok_or_else(|| Damaged::new("message", "sender", case))?;
        let is_settled = sender == Sender::Municipality || settled_at.is_some();
        Ok(MessageRow { number, sender, sent_at, opened_at, is_settled, content })
    };
    rows.into_iter().map(row).collect()
}

/// The files of a case's messages, in order.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn attachments_of(tx: &mut Tx, case: CaseId) -> Result<Vec<AttachmentRow>, Error> {
    let rows: Vec<(BlobId, i64, i64, i64, Vec<u8>)> = on!(tx, |conn| {
        sqlx::query_as(
            "select a.blob_id, a.message, a.place, b.size_bytes, a.about from attachment a \
             join blob b on b.id = a.blob_id where a.case_id = $1 order by a.message, a.place",
        )
        .bind(case)
        .fetch_all(conn)
        .await?
    });
    let row = |(blob, message, place, size, about): (BlobId, i64, i64, i64, Vec<u8>)| {
        let size_bytes = u64::try_from(size).map_err(|_| Damaged::new("blob", "size_bytes", blob))?;
        Ok(AttachmentRow { blob, message, place, size_bytes, about })
    };
    rows.into_iter().map(row).collect()
}

/// Whether the other has not read something that this one wrote in a case.
///
/// # Errors
/// The database's own.
pub async fn is_any_unread(tx: &mut Tx, case: CaseId, sender: Sender) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select number from message where case_id = $1 and opened_at is null and sender = $2 limit 1",
        )
        .bind(case)
        .bind(sender.code())
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// [`unread`].
pub const UNREAD: &str = "select distinct case_id from message where opened_at is null and sender = $1";

/// The cases in which the other has not read what this one wrote.
///
/// # Errors
/// The database's own.
pub async fn unread(tx: &mut Tx, sender: Sender) -> sqlx::Result<Vec<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(UNREAD).bind(sender.code()).fetch_all(conn).await)
}

/// [`unsettled`].
pub const UNSETTLED: &str = "select distinct case_id from message where settled_at is null and sender = 'person'";

/// The cases in which the person has written something that is not settled.
///
/// # Errors
/// The database's own.
pub async fn unsettled(tx: &mut Tx) -> sqlx::Result<Vec<CaseId>> {
    on!(tx, |conn| sqlx::query_scalar(UNSETTLED).fetch_all(conn).await)
}

/// Notes that what somebody had read until then of what the person wrote in a case needs no reply, or no other one.
///
/// # Errors
/// The database's own.
pub async fn settle_messages(tx: &mut Tx, case: CaseId, read_until: i64, at: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(
            "update message set settled_at = $2 where case_id = $1 and settled_at is null and sender = 'person' \
             and opened_at <= $3",
        )
        .bind(case)
        .bind(at)
        .bind(read_until)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}

/// Notes that the other has read what this one wrote in a case, up to this message; how many they had not.
///
/// # Errors
/// The database's own.
pub async fn open_messages(tx: &mut Tx, case: CaseId, sender: Sender, last: i64, at: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        // The clock of this node may be behind that of the one that took the message.
        sqlx::query(
            "update message set opened_at = case when sent_at > $3 then sent_at else $3 end \
             where case_id = $1 and sender = $2 and number <= $4 and opened_at is null",
        )
        .bind(case)
        .bind(sender.code())
        .bind(at)
        .bind(last)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}
