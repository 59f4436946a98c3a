//! Judging what systems have answered: who may, what must be answered, and the second person.

use std::collections::BTreeSet;

use futures_util::stream;
use serde_json::{Value, json};
use server::audit;
use server::casework::recuse::recuse;
use server::casework::rules::Handler;
use server::decisions::grounds::AccessGround;
use server::error::Error;
use server::id::{BlobId, CaseId, TaskId};
use server::office::Office;
use server::review::answered::Answered;
use server::review::judge::{Wanted, approve, find, judge};
use server::review::replace::replace;
use server::review::reviewed::Standing;
use server::review::rules::{Address, Because, Item, Judgement, Others, Refused, Verdict};
use server::systems::rules::{Review, System};

use crate::casework::{handler, hire};
use crate::support::api::{Api, adapter};
use crate::support::cases::{PERSON, about, accepted, access, person, send_notices, submission};
use crate::support::employees::{ANE, KARI, NINA, OLA, PER};
use crate::support::{Engine, TestPortal, both_databases, start};

const UNIT: &str = "caseworker:Dokumentsenteret";

/// A case in which one system has answered.
struct Stage {
    portal: TestPortal,
    api: Api,
    reference: String,
    case: CaseId,
    task: TaskId,
}

impl Stage {
    async fn new(engine: Engine, change: impl Fn(&mut System), answer: Value, file: Option<&[u8]>) -> Self {
        let portal = start(engine).await;
        let api = adapter(&portal, "skole", change).await;
        let receipt = accepted(&portal.office, &submission(vec![access()])).await;
        send_notices(&portal.office).await;
        let task = api.claim_one().await;
        if let Some(content) = file {
            assert_eq!(api.put_file(&task, "brev.txt", content).await.status, 201);
        }
        let answered = api.answer(&task, answer).await;
        assert_eq!(answered.status, 200, "{}", answered.text());
        let id = task["id"].as_str().unwrap().parse().unwrap();
        Self { portal, api, reference: receipt.reference, case: receipt.case, task: id }
    }

    fn office(&self) -> &Office {
        &self.portal.office
    }

    async fn judge(&self, who: &Handler, wanted: &[Wanted]) -> Result<i64, Vec<(Item, Refused)>> {
        judge(self.office(), who, &self.reference, self.task, wanted).await.unwrap()
    }

    async fn found(&self, who: &Handler) -> Answered {
        find(self.office(), who, &self.reference, self.task)
            .await
            .unwrap()
            .unwrap_or_else(|refused| panic!("{refused}"))
            .answered
    }
}

fn records(count: usize) -> Value {
    let record = |number| json!({"category": "fravær", "title": format!("Fravær {number}"), "data": {"timer": number, "med": "Åse"}});
    json!({"outcome": "data", "records": (0..count).map(record).collect::<Vec<_>>()})
}

fn say(item: Item, seen: u32, judgement: impl Into<Judgement>) -> Wanted {
    Wanted { item, seen, judgement: judgement.into() }
}

fn withhold() -> Verdict {
    Verdict::Withhold { because: Because::of(AccessGround::OthersRights) }
}

fn redact(place: &str) -> Verdict {
    let fields: BTreeSet<_> = [place.parse().unwrap()].into();
    Verdict::Redact { fields, because: Because::of(AccessGround::OthersRights) }
}

fn not_found<T>(result: Result<T, Error>, what: &str) {
    assert!(matches!(result, Err(Error::NotFound)), "{what}");
}

both_databases! {
    async fn each_item_gets_its_verdict_and_nothing_is_done_before_all_have_one(engine: Engine) {
        let stage = Stage::new(engine, |system| system.review = Review::Reviewer, records(3), None).await;
        let kari = hire(stage.office(), KARI, "Kari", &[UNIT]).await;
        let found = stage.found(&kari).await;
        assert_eq!((found.items.len(), found.version, found.standing), (3, 0, Standing::Open(3)));
        assert_eq!(found.document.records[1].title, "Fravær 1");
        let wanted = [say(Item::Record(0), 0, Verdict::Release), say(Item::Record(2), 0, redact("/data/med"))];
        assert_eq!(stage.judge(&kari, &wanted).await, Ok(1));
        assert_eq!(stage.found(&kari).await.standing, Standing::Open(1));
        assert_eq!(stage.judge(&kari, &[say(Item::Record(1), 0, withhold())]).await, Ok(2));
        let found = stage.found(&kari).await;
        assert_eq!((found.version, found.standing), (2, Standing::Done));
        let verdicts: Vec<&str> = found.reviewed.all().map(|(_, judged)| judged.judgement.verdict.code()).collect();
        assert_eq!(verdicts, ["release", "withhold", "redact"]);
        let grounds: Vec<_> = found.reviewed.of(Item::Record(1)).unwrap().judgement.verdict.grounds().collect();
        assert_eq!(grounds, [&AccessGround::OthersRights]);
        let mut tx = stage.office().db.read().await.unwrap();
        let all = audit::of_case(&mut tx, &stage.office().vault, stage.case, 100).await.unwrap();
        let judged: Vec<_> = all.iter().filter(|event| event.action == audit::Action::AnswerJudged).collect();
        assert_eq!(judged.len(), 2);
        let counts = |code| judged.iter().map(|event| event.details.get(code).unwrap()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(["release", "redact", "replace", "withhold"].map(counts), [["0", "1"].into(), ["0", "1"].into(), ["0"].into(), ["0", "1"].into()]);
    }
}

both_databases! {
    async fn what_is_wrong_is_told_for_each_item_and_nothing_is_taken(engine: Engine) {
        let mut answer = records(2);
        answer["records"][0]["third_party"] = json!(true);
        answer["records"][1]["graded_address"] = json!(true);
        let stage = Stage::new(engine, |_| {}, answer, None).await;
        let kari = hire(stage.office(), KARI, "Kari", &[UNIT]).await;
        let (first, second) = (Item::Record(0), Item::Record(1));
        let wanted = [
            say(first, 0, Verdict::Release),
            say(second, 0, Verdict::Release),
            say(Item::Record(2), 0, Verdict::Release),
            say(Item::File(0), 0, Verdict::Release),
        ];
        let expected = vec![
            (first, Refused::OthersNotAnswered),
            (second, Refused::AddressNotAnswered),
            (Item::Record(2), Refused::NoSuchItem),
            (Item::File(0), Refused::NoSuchItem),
        ];
        assert_eq!(stage.judge(&kari, &wanted).await, Err(expected));
        let misspelt = Judgement { verdict: redact("/data/Med"), others: Some(Others::TakenOut), address: None };
        let told = stage.judge(&kari, &[say(second, 0, withhold()), say(first, 0, misspelt)]).await.unwrap_err();
        assert_eq!(told[0].0, first);
        assert_eq!(told[0].1.to_string(), "a field that is to be taken out is not in the record", "nothing of it is repeated");
        assert_eq!(stage.found(&kari).await.standing, Standing::Open(2), "all or none");
        let right = Judgement { verdict: redact("/data/med"), others: Some(Others::TakenOut), address: None };
        let secret = Judgement { verdict: redact("/data/med"), others: None, address: Some(Address::TakenOut) };
        assert_eq!(stage.judge(&kari, &[say(first, 0, right), say(second, 0, secret)]).await, Ok(1));
        assert_eq!(stage.judge(&kari, &[]).await, Ok(1), "nothing said is nothing changed");
    }
}

both_databases! {
    async fn who_may_judge_is_decided_by_the_role_and_the_wall(engine: Engine) {
        let health = |system: &mut System| "health".clone_into(&mut system.sector);
        let stage = Stage::new(engine, health, records(1), None).await;
        let office = stage.office();
        let wanted = [say(Item::Record(0), 0, Verdict::Release)];
        for (number, role) in
            [(KARI, UNIT), (PER, "reviewer:education"), (ANE, "owner:skole"), (OLA, "caseworker:Plan og bygg")]
        {
            let who = hire(office, number, "Noen", &[role]).await;
            not_found(find(office, &who, &stage.reference, stage.task).await, role);
            not_found(judge(office, &who, &stage.reference, stage.task, &wanted).await, role);
            not_found(approve(office, &who, &stage.reference, stage.task, 0).await, role);
            let nothing = stream::iter([Ok(Vec::new().into())]);
            not_found(replace(office, &who, &stage.reference, stage.task, 0, nothing).await, role);
        }
        let nina = hire(office, NINA, "Nina", &["reviewer:health"]).await;
        not_found(judge(office, &nina, "2026-000002", stage.task, &wanted).await, "another case");
        not_found(judge(office, &nina, &stage.reference, TaskId::new(1), &wanted).await, "another task");
        assert_eq!(stage.judge(&nina, &wanted).await, Ok(1));
        let oneself = hire(office, PERSON, "Selv", &["reviewer:health"]).await;
        not_found(find(office, &oneself, &stage.reference, stage.task).await, "one's own case");
        let mut tx = office.db.read().await.unwrap();
        let person = server::subjects::find(&mut tx, &office.vault, &person(PERSON)).await.unwrap().unwrap();
        drop(tx);
        server::cases::withdraw::withdraw(office, person, stage.case).await.unwrap().unwrap();
        not_found(judge(office, &nina, &stage.reference, stage.task, &wanted).await, "it was taken back");
    }
}

both_databases! {
    async fn the_second_person_is_another_and_looks_at_what_is_there_now(engine: Engine) {
        let stage = Stage::new(engine, |system| system.review = Review::FourEyes, records(1), None).await;
        let office = stage.office();
        let kari = hire(office, KARI, "Kari", &[UNIT]).await;
        let per = hire(office, PER, "Per", &["reviewer:education"]).await;
        let second = async |who: &Handler, seen| approve(office, who, &stage.reference, stage.task, seen).await.unwrap();
        assert_eq!(second(&per, 0).await, Err(Refused::Open(1)));
        stage.judge(&kari, &[say(Item::Record(0), 0, Verdict::Release)]).await.unwrap();
        assert_eq!(stage.found(&per).await.standing, Standing::NeedsSecond);
        assert_eq!(second(&kari, 1).await, Err(Refused::SamePerson));
        assert_eq!(second(&per, 0).await, Err(Refused::Changed), "an older version");
        assert_eq!(second(&per, 1).await, Ok(()));
        assert_eq!(stage.found(&per).await.standing, Standing::Done);
        assert_eq!(second(&per, 1).await, Err(Refused::NoSecondNeeded), "once");
        stage.judge(&kari, &[say(Item::Record(0), 1, withhold())]).await.unwrap();
        assert_eq!(stage.found(&per).await.standing, Standing::NeedsSecond, "nobody has looked at this");
        assert_eq!(second(&per, 1).await, Err(Refused::Changed));
        stage.judge(&per, &[say(Item::Record(0), 2, Verdict::Release)]).await.unwrap();
        assert_eq!(second(&per, 3).await, Err(Refused::SamePerson), "whoever judged last");
        assert_eq!(second(&kari, 3).await, Ok(()), "whoever judged before, and not this");
        // Who may not handle the case has neither judged nor looked.
        let nina = hire(office, NINA, "Nina", &[UNIT]).await;
        recuse(office, &kari, &stage.reference, "Nabo").await.unwrap().unwrap();
        assert_eq!(stage.found(&nina).await.standing, Standing::NeedsSecond);
        assert_eq!(second(&nina, 3).await, Ok(()));
        assert_eq!(stage.found(&nina).await.standing, Standing::Done);
        recuse(office, &per, &stage.reference, "Fetter").await.unwrap().unwrap();
        let found = stage.found(&nina).await;
        assert_eq!((found.standing, found.reviewed.open(&found.items)), (Standing::Open(1), 1));
        assert_eq!(stage.judge(&nina, &[say(Item::Record(0), 0, withhold())]).await, Ok(4));
    }
}

both_databases! {
    async fn of_two_at_once_one_is_told_and_nothing_is_lost(engine: Engine) {
        let stage = Stage::new(engine, |_| {}, records(2), None).await;
        let kari = hire(stage.office(), KARI, "Kari", &[UNIT]).await;
        let per = hire(stage.office(), PER, "Per", &["reviewer:education"]).await;
        let (first, second) = (Item::Record(0), Item::Record(1));
        let wanted = [[say(first, 0, Verdict::Release)], [say(first, 0, withhold())], [say(second, 0, withhold())]];
        let (one, other, elsewhere) =
            tokio::join!(stage.judge(&kari, &wanted[0]), stage.judge(&per, &wanted[1]), stage.judge(&per, &wanted[2]));
        assert!(elsewhere.is_ok(), "{elsewhere:?}");
        let told: Vec<_> = [&one, &other].into_iter().filter_map(|judged| judged.as_ref().err()).collect();
        assert_eq!(told, [&vec![(first, Refused::Changed)]]);
        let found = stage.found(&kari).await;
        assert_eq!((found.version, found.standing), (2, Standing::Done));
        let kept = found.reviewed.of(first).unwrap();
        let winner = if one.is_ok() { kari.employee } else { per.employee };
        assert_eq!((kept.by.employee, kept.version), (winner, 1));
    }
}

both_databases! {
    async fn a_file_is_released_with_another_in_its_place(engine: Engine) {
        let content = b"Barnet og naboens barn";
        let digest: String = <sha2::Sha256 as sha2::Digest>::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        let file = json!({"name": "brev.txt", "title": "Brev", "media_type": "text/plain", "sha256": digest, "third_party": true, "graded_address": true});
        let answer = json!({"outcome": "data", "files": [file]});
        let small = |system: &mut System| system.largest_file_mb = 1;
        let stage = Stage::new(engine, small, answer, Some(content)).await;
        let office = stage.office();
        let kari = hire(office, KARI, "Kari", &[UNIT]).await;
        let put = async |place, content: Vec<std::io::Result<bytes::Bytes>>| {
            replace(office, &kari, &stage.reference, stage.task, place, stream::iter(content)).await.unwrap()
        };
        let item = Item::File(0);
        let silent = |file| Judgement { others: Some(Others::TakenOut), ..Verdict::replace(file, "Brev", AccessGround::OthersRights).into() };
        let with = |file| Judgement { address: Some(Address::TakenOut), ..silent(file) };
        let unknown = stage.judge(&kari, &[say(item, 0, with(BlobId::new(5)))]).await;
        assert_eq!(unknown, Err(vec![(item, Refused::NoSuchFile)]));
        let large = vec![0; 600_000];
        assert_eq!(put(0, vec![Ok(large.clone().into()), Ok(large.into())]).await, Err(Refused::TooLarge));
        let broken = vec![Ok("Barnet".into()), Err(std::io::ErrorKind::BrokenPipe.into())];
        assert_eq!(put(0, broken).await, Err(Refused::BrokenOff));
        assert_eq!(put(1, vec![Ok("Barnet".into())]).await, Err(Refused::NoSuchItem));
        assert_eq!(put(0, vec![Ok(content.as_slice().into())]).await, Err(Refused::SameFile), "the system's own again");
        assert_eq!(put(0, vec![]).await, Err(Refused::SameFile));
        let other = put(0, vec![Ok("Barnet".into())]).await.unwrap();
        let unanswered = stage.judge(&kari, &[say(item, 0, silent(other))]).await;
        assert_eq!(unanswered, Err(vec![(item, Refused::AddressNotAnswered)]), "the file holds a secret address, too");
        assert_eq!(stage.judge(&kari, &[say(item, 0, with(other))]).await, Ok(1));
        assert_eq!(stage.found(&kari).await.standing, Standing::Done);
        let kept = server::vault::store::blobs_of_case(&mut office.db.read().await.unwrap(), stage.case).await.unwrap();
        assert_eq!(kept.len(), 2, "what the system gave, and the other; nothing of what was not kept");
        for _ in 1..20 {
            put(0, vec![Ok("Barnet".into())]).await.unwrap();
        }
        assert_eq!(put(0, vec![Ok("Barnet".into())]).await, Err(Refused::TooManyFiles));
    }
}

both_databases! {
    async fn a_refusal_is_withheld_with_a_ground_and_no_answer_has_nothing_to_judge(engine: Engine) {
        let grounds = json!([{"code": "popplyl-16-1-d", "text": "Forvaltningsloven § 13"}]);
        let stage = Stage::new(engine, |_| {}, json!({"outcome": "refused", "grounds": grounds}), None).await;
        let kari = hire(stage.office(), KARI, "Kari", &[UNIT]).await;
        assert_eq!(stage.found(&kari).await.standing, Standing::Open(1));
        let release = stage.judge(&kari, &[say(Item::Refusal, 0, Verdict::Release)]).await;
        assert_eq!(release, Err(vec![(Item::Refusal, Refused::NotForThisItem)]));
        assert_eq!(stage.judge(&kari, &[say(Item::Refusal, 0, withhold())]).await, Ok(1));

        let receipt = accepted(stage.office(), &submission(vec![about("annet")]).anyway()).await;
        let task = stage.api.claim_one().await;
        let id = task["id"].as_str().unwrap().parse().unwrap();
        not_found(find(stage.office(), &kari, &receipt.reference, id).await, "no answer yet");
        assert_eq!(stage.api.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
        let nothing = find(stage.office(), &kari, &receipt.reference, id).await.unwrap();
        assert_eq!(nothing.map(|_| ()), Err(Refused::NothingToJudge));
        let gone = handler(stage.office(), KARI).await;
        let wanted = [say(Item::Record(0), 0, Verdict::Release)];
        let told = judge(stage.office(), &gone, &receipt.reference, id, &wanted).await.unwrap();
        assert_eq!(told, Err(vec![(Item::Record(0), Refused::NothingToJudge)]));
        send_notices(stage.office()).await;
    }
}
