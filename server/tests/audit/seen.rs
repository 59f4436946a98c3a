//! Who has done what to a case, as the municipality and as the person may know it.

use server::audit::{self, Action, Actor, Details, Event, Seen, View};
use server::error::{Damaged, Error};
use server::id::CaseId;
use server::on;
use server::vault::Key;

use super::{NOON, Trail, viewed_by};
use crate::support::both_databases;

/// A case in its tables, with its key in the vault.
async fn case_with_key(trail: &Trail) -> Key {
    let mut tx = trail.db.write().await.unwrap();
    let case = trail.case;
    on!(&mut tx, |conn| {
        let person = "insert into person (id, national_id, made_at) values ('p', $1, 0)";
        sqlx::query(person).bind(&b"p"[..]).execute(&mut *conn).await.unwrap();
        sqlx::query(
            "insert into cases (id, reference, subject_id, filer_id, received_at, unit, language, state, form_token_hash, \
             fingerprint) values ($1, '2026-000001', 'p', 'p', 0, 'u', 'nb', 'open', $2, $2)",
        )
        .bind(case)
        .bind(&b"c"[..])
        .execute(&mut *conn)
        .await
        .unwrap();
    });
    let key = trail.vault.new_case_key(&mut tx, case).await.unwrap();
    tx.commit().await.unwrap();
    key
}

both_databases! {
    async fn a_person_sees_who_looked_at_the_case_but_not_which_employee(engine: Engine) {
        let mut trail = Trail::new(engine).await;
        trail.key = case_with_key(&trail).await;
        let mut tx = trail.db.write().await.unwrap();
        let (actor, details) = viewed_by("ane");
        let submitted = Event {
            action: Action::CaseSubmitted,
            case: Some(trail.case),
            actor: Actor::Person,
            details: Details::none(),
        };
        audit::record(&mut tx, &trail.vault, NOON, Some(&trail.key), submitted.clone()).await.unwrap();
        for minute in 1..=3 {
            trail.record_one(&mut tx, NOON + minute, true).await;
        }
        let nobody_s = audit::record(&mut tx, &trail.vault, NOON, None, submitted).await.unwrap_err();
        assert!(matches!(nobody_s, Error::Internal(_)), "an event about a case is sealed with its key");
        let seen = audit::of_case(&mut tx, &trail.vault, trail.case, 10).await.unwrap();
        let viewed = |at_ms| Seen { at_ms, action: Action::CaseViewed, actor: actor.clone(), details: details.clone() };
        let first =
            Seen { at_ms: NOON, action: Action::CaseSubmitted, actor: Actor::Person, details: Details::none() };
        assert_eq!(seen, [first, viewed(NOON + 1), viewed(NOON + 2), viewed(NOON + 3)]);
        let seen = audit::of_case(&mut tx, &trail.vault, trail.case, 2).await.unwrap();
        assert_eq!(seen, [viewed(NOON + 2), viewed(NOON + 3)]);
        let views = audit::views_of_case(&mut tx, &trail.vault, trail.case, 10).await.unwrap();
        assert_eq!(views.len(), 3);
        let view = View {
            action: Action::CaseViewed,
            at_ms: NOON + 1,
            role: "caseworker".into(),
            unit: "Servicetorget".into(),
            reason: Some("Svar på krav".into()),
        };
        assert_eq!(views[0], view);
        let gone = audit::of_case(&mut tx, &trail.vault, CaseId::new(NOON), 10).await.unwrap_err();
        assert!(matches!(gone, Error::NotFound));
        tx.commit().await.unwrap();

        trail.keep().await;
        trail.chain().await;
        for (change, column) in [
            ("content = salt", "content"),
            ("salt = content_hash", "content_hash"),
            ("at = at + 10", "written_mac"),
            ("action = 'case.answered'", "written_mac"),
        ] {
            let id = trail.id_at(2).await;
            trail.by_hand(&format!("update audit_event set {change} where sequence = 2")).await;
            let mut tx = trail.db.read().await.unwrap();
            let refused = audit::of_case(&mut tx, &trail.vault, trail.case, 10).await.unwrap_err();
            drop(tx);
            let Error::Damaged(damaged) = refused else { panic!("{change}: {refused}") };
            assert_eq!(damaged, Damaged::new("audit_event", column, id), "{change}");
            trail.put_back().await;
            trail.chain().await;
        }
    }
}
