//! A person reads what they were given access to on the pages, says what is wrong from there, and sees who has looked.

use jiff::SignedDuration;
use serde_json::json;
use server::cases::store as cases;
use server::login::session::Who;
use server::packages::release;

use crate::casework::hire;
use crate::releasing::{Stage, automatic, unpacked};
use crate::support::cases::{OTHER, PERSON, about_another, access, person, submission};
use crate::support::client::{Answer, Client};
use crate::support::employees::{KARI, PER, whose};
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, both_databases, rows};

/// A person who was given access to what one of three systems holds.
pub(crate) struct Reading {
    pub(crate) provider: ProviderDouble,
    pub(crate) stage: Stage,
    pub(crate) client: Client,
    other: Client,
    pub(crate) whose: String,
    /// Of the case.
    pub(crate) path: String,
}

fn document() -> serde_json::Value {
    json!({
        "outcome": "data",
        "records": [
            {
                "category": "fravær",
                "title": "Fravær <i>høsten</i>",
                "source": "Skolen",
                "legal_basis": "Opplæringslova",
                "data": {"timer": 12.5, "fag": [{"navn": "Norsk", "merknad": "<script>alert(1)</script>"}, {"navn": ""}]},
            },
            {"category": "elev", "title": "Eleven", "data": {"navn": "Åse", "aktiv": true}},
        ],
        "disclosures": [{"recipient": "Statsforvalteren", "on": "2026-01-15", "what": "Fravær"}],
        "accesses": [{"at": "2026-01-15T10:00:00Z", "who": "Lærer", "action": "Så på fravær"}],
    })
}

impl Reading {
    pub(crate) async fn new(engine: Engine) -> Self {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let (client, other) = (portal.client(), portal.client());
        for (client, number) in [(&client, PERSON), (&other, OTHER)] {
            provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": number }));
            assert_eq!(provider.log_in_through(client, "idporten").await.status, 303);
        }
        let whose = whose(&portal.office, &Who::Citizen(person(PERSON)));
        let stage = Stage::new(portal, automatic, submission(vec![access()])).await;
        let path = format!("/min-side/sak/{}", stage.receipt.reference);
        Self { provider, stage, client, other, whose, path }
    }

    /// The case is answered, with a file.
    pub(crate) async fn released(self) -> Self {
        let skole = &self.stage.systems[0];
        let task = skole.claim_one().await;
        let put = skole.put_file(&task, "vedtak%20%C3%A6.pdf", b"%PDF-1.7 innhold").await;
        let mut answer = document();
        answer["files"] = json!([{"name": "vedtak æ.pdf", "title": "Vedtak om plass", "media_type": "application/pdf",
            "sha256": put.json()["sha256"]}]);
        let taken = skole.answer(&task, answer).await;
        assert_eq!(taken.status, 200, "{}", taken.text());
        for system in 1..3 {
            self.stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        assert_eq!(self.stage.step().await.released, 1);
        self
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.client.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    fn data(&self) -> String {
        format!("{}/opplysninger/1", self.path)
    }

    async fn point(&self, button: &str) -> Answer {
        let fields = [
            ("hvem", self.whose.as_str()),
            ("sak", &self.stage.receipt.reference),
            ("pakke", "1"),
            ("system", "1"),
            ("pekt", button),
        ];
        self.client.post("/do/point-out", &fields).await
    }
}

both_databases! {
    async fn the_pages_show_what_the_package_holds(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let case = reading.page(&reading.path).await;
        assert!(case.contains("Svaret er klart") && case.contains(&reading.data()), "{case}");
        assert!(case.contains("Du kan hente den til og med "), "{case}");
        assert!(case.contains("Filen vi laget til deg, kan du hente til og med "), "{case}");
        // What is answered cannot be taken back, from whichever tab.
        assert!(!case.contains("/do/withdraw-case"), "{case}");
        let withdraw = [("hvem", reading.whose.as_str()), ("sak", &reading.stage.receipt.reference)];
        let refused = reading.client.post("/do/withdraw-case", &withdraw).await;
        let page = reading.page(refused.header("location")).await;
        assert!(page.contains("Saken er ikke åpen lenger.") && page.contains("Svaret er klart"), "{page}");
        assert!(case.contains("Du har fått det du ba om.") && case.contains("Les hele svaret i brevet:"), "{case}");

        let overview = reading.page(&reading.data()).await;
        assert!(overview.contains("Skolesystemet") && overview.contains("2 opplysninger, 1 fil, 1 oppslag"), "{overview}");
        assert!(overview.contains("Biblioteket: lån/purring"), "what holds nothing is named: {overview}");

        let page = reading.page(&format!("{}/1", reading.data())).await;
        for said in ["12.5", "Norsk", "&lt;script&gt;alert(1)&lt;/script&gt;", "Fravær &lt;i&gt;høsten", "ikke fylt ut", "Åse",
            "Statsforvalteren", "15.1.2026</td>", "15.1.2026 kl. 11.00", "Lærer", "Opplæringslova", "Følge opp elever.", "Ti år", "Vedtak om plass"] {
            assert!(page.contains(said), "{said} in {page}");
        }
        assert!(!page.contains("<script>alert"), "{page}");

        // The same that the file says.
        let (_, files) = unpacked(&reading.stage.package(1).await);
        let records = files.iter().find(|(path, _)| path.ends_with("records.json")).unwrap().1;
        assert!(String::from_utf8_lossy(records).contains("12.5"));
        let mut tx = reading.stage.office().db.read().await.unwrap();
        let opened = "select count(*) from audit_event where action = 'package.opened'";
        assert_eq!(rows::number(&mut tx, opened).await, 1, "looking at it is noted, once");
    }
}

both_databases! {
    async fn one_file_is_fetched_by_itself_as_nothing_but_a_file(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let path = format!("{}/1/fil/1", reading.data());
        let answer = reading.client.get(&path).await;
        assert_eq!((answer.status, &answer.bytes[..]), (200, &b"%PDF-1.7 innhold"[..]));
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert_eq!(answer.header("content-disposition"), "attachment; filename*=UTF-8''vedtak%20%C3%A6%2Epdf");
        assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
        assert_eq!(reading.other.get(&path).await.status, 404);
        for none in ["1/fil/0", "1/fil/2", "2/fil/1", "0/fil/1", "1/fil/x", "1/fil/-1"] {
            let answer = reading.client.get(&format!("{}/{none}", reading.data())).await;
            assert_eq!(answer.status, 404, "{none}");
        }
        assert_eq!(reading.stage.portal.client().get(&path).await.status, 303, "nobody is led to the login");
    }
}

both_databases! {
    async fn nothing_is_there_before_it_is_released_after_its_time_or_for_anybody_else(engine: Engine) {
        let reading = Reading::new(engine).await;
        assert_eq!(reading.client.get(&reading.data()).await.status, 404);
        let reading = reading.released().await;
        for path in [reading.data(), format!("{}/1", reading.data()), format!("{}/oppslag", reading.path)] {
            assert_eq!(reading.other.get(&path).await.status, 404, "{path}");
        }
        // Nor is anything asked for from it, in a form of their own.
        let (theirs, case) = (whose(&reading.stage.portal.office, &Who::Citizen(person(OTHER))), &reading.stage.receipt.reference);
        let fields = [("hvem", theirs.as_str()), ("sak", case), ("pakke", "1"), ("system", "1"), ("pekt", "rett-0")];
        for action in ["/do/point-out", "/do/ask-again"] {
            assert_eq!(reading.other.post(action, &fields).await.status, 404, "{action}");
        }
        for none in ["2", "0", "x", "1/0", "1/2", "1/99999999999999999999"] {
            let path = format!("{}/opplysninger/{none}", reading.path);
            assert_eq!(reading.client.get(&path).await.status, 404, "{path}");
        }
        let far = reading.page(&format!("{}/1?side=4000000000", reading.data())).await;
        assert!(far.contains("Åse"), "a page that there is not is the last");
        // Nobody is logged in for so long: what is in the case is looked at by the office's clock alone.
        reading.stage.portal.clock.step(SignedDuration::from_hours(24 * 61));
        assert_eq!(release::expire(reading.stage.office(), 100).await.unwrap(), 1);
        let reference = &reading.stage.receipt.reference;
        let gone = server::packages::download::find(reading.stage.office(), reading.stage.person().await, reference, 1).await;
        assert!(matches!(gone, Err(server::error::Error::NotFound)));
        // Logged in anew, they read that it is gone, and how to get it once more.
        let now_s = reading.stage.portal.clock.now_ms() / 1000;
        reading.provider.change(|script| {
            script.claims = json!({ "acr": "idporten-loa-high", "pid": PERSON, "iat": now_s, "exp": now_s + 120 });
        });
        assert_eq!(reading.provider.log_in_through(&reading.client, "idporten").await.status, 303);
        let page = reading.page(&reading.path).await;
        assert!(page.contains("Tiden for å hente filen er ute") && page.contains("Be om innsyn på nytt"), "{page}");
        assert!(!page.contains("/pakke/1") && page.contains("/do/ask-again"), "{page}");
        assert!(page.contains("Filen vi laget til deg, er slettet. Opplysningene ligger fortsatt i systemene."), "{page}");
        assert_eq!(reading.client.get(&reading.data()).await.status, 404);
    }
}

both_databases! {
    async fn what_is_wrong_is_said_from_where_one_sees_it(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let answer = reading.point("rett-0.0.0.1").await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let question = answer.header("location").to_owned();
        assert!(question.starts_with("/min-side/ny/retting?nr="), "{question}");
        let page = reading.page(&question).await;
        assert!(page.contains("Fravær &lt;i>høsten&lt;/i> – fag 1 – navn (Skolesystemet)"), "{page}");
        assert!(page.contains("Norsk"), "what stands there is filled in: {page}");
        // Pressed twice, it is one.
        assert_eq!(reading.point("rett-0.0.0.1").await.header("location"), question);

        let answer = reading.point("slett-1").await;
        let erasure = answer.header("location").to_owned();
        assert!(erasure.starts_with("/min-side/ny/sletting?sett="), "{erasure}");
        let page = reading.page(&erasure).await;
        assert!(page.contains("Eleven (Skolesystemet)"), "{page}");
        let back = format!("href=\"{}/1\"", reading.data());
        assert!(page.contains(&back), "there is a way back to where it was seen: {page}");
        for none in ["x", "2026-000001.1", "2026-000001.1.1.1", "2026-000001.1.-1", "https:/x.1.1", "../x.1.1"] {
            let page = reading.page(&format!("/min-side/ny/sletting?sett={none}")).await;
            assert!(!page.contains("Til opplysningene der du så dette"), "{none}");
        }
        assert!(reading.page("/min-side/ny").await.contains("innsyn"), "the draft goes on like any other");

        // So is a file.
        let system = reading.page(&format!("{}/1", reading.data())).await;
        for button in ["value=\"rett-fil1\"", "value=\"slett-fil1\""] {
            assert!(system.contains(button), "{button} in {system}");
        }
        let answer = reading.point("rett-fil1").await;
        let page = reading.page(answer.header("location")).await;
        assert!(page.contains("Vedtak om plass – vedtak æ.pdf (Skolesystemet)"), "{page}");
        let answer = reading.point("slett-fil1").await;
        let page = reading.page(answer.header("location")).await;
        assert!(page.contains("Eleven (Skolesystemet)") && page.contains("Vedtak om plass – vedtak æ.pdf (Skolesystemet)"), "{page}");

        for bad in ["", "rett-", "rett-x", "rett-0.", "rett--1", "slett-0x1", "noe", "rett-fil", "rett-filx", "slett-fil-1", "rett-fil1.0"] {
            assert_eq!(reading.point(bad).await.status, 400, "{bad}");
        }
        for none in ["rett-fil0", "slett-fil2", "rett-2", "rett-0.9", "rett-0.1.0", "rett-0.1.0.0.0.0.0.0.0.0.0.0.0.0.0"] {
            assert_eq!(reading.point(none).await.status, 404, "{none}");
        }
        let strange = [("hvem", reading.whose.as_str()), ("sak", reading.path.as_str()), ("pekt", "rett-0")];
        assert_eq!(reading.client.post("/do/point-out", &strange).await.status, 400);
    }
}

both_databases! {
    async fn of_two_that_say_the_same_each_is_pointed_at(engine: Engine) {
        let reading = Reading::new(engine).await;
        let record = json!({"category": "fravær", "title": "Fravær", "data": {"timer": ["to", "to"]}});
        reading.stage.answers(0, json!({"outcome": "data", "records": [record, record]})).await;
        for system in 1..3 {
            reading.stage.answers(system, json!({"outcome": "no_data"})).await;
        }
        assert_eq!(reading.stage.step().await.released, 1);
        let page = reading.page(&format!("{}/1", reading.data())).await;
        assert!(page.contains("Fravær (1)") && page.contains("Fravær (2)"), "{page}");
        let places = [("0.0.0", "Fravær (1) – timer 1"), ("0.0.1", "Fravær (1) – timer 2"), ("1.0.0", "Fravær (2) – timer 1")];
        let mut questions = Vec::new();
        for (place, what) in places {
            let question = reading.point(&format!("rett-{place}")).await.header("location").to_owned();
            assert!(reading.page(&question).await.contains(&format!("{what} (Skolesystemet)")), "{what}");
            questions.push(question);
            let erasure = reading.point(&format!("slett-{place}")).await.header("location").to_owned();
            assert!(reading.page(&erasure).await.contains(&format!("{what} (Skolesystemet)")), "{what}");
        }
        questions.sort();
        questions.dedup();
        assert_eq!(questions.len(), 3, "{questions:?}");
    }
}

both_databases! {
    async fn what_was_begun_about_somebody_else_is_not_mixed_with_it(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let whom = [("hvem", reading.whose.as_str()), ("gjelder", "barn"), ("nummer", OTHER)];
        assert_eq!(reading.client.post_form("/do/ask-who", &whom, &[]).await.status, 303);
        let answer = reading.point("rett-1.0").await;
        assert_eq!(answer.status, 303);
        let page = reading.page(answer.header("location")).await;
        assert!(page.contains("Du har begynt på en henvendelse om en annen person."), "{page}");
        let again = [("hvem", reading.whose.as_str()), ("sak", &reading.stage.receipt.reference)];
        let answer = reading.client.post("/do/ask-again", &again).await;
        assert!(reading.page(answer.header("location")).await.contains("Du har begynt på en henvendelse om en annen person."));
        let discard = [("hvem", reading.whose.as_str())];
        assert_eq!(reading.client.post("/do/discard-draft", &discard).await.status, 303);
        let answer = reading.client.post("/do/ask-again", &again).await;
        assert_eq!(answer.header("location"), "/min-side/ny/hvor", "what and for whom is answered");
    }
}

both_databases! {
    async fn of_a_case_about_another_it_is_said_about_that_person(engine: Engine) {
        let mut reading = Reading::new(engine).await.released().await;
        // Nobody sends the receipt.
        reading.stage.portal.expect_unfinished(0, 1);
        let receipt = about_another(reading.stage.office()).await;
        let mut tx = reading.stage.office().db.read().await.unwrap();
        let case = cases::find_case(&mut tx, receipt.case).await.unwrap().unwrap();
        assert!(case.behalf.is_some());
        drop(tx);
        let again = [("hvem", reading.whose.as_str()), ("sak", receipt.reference.as_str())];
        let answer = reading.client.post("/do/ask-again", &again).await;
        assert_eq!(answer.header("location"), "/min-side/ny/hvor");
        let page = reading.page("/min-side/ny/hvem").await;
        assert!(page.contains(OTHER), "{page}");
        // Also the data that came of such a case.
        let said = "Når vi skriver «deg» om opplysningene, mener vi den du spør for.";
        assert!(!reading.page(&reading.data()).await.contains(said));
        let mut tx = reading.stage.office().db.write().await.unwrap();
        let about = format!("update cases set subject_id = '{}' where id = '{}'", case.subject, reading.stage.receipt.case);
        rows::run(&mut tx, &about).await.unwrap();
        tx.commit().await.unwrap();
        assert!(reading.page(&reading.data()).await.contains(said));
    }
}

both_databases! {
    async fn who_has_looked_is_told_by_role_and_never_by_name(engine: Engine) {
        let reading = Reading::new(engine).await;
        let looked = format!("{}/oppslag", reading.path);
        assert!(reading.page(&looked).await.contains("Ingen ansatt har sett på saken din ennå."));
        let office = reading.stage.office();
        let kari = hire(office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        let per = hire(office, PER, "Per Vik", &["reviewer:health"]).await;
        let teacher = hire(office, "04896237948", "Ane Lie", &["reviewer:education"]).await;
        for handler in [&kari, &teacher] {
            server::casework::view::case(office, handler, &reading.stage.receipt.reference).await.unwrap();
        }
        let reference = &reading.stage.receipt.reference;
        assert!(server::casework::view::case(office, &per, reference).await.is_err());
        let page = reading.page(&looked).await;
        assert!(page.contains("Saksbehandler, Dokumentsenteret") && page.contains("For å behandle saken"), "{page}");
        assert!(page.contains("Ansatt i kommunen"), "of which sector is not told before the answer: {page}");
        assert!(!page.contains("vurderer svar"), "nor that somebody judges one: {page}");
        for name in ["Kari", "Ane", "education"] {
            assert!(!page.contains(name), "{name} in {page}");
        }
        let reading = reading.released().await;
        let page = reading.page(&looked).await;
        assert!(page.contains("Ansatt som vurderer svar, "), "{page}");
        assert!(page.contains("Skolesystemet") && page.contains("1 oppslag") && page.contains("/opplysninger/1/1#oppslag"), "{page}");
    }
}
