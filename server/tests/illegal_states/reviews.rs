//! What is judged, and the files in the place of others.

use sqlx::error::ErrorKind;

use super::{Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows;

async fn with_answer(engine: crate::support::Engine) -> Tables {
    let mut tables = Tables::new(engine).await;
    let (task, case) = (quoted(tables.task), tables.case);
    let answer =
        format!("insert into answer (task_id, received_at, content, content_mac) values ({task}, 1, 'a', 'm')");
    rows::run(&mut tables.tx, &answer).await.unwrap();
    rows::run(&mut tables.tx, "insert into employee (id, mark, name, made_at) values ('e', 'm', 'Kari', 1)")
        .await
        .unwrap();
    for blob in ["b", "c"] {
        let sql = format!("insert into blob (id, case_id, size_bytes, made_at) values ('{blob}', '{case}', 1, 1)");
        rows::run(&mut tables.tx, &sql).await.unwrap();
    }
    tables
}

both_databases! {
    async fn an_answer_is_reviewed_once_and_approved_at_a_time(engine: Engine) {
        let mut tables = with_answer(engine).await;
        let task = quoted(tables.task);
        let review = Row::new("review", &[("task_id", &task), ("version", "1"), ("judged", "'sealed'")]);
        tables.needs(&review, &["task_id", "version", "judged"]).await;
        tables.refers(&review, &["task_id"]).await;
        tables.refers(&review.with(&[("approved_by", "'e'"), ("approved_at", "1")]), &["approved_by"]).await;
        tables.checks(&review, &[&[("version", "0")], &[("approved_by", "'e'")]]).await;
        // Whoever approved may be gone by now.
        tables.accepts(&review.with(&[("approved_at", "1")])).await;
        tables.is_the_only_one(&review, &[&[("version", "2")]], &[]).await;
    }
}

both_databases! {
    async fn a_file_is_in_the_place_of_one_that_was_given(engine: Engine) {
        let mut tables = with_answer(engine).await;
        let task = quoted(tables.task);
        let file = Row::new("replacement", &[("blob_id", "'b'"), ("task_id", &task), ("place", "0")]);
        tables.needs(&file, &["blob_id", "task_id", "place"]).await;
        tables.refers(&file, &["blob_id", "task_id"]).await;
        tables.refuses(ErrorKind::CheckViolation, &file.with(&[("place", "-1")])).await;
        tables.is_the_only_one(&file, &[&[("place", "1")]], &[&[("blob_id", "'c'")]]).await;
    }
}
