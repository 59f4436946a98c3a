//! The tables of decisions, their grounds and their gaps.

use jiff::civil::Date;

use super::at_system::Action;
use super::gaps::{Gap, GapReason};
use crate::cases::rules::{Outcome, Right};
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{CaseId, ClaimId, DecisionId, SystemId, TaskId};
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
    /// The decision in which was missing what this one is about.
    pub supplements: Option<DecisionId>,
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
    /// The decision that it follows, if it does.
    pub supplements: Option<DecisionId>,
}

/// Adds a decision with its grounds.
///
/// # Errors
/// The database's own; what the law does not allow.
pub async fn insert_decision(tx: &mut Tx, decision: &NewDecision<'_>) -> sqlx::Result<()> {
    let right = decision.right.code();
    on!(&mut *tx, |conn| {
        sqlx::query(
            "insert into decision (id, claim_id, gdpr_right, outcome, decided_at, rule, reasons, ground_count, supplements) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(decision.id)
        .bind(decision.claim)
        .bind(right)
        .bind(decision.outcome.code())
        .bind(decision.at)
        .bind(decision.rule)
        .bind(decision.reasons)
        .bind(i64::try_from(decision.grounds.len()).unwrap_or(i64::MAX))
        .bind(decision.supplements)
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
        sqlx::query_as(
            "select id, outcome, decided_at, rule, reasons, supplements from decision where claim_id = $1 order by id",
        )
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
             join decision_gap g on g.decision_id = d.id where c.case_id = $1 \
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
        sqlx::query("update claim set outcome = $2 where id = $1 and outcome not in ('open', 'withdrawn')")
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

/// Notes what was decided for a system, by the task in which it said whether it can.
///
/// # Errors
/// The database's own.
pub async fn insert_change(
    tx: &mut Tx,
    decision: DecisionId,
    task: TaskId,
    action: Action,
    content: &[u8],
) -> sqlx::Result<()> {
    on!(tx, |conn| {
        sqlx::query("insert into change (decision_id, task_id, action, content) values ($1, $2, $3, $4)")
            .bind(decision)
            .bind(task)
            .bind(action.code())
            .bind(content)
            .execute(conn)
            .await
            .map(|_| ())
    })
}

/// What was decided for each system, sealed.
///
/// # Errors
/// The database's own.
pub async fn changes_of(tx: &mut Tx, decision: DecisionId) -> sqlx::Result<Vec<(TaskId, Vec<u8>)>> {
    on!(tx, |conn| {
        sqlx::query_as("select task_id, content from change where decision_id = $1 order by task_id")
            .bind(decision)
            .fetch_all(conn)
            .await
    })
}

/// Whether a system is only to note what the person holds to be right, when it carries out a decision.
///
/// # Errors
/// The database's own.
pub async fn is_note(tx: &mut Tx, decision: DecisionId, system: SystemId) -> sqlx::Result<bool> {
    let found: Option<TaskId> = on!(tx, |conn| {
        sqlx::query_scalar(
            "select c.task_id from change c join task t on t.id = c.task_id \
             where c.decision_id = $1 and t.system_id = $2 and c.action = 'note'",
        )
        .bind(decision)
        .bind(system)
        .fetch_optional(conn)
        .await?
    });
    Ok(found.is_some())
}

/// What a reviewer proposed for a task, and which version of it that is.
///
/// # Errors
/// The database's own.
pub async fn find_proposal(tx: &mut Tx, task: TaskId) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    on!(tx, |conn| {
        sqlx::query_as("select version, content from proposal where task_id = $1").bind(task).fetch_optional(conn).await
    })
}

/// Keeps a proposal, if the version is still the one that it was read with (0 where there was none).
///
/// # Errors
/// The database's own.
pub async fn keep_proposal(tx: &mut Tx, task: TaskId, seen: i64, content: &[u8]) -> sqlx::Result<bool> {
    on!(tx, |conn| {
        let sql = match seen {
            0 => "insert into proposal (task_id, version, content) values ($1, $2 + 1, $3) on conflict do nothing",
            _ => "update proposal set version = version + 1, content = $3 where task_id = $1 and version = $2",
        };
        sqlx::query(sql).bind(task).bind(seen).bind(content).execute(conn).await.map(|done| done.rows_affected() == 1)
    })
}

/// Deletes what was proposed for a claim.
///
/// # Errors
/// The database's own.
pub async fn forget_proposals(tx: &mut Tx, claim: ClaimId) -> sqlx::Result<u64> {
    on!(tx, |conn| {
        sqlx::query("delete from proposal where task_id in (select id from task where claim_id = $1)")
            .bind(claim)
            .execute(conn)
            .await
            .map(|done| done.rows_affected())
    })
}
