//! What becomes of a change where something is missing, at a system behind a wall, where only a note is made; and who is told.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::json;
use server::cases::close::close;
use server::cases::rules::{CaseState, Outcome};
use server::cases::store as cases;
use server::casework::recuse::recuse;
use server::decisions::change::{Change, Changes, Wanted, change, supplement};
use server::decisions::decide::{Decided, Refused};
use server::decisions::grounds::{ErasureGround, RectificationGround, Text};
use server::decisions::propose::{Proposal, Refused as NotProposed, propose};
use server::decisions::recipients::{Told, recipients, recipients_for};
use server::error::Error;
use server::id::{PersonId, TaskId};
use server::letters::letter::{Element, Kind, Letter};
use server::packages::releaser::Releaser;
use server::systems::rules::{Review, System};
use server::tasks::rules::Step;

use crate::casework::hire;
use crate::changing::{Steps, can, erase, many, nothing};
use crate::support::cases::{erasure, rectification};
use crate::support::employees::PER;
use crate::support::taken::Taken;
use crate::support::{Engine, both_databases, rows};

const WORDS: &str = "Resten er nå avgjort.";

/// All systems are the health service's, but for the library.
fn walled(system: &mut System) {
    many(system);
    system.review = Review::Reviewer;
    if system.key != "bibliotek" {
        "health".clone_into(&mut system.sector);
    }
}

fn correct() -> RectificationGround {
    RectificationGround::Correct { reasons: Text::new("Adressen er den som står i folkeregisteret.").unwrap() }
}

trait More {
    async fn follows(&self, changes: Changes, gaps: &[TaskId]) -> Result<Decided, Refused>;
    async fn told(&self) -> Letter;
    async fn person(&self) -> PersonId;
    async fn outcome(&self) -> (CaseState, Outcome);
}

impl More for Taken {
    async fn follows(&self, changes: Changes, gaps: &[TaskId]) -> Result<Decided, Refused> {
        let gaps = gaps.iter().map(|task| (*task, date(2026, 4, 20))).collect();
        let wanted = Wanted { outcome: Outcome::Granted, words: WORDS, changes, gaps };
        let followed = supplement(self.office(), &self.kari, &self.reference, &wanted).await.unwrap();
        let Err(Refused::Changed(outcome)) = followed else { return followed };
        supplement(self.office(), &self.kari, &self.reference, &Wanted { outcome, ..wanted }).await.unwrap()
    }

    /// The last letter about what was changed, once there is one; what is decided next is decided later.
    async fn told(&self) -> Letter {
        Releaser::new(self.office().clone(), "").step().await.unwrap();
        self.portal.clock.step(SignedDuration::from_secs(1));
        let all = self.letters().await;
        let is_answer = |letter: &Letter| matches!(letter.kind(), Kind::Rectification | Kind::Erasure);
        all.into_iter().rfind(is_answer).unwrap()
    }

    async fn person(&self) -> PersonId {
        let mut tx = self.office().db.read().await.unwrap();
        cases::find_case(&mut tx, self.case).await.unwrap().unwrap().filer
    }

    async fn outcome(&self) -> (CaseState, Outcome) {
        let mut tx = self.office().db.read().await.unwrap();
        let claims = cases::claims_of(&mut tx, self.case).await.unwrap();
        (cases::find_case(&mut tx, self.case).await.unwrap().unwrap().state, claims[0].outcome)
    }
}

both_databases! {
    async fn what_was_missing_is_decided_on_when_it_is_in_and_told_by_itself(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        let archive = stage.answers(2, "assess", json!({"outcome": "cannot", "grounds": [{"code": "arkivlova-13"}]})).await;
        let library = stage.systems[1].claim_one().await;
        let missing: TaskId = library["id"].as_str().unwrap().parse().unwrap();
        let keep = Change::Refuse(ErasureGround::ArchiveAct);
        let first = [(school, Change::CarryOut), (archive, keep.clone())];
        let decided = stage.decides(erase(first.clone()), &[missing]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        assert_eq!(stage.follows(erase([]), &[missing]).await, Err(Refused::NotOutYet), "nobody was told yet");
        stage.does(0, json!({"outcome": "erased"})).await;
        let letter = stage.told().await;
        let gaps = letter.said(Element::Gaps);
        assert!(gaps.contains("20. april 2026") && !letter.said(Element::Changes).contains("Bibliotek"), "{gaps}");
        assert_eq!(stage.outcome().await, (CaseState::Open, Outcome::PartlyGranted), "something is to follow");
        assert_eq!(stage.follows(erase([]), &[missing]).await, Err(Refused::NothingNew));
        assert_eq!(stage.systems[1].answer(&library, can()).await.status, 200);
        assert_eq!(stage.follows(erase([]), &[]).await, Err(Refused::Undecided(vec![missing])));
assert!(matches!(stage.follows(erase(first), &[]).await, Err(Refused::NotAsked(_))), "what was decided is");
        let again = erase([(missing, Change::CarryOut), (school, Change::CarryOut)]);
        assert_eq!(stage.follows(again, &[]).await, Err(Refused::NotAsked(school)));
        let followed = stage.follows(erase([(missing, Change::CarryOut)]), &[]).await.unwrap();
        assert_eq!(followed.outcome, Outcome::PartlyGranted, "of all of it");
        assert_eq!(stage.asked(&followed, Step::Execute).await.len(), 2, "each system once");
        stage.does(1, json!({"outcome": "erased"})).await;
        let letter = stage.told().await;
        assert_eq!((letter.title(), letter.said(Element::Gaps).as_str()), ("Et nytt svar på henvendelsen din", ""));
        let changes = letter.said(Element::Changes);
        assert_eq!((changes.matches("Opplysningene er slettet").count(), changes.contains("Skole")), (1, false), "{changes}");
        assert_eq!(letter.said(Element::Grounds), "");
        assert!(matches!(stage.outcome().await, (CaseState::Answered { .. }, Outcome::PartlyGranted)));
        assert_eq!(stage.follows(erase([]), &[]).await, Err(Refused::NothingNew));
        close(stage.office(), &stage.kari, &stage.reference).await.unwrap().unwrap();
    }
}

both_databases! {
    async fn all_that_was_missing_may_have_nothing_and_all_that_was_to_be_erased_may_be_kept(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        stage.answers(2, "assess", nothing()).await;
        let library = stage.systems[1].claim_one().await;
        let missing: TaskId = library["id"].as_str().unwrap().parse().unwrap();
        stage.decides(erase([(school, Change::CarryOut)]), &[missing]).await.unwrap();
        stage.does(0, json!({"outcome": "retained", "grounds": [{"code": "arkivlova-13"}]})).await;
        assert_eq!(stage.told().await.title(), "Vi sletter ikke det du ba om");
        assert_eq!(stage.outcome().await, (CaseState::Open, Outcome::Refused));
        assert_eq!(stage.systems[1].answer(&library, nothing()).await.status, 200);
        stage.follows(erase([]), &[]).await.unwrap();
        let letter = stage.told().await;
        assert!(letter.said(Element::Outcome).contains("Vi fant ikke opplysningene"), "{}", letter.said(Element::Outcome));
        // What the first system kept is still so.
        assert!(matches!(stage.outcome().await, (CaseState::Answered { .. }, Outcome::Refused)));
    }
}

both_databases! {
    async fn behind_a_wall_the_sectors_reviewer_says_what_becomes_of_it(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], walled).await;
        let office = stage.office();
        let school = stage.answers(0, "assess", can()).await;
        let library = stage.answers(1, "assess", can()).await;
        let archive = stage.answers(2, "assess", can()).await;
        let says = |changes: &[(TaskId, Change<RectificationGround, ()>)]| Changes::Rectification(changes.iter().cloned().collect());
        let own = (library, Change::CarryOut);
        assert_eq!(stage.decides(says(&[own.clone(), (school, Change::CarryOut)]), &[]).await, Err(Refused::Walled(school)));
        assert_eq!(stage.decides(says(&[(archive, Change::CarryOut)]), &[]).await, Err(Refused::Walled(archive)));
        let not_in = stage.decides(says(std::slice::from_ref(&own)), &[]).await;
        let mut both = vec![school, archive];
        both.sort();
        assert_eq!(not_in, Err(Refused::NotAllIn(both)), "whether there is something is not told either");
        let per = hire(office, PER, "Per", &["reviewer:health"]).await;
        let proposal = |change| Proposal::Rectification(change);
        let proposes = async |who, task, seen, proposal: Proposal| propose(office, who, &stage.reference, task, seen, &proposal).await;
        assert!(matches!(proposes(&stage.kari, school, 0, proposal(Change::CarryOut)).await, Err(Error::NotFound)));
        assert!(matches!(proposes(&per, library, 0, proposal(Change::CarryOut)).await, Err(Error::NotFound)), "another sector's");
        let erased = Proposal::Erasure(Change::CarryOut);
        assert_eq!(proposes(&per, school, 0, erased).await.unwrap(), Err(NotProposed::OtherRight));
        assert_eq!(proposes(&per, school, 0, proposal(Change::Refuse(correct()))).await.unwrap(), Ok(1));
        assert_eq!(proposes(&per, school, 0, proposal(Change::CarryOut)).await.unwrap(), Err(NotProposed::Changed));
        assert_eq!(proposes(&per, school, 1, proposal(Change::CarryOut)).await.unwrap(), Ok(2));
        assert_eq!(proposes(&per, archive, 0, proposal(Change::Note(correct(), ()))).await.unwrap(), Ok(1));
        let decided = stage.decides(says(std::slice::from_ref(&own)), &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        assert_eq!(proposes(&per, school, 2, proposal(Change::Refuse(correct()))).await.unwrap(), Err(NotProposed::Decided));
        // The archive is only to note it, and says that it did.
        let note = stage.systems[2].claim_one().await;
        assert_eq!((note["step"].as_str(), note["change"].as_str()), (Some("execute"), Some("note")));
        let rectified = stage.systems[2].answer(&note, json!({"outcome": "rectified"})).await;
        assert_eq!(rectified.problem().1, "outcome-not-of-step", "nothing is to be changed there");
        assert_eq!(stage.systems[2].answer(&note, json!({"outcome": "supplemented"})).await.status, 200);
        for system in 0..2 {
            let task = stage.systems[system].claim_one().await;
            assert_eq!(task["change"].as_str(), Some("carry_out"));
            assert_eq!(stage.systems[system].answer(&task, json!({"outcome": "rectified"})).await.status, 200);
        }
        let letter = stage.told().await;
        let changes = letter.said(Element::Changes);
        assert!(changes.contains("Adressen er den som står i folkeregisteret.") && changes.contains("lagt til en merknad"), "{changes}");
        assert_eq!(changes.matches("Opplysningene er rettet").count(), 2, "{changes}");
        assert!(!letter.said(Element::Note).contains("kan du be om"), "nobody has to ask for what is done");
    }
}

both_databases! {
    async fn what_a_recused_reviewer_proposed_does_not_count(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], walled).await;
        let office = stage.office();
        let school = stage.answers(0, "assess", can()).await;
        for system in 1..3 {
            stage.answers(system, "assess", nothing()).await;
        }
        let per = hire(office, PER, "Per", &["reviewer:health"]).await;
        let keep = Proposal::Erasure(Change::Refuse(ErasureGround::LegalObligation));
        assert_eq!(propose(office, &per, &stage.reference, school, 0, &keep).await.unwrap(), Ok(1));
        recuse(office, &per, &stage.reference, "Svoger").await.unwrap().unwrap();
        assert_eq!(stage.decides(erase([]), &[]).await, Err(Refused::NotAllIn(vec![school])));
    }
}

both_databases! {
    async fn each_system_is_refused_on_its_own_ground(engine: Engine) {
        let stage = Taken::new(engine, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        let library = stage.answers(1, "assess", can()).await;
        stage.answers(2, "assess", nothing()).await;
        let changes = [(school, Change::Refuse(ErasureGround::ArchiveAct)), (library, Change::Refuse(ErasureGround::LegalClaims))];
        stage.decides(erase(changes), &[]).await.unwrap();
        let letter = stage.told().await;
        let changes = letter.said(Element::Changes);
        let lines: Vec<&str> = changes.lines().filter(|line| line.contains("arkivlova")).collect();
        assert_eq!((lines.len(), changes.matches("rettskrav").count()), (1, 1), "{changes}");
    }
}

both_databases! {
    async fn the_person_can_see_who_got_the_data_and_whether_they_know(engine: Engine) {
        let stage = Taken::new(engine, vec![rectification()], many).await;
        let office = stage.office();
        let mut changes = BTreeMap::new();
        let disclosure = json!({"recipient": "NAV", "on": "2026-01-15", "what": "Adresse"});
        let knows = json!({"outcome": "can", "disclosures": [disclosure]});
        for system in 0..2 {
            changes.insert(stage.answers(system, "assess", knows.clone()).await, Change::CarryOut);
        }
        stage.answers(2, "assess", nothing()).await;
        stage.decides(Changes::Rectification(changes), &[]).await.unwrap();
        let person = stage.person().await;
        assert_eq!(recipients(office, person, &stage.reference).await.unwrap(), []);
        let more = json!({"recipient": "Skatteetaten", "on": "2026-02-01", "what": "Adresse"});
        stage.does(0, json!({"outcome": "rectified", "disclosures": [disclosure, more]})).await;
        stage.does(1, json!({"outcome": "rectified"})).await;
        stage.told().await;
        let seen = async || {
            let all = recipients(office, person, &stage.reference).await.unwrap();
            all.into_iter().map(|one| (one.recipient, one.on, one.told)).collect::<Vec<_>>()
        };
        assert_eq!(seen().await.iter().map(|(who, ..)| who.as_str()).filter(|who| *who == "NAV").count(), 2, "of two systems");
        assert!(seen().await.iter().all(|(.., told)| *told == Told::NotYet));
        let task = stage.systems[0].claim_one().await;
        assert_eq!(task["step"], "notify");
        assert_eq!(stage.systems[0].answer(&task, json!({"outcome": "done"})).await.status, 200);
        let task = stage.systems[1].claim_one().await;
        assert_eq!(stage.systems[1].answer(&task, json!({"outcome": "cannot"})).await.status, 200);
        let all = seen().await;
        let told = |who: &str| all.iter().filter(|(other, ..)| other == who).map(|(.., told)| *told).collect::<Vec<_>>();
        assert!(matches!(told("Skatteetaten")[..], [Told::At(_)]), "{all:?}");
        assert!(told("NAV").contains(&Told::NotPossible), "{all:?}");
        // Whoever may read what a system gave may see to whom it was given.
        let per = hire(office, PER, "Per", &["reviewer:education"]).await;
        assert_eq!(recipients_for(office, &per, &stage.reference).await.unwrap().len(), 3);
        let mut tx = office.db.write().await.unwrap();
        rows::run(&mut tx, "update system set review = 'reviewer' where key = 'skole'").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen().await.len(), 1, "what somebody must look at, the person is shown by them");
        let mut tx = office.db.write().await.unwrap();
        rows::run(&mut tx, "update system set sector = 'health' where key = 'skole'").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(recipients_for(office, &per, &stage.reference).await.unwrap().len(), 1, "nor behind a wall");
        let other = rows::add_person(&mut office.db.write().await.unwrap()).await;
        assert!(matches!(recipients(office, other, &stage.reference).await, Err(Error::NotFound)));
    }
}

/// A change that a colleague has decided meanwhile is not decided again.
#[tokio::test]
async fn of_two_who_complete_it_at_once_one_does() {
    let stage = Taken::new(Engine::Sqlite, vec![erasure()], many).await;
    let school = stage.answers(0, "assess", can()).await;
    stage.answers(2, "assess", nothing()).await;
    let library = stage.systems[1].claim_one().await;
    let missing: TaskId = library["id"].as_str().unwrap().parse().unwrap();
    stage.decides(erase([(school, Change::Refuse(ErasureGround::ArchiveAct))]), &[missing]).await.unwrap_err();
    stage.decides(erase([(school, Change::CarryOut)]), &[missing]).await.unwrap();
    stage.does(0, json!({"outcome": "erased"})).await;
    stage.told().await;
    assert_eq!(stage.systems[1].answer(&library, nothing()).await.status, 200);
    let (one, other) = tokio::join!(stage.follows(erase([]), &[]), stage.follows(erase([]), &[]));
    assert_eq!([&one, &other].into_iter().filter(|followed| followed.is_ok()).count(), 1, "{one:?} {other:?}");
    stage.told().await;
    let wanted = Wanted { outcome: Outcome::Granted, words: WORDS, changes: erase([]), gaps: BTreeMap::new() };
    let again = change(stage.office(), &stage.kari, &stage.reference, &wanted).await.unwrap();
    assert_eq!((again, stage.outcome().await.1), (Err(Refused::NoClaim), Outcome::Granted));
}
