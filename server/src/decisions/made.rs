//! Decisions as they are kept: who decided, in which words, for which reasons, and what is not in them yet.

use serde::{Deserialize, Serialize};

use super::automatic::RULE;
use super::gaps::Gap;
use super::rules::Decision;
use super::store::{self, NewDecision};
use crate::cases::rules::Outcome;
use crate::db::Tx;
use crate::error::{Damaged, Error};
use crate::id::{ClaimId, DecisionId, EmployeeId};
use crate::vault::{Key, Place};

/// Who decided, and in which words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// The employee.
    pub by: EmployeeId,
    /// What they wrote, for the letter.
    pub words: String,
}

/// A decision that was made.
pub struct Made {
    /// Its id.
    pub id: DecisionId,
    /// What became of the claim.
    pub outcome: Outcome,
    /// UTC milliseconds.
    pub at: i64,
    /// Who decided; `None` where a rule did.
    pub reasons: Option<Reasons>,
    /// Codes of the grounds, with what the law demands with them.
    pub grounds: Vec<(String, Option<String>)>,
    /// What is not in it.
    pub gaps: Vec<Gap>,
    /// The decision that it follows, because something was missing there.
    pub supplements: Option<DecisionId>,
}

/// Writes a decision down, and ends the claim with it; of a claim that was decided while something was missing, it says what
/// that comes to by now. `None` where the claim is in no state for it. `by` is who decided, where somebody did, and
/// `supplements` the decision that it follows.
///
/// # Errors
/// The database's own.
pub(super) async fn keep(
    tx: &mut Tx,
    key: &Key,
    (claim, was): (ClaimId, Outcome),
    decision: &Decision,
    (by, supplements): (Option<EmployeeId>, Option<DecisionId>),
    at: i64,
) -> Result<Option<DecisionId>, Error> {
    let changed = match was {
        Outcome::Open => store::end_claim(tx, claim, decision.outcome(), at).await?,
        _ => store::change_outcome(tx, claim, decision.outcome()).await?,
    };
    if changed { Ok(Some(insert(tx, key, claim, decision, (by, supplements), at).await?)) } else { Ok(None) }
}

async fn insert(
    tx: &mut Tx,
    key: &Key,
    claim: ClaimId,
    decision: &Decision,
    (by, supplements): (Option<EmployeeId>, Option<DecisionId>),
    at: i64,
) -> Result<DecisionId, Error> {
    let id = DecisionId::new(at);
    let row = id.to_string();
    let reasons = match decision.words().zip(by) {
        Some((words, by)) => {
            let reasons = Reasons { by, words: words.as_str().to_owned() };
            let plain = serde_json::to_vec(&reasons).map_err(|error| Error::Internal(error.into()))?;
            Some(key.seal(reasons_place(&row), &plain))
        }
        None => None,
    };
    let mut grounds = Vec::new();
    for (code, text) in decision.grounds() {
        let row = format!("{id} {code}");
        grounds.push((code, text.map(|text| key.seal(ground_place(&row), text.as_str().as_bytes()))));
    }
    let new = NewDecision {
        id,
        claim,
        right: decision.right(),
        outcome: decision.outcome(),
        at,
        rule: decision.is_automatic().then_some(RULE),
        reasons: reasons.as_deref(),
        supplements,
        grounds: &grounds,
    };
    store::insert_decision(tx, &new).await?;
    Ok(id)
}

/// All decisions on a claim, the newest last, with the key of its case.
///
/// # Errors
/// [`Error::Damaged`] where a row was changed; the database's own.
pub async fn on_claim(tx: &mut Tx, key: &Key, claim: ClaimId) -> Result<Vec<Made>, Error> {
    let mut all = Vec::new();
    for store::DecisionRow { id, outcome, decided_at, reasons, supplements, .. } in
        store::decisions_on(tx, claim).await?
    {
        let row = id.to_string();
        let outcome = Outcome::parse(&outcome).ok_or_else(|| Damaged::new("decision", "outcome", id))?;
        let reasons = match reasons {
            Some(sealed) => {
                let plain = key.open(reasons_place(&row), &sealed)?;
                Some(serde_json::from_slice(&plain).map_err(|_| reasons_place(&row).damaged())?)
            }
            None => None,
        };
        let mut grounds = Vec::new();
        for (code, sealed) in store::grounds_of(tx, id).await? {
            let row = format!("{id} {code}");
            let text = match sealed {
                Some(sealed) => {
                    let plain = key.open(ground_place(&row), &sealed)?;
                    Some(String::from_utf8(plain.to_vec()).map_err(|_| ground_place(&row).damaged())?)
                }
                None => None,
            };
            grounds.push((code, text));
        }
        let gaps = store::gaps_of(tx, id).await?;
        all.push(Made { id, outcome, at: decided_at, reasons, grounds, gaps, supplements });
    }
    Ok(all)
}

fn reasons_place(row: &str) -> Place<'_> {
    Place { table: "decision", column: "reasons", row }
}

fn ground_place(row: &str) -> Place<'_> {
    Place { table: "decision_ground", column: "explanation", row }
}
