//! A person asks for something, one question after the other: nothing that was typed is lost, and however often the button is
//! pressed, it is one case.

use jiff::SignedDuration;
use serde_json::json;
use server::drafts;
use server::login::session::Who;
use server::systems::rules::Served;

use crate::support::cases::{OTHER, PERSON, add_systems, person};
use crate::support::client::{Answer, Client};
use crate::support::employees::whose;
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, TestPortal, both_databases, rows};

/// Somebody who is logged in safely enough to ask.
pub(crate) struct Asking {
    pub(crate) portal: TestPortal,
    pub(crate) provider: ProviderDouble,
    pub(crate) client: Client,
    pub(crate) whose: String,
}

impl Asking {
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    pub(crate) async fn with(engine: Engine, settings: &[(&'static str, &str)]) -> Self {
        let provider = ProviderDouble::start().await;
        let setup = provider.setup_with_employees(engine);
        let portal = settings.iter().fold(setup, |setup, (name, value)| setup.with(name, value)).start().await;
        add_systems(&portal.office, 2, Served::Manual).await;
        let client = portal.client();
        let mut asking = Self { portal, provider, client, whose: String::new() };
        asking.whose = asking.mark(PERSON);
        asking.log_in(&asking.client, PERSON).await;
        asking
    }

    fn mark(&self, number: &str) -> String {
        whose(&self.portal.office, &Who::Citizen(person(number)))
    }

    pub(crate) async fn log_in(&self, client: &Client, number: &str) {
        let now_s = self.portal.clock.now_ms() / 1000;
        self.provider.change(|script| {
            script.claims = json!({ "acr": "idporten-loa-high", "pid": number, "iat": now_s, "exp": now_s + 120, "sub": number, "sid": number });
        });
        assert_eq!(self.provider.log_in_through(client, "idporten").await.status, 303);
    }

    /// Answers a question; where that leads.
    pub(crate) async fn answer(&self, action: &str, fields: &[(&str, &str)]) -> String {
        if ["ask-who", "ask-wrong"].contains(&action) {
            return self.answer_with(action, fields, &[]).await;
        }
        let answer = self.client.post(&format!("/do/{action}"), &self.own(fields)).await;
        assert_eq!(answer.status, 303, "{action}: {}", answer.text());
        answer.header("location").to_owned()
    }

    fn own<'a>(&'a self, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [("hvem", self.whose.as_str())].into_iter().chain(fields.iter().copied()).collect()
    }

    /// The same, with files: each its name and what is in it.
    pub(crate) async fn answer_with(&self, action: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> String {
        let files: Vec<_> = files.iter().map(|(name, content)| ("vedlegg", *name, *content)).collect();
        let answer = self.client.post_form(&format!("/do/{action}"), &self.own(fields), &files).await;
        assert_eq!(answer.status, 303, "{action}: {}", answer.text());
        answer.header("location").to_owned()
    }

    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.client.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// All that access takes, from the second question on.
    pub(crate) async fn rest(&self) {
        assert_eq!(self.answer("ask-who", &[("gjelder", "meg")]).await, "/min-side/ny/hvor");
        self.answer("ask-where", &[("omfang", "alt")]).await;
        self.answer("ask-find", &[("navn", "Kari Nordmann")]).await;
        assert_eq!(self.answer("ask-notify", &[("varsel", "nei")]).await, "/min-side/ny/se-over");
    }

    pub(crate) async fn token(&self) -> String {
        let page = self.page("/min-side/ny/se-over").await;
        let (_, after) = page.split_once("name=\"utkast\" value=\"").expect("the button that sends");
        after.split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn send(&self, token: &str) -> String {
        self.answer("send-case", &[("utkast", token)]).await
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let mut tx = self.portal.office.db.read().await.unwrap();
        rows::number(&mut tx, &format!("select count(*) from {table}")).await
    }
}

/// Where one comes whose request was not sent.
pub(crate) const NOT_SENT: &str = "/min-side/ny/se-over?ferdig=ikke-sendt";

/// What a page says is wrong.
pub(crate) fn is_refused(location: &str, path: &str) -> bool {
    location.starts_with(&format!("{path}?skjema="))
}

both_databases! {
    async fn from_the_first_question_to_the_receipt(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        let page = asking.page("/min-side").await;
        assert!(page.contains("href=\"/min-side/ny\"") && !page.contains("Du har begynt"), "{page}");
        assert_eq!(asking.answer("ask-what", &[("innsyn", "ja")]).await, "/min-side/ny/hvem");
        assert!(asking.page("/min-side").await.contains("Du har begynt på en henvendelse"));
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("Ikke besvart ennå") && !page.contains("Send henvendelsen"), "{page}");
        asking.rest().await;
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("Vi spør 2 systemer i kommunen") && page.contains("Kari Nordmann"), "{page}");
        let location = asking.send(&asking.token().await).await;
        assert_eq!(location, "/min-side/sak/2026-000001/kvittering");
        let page = asking.page(&location).await;
        assert!(page.contains("Vi har fått henvendelsen din") && page.contains("2026-000001"), "{page}");
        assert!(page.contains("Du får svar senest"), "{page}");
        assert_eq!(asking.count("draft").await, 0);
        assert!(!asking.page("/min-side").await.contains("Du har begynt"));
    }
}

both_databases! {
    async fn the_button_pressed_twice_is_one_case(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let token = asking.token().await;
        let (first, second) = tokio::join!(asking.send(&token), asking.send(&token));
        assert_eq!((first.as_str(), &first), ("/min-side/sak/2026-000001/kvittering", &second));
        assert_eq!(asking.send(&token).await, first, "also much later");
        assert_eq!(asking.count("cases").await, 1);
        // What was sent is no draft any more, and what is not a draft of theirs is nobody's.
        let none = "0".repeat(64);
        assert_eq!(asking.send(&none).await, NOT_SENT);
    }
}

both_databases! {
    async fn who_has_an_open_case_is_told_and_may_send_another(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 2);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        asking.send(&asking.token().await).await;
        asking.answer("ask-what", &[("sletting", "ja")]).await;
        asking.answer("ask-erase", &[("hva", "Bildet mitt"), ("hvorfor", "Vet ikke")]).await;
        asking.rest().await;
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("Du har en sak hos oss fra før") && page.contains("Send henvendelsen likevel"), "{page}");
        let token = asking.token().await;
        assert_eq!(asking.send(&token).await, NOT_SENT, "not without having seen it");
        assert!(asking.page(NOT_SENT).await.contains("Henvendelsen er ikke sendt ennå."), "and is told so");
        assert_eq!(asking.answer("send-case", &[("utkast", &token), ("likevel", "ja")]).await, "/min-side/sak/2026-000002/kvittering");
    }
}

both_databases! {
    async fn each_mistake_is_said_and_what_was_typed_is_still_there(engine: Engine) {
        let asking = Asking::new(engine).await;
        let long = "å".repeat(4001);
        let many = "linje\n".repeat(21);
        for (action, path, fields, said) in [
            ("ask-what", "/min-side/ny", vec![("innsyn", "kanskje")], "Velg minst ett av svarene."),
            ("ask-who", "/min-side/ny/hvem", vec![], "Velg ett av svarene."),
            ("ask-who", "/min-side/ny/hvem", vec![("gjelder", "naboen")], "Velg ett av svarene på siden."),
            ("ask-who", "/min-side/ny/hvem", vec![("gjelder", "barn"), ("nummer", "12345678901")], "Skriv et gyldig fødselsnummer"),
            ("ask-who", "/min-side/ny/hvem", vec![("gjelder", "fullmakt"), ("nummer", PERSON)], "Dette er ditt eget nummer."),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("fra", "2026-02-30")], "Velg en dato,"),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("fra", "2026-02-02"), ("til", "2026-02-01")], "Den siste dagen må være"),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("omrade-health", "ja"), ("bestemt", &long)], "høyst 4"),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("fra", "0001-01-01")], "Velg en dag fra 1900 til og med i dag."),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("til", "9999-12-31")], "Velg en dag fra 1900 til og med i dag."),
            ("ask-where", "/min-side/ny/hvor", vec![("omfang", "deler"), ("fra", "10000-01-01")], "Velg en dato,"),
            ("ask-wrong", "/min-side/ny/retting", vec![("riktig", "Storgata 2")], "Fyll ut dette feltet."),
            ("ask-wrong", "/min-side/ny/retting", vec![("feil", &long)], "Teksten er for lang."),
            ("ask-erase", "/min-side/ny/sletting", vec![("hva", " \u{a0}\n"), ("hvorfor", "Vet ikke")], "Fyll ut dette feltet."),
            ("ask-erase", "/min-side/ny/sletting", vec![("hva", "\u{200b}\u{202e}")], "Fyll ut dette feltet."),
            ("ask-wrong", "/min-side/ny/retting", vec![("feil", "\u{2060} \u{200f}")], "Fyll ut dette feltet."),
            ("ask-wrong", "/min-side/ny/retting", vec![("feil", "")], "Fyll ut dette feltet."),
            ("ask-find", "/min-side/ny/finne", vec![("adresser", &many)], "Skriv høyst 20 linjer."),
            ("ask-notify", "/min-side/ny/varsel", vec![("varsel", "ja"), ("epost", "kari@")], "Skriv en e-postadresse"),
        ] {
            let location = asking.answer(action, &fields).await;
            assert!(is_refused(&location, path), "{action} {fields:?}: {location}");
            let page = asking.page(&location).await;
            assert!(page.contains(said), "{action}: {said} in {page}");
            for (field, value) in fields.iter().filter(|(field, value)| !value.trim().is_empty() && *field != "gjelder" && *value != "kanskje") {
                let shown = match *value {
                    "ja" => format!("name=\"{field}\""),
                    value => value.trim_end().to_owned(),
                };
                assert!(page.contains(&shown), "{field} in {page}");
            }
        }
        assert_eq!(asking.count("draft").await, 0, "nothing of it was kept as an answer");
    }
}

both_databases! {
    async fn hostile_text_is_text(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let hostile = "<script>alert(1)</script> \u{202e}baklengs 👩‍👩‍👧 </textarea>";
        assert_eq!(asking.answer("ask-wrong", &[("feil", hostile), ("begrens", "ja")]).await, "/min-side/ny/finne");
        for path in ["/min-side/ny/retting", "/min-side/ny/retting?nr=1", "/min-side/ny/se-over"] {
            let page = asking.page(path).await;
            assert!(page.contains("&lt;script>") || page.contains("&lt;script&gt;"), "{page}");
            assert!(!page.contains("<script>alert") && page.contains("👩‍👩‍👧"), "{page}");
        }
        // No page can show a NUL: it comes back as the sign for it, and nothing is kept.
        for (action, path, field) in [("ask-wrong", "/min-side/ny/retting", "feil"), ("ask-find", "/min-side/ny/finne", "navn")] {
            let location = asking.answer(action, &[(field, "smør\0og brød")]).await;
            assert!(is_refused(&location, path), "{action}: {location}");
            let page = asking.page(&location).await;
            assert!(page.contains("Det er et tegn i teksten som vi ikke kan lese.") && page.contains("smør␀og brød"), "{page}");
        }
    }
}

/// The ids of the corrections on a page, in order.
pub(crate) fn ids(page: &str) -> Vec<String> {
    let (_, list) = page.split_once("Dette har du skrevet").unwrap_or_default();
    let of = |after: &str| after.split('"').next().unwrap_or_default().to_owned();
    list.split("<form")
        .skip(1)
        .filter_map(|form| form.split_once("name=\"nr\" value=\""))
        .map(|(_, id)| of(id))
        .filter(|id| !id.is_empty())
        .collect()
}

both_databases! {
    async fn corrections_are_added_changed_and_taken_out(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let retting = "/min-side/ny/retting";
        assert_eq!(asking.answer("ask-wrong", &[("feil", "Adressen"), ("knapp", "en-til"), ("begrens", "ja")]).await, retting);
        // The browser sends it once more.
        asking.answer("ask-wrong", &[("feil", "Adressen"), ("knapp", "en-til"), ("begrens", "ja")]).await;
        assert!(is_refused(&asking.answer("ask-wrong", &[("knapp", "en-til")]).await, retting), "one more of nothing");
        assert_eq!(asking.answer("ask-wrong", &[("feil", "Navnet"), ("begrens", "ja")]).await, "/min-side/ny/finne");
        let known = ids(&asking.page(retting).await);
        assert_eq!(known.len(), 2);
        asking.answer("ask-wrong", &[("nr", &known[1]), ("feil", "Etternavnet"), ("riktig", "Moen"), ("begrens", "ja")]).await;
        let page = asking.page(retting).await;
        assert!(page.contains("Adressen") && page.contains("Etternavnet") && !page.contains(">Navnet<"), "{page}");
        assert!(page.contains("Endre feil 2") && !page.contains("Endre feil 3"), "{page}");
        assert!(asking.page(&format!("{retting}?nr={}", known[1])).await.contains("Moen</textarea>"));
        // Pressed twice, or in a tab that is behind: what moved up stays.
        for id in [known[0].as_str(), &known[0], "7", ""] {
            asking.answer("remove-correction", &[("nr", id)]).await;
        }
        let page = asking.page(retting).await;
        assert!(!page.contains(">Adressen<") && page.contains("Etternavnet"), "{page}");
        // Nothing new is said, and one goes on; without any, one cannot.
        assert_eq!(asking.answer("ask-wrong", &[]).await, "/min-side/ny/finne");
        asking.answer("remove-correction", &[("nr", &known[1])]).await;
        let location = asking.answer("ask-wrong", &[]).await;
        assert!(is_refused(&location, retting) && asking.page(&location).await.contains("Fyll ut dette feltet."), "{location}");
    }
}

both_databases! {
    async fn what_was_looked_over_is_what_is_sent(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 2);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let before = asking.token().await;
        // The same answer again changes nothing; another does, in whichever tab.
        asking.answer("ask-find", &[("navn", "Kari Nordmann")]).await;
        assert_eq!(asking.token().await, before);
        assert_eq!(asking.answer("ask-find", &[("navn", "Kari Hansen"), ("oversikt", "ja")]).await, "/min-side/ny/se-over");
        assert_eq!(asking.send(&before).await, NOT_SENT);
        assert_eq!(asking.count("cases").await, 0);
        let token = asking.token().await;
        assert_eq!(asking.send(&token).await, "/min-side/sak/2026-000001/kvittering");
        // Begun anew, it is another case.
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let again = asking.token().await;
        assert_eq!(asking.answer("send-case", &[("utkast", &again), ("likevel", "ja")]).await, "/min-side/sak/2026-000002/kvittering");
    }
}

both_databases! {
    async fn as_much_as_each_question_takes_can_be_sent(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja"), ("retting", "ja"), ("sletting", "ja")]).await;
        asking.rest().await;
        let long = "å".repeat(4000);
        asking.answer("ask-where", &[("omfang", "deler"), ("bestemt", &long)]).await;
        for number in 0..20 {
            let wrong = format!("{}{number}", "å".repeat(3990));
            asking.answer("ask-wrong", &[("feil", &wrong), ("na", &long), ("riktig", &long), ("hvorfor", &long)]).await;
        }
        asking.answer("ask-erase", &[("hva", &long), ("hvorfor", &long)]).await;
        let lines = vec!["ø".repeat(199); 20].join("\n");
        asking.answer("ask-find", &[("navn", &lines), ("adresser", &lines), ("telefon", &lines), ("kundenummer", &lines)]).await;
        assert_eq!(asking.send(&asking.token().await).await, "/min-side/sak/2026-000001/kvittering");
    }
}

both_databases! {
    async fn a_draft_survives_the_browser_and_the_session_and_is_nobody_else_s(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.answer("ask-find", &[("navn", "Et navn fra før")]).await;
        // Another browser.
        let elsewhere = asking.portal.client();
        asking.log_in(&elsewhere, PERSON).await;
        assert!(elsewhere.get("/min-side/ny/finne").await.text().contains("Et navn fra før"));
        let other = asking.portal.client();
        asking.log_in(&other, OTHER).await;
        assert!(!other.get("/min-side/ny/finne").await.text().contains("Et navn fra før"));
        // The form of one, sent by another who has logged in since.
        let answer = other.post("/do/ask-find", &[("hvem", &asking.whose), ("navn", "Noe annet")]).await;
        assert_eq!(answer.status, 403);
        // After the session: what was typed is there again, after logging in.
        asking.portal.clock.step(SignedDuration::from_mins(31));
        let location = asking.answer("ask-find", &[("navn", "Skrevet for sent")]).await;
        assert!(location.starts_with("/logg-inn?"), "{location}");
        asking.log_in(&asking.client, PERSON).await;
        let url = url::Url::parse("http://x").unwrap().join(&location).unwrap();
        let back = url.query_pairs().find(|(name, _)| name == "til").unwrap().1.into_owned();
        let page = asking.page(&back).await;
        assert!(page.contains("Skrevet for sent") && page.contains("Du ble logget ut før skjemaet ble sendt"), "{page}");
    }
}

both_databases! {
    async fn what_nobody_sends_is_deleted_with_who_it_was(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        assert_eq!((asking.count("draft").await, asking.count("person").await), (1, 1));
        let location = asking.answer("discard-draft", &[]).await;
        assert!(asking.page(&location).await.contains("Svarene er slettet."));
        assert_eq!((asking.count("draft").await, asking.count("person").await), (0, 0));
        asking.answer("discard-draft", &[]).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        let office = &asking.portal.office;
        asking.portal.clock.step(SignedDuration::from_hours(24 * drafts::KEPT_DAYS - 1));
        assert_eq!(drafts::delete_expired(office).await.unwrap(), 0);
        asking.portal.clock.step(SignedDuration::from_hours(1));
        assert_eq!(drafts::delete_expired(office).await.unwrap(), 1);
        assert_eq!((asking.count("draft").await, asking.count("person").await), (0, 0));
    }
}

both_databases! {
    async fn who_asks_for_another_says_for_whom_and_is_told_who_decides(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja"), ("retting", "ja")]).await;
        asking.answer("ask-wrong", &[("feil", "Navnet"), ("begrens", "ja")]).await;
        asking.rest().await;
        assert_eq!(asking.answer("ask-who", &[("gjelder", "barn"), ("nummer", OTHER)]).await, "/min-side/ny/hvor");
        let location = asking.send(&asking.token().await).await;
        let page = asking.page(&location).await;
        assert!(page.contains("En ansatt sjekker først at du har lov til å få det."), "{page}");
        assert_eq!(asking.count("task where step = 'restrict'").await, 0, "nothing of the child's is frozen unseen");
        let mut tx = asking.portal.office.db.read().await.unwrap();
        let child = "select count(*) from cases where on_behalf = 'child' and filer_id <> subject_id";
        assert_eq!(rows::number(&mut tx, child).await, 1);
    }
}

both_databases! {
    async fn only_who_has_logged_in_safely_enough_asks(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup(engine).with("LOGIN__IDPORTEN__LEVEL", "substantial").start().await;
        let client = portal.client();
        provider.change(|script| script.claims = json!({ "acr": "idporten-loa-substantial", "pid": PERSON }));
        assert_eq!(provider.log_in_through(&client, "idporten").await.status, 303);
        let mark = whose(&portal.office, &Who::Citizen(person(PERSON)));
        let answer: Answer = client.post("/do/ask-what", &[("hvem", &mark), ("innsyn", "ja")]).await;
        assert_eq!(answer.status, 403);
        assert!(client.get("/min-side/ny").await.header("location").ends_with("&niva=hoyt"));
    }
}
