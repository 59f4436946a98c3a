//! Every way to change the trail by hand is found, and told with its place.

use server::audit::{self, Finding, Flaw};
use server::error::{Damaged, Error};
use server::id::CaseId;

use super::{NOON, Trail, flaws};
use crate::support::{both_databases, log};

both_databases! {
    async fn a_change_of_any_column_is_found_and_told_with_its_place(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        trail.keep().await;
        let id = trail.id_at(5).await;
        let other_case = CaseId::new(NOON);
        let changes = [
            ("id", "'forged'".to_owned()),
            ("at", "at + 1".to_owned()),
            ("action", "'case.answered'".to_owned()),
            ("case_id", format!("'{other_case}'")),
            ("case_id", "null".to_owned()),
            ("content", "content_hash".to_owned()),
            ("salt", "content_hash".to_owned()),
            ("content_hash", "written_mac".to_owned()),
            ("key_id", "'audit-2'".to_owned()),
            ("written_mac", "link".to_owned()),
            ("link", "written_mac".to_owned()),
        ];
        for (column, value) in changes {
            let sql = format!("update audit_event set {column} = {value} where sequence = 5");
            assert_eq!(trail.by_hand(&sql).await, 1);
            let verdict = trail.verify().await;
            assert!(!verdict.is_whole(), "{column}");
            let id = if column == "id" { "forged" } else { &id };
            for finding in &verdict.findings {
                assert_eq!((finding.sequence, finding.id.as_deref()), (Some(5), Some(id)), "{column}: {finding}");
                assert!(finding.to_string().starts_with(&format!("5 ({id}): ")), "{finding}");
            }
            trail.put_back().await;
        }

        trail.by_hand("update audit_event set sequence = 1000 where sequence = 5").await;
        let verdict = trail.verify().await;
        assert_eq!(verdict.findings[0], Finding { sequence: Some(5), id: None, flaw: Flaw::Missing { to: 5 } });
        assert!(verdict.findings.iter().any(|finding| finding.sequence == Some(1000)), "{verdict:?}");
        trail.put_back().await;
        trail.by_hand("update audit_event set sequence = -5 where sequence = 5").await;
        let verdict = trail.verify().await;
        assert_eq!(verdict.findings[0].flaw, Flaw::BeforeTheFirst);
        assert_eq!(flaws(&verdict)[1], (Some(5), Flaw::Missing { to: 5 }));
        trail.put_back().await;
        // Back to those who wait: it would get another place.
        trail.by_hand("update audit_event set sequence = null, link = null where sequence = 5").await;
        assert_eq!(flaws(&trail.verify().await), [(Some(5), Flaw::Missing { to: 5 })]);
        trail.chain().await;
        assert_eq!(flaws(&trail.verify().await), [(Some(5), Flaw::Missing { to: 5 })]);
    }
}

both_databases! {
    async fn a_row_that_was_removed_is_found(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        let logged = trail.verify().await.head.unwrap();
        trail.keep().await;
        trail.by_hand("delete from audit_event where sequence in (1, 4, 5)").await;
        let missing = [(Some(1), Flaw::Missing { to: 1 }), (Some(4), Flaw::Missing { to: 5 })];
        assert_eq!(flaws(&trail.verify().await), missing);
        trail.put_back().await;

        trail.by_hand("delete from audit_event where sequence = 9").await;
        let verdict = trail.verify().await;
        assert_eq!(flaws(&verdict), [(Some(8), Flaw::Head { head: logged.clone() })]);
        // With the head set back too, only the log knows, also once others have taken the place.
        let before = verdict.head.unwrap();
        trail
            .by_hand("update audit_head set sequence = 8, link = (select link from audit_event where sequence = 8)")
            .await;
        assert!(trail.verify().await.is_whole());
        assert!(audit::verify(&trail.db, &trail.vault, Some(&before)).await.unwrap().is_whole());
        for more in [0, 1, 5] {
            trail.record(more).await;
            trail.chain().await;
            let verdict = audit::verify(&trail.db, &trail.vault, Some(&logged)).await.unwrap();
            let flaw = Flaw::Logged { logged: logged.clone() };
            assert_eq!(flaws(&verdict), [(Some(if more == 0 { 8 } else { 9 }), flaw)]);
        }
        trail.put_back().await;

        trail.by_hand("delete from audit_event").await;
        assert_eq!(flaws(&trail.verify().await), [(Some(0), Flaw::Head { head: logged.clone() })]);
        trail.by_hand("delete from audit_head").await;
        assert!(trail.verify().await.is_whole());
        let verdict = audit::verify(&trail.db, &trail.vault, Some(&logged)).await.unwrap();
        assert_eq!(flaws(&verdict), [(Some(0), Flaw::Logged { logged })]);
    }
}

both_databases! {
    async fn a_head_that_was_changed_is_found_and_the_chain_does_not_go_on_from_it(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        trail.keep().await;
        for sql in [
            "update audit_head set link = (select link from audit_event where sequence = 8)",
            "update audit_head set sequence = 8",
            "update audit_head set sequence = 10",
            "delete from audit_head",
        ] {
            trail.by_hand(sql).await;
            let verdict = trail.verify().await;
            assert_eq!((verdict.found, verdict.findings[0].sequence), (1, Some(9)), "{sql}");
            trail.put_back().await;
        }
        for sql in ["update audit_head set sequence = 8", "delete from audit_head"] {
            trail.by_hand(sql).await;
            trail.record(1).await;
            let refused = audit::chain(&trail.db, &trail.vault).await.unwrap_err();
            assert!(matches!(refused, Error::Damaged(Damaged { table: "audit_head", .. })), "{refused:?}");
            assert_eq!(trail.verify().await.waiting, 1, "nothing is lost");
            trail.put_back().await;
        }
    }
}

both_databases! {
    async fn a_row_that_was_inserted_is_found_and_never_chained(engine: Engine) {
        log::keep();
        let trail = Trail::with_events(engine, 9).await;
        trail.keep().await;
        // The best that one can do without the key: a real event once more.
        let copy = |sequence: &str, link: &str| {
            format!(
                "insert into audit_event select 'forged-{engine:?}', {sequence}, at, action, case_id, content, salt, \
                 content_hash, key_id, written_mac, {link} from audit_event where sequence = 5"
            )
        };
        trail.by_hand(&copy("10", "link")).await;
        trail
            .by_hand("update audit_head set sequence = 10, link = (select link from audit_event where sequence = 5)")
            .await;
        assert_eq!(flaws(&trail.verify().await), [(Some(10), Flaw::Row), (Some(10), Flaw::Link)]);
        trail.put_back().await;

        trail.by_hand(&copy("null", "null")).await;
        trail.record(2).await;
        let chained = audit::chain(&trail.db, &trail.vault).await.unwrap();
        assert_eq!((chained.added, chained.waiting, chained.head.sequence), (2, 1, 11));
        let verdict = trail.verify().await;
        assert_eq!(flaws(&verdict), [(None, Flaw::Row)]);
        assert_eq!(verdict.findings[0].id, Some(format!("forged-{engine:?}")));
        assert_eq!((verdict.events, verdict.waiting), (11, 0));
        let told = log::lines_with(&format!("forged-{engine:?}"));
        assert!(told.iter().any(|line| line.contains("ERROR") && line.contains("1 waiting rows")), "{told:?}");
    }
}

both_databases! {
    async fn two_rows_that_changed_places_are_found(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        trail.keep().await;
        let link = |sequence| format!("(select link from kept_event where sequence = {sequence})");
        for links_too in [false, true] {
            for (from, to) in [(4, -6), (6, 4), (-6, 6)] {
                trail.by_hand(&format!("update audit_event set sequence = {to} where sequence = {from}")).await;
            }
            if links_too {
                for sequence in [4, 6] {
                    let link = link(sequence);
                    trail.by_hand(&format!("update audit_event set link = {link} where sequence = {sequence}")).await;
                }
            }
            let verdict = trail.verify().await;
            for sequence in [4, 6] {
                assert!(flaws(&verdict).contains(&(Some(sequence), Flaw::Link)), "{links_too}: {verdict:?}");
            }
            trail.put_back().await;
        }
    }
}

both_databases! {
    async fn a_waiting_row_that_was_changed_is_found_before_and_after_it_could_be_chained(engine: Engine) {
        for (change, flaw, added) in [
            ("at = at - 1", Flaw::Row, 2),
            ("action = 'case.answered'", Flaw::Row, 2),
            ("salt = content_hash", Flaw::Content, 3),
            ("case_id = null, salt = null, content = null", Flaw::WipedByHand, 3),
        ] {
            let trail = Trail::new(engine).await;
            trail.record(3).await;
            trail.by_hand(&format!("update audit_event set {change} where at = {}", NOON + 1)).await;
            assert_eq!(flaws(&trail.verify().await), [(None, flaw.clone())], "{change}");
            assert_eq!(trail.chain().await.sequence, added, "{change}");
            let place = (added == 3).then_some(2);
            assert_eq!(flaws(&trail.verify().await), [(place, flaw)], "{change}");
        }
    }
}

both_databases! {
    async fn a_row_that_was_wiped_by_hand_is_found(engine: Engine) {
        let trail = Trail::with_events(engine, 9).await;
        trail.by_hand("update audit_event set case_id = null, content = null, salt = null where sequence = 5").await;
        assert_eq!(flaws(&trail.verify().await), [(Some(5), Flaw::WipedByHand)]);
    }
}
