//! Answers with something missing, and what follows; and that nothing which happens between a decision and its package changes
//! what the person gets.

use jiff::civil::date;
use serde_json::{Value, json};
use server::cases::close::{Refused as NotReopened, reopen};
use server::cases::pause::{go_on, pause};
use server::cases::rules::{CaseState, Outcome, PauseReason, Right};
use server::cases::store as cases;
use server::casework::recuse::recuse;
use server::casework::view;
use server::decisions::access::{Wanted, access as decide, supplement};
use server::decisions::automatic;
use server::decisions::decide::{Decided, Named, Refused};
use server::decisions::grounds::AccessGround;
use server::decisions::refuse::{Because as Why, refuse};
use server::id::TaskId;
use server::letters::letter::{Element, Kind, Letter};
use server::packages::download;
use server::packages::releaser::{Releaser, Report};
use server::review::judge::{Wanted as Said, judge};
use server::review::rules::{Because, Item, Verdict};
use server::systems::rules::{Review, System};

use crate::casework::hire;
use crate::releasing::unpacked;
use crate::support::both_databases;
use crate::support::cases::{access, send_notices};
use crate::support::employees::PER;
use crate::support::taken::Taken;

const UNIT: &str = "caseworker:Dokumentsenteret";
const WORDS: &str = "Noe kommer senere.";

fn unseen(system: &mut System) {
    system.review = Review::Automatic;
    system.name = system.key.clone();
}

fn data(title: &str) -> Value {
    json!({"outcome": "data", "records": [{"category": "fravær", "title": title, "data": {"timer": 2}}]})
}

trait Steps {
    async fn answers(&self, system: usize, answer: Value) -> TaskId;
    async fn decides(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused>;
    async fn follows(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused>;
    async fn step(&self) -> Report;
    async fn package(&self, number: i64) -> Vec<String>;
}

fn named(gaps: &[TaskId]) -> Named {
    gaps.iter().map(|task| (*task, date(2026, 4, 20))).collect()
}

impl Steps for Taken {
    async fn answers(&self, system: usize, answer: Value) -> TaskId {
        let task = self.systems[system].claim_one().await;
        let taken = self.systems[system].answer(&task, answer).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
        task["id"].as_str().unwrap().parse().unwrap()
    }

    async fn decides(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused> {
        let wanted = Wanted { outcome, words: WORDS, gaps: named(gaps) };
        decide(self.office(), &self.kari, &self.reference, &wanted).await.unwrap()
    }

    async fn follows(&self, outcome: Outcome, gaps: &[TaskId]) -> Result<Decided, Refused> {
        let wanted = Wanted { outcome, words: WORDS, gaps: named(gaps) };
        supplement(self.office(), &self.kari, &self.reference, &wanted).await.unwrap()
    }

    async fn step(&self) -> Report {
        let report = Releaser::new(self.office().clone(), "").step().await.unwrap();
        send_notices(self.office()).await;
        // What is decided next is decided later.
        self.portal.clock.step(jiff::SignedDuration::from_secs(1));
        report
    }

    /// The titles of the records in a package.
    async fn package(&self, number: i64) -> Vec<String> {
        use futures_util::TryStreamExt;
        let mut tx = self.office().db.read().await.unwrap();
        let filer = cases::find_case(&mut tx, self.case).await.unwrap().unwrap().filer;
        drop(tx);
        let fetched = download::find(self.office(), filer, &self.reference, number).await.unwrap();
        let bytes = fetched.read(self.office(), 0..fetched.size_bytes).await.unwrap();
        let bytes: Vec<_> = bytes.try_collect().await.unwrap();
        let (_, files) = unpacked(&bytes.concat());
        let records = files.iter().filter(|(path, _)| path.ends_with("/records.json"));
        let titles = records.flat_map(|(_, content)| {
            let content: Value = serde_json::from_slice(content).unwrap();
            let records = content["records"].as_array().unwrap().clone();
            records.into_iter().map(|record| record["title"].as_str().unwrap().to_owned())
        });
        titles.collect()
    }
}

both_databases! {
    async fn what_was_missing_follows_in_a_package_of_its_own(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], unseen).await;
        stage.answers(0, data("Skole")).await;
        stage.answers(1, data("Bibliotek")).await;
        assert_eq!(stage.follows(Outcome::Granted, &[]).await, Err(Refused::NoClaim), "nothing is decided yet");
        let Err(Refused::NotAllIn(missing)) = stage.decides(Outcome::Granted, &[]).await else { panic!("one is missing") };
        stage.decides(Outcome::Granted, &missing).await.unwrap();
        assert_eq!(stage.follows(Outcome::Granted, &missing).await, Err(Refused::NotOutYet));
        // It comes in while the first package is built: that one is what was decided.
        stage.answers(2, data("Arkiv")).await;
        assert_eq!(stage.step().await.released, 1);
        assert_eq!(stage.package(1).await, ["Bibliotek", "Skole"]);
        let letters = stage.letters().await;
        assert!(letters[0].said(Element::Gaps).contains("mandag 20. april 2026"), "{}", letters[0].said(Element::Gaps));
        let office = stage.office();
        let listed = view::list(office, &stage.kari).await.unwrap();
        assert_eq!((listed.len(), listed[0].due_on), (1, Some(date(2026, 4, 20))), "it is still to be worked on");
        stage.follows(Outcome::Granted, &[]).await.unwrap();
        assert_eq!(stage.step().await, Report { released: 1, ..Report::default() });
        assert_eq!(stage.package(2).await, ["Arkiv"]);
        let kinds: Vec<Kind> = stage.letters().await.iter().map(Letter::kind).collect();
        assert_eq!(kinds, [Kind::Granted, Kind::Supplement]);
        let mut tx = office.db.read().await.unwrap();
        assert!(matches!(cases::find_case(&mut tx, stage.case).await.unwrap().unwrap().state, CaseState::Answered { .. }));
        drop(tx);
        assert_eq!(stage.follows(Outcome::Granted, &[]).await, Err(Refused::NothingNew));
    }
}

both_databases! {
    async fn where_nothing_follows_a_letter_says_why(engine: Engine) {
        for (answer, text) in [
            (json!({"outcome": "no_data"}), "fant ikke mer om deg"),
            (json!({"outcome": "refused", "grounds": [{"code": "popplyl-16-1-b"}]}), "Det vi fant, får du ikke se"),
        ] {
            let stage = Taken::new(engine, vec![access()], unseen).await;
            stage.answers(0, data("Skole")).await;
            stage.answers(1, data("Bibliotek")).await;
            let Err(Refused::NotAllIn(missing)) = stage.decides(Outcome::Granted, &[]).await else { panic!("one is missing") };
            stage.decides(Outcome::Granted, &missing).await.unwrap();
            stage.step().await;
            let is_refused = answer["outcome"] == "refused";
            let task = stage.answers(2, answer).await;
            let outcome = if is_refused {
                let verdict = Verdict::Withhold { because: Because::of(AccessGround::Crimes) };
                let said = [Said { item: Item::Refusal, seen: 0, judgement: verdict.into() }];
                judge(stage.office(), &stage.kari, &stage.reference, task, &said).await.unwrap().unwrap();
                Outcome::PartlyGranted
            } else {
                Outcome::Granted
            };
            stage.follows(outcome, &[]).await.unwrap();
            assert_eq!(stage.step().await.released, 0, "there is nothing to hand out");
            let letters = stage.letters().await;
            assert!(letters[1].said(Element::Outcome).contains(text), "{}", letters[1].said(Element::Outcome));
            assert_eq!(letters[1].said(Element::Grounds).contains("§ 16"), is_refused);
        }
    }
}

both_databases! {
    async fn who_hands_the_case_over_after_the_decision_releases_nothing_by_it(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], |system| system.review = Review::Reviewer).await;
        let office = stage.office();
        let per = hire(office, PER, "Per", &[UNIT]).await;
        for system in 1..3 {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        let mut answer = data("Mitt");
        answer["records"].as_array_mut().unwrap().push(data("Naboens")["records"][0].clone());
        let task = stage.answers(0, answer).await;
        let withhold = Verdict::Withhold { because: Because::of(AccessGround::OthersRights) };
        let said = [(0, Verdict::Release), (1, withhold)]
            .map(|(place, verdict)| Said { item: Item::Record(place), seen: 0, judgement: verdict.into() });
        judge(office, &per, &stage.reference, task, &said).await.unwrap().unwrap();
        stage.decides(Outcome::PartlyGranted, &[]).await.unwrap();
        stage.portal.clock.step(jiff::SignedDuration::from_secs(1));
        recuse(office, &per, &stage.reference, "Naboen er min søster.").await.unwrap().unwrap();
        assert_eq!(stage.step().await.released, 1);
        assert_eq!(stage.package(1).await, ["Mitt"]);
    }
}

both_databases! {
    async fn nothing_is_handed_out_while_it_is_in_doubt_who_asks(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], unseen).await;
        let (office, kari, reference) = (stage.office(), &stage.kari, &stage.reference);
        pause(office, kari, reference, Right::Access, PauseReason::Identity, "Hvem er du?").await.unwrap().unwrap();
        for system in 0..3 {
            stage.answers(system, data("Noe")).await;
        }
        assert_eq!(stage.step().await, Report { left_to_people: 1, ..Report::default() });
        go_on(office, kari, reference, Right::Access, PauseReason::Identity, date(2026, 3, 5)).await.unwrap().unwrap();
        assert_eq!(stage.step().await, Report { decided: 1, released: 1, ..Report::default() });
    }
}

both_databases! {
    async fn what_is_taken_up_again_is_asked_again(engine: Engine) {
        let stage = Taken::new(engine, vec![access()], unseen).await;
        let (office, kari, reference) = (stage.office(), &stage.kari, &stage.reference);
        stage.answers(0, data("Skole")).await;
        refuse(office, kari, reference, Right::Access, Why::Unfounded, "Vi vet ikke hva det gjelder.", "Nei.").await.unwrap().unwrap();
        send_notices(office).await;
        let again = async || reopen(office, kari, reference, Right::Access, "Personen har klaget.").await.unwrap();
        assert_eq!(again().await, Ok(()));
        let Err(Refused::NotAllIn(missing)) = stage.decides(Outcome::Granted, &[]).await else { panic!("two are asked again") };
        assert_eq!(missing.len(), 2);
        for system in 1..3 {
            stage.answers(system, data("Mer")).await;
        }
        automatic::look(office, false).await.unwrap();
        stage.decides(Outcome::Granted, &[]).await.unwrap();
        assert_eq!(again().await, Err(NotReopened::NotOutYet));
        assert_eq!(stage.step().await.released, 1);
        assert_eq!(stage.package(1).await, ["Mer", "Mer", "Skole"]);
    }
}
