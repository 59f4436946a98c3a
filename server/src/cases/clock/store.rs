//! The tables of what moves the date of a claim.

use jiff::civil::Date;

use super::{ClaimClock, Extension, Stop};
use crate::cases::rules::{ExtensionReason, PauseReason, Right};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::ClaimId;
use crate::on;

type PauseRow = (String, String, Option<String>);

/// The clock of a claim.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn find_clock(tx: &mut Tx, claim: ClaimId) -> Result<Option<ClaimClock>, Error> {
    let row: Option<(String, String)> = on!(&mut *tx, |conn| {
        sqlx::query_as("select gdpr_right, received_on from claim where id = $1")
            .bind(claim)
            .fetch_optional(conn)
            .await?
    });
    let Some((right, received_on)) = row else { return Ok(None) };
    let damaged = |column| Damaged::new("claim", column, claim);
    let date = |text: &str, column| text.parse::<Date>().map_err(|_| damaged(column));
    let right = Right::parse(&right).ok_or_else(|| damaged("gdpr_right"))?;
    let extension: Option<(String, String, String)> = on!(&mut *tx, |conn| {
        sqlx::query_as("select reason, decided_on, notified_on from extension where claim_id = $1")
            .bind(claim)
            .fetch_optional(conn)
            .await?
    });
    let extension = match extension {
        Some((reason, decided_on, notified_on)) => Some(Extension {
            reason: ExtensionReason::parse(&reason).ok_or_else(|| damaged("extension"))?,
            decided_on: date(&decided_on, "extension")?,
            notified_on: date(&notified_on, "extension")?,
        }),
        None => None,
    };
    let pauses: Vec<PauseRow> = on!(tx, |conn| {
        sqlx::query_as("select reason, asked_on, answered_on from pause where claim_id = $1 order by asked_on, id")
            .bind(claim)
            .fetch_all(conn)
            .await?
    });
    let stop = |(reason, asked_on, answered_on): PauseRow| {
        Ok::<_, Damaged>(Stop {
            reason: PauseReason::parse(&reason).ok_or_else(|| damaged("pause"))?,
            asked_on: date(&asked_on, "pause")?,
            answered_on: answered_on.as_deref().map(|day| date(day, "pause")).transpose()?,
        })
    };
    let stops = pauses.into_iter().map(stop).collect::<Result<_, _>>()?;
    let received_on = date(&received_on, "received_on")?;
    Ok(Some(ClaimClock::kept(right, received_on, extension, stops)))
}

/// Adds the extension of a claim.
///
/// # Errors
/// The database's own; it has one.
pub async fn insert_extension(tx: &mut Tx, claim: ClaimId, extension: &Extension) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into extension (claim_id, reason, decided_on, notified_on) values ($1, $2, $3, $4)")
            .bind(claim)
            .bind(extension.reason.code())
            .bind(extension.decided_on.to_string())
            .bind(extension.notified_on.to_string())
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Notes that the clock stands.
///
/// # Errors
/// The database's own; it stands for this reason already.
pub async fn insert_pause(
    tx: &mut Tx,
    id: &str,
    claim: ClaimId,
    right: Right,
    reason: PauseReason,
    asked_on: Date,
) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into pause (id, claim_id, gdpr_right, reason, asked_on) values ($1, $2, $3, $4, $5)")
            .bind(id)
            .bind(claim)
            .bind(right.code())
            .bind(reason.code())
            .bind(asked_on.to_string())
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// Notes that the clock goes on; whether it stood for this reason.
///
/// # Errors
/// The database's own.
pub async fn end_pause(tx: &mut Tx, claim: ClaimId, reason: PauseReason, answered_on: Date) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update pause set answered_on = $3 where claim_id = $1 and reason = $2 and answered_on is null")
            .bind(claim)
            .bind(reason.code())
            .bind(answered_on.to_string())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Sets the date in force of a claim that is open; whether it was.
///
/// # Errors
/// The database's own.
pub async fn set_due(tx: &mut Tx, claim: ClaimId, due_on: Date) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update claim set due_on = $2 where id = $1 and outcome = 'open'")
            .bind(claim)
            .bind(due_on.to_string())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// The open claims whose clocks stand, with their dates, which move by a day each day.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn standing(tx: &mut Tx) -> Result<Vec<(ClaimId, Date)>, Error> {
    let rows: Vec<(ClaimId, String)> = on!(tx, |conn| {
        sqlx::query_as(
            "select distinct c.id, c.due_on from pause p join claim c on c.id = p.claim_id \
             where p.answered_on is null and c.outcome = 'open' order by c.id",
        )
        .fetch_all(conn)
        .await?
    });
    let dated = |(claim, due_on): (ClaimId, String)| {
        let due_on = due_on.parse().map_err(|_| Damaged::new("claim", "due_on", claim))?;
        Ok((claim, due_on))
    };
    rows.into_iter().map(dated).collect()
}

/// Whether the clock of a claim stands.
///
/// # Errors
/// The database's own.
pub async fn stands(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<bool> {
    let found: Option<String> = on!(tx, |conn| {
        sqlx::query_scalar("select id from pause where claim_id = $1 and answered_on is null limit 1")
            .bind(claim)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}
