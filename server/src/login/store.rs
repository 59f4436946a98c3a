//! The tables of logins that have begun, of sessions, and of logout tokens that were taken.

use super::rules::{Level, Times};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::on;

/// A login that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// SHA-256 of the cookie of the browser that began.
    pub browser_hash: Vec<u8>,
    /// What was asked for, sealed.
    pub sealed: Vec<u8>,
}

/// Keeps a login that has begun until `expires_at` (UTC milliseconds).
///
/// # Errors
/// The database's own.
pub async fn insert_attempt(tx: &mut Tx, state: &[u8], attempt: &Attempt, expires_at: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into login_attempt (state_hash, browser_hash, sealed, expires_at) values ($1, $2, $3, $4)")
            .bind(state)
            .bind(&attempt.browser_hash)
            .bind(&attempt.sealed)
            .bind(expires_at)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// A login that has begun and is not over, without ending it.
///
/// # Errors
/// The database's own.
pub async fn find_attempt(tx: &mut Tx, state: &[u8], now: i64) -> sqlx::Result<Option<Attempt>> {
    let row: Option<(Vec<u8>, Vec<u8>)> = on!(tx, |conn| {
        sqlx::query_as("select browser_hash, sealed from login_attempt where state_hash = $1 and expires_at > $2")
            .bind(state)
            .bind(now)
            .fetch_optional(conn)
            .await?
    });
    Ok(row.map(|(browser_hash, sealed)| Attempt { browser_hash, sealed }))
}

/// Ends a login that has begun; whether it was there. Of several at once, one ends it.
///
/// # Errors
/// The database's own.
pub async fn delete_attempt(tx: &mut Tx, state: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from login_attempt where state_hash = $1")
            .bind(state)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Deletes the oldest logins beyond so many; returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_attempts_beyond(tx: &mut Tx, most: i64) -> sqlx::Result<u64> {
    // SQLite knows no offset without a limit.
    on!(tx, |conn| {
        sqlx::query(
            "delete from login_attempt where state_hash in \
             (select state_hash from login_attempt order by expires_at desc limit 1000 offset $1)",
        )
        .bind(most)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Which provider.
    pub provider: String,
    /// Keyed hash of who it is.
    pub owner: Vec<u8>,
    /// Keyed hash of the roles that it was last seen with.
    pub roles: Vec<u8>,
    /// Keyed hash of what the provider calls the session.
    pub provider_session: Option<Vec<u8>>,
    /// Keyed hash of what the provider calls the person.
    pub provider_subject: Vec<u8>,
    /// How sure the provider is, where it knows levels.
    pub level: Option<Level>,
    /// Since when, and until when.
    pub times: Times,
    /// Who it is, sealed.
    pub sealed: Vec<u8>,
}

/// Adds a session.
///
/// # Errors
/// The database's own.
pub async fn insert_session(tx: &mut Tx, id: &[u8], session: &SessionRow) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query(
            "insert into session (id_hash, provider, owner, provider_session, provider_subject, level, started_at, \
             seen_at, ends_at, sealed, roles) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id)
        .bind(&session.provider)
        .bind(&session.owner)
        .bind(&session.provider_session)
        .bind(&session.provider_subject)
        .bind(session.level.map(Level::code))
        .bind(session.times.started_at)
        .bind(session.times.seen_at)
        .bind(session.times.ends_at)
        .bind(&session.sealed)
        .bind(&session.roles)
        .execute(conn)
        .await
        .map(|_| ())
    })
}

/// Of [`find_session`].
pub const FIND_SESSION: &str = "\
    select provider, owner, provider_session, provider_subject, level, started_at, seen_at, ends_at, sealed, roles \
    from session where id_hash = $1";

/// A session, which may be over.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_session(tx: &mut Tx, id: &[u8]) -> Result<Option<SessionRow>, Error> {
    type Row = (String, Vec<u8>, Option<Vec<u8>>, Vec<u8>, Option<String>, i64, i64, i64, Vec<u8>, Vec<u8>);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(FIND_SESSION).bind(id).fetch_optional(conn).await?);
    let Some(row) = row else { return Ok(None) };
    let (provider, owner, provider_session, provider_subject, level, started_at, seen_at, ends_at, sealed, roles) = row;
    Ok(Some(SessionRow {
        provider,
        owner,
        roles,
        provider_session,
        provider_subject,
        level: read_level(level)?,
        times: Times { started_at, seen_at, ends_at },
        sealed,
    }))
}

/// Notes that a session is used. It is never put back to an earlier time.
///
/// # Errors
/// The database's own.
pub async fn touch_session(tx: &mut Tx, id: &[u8], now: i64) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("update session set seen_at = $2 where id_hash = $1 and seen_at < $2 and $2 < ends_at")
            .bind(id)
            .bind(now)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Gives a session another id, with the roles and what is sealed of `session`; whether it was there.
///
/// # Errors
/// The database's own.
pub async fn renew_session(tx: &mut Tx, old: &[u8], new: &[u8], session: &SessionRow) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update session set id_hash = $2, roles = $3, sealed = $4 where id_hash = $1")
            .bind(old)
            .bind(new)
            .bind(&session.roles)
            .bind(&session.sealed)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Ends a session; whether it was there.
///
/// # Errors
/// The database's own.
pub async fn delete_session(tx: &mut Tx, id: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from session where id_hash = $1")
            .bind(id)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Ends all sessions of one person; returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_sessions_of(tx: &mut Tx, owner: &[u8]) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query("delete from session where owner = $1")
            .bind(owner)
            .execute(conn)
            .await
            .map(|done| done.rows_affected())
    })
}

/// How many sessions of one person are on; `idle_since` is the last use that still counts.
///
/// # Errors
/// The database's own.
pub async fn count_sessions_of(tx: &mut Tx, owner: &[u8], now: i64, idle_since: i64) -> sqlx::Result<i64> {
    on!(tx, |conn| {
        sqlx::query_scalar("select count(*) from session where owner = $1 and ends_at > $2 and seen_at > $3")
            .bind(owner)
            .bind(now)
            .bind(idle_since)
            .fetch_one(conn)
            .await
    })
}

/// Whether a session is known by what the provider calls it.
///
/// # Errors
/// The database's own.
pub async fn has_provider_session(tx: &mut Tx, provider_session: &[u8]) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar("select started_at from session where provider_session = $1 limit 1")
            .bind(provider_session)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}

/// Ends the sessions that the provider calls so: by its name for the session, and by its name for the person where the
/// session has none, or the provider says none. Returns how many.
///
/// # Errors
/// The database's own.
pub async fn delete_by_provider(tx: &mut Tx, session: Option<&[u8]>, subject: Option<&[u8]>) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query(
            "delete from session where provider_session = $1 \
             or (provider_subject = $2 and (provider_session is null or $3))",
        )
        .bind(session)
        .bind(subject)
        .bind(session.is_none())
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
    })
}

/// Keeps a logout token until nobody would take it any more; false where it was taken before.
///
/// # Errors
/// The database's own.
pub async fn insert_logout_token(tx: &mut Tx, token: &[u8], expires_at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("insert into logout_token (token_hash, expires_at) values ($1, $2) on conflict do nothing")
            .bind(token)
            .bind(expires_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Deletes what is over: logins before `now`, logout tokens likewise, and sessions that were last used before
/// `idle_before` or had to end before `ended_before`. Returns how many rows.
///
/// # Errors
/// The database's own.
pub async fn delete_over(tx: &mut Tx, now: i64, idle_before: i64, ended_before: i64) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        let attempts = sqlx::query("delete from login_attempt where expires_at <= $1").bind(now).execute(&mut *conn);
        let mut deleted = attempts.await?.rows_affected();
        let tokens = sqlx::query("delete from logout_token where expires_at <= $1").bind(now).execute(&mut *conn);
        deleted += tokens.await?.rows_affected();
        let sessions = sqlx::query("delete from session where seen_at <= $1 or ends_at <= $2")
            .bind(idle_before)
            .bind(ended_before)
            .execute(conn);
        deleted += sessions.await?.rows_affected();
        Ok(deleted)
    })
}

fn read_level(code: Option<String>) -> Result<Option<Level>, Damaged> {
    let Some(code) = code else { return Ok(None) };
    Level::parse(&code).map(Some).ok_or_else(|| Damaged::new("session", "level", "of this level"))
}
