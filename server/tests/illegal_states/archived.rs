//! What was archived.

use super::{Changes, Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows;

both_databases! {
    async fn what_is_archived_is_one_thing_and_archived_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (case, decision) = (quoted(tables.case), quoted(tables.decisions[0]));
        let letter = "insert into letter (case_id, number, kind, language, made_at, content) values";
        rows::run(&mut tables.tx, &format!("{letter} ({case}, 1, 'receipt', 'nb', 1, 'sealed')")).await.unwrap();
        let columns = [("case_id", case.as_str()), ("number", "1"), ("kind", "'request'"), ("archived_at", "1")];
        let request = Row::new("archived", &columns);
        tables.needs(&request, &["case_id", "number", "kind", "archived_at"]).await;
        tables.refers(&request, &["case_id"]).await;
        let broken: [Changes<'_>; 6] = [
            &[("number", "0")],
            &[("kind", "'data'")],
            &[("kind", "'decision'")],
            &[("kind", "'letter'")],
            &[("decision_id", &decision)],
            &[("letter", "1")],
        ];
        tables.checks(&request, &broken).await;
        let of_decision = request.with(&[("kind", "'decision'"), ("decision_id", &decision)]);
        tables.refers(&of_decision, &["decision_id"]).await;
        tables.accepts(&of_decision).await;
        let of_letter = request.with(&[("kind", "'letter'"), ("letter", "1")]);
        tables.accepts(&of_letter).await;
        tables.is_the_only_one(&request, &[&[("number", "2")], &[("kind", "'letter'"), ("letter", "1")]], &[]).await;
        tables.is_the_only_one(&of_letter, &[&[("number", "2")]], &[&[("number", "2"), ("kind", "'request'"), ("letter", "null")]]).await;
        tables.is_the_only_one(&of_decision, &[&[("number", "2")]], &[]).await;
    }
}
