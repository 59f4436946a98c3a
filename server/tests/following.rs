//! A person follows a case of their own: what is happening, the letters, the answer, and taking it back.

use jiff::SignedDuration;
use serde_json::json;
use server::cases::pause;
use server::cases::rules::{PauseReason, Right};
use server::login::session::Who;
use server::systems::rules::Served;

use crate::casework::hire;
use crate::support::cases::{OTHER, PERSON, accepted, access, add_systems, person, rectification, submission};
use crate::support::client::Client;
use crate::support::employees::{KARI, whose};
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, TestPortal, both_databases, rows};

const UNIT: &str = "caseworker:Dokumentsenteret";

/// Somebody with a case that asks two people and nobody else.
struct Following {
    portal: TestPortal,
    client: Client,
    other: Client,
    path: String,
    whose: String,
}

impl Following {
    async fn new(engine: Engine) -> Self {
        let provider = ProviderDouble::start().await;
        let mut portal = provider.setup_with_employees(engine).start().await;
        portal.expect_unfinished(0, 1);
        add_systems(&portal.office, 2, Served::Manual).await;
        let receipt = accepted(&portal.office, &submission(vec![access(), rectification()])).await;
        let (client, other) = (portal.client(), portal.client());
        for (client, number) in [(&client, PERSON), (&other, OTHER)] {
            provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": number }));
            assert_eq!(provider.log_in_through(client, "idporten").await.status, 303);
        }
        let whose = whose(&portal.office, &Who::Citizen(person(PERSON)));
        let path = format!("/min-side/sak/{}", receipt.reference);
        Self { portal, client, other, path, whose }
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.client.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    fn reference(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    async fn withdraw(&self) -> String {
        let fields = [("hvem", self.whose.as_str()), ("sak", self.reference())];
        let answer = self.client.post("/do/withdraw-case", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").to_owned()
    }
}

both_databases! {
    async fn the_page_says_how_far_it_is_and_names_no_system(engine: Engine) {
        let following = Following::new(engine).await;
        let page = following.page(&following.path).await;
        assert!(page.contains("0 av 2 systemer har svart."), "{page}");
        assert!(page.contains("I 2 systemer må et menneske lete."), "{page}");
        assert!(page.contains("Vi fikk henvendelsen din.") && page.contains("Du får svar senest"), "{page}");
        assert!(!page.contains("Fagsystem"), "which systems there are is nobody's to guess from a case: {page}");
        for path in [following.path.clone(), format!("{}/brev/1", following.path), format!("{}/kvittering", following.path)] {
            assert_eq!(following.other.get(&path).await.status, 404, "{path}");
        }
    }
}

both_databases! {
    async fn how_far_it_is_comes_by_itself_until_there_is_something_else_to_see(engine: Engine) {
        let following = Following::new(engine).await;
        let path = format!("{}/fremdrift", following.path);
        let answer = following.client.get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/event-stream"));
        let first = following.client.next_event().await.unwrap();
        let said = "data: 0 av 2 systemer har svart.\ndata: I 2 systemer må et menneske lete.\n\n";
        assert_eq!(first, format!("retry: 5000\n{said}"));
        let mut tx = following.portal.office.db.write().await.unwrap();
        let answered = "update task set state = 'answered', outcome = 'no_data', answered_at = 1, human_reason = null \
             where system_id = (select min(system_id) from task)";
        rows::run(&mut tx, answered).await.unwrap();
        tx.commit().await.unwrap();
        let said = "data: 1 av 2 systemer har svart.\ndata: I ett system må et menneske lete.\n\n";
        assert_eq!(following.client.next_event().await.unwrap(), said);
        following.withdraw().await;
        assert_eq!(following.client.next_event().await.unwrap(), "data:\n\n");
        assert_eq!(following.client.next_event().await, None);
        assert_eq!(following.other.get(&path).await.status, 404);
        assert_eq!(following.portal.client().get(&path).await.status, 303);
    }
}

both_databases! {
    async fn who_logs_out_is_told_no_more(engine: Engine) {
        let following = Following::new(engine).await;
        assert_eq!(following.client.get(&format!("{}/fremdrift", following.path)).await.status, 200);
        assert!(following.client.next_event().await.is_some());
        let logged_out = following.client.post("/logg-ut", &[]).await;
        assert!([200, 303].contains(&logged_out.status), "{}", logged_out.text());
        assert_eq!(following.client.next_event().await, None);
    }
}

both_databases! {
    async fn a_letter_is_read_on_the_page_and_that_it_was_is_noted_once(engine: Engine) {
        let following = Following::new(engine).await;
        assert!(following.page(&following.path).await.contains("Ulest"));
        let letter = format!("{}/brev/1", following.path);
        for _ in 0..2 {
            let page = following.page(&letter).await;
            assert!(page.contains(following.reference()) && page.contains("Sendt "), "{page}");
        }
        assert!(!following.page(&following.path).await.contains("Ulest"));
        let mut tx = following.portal.office.db.read().await.unwrap();
        let opened = "select count(*) from audit_event where action = 'letter.opened'";
        assert_eq!(rows::number(&mut tx, opened).await, 1);
        for none in ["0", "2", "-1", "x", "99999999999999999999"] {
            let answer = following.client.get(&format!("{}/brev/{none}", following.path)).await;
            assert_eq!(answer.status, 404, "{none}");
        }
    }
}

both_databases! {
    async fn who_is_asked_something_is_told_first_and_sees_that_the_clock_stands(engine: Engine) {
        let mut following = Following::new(engine).await;
        following.portal.expect_unfinished(0, 2);
        let office = &following.portal.office;
        let kari = hire(office, KARI, "Kari", &[UNIT]).await;
        server::casework::take::take(office, &kari, following.reference()).await.unwrap().unwrap();
        // The page that is open hears of it.
        assert_eq!(following.client.get(&format!("{}/fremdrift", following.path)).await.status, 200);
        assert!(following.client.next_event().await.unwrap().contains("0 av 2 systemer har svart."));
        let asked = pause::pause(office, &kari, following.reference(), Right::Access, PauseReason::Scope, "Hvilket år?").await;
        asked.unwrap().unwrap();
        assert_eq!(following.client.next_event().await.unwrap(), "data:\n\n");
        let page = following.page(&following.path).await;
        assert!(page.contains("Vi trenger svar fra deg") && page.contains("Fristen har stått stille siden"), "{page}");
        let letter = following.page(&format!("{}/brev/2", following.path)).await;
        assert!(letter.contains("Hvilket år?"), "{letter}");
        following.portal.clock.step(SignedDuration::from_hours(72));
        let today = office.today();
        let going = pause::go_on(office, &kari, following.reference(), Right::Access, PauseReason::Scope, today).await;
        going.unwrap().unwrap();
    }
}

both_databases! {
    async fn a_case_is_taken_back_once_and_only_by_who_sent_it(engine: Engine) {
        let following = Following::new(engine).await;
        let fields = [("hvem", following.whose.as_str()), ("sak", following.reference())];
        assert_eq!(following.other.post("/do/withdraw-case", &fields).await.status, 403, "a form of another's");
        let others = whose(&following.portal.office, &Who::Citizen(person(OTHER)));
        let own_form = [("hvem", others.as_str()), ("sak", following.reference())];
        assert_eq!(following.other.post("/do/withdraw-case", &own_form).await.status, 404, "a case of another's");
        assert!(following.page(&following.path).await.contains("Dette kan du ikke angre."));
        let location = following.withdraw().await;
        let page = following.page(&location).await;
        assert!(page.contains("Henvendelsen er trukket.") && page.contains("Du trakk henvendelsen."), "{page}");
        assert!(!page.contains("/do/withdraw-case"), "{page}");
        // From another tab.
        let page = following.page(&following.withdraw().await).await;
        assert!(page.contains("Saken er ikke åpen lenger."), "{page}");
        let none = [("hvem", following.whose.as_str()), ("sak", "2026-999999")];
        assert_eq!(following.client.post("/do/withdraw-case", &none).await.status, 404);
        let bad = [("hvem", following.whose.as_str()), ("sak", "../sak")];
        assert_eq!(following.client.post("/do/withdraw-case", &bad).await.status, 400);
    }
}
