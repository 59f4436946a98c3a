//! The tables of decisions, their grounds and their gaps.

use jiff::civil::Date;

use super::gaps::{Gap, GapReason};
use crate::cases::rules::{Outcome, Right};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, ClaimId, DecisionId, TaskId};
use crate::on;

/// A decision that is being made.
#[derive(Clone, Copy, Debug)]
pub struct NewDecision<'a> {
    /// Its id.
    pub id: DecisionId,
    /// On which claim.
    pub claim: ClaimId,
    /// The claim's right.
    pub right: Right,
    /// What becomes of the claim.
    pub outcome: Outcome,
    /// UTC milliseconds.
    pub at: i64,
    /// The rule that decided, where nobody did.
    pub rule: Option<&'a str>,
    /// Who decided and in which words, sealed; where somebody did.
    pub reasons: Option<&'a [u8]>,
    /// Each ground's code, with what the law demands with it, sealed.
    pub grounds: &'a [(&'static str, Option<Vec<u8>>)],
}

/// A decision that was made.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DecisionRow {
    /// Its id.
    pub id: DecisionId,
    /// What became of the claim, by its code.
    pub outcome: String,
    /// UTC milliseconds.
    pub decided_at: i64,
    /// The rule, where nobody decided.
    pub rule: Option<String>,
    /// Sealed.
    pub reasons: Option<Vec<u8>>,
}

/// Adds a decision with its grounds.
///
/// # Errors
/// The database's own; what the law does not allow.
pub async fn insert_decision(tx: &mut Tx, decision: &NewDecision<'_>) -> sqlx::Result<()> {
    let right = decision.right.code();
    on!(&mut *tx, |conn| {
        sqlx::query(
            "insert into decision (id, claim_id, gdpr_right, outcome, decided_at, rule, reasons, ground_count) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(decision.id)
        .bind(decision.claim)
        .bind(right)
        .bind(decision.outcome.code())
        .bind(decision.at)
        .bind(decision.rule)
        .bind(decision.reasons)
        .bind(i64::try_from(decision.grounds.len()).unwrap_or(i64::MAX))
        .execute(conn)
        .await?;
    });
    for (code, explanation) in decision.grounds {
        on!(&mut *tx, |conn| {
            sqlx::query(
                "insert into decision_ground (decision_id, gdpr_right, code, explanation) values ($1, $2, $3, $4)",
            )
            .bind(decision.id)
            .bind(right)
            .bind(*code)
            .bind(explanation.as_deref())
            .execute(conn)
            .await?;
        });
    }
    Ok(())
}

/// The decisions on a claim, the newest last.
///
/// # Errors
/// The database's own.
pub async fn decisions_on(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<Vec<DecisionRow>> {
    on!(tx, |conn| {
        sqlx::query_as("select id, outcome, decided_at, rule, reasons from decision where claim_id = $1 order by id")
            .bind(claim)
            .fetch_all(conn)
            .await
    })
}

/// The grounds of a decision: codes, and what the law demands with them, sealed.
///
/// # Errors
/// The database's own.
pub async fn grounds_of(tx: &mut Tx, decision: DecisionId) -> sqlx::Result<Vec<(String, Option<Vec<u8>>)>> {
    on!(tx, |conn| {
        sqlx::query_as("select code, explanation from decision_ground where decision_id = $1 order by code")
            .bind(decision)
            .fetch_all(conn)
            .await
    })
}

/// Adds a gap to a decision: what is not in it, and why.
///
/// # Errors
/// The database's own; it has been named.
pub async fn insert_gap(tx: &mut Tx, decision: DecisionId, gap: &Gap) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into decision_gap (decision_id, task_id, reason, expected_on) values ($1, $2, $3, $4)")
            .bind(decision)
            .bind(gap.task)
            .bind(gap.reason.code())
            .bind(gap.expected_on.to_string())
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// The gaps of a decision.
///
/// # Errors
/// The database's own, or a row that was changed by hand.
pub async fn gaps_of(tx: &mut Tx, decision: DecisionId) -> Result<Vec<Gap>, Error> {
    let rows: Vec<(TaskId, String, String)> = on!(tx, |conn| {
        sqlx::query_as("select task_id, reason, expected_on from decision_gap where decision_id = $1 order by task_id")
            .bind(decision)
            .fetch_all(conn)
            .await?
    });
    let gap = |(task, reason, expected_on): (TaskId, String, String)| {
        let damaged = |column| Damaged::new("decision_gap", column, task);
        Ok(Gap {
            task,
            reason: GapReason::parse(&reason).ok_or_else(|| damaged("reason"))?,
            expected_on: expected_on.parse::<Date>().map_err(|_| damaged("expected_on"))?,
        })
    };
    rows.into_iter().map(gap).collect()
}

/// What decides over what a claim comes to: each task, how it ended, which version of what was judged of it, and what the
/// register says of who must look.
pub type Stamp = (TaskId, String, Option<String>, Option<i64>, Option<i64>, String, bool);

/// What a claim's answers are by now, so that a change is seen.
///
/// # Errors
/// The database's own.
pub async fn stamp(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<Vec<Stamp>> {
    on!(tx, |conn| {
        sqlx::query_as(
            "select t.id, t.state, t.outcome, r.version, r.approved_at, s.review, s.files_unseen from task t \
             join system s on s.id = t.system_id left join review r on r.task_id = t.id \
             where t.claim_id = $1 order by t.id",
        )
        .bind(claim)
        .fetch_all(conn)
        .await
    })
}

/// Whether something is missing in the newest decision on any claim of a case.
///
/// # Errors
/// The database's own.
pub async fn has_gaps(tx: &mut Tx, case: CaseId) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select g.task_id from claim c join decision d on d.claim_id = c.id \
             join decision_gap g on g.decision_id = d.id where c.case_id = $1 and c.gdpr_right = 'access' \
             and not exists (select 1 from decision n where n.claim_id = d.claim_id and n.id > d.id) limit 1",
        )
        .bind(case)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// Whether the answer to a task was missing in the newest decision on its claim.
///
/// # Errors
/// The database's own.
pub async fn is_gap(tx: &mut Tx, task: TaskId) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select g.task_id from decision_gap g join decision d on d.id = g.decision_id where g.task_id = $1 \
             and not exists (select 1 from decision n where n.claim_id = d.claim_id and n.id > d.id)",
        )
        .bind(task)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// Ends an open claim with what was decided on it; whether it was open.
///
/// # Errors
/// The database's own.
pub async fn end_claim(tx: &mut Tx, claim: ClaimId, outcome: Outcome, at: i64) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update claim set outcome = $2, ended_at = $3 where id = $1 and outcome = 'open'")
            .bind(claim)
            .bind(outcome.code())
            .bind(at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// What a claim comes to by now that is decided on; whether it is.
///
/// # Errors
/// The database's own.
pub async fn change_outcome(tx: &mut Tx, claim: ClaimId, outcome: Outcome) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        sqlx::query("update claim set outcome = $2 where id = $1 and outcome in ('granted', 'partly_granted')")
            .bind(claim)
            .bind(outcome.code())
            .execute(conn)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Whether the person has a letter that tells of a decision.
///
/// # Errors
/// The database's own.
pub async fn has_letter(tx: &mut Tx, decision: DecisionId) -> sqlx::Result<bool> {
    let found: Option<i64> = on!(tx, |conn| {
        sqlx::query_scalar("select number from letter where decision_id = $1 limit 1")
            .bind(decision)
            .fetch_optional(conn)
            .await?
    });
    Ok(found.is_some())
}
