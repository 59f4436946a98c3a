//! The store of tasks, tries and answers.

use server::cases::rules::{Right, TaskCounts};
use server::db::Tx;
use server::id::{CaseId, ClaimId, TaskId};
use server::systems::rules::Served;
use server::tasks::answer::store as answer;
use server::tasks::lease::store as lease;
use server::tasks::people::store as people;
use server::tasks::rules::{Collected, HumanReason, Outcome, Step, Task, TaskState};
use server::tasks::store::{self as tasks, Attempt, Tried};
use sqlx::error::ErrorKind;

use super::Stage;
use crate::support::both_databases;
use crate::support::rows::{self, NOW, tried_call};

both_databases! {
    async fn a_task_is_found_as_it_was_made(engine: Engine) {
        let Stage { mut tx, case, claim, system, _database, .. } = Stage::new(engine).await;
        let erasure = rows::add_claim(&mut tx, case, Right::Erasure).await;
        let decision = rows::add_decision(&mut tx, erasure, Right::Erasure, 0).await;
        let mut manual = rows::task(claim, system, Step::Collect);
        manual.start = tasks::Start::WithHuman(HumanReason::Manual);
        manual.round = 7;
        let mut execute = rows::task(erasure, system, Step::Execute);
        execute.decision = Some(decision);
        tasks::insert_tasks(&mut tx, &[manual.clone(), execute.clone()]).await.unwrap();
        tasks::insert_tasks(&mut tx, &[]).await.unwrap();
        let expected = |new: &tasks::NewTask, state| Task {
            id: new.id,
            claim: new.claim,
            system,
            step: new.step,
            round: new.round,
            decision: new.decision,
            attempt: 0,
            state,
        };
        let manual = expected(&manual, TaskState::WithHuman(HumanReason::Manual));
        let execute = expected(&execute, TaskState::Ready { due_at: NOW });
        assert_eq!(tasks::find_task(&mut tx, manual.id).await.unwrap(), Some(manual.clone()));
        assert_eq!(tasks::find_task(&mut tx, execute.id).await.unwrap(), Some(execute.clone()));
        assert_eq!(tasks::find_task(&mut tx, TaskId::new(NOW)).await.unwrap(), None);
        assert_eq!(tasks::tasks_of(&mut tx, claim).await.unwrap(), std::slice::from_ref(&manual));
        assert_eq!(tasks::case_of(&mut tx, manual.id).await.unwrap(), Some(case));
        assert_eq!(tasks::case_of(&mut tx, TaskId::new(NOW)).await.unwrap(), None);
    }
}

both_databases! {
    async fn tasks_are_added_all_or_not_at_all(engine: Engine) {
        let Stage { mut tx, claim, system, _database, .. } = Stage::new(engine).await;
        // More than one statement takes.
        let many = |count: u32| {
            let round = |round| tasks::NewTask { round, ..rows::task(claim, system, Step::Collect) };
            (1..=count).map(round).collect::<Vec<_>>()
        };
        let mut twice = many(1201);
        twice[1200].round = 1;
        let refused = tried_call!(&mut tx, tasks::insert_tasks(&mut tx, &twice));
        assert_eq!(refused, Some(ErrorKind::UniqueViolation));
        let mut of_nothing = many(3);
        of_nothing[2].claim = ClaimId::new(NOW);
        let refused = tried_call!(&mut tx, tasks::insert_tasks(&mut tx, &of_nothing));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        let mut undecided = many(1);
        undecided[0].step = Step::Execute;
        let refused = tried_call!(&mut tx, tasks::insert_tasks(&mut tx, &undecided));
        assert_eq!(refused, Some(ErrorKind::CheckViolation));
        tasks::insert_tasks(&mut tx, &many(1201)).await.unwrap();
        let found = tasks::tasks_of(&mut tx, claim).await.unwrap();
        assert_eq!(found.len(), 1201);
        assert!(found.is_sorted_by_key(|task| task.id));
        assert_eq!(tasks::tasks_of(&mut tx, ClaimId::new(NOW)).await.unwrap(), []);
    }
}

/// Seven tasks of one claim: waiting, tried before, leased, with a person, answered, withdrawn, and waiting again.
async fn in_every_state(stage: &mut Stage) -> Vec<TaskId> {
    let tx = &mut stage.tx;
    let mut ids = Vec::new();
    for round in 1..=7 {
        let new = tasks::NewTask { round, ..rows::task(stage.claim, stage.system, Step::Collect) };
        ids.push(new.id);
        tasks::insert_tasks(tx, &[new]).await.unwrap();
    }
    for id in &ids[1..5] {
        let sql = format!(
            "update task set state = 'leased', attempt = 1, leased_at = {NOW}, leased_by = 'w', due_at = {NOW} + 9 \
             where id = '{id}'"
        );
        rows::run(tx, &sql).await.unwrap();
    }
    assert!(lease::put_back(tx, ids[1], 1, NOW).await.unwrap());
    assert!(lease::to_human(tx, ids[3], 1, HumanReason::RetriesUsedUp).await.unwrap());
    let end = (ids[4], 1, Outcome::Collect(Collected::NoData));
    assert_eq!(lease::answered(tx, &[end], NOW).await.unwrap(), [ids[4]].into());
    rows::run(tx, &format!("update task set state = 'withdrawn', due_at = null where id = '{}'", ids[5]))
        .await
        .unwrap();
    ids
}

both_databases! {
    async fn the_tasks_of_a_case_are_counted_by_how_far_they_have_come(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        assert_eq!(tasks::count_tasks(&mut stage.tx, stage.case).await.unwrap(), TaskCounts::default());
        in_every_state(&mut stage).await;
        let Stage { mut tx, person, case, system, _database, .. } = stage;
        let other_claim = rows::add_claim(&mut tx, case, Right::Erasure).await;
        rows::add_task(&mut tx, other_claim, system, Step::Assess).await;
        let other_case = rows::add_case(&mut tx, person).await;
        let others = rows::add_claim(&mut tx, other_case, Right::Access).await;
        rows::add_task(&mut tx, others, system, Step::Collect).await;
        let expected = TaskCounts { waiting: 3, under_way: 3, answered: 1 };
        assert_eq!(tasks::count_tasks(&mut tx, case).await.unwrap(), expected);
        assert_eq!(tasks::count_tasks(&mut tx, CaseId::new(NOW)).await.unwrap(), TaskCounts::default());
    }
}

both_databases! {
    async fn a_system_has_answered_when_it_has_answered_all_that_it_was_asked(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        assert_eq!(tasks::count_systems(&mut stage.tx, stage.case).await.unwrap(), (0, 0, 0));
        let Stage { mut tx, case, claim, system, _database, .. } = stage;
        let second = rows::add_system(&mut tx, server::systems::rules::Served::Manual).await;
        let other_claim = rows::add_claim(&mut tx, case, Right::Erasure).await;
        let mut tasks_of = Vec::new();
        for (claim, system) in [(claim, system), (other_claim, system), (claim, second)] {
            let step = if claim == other_claim { Step::Assess } else { Step::Collect };
            tasks_of.push(rows::add_task(&mut tx, claim, system, step).await);
        }
        assert_eq!(tasks::count_systems(&mut tx, case).await.unwrap(), (2, 0, 0));
        let answer = "state = 'answered', due_at = null, answered_at = 1";
        let human = "update task set state = 'with_human', due_at = null, human_reason = 'manual'";
        rows::run(&mut tx, &format!("{human} where id = '{}'", tasks_of[2])).await.unwrap();
        assert_eq!(tasks::count_systems(&mut tx, case).await.unwrap(), (2, 0, 1));
        for (task, outcome, expected) in [(tasks_of[0], "data", (2, 0, 1)), (tasks_of[1], "no_data", (2, 1, 1))] {
            let sql = format!("update task set {answer}, outcome = '{outcome}' where id = '{task}'");
            rows::run(&mut tx, &sql).await.unwrap();
            assert_eq!(tasks::count_systems(&mut tx, case).await.unwrap(), expected);
        }
        let withdrawn = format!("update task set state = 'withdrawn', human_reason = null where id = '{}'", tasks_of[2]);
        rows::run(&mut tx, &withdrawn).await.unwrap();
        assert_eq!(tasks::count_systems(&mut tx, case).await.unwrap(), (1, 1, 0));
    }
}

both_databases! {
    async fn what_is_not_answered_is_withdrawn_with_its_case_and_once(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let ids = in_every_state(&mut stage).await;
        let Stage { mut tx, person, case, system, _database, .. } = stage;
        let other_case = rows::add_case(&mut tx, person).await;
        let others = rows::add_claim(&mut tx, other_case, Right::Access).await;
        let other = rows::add_task(&mut tx, others, system, Step::Collect).await;
        assert_eq!(tasks::withdraw_tasks(&mut tx, case, None).await.unwrap(), 5);
        assert_eq!(tasks::withdraw_tasks(&mut tx, case, None).await.unwrap(), 0);
        for (index, id) in ids.into_iter().enumerate() {
            let answered = TaskState::Answered { outcome: Outcome::Collect(Collected::NoData), at: NOW };
            let expected = if index == 4 { answered } else { TaskState::Withdrawn };
            assert_eq!(tasks::find_task(&mut tx, id).await.unwrap().unwrap().state, expected);
        }
        let other = tasks::find_task(&mut tx, other).await.unwrap().unwrap();
        assert_eq!(other.state, TaskState::Ready { due_at: NOW });
    }
}

both_databases! {
    async fn tries_are_kept_in_order_and_each_number_once(engine: Engine) {
        let Stage { mut tx, claim, system, _database, .. } = Stage::new(engine).await;
        let task = rows::add_task(&mut tx, claim, system, Step::Collect).await;
        let other = rows::add_system(&mut tx, Served::Call).await;
        let other = rows::add_task(&mut tx, claim, other, Step::Collect).await;
        let attempt = |number, tried, http_status, size_bytes| Attempt {
            number,
            started_at: NOW,
            ended_at: NOW + 1,
            by: "worker".to_owned(),
            tried,
            http_status,
            size_bytes,
        };
        let all = [
            attempt(1, Tried::Failed, Some(599), None),
            attempt(2, Tried::Released, None, None),
            attempt(3, Tried::LeaseEnded, Some(100), Some(0)),
            attempt(11, Tried::Answered, Some(200), Some(5_000_000_000)),
        ];
        for number in [3, 0, 2, 1] {
            tasks::insert_attempts(&mut tx, &[(task, all[number].clone())]).await.unwrap();
        }
        assert_eq!(tasks::attempts_of(&mut tx, task).await.unwrap(), all);
        assert_eq!(tasks::attempts_of(&mut tx, other).await.unwrap(), []);
        let again = attempt(2, Tried::Answered, None, None);
        let refused = tried_call!(&mut tx, tasks::insert_attempts(&mut tx, &[(task, again.clone())]));
        assert_eq!(refused, Some(ErrorKind::UniqueViolation));
        assert_eq!(tried_call!(&mut tx, tasks::insert_attempts(&mut tx, &[(other, again.clone())])), None);
        let nothing = TaskId::new(NOW);
        let refused = tried_call!(&mut tx, tasks::insert_attempts(&mut tx, &[(nothing, again.clone())]));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        let impossible = attempt(12, Tried::Failed, Some(999), None);
        let refused = tried_call!(&mut tx, tasks::insert_attempts(&mut tx, &[(task, impossible.clone())]));
        assert_eq!(refused, Some(ErrorKind::CheckViolation));
    }
}

both_databases! {
    async fn a_task_has_one_answer_which_goes_with_it(engine: Engine) {
        let Stage { mut tx, case, claim, system, _database, .. } = Stage::new(engine).await;
        let task = rows::add_task(&mut tx, claim, system, Step::Collect).await;
        assert_eq!(answer::find_answer(&mut tx, task).await.unwrap(), None);
        let new = |task: TaskId, content: &[u8], idempotency_hash: Option<[u8; 32]>| answer::NewAnswer {
            task,
            received_at: NOW,
            content: content.to_vec(),
            content_mac: [7; 32],
            idempotency_hash,
        };
        assert_eq!(answer::answer_marks(&mut tx, task).await.unwrap(), None);
        answer::insert_answers(&mut tx, &[new(task, b"", Some([8; 32]))]).await.unwrap();
        assert_eq!(answer::find_answer(&mut tx, task).await.unwrap(), Some(Vec::new()));
        let marks = answer::answer_marks(&mut tx, task).await.unwrap();
        assert_eq!(marks, Some((vec![7; 32], Some(vec![8; 32]))));
        let refused = tried_call!(&mut tx, answer::insert_answers(&mut tx, &[new(task, b"again", None)]));
        assert_eq!(refused, Some(ErrorKind::UniqueViolation));
        let nothing = TaskId::new(NOW);
        let refused = tried_call!(&mut tx, answer::insert_answers(&mut tx, &[new(nothing, b"sealed", None)]));
        assert_eq!(refused, Some(ErrorKind::ForeignKeyViolation));
        assert_eq!(answer::find_answer(&mut tx, task).await.unwrap(), Some(Vec::new()), "nothing changed");
        server::cases::store::delete_case(&mut tx, case).await.unwrap();
        assert_eq!(answer::find_answer(&mut tx, task).await.unwrap(), None);
        assert_eq!(tasks::find_task(&mut tx, task).await.unwrap(), None);
    }
}

both_databases! {
    async fn the_tasks_of_one_system_are_given_to_people_and_asked_for_again(engine: Engine) {
        let mut stage = Stage::new(engine).await;
        let ids = in_every_state(&mut stage).await;
        let (other, claim, system) = (rows::add_system(&mut stage.tx, Served::Pull).await, stage.claim, stage.system);
        let tx = &mut stage.tx;
        let others = rows::add_task(tx, claim, other, Step::Collect).await;
        let states = async |tx: &mut Tx| {
            let mut states = Vec::new();
            for id in &ids {
                states.push(tasks::find_task(tx, *id).await.unwrap().unwrap().state);
            }
            states
        };
        let before = states(tx).await;
        assert_eq!(people::give_to_people(tx, system, HumanReason::Asked).await.unwrap(), 4, "those that wait, and that its adapter has");
        let now = states(tx).await;
        for (index, (state, before)) in now.iter().zip(&before).enumerate() {
            let waited = [0, 1, 2, 6].contains(&index);
            assert_eq!(*state, if waited { TaskState::WithHuman(HumanReason::Asked) } else { before.clone() });
        }
        assert_eq!(people::retry_now(tx, system, Step::Assess, NOW).await.unwrap(), 0);
        assert_eq!(people::retry_now(tx, system, Step::Collect, NOW + 7).await.unwrap(), 5, "all that people were asked");
        for (index, (state, before)) in states(tx).await.iter().zip(&before).enumerate() {
            let asked = [0, 1, 2, 3, 6].contains(&index);
            assert_eq!(*state, if asked { TaskState::Ready { due_at: NOW + 7 } } else { before.clone() });
        }
        let sooner = format!("select count(*) from task where human_at < {NOW} + 3600000");
        assert_eq!(rows::number(tx, &sooner).await, 0);
        rows::run(tx, "update task set human_at = 1").await.unwrap();
        people::retry_now(tx, system, Step::Collect, NOW).await.unwrap();
        assert_eq!(rows::number(tx, &format!("select count(*) from task where human_at = {NOW} + 3600000")).await, 5);
        // Whom an adapter cannot find, or what it cannot do, stays with people.
        rows::run(tx, "update task set state = 'with_human', human_reason = 'not_served', due_at = null where state = 'ready'").await.unwrap();
        assert_eq!(people::retry_now(tx, system, Step::Collect, NOW).await.unwrap(), 0);
        rows::run(tx, &format!("update task set state = 'ready', human_reason = null, due_at = {NOW} where human_reason = 'not_served'")).await.unwrap();
        assert_eq!(tasks::find_task(tx, others).await.unwrap().unwrap().state, TaskState::Ready { due_at: NOW });
    }
}
