//! Deciding on rectification and erasure: each system says whether it can, somebody decides, and only then is it done.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::{Value, json};
use server::cases::rules::Outcome;
use server::casework::own::NotOwn;
use server::decisions::automatic;
use server::decisions::change::{Change, Changes, Wanted, change};
use server::decisions::decide::{Decided, Refused};
use server::decisions::grounds::{ErasureGround, RectificationGround};
use server::decisions::made::on_claim;
use server::id::{SystemId, TaskId};
use server::letters::letter::{Element, Kind, Letter};
use server::packages::releaser::Releaser;
use server::systems::rules::{Codes, Review, Served, System};
use server::tasks::rules::{HumanReason, Step, Task, TaskState};
use server::tasks::store as tasks;

use crate::casework::hire;
use crate::support::cases::{access, add_systems_like, erasure, rectification, send_notices};
use crate::support::employees::PER;
use crate::support::taken::Taken;
use crate::support::{both_databases, rows};

const UNIT: &str = "caseworker:Dokumentsenteret";
const WORDS: &str = "Vi sletter det vi kan.";

/// What is done with a taken case here.
pub(crate) trait Steps {
    async fn answers(&self, system: usize, step: &str, answer: Value) -> TaskId;
    async fn decides(&self, changes: Changes, gaps: &[TaskId]) -> Result<Decided, Refused>;
    async fn asked(&self, decided: &Decided, step: Step) -> BTreeMap<SystemId, Task>;
    async fn does(&self, system: usize, answer: Value);
}

impl Steps for Taken {
    /// The task of a system for this step, answered so.
    async fn answers(&self, system: usize, step: &str, answer: Value) -> TaskId {
        let mut answered = None;
        for task in self.systems[system].claim(10).await {
            let answer = match task["step"].as_str() {
                Some(found) if found == step => answer.clone(),
                Some("collect") => {
                    let record = json!({"category": "fravær", "title": "Fravær", "data": {"timer": 2}});
                    json!({"outcome": "data", "records": [record]})
                }
                _ => json!({"outcome": "done"}),
            };
            let taken = self.systems[system].answer(&task, answer).await;
            assert_eq!(taken.status, 200, "{}", taken.text());
            if task["step"] == step {
                answered = Some(task["id"].as_str().unwrap().parse().unwrap());
            }
        }
        answered.unwrap()
    }

    async fn decides(&self, changes: Changes, gaps: &[TaskId]) -> Result<Decided, Refused> {
        let gaps = gaps.iter().map(|task| (*task, date(2026, 4, 20))).collect();
        let wanted = Wanted { outcome: Outcome::Granted, words: WORDS, changes, gaps };
        let decided = change(self.office(), &self.kari, &self.reference, &wanted).await.unwrap();
        // What it comes to is said, and they look at it again.
        let Err(Refused::Changed(outcome)) = decided else { return decided };
        change(self.office(), &self.kari, &self.reference, &Wanted { outcome, ..wanted }).await.unwrap()
    }

    /// All that is asked of the decided claim with this step, by system.
    async fn asked(&self, decided: &Decided, step: Step) -> BTreeMap<SystemId, Task> {
        let mut tx = self.office().db.read().await.unwrap();
        let all = tasks::tasks_of(&mut tx, decided.claim).await.unwrap();
        all.into_iter().filter(|task| task.step == step).map(|task| (task.system, task)).collect()
    }

    /// The one task that a system has now, answered so.
    async fn does(&self, system: usize, answer: Value) {
        let task = self.systems[system].claim_one().await;
        let taken = self.systems[system].answer(&task, answer).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
    }
}

/// An adapter that takes all of its tasks at once.
pub(crate) fn many(system: &mut System) {
    system.at_once = 10;
    system.review = Review::Automatic;
}

pub(crate) fn erase(changes: impl IntoIterator<Item = (TaskId, Change<ErasureGround>)>) -> Changes {
    Changes::Erasure(changes.into_iter().collect())
}

pub(crate) fn can() -> Value {
    json!({"outcome": "can"})
}

pub(crate) fn nothing() -> Value {
    json!({"outcome": "no_data"})
}

both_databases! {
    async fn what_was_decided_is_carried_out_and_nothing_before(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        let library = stage.answers(1, "assess", nothing()).await;
        let archive = stage.answers(2, "assess", json!({"outcome": "cannot", "grounds": [{"code": "arkivlova-13"}]})).await;
        assert_eq!(stage.decides(erase([(school, Change::CarryOut)]), &[]).await, Err(Refused::Undecided(vec![archive])));
        let keep = Change::Refuse(ErasureGround::ArchiveAct);
        let all = [(school, Change::CarryOut), (archive, keep.clone())];
        let more = all.clone().into_iter().chain([(library, keep)]);
        assert_eq!(stage.decides(erase(more), &[]).await, Err(Refused::NotAsked(library)));
        for system in &stage.systems {
            assert_eq!(system.claim(10).await.len(), 0, "nothing is carried out before it is decided");
        }
        let decided = stage.decides(erase(all), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        let asked = stage.asked(&decided, Step::Execute).await;
        assert_eq!(asked.keys().collect::<Vec<_>>(), [&stage.systems[0].system]);
        let task = stage.systems[0].claim_one().await;
        assert_eq!((task["step"].as_str(), task["decision_id"].as_str()), (Some("execute"), Some(decided.decision.to_string().as_str())));
        assert_eq!(stage.systems[0].answer(&task, json!({"outcome": "erased"})).await.status, 200);
        for system in &stage.systems[1..] {
            assert_eq!(system.claim(10).await.len(), 0);
        }
        let mut tx = stage.office().db.read().await.unwrap();
        let key = stage.office().vault.case_key(&mut tx, stage.case).await.unwrap();
        let made = on_claim(&mut tx, &key, decided.claim).await.unwrap().pop().unwrap();
        assert_eq!((made.grounds, made.reasons.unwrap().words), (vec![("arkivlova-13".to_owned(), None)], WORDS.to_owned()));
        drop(tx);
        assert_eq!(stage.decides(erase([]), &[]).await, Err(Refused::NoClaim), "once");
    }
}

both_databases! {
    async fn nothing_is_erased_before_the_person_has_the_copy(engine: Engine) {
        let stage = Taken::new(engine, vec![access(), erasure()], many).await;
        let mut all = Vec::new();
        for system in 0..3 {
            all.push((stage.answers(system, "assess", can()).await, Change::CarryOut));
        }
        assert_eq!(stage.decides(erase(all.clone()), &[]).await, Err(Refused::AccessFirst));
        // The rule decides, and builds the package; what is only decided is not out yet.
        let office = stage.office();
        let looked = automatic::look(office, false).await.unwrap();
        assert_eq!(looked.decided, 1);
        assert_eq!(stage.decides(erase(all.clone()), &[]).await, Err(Refused::AccessFirst));
        assert_eq!(Releaser::new(office.clone(), "").step().await.unwrap().released, 1);
        send_notices(office).await;
        let decided = stage.decides(erase(all), &[]).await.unwrap();
        assert_eq!((decided.outcome, stage.asked(&decided, Step::Execute).await.len()), (Outcome::Granted, 3));
    }
}

both_databases! {
    async fn a_person_carries_out_what_an_adapter_does_not(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let only_assess = "update system set steps = 'assess restrict' where key = 'skole'";
        let mut tx = stage.office().db.write().await.unwrap();
        rows::run(&mut tx, only_assess).await.unwrap();
        tx.commit().await.unwrap();
        let mut changes = BTreeMap::new();
        for system in 0..2 {
            changes.insert(stage.answers(system, "assess", can()).await, Change::CarryOut);
        }
        changes.insert(
            stage.answers(2, "assess", json!({"outcome": "cannot", "grounds": [{"code": "popplyl-17"}]})).await,
            Change::Refuse(RectificationGround::Research),
        );
        let mut tx = stage.office().db.write().await.unwrap();
        rows::run(&mut tx, "update system set retired = true where key = 'bibliotek'").await.unwrap();
        tx.commit().await.unwrap();
        let decided = stage.decides(Changes::Rectification(changes), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        let asked = stage.asked(&decided, Step::Execute).await;
        let state = |system: usize| asked.get(&stage.systems[system].system).map(|task| task.state.clone());
        assert_eq!(state(0), Some(TaskState::WithHuman(HumanReason::NotServed)));
        assert_eq!(state(1), Some(TaskState::WithHuman(HumanReason::Manual)), "it went out of use meanwhile");
        assert_eq!(state(2), None);
    }
}

both_databases! {
    async fn what_is_missing_is_named_and_nothing_held_is_said_when_all_have_looked(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let none = || Changes::Rectification(BTreeMap::new());
        for system in 0..2 {
            stage.answers(system, "assess", nothing()).await;
        }
        let Err(Refused::NotAllIn(missing)) = stage.decides(none(), &[]).await else { panic!("one is missing") };
        assert_eq!((missing.len(), stage.decides(none(), &missing).await), (1, Err(Refused::NothingIn)));
        let last = stage.answers(2, "assess", nothing()).await;
        assert_eq!(stage.decides(none(), &[last]).await, Err(Refused::InByNow(last)));
        let decided = stage.decides(none(), &[]).await.unwrap();
        assert_eq!((decided.outcome, stage.asked(&decided, Step::Execute).await.len()), (Outcome::NothingHeld, 0));
        // The person is answered at once, and told that what was restricted meanwhile is used again.
        let letters = stage.letters().await;
        assert_eq!(letters.iter().map(Letter::kind).collect::<Vec<_>>(), [Kind::Rectification, Kind::RestrictionLifted]);
        assert_eq!(stage.asked(&decided, Step::LiftRestriction).await.len(), 3);
    }
}

both_databases! {
    async fn only_who_has_taken_the_case_decides_and_of_two_at_once_one(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let manual = add_systems_like(stage.office(), 1, Served::Manual, |system| system.steps = Codes::default()).await;
        assert_eq!(manual.len(), 1, "one that came after the claim is not asked");
        for system in 0..3 {
            stage.answers(system, "assess", nothing()).await;
        }
        let per = hire(stage.office(), PER, "Per", &[UNIT]).await;
        let wanted = Wanted { outcome: Outcome::NothingHeld, words: WORDS, changes: erase([]), gaps: BTreeMap::new() };
        let other = change(stage.office(), &per, &stage.reference, &wanted).await.unwrap();
        assert_eq!(other, Err(Refused::NotOwn(NotOwn::NotTaken)));
        let (one, other) = tokio::join!(stage.decides(erase([]), &[]), stage.decides(erase([]), &[]));
        assert_eq!([&one, &other].into_iter().filter(|decided| decided.is_ok()).count(), 1, "{one:?} {other:?}");
        assert!([one, other].contains(&Err(Refused::NoClaim)));
        send_notices(stage.office()).await;
    }
}

both_databases! {
    async fn the_person_is_told_what_each_system_did_and_what_is_used_again(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let office = stage.office();
        let mut changes = BTreeMap::new();
        for system in 0..2 {
            changes.insert(stage.answers(system, "assess", can()).await, Change::CarryOut);
        }
        let refused = stage.answers(2, "assess", json!({"outcome": "cannot", "grounds": [{"code": "popplyl-17"}]})).await;
        changes.insert(refused, Change::Refuse(RectificationGround::Research));
        let decided = stage.decides(Changes::Rectification(changes), &[]).await.unwrap();
        let disclosure = json!({"recipient": "NAV", "on": "2026-01-15", "what": "Adresse"});
        stage.does(0, json!({"outcome": "rectified", "disclosures": [disclosure]})).await;
        automatic::look(office, false).await.unwrap();
        assert_eq!(stage.letters().await.len(), 0, "one has not done it yet");
        stage.does(1, json!({"outcome": "supplemented"})).await;
        automatic::look(office, false).await.unwrap();
        automatic::look(office, false).await.unwrap();
        let letters = stage.letters().await;
        let [letter, lifted] = letters.as_slice() else { panic!("{}", letters.len()) };
        assert_eq!((letter.kind(), lifted.kind()), (Kind::Rectification, Kind::RestrictionLifted));
        let said = letter.said(Element::Changes);
        for text in ["er rettet", "lagt til en merknad", "personopplysningsloven § 17"] {
            assert!(said.contains(text), "«{text}» is not in {said}");
        }
        assert!(letter.said(Element::Recipients).contains("artikkel 19") && letter.said(Element::Note).contains("merknad"));
        assert!(lifted.said(Element::Outcome).contains("torsdag 12. mars 2026"), "{}", lifted.said(Element::Outcome));
        // Whoever got the data is told by the system that gave them.
        let told = stage.asked(&decided, Step::Notify).await;
        assert_eq!(told.keys().copied().collect::<Vec<_>>(), [stage.systems[0].system]);
        assert_eq!(stage.systems[1].claim(10).await.len(), 0, "a restriction is not lifted before the person knows");
        stage.portal.clock.step(jiff::SignedDuration::from_hours(7 * 24));
        let task = stage.systems[1].claim_one().await;
        assert_eq!(task["step"], "lift_restriction");
        assert_eq!(stage.systems[1].answer(&task, json!({"outcome": "done"})).await.status, 200);
    }
}

both_databases! {
    async fn what_is_kept_although_it_was_to_be_erased_is_told_with_its_ground(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let mut all = Vec::new();
        for system in 0..3 {
            all.push((stage.answers(system, "assess", can()).await, Change::CarryOut));
        }
        let decided = stage.decides(erase(all), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::Granted);
        stage.does(0, json!({"outcome": "erased"})).await;
        stage.does(1, json!({"outcome": "retained", "grounds": [{"code": "arkivlova-13"}]})).await;
        stage.does(2, json!({"outcome": "referred"})).await;
        automatic::look(stage.office(), false).await.unwrap();
        let letters = stage.letters().await;
        let [letter] = letters.as_slice() else { panic!("{}", letters.len()) };
        let said = letter.said(Element::Changes);
        for text in ["er slettet", "arkivlova § 13", "Nasjonalarkivet"] {
            assert!(said.contains(text), "«{text}» is not in {said}");
        }
        let mut tx = stage.office().db.read().await.unwrap();
        let claims = server::cases::store::claims_of(&mut tx, stage.case).await.unwrap();
        assert_eq!(claims[0].outcome, Outcome::PartlyGranted, "as it turned out");
        let case = server::cases::store::find_case(&mut tx, stage.case).await.unwrap().unwrap();
        assert!(matches!(case.state, server::cases::rules::CaseState::Answered { .. }));
    }
}
