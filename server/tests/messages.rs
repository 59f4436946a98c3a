//! The person and the municipality write to each other in a case, with files.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use serde_json::json;
use server::cases::pause;
use server::cases::rules::{PauseReason, Right};
use server::cases::store as cases;
use server::casework::rules::Handler;
use server::casework::take::take;
use server::login::session::Who;
use server::systems::rules::Served;
use server::token::Token;

use crate::casework::hire;
use crate::support::cases::{OTHER, PERSON, accepted, access, add_systems, person, send_notices, submission};
use crate::support::client::{Answer, Client};
use crate::support::employees::{KARI, PER, employee, logged_in, whose};
use crate::support::multipart::{END, Sending, TYPE, field, file_head};
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, TestPortal, both_databases, rows};

const UNIT: &str = "caseworker:Dokumentsenteret";
const PDF: &[u8] = b"%PDF-1.7 hemmelig-merketekst";

/// Files of a form: the field, the name and what is in them.
type Files<'a> = &'a [(&'a str, &'a str, &'a [u8])];

/// A person with a case that Kari has taken, both in their browsers.
struct Writing {
    portal: TestPortal,
    provider: ProviderDouble,
    client: Client,
    kari: Client,
    handler: Handler,
    reference: String,
}

impl Writing {
    async fn new(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    async fn with(engine: Engine, settings: &[(&'static str, &str)]) -> Self {
        let provider = ProviderDouble::start().await;
        let setup = provider.setup_with_employees(engine);
        let portal = settings.iter().fold(setup, |setup, (name, value)| setup.with(name, value)).start().await;
        add_systems(&portal.office, 1, Served::Manual).await;
        let reference = accepted(&portal.office, &submission(vec![access()])).await.reference;
        let handler = hire(&portal.office, KARI, "Kari Moen", &[UNIT]).await;
        take(&portal.office, &handler, &reference).await.unwrap().unwrap();
        let kari = logged_in(&provider, &portal, KARI).await;
        let client = portal.client();
        provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": PERSON }));
        assert_eq!(provider.log_in_through(&client, "idporten").await.status, 303);
        send_notices(&portal.office).await;
        Self { portal, provider, client, kari, handler, reference }
    }

    fn path(&self) -> String {
        format!("/min-side/sak/{}", self.reference)
    }

    async fn page(&self) -> String {
        let answer = self.client.get(&self.path()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    async fn staff_page(&self) -> String {
        let answer = self.kari.get(&format!("/saksbehandling/sak/{}", self.reference)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// The person sends a message; `more` are further fields.
    async fn send(&self, text: &str, more: &[(&str, &str)], files: Files<'_>) -> Answer {
        let whose = whose(&self.portal.office, &Who::Citizen(person(PERSON)));
        let token = Token::random().written().to_string();
        let first = [("hvem", whose.as_str()), ("sak", &self.reference), ("melding", text)];
        let own = more.iter().any(|(name, _)| *name == "skjemanummer");
        let token = if own { vec![] } else { vec![("skjemanummer", token.as_str())] };
        self.client.post_form("/do/write-message", &[&first, &token[..], more].concat(), files).await
    }

    async fn reply(&self, text: &str, files: Files<'_>) -> Answer {
        let whose = whose(&self.portal.office, &employee(KARI));
        let token = Token::random().written().to_string();
        let fields = [("hvem", whose.as_str()), ("sak", &self.reference), ("skjemanummer", &token), ("melding", text)];
        self.kari.post_form("/do/write-to-person", &fields, files).await
    }

    async fn count(&self, table: &str) -> i64 {
        let mut tx = self.portal.office.db.read().await.unwrap();
        rows::number(&mut tx, &format!("select count(*) from {table}")).await
    }

    /// What the page says after a form was refused.
    async fn refused(&self, answer: Answer) -> String {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let location = answer.header("location").to_owned();
        assert!(location.contains("skjema="), "{location}");
        self.client.get(&location).await.text()
    }
}

both_databases! {
    async fn both_write_and_each_sees_that_the_other_has_read(engine: Engine) {
        let writing = Writing::new(engine).await;
        assert!(writing.page().await.contains("Ingen meldinger ennå."));
        let sent = writing.send("Når får jeg svar?\r\n<b>Hilsen</b>", &[], &[("vedlegg", "../../brev æ.pdf", PDF)]).await;
        assert_eq!(sent.header("location"), format!("{}?ferdig=melding", writing.path()));
        let page = writing.page().await;
        assert!(page.contains("Du skrev") && page.contains("Ikke lest ennå") && page.contains("&lt;b&gt;Hilsen"), "{page}");
        assert!(page.contains("brev æ.pdf (1 kB)") && !page.contains("../.."), "the name leads nowhere: {page}");
        let list = writing.kari.get("/saksbehandling").await.text();
        assert!(list.contains("Ny melding"), "{list}");

        let staff = writing.staff_page().await;
        assert!(staff.contains("Innbyggeren skrev") && staff.contains("Når får jeg svar?"), "{staff}");
        assert!(!writing.kari.get("/saksbehandling").await.text().contains("Ny melding"));
        assert!(writing.page().await.contains("Lest<") || writing.page().await.contains("Lest "), "it is read");
        let file = format!("/saksbehandling/sak/{}/melding/1/fil/1", writing.reference);
        let file = writing.kari.get(&file).await;
        assert_eq!((file.status, &file.bytes[..]), (200, PDF));
        assert!(file.header("content-disposition").starts_with("attachment;"));
        let looked = writing.client.get(&format!("{}/oppslag", writing.path())).await.text();
        assert!(looked.contains("Åpnet en fil fra en melding"), "the person sees that it was opened: {looked}");

        let replied = writing.reply("I løpet av uka.", &[("vedlegg", "plan.txt", "Først dette".as_bytes())]).await;
        assert_eq!(replied.status, 303, "{}", replied.text());
        assert_eq!(send_notices(&writing.portal.office).await, 1, "the person is told that there is something");
        assert!(writing.client.get("/min-side").await.text().contains("Noe nytt å lese"));
        let page = writing.page().await;
        assert!(page.contains("Kommunen skrev") && page.contains("I løpet av uka."), "{page}");
        assert!(writing.staff_page().await.contains("Dere skrev"));
        let own = writing.client.get(&format!("{}/melding/2/fil/1", writing.path())).await;
        assert_eq!(&own.bytes[..], "Først dette".as_bytes());
        for none in ["melding/1/fil/2", "melding/3/fil/1", "melding/0/fil/1", "melding/x/fil/1"] {
            let status = writing.client.get(&format!("{}/{none}", writing.path())).await.status;
            assert!(status == 404 || status == 400, "{none}: {status}");
        }
        assert_eq!(writing.count("attachment").await, 2);
        assert_eq!(writing.count("message where opened_at is null").await, 0);
    }
}

both_databases! {
    async fn a_message_is_nobody_else_s(engine: Engine) {
        let writing = Writing::new(engine).await;
        writing.send("Bare til kommunen", &[], &[("vedlegg", "brev.pdf", PDF)]).await;
        let other = writing.portal.client();
        writing.provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": OTHER }));
        assert_eq!(writing.provider.log_in_through(&other, "idporten").await.status, 303);
        assert_eq!(other.get(&format!("{}/melding/1/fil/1", writing.path())).await.status, 404);
        let theirs = whose(&writing.portal.office, &Who::Citizen(person(OTHER)));
        let token = Token::random().written().to_string();
        let fields = [("hvem", theirs.as_str()), ("sak", &writing.reference), ("skjemanummer", &token), ("melding", "hei")];
        assert_eq!(other.post_form("/do/write-message", &fields, &[]).await.status, 404);
        // Who judges answers follows the case, and is not shown what the person writes.
        hire(&writing.portal.office, PER, "Per Vik", &["reviewer:education"]).await;
        let per = logged_in(&writing.provider, &writing.portal, PER).await;
        let page = per.get(&format!("/saksbehandling/sak/{}", writing.reference)).await;
        assert!(page.status == 404 || !page.text().contains("Bare til kommunen"));
        assert_eq!(per.get(&format!("/saksbehandling/sak/{}/melding/1/fil/1", writing.reference)).await.status, 404);
        let fields = [("hvem", &whose(&writing.portal.office, &employee(PER))[..]), ("sak", &writing.reference),
            ("skjemanummer", &token), ("melding", "hei")];
        assert_eq!(per.post_form("/do/write-to-person", &fields, &[]).await.status, 403);
        assert_eq!(writing.count("message").await, 1);
    }
}

both_databases! {
    async fn the_same_form_sent_twice_is_one_message(engine: Engine) {
        let writing = Writing::new(engine).await;
        let token = Token::random().written().to_string();
        for _ in 0..2 {
            let sent = writing.send("Hei", &[("skjemanummer", &token)], &[("vedlegg", "brev.pdf", PDF)]).await;
            assert!(sent.header("location").ends_with("ferdig=melding"));
        }
        assert_eq!((writing.count("message").await, writing.count("attachment").await, writing.count("blob").await), (1, 1, 1));
        // A file may speak for itself.
        let sent = writing.send(" ", &[], &[("vedlegg", "brev.pdf", PDF)]).await;
        assert!(sent.header("location").ends_with("ferdig=melding"));
    }
}

both_databases! {
    async fn what_is_not_taken_is_said_and_what_was_typed_stays(engine: Engine) {
        let writing = Writing::with(engine, &[("UPLOADS__FILE_MB", "1"), ("UPLOADS__FILES", "2")]).await;
        let large = vec![b'x'; 1_000_001];
        let pdf = [b"%PDF-".as_slice(), &large].concat();
        let cases: [(Files<'_>, &str); 6] = [
            (&[("vedlegg", "stor.pdf", &pdf)], "En av filene er for stor. Den kan være høyst 1 MB."),
            (&[("vedlegg", "tom.pdf", b"")], "En av filene er tom."),
            (&[("vedlegg", "program.exe", b"MZ")], "Vi kan ikke ta imot en av filene."),
            (&[("vedlegg", "bilde.png", PDF)], "Vi kan ikke ta imot en av filene."),
            (&[("vedlegg", "a.pdf", PDF), ("vedlegg", "b.pdf", PDF), ("vedlegg", "c.pdf", PDF)], "høyst 2 filer"),
            (&[("vedlegg", "side.html.pdf", b"<html>")], "Vi kan ikke ta imot en av filene."),
        ];
        for (files, said) in cases {
            let page = writing.refused(writing.send("Det jeg skrev", &[], files).await).await;
            assert!(page.contains(said) && page.contains("Det jeg skrev"), "{said}: {page}");
            assert!(page.contains("Filene må du velge på nytt"), "{page}");
        }
        for (text, said) in [("", "Fyll ut dette feltet."), (" \n ", "Fyll ut dette feltet."), ("\u{200b}\n\u{202e}", "Fyll ut dette feltet.")] {
            let page = writing.refused(writing.send(text, &[], &[]).await).await;
            assert!(page.contains(said) && page.contains("Skriv til oss: Fyll ut"), "{page}");
        }
        let long = "å".repeat(10_001);
        let page = writing.refused(writing.send(&long, &[], &[]).await).await;
        assert!(page.contains("høyst 10000 tegn") && page.contains(&long), "all of it is there");
        // A browser in which no file was chosen sends one without name and content.
        let sent = writing.send("Uten fil \u{202e}😀", &[], &[("vedlegg", "", b"")]).await;
        assert!(sent.header("location").ends_with("ferdig=melding"), "{}", sent.header("location"));
        for broken in [("annet", "brev.pdf", PDF), ("melding", "brev.pdf", PDF)] {
            assert_eq!(writing.send("Hei", &[], &[broken]).await.status, 400);
        }
        let page = writing.refused(writing.send("smør\0og brød", &[], &[]).await).await;
        assert!(page.contains("et tegn i teksten som vi ikke kan lese") && page.contains("smør␀og brød"), "{page}");
        assert_eq!(writing.client.post("/do/write-message", &[("sak", &writing.reference)]).await.status, 415);
        // One that breaks off after a file, and one that answers what nobody asked.
        assert_eq!(writing.send("Hei", &[("svarer", "noe")], &[("vedlegg", "brev.pdf", PDF)]).await.status, 400);
        let cut = file_head("vedlegg", "a.pdf") + "%PDF-1";
        let headers = [("content-type", TYPE), ("sec-fetch-site", "same-origin")];
        assert_eq!(writing.client.post_raw("/do/write-message", &cut, &headers).await.status, 400);
        // What is kept in memory until a part begins is bounded: before the first, and in the head of one.
        let much = "x".repeat(3_000_000);
        for body in [format!("{much}\r\n{END}"), format!("--grense\r\nContent-Disposition: form-data; name=\"{much}\"\r\n\r\n")] {
            assert_eq!(writing.client.post_raw("/do/write-message", &body, &headers).await.status, 400);
        }
        assert_eq!((writing.count("message").await, writing.count("blob").await), (1, 0));
        for tries in 0.. {
            let left = writing.portal.office.blobs.list();
            let left: Vec<_> = futures_util::TryStreamExt::try_collect(left).await.unwrap();
            if left.is_empty() {
                break;
            }
            assert!(tries < 100, "nothing of what was refused is left: {left:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

both_databases! {
    async fn the_municipality_s_program_looks_at_files_before_anybody_has_them(engine: Engine) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("scanner");
        std::fs::write(&program, "#!/bin/sh\ncontent=$(cat)\ncase \"$content\" in *VIRUS*) exit 1;; *BROKEN*) exit 2;; esac\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut writing = Writing::with(engine, &[("UPLOADS__SCANNER", program.to_str().unwrap())]).await;
        let sent = writing.send("Trygg", &[], &[("vedlegg", "brev.pdf", PDF)]).await;
        assert!(sent.header("location").ends_with("ferdig=melding"));
        let found = writing.send("Farlig", &[], &[("vedlegg", "a.pdf", PDF), ("vedlegg", "b.pdf", b"%PDF-VIRUS")]).await;
        let page = writing.refused(found).await;
        assert!(page.contains("Vi fant noe farlig i en av filene") && page.contains("Farlig"), "{page}");
        // What cannot be looked at is not taken, and the operator sees why.
        writing.portal.expect_mistakes(1);
        let broken = writing.send("Uvisst", &[], &[("vedlegg", "brev.pdf", b"%PDF-BROKEN")]).await;
        assert_eq!(broken.status, 503, "{}", broken.text());
        assert_eq!((writing.count("message").await, writing.count("blob").await), (1, 1));
    }
}

both_databases! {
    async fn answering_what_was_asked_lets_the_clock_go_on(engine: Engine) {
        let writing = Writing::new(engine).await;
        let office = &writing.portal.office;
        let asked = pause::pause(office, &writing.handler, &writing.reference, Right::Access, PauseReason::Scope, "Hvilke år?");
        asked.await.unwrap().unwrap();
        send_notices(office).await;
        assert!(writing.client.get("/min-side").await.text().contains("Vi trenger svar fra deg"));
        let page = writing.page().await;
        assert!(page.contains("Svar på spørsmålet vårt") && page.contains("value=\"access.scope\""), "{page}");
        assert_eq!(page.matches("name=\"melding\"").count(), 1, "one form at a time");
        writing.portal.clock.step(jiff::SignedDuration::from_mins(20));
        for none in ["access.identity", "erasure.scope"] {
            let page = writing.refused(writing.send("Alle", &[("svarer", none)], &[]).await).await;
            assert!(page.contains("Vi venter ikke på dette svaret lenger."), "{none}: {page}");
        }
        assert_eq!(writing.send("Alle", &[("svarer", "noe")], &[]).await.status, 400);
        let sent = writing.send("Bare 2024", &[("svarer", "access.scope")], &[]).await;
        assert!(sent.header("location").ends_with("ferdig=melding"), "{}", sent.header("location"));
        let page = writing.page().await;
        assert!(!page.contains("Vi trenger svar fra deg</h3>") && page.contains("Bare 2024"), "{page}");
        let mut tx = office.db.read().await.unwrap();
        let open = "select count(*) from pause where answered_on is null";
        assert_eq!(rows::number(&mut tx, open).await, 0);
        let resumed = "select count(*) from audit_event where action = 'claim.resumed'";
        assert_eq!(rows::number(&mut tx, resumed).await, 1);
        assert_eq!(writing.count("message").await, 1, "what answered nothing is no message either");
    }
}

both_databases! {
    async fn in_a_case_that_is_over_nothing_more_is_written(engine: Engine) {
        let writing = Writing::new(engine).await;
        writing.send("Før", &[], &[]).await;
        let office = &writing.portal.office;
        let mut tx = office.db.read().await.unwrap();
        let case = cases::find_by_reference(&mut tx, &writing.reference).await.unwrap().unwrap();
        let found = cases::find_case(&mut tx, case).await.unwrap().unwrap();
        drop(tx);
        server::cases::withdraw::withdraw(office, found.filer, case).await.unwrap().unwrap();
        let page = writing.page().await;
        assert!(page.contains("Du kan ikke skrive i denne saken lenger."), "{page}");
        assert!(!page.contains("/do/write-message"), "{page}");
        let page = writing.refused(writing.send("Etter", &[], &[("vedlegg", "brev.pdf", PDF)]).await).await;
        assert!(page.contains("Saken er avsluttet. Meldingen er ikke sendt."), "{page}");
        assert!(page.contains("Det du skrev, er ikke sendt") && page.contains("<blockquote class=\"written\">Etter</blockquote>"), "{page}");
        assert!(!page.contains("href=\"#melding\""), "there is no field to go to: {page}");
        assert_eq!(writing.count("message").await, 1);
    }
}

both_databases! {
    async fn who_was_logged_out_meanwhile_gets_the_text_back(engine: Engine) {
        let writing = Writing::new(engine).await;
        let whose = whose(&writing.portal.office, &Who::Citizen(person(PERSON)));
        let token = Token::random().written().to_string();
        let fields = [("hvem", whose.as_str()), ("sak", &writing.reference), ("skjemanummer", &token), ("melding", "Lang tekst")];
        let out = writing.portal.client();
        let answer = out.post_form("/do/write-message", &fields, &[("vedlegg", "brev.pdf", PDF)]).await;
        assert!(answer.header("location").starts_with("/logg-inn?"), "{}", answer.header("location"));
        assert_eq!((writing.count("message").await, writing.count("returned_form").await), (0, 1));
        // Also a long one, and one with a picture that is larger than a connection takes before somebody reads it.
        let (long, picture) = ("å".repeat(100_000), vec![b'x'; 6_000_000]);
        let fields = [("hvem", whose.as_str()), ("sak", &writing.reference), ("skjemanummer", &token), ("melding", &long)];
        let answer = out.post_form("/do/write-message", &fields, &[("vedlegg", "bilde.jpg", &picture)]).await;
        let login = url::Url::parse("http://x").unwrap().join(answer.header("location")).unwrap();
        let back = login.query_pairs().find(|(name, _)| name == "til").unwrap().1.into_owned();
        assert_eq!((writing.count("message").await, writing.count("returned_form").await), (0, 2));
        writing.client.set_cookie("minside-form", &out.cookie("minside-form").unwrap());
        assert!(writing.client.get(&back).await.text().contains(&long), "{back}");
    }
}

#[tokio::test]
async fn a_slow_phone_has_the_time_that_its_pictures_need() {
    let writing = Writing::with(Engine::Sqlite, &[("LIMITS__REQUEST_SECONDS", "1")]).await;
    let whose = whose(&writing.portal.office, &Who::Citizen(person(PERSON)));
    let token = Token::random().written().to_string();
    let fields = [("hvem", whose.as_str()), ("sak", &writing.reference), ("skjemanummer", &token), ("melding", "Hei")];
    let fields: String = fields.iter().map(|(name, value)| field(name, value)).collect();
    let (first, last) = (fields + &file_head("vedlegg", "a.pdf") + "%PDF-1.7", format!(" langsomt\r\n{END}"));
    let session = writing.client.cookie("minside-session");
    let bytes = first.len() + last.len();
    let mut sending = Sending::begin(writing.portal.addr, "/do/write-message", session.as_deref(), bytes).await;
    sending.send(first.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    sending.send(last.as_bytes()).await.unwrap();
    let answer = sending.answer().await;
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("ferdig=melding"), "{answer}");
}

both_databases! {
    async fn who_is_not_logged_in_has_no_files_read_and_nobody_takes_all_the_room(engine: Engine) {
        let writing = Writing::new(engine).await;
        let stranger = writing.portal.client();
        let large = vec![b'x'; 2_000_000];
        let answer = stranger.post_form("/do/write-message", &[("hvem", "x")], &[("annet", "a.pdf", &large)]).await;
        assert_eq!(answer.status, 400, "nothing is taken of a form that no page of ours has");
        let many: Vec<(String, &str)> = (0..10_000).map(|number| (format!("felt{number}"), "")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(writing.client.post_form("/do/write-message", &many, &[]).await.status, 413);
    }
}

both_databases! {
    async fn a_page_that_is_left_open_keeps_nobody_logged_in(engine: Engine) {
        let writing = Writing::new(engine).await;
        let seen = async || {
            let mut tx = writing.portal.office.db.read().await.unwrap();
            rows::number(&mut tx, "select max(seen_at) from session where provider = 'idporten'").await
        };
        let before = seen().await;
        writing.portal.clock.step(jiff::SignedDuration::from_mins(10));
        assert_eq!(writing.client.get(&format!("{}/fremdrift", writing.path())).await.status, 200);
        assert_eq!(seen().await, before, "the browser asked, not the person");
        writing.page().await;
        assert!(seen().await > before);
    }
}
