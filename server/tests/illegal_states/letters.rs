//! Letters, packages, and what has come in.

use server::letters::letter::Kind;
use sqlx::error::ErrorKind;

use super::{Changes, Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows;

fn letter(tables: &Tables) -> Row {
    let columns = [
        ("case_id", quoted(tables.case)),
        ("number", "1".to_owned()),
        ("kind", "'receipt'".to_owned()),
        ("language", "'nb'".to_owned()),
        ("made_at", "5".to_owned()),
        ("content", "'sealed'".to_owned()),
    ];
    Row { table: "letter", columns: columns.into() }
}

both_databases! {
    async fn a_letter_is_of_a_kind_and_issued_after_it_was_made(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let letter = letter(&tables);
        tables.needs(&letter, &["case_id", "number", "kind", "language", "made_at", "content"]).await;
        let decision = quoted(tables.decisions[0]);
        tables.refers(&letter.with(&[("decision_id", &decision)]), &["case_id", "decision_id"]).await;
        let broken: [Changes<'_>; 4] =
            [&[("number", "0")], &[("kind", "'greeting'")], &[("language", "'se'")], &[("issued_at", "4")]];
        tables.checks(&letter, &broken).await;
        tables.accepts(&letter.with(&[("issued_at", "5")])).await;
        for kind in Kind::ALL {
            tables.accepts(&letter.with(&[("kind", &quoted(kind.code()))])).await;
        }
        tables.is_the_only_one(&letter, &[&[("kind", "'granted'")]], &[&[("number", "2")]]).await;
    }
}

both_databases! {
    async fn a_package_waits_or_is_built_or_is_deleted(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (case, decision) = (quoted(tables.case), quoted(tables.decisions[0]));
        let letter = letter(&tables).insert();
        rows::run(&mut tables.tx, &letter).await.unwrap();
        let blob = format!("insert into blob (id, case_id, size_bytes, made_at) values ('b', {case}, 1, 1)");
        rows::run(&mut tables.tx, &blob).await.unwrap();
        let columns = [
            ("case_id", case.as_str()),
            ("number", "1"),
            ("decision_id", &decision),
            ("letter", "1"),
            ("state", "'waiting'"),
            ("until_on", "'2026-05-04'"),
            ("attempt", "0"),
            ("due_at", "1"),
        ];
        let waiting = Row::new("package", &columns);
        tables.needs(&waiting, &["case_id", "number", "decision_id", "letter", "state", "until_on", "attempt"]).await;
        tables.refers(&waiting, &["case_id", "decision_id"]).await;
        tables.refuses(ErrorKind::ForeignKeyViolation, &waiting.with(&[("letter", "2")])).await;
        let broken: [Changes<'_>; 7] = [
            &[("number", "0")], &[("attempt", "-1")], &[("state", "'lost'")], &[("due_at", "null")], &[("size_bytes", "1")],
            &[("sha256", "'x'")], &[("blob_id", "'b'")],
        ];
        tables.checks(&waiting, &broken).await;
        let done: [(&str, &str); 4] = [("state", "'built'"), ("due_at", "null"), ("size_bytes", "1"), ("sha256", "'x'")];
        let built = waiting.with(&done).with(&[("blob_id", "'b'")]);
        tables.refers(&built, &["blob_id"]).await;
        let broken: [Changes<'_>; 4] =
            [&[("due_at", "1")], &[("size_bytes", "null")], &[("size_bytes", "-1")], &[("sha256", "null")]];
        tables.checks(&built, &broken).await;
        let deleted = waiting.with(&done).with(&[("state", "'deleted'")]);
        tables.checks(&deleted, &[&[("blob_id", "'b'")]]).await;
        let other = quoted(tables.decisions[1]);
        let others: [Changes<'_>; 1] = [&[("number", "2"), ("decision_id", &other)]];
        tables.is_the_only_one(&waiting, &[&[("decision_id", &other)], &[("number", "2")]], &others).await;
    }
}

both_databases! {
    async fn news_are_of_a_claim_that_is_there(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (claim, other) = (quoted(tables.claims[0]), quoted(tables.claims[1]));
        let news = Row::new("answer_news", &[("claim_id", &claim), ("seen", "1")]);
        tables.needs(&news, &["claim_id", "seen"]).await;
        tables.refers(&news, &["claim_id"]).await;
        tables.checks(&news, &[&[("seen", "0")]]).await;
        tables.is_the_only_one(&news, &[&[("seen", "2")]], &[&[("claim_id", &other)]]).await;
    }
}
