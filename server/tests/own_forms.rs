//! What somebody typed is theirs: it survives the end of their session, and nobody else sends it or sees it.

use jiff::SignedDuration;

use crate::support::both_databases;
use crate::support::client::Client;
use crate::support::employees::{KARI, PER, employee, give_roles, log_in_again, logged_in, whose};
use crate::support::portal::TestPortal;
use crate::support::provider::ProviderDouble;

const TYPED: &str = "En lang begrunnelse &amp; </textarea><script>alert(1)</script> borte";

async fn post(client: &Client, whose: &str) -> crate::support::client::Answer {
    let fields = [("hvem", whose), ("innlogging", "ansattporten"), ("navn", "Per Vik"), ("grunn", TYPED)];
    client.post("/do/give-role", &fields).await
}

/// A portal with two administrators.
async fn portal(provider: &ProviderDouble, engine: crate::support::Engine) -> TestPortal {
    let portal = provider.setup_with_employees(engine).start().await;
    for (number, name) in [(KARI, "Kari Moen"), (PER, "Per Vik")] {
        give_roles(&portal.office, number, name, &["administrator"]).await;
    }
    portal
}

/// The path that the login comes back to.
fn way_back(location: &str) -> String {
    let url = url::Url::parse("http://x").unwrap().join(location).unwrap();
    let (_, path) = url.query_pairs().find(|(name, _)| name == "til").unwrap();
    path.into_owned()
}

both_databases! {
    async fn what_was_typed_survives_the_end_of_the_session(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let mark = whose(&portal.office, &employee(KARI));
        // Over; then over for so long that nobody remembers it.
        for minutes in [31, 200] {
            portal.clock.step(SignedDuration::from_mins(minutes));
            server::login::session::delete_over(&portal.office).await.unwrap();
            let answer = post(&client, &mark).await;
            let location = answer.header("location").to_owned();
            assert!(answer.status == 303 && location.starts_with("/logg-inn?til="), "{location}");
            let login = client.get(&location).await.text();
            assert!(login.contains("Du ble logget ut før skjemaet ble sendt. Det du skrev, er lagret"), "{login}");
            assert!(!login.contains("begrunnelse"), "{login}");
            let back = way_back(&location);
            assert_eq!(client.get(&back).await.status, 303, "not before one is logged in");
            log_in_again(&provider, &portal, &client, KARI).await;
            let page = client.get(&back).await.text();
            assert!(page.contains("Du ble logget ut før skjemaet ble sendt"), "{page}");
            assert!(page.contains(">\nEn lang begrunnelse &amp;amp; &lt;/textarea>&lt;script>alert(1)&lt;/script> borte</textarea>"), "{page}");
            assert!(page.contains("value=\"Per Vik\""), "{page}");
            assert!(!page.contains("Fyll ut dette feltet"), "nothing is wrong with it yet: {page}");
        }
    }
}

both_databases! {
    async fn nobody_else_is_shown_it_in_the_same_browser(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = logged_in(&provider, &portal, KARI).await;
        portal.clock.step(SignedDuration::from_mins(31));
        let back = way_back(post(&client, &whose(&portal.office, &employee(KARI))).await.header("location"));
        log_in_again(&provider, &portal, &client, PER).await;
        let page = client.get(&back).await.text();
        assert!(page.contains("Vi kan ikke vise det du skrev") && !page.contains("begrunnelse"), "{page}");
        log_in_again(&provider, &portal, &client, KARI).await;
        assert!(client.get(&back).await.text().contains("En lang begrunnelse"), "and the one whose it is still is");
        portal.clock.step(SignedDuration::from_mins(30));
        log_in_again(&provider, &portal, &client, KARI).await;
        assert!(client.get(&back).await.text().contains("Vi kan ikke vise det du skrev"), "after 30 minutes it is gone");
    }
}

both_databases! {
    async fn a_form_is_not_sent_in_the_name_of_whoever_logged_in_next(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let kari_s = whose(&portal.office, &employee(KARI));
        log_in_again(&provider, &portal, &client, PER).await;
        let answer = post(&client, &kari_s).await;
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains("Skjemaet er fylt ut av en annen"), "{}", answer.text());
        // Without a word of whose it is, or with none that there is.
        let (half, made_up) = (&kari_s[..64], "0".repeat(128));
        for nobody_s in ["", "00", "zz", half, &made_up, &"å".repeat(64)] {
            assert_eq!(post(&client, nobody_s).await.status, 400, "{nobody_s}");
        }
        // Nor are such forms kept for anybody.
        assert_eq!(post(&portal.client(), &made_up).await.status, 400);
    }
}

both_databases! {
    async fn a_refused_form_of_one_person_is_not_shown_to_another(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let client = logged_in(&provider, &portal, KARI).await;
        let refused = post(&client, &whose(&portal.office, &employee(KARI))).await;
        let back = refused.header("location").to_owned();
        assert!(client.get(&back).await.text().contains("En lang begrunnelse"));
        log_in_again(&provider, &portal, &client, PER).await;
        assert!(!client.get(&back).await.text().contains("begrunnelse"));
    }
}

both_databases! {
    async fn a_page_says_why_one_must_log_in_again(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = portal(&provider, engine).await;
        let fresh = portal.client();
        let page = fresh.get(fresh.get("/saksbehandling").await.header("location")).await.text();
        assert!(page.contains("Siden er for deg som jobber i kommunen"), "{page}");
        let (employees, citizens) = (page.find("id=\"employees\"").unwrap(), page.find("id=\"citizens\"").unwrap());
        assert!(employees < citizens, "the way that helps comes first");
        let client = logged_in(&provider, &portal, KARI).await;
        portal.clock.step(SignedDuration::from_mins(31));
        let page = client.get(client.get("/saksbehandling").await.header("location")).await.text();
        assert!(page.contains("Du ble logget ut fordi tiden var ute"), "{page}");
    }
}
