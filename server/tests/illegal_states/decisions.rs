//! Decisions and their grounds: the tables and the types know the same law.

use server::cases::rules::Right;
use server::decisions::grounds::{self, CODES, Ground};
use server::id::DecisionId;
use sqlx::error::ErrorKind;

use super::{Changes, Row, Tables, either, quoted};
use crate::support::both_databases;
use crate::support::rows::{self, NOW};

/// A decision by a person that grants the claim.
fn decision(tables: &Tables, right: usize) -> Row {
    Row::new(
        "decision",
        &[
            ("id", &quoted(DecisionId::new(NOW))),
            ("claim_id", &quoted(tables.claims[right])),
            ("gdpr_right", &quoted(Right::ALL[right].code())),
            ("outcome", "'granted'"),
            ("decided_at", "1"),
            ("reasons", "'sealed'"),
            ("ground_count", "0"),
        ],
    )
}

both_databases! {
    async fn a_no_has_grounds_and_only_a_granted_access_or_one_with_nothing_held_needs_no_person(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        for (index, right) in Right::ALL.iter().enumerate() {
            let decision = decision(&tables, index);
            for outcome in ["granted", "partly_granted", "refused", "nothing_held"] {
                for rule in either("'all-automatic'") {
                    for reasons in either("'sealed'") {
                        for grounds in ["-1", "0", "1", "3"] {
                            let row = decision.with(&[
                                ("outcome", &quoted(outcome)),
                                ("rule", rule),
                                ("reasons", reasons),
                                ("ground_count", grounds),
                            ]);
                            let is_no = matches!(outcome, "partly_granted" | "refused");
                            let by_a_person = rule == "null" && reasons != "null";
                            let by_rule =
                                rule != "null" && reasons == "null" && *right == Right::Access && !is_no;
                            let has_its_grounds = if is_no { grounds > "0" } else { grounds == "0" };
                            tables.agrees(&row, (by_a_person || by_rule) && has_its_grounds).await;
                        }
                    }
                }
            }
            tables.checks(&decision, &[&[("outcome", "'open'")], &[("outcome", "'withdrawn'")]]).await;
        }
    }
}

both_databases! {
    async fn a_decision_is_about_a_claim_and_its_right(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let decision = decision(&tables, 0);
        tables.needs(&decision, &["id", "claim_id", "gdpr_right", "outcome", "decided_at", "ground_count"]).await;
        tables.refers(&decision, &["claim_id", "gdpr_right"]).await;
        let of_another = decision.with(&[("gdpr_right", "'erasure'")]);
        tables.refuses(ErrorKind::ForeignKeyViolation, &of_another).await;
        // A claim may be decided on again, after a complaint.
        let erasure = quoted(tables.claims[2]);
        let of_erasure = [("claim_id", erasure.as_str()), ("gdpr_right", "'erasure'")];
        let same: [Changes<'_>; 2] = [&[("outcome", "'nothing_held'")], &of_erasure];
        tables.is_the_only_one(&decision, &same, &[&[("id", "'another'")]]).await;
    }
}

/// What the types say: whether the law allows the ground against the right, written with or without a text.
fn is_legal<R: grounds::Right>(code: &str, explained: bool) -> bool {
    let text = explained.then_some("barnevernsloven § 13-1");
    R::Ground::parse(code, text).is_ok_and(|ground| ground.text().is_some() == explained)
}

both_databases! {
    async fn a_ground_stands_where_the_law_says_and_with_the_text_it_demands(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let mut legal = 0;
        for (index, right) in Right::ALL.iter().enumerate() {
            let decision = quoted(tables.decisions[index]);
            for code in CODES.into_iter().chain(["gdpr-18", "popplyl-16-1-g", ""]) {
                for explained in [false, true] {
                    let row = Row::new(
                        "decision_ground",
                        &[
                            ("decision_id", &decision),
                            ("gdpr_right", &quoted(right.code())),
                            ("code", &quoted(code)),
                            ("explanation", either("'sealed'")[usize::from(explained)]),
                        ],
                    );
                    let is_legal = match right {
                        Right::Access => is_legal::<grounds::Access>(code, explained),
                        Right::Rectification => is_legal::<grounds::Rectification>(code, explained),
                        Right::Erasure => is_legal::<grounds::Erasure>(code, explained),
                    };
                    legal += u32::from(is_legal);
                    tables.agrees(&row, is_legal).await;
                }
            }
        }
        assert_eq!(legal, 11 + 5 + 10, "each valid ground in one way");
    }
}

both_databases! {
    async fn a_ground_is_of_one_decision_and_its_right_and_named_once(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let [access, _, erasure] = tables.decisions.map(quoted);
        let columns = [("decision_id", access.as_str()), ("gdpr_right", "'access'"), ("code", "'gdpr-15-4'")];
        let ground = Row::new("decision_ground", &columns);
        tables.needs(&ground, &["decision_id", "gdpr_right", "code"]).await;
        tables.refers(&ground, &["decision_id"]).await;
        // An erasure cannot be called an access to be refused for what holds against that.
        tables.refuses(ErrorKind::ForeignKeyViolation, &ground.with(&[("decision_id", &erasure)])).await;
        tables.is_the_only_one(&ground, &[&[]], &[&[("code", "'popplyl-17'")]]).await;
    }
}

both_databases! {
    async fn with_a_decision_go_its_grounds_and_what_was_to_be_done_for_it(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (decision, claim, system) = (tables.decisions[2], tables.claims[2], tables.system);
        let ground = format!(
            "insert into decision_ground (decision_id, gdpr_right, code) \
             values ('{decision}', 'erasure', 'gdpr-17-3-a')"
        );
        rows::run(&mut tables.tx, &ground).await.unwrap();
        let mut task = rows::task(claim, system, server::tasks::rules::Step::Execute);
        task.decision = Some(decision);
        server::tasks::store::insert_tasks(&mut tables.tx, &[task]).await.unwrap();
        let delete = format!("delete from decision where id = '{decision}'");
        assert_eq!(rows::run(&mut tables.tx, &delete).await.unwrap(), 1);
        for table in ["decision_ground", "task where decision_id is not null"] {
            assert_eq!(rows::number(&mut tables.tx, &format!("select count(*) from {table}")).await, 0, "{table}");
        }
    }
}

both_databases! {
    async fn a_gap_names_its_reason_once_for_each_task(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (decision, task) = (quoted(tables.decisions[0]), quoted(tables.task));
        let gap = Row::new(
            "decision_gap",
            &[("decision_id", &decision), ("task_id", &task), ("reason", "'not_answered'"), ("expected_on", "'2026-04-20'")],
        );
        tables.needs(&gap, &["decision_id", "task_id", "reason", "expected_on"]).await;
        tables.refers(&gap, &["decision_id", "task_id"]).await;
        for reason in server::decisions::gaps::GapReason::ALL {
            tables.accepts(&gap.with(&[("reason", &quoted(reason.code()))])).await;
        }
        tables.refuses(ErrorKind::CheckViolation, &gap.with(&[("reason", "'other'")])).await;
        let other = quoted(tables.decisions[1]);
        tables.is_the_only_one(&gap, &[&[("reason", "'unsure'")]], &[&[("decision_id", &other)]]).await;
    }
}

both_databases! {
    async fn a_change_is_of_a_kind_and_decided_once_for_a_system(engine: Engine) {
        let mut tables = Tables::new(engine).await;
        let (task, decision) = (quoted(tables.task), quoted(tables.decisions[0]));
        let columns = [("decision_id", decision.as_str()), ("task_id", &task), ("action", "'carry_out'"), ("content", "'sealed'")];
        let change = Row::new("change", &columns);
        tables.needs(&change, &["decision_id", "task_id", "action", "content"]).await;
        tables.refers(&change, &["decision_id", "task_id"]).await;
        tables.checks(&change, &[&[("action", "'erase'")]]).await;
        for action in server::decisions::at_system::Action::ALL {
            tables.accepts(&change.with(&[("action", &quoted(action.code()))])).await;
        }
        tables.is_the_only_one(&change, &[&[("action", "'note'")]], &[]).await;
        let answer = format!("insert into answer (task_id, received_at, content, content_mac) values ({task}, 1, 'a', 'm')");
        rows::run(&mut tables.tx, &answer).await.unwrap();
        let proposal = Row::new("proposal", &[("task_id", &task), ("version", "1"), ("content", "'sealed'")]);
        tables.needs(&proposal, &["task_id", "version", "content"]).await;
        tables.refers(&proposal, &["task_id"]).await;
        tables.checks(&proposal, &[&[("version", "0")]]).await;
        tables.is_the_only_one(&proposal, &[&[("version", "2")]], &[]).await;
    }
}
