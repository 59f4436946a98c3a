//! The tables of the audit trail.

use crate::db::Tx;
use crate::id::CaseId;
use crate::on;

use super::chain::Head;

/// An event as it stands in the table. Nothing in it is trusted: ids and codes are whatever somebody may have put
/// there.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// An [`EventId`](crate::id::EventId).
    pub id: String,
    /// Its place in the chain, from 1; `None` while it waits.
    pub sequence: Option<i64>,
    /// When, in UTC milliseconds.
    pub at: i64,
    /// The code of its [`Action`](super::Action).
    pub action: String,
    /// The case it is about.
    pub case_id: Option<String>,
    /// Who and in which words, sealed; `None` once wiped.
    pub content: Option<Vec<u8>>,
    /// 16 random bytes; `None` once wiped.
    pub salt: Option<Vec<u8>>,
    /// SHA-256 of salt, case and content.
    pub content_hash: Vec<u8>,
    /// Which keys made the macs.
    pub key_id: String,
    /// Keyed hash of what stays when it is wiped.
    pub written_mac: Vec<u8>,
    /// Keyed hash of that, its place and the link before; `None` while it waits.
    pub link: Option<Vec<u8>>,
}

macro_rules! select_rows {
    ($rest:literal) => {
        concat!(
            "select id, sequence, at, action, case_id, content, salt, content_hash, key_id, written_mac, link \
             from audit_event ",
            $rest
        )
    };
}

/// Adds an event, which waits for its place in the chain: sequence and link are not written.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &mut Tx, row: &Row) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into audit_event (id, at, action, case_id, content, salt, content_hash, key_id, written_mac) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&row.id)
        .bind(row.at)
        .bind(&row.action)
        .bind(&row.case_id)
        .bind(&row.content)
        .bind(&row.salt)
        .bind(&row.content_hash)
        .bind(&row.key_id)
        .bind(&row.written_mac)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// The end of the chain, held until the transaction ends: nobody else can lengthen the chain before that.
///
/// # Errors
/// The database's own.
pub async fn lock_head(tx: &mut Tx) -> sqlx::Result<Option<Head>> {
    // On PostgreSQL an update takes the row's lock, and sees what the one before it left.
    on!(tx, |conn| {
        sqlx::query_as("update audit_head set sequence = sequence where only_row returning sequence, link")
            .fetch_optional(conn)
            .await
    })
}

/// Writes down the end of a chain that has none, unless somebody else just did.
///
/// # Errors
/// The database's own.
pub async fn begin_head(tx: &mut Tx, head: &Head) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into audit_head (only_row, sequence, link) values (true, $1, $2) on conflict do nothing")
            .bind(head.sequence)
            .bind(&head.link)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The end of the chain.
///
/// # Errors
/// The database's own.
pub async fn find_head(tx: &mut Tx) -> sqlx::Result<Option<Head>> {
    on!(tx, |conn| sqlx::query_as("select sequence, link from audit_head where only_row").fetch_optional(conn).await)
}

/// Moves the end of the chain, which this transaction must hold.
///
/// # Errors
/// The database's own.
pub async fn move_head(tx: &mut Tx, head: &Head) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update audit_head set sequence = $1, link = $2 where only_row")
            .bind(head.sequence)
            .bind(&head.link)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// [`last_sequence`]. SQLite asks for the condition before it looks at the index.
pub const LAST_SEQUENCE: &str = "select max(sequence) from audit_event where sequence is not null";

/// The last place that any row has.
///
/// # Errors
/// The database's own.
pub async fn last_sequence(tx: &mut Tx) -> sqlx::Result<Option<i64>> {
    on!(tx, |conn| sqlx::query_scalar(LAST_SEQUENCE).fetch_one(conn).await)
}

/// Gives a waiting event its place.
///
/// # Errors
/// The database's own; another row has this place.
pub async fn give_place(tx: &mut Tx, id: &str, sequence: i64, link: &[u8]) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update audit_event set sequence = $2, link = $3 where id = $1 and sequence is null")
            .bind(id)
            .bind(sequence)
            .bind(link)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// [`unchained`].
pub const UNCHAINED: &str = select_rows!("where sequence is null and (at, id) > ($1, $2) order by at, id limit $3");

/// Up to so many events that wait, by time and id, after this time (UTC milliseconds) and id.
///
/// # Errors
/// The database's own.
pub async fn unchained(tx: &mut Tx, after: (i64, &str), most: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |conn| sqlx::query_as(UNCHAINED).bind(after.0).bind(after.1).bind(most).fetch_all(conn).await)
}

/// [`count_unchained`].
pub const COUNT_UNCHAINED: &str = "select count(*) from audit_event where sequence is null";

/// How many events wait for their place.
///
/// # Errors
/// The database's own.
pub async fn count_unchained(tx: &mut Tx) -> sqlx::Result<i64> {
    on!(tx, |conn| sqlx::query_scalar(COUNT_UNCHAINED).fetch_one(conn).await)
}

/// [`chained`].
pub const CHAINED: &str = select_rows!("where sequence >= $1 order by sequence limit $2");

/// Up to so many events with a place, by place, from this one on.
///
/// # Errors
/// The database's own.
pub async fn chained(tx: &mut Tx, from: i64, most: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |conn| sqlx::query_as(CHAINED).bind(from).bind(most).fetch_all(conn).await)
}

/// Up to so many events of one action, with or without a place, by id, after this one.
///
/// # Errors
/// The database's own.
pub async fn with_action(tx: &mut Tx, action: &str, after_id: &str, most: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |conn| {
        sqlx::query_as(select_rows!("where action = $1 and id > $2 order by id limit $3"))
            .bind(action)
            .bind(after_id)
            .bind(most)
            .fetch_all(conn)
            .await
    })
}

/// Up to so many events about a case, by time and id, after this time (UTC milliseconds) and id.
///
/// # Errors
/// The database's own.
pub async fn of_case(tx: &mut Tx, case: CaseId, after: (i64, &str), most: i64) -> sqlx::Result<Vec<Row>> {
    on!(tx, |conn| {
        sqlx::query_as(select_rows!("where case_id = $1 and (at, id) > ($2, $3) order by at, id limit $4"))
            .bind(case)
            .bind(after.0)
            .bind(after.1)
            .bind(most)
            .fetch_all(conn)
            .await
    })
}

/// Up to so many of the newest events about a case, of two actions or of all, newest first.
///
/// # Errors
/// The database's own.
pub async fn newest_of_case(
    tx: &mut Tx,
    case: CaseId,
    actions: Option<[&str; 3]>,
    most: i64,
) -> sqlx::Result<Vec<Row>> {
    let [one, two, three] = actions.map_or([None; 3], |actions| actions.map(Some));
    on!(tx, |conn| {
        sqlx::query_as(select_rows!(
            "where case_id = $1 and action in (coalesce($2, action), coalesce($3, action), \
             coalesce($4, action)) order by at desc, id desc limit $5"
        ))
        .bind(case)
        .bind(one)
        .bind(two)
        .bind(three)
        .bind(most)
        .fetch_all(conn)
        .await
    })
}

/// Takes case, content and salt out of an event.
///
/// # Errors
/// The database's own.
pub async fn wipe(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update audit_event set case_id = null, content = null, salt = null where id = $1")
            .bind(id)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Lets a transaction that has not read anything yet see one state of the database until it ends.
///
/// # Errors
/// The database's own.
pub async fn see_one_state(tx: &mut Tx) -> sqlx::Result<()> {
    match tx {
        // It sees no other.
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(tx) => {
            sqlx::query("set transaction isolation level repeatable read").execute(&mut **tx).await.map(|_| ())
        }
    }
}
