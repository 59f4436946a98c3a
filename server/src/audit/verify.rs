//! Reading the whole audit trail again: is it what was written?
//!
//! Batch by batch in one state of the database; what is held in memory is a batch and the ranges of places that were
//! wiped. Contents are not opened but for deletion records: the hashes are over what is sealed.

use super::chain::{Head, Keys};
use super::chainer::AT_ONCE;
use super::event::Action;
use super::finding::{Flaw, Verdict};
use super::seen::open_content;
use super::store::{self, Row};
use crate::db::{Db, Tx};
use crate::error::Error;
use crate::vault::Vault;

/// Verifies the trail. `logged` is a head from the log: a tail that was cut off together with the head is found by
/// nothing else.
///
/// # Errors
/// The database's own. That something is wrong with the trail is no error.
pub async fn verify(db: &Db, vault: &Vault, logged: Option<&Head>) -> Result<Verdict, Error> {
    let keys = Keys::of(vault);
    let mut tx = db.read().await?;
    store::see_one_state(&mut tx).await?;
    let purged = purged_places(&mut tx, &keys).await?;
    let mut walk = Walk { keys, purged, logged, verdict: Verdict::default(), before: Before::first() };
    walk.all_chained(&mut tx).await?;
    walk.head(store::find_head(&mut tx).await?);
    walk.all_waiting(&mut tx).await?;
    Ok(walk.verdict)
}

/// The places that deletion records name, by place. A record that was changed says nothing.
async fn purged_places(tx: &mut Tx, keys: &Keys) -> Result<Vec<(i64, i64)>, Error> {
    let mut places = Vec::new();
    let mut after_id = String::new();
    loop {
        let rows = store::with_action(tx, Action::AuditPurged.code(), &after_id, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after_id.clone_from(&last.id);
        for row in rows.iter().filter(|row| keys.wrote(row) && row.is_unchanged()) {
            if let Ok(content) = open_content(&keys.content, row) {
                places.extend(content.purged);
            }
        }
    }
    places.sort_unstable();
    Ok(places)
}

/// The row before, as the next one must follow it.
struct Before {
    sequence: i64,
    /// Its link as it stands there and as it must be. A row may follow either: where they differ, that row is told
    /// already, and not all after it. `None` where no row is there.
    links: Option<[Vec<u8>; 2]>,
}

impl Before {
    fn first() -> Self {
        let Head { sequence, link } = Head::beginning();
        Self { sequence, links: Some([link.clone(), link]) }
    }
}

struct Walk<'a> {
    keys: Keys,
    purged: Vec<(i64, i64)>,
    logged: Option<&'a Head>,
    verdict: Verdict,
    before: Before,
}

impl Walk<'_> {
    async fn all_chained(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let mut from = Some(i64::MIN);
        while let Some(first) = from {
            let rows = store::chained(tx, first, AT_ONCE).await?;
            from = rows.last().and_then(|row| row.sequence).and_then(|last| last.checked_add(1));
            for row in rows {
                self.chained(&row);
            }
        }
        Ok(())
    }

    fn chained(&mut self, row: &Row) {
        let Some(sequence) = row.sequence else { return };
        self.verdict.events += 1;
        self.row(row);
        if sequence < 1 {
            return self.add(row, Flaw::BeforeTheFirst);
        }
        if sequence - 1 > self.before.sequence {
            let to = sequence - 1;
            self.verdict.add(Some(self.before.sequence + 1), None, Flaw::Missing { to });
            self.before.links = None;
        }
        let stands = row.link.clone().unwrap_or_default();
        let mut links = [stands.clone(), stands.clone()];
        if let Some(before) = &self.before.links {
            let follow = |before: &Vec<u8>| self.keys.link(before, sequence, &row.written_mac);
            let must_be = before.each_ref().map(follow);
            if !must_be.contains(&stands) {
                self.add(row, Flaw::Link);
            }
            let [must_be, _] = must_be;
            links[1] = must_be;
        }
        if self.logged.is_some_and(|logged| logged.sequence == sequence && logged.link != stands) {
            self.not_as_logged(sequence, Some(&row.id));
        }
        self.verdict.head = Some(Head { sequence, link: stands });
        self.before = Before { sequence, links: Some(links) };
    }

    /// What a row says of itself, wherever it stands.
    fn row(&mut self, row: &Row) {
        if row.key_id != super::chain::KEY_ID {
            self.add(row, Flaw::UnknownKeys);
        } else if !self.keys.wrote(row) {
            self.add(row, Flaw::Row);
        }
        match (row.is_wiped(), row.sequence.is_some_and(|sequence| self.is_purged(sequence))) {
            (true, true) => self.verdict.purged += 1,
            (true, false) => self.add(row, Flaw::WipedByHand),
            (false, true) => self.add(row, Flaw::NotWiped),
            (false, false) if !row.is_unchanged() => self.add(row, Flaw::Content),
            (false, false) => {}
        }
    }

    fn is_purged(&self, sequence: i64) -> bool {
        let beyond = self.purged.partition_point(|(from, _)| *from <= sequence);
        self.purged[..beyond].last().is_some_and(|(_, to)| sequence <= *to)
    }

    fn head(&mut self, head: Option<Head>) {
        let last = self.verdict.head.clone();
        match (&last, head) {
            (Some(last), Some(head)) if *last != head => {
                self.verdict.add(Some(last.sequence), None, Flaw::Head { head });
            }
            (None, Some(head)) if head != Head::beginning() => self.verdict.add(Some(0), None, Flaw::Head { head }),
            (Some(last), None) => self.verdict.add(Some(last.sequence), None, Flaw::NoHead),
            _ => {}
        }
        let sequence = last.map_or(0, |last| last.sequence);
        if self.logged.is_some_and(|logged| logged.sequence > sequence) {
            self.not_as_logged(sequence, None);
        }
    }

    async fn all_waiting(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let mut after = (i64::MIN, String::new());
        loop {
            let rows = store::unchained(tx, (after.0, &after.1), AT_ONCE).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.at, last.id.clone());
            for row in &rows {
                let found = self.verdict.found;
                self.row(row);
                self.verdict.waiting += u64::from(self.verdict.found == found);
            }
        }
    }

    fn not_as_logged(&mut self, sequence: i64, id: Option<&str>) {
        if let Some(logged) = self.logged {
            self.verdict.add(Some(sequence), id, Flaw::Logged { logged: logged.clone() });
        }
    }

    fn add(&mut self, row: &Row, flaw: Flaw) {
        self.verdict.add(row.sequence, Some(&row.id), flaw);
    }
}
