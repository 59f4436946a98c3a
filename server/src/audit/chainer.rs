//! Giving waiting events their places in the chain.

use super::chain::{Head, Keys};
use super::store::{self, Row};
use crate::db::{Db, Tx};
use crate::error::{Damaged, Error};
use crate::vault::Vault;

/// Events that get their places in one transaction, and rows that are read at a time.
pub(super) const AT_ONCE: i64 = 1000;

/// What was added to the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chained {
    /// How many events got their place; if it is as many as fit, there may be more.
    pub added: i64,
    /// Where the chain ends now.
    pub head: Head,
    /// How many rows are left waiting, forged ones among them.
    pub waiting: i64,
}

/// Gives up to 1000 waiting events their places, in the order of their times, and writes the new head to the log. Any
/// number of nodes may do this at once. A row that we did not write is left out, and told in the log
/// whenever others get their places.
///
/// # Errors
/// The database's own; or the head is behind the rows, so that somebody has changed one of them: the chain grows no
/// further before that is mended, and events wait.
pub async fn chain(db: &Db, vault: &Vault) -> Result<Chained, Error> {
    let mut tx = db.read().await?;
    if store::count_unchained(&mut tx).await? == 0 {
        let head = store::find_head(&mut tx).await?.unwrap_or_else(Head::beginning);
        return Ok(Chained { added: 0, head, waiting: 0 });
    }
    drop(tx);
    let keys = Keys::of(vault);
    let mut tx = db.write().await?;
    let mut head = lock_head(&mut tx).await?;
    let mut added = 0;
    let (mut forged, mut first_forged) = (0, None);
    let mut after = (i64::MIN, String::new());
    while added < AT_ONCE {
        let rows = store::unchained(&mut tx, (after.0, &after.1), AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = (last.at, last.id.clone());
        for row in rows {
            if !keys.wrote(&row) {
                forged += 1;
                first_forged.get_or_insert(row.id);
            } else if added < AT_ONCE {
                head = lengthen(&mut tx, &keys, &head, &row).await?;
                added += 1;
            }
        }
    }
    let waiting = store::count_unchained(&mut tx).await?;
    if added == 0 {
        // Nothing is told of forged rows either: they are found again each time, and would fill the log.
        return Ok(Chained { added, head, waiting });
    }
    store::move_head(&mut tx, &head).await?;
    tx.commit().await?;
    tracing::info!(sequence = head.sequence, head = head.link_digits(), "The audit trail is at {head}");
    if let Some(id) = first_forged {
        tracing::error!(
            ?id,
            forged,
            "Somebody else has written to the audit trail: {forged} waiting rows get no place, first {id:?}; `minside \
             audit verify` names them"
        );
    }
    Ok(Chained { added, head, waiting })
}

/// The end of the chain, which nobody else can move until the transaction ends.
pub(super) async fn lock_head(tx: &mut Tx) -> Result<Head, Error> {
    let damaged = || Damaged::new("audit_head", "sequence", true);
    let head = match store::lock_head(tx).await? {
        Some(head) => head,
        None => {
            store::begin_head(tx, &Head::beginning()).await?;
            store::lock_head(tx).await?.ok_or_else(damaged)?
        }
    };
    if store::last_sequence(tx).await?.is_some_and(|last| last > head.sequence) {
        return Err(damaged().into());
    }
    Ok(head)
}

/// Gives one event the place after `head`, and returns the new head, which the caller writes down.
pub(super) async fn lengthen(tx: &mut Tx, keys: &Keys, head: &Head, row: &Row) -> Result<Head, Error> {
    let next = head.sequence.checked_add(1);
    let sequence = next.ok_or_else(|| Damaged::new("audit_head", "sequence", true))?;
    let link = keys.link(&head.link, sequence, &row.written_mac);
    store::give_place(tx, &row.id, sequence, &link).await?;
    Ok(Head { sequence, link })
}
