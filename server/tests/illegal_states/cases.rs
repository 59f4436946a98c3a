//! People, systems, cases, claims, and the clock of a claim.

use server::id::{CaseId, ClaimId, PersonId, SystemId};
use sqlx::error::ErrorKind;

use super::{Changes, Row, Tables, either, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

/// Another open case of the person.
fn case(tables: &Tables) -> Row {
    let person = quoted(tables.person);
    Row::new(
        "cases",
        &[
            ("id", &quoted(CaseId::new(NOW))),
            ("reference", "'2026-000099'"),
            ("subject_id", &person),
            ("filer_id", &person),
            ("received_at", "1"),
            ("unit", "'u'"),
            ("language", "'nb'"),
            ("state", "'open'"),
            ("form_token_hash", "'token'"),
            ("fingerprint", "'print'"),
        ],
    )
}

both_databases! {
    async fn a_case_has_the_instants_of_its_state_and_no_others(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let case = case(&tables);
        for state in ["open", "answered", "closed", "withdrawn"] {
            for answered in either("2") {
                for closed in either("3") {
                    for withdrawn in either("4") {
                        let present = [answered, closed, withdrawn].map(|instant| instant != "null");
                        let is_legal = match state {
                            "open" => present == [false, false, false],
                            "answered" => present == [true, false, false],
                            "closed" => present == [true, true, false],
                            _ => present == [false, false, true],
                        };
                        let row = case.with(&[
                            ("state", &quoted(state)),
                            ("answered_at", answered),
                            ("closed_at", closed),
                            ("withdrawn_at", withdrawn),
                        ]);
                        tables.agrees(&row, is_legal).await;
                    }
                }
            }
        }
        tables.checks(&case, &[&[("state", "'received'")], &[("on_behalf", "'neighbour'")]]).await;
    }
}

both_databases! {
    async fn a_case_is_sent_in_once_by_people_who_are_there(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let case = case(&tables);
        let columns =
            ["id", "reference", "subject_id", "filer_id", "received_at", "unit", "language", "state", "form_token_hash", "fingerprint"];
        tables.needs(&case, &columns).await;
        tables.refers(&case, &["subject_id", "filer_id"]).await;
        tables.refuses(ErrorKind::CheckViolation, &case.with(&[("unit", "''")])).await;
        tables.refuses(ErrorKind::CheckViolation, &case.with(&[("language", "'sv'")])).await;
        let id = quoted(CaseId::new(NOW));
        let other = case.with(&[("reference", "'2'"), ("form_token_hash", "'2'"), ("fingerprint", "'2'")]);
        let same = |column| {
            let value = &case.columns.iter().find(|(known, _)| *known == column).unwrap().1;
            other.with(&[("id", &id), (column, value)])
        };
        let withdrawn = [("state", "'withdrawn'"), ("withdrawn_at", "4")];
        rows::run(&mut tables.tx, &case.insert()).await.unwrap();
        tables.accepts(&other.with(&[("id", &id)])).await;
        for column in ["id", "reference", "form_token_hash", "fingerprint"] {
            tables.refuses(ErrorKind::UniqueViolation, &same(column)).await;
        }
        tables.accepts(&same("fingerprint").with(&withdrawn)).await;
        tables.refuses(ErrorKind::UniqueViolation, &same("form_token_hash").with(&withdrawn)).await;
    }
}

both_databases! {
    async fn nobody_is_there_twice_or_deleted_while_a_case_names_them(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (id, another) = (quoted(PersonId::new(NOW)), quoted(PersonId::new(NOW)));
        let columns = [("id", id.as_str()), ("national_id", "'n'"), ("made_at", "1")];
        let person = Row::new("person", &columns);
        tables.needs(&person, &["id", "national_id", "made_at"]).await;
        tables.is_the_only_one(&person, &[&[("made_at", "2")]], &[&[("id", &another)]]).await;
        let (mine, other) = (quoted(tables.person), quoted(rows::add_person(&mut tables.tx).await));
        rows::run(&mut tables.tx, "delete from lookup_key").await.unwrap();
        let lookup = Row::new("lookup_key", &[("person_id", mine.as_str()), ("lookup", "'l'")]);
        tables.needs(&lookup, &["person_id", "lookup"]).await;
        let same: [Changes<'_>; 2] = [&[("lookup", "'m'")], &[("person_id", &other)]];
        tables.is_the_only_one(&lookup, &same, &[&[("person_id", &other), ("lookup", "'m'")]]).await;
        let delete = format!("delete from person where id = '{}'", tables.person);
        assert_eq!(rows::tried(&mut tables.tx, &delete).await, Some(ErrorKind::ForeignKeyViolation));
        rows::run(&mut tables.tx, "delete from cases").await.unwrap();
        assert_eq!(rows::tried(&mut tables.tx, &delete).await, None);
    }
}

both_databases! {
    async fn a_system_has_limits_and_a_key_of_its_own(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (id, another) = (quoted(SystemId::new(NOW)), quoted(SystemId::new(NOW)));
        let system = Row::new(
            "system",
            &[
                ("id", &id),
                ("key", "'skole'"),
                ("name", "'Skole'"),
                ("unit", "'Oppvekst'"),
                ("sector", "'education'"),
                ("served", "'call'"),
                ("serves_access", "true"),
                ("serves_rectification", "false"),
                ("serves_erasure", "false"),
                ("at_once", "1"),
                ("limit_days", "90"),
                ("paused", "false"),
                ("url", "'https://fagsystem.example/'"),
                ("private_network", "true"),
                ("steps", "'collect'"),
                ("identifiers", "'fnr'"),
                ("largest_file_mb", "1"),
                ("review", "'reviewer'"),
                ("files_unseen", "false"),
                ("retired", "false"),
                ("record", "'{}'"),
            ],
        );
        let columns: Vec<&str> = system.columns.iter().map(|(column, _)| *column).filter(|column| *column != "url").collect();
        tables.needs(&system, &columns).await;
        tables.accepts(&system.with(&[("at_once", "1000"), ("limit_days", "1")])).await;
        let pulled: Changes<'_> = &[("served", "'pull'"), ("url", "null"), ("private_network", "false")];
        tables.accepts(&system.with(pulled)).await;
        let broken: [Changes<'_>; 13] = [
            &[("served", "'pull'")],
            &[("served", "'pull'"), ("url", "null")],
            &[("url", "null")],
            &[("largest_file_mb", "0")],
            &[("largest_file_mb", "10001")],
            &[("review", "'nobody'")],
            &[("organisation_number", "'12345678'")],
            &[("failures", "-1")],
            &[("at_once", "0")],
            &[("at_once", "1001")],
            &[("limit_days", "0")],
            &[("limit_days", "91")],
            &[("served", "'fax'")],
        ];
        tables.checks(&system, &broken).await;
        let same: [Changes<'_>; 2] = [&[("id", &another)], &[("key", "'barnehage'")]];
        tables.is_the_only_one(&system, &same, &[&[("id", &another), ("key", "'barnehage'")]]).await;
        let delete = format!("delete from system where id = '{}'", tables.system);
        assert_eq!(rows::tried(&mut tables.tx, &delete).await, Some(ErrorKind::ForeignKeyViolation));
        rows::run(&mut tables.tx, "delete from task").await.unwrap();
        assert_eq!(rows::tried(&mut tables.tx, &delete).await, None);
    }
}

both_databases! {
    async fn a_claim_ends_when_it_has_an_outcome_and_its_dates_are_in_order(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let person = tables.person;
        let case = rows::add_case(&mut tables.tx, person).await;
        let (id, another) = (quoted(ClaimId::new(NOW)), quoted(ClaimId::new(NOW)));
        let claim = Row::new(
            "claim",
            &[
                ("id", &id),
                ("case_id", &quoted(case)),
                ("gdpr_right", "'access'"),
                ("details", "'sealed'"),
                ("outcome", "'open'"),
                ("received_on", "'2026-03-05'"),
                ("unpaused_due_on", "'2026-04-07'"),
                ("due_on", "'2026-04-07'"),
            ],
        );
        let columns: Vec<&str> = claim.columns.iter().map(|(column, _)| *column).collect();
        tables.needs(&claim, &columns).await;
        tables.refers(&claim, &["case_id"]).await;
        tables.accepts(&claim.with(&[("due_on", "'2026-06-05'")])).await;
        tables.accepts(&claim.with(&[("outcome", "'granted'"), ("ended_at", "1")])).await;
        let broken: [Changes<'_>; 5] = [
            &[("ended_at", "1")],
            &[("outcome", "'granted'")],
            &[("due_on", "'2026-04-06'")],
            &[("unpaused_due_on", "'2026-03-05'")],
            &[("gdpr_right", "'portability'")],
        ];
        tables.checks(&claim, &broken).await;
        let same: [Changes<'_>; 2] = [&[("gdpr_right", "'erasure'")], &[("id", &another)]];
        tables.is_the_only_one(&claim, &same, &[&[("id", &another), ("gdpr_right", "'erasure'")]]).await;
    }
}

both_databases! {
    async fn only_what_the_law_knows_stops_the_clock_and_each_once_at_a_time(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let [access, rectification, erasure] = tables.claims.map(quoted);
        let pause = Row::new(
            "pause",
            &[
                ("id", "'p1'"),
                ("claim_id", &access),
                ("gdpr_right", "'access'"),
                ("reason", "'scope'"),
                ("asked_on", "'2026-03-10'"),
            ],
        );
        tables.needs(&pause, &["id", "claim_id", "gdpr_right", "reason", "asked_on"]).await;
        tables.refers(&pause, &["claim_id"]).await;
        for (claim, right) in [(&rectification, "'rectification'"), (&erasure, "'erasure'")] {
            let other = pause.with(&[("claim_id", claim), ("gdpr_right", right), ("reason", "'authority'")]);
            tables.checks(&other, &[&[("reason", "'scope'")]]).await;
            // The right is the claim's own: it cannot be called an access to stop the clock.
            let called_access = other.with(&[("gdpr_right", "'access'"), ("reason", "'scope'")]);
            tables.refuses(ErrorKind::ForeignKeyViolation, &called_access).await;
        }
        let answered = [("answered_on", "'2026-03-10'")];
        tables.accepts(&pause.with(&answered)).await;
        tables.checks(&pause, &[&[("answered_on", "'2026-03-09'")], &[("reason", "'holidays'")]]).await;
        let same: [Changes<'_>; 2] = [&[("id", "'p2'")], &[("reason", "'identity'")]];
        let other: [Changes<'_>; 2] = [&[("id", "'p2'"), ("reason", "'identity'")], &[("id", "'p2'"), answered[0]]];
        tables.is_the_only_one(&pause, &same, &other).await;
        tables.is_the_only_one(&pause.with(&answered), &[], &[&[("id", "'p2'"), ("answered_on", "null")]]).await;
    }
}

both_databases! {
    async fn an_extension_is_decided_before_it_is_told_and_given_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let claim = quoted(tables.claims[2]);
        let extension = Row::new(
            "extension",
            &[
                ("claim_id", &claim),
                ("reason", "'amount'"),
                ("decided_on", "'2026-03-20'"),
                ("notified_on", "'2026-03-20'"),
            ],
        );
        tables.needs(&extension, &["claim_id", "reason", "decided_on", "notified_on"]).await;
        tables.refers(&extension, &["claim_id"]).await;
        tables.checks(&extension, &[&[("notified_on", "'2026-03-19'")], &[("reason", "'busy'")]]).await;
        let other = quoted(tables.claims[1]);
        tables.is_the_only_one(&extension, &[&[("reason", "'retrieval'")]], &[&[("claim_id", &other)]]).await;
    }
}

both_databases! {
    async fn a_person_has_one_draft_and_one_address(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let person = quoted(tables.person);
        let other = quoted(rows::add_person(&mut tables.tx).await);
        let draft = Row::new("draft", &[("person_id", &person), ("content", "'sealed'"), ("expires_at", "1")]);
        let contact = Row::new("contact", &[("person_id", &person), ("email", "'sealed'")]);
        tables.needs(&draft, &["person_id", "content", "expires_at"]).await;
        tables.needs(&contact, &["person_id", "email"]).await;
        for row in [&draft, &contact] {
            tables.refers(row, &["person_id"]).await;
            tables.is_the_only_one(row, &[&[]], &[&[("person_id", &other)]]).await;
        }
    }
}
