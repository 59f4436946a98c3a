//! What becomes of changes and restrictions when a case is taken up again, refused as a whole, or taken back.

use jiff::SignedDuration;
use serde_json::json;
use server::cases::close::{Refused as NotReopened, reopen};
use server::cases::rules::{CaseState, Outcome, Refused as NotChanged, Right};
use server::cases::store as cases;
use server::cases::submission::{Asked, Scope};
use server::cases::withdraw::withdraw;
use server::decisions::change::{Change, Changes};
use server::decisions::decide::Refused;
use server::decisions::grounds::{ErasureGround, RectificationGround, Text};
use server::decisions::refuse::{Because, refuse};
use server::id::{SystemId, TaskId};
use server::letters::letter::{Element, Kind, Letter};
use server::packages::releaser::Releaser;
use server::systems::rules::Served;
use server::tasks::rules::{Step, Task, TaskState};
use server::tasks::store as tasks;

use crate::changing::{Steps, can, erase, many, nothing};
use crate::support::both_databases;
use crate::support::cases::{access, add_systems_like, erasure, rectification, send_notices};
use crate::support::taken::Taken;

trait More {
    async fn reopens(&self, right: Right) -> Result<(), NotReopened>;
    async fn withdraws(&self) -> Result<(), NotChanged>;
    async fn told(&self) -> Vec<Letter>;
    async fn asked_to(&self, step: Step) -> Vec<Task>;
}

impl More for Taken {
    async fn reopens(&self, right: Right) -> Result<(), NotReopened> {
        reopen(self.office(), &self.kari, &self.reference, right, "Klage").await.unwrap()
    }

    async fn withdraws(&self) -> Result<(), NotChanged> {
        let mut tx = self.office().db.read().await.unwrap();
        let filer = cases::find_case(&mut tx, self.case).await.unwrap().unwrap().filer;
        drop(tx);
        withdraw(self.office(), filer, self.case).await.unwrap()
    }

    /// All letters beside the receipt, once what was decided is told; what is decided next is decided later.
    async fn told(&self) -> Vec<Letter> {
        Releaser::new(self.office().clone(), "").step().await.unwrap();
        self.portal.clock.step(SignedDuration::from_secs(1));
        self.letters().await
    }

    async fn asked_to(&self, step: Step) -> Vec<Task> {
        let mut tx = self.office().db.read().await.unwrap();
        let mut all = Vec::new();
        for claim in cases::claims_of(&mut tx, self.case).await.unwrap() {
            all.extend(tasks::tasks_of(&mut tx, claim.id).await.unwrap());
        }
        all.into_iter().filter(|task| task.step == step).collect()
    }
}

fn systems(tasks: &[Task]) -> Vec<SystemId> {
    let mut systems: Vec<SystemId> = tasks.iter().map(|task| task.system).collect();
    systems.sort();
    systems
}

fn carry_out(tasks: &[TaskId]) -> Changes {
    erase(tasks.iter().map(|task| (*task, Change::CarryOut)))
}

both_databases! {
    async fn nothing_is_taken_up_or_back_while_systems_do_what_was_decided(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        for system in 1..3 {
            stage.answers(system, "assess", nothing()).await;
        }
        stage.decides(carry_out(&[school]), &[]).await.unwrap();
        let under_way = NotReopened::State(NotChanged::BeingCarriedOut);
        assert_eq!(stage.reopens(Right::Erasure).await, Err(under_way));
        assert_eq!(stage.withdraws().await, Err(NotChanged::BeingCarriedOut));
        stage.does(0, json!({"outcome": "erased"})).await;
        assert_eq!(stage.reopens(Right::Erasure).await, Err(NotReopened::NotOutYet), "nobody was told what was done");
        assert_eq!(stage.told().await.len(), 1);
        stage.reopens(Right::Erasure).await.unwrap();
    }
}

both_databases! {
    async fn what_was_blocked_stays_so_and_nobody_is_told_twice(engine: Engine) {
        let restricted = Asked::Erasure { scope: Scope::default(), explanation: None, restrict_meanwhile: true };
        let stage = Taken::new(engine, vec![restricted], many).await;
        let disclosure = json!({"recipient": "NAV", "on": "2026-01-15", "what": "Adresse"});
        let school = stage.answers(0, "assess", json!({"outcome": "can", "disclosures": [disclosure]})).await;
        let library = stage.answers(1, "assess", can()).await;
        stage.answers(2, "assess", nothing()).await;
        let keep = || Change::Refuse(ErasureGround::ArchiveAct);
        stage.decides(erase([(school, Change::CarryOut), (library, keep())]), &[]).await.unwrap();
        stage.does(0, json!({"outcome": "restricted"})).await;
        stage.told().await;
        let lifts = systems(&stage.asked_to(Step::LiftRestriction).await);
        assert!(!lifts.contains(&stage.systems[0].system), "it is blocked for good");
        assert_eq!((lifts.len(), stage.asked_to(Step::Notify).await.len()), (2, 1));
        stage.does(0, json!({"outcome": "done"})).await;
        stage.portal.clock.step(SignedDuration::from_hours(7 * 24));
        for system in 1..3 {
            stage.does(system, json!({"outcome": "done"})).await;
        }
        stage.reopens(Right::Erasure).await.unwrap();
        stage.decides(erase([(library, keep())]), &[]).await.unwrap();
        stage.told().await;
        assert_eq!((stage.asked_to(Step::LiftRestriction).await.len(), stage.asked_to(Step::Notify).await.len()), (2, 1));
        stage.reopens(Right::Erasure).await.unwrap();
        let because = Because::Repetitive;
        let refused = refuse(stage.office(), &stage.kari, &stage.reference, Right::Erasure, because, "Det samme igjen.", "Nei.").await.unwrap();
        assert_eq!(refused, Err(Refused::DoneInPart));
        stage.withdraws().await.unwrap();
        assert_eq!(stage.asked_to(Step::LiftRestriction).await.len(), 2, "what was blocked is not used again");
        let lifted = stage.letters().await.iter().filter(|letter| letter.kind() == Kind::RestrictionLifted).count();
        assert_eq!(lifted, 1);
    }
}

both_databases! {
    async fn what_was_missing_is_not_restricted_for_ever_when_the_case_is_taken_back(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let mut all = Vec::new();
        for system in 0..2 {
            all.push((stage.answers(system, "assess", can()).await, Change::CarryOut));
        }
        // The archive has restricted it, and has not said whether it can rectify it.
        let mut missing = None;
        for task in stage.systems[2].claim(10).await {
            if task["step"] == "restrict" {
                assert_eq!(stage.systems[2].answer(&task, json!({"outcome": "done"})).await.status, 200);
            } else {
                missing = Some(task["id"].as_str().unwrap().parse().unwrap());
            }
        }
        let missing: TaskId = missing.unwrap();
        stage.decides(Changes::Rectification(all.into_iter().collect()), &[missing]).await.unwrap();
        for system in 0..2 {
            stage.does(system, json!({"outcome": "rectified"})).await;
        }
        stage.told().await;
        assert!(!systems(&stage.asked_to(Step::LiftRestriction).await).contains(&stage.systems[2].system));
        stage.withdraws().await.unwrap();
        let lifts = systems(&stage.asked_to(Step::LiftRestriction).await);
        assert_eq!((lifts.len(), lifts.contains(&stage.systems[2].system)), (3, true));
        stage.letters().await;
    }
}

both_databases! {
    async fn what_was_erased_is_erased_however_the_claim_is_decided_anew(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        let library = stage.answers(1, "assess", can()).await;
        stage.answers(2, "assess", nothing()).await;
        let keep = || Change::Refuse(ErasureGround::ArchiveAct);
        stage.decides(erase([(school, Change::CarryOut), (library, keep())]), &[]).await.unwrap();
        stage.does(0, json!({"outcome": "erased"})).await;
        stage.told().await;
        stage.reopens(Right::Erasure).await.unwrap();
        // What the school has done cannot be refused, and nobody has to say anything of it.
        let refused = stage.decides(erase([(school, keep()), (library, keep())]), &[]).await;
        assert_eq!(refused, Err(Refused::NotAsked(school)));
        let decided = stage.decides(erase([(library, keep())]), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        let letter = stage.told().await.pop().unwrap();
        let changes = letter.said(Element::Changes);
        assert!(changes.contains("Opplysningene er slettet") && changes.contains("ikke gjort det du ba om"), "{changes}");
        // Once more: the library gives in, and the school is asked again, because that is what was said.
        stage.reopens(Right::Erasure).await.unwrap();
        let decided = stage.decides(carry_out(&[library, school]), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::Granted);
        let rounds: Vec<u32> = stage.asked_to(Step::Execute).await.iter().map(|task| task.round).collect();
        assert_eq!((rounds.len(), rounds.iter().max()), (3, Some(&2)));
        for system in 0..2 {
            stage.does(system, json!({"outcome": "erased"})).await;
        }
        let letter = stage.told().await.pop().unwrap();
        assert_eq!(letter.said(Element::Changes).matches("Opplysningene er slettet").count(), 2);
    }
}

both_databases! {
    async fn what_was_restricted_is_used_again_when_the_request_is_refused_or_taken_back(engine: Engine) {
        for is_refused in [true, false] {
            let stage = Taken::new(engine, vec![rectification()], many).await;
            let office = stage.office();
            // The school restricts, the library is at it, and nobody has begun at the archive.
            for task in stage.systems[0].claim(10).await {
                let outcome = if task["step"] == "restrict" { "done" } else { "can" };
                assert_eq!(stage.systems[0].answer(&task, json!({"outcome": outcome})).await.status, 200);
            }
            assert_eq!(stage.systems[1].claim(10).await.len(), 2);
            if is_refused {
                let words = ("Tredje gang i dag.", "Nei.");
                refuse(office, &stage.kari, &stage.reference, Right::Rectification, Because::Repetitive, words.0, words.1).await.unwrap().unwrap();
            } else {
                stage.withdraws().await.unwrap();
            }
            let lifts = stage.asked_to(Step::LiftRestriction).await;
            let mut expected: Vec<SystemId> = stage.systems[..2].iter().map(|system| system.system).collect();
            expected.sort();
            assert_eq!(systems(&lifts), expected);
            let letters = stage.letters().await;
            assert!(letters.iter().any(|letter| letter.kind() == Kind::RestrictionLifted));
            for step in [Step::Assess, Step::Restrict] {
                let states = stage.asked_to(step).await;
                assert!(states.iter().all(|task| matches!(task.state, TaskState::Withdrawn | TaskState::Answered { .. })));
            }
            assert_eq!(stage.systems[0].claim(10).await.len(), 0, "not before the person has had a week");
            stage.portal.clock.step(SignedDuration::from_hours(7 * 24));
            let lift = stage.systems[0].claim_one().await;
            assert_eq!(lift["step"], "lift_restriction");
            assert_eq!(stage.systems[0].answer(&lift, json!({"outcome": "done"})).await.status, 200);
        }
    }
}

both_databases! {
    async fn a_person_is_not_asked_to_lift_it_before_its_day_either_and_nobody_restricts_afterwards(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let office = stage.office();
        let manual = add_systems_like(office, 1, Served::Manual, |_| {}).await;
        let mut sent = Vec::new();
        for system in 0..3 {
            sent.push(stage.answers(system, "assess", can()).await);
        }
        assert_eq!(manual.len(), 1, "it came after the case, and is not asked");
        // The archive's adapter is one that cannot lift, so that a person does.
        let mut tx = office.db.write().await.unwrap();
        crate::support::rows::run(&mut tx, "update system set steps = 'assess restrict execute' where key = 'arkiv'").await.unwrap();
        tx.commit().await.unwrap();
        let correct = || RectificationGround::Correct { reasons: Text::new("Slik står det.").unwrap() };
        let changes = Changes::Rectification(sent.iter().map(|task| (*task, Change::Refuse(correct()))).collect());
        stage.decides(changes, &[]).await.unwrap();
        stage.told().await;
        let lifts = stage.asked_to(Step::LiftRestriction).await;
        assert_eq!(lifts.len(), 3);
        assert!(lifts.iter().all(|task| matches!(task.state, TaskState::Ready { .. })), "nobody is asked yet");
        assert_eq!(stage.outcome_of().await, (true, Outcome::Refused));
        // Taken up again and decided in the same way, it is not asked twice.
        stage.reopens(Right::Rectification).await.unwrap();
        let changes = Changes::Rectification(sent.iter().map(|task| (*task, Change::Refuse(correct()))).collect());
        stage.decides(changes, &[]).await.unwrap();
        assert_eq!(stage.told().await.iter().filter(|letter| letter.kind() == Kind::Rectification).count(), 2);
        assert_eq!(stage.asked_to(Step::LiftRestriction).await.len(), 3);
        send_notices(office).await;
    }
}

trait Outcomes {
    async fn outcome_of(&self) -> (bool, Outcome);
}

impl Outcomes for Taken {
    /// Whether the case is answered, and what became of its claim.
    async fn outcome_of(&self) -> (bool, Outcome) {
        let mut tx = self.office().db.read().await.unwrap();
        let claims = cases::claims_of(&mut tx, self.case).await.unwrap();
        let state = cases::find_case(&mut tx, self.case).await.unwrap().unwrap().state;
        (matches!(state, CaseState::Answered { .. }), claims[0].outcome)
    }
}

both_databases! {
    async fn what_is_carried_out_is_an_outcome_of_its_right(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        for system in 1..3 {
            stage.answers(system, "assess", nothing()).await;
        }
        stage.decides(carry_out(&[school]), &[]).await.unwrap();
        let task = stage.systems[0].claim_one().await;
        for outcome in ["rectified", "supplemented"] {
            let refused = stage.systems[0].answer(&task, json!({"outcome": outcome})).await;
            assert_eq!(refused.problem().1, "outcome-not-of-step", "{outcome}");
        }
        assert_eq!(stage.systems[0].answer(&task, json!({"outcome": "anonymised"})).await.status, 200);
        stage.told().await;
    }
}

both_databases! {
    async fn the_copy_is_not_decided_anew_while_what_it_shows_is_erased(engine: Engine) {
        let stage = Taken::new(engine, vec![access(), erasure()], many).await;
        let mut all = Vec::new();
        for system in 0..3 {
            all.push(stage.answers(system, "assess", can()).await);
        }
        stage.told().await;
        stage.decides(carry_out(&all), &[]).await.unwrap();
        assert_eq!(stage.reopens(Right::Access).await, Err(NotReopened::State(NotChanged::BeingCarriedOut)));
        for system in 0..3 {
            stage.does(system, json!({"outcome": "erased"})).await;
        }
        stage.told().await;
    }
}
