//! A person has a part of the answer: what is missing is late, follows in a letter of its own, and all of it is judged anew.

use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::{Value, json};
use server::cases::close::reopen;
use server::cases::rules::{Outcome, Right};
use server::cases::store as cases;
use server::cases::withdraw::withdraw;
use server::decisions::access::{Wanted, access as decide, supplement};
use server::decisions::decide::Refused;
use server::decisions::grounds::AccessGround;
use server::id::TaskId;
use server::packages::release;
use server::packages::releaser::Releaser;
use server::review::judge::{Wanted as Said, judge};
use server::review::rules::{Because, Item, Verdict};

use crate::plain_words::{HARDEST, lix, text};
use crate::support::cases::{PERSON, access, send_notices};
use crate::support::client::Client;
use crate::support::provider::ProviderDouble;
use crate::support::seen::keep;
use crate::support::taken::Taken;
use crate::support::{Engine, both_databases};

const WORDS: &str = "Noe kommer senere.";

/// One system has given two records, of which the second is held back; what the others hold is missing.
struct InPart {
    provider: ProviderDouble,
    stage: Taken,
    client: Client,
}

impl InPart {
    async fn new(engine: Engine) -> Self {
        let part = Self::with(engine).await;
        part.answers(0).await;
        part
    }

    /// Before any system has answered.
    async fn with(engine: Engine) -> Self {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let client = portal.client();
        let stage = Taken::at(portal, vec![access()], |system| system.name = format!("Systemet {}", system.key)).await;
        let part = Self { provider, stage, client };
        part.log_in().await;
        part
    }

    async fn log_in(&self) {
        let now_s = self.stage.portal.clock.now_ms() / 1000;
        self.provider.change(|script| {
            script.claims = json!({ "acr": "idporten-loa-high", "pid": PERSON, "iat": now_s, "exp": now_s + 120 });
        });
        assert_eq!(self.provider.log_in_through(&self.client, "idporten").await.status, 303);
    }

    async fn answers(&self, system: usize) {
        let system = &self.stage.systems[system];
        let task = system.claim_one().await;
        let record = |title: &str| json!({"category": "fravær", "title": title, "data": {"timer": 2}});
        let answer = json!({"outcome": "data", "records": [record("Mitt"), record("Naboens")]});
        assert_eq!(system.answer(&task, answer).await.status, 200);
        let withhold = Verdict::Withhold { because: Because::of(AccessGround::OthersRights) };
        let said = [(0, Verdict::Release), (1, withhold)].map(|(place, verdict)| Said {
            item: Item::Record(place),
            seen: 0,
            judgement: verdict.into(),
        });
        let (office, kari, reference) = (self.stage.office(), &self.stage.kari, &self.stage.reference);
        judge(office, kari, reference, id(&task), &said).await.unwrap().unwrap();
    }

    /// Decides, and what is not in it is expected on this day.
    async fn decided(&self) {
        let (office, kari, reference) = (self.stage.office(), &self.stage.kari, &self.stage.reference);
        let wanted = |gaps: Vec<TaskId>| Wanted {
            outcome: Outcome::PartlyGranted,
            words: WORDS,
            gaps: gaps.into_iter().map(|task| (task, date(2026, 4, 20))).collect(),
        };
        let Err(Refused::NotAllIn(missing)) = decide(office, kari, reference, &wanted(vec![])).await.unwrap() else {
            panic!("two are missing")
        };
        decide(office, kari, reference, &wanted(missing)).await.unwrap().unwrap();
    }

    async fn released(&self) {
        let released = Releaser::new(self.stage.office().clone(), "").step().await.unwrap();
        assert_eq!(released.released, 1);
        send_notices(self.stage.office()).await;
    }

    async fn list(&self) -> String {
        self.client.get("/min-side").await.text()
    }

    /// The one with the decision.
    async fn letter(&self) -> String {
        self.client.get(&format!("/min-side/sak/{}/brev/2", self.stage.reference)).await.text()
    }

    async fn case(&self) -> String {
        self.client.get(&format!("/min-side/sak/{}", self.stage.reference)).await.text()
    }
}

fn id(task: &Value) -> TaskId {
    task["id"].as_str().unwrap().parse().unwrap()
}

both_databases! {
    async fn what_is_decided_and_not_told_yet_is_still_waited_for(engine: Engine) {
        let part = InPart::new(engine).await;
        part.decided().await;
        let list = part.list().await;
        assert!(list.contains("Du får svar senest") && !list.contains("en del av svaret"), "{list}");
        let before = part.case().await;
        assert!(before.contains("Du får svar senest") && !before.contains("Svaret er klart"), "{before}");
        part.released().await;
        let list = part.list().await;
        assert!(!list.contains("Du får svar senest"), "{list}");
        assert!(list.contains("Du har fått en del av svaret. Resten kommer senere."), "{list}");
    }
}

both_databases! {
    async fn what_is_held_back_and_what_is_missing_stand_with_the_answer(engine: Engine) {
        let part = InPart::new(engine).await;
        part.decided().await;
        part.released().await;
        let case = part.case().await;
        for said in ["Svaret er klart", "Du har fått noe av det du ba om.", "Hva er holdt tilbake, og hvorfor",
            "En kopi til deg ville gå ut over andres rettigheter", "Slik klager du", "Dette mangler ennå",
            "Systemet arkiv: Du hører fra oss senest mandag 20. april 2026.", "Da gjør vi ikke mer med resten."] {
            assert!(case.contains(said), "{said} in {case}");
        }
        // Also what says no is read by everybody.
        let letter = part.letter().await;
        assert!(letter.contains("En kopi til deg ville gå ut over andres rettigheter"), "{letter}");
        for page in [&case, &letter] {
            assert!(lix(&text(page)).unwrap() < HARDEST, "{}", text(page));
        }
        let data = format!("/min-side/sak/{}/opplysninger/1", part.stage.reference);
        let overview = part.client.get(&data).await.text();
        assert!(overview.contains("Dette manglet da vi laget denne filen") && overview.contains("Systemet arkiv"), "{overview}");
        let system = part.client.get(&format!("{data}/1")).await.text();
        assert!(system.contains("Noe er tatt ut") && system.contains("En kopi til deg ville gå ut over"), "{system}");
        assert!(system.contains("Mitt") && !system.contains("Naboens"), "{system}");
    }
}

both_databases! {
    async fn what_is_missing_counts_as_not_answered_until_one_is_told_of_it(engine: Engine) {
        let part = InPart::new(engine).await;
        part.decided().await;
        part.released().await;
        let progress = "1 av 3 systemer har svart.";
        let case = part.case().await;
        assert!(case.contains(progress) && case.contains("Systemet arkiv: "), "{case}");
        // It has something, which is gone through; or nothing, which nobody is told of yet either.
        let system = &part.stage.systems[1];
        let task = system.claim_one().await;
        let record = json!({"category": "fravær", "title": "Mitt", "data": {"timer": 2}});
        let answer = json!({"outcome": "data", "records": [record]});
        assert_eq!(system.answer(&task, answer).await.status, 200);
        let task = part.stage.systems[2].claim_one().await;
        assert_eq!(part.stage.systems[2].answer(&task, json!({"outcome": "no_data"})).await.status, 200);
        let case = part.case().await;
        assert!(case.contains(progress) && !case.contains("Alle systemene har svart"), "{case}");
        let path = format!("/min-side/sak/{}/fremdrift", part.stage.reference);
        assert_eq!(part.client.get(&path).await.status, 200);
        let event = part.client.next_event().await.unwrap();
        assert!(event.contains(progress), "{event}");
    }
}

both_databases! {
    async fn what_is_missing_says_when_it_is_late_and_follows_in_a_letter_of_its_own(engine: Engine) {
        let part = InPart::new(engine).await;
        part.decided().await;
        part.released().await;
        part.stage.portal.clock.step(SignedDuration::from_hours(24 * 50));
        part.log_in().await;
        let list = part.list().await;
        assert!(list.contains("Du skulle ha fått svar senest") && list.contains("Vi er forsinket."), "{list}");
        let case = part.case().await;
        assert!(case.contains("Du skulle ha hørt fra oss senest mandag 20. april 2026. Vi er forsinket."), "{case}");
        keep("mine-late", &list);
        keep("case-rest-late", &case);

        for system in 1..3 {
            part.answers(system).await;
        }
        let (office, kari, reference) = (part.stage.office(), &part.stage.kari, &part.stage.reference);
        let wanted = Wanted { outcome: Outcome::PartlyGranted, words: WORDS, gaps: [].into() };
        supplement(office, kari, reference, &wanted).await.unwrap().unwrap();
        part.released().await;
        let case = part.case().await;
        let letters = case.split_once("Les hele svaret i brevet:").unwrap().1.split_once("Siden har du fått et brev til:").unwrap();
        assert!(letters.0.contains("/brev/2") && letters.1.contains("/brev/3"), "the first one says why: {case}");
        assert!(case.contains("Filen vi laget til deg, kan du hente til og med ") && case.contains("Filen med det som manglet, kan du hente til og med "), "{case}");
        assert!(case.contains("Opplysninger som manglet, ble klare") && !case.contains("Dette mangler ennå"), "{case}");
        keep("case-supplement", &case);

        // A complaint: it is judged anew, and what was given can still be fetched.
        reopen(office, kari, reference, Right::Access, "Klage").await.unwrap().unwrap();
        let list = part.list().await;
        assert!(list.contains("Vi arbeider med saken") && !list.contains("en del av svaret"), "{list}");
        let case = part.case().await;
        assert!(case.contains("/pakke/1") && case.contains("/pakke/2") && !case.contains("Les hele svaret"), "{case}");
        assert!(case.contains("Det du fikk tidligere, kan du fortsatt hente.") && !case.contains("Svaret er klart"), "{case}");
        keep("case-taken-up-again", &case);
        // Also once its time is over, and where the person takes the case back.
        part.stage.portal.clock.step(SignedDuration::from_hours(24 * 61));
        assert_eq!(release::expire(office, 100).await.unwrap(), 2);
        part.log_in().await;
        let case = part.case().await;
        assert!(case.contains("Vi ser på saken på nytt.") && !case.contains("kan du fortsatt hente"), "{case}");
        let mut tx = office.db.read().await.unwrap();
        let found = cases::find_case(&mut tx, part.stage.case).await.unwrap().unwrap();
        drop(tx);
        withdraw(office, found.filer, found.id).await.unwrap().unwrap();
        let case = part.case().await;
        assert!(!case.contains("Vi ser på saken på nytt.") && case.contains("Tiden for å hente filen er ute"), "{case}");
    }
}

both_databases! {
    async fn where_nothing_is_found_the_page_says_where_and_how_to_complain(engine: Engine) {
        let part = InPart::with(engine).await;
        for system in &part.stage.systems {
            let task = system.claim_one().await;
            assert_eq!(system.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
        }
        let (office, kari, reference) = (part.stage.office(), &part.stage.kari, &part.stage.reference);
        let wanted = Wanted { outcome: Outcome::NothingHeld, words: WORDS, gaps: [].into() };
        decide(office, kari, reference, &wanted).await.unwrap().unwrap();
        send_notices(part.stage.office()).await;
        let case = part.case().await;
        assert!(case.contains("Vi fant ingen opplysninger der vi lette.") && case.contains("Slik klager du"), "{case}");
        assert!(!case.contains("Last ned alt") && !case.contains("Får du en fil"), "{case}");
        keep("case-nothing-found", &case);
        keep("letter-nothing-found", &part.letter().await);
    }
}

both_databases! {
    async fn where_access_is_refused_the_page_says_why_and_how_to_complain(engine: Engine) {
        let part = InPart::with(engine).await;
        for system in &part.stage.systems[1..] {
            let task = system.claim_one().await;
            assert_eq!(system.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
        }
        let task = part.stage.systems[0].claim_one().await;
        let refused = json!({"outcome": "refused", "grounds": [{"code": "popplyl-16-1-b"}]});
        assert_eq!(part.stage.systems[0].answer(&task, refused).await.status, 200);
        let (office, kari, reference) = (part.stage.office(), &part.stage.kari, &part.stage.reference);
        let judgement = Verdict::Withhold { because: Because::of(AccessGround::Crimes) }.into();
        judge(office, kari, reference, id(&task), &[Said { item: Item::Refusal, seen: 0, judgement }]).await.unwrap().unwrap();
        let wanted = Wanted { outcome: Outcome::Refused, words: WORDS, gaps: [].into() };
        decide(office, kari, reference, &wanted).await.unwrap().unwrap();
        send_notices(office).await;
        let case = part.case().await;
        for said in ["Hva er holdt tilbake, og hvorfor", "Slik klager du",
            "Dette må vi holde hemmelig for å kunne hindre lovbrudd", "personopplysningsloven § 16 første ledd bokstav b."] {
            assert!(case.contains(said), "{said}: {case}");
        }
        assert!(!case.contains("Last ned alt") && !case.contains("Se opplysningene"), "{case}");
        assert!(lix(&text(&case)).unwrap() < HARDEST, "{}", text(&case));
        keep("case-refused", &case);
        keep("letter-refused", &part.letter().await);
    }
}
