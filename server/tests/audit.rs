//! The audit trail: every way to change it behind the program's back is found, and what the program does itself is not.

mod command;
mod purging;
mod seen;
mod tampering;

use server::audit::{self, Action, Actor, Details, Event, Flaw, Head, REASON, Verdict, store};
use server::config::VaultSettings;
use server::db::{Db, Tx};
use server::id::CaseId;
use server::on;
use server::vault::{BlobPlace, Key, Vault};
use tempfile::TempDir;

use crate::support::database::FreshDatabase;
use crate::support::{Engine, both_databases, log};

/// 5 March 2026, noon in Oslo.
const NOON: i64 = 1_772_708_400_000;

/// A database with a vault, and a case.
struct Trail {
    db: Db,
    vault: Vault,
    case: CaseId,
    key: Key,
    database: FreshDatabase,
}

async fn vault(db: &Db, folder: &TempDir) -> Vault {
    let settings = VaultSettings {
        master_key_file: folder.path().join("master.key"),
        blobs: BlobPlace::Folder(folder.path().join("blobs")),
    };
    Vault::open(db, &settings).await.unwrap()
}

fn viewed_by(id: &str) -> (Actor, Details) {
    let actor = Actor::Employee { role: "caseworker".into(), unit: "Servicetorget".into(), id: id.into() };
    (actor, Details::none().with(REASON, "Svar på krav"))
}

/// SQL that nobody but somebody with a database client would run; how many rows it changed.
async fn by_hand(db: &Db, sql: &str) -> u64 {
    let mut tx = db.write().await.unwrap();
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let changed = on!(&mut tx, |conn| sqlx::query(sql).execute(conn).await.unwrap().rows_affected());
    tx.commit().await.unwrap();
    changed
}

impl Trail {
    async fn new(engine: Engine) -> Self {
        let database = FreshDatabase::new(engine).await;
        let db = database.open().await;
        let vault = vault(&db, &database.folder).await;
        Self { db, vault, case: CaseId::new(NOON), key: Key::random(), database }
    }

    /// So many events, by turns about the case and about none.
    async fn record(&self, count: i64) {
        let mut tx = self.db.write().await.unwrap();
        for number in 0..count {
            self.record_one(&mut tx, NOON + number, number % 2 == 0).await;
        }
        tx.commit().await.unwrap();
    }

    async fn record_one(&self, tx: &mut Tx, at: i64, about_case: bool) {
        let (actor, details) = viewed_by("ane");
        let event = if about_case {
            Event { action: Action::CaseViewed, case: Some(self.case), actor, details }
        } else {
            Event { action: Action::KeysRotated, case: None, actor: Actor::Portal, details: Details::none() }
        };
        audit::record(tx, &self.vault, at, about_case.then_some(&self.key), event).await.unwrap();
    }

    async fn chain(&self) -> Head {
        audit::chain(&self.db, &self.vault).await.unwrap().head
    }

    /// A trail with so many events, all of which have their place.
    async fn with_events(engine: Engine, count: i64) -> Self {
        let trail = Self::new(engine).await;
        trail.record(count).await;
        assert_eq!(trail.chain().await.sequence, count);
        trail
    }

    async fn verify(&self) -> Verdict {
        audit::verify(&self.db, &self.vault, None).await.unwrap()
    }

    async fn by_hand(&self, sql: &str) -> u64 {
        by_hand(&self.db, sql).await
    }

    async fn id_at(&self, sequence: i64) -> String {
        let mut tx = self.db.read().await.unwrap();
        store::chained(&mut tx, sequence, 1).await.unwrap().remove(0).id
    }

    /// Keeps both tables as they are, for [`Trail::put_back`].
    async fn keep(&self) {
        self.by_hand("create table kept_event as select * from audit_event").await;
        self.by_hand("create table kept_head as select * from audit_head").await;
    }

    async fn put_back(&self) {
        for table in ["event", "head"] {
            self.by_hand(&format!("delete from audit_{table}")).await;
            self.by_hand(&format!("insert into audit_{table} select * from kept_{table}")).await;
        }
        assert!(self.verify().await.is_whole());
    }
}

fn flaws(verdict: &Verdict) -> Vec<(Option<i64>, Flaw)> {
    verdict.findings.iter().map(|finding| (finding.sequence, finding.flaw.clone())).collect()
}

both_databases! {
    async fn a_trail_that_nobody_touched_is_whole(engine: Engine) {
        log::keep();
        let trail = Trail::new(engine).await;
        assert_eq!(trail.verify().await, Verdict::default(), "an empty one is whole too");
        assert_eq!(trail.chain().await, Head::beginning());
        trail.record(10).await;
        let verdict = trail.verify().await;
        assert!(verdict.is_whole(), "{verdict:?}");
        assert_eq!((verdict.events, verdict.waiting, verdict.head), (0, 10, None));
        let chained = audit::chain(&trail.db, &trail.vault).await.unwrap();
        assert_eq!((chained.added, chained.waiting, chained.head.sequence), (10, 0, 10));
        assert!(!log::lines_with(&format!("The audit trail is at {}", chained.head)).is_empty());
        trail.record(3).await;
        let verdict = trail.verify().await;
        assert!(verdict.is_whole(), "{verdict:?}");
        assert_eq!((verdict.events, verdict.waiting, verdict.purged), (10, 3, 0));
        assert_eq!(verdict.head, Some(chained.head.clone()));
        trail.chain().await;
        assert!(audit::verify(&trail.db, &trail.vault, Some(&chained.head)).await.unwrap().is_whole());
    }
}

both_databases! {
    async fn many_nodes_chain_at_once_without_a_gap(engine: Engine) {
        let trail = std::sync::Arc::new(Trail::new(engine).await);
        let mut nodes = tokio::task::JoinSet::new();
        for node in 0..4 {
            let trail = trail.clone();
            nodes.spawn(async move {
                let db = Db::open(&trail.database.settings()).await.unwrap();
                for round in 0..5 {
                    trail.record(5).await;
                    audit::chain(&db, &trail.vault).await.unwrap();
                    if node == 0 && round == 2 {
                        let mut tx = db.write().await.unwrap();
                        audit::purge_case(&mut tx, &trail.vault, NOON, trail.case).await.unwrap();
                        tx.commit().await.unwrap();
                    }
                }
            });
        }
        while let Some(ended) = nodes.join_next().await {
            ended.unwrap();
        }
        trail.chain().await;
        let verdict = trail.verify().await;
        assert!(verdict.is_whole(), "{verdict:?}");
        assert_eq!((verdict.events, verdict.waiting), (4 * 5 * 5 + 1, 0));
        assert!(verdict.purged > 0);
    }
}

both_databases! {
    async fn a_trail_longer_than_a_batch_is_chained_and_verified_past_forged_rows(engine: Engine) {
        let trail = Trail::new(engine).await;
        trail.record(2100).await;
        let mut tx = trail.db.write().await.unwrap();
        let row = store::unchained(&mut tx, (i64::MIN, ""), 1).await.unwrap().remove(0);
        for number in 0..1001 {
            store::insert(&mut tx, &store::Row { id: format!("{number}"), at: 0, ..row.clone() }).await.unwrap();
        }
        tx.commit().await.unwrap();
        for added in [1000, 1000, 100, 0] {
            let chained = audit::chain(&trail.db, &trail.vault).await.unwrap();
            assert_eq!(chained.added, added);
        }
        let verdict = trail.verify().await;
        assert_eq!((verdict.events, verdict.waiting, verdict.found), (2100, 0, 1001));
        assert_eq!(verdict.findings.len(), 100);
    }
}

both_databases! {
    async fn the_store_of_the_chain_gives_places_in_order(engine: Engine) {
        let trail = Trail::new(engine).await;
        trail.record(3).await;
        let mut tx = trail.db.write().await.unwrap();
        assert_eq!(store::lock_head(&mut tx).await.unwrap(), None);
        store::begin_head(&mut tx, &Head::beginning()).await.unwrap();
        store::begin_head(&mut tx, &Head { sequence: 7, link: vec![7; 32] }).await.unwrap();
        assert_eq!(store::lock_head(&mut tx).await.unwrap(), Some(Head::beginning()), "the first stays");
        let moved = Head { sequence: 2, link: vec![2; 32] };
        store::move_head(&mut tx, &moved).await.unwrap();
        assert_eq!(store::find_head(&mut tx).await.unwrap(), Some(moved));

        assert_eq!(store::last_sequence(&mut tx).await.unwrap(), None);
        assert_eq!(store::count_unchained(&mut tx).await.unwrap(), 3);
        let waiting = store::unchained(&mut tx, (i64::MIN, ""), 2).await.unwrap();
        assert_eq!(waiting.iter().map(|row| row.at).collect::<Vec<_>>(), [NOON, NOON + 1]);
        let rest = store::unchained(&mut tx, (NOON + 1, &waiting[1].id), 2).await.unwrap();
        assert_eq!(rest.iter().map(|row| row.at).collect::<Vec<_>>(), [NOON + 2]);
        store::give_place(&mut tx, &waiting[1].id, 1, b"one").await.unwrap();
        store::give_place(&mut tx, &waiting[1].id, 9, b"nine").await.unwrap();
        store::give_place(&mut tx, &waiting[0].id, 2, b"two").await.unwrap();
        assert_eq!(store::count_unchained(&mut tx).await.unwrap(), 1);
        assert_eq!(store::last_sequence(&mut tx).await.unwrap(), Some(2), "a place is given once");
        let chained = store::chained(&mut tx, 1, 10).await.unwrap();
        assert_eq!(chained.iter().map(|row| row.at).collect::<Vec<_>>(), [NOON + 1, NOON]);
        assert_eq!(store::chained(&mut tx, 2, 10).await.unwrap().len(), 1);
        assert_eq!(store::chained(&mut tx, 1, 1).await.unwrap().len(), 1);
        assert!(store::give_place(&mut tx, &rest[0].id, 2, b"two").await.is_err(), "a place is given to one");
    }
}

both_databases! {
    async fn the_store_of_events_finds_them_by_case_and_action_and_wipes_them(engine: Engine) {
        let trail = Trail::new(engine).await;
        trail.record(4).await;
        let mut tx = trail.db.write().await.unwrap();
        let all = store::of_case(&mut tx, trail.case, (i64::MIN, ""), 10).await.unwrap();
        assert_eq!(all.iter().map(|row| row.at).collect::<Vec<_>>(), [NOON, NOON + 2]);
        let after = store::of_case(&mut tx, trail.case, (NOON, &all[0].id), 10).await.unwrap();
        assert_eq!(after.iter().map(|row| row.at).collect::<Vec<_>>(), [NOON + 2]);
        assert_eq!(store::of_case(&mut tx, trail.case, (i64::MIN, ""), 1).await.unwrap().len(), 1);
        for (action, found) in [
            (None, 2),
            (Some(["answer.viewed", "case.viewed", "x"]), 2),
            (Some(["keys.rotated", "x", "case.viewed"]), 2),
            (Some(["keys.rotated", "x", "y"]), 0),
        ] {
            let newest = store::newest_of_case(&mut tx, trail.case, action, 10).await.unwrap();
            assert_eq!(newest.len(), found, "{action:?}");
        }
        let newest = store::newest_of_case(&mut tx, trail.case, None, 1).await.unwrap();
        assert_eq!(newest[0].at, NOON + 2);
        let rotated = store::with_action(&mut tx, "keys.rotated", "", 10).await.unwrap();
        assert_eq!(rotated.len(), 2);
        assert_eq!(store::with_action(&mut tx, "keys.rotated", &rotated[0].id, 10).await.unwrap().len(), 1);
        store::wipe(&mut tx, &all[0].id).await.unwrap();
        assert_eq!(store::of_case(&mut tx, trail.case, (i64::MIN, ""), 10).await.unwrap().len(), 1);
        let again = store::insert(&mut tx, &all[1]).await;
        assert!(again.is_err(), "an id is used once");
    }
}

both_databases! {
    async fn what_is_verified_stands_still_while_others_write(engine: Engine) {
        let trail = Trail::with_events(engine, 3).await;
        let mut tx = trail.db.read().await.unwrap();
        store::see_one_state(&mut tx).await.unwrap();
        assert_eq!(store::last_sequence(&mut tx).await.unwrap(), Some(3));
        trail.record(3).await;
        trail.chain().await;
        assert_eq!(store::last_sequence(&mut tx).await.unwrap(), Some(3));
    }
}
