//! People who answer in a system's place: the same document, by the same rules.

use serde_json::json;
use server::adapters::by_hand::answer;
use server::adapters::problem::{Kind, Problem};
use server::adapters::reading::read;
use server::audit::{self, Action, Actor};
use server::id::TaskId;
use server::office::Office;
use server::systems::act::{Act, act};
use server::systems::rules::Served;
use server::tasks::people::store as people;
use server::tasks::rules::{Collected, Outcome, TaskState};
use server::tasks::store as tasks;

use crate::support::api::adapter;
use crate::support::cases::{accepted, access, add_systems, send_notices, submission};
use crate::support::{both_databases, rows, start};

fn employee() -> Actor {
    Actor::Employee { role: "owner:skole".to_owned(), unit: "Oppvekst".to_owned(), id: "employee-1".to_owned() }
}

async fn say(office: &Office, task: TaskId, document: serde_json::Value) -> Result<(), Problem> {
    answer(office, task, &employee(), &read(document.to_string().as_bytes())?).await
}

async fn kind(office: &Office, task: TaskId, document: serde_json::Value) -> Kind {
    say(office, task, document).await.unwrap_err().kind
}

both_databases! {
    async fn a_person_answers_by_the_rules_of_an_adapter_and_once(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        add_systems(office, 1, Served::Manual).await;
        let receipt = accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let claim = server::cases::store::claims_of(&mut office.db.read().await.unwrap(), receipt.case).await.unwrap()[0].id;
        let task = tasks::tasks_of(&mut office.db.read().await.unwrap(), claim).await.unwrap()[0].id;
        assert_eq!(kind(office, task, json!({"outcome": "can"})).await, Kind::OutcomeNotOfStep);
        assert_eq!(kind(office, task, json!({"outcome": "data"})).await, Kind::Contradictory);
        let file = json!({"name": "a.pdf", "title": "A", "media_type": "application/pdf", "sha256": "0".repeat(64)});
        assert_eq!(kind(office, task, json!({"outcome": "data", "files": [file]})).await, Kind::FileMissing);
        let data = json!({"outcome": "data", "records": [{"category": "navn", "title": "Navn", "data": {"navn": "Ola"}}]});
        say(office, task, data.clone()).await.unwrap();
        let mut tx = office.db.read().await.unwrap();
        let found = tasks::find_task(&mut tx, task).await.unwrap().unwrap();
        assert!(matches!(found.state, TaskState::Answered { outcome: Outcome::Collect(Collected::Data), .. }));
        assert_eq!(tasks::attempts_of(&mut tx, task).await.unwrap()[0].by, "employee employee-1");
        let seen = audit::of_case(&mut tx, &office.vault, receipt.case, 10).await.unwrap();
        assert!(seen.iter().any(|seen| seen.action == Action::TaskAnswered && seen.actor == employee()));
        drop(tx);
        assert!(server::tasks::answer::read(office, task).await.unwrap().len() > 50);
        assert_eq!(kind(office, task, data.clone()).await, Kind::AlreadyAnswered);
        assert_eq!(kind(office, TaskId::new(1), data).await, Kind::NotFound);
    }
}

both_databases! {
    async fn an_adapter_that_comes_late_changes_nothing_of_what_a_person_said(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |_| {}).await;
        accepted(office, &submission(vec![access()])).await;
        send_notices(office).await;
        let claimed = skole.claim_one().await;
        let task = claimed["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(kind(office, task, json!({"outcome": "no_data"})).await, Kind::LeaseLost, "the adapter has it");
        portal.clock.step(jiff::SignedDuration::from_mins(11));
        server::tasks::lease::take_back_ended(office).await.unwrap();
        act(office, Some("skole"), Act::WithHuman).await.unwrap();
        say(office, task, json!({"outcome": "no_data"})).await.unwrap();
        assert_eq!(skole.answer(&claimed, json!({"outcome": "ambiguous"})).await.problem().1, "lease-lost");
        let mut tx = office.db.write().await.unwrap();
        assert_eq!(people::answered_by_hand(&mut tx, task, Outcome::Collect(Collected::NoData), 1).await.unwrap(), None);
        rows::run(&mut tx, "update task set state = 'withdrawn', outcome = null, answered_at = null").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kind(office, task, json!({"outcome": "no_data"})).await, Kind::CaseWithdrawn);
    }
}
