//! Every closed list stands twice, in an enum and in a CHECK, and both have the same members.

use std::collections::BTreeSet;

use server::cases::rules::{ExtensionReason, Outcome, PauseReason, Right};
use server::db::MIGRATIONS;
use server::notices;
use server::systems::rules::{Review, Served};
use server::tasks::rules::{HumanReason, Step};
use server::tasks::store::Tried;

use super::{Row, Tables, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

/// Every text in quotation marks in the migrations, among which is whatever code a CHECK knows, and a few that none does.
pub(super) fn words() -> BTreeSet<String> {
    let mut words: BTreeSet<String> = ["", "unknown", "Open", "open "].map(str::to_owned).into();
    for migration in MIGRATIONS.iter() {
        let code = migration.sql.as_str().lines().filter(|line| !line.trim_start().starts_with("--"));
        for line in code {
            words.extend(line.split('\'').skip(1).step_by(2).map(str::to_owned));
        }
    }
    assert!(words.contains("retries_used_up") && words.contains("gdpr-12-5-unfounded"));
    words
}

/// The codes among all words that the column takes; `row` is what else the row must be with each.
async fn taken(tables: &mut Tables, column: &'static str, row: impl Fn(&str) -> Row) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for word in words() {
        if tables.refusal(&row(&word).with(&[(column, &quoted(&word))])).await.is_none() {
            taken.insert(word);
        }
    }
    taken
}

macro_rules! codes {
    ($enum:ty) => {
        <$enum>::ALL.iter().map(|member| member.code().to_owned()).collect::<BTreeSet<String>>()
    };
}

both_databases! {
    async fn the_lists_of_a_claim_are_those_of_the_program(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let person = tables.person;
        let case = quoted(rows::add_case(&mut tables.tx, person).await);
        let [claim, ..] = tables.claims.map(quoted);
        let new_claim = |outcome: &str| {
            Row::new(
                "claim",
                &[
                    ("id", "'c'"),
                    ("case_id", &case),
                    ("gdpr_right", "'access'"),
                    ("details", "'sealed'"),
                    ("outcome", &quoted(outcome)),
                    ("ended_at", if outcome == "open" { "null" } else { "1" }),
                    ("received_on", "'2026-03-05'"),
                    ("unpaused_due_on", "'2026-04-07'"),
                    ("due_on", "'2026-04-07'"),
                ],
            )
        };
        assert_eq!(taken(&mut tables, "gdpr_right", |_| new_claim("open")).await, codes!(Right));
        assert_eq!(taken(&mut tables, "outcome", new_claim).await, codes!(Outcome));

        let columns = [("claim_id", claim.as_str()), ("decided_on", "'2026-03-20'"), ("notified_on", "'2026-03-20'")];
        let extension = Row::new("extension", &columns);
        assert_eq!(taken(&mut tables, "reason", |_| extension.clone()).await, codes!(ExtensionReason));

        for (claim, right) in tables.claims.into_iter().zip(Right::ALL) {
            let (claim, code) = (quoted(claim), quoted(right.code()));
            let columns = [("id", "'p'"), ("claim_id", &claim), ("gdpr_right", &code), ("asked_on", "'2026-03-20'")];
            let pause = Row::new("pause", &columns);
            let stops = PauseReason::ALL.iter().filter(|reason| reason.stops(*right));
            let stops: BTreeSet<String> = stops.map(|reason| reason.code().to_owned()).collect();
            assert_eq!(taken(&mut tables, "reason", |_| pause.clone()).await, stops, "{right:?}");
        }

        let decision = |outcome: &str| {
            let is_no = matches!(outcome, "partly_granted" | "refused");
            Row::new(
                "decision",
                &[
                    ("id", "'d'"),
                    ("claim_id", &claim),
                    ("gdpr_right", "'access'"),
                    ("decided_at", "1"),
                    ("reasons", "'sealed'"),
                    ("ground_count", if is_no { "1" } else { "0" }),
                ],
            )
        };
        // What is open is not decided, and what was taken back was decided by the person.
        let mut decided = codes!(Outcome);
        decided.retain(|code| !matches!(code.as_str(), "open" | "withdrawn"));
        assert_eq!(taken(&mut tables, "outcome", decision).await, decided);
    }
}

both_databases! {
    async fn the_lists_of_a_task_are_those_of_the_program(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let [claim, ..] = tables.claims.map(quoted);
        let [decision, ..] = tables.decisions.map(quoted);
        let (system, task) = (quoted(tables.system), quoted(tables.task));
        let new_task = |step: &str| {
            Row::new(
                "task",
                &[
                    ("id", "'t'"),
                    ("claim_id", &claim),
                    ("system_id", &system),
                    ("step", &quoted(step)),
                    ("round", "2"),
                    ("decision_id", if step == "execute" { &decision } else { "null" }),
                    ("state", "'with_human'"),
                    ("attempt", "0"),
                    ("human_at", "9"),
                    ("internal_due_on", "'2026-03-19'"),
                    ("human_reason", "'manual'"),
                ],
            )
        };
        assert_eq!(taken(&mut tables, "step", new_task).await, codes!(Step));
        assert_eq!(taken(&mut tables, "human_reason", |_| new_task("collect")).await, codes!(HumanReason));

        let columns =
            [("task_id", task.as_str()), ("number", "1"), ("started_at", "1"), ("ended_at", "1"), ("tried_by", "'w'")];
        let attempt = Row::new("attempt", &columns);
        assert_eq!(taken(&mut tables, "outcome", |_| attempt.clone()).await, codes!(Tried));
    }
}

both_databases! {
    async fn the_other_lists_are_those_of_the_program(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let mut system = Row::new("system", &[("id", "'s'"), ("key", "'k'"), ("at_once", "1"), ("limit_days", "1")]);
        for column in ["name", "unit", "sector", "steps", "identifiers", "record"] {
            system = system.with(&[(column, "'x'")]);
        }
        for column in ["serves_access", "serves_rectification", "serves_erasure", "paused", "private_network", "files_unseen", "retired"] {
            system = system.with(&[(column, "false")]);
        }
        let system = system.with(&[("largest_file_mb", "1"), ("review", "'reviewer'")]);
        let served = |code: &str| match code {
            "call" => system.with(&[("url", "'x'")]),
            _ => system.clone(),
        };
        assert_eq!(taken(&mut tables, "served", served).await, codes!(Served));
        let system = system.with(&[("served", "'pull'")]);
        assert_eq!(taken(&mut tables, "review", |_| system.clone()).await, codes!(Review));

        let (case, person, now) = (quoted(tables.case), quoted(tables.person), NOW.to_string());
        let columns = [
            ("id", "'n'"),
            ("case_id", case.as_str()),
            ("person_id", &person),
            ("made_at", &now),
            ("due_at", &now),
            ("attempt", "0"),
        ];
        let notice = Row::new("notice", &columns);
        let about = |code: &str| notice.with(&[("number", if code == "receipt" { "0" } else { "1" })]);
        assert_eq!(taken(&mut tables, "kind", about).await, codes!(notices::Kind));
    }
}
