//! Automatic release: a case goes from its answers to a package with nobody involved, or waits for people.

use std::collections::BTreeMap;
use std::io::Read;

use futures_util::TryStreamExt;
use serde_json::{Value, json};
use server::audit::{self, Action, Actor};
use server::cases::rules::{CaseState, Outcome};
use server::cases::store as cases;
use server::cases::submission::Submission;
use server::cases::submit::Receipt;
use server::decisions::automatic::RULE;
use server::decisions::made::on_claim;
use server::id::PersonId;
use server::letters::issue;
use server::letters::letter::{Element, Kind, Letter};
use server::office::Office;
use server::packages::download;
use server::packages::releaser::{Releaser, Report};
use server::systems::rules::{Record, Review, System};
use zip::ZipArchive;

use crate::support::api::{Api, adapter};
use crate::support::cases::{OTHER, PERSON, accepted, access, person, send_notices, submission, token};
use crate::support::{TestPortal, both_databases, start};

/// Where packages of these tests can be checked.
const VERIFY: &str = "https://minside.example/verifiser";

/// Nobody has to look at what it gives.
pub fn automatic(system: &mut System) {
    system.review = Review::Automatic;
    system.files_unseen = true;
    system.at_once = 10;
    system.name = match system.key.as_str() {
        "skole" => "Skolesystemet".to_owned(),
        "bibliotek" => "Biblioteket: lån/purring".to_owned(),
        _ => system.name.clone(),
    };
}

pub fn a_record(title: &str) -> Value {
    json!({"category": "fravær", "title": title, "data": {"timer": 2, "merknad": "<b>syk</b>"}})
}

/// Three systems, and a case that all of them are asked in.
pub struct Stage {
    pub portal: TestPortal,
    pub systems: Vec<Api>,
    pub receipt: Receipt,
}

impl Stage {
    pub async fn new(portal: TestPortal, change: impl Fn(&mut System), submission: Submission) -> Self {
        let mut systems = Vec::new();
        for key in ["skole", "bibliotek", "arkiv"] {
            systems.push(adapter(&portal, key, &change).await);
        }
        let receipt = accepted(&portal.office, &submission).await;
        Self { portal, systems, receipt }
    }

    pub fn office(&self) -> &Office {
        &self.portal.office
    }

    /// The task that a system has now, answered so.
    pub async fn answers(&self, system: usize, answer: Value) {
        let task = self.systems[system].claim_one().await;
        let taken = self.systems[system].answer(&task, answer).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
    }

    pub async fn step(&self) -> Report {
        let report = Releaser::new(self.office().clone(), VERIFY).step().await.unwrap();
        send_notices(self.office()).await;
        report
    }

    pub async fn state(&self) -> (CaseState, Outcome) {
        let mut tx = self.office().db.read().await.unwrap();
        let case = cases::find_case(&mut tx, self.receipt.case).await.unwrap().unwrap();
        (case.state, cases::claims_of(&mut tx, case.id).await.unwrap()[0].outcome)
    }

    pub async fn person(&self) -> PersonId {
        let mut tx = self.office().db.read().await.unwrap();
        cases::find_case(&mut tx, self.receipt.case).await.unwrap().unwrap().filer
    }

    /// The letters beside the receipt, each with whether the person can read it.
    pub async fn letters(&self) -> Vec<(bool, Letter)> {
        let mut tx = self.office().db.read().await.unwrap();
        let key = self.office().vault.case_key(&mut tx, self.receipt.case).await.unwrap();
        let all = issue::read_all(&mut tx, &key, self.receipt.case).await.unwrap();
        let mut letters: Vec<_> = all.into_iter().map(|(row, letter)| (row.issued_at.is_some(), letter)).collect();
        assert_eq!(letters.remove(0).1.kind(), Kind::Receipt, "the person has it at once");
        letters
    }

    /// The bytes of a package, as the person gets them.
    pub async fn package(&self, number: i64) -> Vec<u8> {
        let fetched =
            download::find(self.office(), self.person().await, &self.receipt.reference, number).await.unwrap();
        fetched.opened(self.office()).await.unwrap();
        let bytes = fetched.read(self.office(), 0..fetched.size_bytes).await.unwrap();
        let bytes: Vec<_> = bytes.try_collect().await.unwrap();
        bytes.concat()
    }
}

/// A case of the person's that is answered with what one system holds; its reference.
pub async fn a_released_case(portal: &TestPortal) -> String {
    let system = adapter(portal, "arkiv", automatic).await;
    let receipt = accepted(&portal.office, &submission(vec![access()])).await;
    let task = system.claim_one().await;
    let taken = system.answer(&task, json!({"outcome": "data", "records": [a_record("Fravær")]})).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    assert_eq!(Releaser::new(portal.office.clone(), VERIFY).step().await.unwrap().released, 1);
    send_notices(&portal.office).await;
    receipt.reference
}

/// Every file of a package by its path in the one folder.
pub fn unpacked(package: &[u8]) -> (String, BTreeMap<String, Vec<u8>>) {
    let mut zip = ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let (mut folder, mut files) = (None, BTreeMap::new());
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let (top, path) = name.split_once('/').unwrap();
        assert_eq!(*folder.get_or_insert_with(|| top.to_owned()), top);
        let path = path.to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        assert!(files.insert(path, content).is_none());
    }
    (folder.unwrap(), files)
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path} in {:?}", files.keys())).clone()).unwrap()
}

both_databases! {
    async fn the_whole_answer_with_nobody_involved(portal: TestPortal) {
        let stage = Stage::new(portal, automatic, submission(vec![access()])).await;
        let task = stage.systems[0].claim_one().await;
        let put = stage.systems[0].put_file(&task, "vedtak.pdf", b"%PDF-1.7 innhold").await;
        let sha256 = put.json()["sha256"].clone();
        let file = json!({"name": "vedtak.pdf", "title": "Vedtak om plass", "media_type": "application/pdf", "sha256": sha256});
        let answer = json!({"outcome": "data", "records": [a_record("Fravær"), a_record("Mer")], "files": [file]});
        assert_eq!(stage.systems[0].answer(&task, answer).await.status, 200);
        assert_eq!(stage.step().await, Report::default(), "two have not answered");
        let looked = json!({"at": "2026-01-15T10:00:00Z", "who": "Bibliotekar", "action": "Så på lån"});
        stage.answers(1, json!({"outcome": "no_data", "accesses": [looked]})).await;
        stage.answers(2, json!({"outcome": "no_data"})).await;
        assert_eq!(stage.step().await, Report { decided: 1, released: 1, ..Report::default() });
        assert_eq!(stage.step().await, Report::default(), "once");

        let (state, outcome) = stage.state().await;
        assert!(matches!(state, CaseState::Answered { .. }), "{state:?}");
        assert_eq!(outcome, Outcome::Granted);
        let letters = stage.letters().await;
        let [(true, letter)] = letters.as_slice() else { panic!("{}", letters.len()) };
        assert_eq!(letter.kind(), Kind::Granted);
        assert!(letter.said(Element::Automatic).contains(RULE));
        assert_eq!(letter.facts().len(), 2);
        let office = stage.office();
        let mut tx = office.db.read().await.unwrap();
        let key = office.vault.case_key(&mut tx, stage.receipt.case).await.unwrap();
        let claim = cases::claims_of(&mut tx, stage.receipt.case).await.unwrap()[0].id;
        let made = on_claim(&mut tx, &key, claim).await.unwrap();
        assert!(made.len() == 1 && made[0].reasons.is_none(), "no person has decided");
        let events = audit::of_case(&mut tx, &office.vault, stage.receipt.case, 100).await.unwrap();
        let decided = events.iter().find(|event| event.action == Action::ClaimDecided).unwrap();
        assert_eq!((&decided.actor, decided.details.get("rule")), (&Actor::Portal, Some(RULE)));
        drop(tx);

        let (folder, files) = unpacked(&stage.package(1).await);
        assert_eq!(folder, "innsyn-2026-000001-1");
        assert_eq!(files["data/Skolesystemet/filer/vedtak.pdf"], b"%PDF-1.7 innhold");
        let records: Value = serde_json::from_slice(&files["data/Skolesystemet/records.json"]).unwrap();
        assert_eq!(records["records"][1]["title"], "Mer");
        let page = text(&files, "data/Skolesystemet/index.html");
        assert!(page.contains("&lt;b&gt;syk&lt;/b&gt;") && !page.contains("<b>syk"), "{page}");
        assert!(text(&files, "data/Biblioteket_ lån_purring/index.html").contains("Bibliotekar"));
        let overview = text(&files, "index.html");
        assert!(overview.contains("Prøvik kommune") && overview.contains(VERIFY), "{overview}");
        let listing: Value = serde_json::from_slice(&files["index.json"]).unwrap();
        assert_eq!((&listing["case"], listing["nothing"].as_array().unwrap().len()), (&json!("2026-000001"), 1));
    }
}

both_databases! {
    async fn where_nobody_holds_anything_a_letter_says_so_at_once(portal: TestPortal) {
        let stage = Stage::new(portal, automatic, submission(vec![access()])).await;
        for system in 0..3 {
            stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        assert_eq!(stage.step().await, Report { decided: 1, ..Report::default() });
        assert!(matches!(stage.state().await, (CaseState::Answered { .. }, Outcome::NothingHeld)));
        let letters = stage.letters().await;
        assert!(matches!(letters.as_slice(), [(true, letter)] if letter.kind() == Kind::NothingHeld));
        let none = download::find(stage.office(), stage.person().await, &stage.receipt.reference, 1).await;
        assert!(matches!(none, Err(server::error::Error::NotFound)));
    }
}

both_databases! {
    async fn whatever_somebody_must_look_at_waits_for_people(engine: Engine) {
        let data = || json!({"outcome": "data", "records": [a_record("Fravær")]});
        let flagged = |flag: &str| {
            let mut record = a_record("Fravær");
            record[flag] = true.into();
            json!({"outcome": "data", "records": [record]})
        };
        type Change = fn(&mut System);
        let reviewed: Change = |system| {
            automatic(system);
            system.review = Review::Reviewer;
        };
        let silent: Change = |system| {
            automatic(system);
            system.record = Record::default();
        };
        let grounds = json!([{"code": "popplyl-16-1-b"}]);
        let mut partly = data();
        partly["grounds"] = grounds.clone();
        let for_another = Submission::about(person(OTHER), person(PERSON), vec![access()], token()).unwrap();
        let cases: Vec<(&str, Change, Value, Option<Submission>)> = vec![
            ("the register says so", reviewed, data(), None),
            ("how soon it comes tells nothing of what such a system holds", reviewed, json!({"outcome": "no_data"}), None),
            ("the register does not say what must be told", silent, data(), None),
            ("somebody else is in it", automatic, flagged("third_party"), None),
            ("a secret address is", automatic, flagged("graded_address"), None),
            ("not all is handed out", automatic, partly, None),
            ("nothing is", automatic, json!({"outcome": "refused", "grounds": grounds}), None),
            ("it may be about somebody else", automatic, json!({"outcome": "ambiguous"}), None),
            ("somebody else has asked", automatic, data(), Some(for_another)),
        ];
        for (why, change, answer, sent) in cases {
            let portal = start(engine).await;
            let stage = Stage::new(portal, change, sent.unwrap_or_else(|| submission(vec![access()]))).await;
            stage.answers(0, answer).await;
            for system in 1..3 {
                stage.answers(system, json!({"outcome": "no_data"})).await;
            }
            assert_eq!(stage.step().await, Report { left_to_people: 1, ..Report::default() }, "{why}");
            assert_eq!(stage.state().await, (CaseState::Open, Outcome::Open), "{why}");
            assert_eq!(stage.letters().await.len(), 0, "{why}");
            assert_eq!(stage.step().await, Report::default(), "{why}: it is looked at once");
        }
    }
}

both_databases! {
    async fn it_goes_by_itself_and_ends_when_it_is_told_to(portal: TestPortal) {
        let stage = Stage::new(portal, automatic, submission(vec![access()])).await;
        let releaser = Releaser::new(stage.office().clone(), VERIFY);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let body = async {
            stage.answers(0, json!({"outcome": "data", "records": [a_record("Fravær")]})).await;
            for system in 1..3 {
                stage.answers(system, json!({"outcome": "no_data"})).await;
            }
            while !matches!(stage.state().await.0, CaseState::Answered { .. }) {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            stop.send_replace(true);
        };
        let both = async { tokio::join!(releaser.run(stopped), body) };
        tokio::time::timeout(std::time::Duration::from_secs(60), both).await.unwrap();
        send_notices(stage.office()).await;
    }
}
