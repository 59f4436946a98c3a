//! Wrapped keys, the numbers of cases, and the audit trail.

use server::id::{EventId, PersonId};
use sqlx::error::ErrorKind;

use super::{Row, Tables, either, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

both_databases! {
    async fn everybody_has_one_key_and_nobody_else_has_any(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (person, case) = (quoted(tables.person), quoted(tables.case));
        let (person, case) = (("person_key", "person_id", &*person), ("case_key", "case_id", &*case));
        for (table, owner, id) in [("installation_key", "purpose", "'x'"), person, case] {
            let key = Row::new(table, &[(owner, id), ("master_key_id", "'m'"), ("wrapped", "'w'")]);
            tables.needs(&key, &[owner, "master_key_id", "wrapped"]).await;
            if table != "installation_key" {
                tables.refers(&key, &[owner]).await;
            }
            tables.is_the_only_one(&key, &[&[("master_key_id", "'n'"), ("wrapped", "'x'")]], &[]).await;
        }
        tables.refuses(
            ErrorKind::ForeignKeyViolation,
            &Row::new(
                "person_key",
                &[("person_id", &quoted(PersonId::new(NOW))), ("master_key_id", "'m'"), ("wrapped", "'w'")],
            ),
        )
        .await;
    }
}

both_databases! {
    async fn a_year_has_one_last_number(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let number = Row::new("case_number", &[("year", "2026"), ("last_number", "1")]);
        tables.needs(&number, &["year", "last_number"]).await;
        tables.is_the_only_one(&number, &[&[("last_number", "2")]], &[&[("year", "2027")]]).await;
    }
}

both_databases! {
    async fn an_event_is_in_the_chain_or_not_and_wiped_or_not(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let columns = [
            ("id", "'e1'"),
            ("at", "1"),
            ("action", "'case.submitted'"),
            ("content_hash", "'hash'"),
            ("key_id", "'audit-1'"),
            ("written_mac", "'mac'"),
        ];
        let event = Row::new("audit_event", &columns);
        for bits in 0..32_usize {
            let has = |bit: usize| bits & (1 << bit) > 0;
            let value = |bit: usize, value| either(value)[usize::from(has(bit))];
            let row = event.with(&[
                ("sequence", value(0, "7")),
                ("link", value(1, "'link'")),
                ("content", value(2, "'sealed'")),
                ("salt", value(3, "'salt'")),
                ("case_id", value(4, "'case'")),
            ]);
            let is_legal = has(0) == has(1) && has(2) == has(3) && (has(2) || !has(4));
            tables.agrees(&row, is_legal).await;
        }
        tables.needs(&event, &["id", "at", "action", "content_hash", "key_id", "written_mac"]).await;
        let id = quoted(EventId::new(NOW));
        let chained = event.with(&[("sequence", "7"), ("link", "'link'")]);
        let (same, other) = ([("id", id.as_str())], [("id", id.as_str()), ("sequence", "8")]);
        tables.is_the_only_one(&chained, &[&same, &[("sequence", "8")]], &[&other]).await;
        // Any number of them wait.
        tables.is_the_only_one(&event, &[&[]], &[&same]).await;
    }
}

both_databases! {
    async fn the_chain_has_one_end(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let head = Row::new("audit_head", &[("only_row", "true"), ("sequence", "0"), ("link", "'link'")]);
        tables.needs(&head, &["only_row", "sequence", "link"]).await;
        tables.checks(&head, &[&[("only_row", "false")]]).await;
        tables.is_the_only_one(&head, &[&[("sequence", "1")]], &[]).await;
    }
}

both_databases! {
    async fn with_a_case_goes_everything_that_belongs_to_it(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let Tables { case, person, task, .. } = tables;
        let [claim, ..] = tables.claims;
        let [decision, ..] = tables.decisions;
        let more = [
            format!("insert into case_key (case_id, master_key_id, wrapped) values ('{case}', 'm', 'w')"),
            format!("insert into person_key (person_id, master_key_id, wrapped) values ('{person}', 'm', 'w')"),
            format!(
                "insert into extension (claim_id, reason, decided_on, notified_on) \
                 values ('{claim}', 'amount', '2026-03-20', '2026-03-20')"
            ),
            format!(
                "insert into pause (id, claim_id, gdpr_right, reason, asked_on) \
                 values ('p', '{claim}', 'access', 'scope', '2026-03-20')"
            ),
            format!(
                "insert into decision_ground (decision_id, gdpr_right, code) \
                 values ('{decision}', 'access', 'gdpr-15-4')"
            ),
            format!(
                "insert into attempt (task_id, number, started_at, ended_at, tried_by, outcome) \
                 values ('{task}', 1, 1, 1, 'w', 'failed')"
            ),
            format!("insert into answer (task_id, received_at, content, content_mac) values ('{task}', 1, 'sealed', 'm')"),
            format!("insert into blob (id, case_id, size_bytes, made_at) values ('b', '{case}', 1, 1)"),
            format!(
                "insert into task_file (blob_id, task_id, attempt, name_mac, sha256_mac) \
                 values ('b', '{task}', 1, 'n', 's')"
            ),
            format!("insert into evidence (blob_id, claim_id, place, about) values ('b', '{claim}', 0, 'sealed')"),
            format!(
                "insert into delivery (case_id, number, state, posted_on) \
                 values ('{case}', 1, 'posted', '2026-03-20')"
            ),
            format!(
                "insert into notice (id, case_id, person_id, kind, number, made_at, due_at, attempt) \
                 values ('n', '{case}', '{person}', 'receipt', 0, 1, 1, 0)"
            ),
        ];
        for sql in more {
            assert_eq!(rows::run(&mut tables.tx, &sql).await.unwrap(), 1, "{sql}");
        }
        let of_the_case = [
            "cases", "case_key", "claim", "extension", "pause", "decision", "decision_ground", "task", "attempt",
            "answer", "blob", "task_file", "evidence", "delivery", "notice",
        ];
        let mut counts = Vec::new();
        for delete in ["", "delete from cases"] {
            if !delete.is_empty() {
                rows::run(&mut tables.tx, delete).await.unwrap();
            }
            for table in of_the_case {
                counts.push(rows::number(&mut tables.tx, &format!("select count(*) from {table}")).await);
            }
        }
        let (before, after) = counts.split_at(of_the_case.len());
        assert!(before.iter().all(|count| *count > 0), "{before:?}");
        assert!(after.iter().all(|count| *count == 0), "{after:?}");
        // The person stays, until they are deleted too.
        assert_eq!(rows::number(&mut tables.tx, "select count(*) from person_key").await, 1);
        rows::run(&mut tables.tx, "delete from person").await.unwrap();
        assert_eq!(rows::number(&mut tables.tx, "select count(*) from person_key").await, 0);
    }
}
