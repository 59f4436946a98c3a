//! The events of a case that is deleted: wiped, and the trail still whole.

use server::audit::{self, Action, Event, Finding, Flaw, store};
use server::id::CaseId;
use server::vault::Key;

use super::{NOON, Trail, flaws, viewed_by};
use crate::support::both_databases;

both_databases! {
    async fn a_case_is_purged_and_the_trail_stays_whole(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        let (other, other_key) = (CaseId::new(NOON), Key::random());
        let mut tx = trail.db.write().await.unwrap();
        let (actor, details) = viewed_by("ane");
        let event = Event { action: Action::CaseViewed, case: Some(other), actor, details };
        audit::record(&mut tx, &trail.vault, NOON, Some(&other_key), event).await.unwrap();
        tx.commit().await.unwrap();
        trail.chain().await;
        trail.record(3).await;
        trail.keep().await;

        let mut tx = trail.db.write().await.unwrap();
        // 1, 3, 5, 7 and 9, and two that wait.
        assert_eq!(audit::purge_case(&mut tx, &trail.vault, NOON, trail.case).await.unwrap(), 7);
        assert_eq!(audit::purge_case(&mut tx, &trail.vault, NOON, CaseId::new(NOON)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        for waiting in [2, 0] {
            let verdict = trail.verify().await;
            assert!(verdict.is_whole(), "{verdict:?}");
            assert_eq!((verdict.purged, verdict.waiting), (7, waiting), "{verdict:?}");
            trail.chain().await;
        }
        let mut tx = trail.db.read().await.unwrap();
        assert_eq!(store::of_case(&mut tx, trail.case, (i64::MIN, ""), 10).await.unwrap().len(), 0);
        assert_eq!(store::of_case(&mut tx, other, (i64::MIN, ""), 10).await.unwrap().len(), 1);
        drop(tx);

        // From a backup, back to where it was.
        trail.by_hand("create table after_event as select * from audit_event").await;
        let kept = |column: &str| format!("{column} = (select {column} from kept_event where sequence = 5)");
        let all = [kept("case_id"), kept("content"), kept("salt")].join(", ");
        trail.by_hand(&format!("update audit_event set {all} where sequence = 5")).await;
        assert_eq!(flaws(&trail.verify().await), [(Some(5), Flaw::NotWiped)]);
        trail.by_hand("update audit_event set case_id = null, content = null, salt = null where sequence = 5").await;
        assert!(trail.verify().await.is_whole());

        // Without its deletion record it was wiped by somebody else.
        trail.by_hand("update audit_event set content = content_hash where action = 'audit.purged'").await;
        let verdict = trail.verify().await;
        let by_hand = flaws(&verdict).into_iter().filter(|(_, flaw)| *flaw == Flaw::WipedByHand).count();
        assert_eq!((verdict.found, by_hand), (8, 7), "{verdict:?}");
    }
}

both_databases! {
    async fn nobody_gets_rid_of_an_event_by_giving_it_to_a_case_that_is_purged(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        let id = trail.id_at(4).await;
        trail.by_hand(&format!("update audit_event set case_id = '{}' where sequence = 4", trail.case)).await;
        let mut tx = trail.db.write().await.unwrap();
        assert_eq!(audit::purge_case(&mut tx, &trail.vault, NOON, trail.case).await.unwrap(), 5);
        tx.commit().await.unwrap();
        let verdict = trail.verify().await;
        assert_eq!(verdict.findings, [Finding { sequence: Some(4), id: Some(id), flaw: Flaw::Content }]);
    }
}
