//! The table of claims to which answers have come in.

use std::collections::BTreeSet;

use sqlx::QueryBuilder;

use crate::db::{Tx, push_list};
use crate::id::{ClaimId, TaskId};
use crate::on;

/// Notes that answers have come in for these claims: those about access that are open, and those about changes, which may have
/// been carried out by now.
///
/// # Errors
/// The database's own.
pub async fn note_news(tx: &mut Tx, claims: &BTreeSet<ClaimId>, now: i64) -> sqlx::Result<()> {
    if claims.is_empty() {
        return Ok(());
    }
    on!(tx, |conn| {
        // It begins with the time: what was removed and comes again is never taken for what was seen before.
        let mut insert = QueryBuilder::new("insert into answer_news (claim_id, seen) select id, ");
        insert.push_bind(now).push(" from claim where id in");
        push_list(&mut insert, claims.iter().copied());
        // In one order, so that two transactions cannot wait for each other.
        insert.push(
            " and (gdpr_right <> 'access' or outcome = 'open') and outcome <> 'withdrawn' order by id \
             on conflict (claim_id) do update set seen = answer_news.seen + 1",
        );
        insert.build().execute(conn).await.map(|_| ())
    })
}

/// A claim with news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct News {
    /// The claim.
    #[sqlx(rename = "claim_id")]
    pub claim: ClaimId,
    /// Up to which news.
    pub seen: i64,
    /// Whether all that were asked have answered; of a decided claim, whether all that was decided is carried out.
    pub is_all: bool,
}

/// [`news`].
pub const NEWS: &str = "\
    select n.claim_id, n.seen, (select t.id from task t where t.claim_id = n.claim_id \
    and t.state in ('ready', 'leased', 'with_human') \
    and (t.step = 'execute' or (select c.outcome from claim c where c.id = n.claim_id) = 'open') limit 1) is null as is_all \
    from answer_news n order by n.claim_id limit $1";

/// Up to so many claims with news.
///
/// # Errors
/// The database's own.
pub async fn news(tx: &mut Tx, most: i64) -> sqlx::Result<Vec<News>> {
    on!(tx, |conn| sqlx::query_as(NEWS).bind(most).fetch_all(conn).await)
}

/// Removes the news of a claim, if there are none that came later; whether there were none.
///
/// # Errors
/// The database's own.
pub async fn forget_news(tx: &mut Tx, news: News) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("delete from answer_news where claim_id = $1 and seen = $2")
            .bind(news.claim)
            .bind(news.seen)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Whether anybody has judged anything of what came in for a claim.
///
/// # Errors
/// The database's own.
pub async fn is_any_judged(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select r.task_id from task t join review r on r.task_id = t.id where t.claim_id = $1 limit 1",
        )
        .bind(claim)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}
