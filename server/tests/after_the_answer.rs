//! Who has the answer writes to the municipality, and the case is in the work list until somebody has seen to it.

use jiff::SignedDuration;
use server::cases::close::close;
use server::casework::take::take;
use server::token::Token;

use crate::casework::hire;
use crate::own_data::Reading;
use crate::support::both_databases;
use crate::support::cases::send_notices;
use crate::support::employees::{KARI, employee, logged_in, whose};

both_databases! {
    async fn who_has_the_answer_may_write_and_nobody_forgets_it(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let (office, reference) = (&reading.stage.portal.office, reading.stage.receipt.reference.clone());
        let handler = hire(office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        let kari = logged_in(&reading.provider, &reading.stage.portal, KARI).await;
        let own = whose(office, &employee(KARI));
        let list = async || kari.get("/saksbehandling").await.text();
        let staff_page = format!("/saksbehandling/sak/{reference}");
        let write = async |text: &str| {
            let token = Token::random().written().to_string();
            let fields = [("hvem", reading.whose.as_str()), ("sak", &reference), ("melding", text), ("skjemanummer", &token)];
            reading.client.post_form("/do/write-message", &fields, &[]).await
        };

        assert!(!list().await.contains(&reference), "what is answered is no work");
        assert!(reading.page(&reading.path).await.contains("Lurer du på noe i svaret"));
        assert!(write("Hvem er læreren?").await.header("location").ends_with("ferdig=melding"));
        reading.stage.portal.clock.step(SignedDuration::from_hours(24 * 60));
        let kari = logged_in(&reading.provider, &reading.stage.portal, KARI).await;
        let list = async || kari.get("/saksbehandling").await.text();
        let no_reply = async || kari.post("/do/need-no-reply", &[("hvem", &own), ("sak", &reference)]).await.status;
        let page = list().await;
        assert!(page.contains(&reference) && page.contains("Ny melding") && page.contains("Besvart"), "{page}");
        assert!(!page.contains("Over frist"), "the answer was in time: {page}");
        assert_eq!(no_reply().await, 403, "the case is nobody's yet");
        take(office, &handler, &reference).await.unwrap().unwrap();
        let page = kari.get(&staff_page).await.text();
        assert!(page.contains("Hvem er læreren?") && page.contains("/do/need-no-reply"), "{page}");
        let page = list().await;
        assert!(page.contains("Melding uten svar") && !page.contains("Ny melding"), "it was read, not replied to: {page}");
        assert_eq!(no_reply().await, 303);
        assert!(!list().await.contains(&reference));
        assert!(!kari.get(&staff_page).await.text().contains("/do/need-no-reply"));
        assert_eq!(no_reply().await, 303, "pressed twice");
    }
}

both_databases! {
    async fn what_was_written_after_the_answer_is_replied_to_also_once_the_case_is_closed(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let (office, reference) = (&reading.stage.portal.office, reading.stage.receipt.reference.clone());
        let handler = hire(office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        take(office, &handler, &reference).await.unwrap().unwrap();
        let kari = logged_in(&reading.provider, &reading.stage.portal, KARI).await;
        let token = Token::random().written().to_string();
        let fields = [("hvem", reading.whose.as_str()), ("sak", &reference), ("melding", "Takk"), ("skjemanummer", &token)];
        assert_eq!(reading.client.post_form("/do/write-message", &fields, &[]).await.status, 303);
        close(office, &handler, &reference).await.unwrap().unwrap();
        assert!(reading.page(&reading.path).await.contains("Du kan ikke skrive i denne saken lenger."));
        assert!(kari.get("/saksbehandling").await.text().contains("Ny melding"), "nobody has read it");
        assert_eq!(kari.get(&format!("/saksbehandling/sak/{reference}")).await.status, 200);
        let (own, token) = (whose(office, &employee(KARI)), Token::random().written().to_string());
        let fields = [("hvem", own.as_str()), ("sak", &reference), ("melding", "Bare hyggelig"), ("skjemanummer", &token)];
        assert_eq!(kari.post_form("/do/write-to-person", &fields, &[]).await.status, 303);
        assert!(!kari.get("/saksbehandling").await.text().contains(&reference));
        assert!(reading.page(&reading.path).await.contains("Bare hyggelig"));
        assert_eq!(send_notices(office).await, 1);
    }
}
