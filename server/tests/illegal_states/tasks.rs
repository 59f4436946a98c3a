//! Tasks, tries and answers.

use server::id::{ClaimId, TaskId};
use server::tasks::rules::{Outcome, Step};
use server::tasks::store as tasks;
use sqlx::error::ErrorKind;

use super::codes::words;
use super::{Changes, Row, Tables, either, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

/// A ready task of a claim, by the place of its right.
fn task(tables: &Tables, right: usize, step: Step) -> Row {
    Row::new(
        "task",
        &[
            ("id", &quoted(TaskId::new(NOW))),
            ("claim_id", &quoted(tables.claims[right])),
            ("system_id", &quoted(tables.system)),
            ("step", &quoted(step.code())),
            ("round", "2"),
            ("state", "'ready'"),
            ("attempt", "0"),
            ("due_at", "5"),
            ("human_at", "9"),
            ("internal_due_on", "'2026-03-19'"),
        ],
    )
}

/// Every combination of the columns that a state has or has not, and whether it is one.
fn combinations() -> Vec<([(&'static str, &'static str); 8], bool)> {
    let mut found = Vec::new();
    for state in ["'ready'", "'leased'", "'with_human'", "'answered'", "'withdrawn'", "'failed'"] {
        for bits in 0..128_u8 {
            let has = |bit: u8| bits & (1 << bit) > 0;
            let value = |bit: u8, value| either(value)[usize::from(has(bit))];
            let columns = [
                ("state", state),
                ("attempt", if has(6) { "1" } else { "0" }),
                ("due_at", value(0, "5")),
                ("leased_at", value(1, "4")),
                ("leased_by", value(2, "'worker'")),
                ("human_reason", value(3, "'manual'")),
                ("outcome", value(4, "'data'")),
                ("answered_at", value(5, "7")),
            ];
            let is_legal = match (state, bits) {
                ("'ready'", 0b000_0001 | 0b100_0001) => true,
                // Nobody has a task that was never taken.
                ("'leased'", 0b100_0111) => true,
                ("'with_human'", 0b000_1000 | 0b100_1000) => true,
                ("'answered'", 0b011_0000 | 0b111_0000) => true,
                ("'withdrawn'", 0b000_0000 | 0b100_0000) => true,
                _ => false,
            };
            found.push((columns, is_legal));
        }
    }
    found
}

both_databases! {
    async fn a_task_has_what_belongs_to_its_state_and_nothing_else(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let task = task(&tables, 0, Step::Collect);
        let mut legal = 0;
        for (columns, is_legal) in combinations() {
            let row = task.with(&columns);
            tables.agrees(&row, is_legal).await;
            if is_legal {
                legal += 1;
                // What the table takes, the program can read.
                let id = TaskId::new(NOW);
                let round = (legal + 10).to_string();
                let row = row.with(&[("id", &quoted(id)), ("round", &round)]);
                rows::run(&mut tables.tx, &row.insert()).await.unwrap();
                assert!(tasks::find_task(&mut tables.tx, id).await.unwrap().is_some());
            }
        }
        assert_eq!(legal, 9);
        tables.checks(&task, &[&[("attempt", "-1")], &[("round", "0")]]).await;
        let leased = [("state", "'leased'"), ("attempt", "1"), ("leased_at", "4"), ("leased_by", "'worker'")];
        tables.checks(&task.with(&leased), &[&[("leased_at", "5")], &[("leased_at", "6")]]).await;
    }
}

both_databases! {
    async fn a_step_ends_only_in_its_own_ways(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let decision = quoted(tables.decisions[2]);
        let codes = words();
        let every_step = Step::ALL.iter().flat_map(|step| codes.iter().map(move |code| (*step, code)));
        let mut legal = 0;
        for (step, code) in every_step {
            let row = task(&tables, 2, step).with(&[
                ("state", "'answered'"),
                ("due_at", "null"),
                ("answered_at", "7"),
                ("decision_id", if step == Step::Execute { &decision } else { "null" }),
                ("outcome", &quoted(code)),
            ]);
            let is_legal = Outcome::parse(step, code).is_some();
            legal += u32::from(is_legal);
            tables.agrees(&row, is_legal).await;
        }
        assert_eq!(legal, 4 + 4 + 7 + 3 * 3);
    }
}

both_databases! {
    async fn nothing_is_executed_without_a_decision_on_the_same_claim(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let [access, _, erasure] = tables.decisions.map(quoted);
        for step in Step::ALL {
            let row = task(&tables, 2, *step);
            tables.agrees(&row.with(&[("decision_id", "null")]), *step != Step::Execute).await;
            tables.agrees(&row.with(&[("decision_id", &erasure)]), *step == Step::Execute).await;
        }
        let execute = task(&tables, 2, Step::Execute).with(&[("decision_id", &erasure)]);
        for decision in [access.as_str(), "'nobody'"] {
            tables.refuses(ErrorKind::ForeignKeyViolation, &execute.with(&[("decision_id", decision)])).await;
        }
    }
}

both_databases! {
    async fn a_system_is_asked_once_for_each_step_and_round_of_a_claim(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let task = task(&tables, 0, Step::Collect);
        let columns =
            ["id", "claim_id", "system_id", "step", "round", "state", "attempt", "human_at", "internal_due_on"];
        tables.needs(&task, &columns).await;
        tables.refers(&task, &["claim_id", "system_id"]).await;
        let id = quoted(TaskId::new(NOW));
        let other: [Changes<'_>; 3] = [
            &[("id", &id), ("round", "3")],
            &[("id", &id), ("step", "'notify'")],
            &[("id", &id), ("claim_id", &quoted(tables.claims[1]))],
        ];
        tables.is_the_only_one(&task, &[&[("id", &id)], &[("round", "3")]], &other).await;
        tables.refuses(ErrorKind::ForeignKeyViolation, &task.with(&[("claim_id", &quoted(ClaimId::new(NOW)))])).await;
    }
}

both_databases! {
    async fn a_try_has_a_number_from_one_and_sizes_that_can_be(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let task = quoted(tables.task);
        let attempt = Row::new(
            "attempt",
            &[
                ("task_id", &task),
                ("number", "1"),
                ("started_at", "1"),
                ("ended_at", "2"),
                ("tried_by", "'worker'"),
                ("outcome", "'failed'"),
            ],
        );
        tables.needs(&attempt, &["task_id", "number", "started_at", "ended_at", "tried_by", "outcome"]).await;
        tables.refers(&attempt, &["task_id"]).await;
        tables.accepts(&attempt.with(&[("http_status", "100"), ("size_bytes", "0")])).await;
        let broken: [Changes<'_>; 5] = [
            &[("number", "0")],
            &[("http_status", "99")],
            &[("http_status", "600")],
            &[("size_bytes", "-1")],
            &[("outcome", "'gone'")],
        ];
        tables.checks(&attempt.with(&[("http_status", "599")]), &broken).await;
        tables.is_the_only_one(&attempt, &[&[("outcome", "'answered'")]], &[&[("number", "2")]]).await;
    }
}

both_databases! {
    async fn a_task_has_one_answer(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let task = quoted(tables.task);
        let answer = Row::new("answer", &[("task_id", &task), ("received_at", "1"), ("content", "'sealed'"), ("content_mac", "'m'")]);
        tables.needs(&answer, &["task_id", "received_at", "content", "content_mac"]).await;
        tables.refers(&answer, &["task_id"]).await;
        tables.is_the_only_one(&answer, &[&[("received_at", "2")]], &[]).await;
    }
}
