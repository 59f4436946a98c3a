//! Deciding on a claim: the outcome follows from what was judged, gaps are named, and one decides once.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::{Value, json};
use server::audit::{self, Action};
use server::cases::rules::{Outcome, Right};
use server::cases::store as cases;
use server::casework::own::NotOwn;
use server::casework::rules::Handler;
use server::casework::take::take;
use server::decisions::access::{Wanted, access as decide};
use server::decisions::decide::{Decided, Refused};
use server::decisions::gaps::GapReason;
use server::decisions::grounds::{AccessGround, Ground};
use server::decisions::made::{Made, on_claim};
use server::error::Error;
use server::id::TaskId;
use server::review::judge::{Wanted as Said, judge};
use server::review::rules::{Because, Item, Verdict};
use server::systems::rules::{Review, System};

use crate::casework::hire;
use crate::support::both_databases;
use crate::support::cases::{PERSON, about, accepted, access, person, send_notices, submission};
use crate::support::employees::{OLA, PER};
use crate::support::taken::Taken;

const UNIT: &str = "caseworker:Dokumentsenteret";
const WORDS: &str = "Du får det meste. Noe handler om andre barn.";

/// What the school gives is reviewed, the others' goes by itself.
fn school_is_reviewed(system: &mut System) {
    system.review = if system.key == "skole" { Review::Reviewer } else { Review::Automatic };
}

/// What is done with a taken case here.
trait Steps {
    async fn answers(&self, system: usize, answer: Value) -> TaskId;
    async fn judges(&self, task: TaskId, item: Item, verdict: Verdict);
    async fn decides(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused>;
    async fn missing(&self) -> Vec<TaskId>;
    async fn made(&self, decided: &Decided) -> Made;
}

impl Steps for Taken {
    /// The task that a system has now, answered so.
    async fn answers(&self, system: usize, answer: Value) -> TaskId {
        let task = self.systems[system].claim_one().await;
        assert_eq!(self.systems[system].answer(&task, answer).await.status, 200);
        task["id"].as_str().unwrap().parse().unwrap()
    }

    async fn judges(&self, task: TaskId, item: Item, verdict: Verdict) {
        let wanted = [Said { item, seen: 0, judgement: verdict.into() }];
        judge(self.office(), &self.kari, &self.reference, task, &wanted).await.unwrap().unwrap();
    }

    async fn decides(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused> {
        let gaps = gaps.iter().map(|task| (*task, date(2026, 4, 20))).collect();
        decide(self.office(), &self.kari, &self.reference, &Wanted { outcome, words: WORDS, gaps }).await.unwrap()
    }

    /// What is missing, without which nothing is decided.
    async fn missing(&self) -> Vec<TaskId> {
        match self.decides(Outcome::Granted, &[]).await {
            Err(Refused::NotAllIn(missing)) => missing,
            other => panic!("{other:?}"),
        }
    }

    async fn made(&self, decided: &Decided) -> Made {
        let mut tx = self.office().db.read().await.unwrap();
        let key = self.office().vault.case_key(&mut tx, self.case).await.unwrap();
        on_claim(&mut tx, &key, decided.claim).await.unwrap().pop().unwrap()
    }
}

fn two_records() -> Value {
    let record = |title: &str| json!({"category": "fravær", "title": title, "data": {"timer": 2}});
    json!({"outcome": "data", "records": [record("Mitt"), record("Naboens")]})
}

fn secrecy() -> Verdict {
    let ground = AccessGround::parse("popplyl-16-1-d", Some("Forvaltningsloven § 13")).unwrap();
    Verdict::Withhold { because: Because::of(ground) }
}

fn not_found<T>(result: Result<T, Error>, what: &str) {
    assert!(matches!(result, Err(Error::NotFound)), "{what}");
}

both_databases! {
    async fn the_outcome_follows_from_what_was_judged(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        let school = stage.answers(0, two_records()).await;
        stage.answers(1, two_records()).await;
        stage.answers(2, json!({"outcome": "no_data"})).await;
        assert_eq!(stage.missing().await, [school], "it is not reviewed");
        stage.judges(school, Item::Record(0), Verdict::Release).await;
        stage.judges(school, Item::Record(1), secrecy()).await;
        let seen = stage.decides(Outcome::Granted, &[]).await;
        assert_eq!(seen, Err(Refused::Changed(Outcome::PartlyGranted)), "whoever decides has seen something else");
        let decided = stage.decides(Outcome::PartlyGranted, &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::PartlyGranted);
        let made = stage.made(&decided).await;
        let said = made.reasons.unwrap();
        assert_eq!((made.id, made.outcome, said.by, said.words.as_str()), (decided.decision, Outcome::PartlyGranted, stage.kari.employee, WORDS));
        assert_eq!(made.grounds, [("popplyl-16-1-d".to_owned(), Some("Forvaltningsloven § 13".to_owned()))]);
        assert_eq!(made.gaps, []);
        let mut tx = stage.office().db.read().await.unwrap();
        let claims = cases::claims_of(&mut tx, stage.case).await.unwrap();
        assert_eq!((claims[0].right, claims[0].outcome), (Right::Access, Outcome::PartlyGranted));
        let all = audit::of_case(&mut tx, &stage.office().vault, stage.case, 100).await.unwrap();
        let event = all.iter().find(|event| event.action == Action::ClaimDecided).unwrap();
        assert_eq!(["right", "outcome", "gaps"].map(|name| event.details.get(name)), [Some("access"), Some("partly_granted"), Some("0")]);
        drop(tx);
        assert_eq!(stage.decides(Outcome::PartlyGranted, &[]).await, Err(Refused::NoClaim), "once");
        let wanted = [Said { item: Item::Record(1), seen: 1, judgement: Verdict::Release.into() }];
        let judged = judge(stage.office(), &stage.kari, &stage.reference, school, &wanted).await;
        let late = judged.unwrap().unwrap_err();
        assert_eq!(late, [(Item::Record(1), server::review::rules::Refused::Decided)]);
    }
}

both_databases! {
    async fn what_is_missing_is_named_and_follows(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        let library = stage.answers(1, two_records()).await;
        let unsure = stage.answers(2, json!({"outcome": "ambiguous"})).await;
        let missing = stage.missing().await;
        let school = *missing.iter().find(|task| **task != unsure).unwrap();
        assert_eq!(missing.len(), 2);
        let granted = Outcome::Granted;
        assert_eq!(stage.decides(granted, &[unsure]).await, Err(Refused::NotAllIn(vec![school])));
        assert_eq!(stage.decides(granted, &[unsure, school, library]).await, Err(Refused::InByNow(library)));
        for day in [date(2026, 3, 4), date(2026, 6, 6), date(9999, 12, 31)] {
            let gaps = missing.iter().map(|task| (*task, day)).collect();
            let wanted = Wanted { outcome: granted, words: WORDS, gaps };
            let refused = decide(stage.office(), &stage.kari, &stage.reference, &wanted).await.unwrap();
            assert_eq!(refused, Err(Refused::Expected(missing[0])), "{day}");
        }
        let decided = stage.decides(granted, &missing).await.unwrap();
        assert_eq!(decided.outcome, Outcome::Granted);
        let gaps = stage.made(&decided).await.gaps;
        let told: BTreeMap<_, _> = gaps.iter().map(|gap| (gap.task, (gap.reason, gap.expected_on))).collect();
        let expected_on = date(2026, 4, 20);
        assert_eq!(told, [(unsure, (GapReason::Unsure, expected_on)), (school, (GapReason::NotAnswered, expected_on))].into());
        // It comes in afterwards, and is judged for the supplement.
        assert_eq!(stage.answers(0, two_records()).await, school);
        stage.judges(school, Item::Record(0), Verdict::Release).await;
    }
}

both_databases! {
    async fn nothing_held_and_all_refused_are_answers_and_no_answer_is_none(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        let all = stage.missing().await;
        assert_eq!(all.len(), 3);
        assert_eq!(stage.decides(Outcome::NothingHeld, &all).await, Err(Refused::NothingIn));
        for system in [1, 2] {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        let grounds = json!([{"code": "popplyl-16-1-b"}]);
        let missing = stage.missing().await;
        assert_eq!(stage.decides(Outcome::NothingHeld, &missing).await, Err(Refused::NothingIn), "not all have looked");
        let school = stage.answers(0, json!({"outcome": "refused", "grounds": grounds})).await;
        stage.judges(school, Item::Refusal, Verdict::Withhold { because: Because::of(AccessGround::Crimes) }).await;
        let decided = stage.decides(Outcome::Refused, &[]).await.unwrap();
        assert_eq!(decided.outcome, Outcome::Refused);
        assert_eq!(stage.made(&decided).await.grounds, [("popplyl-16-1-b".to_owned(), None)]);

        accepted(stage.office(), &submission(vec![about("annet")]).anyway()).await;
        let again = "2026-000002";
        take(stage.office(), &stage.kari, again).await.unwrap().unwrap();
        for system in 0..3 {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        let outcome = Outcome::NothingHeld;
        let wanted = Wanted { outcome, words: "Vi har ingenting om deg.", gaps: BTreeMap::new() };
        let decided = decide(stage.office(), &stage.kari, again, &wanted).await.unwrap().unwrap();
        assert_eq!(decided.outcome, Outcome::NothingHeld);
        send_notices(stage.office()).await;
    }
}

both_databases! {
    async fn who_has_taken_the_case_decides_with_words_of_their_own(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        let office = stage.office();
        let all = Wanted { outcome: Outcome::Granted, words: WORDS, gaps: BTreeMap::new() };
        let decides = async |who: &Handler, wanted: &Wanted<'_>| decide(office, who, &stage.reference, wanted).await;
        let colleague = hire(office, PER, "Per", &[UNIT]).await;
        assert_eq!(decides(&colleague, &all).await.unwrap(), Err(Refused::NotOwn(NotOwn::NotTaken)));
        let reviewer = hire(office, OLA, "Ola", &["reviewer:education"]).await;
        assert_eq!(decides(&reviewer, &all).await.unwrap(), Err(Refused::NotOwn(NotOwn::NotCoordinator)));
        let oneself = hire(office, PERSON, "Selv", &[UNIT]).await;
        not_found(decides(&oneself, &all).await, "one's own case");
        for words in ["", " \n", &"a".repeat(4001)] {
            let wanted = Wanted { words, ..all.clone() };
            assert!(matches!(decides(&stage.kari, &wanted).await.unwrap(), Err(Refused::Words(_))), "{}", words.len());
        }
        let mut tx = office.db.read().await.unwrap();
        let subject = server::subjects::find(&mut tx, &office.vault, &person(PERSON)).await.unwrap().unwrap();
        drop(tx);
        server::cases::withdraw::withdraw(office, subject, stage.case).await.unwrap().unwrap();
        not_found(decides(&stage.kari, &all).await, "it was taken back");
    }
}

both_databases! {
    async fn of_two_who_decide_at_once_one_does(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        for system in 0..3 {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        let (one, other) = tokio::join!(stage.decides(Outcome::NothingHeld, &[]), stage.decides(Outcome::NothingHeld, &[]));
        let decided = [&one, &other].into_iter().filter(|decided| decided.is_ok()).count();
        assert_eq!(decided, 1, "{one:?} {other:?}");
        assert!([one, other].contains(&Err(Refused::NoClaim)));
        send_notices(stage.office()).await;
    }
}

both_databases! {
    async fn what_a_system_holds_back_itself_and_who_has_looked_are_judged_too(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], school_is_reviewed).await;
        let mut answer = two_records();
        answer["grounds"] = json!([{"code": "popplyl-16-1-d", "text": "Barnevernsloven § 13-1"}]);
        let library = stage.answers(1, answer).await;
        stage.answers(0, json!({"outcome": "no_data"})).await;
        let access = json!({"at": "2026-01-15T10:00:00Z", "who": "Arkivar", "action": "Søkte"});
        stage.answers(2, json!({"outcome": "no_data", "accesses": [access], "internal_note": "Ring meg"})).await;
        assert_eq!(stage.missing().await, [library], "nobody has looked at what it holds back");
        for item in [Item::Record(0), Item::Record(1)] {
            stage.judges(library, item, Verdict::Release).await;
        }
        stage.judges(library, Item::Refusal, secrecy()).await;
        let decided = stage.decides(Outcome::PartlyGranted, &[]).await.unwrap();
        assert_eq!(stage.made(&decided).await.grounds[0].0, "popplyl-16-1-d");

        accepted(stage.office(), &submission(vec![about("annet")]).anyway()).await;
        let again = "2026-000002";
        take(stage.office(), &stage.kari, again).await.unwrap().unwrap();
        for system in 0..2 {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        stage.answers(2, json!({"outcome": "no_data", "accesses": [access]})).await;
        let wanted = Wanted { outcome: Outcome::NothingHeld, words: WORDS, gaps: BTreeMap::new() };
        let told = decide(stage.office(), &stage.kari, again, &wanted).await.unwrap();
        assert_eq!(told, Err(Refused::Changed(Outcome::Granted)), "who has looked is something");
        send_notices(stage.office()).await;
    }
}
