//! Wiping the events of a case that is deleted. What stays of them is their place in the chain, when and which action.

use super::chain::Keys;
use super::chainer::{AT_ONCE, lengthen, lock_head};
use super::event::{Action, Actor, Details, Event};
use super::record::write;
use super::store;
use crate::db::Tx;
use crate::error::Error;
use crate::id::CaseId;
use crate::vault::Vault;

/// Wipes all events about a case, and records which places they have; returns how many there were. Call it first in the
/// transaction that deletes the case: other nodes that do the same wait here, and so never for each other.
///
/// A row that was changed is left as it is, and told in the log: otherwise one could get rid of any event by giving it
/// to a case that is about to be deleted. Its content goes all the same, with the case's key.
///
/// # Errors
/// The database's own; or the end of the chain was changed, see [`chain`](super::chain).
pub async fn purge_case(tx: &mut Tx, vault: &Vault, now_ms: i64, case: CaseId) -> Result<u64, Error> {
    let keys = Keys::of(vault);
    let mut head = lock_head(tx).await?;
    let before = head.sequence;
    let mut wiped = Vec::new();
    let mut after = (i64::MIN, String::new());
    loop {
        let rows = store::of_case(tx, case, (after.0, &after.1), AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = (last.at, last.id.clone());
        for row in rows {
            if !keys.wrote(&row) || !row.is_unchanged() {
                let id = row.id;
                tracing::error!(?id, "The row {id:?} of the audit trail was changed, and is not wiped with its case");
                continue;
            }
            // Only what has a place can be named in the deletion record.
            let sequence = match row.sequence {
                Some(sequence) => sequence,
                None => {
                    head = lengthen(tx, &keys, &head, &row).await?;
                    head.sequence
                }
            };
            store::wipe(tx, &row.id).await?;
            wiped.push(sequence);
        }
    }
    if head.sequence > before {
        store::move_head(tx, &head).await?;
    }
    let count = wiped.len();
    if count > 0 {
        let event = Event {
            action: Action::AuditPurged,
            case: None,
            actor: Actor::Portal,
            details: Details::none().with("count", count.to_string()),
        };
        write(tx, &keys, now_ms, None, event, ranges(wiped)).await?;
    }
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

/// Numbers as ranges without gaps, from and to.
fn ranges(mut numbers: Vec<i64>) -> Vec<(i64, i64)> {
    numbers.sort_unstable();
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, to)) if to.checked_add(1) == Some(number) => *to = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_that_follow_each_other_are_one_range() {
        assert_eq!(ranges(vec![]), []);
        assert_eq!(ranges(vec![9, 2, 1, 3, 7]), [(1, 3), (7, 7), (9, 9)]);
    }
}
