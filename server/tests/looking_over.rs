//! Going back and forward among the questions, looking over what was answered, and reading it again once it was sent.

use app::model::Sector;
use jiff::SignedDuration;
use serde_json::json;
use server::cases::extend::{Told, extend};
use server::cases::pause::{go_on, pause};
use server::cases::rules::{ExtensionReason, PauseReason, Right};
use server::cases::submission::{Asked, Scope};
use server::cases::submit::MOST_OPEN_CASES;
use server::casework::take::take;
use server::systems::rules::{Served, System};
use server::tasks::fan_out::{concerned, concerned_in};

use crate::asking::{Asking, NOT_SENT, is_refused};
use crate::casework::hire;
use crate::plain_words::{HARDEST, lix, text};
use crate::support::both_databases;
use crate::support::cases::{OTHER, PERSON, about, accepted, add_systems_like, submission};
use crate::support::employees::{KARI, logged_in};
use crate::support::portal::Setup;
use crate::support::seen::keep;

const ERASE: &str = "/min-side/ny/sletting";

both_databases! {
    async fn who_goes_back_keeps_what_was_typed(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("sletting", "ja")]).await;
        asking.answer("ask-who", &[("gjelder", "meg")]).await;
        let typed = [("hva", "Bildet fra sommerfesten"), ("hvorfor", "Vet ikke"), ("knapp", "/min-side/ny/hvor")];
        assert_eq!(asking.answer("ask-erase", &typed).await, "/min-side/ny/hvor");
        assert!(asking.page(ERASE).await.contains("Bildet fra sommerfesten"));
        // What cannot be kept as an answer is not thrown away.
        for typed in [[("hva", "x".repeat(4001)), ("hvorfor", String::new())], [("hva", String::new()), ("hvorfor", "Derfor".to_owned())]] {
            let fields = [(typed[0].0, typed[0].1.as_str()), (typed[1].0, &typed[1].1), ("knapp", "/min-side/ny/hvor")];
            let location = asking.answer("ask-erase", &fields).await;
            assert!(is_refused(&location, ERASE), "{location}");
            let page = asking.page(&location).await;
            assert!(page.contains(&typed[0].1) && page.contains(&typed[1].1), "{page}");
        }
        let file = [("bilde.png", b"\x89PNG\r\n\x1a\n".as_slice())];
        let location = asking.answer_with("ask-wrong", &[("knapp", "/min-side/ny")], &file).await;
        assert!(is_refused(&location, "/min-side/ny/retting"), "a file that shows nothing yet: {location}");
        // Who has typed nothing is kept nowhere.
        assert_eq!(asking.answer("ask-who", &[("gjelder", "barn"), ("knapp", "/min-side/ny")]).await, "/min-side/ny");
        assert_eq!(asking.answer("ask-erase", &[("knapp", "/min-side/ny/hvor")]).await, "/min-side/ny/hvor");
        assert!(asking.page(ERASE).await.contains("Bildet fra sommerfesten"), "what was kept before stays");
        assert_eq!(asking.answer("ask-what", &[("sletting", "ja"), ("knapp", "/min-side")]).await, "/min-side");
        let page = asking.page("/min-side/ny").await;
        assert!(page.contains("name=\"knapp\" value=\"/min-side\""), "{page}");
        // The button leads to the questions and nowhere else.
        for elsewhere in ["https://ond.example/", "//ond.example", "/do/discard-draft", "/min-side/"] {
            let location = asking.answer("ask-what", &[("sletting", "ja"), ("knapp", elsewhere)]).await;
            assert_eq!(location, "/min-side/ny/hvem", "{elsewhere}");
        }
    }
}

both_databases! {
    async fn going_back_from_the_overview_sends_nothing(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("href=\"/min-side/ny/varsel\"") && !page.contains("name=\"knapp\""), "a link: {page}");
        let token = asking.token().await;
        let back = [("utkast", token.as_str()), ("knapp", "/min-side/ny/varsel")];
        assert_eq!(asking.answer("send-case", &back).await, "/min-side/ny/varsel");
        assert_eq!(asking.count("cases").await, 0);
    }
}

both_databases! {
    async fn what_is_sent_out_of_order_is_not_sent(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let token = asking.token().await;
        // In another tab one more right was chosen, which is not answered yet.
        asking.answer("ask-what", &[("innsyn", "ja"), ("sletting", "ja")]).await;
        assert_eq!(asking.send(&token).await, NOT_SENT);
        let page = asking.page(NOT_SENT).await;
        assert!(page.contains("Henvendelsen er ikke sendt ennå.") && page.contains("Svar på resten"), "{page}");
        assert_eq!(asking.count("cases").await, 0);
    }
}

both_databases! {
    async fn a_hundred_thousand_letters_come_back(engine: Engine) {
        let asking = Asking::new(engine).await;
        for (letter, field, action, path) in [
            ("å", "hva", "ask-erase", ERASE),
            ("🦊", "navn", "ask-find", "/min-side/ny/finne"),
            ("ø", "feil", "ask-wrong", "/min-side/ny/retting"),
            ("x", "bestemt", "ask-where", "/min-side/ny/hvor"),
            ("e", "epost", "ask-notify", "/min-side/ny/varsel"),
        ] {
            let typed = letter.repeat(100_000);
            let location = asking.answer(action, &[(field, &typed), ("omfang", "deler"), ("varsel", "ja")]).await;
            assert!(is_refused(&location, path), "{action}: {location}");
            let page = asking.page(&location).await;
            let said = if field == "epost" { "Skriv en e-postadresse" } else { "Teksten er for lang." };
            assert!(page.contains(said) && page.contains(&typed), "{action}");
        }
        // Also twice that, of what takes most room.
        let typed = "🦊".repeat(100_000);
        let location = asking.answer("ask-erase", &[("hva", &typed), ("hvorfor", &typed)]).await;
        assert_eq!(asking.page(&location).await.matches(&typed).count(), 2);
    }
}

both_databases! {
    async fn before_sending_one_reads_what_happens_in_plain_words(engine: Engine) {
        let asking = Asking::new(engine).await;
        let page = asking.page("/min-side/ny").await;
        assert!(page.contains("Det heter partsinnsyn.") && page.contains("Det heter dokumentinnsyn."), "{page}");
        asking.answer("ask-what", &[("innsyn", "ja"), ("retting", "ja"), ("sletting", "ja")]).await;
        asking.rest().await;
        let page = asking.page("/min-side/ny/retting").await;
        let (_, box_) = page.split_once("name=\"begrens\"").unwrap();
        assert!(box_.split('>').next().unwrap().contains("checked"), "ticked beforehand: {page}");
        asking.answer("ask-wrong", &[("feil", "Adressen"), ("na", "Storgata 1"), ("riktig", "Storgata 2"), ("begrens", "ja")]).await;
        asking.answer("ask-erase", &[("hva", "Bildet mitt"), ("hvorfor", "Vet ikke")]).await;
        let page = asking.page("/min-side/ny/se-over").await;
        for said in ["Storgata 1", "Storgata 2", "Bildet mitt", "Vet ikke", "Dere skal ikke bruke opplysningene", "Fagsystem", "Følge opp elever.", "fravær",
            "Loven gir oss én måned"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        for path in ["/min-side/ny", "/min-side/ny/hvem", "/min-side/ny/hvor", "/min-side/ny/retting", ERASE, "/min-side/ny/finne",
            "/min-side/ny/varsel", "/min-side/ny/se-over", "/min-side/ny/systemer"] {
            let read = lix(&text(&asking.page(path).await));
            assert!(read.is_none_or(|lix| lix < HARDEST), "{path}: {read:?}");
        }
    }
}

both_databases! {
    async fn where_no_system_belongs_to_what_was_chosen_one_is_told_that_all_are_asked(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let said = "Vi har ikke noe system som hører til det du valgte. Derfor spør vi alle.";
        for (sector, beyond) in [("omrade-education", false), ("omrade-health", true)] {
            asking.answer("ask-where", &[("omfang", "deler"), (sector, "ja")]).await;
            let page = asking.page("/min-side/ny/se-over").await;
            assert_eq!(page.contains(said), beyond, "{sector}: {page}");
        }
    }
}

both_databases! {
    async fn what_is_told_before_sending_is_what_is_asked(engine: Engine) {
        let portal = Setup::new(engine).start().await;
        let office = &portal.office;
        for sector in [Sector::Education, Sector::Health] {
            for (retired, erases) in [(false, true), (false, false), (true, true)] {
                let change = |system: &mut System| {
                    (system.retired, system.serves_erasure) = (retired, erases);
                    system.sector = sector.code().to_owned();
                    system.record.categories = vec![format!("{} {erases}", sector.code())];
                };
                add_systems_like(office, 1, Served::Manual, change).await;
            }
        }
        let mut tx = office.db.read().await.unwrap();
        let register = office.known.register(&mut tx).await.unwrap();
        let scope = |sectors: &[Sector], categories: &[&str]| Scope {
            sectors: sectors.to_vec(),
            categories: categories.iter().map(|category| (*category).to_owned()).collect(),
            ..Scope::default()
        };
        let mut counts = Vec::new();
        for scope in [scope(&[], &[]), scope(&[Sector::Health], &[]), scope(&[], &["Education TRUE"]), scope(&[], &["noe annet"]),
            scope(&[Sector::Technical], &[])] {
            let access = Asked::Access { scope: scope.clone() };
            let erasure = Asked::Erasure { scope, explanation: None, restrict_meanwhile: false };
            for asked in [access, erasure] {
                let told = concerned_in(&register, &asked);
                let found = concerned(&mut tx, &asked).await.unwrap();
                assert_eq!(told, found.into_iter().map(|system| system.id).collect());
                counts.push(told.len());
            }
        }
        assert_eq!(counts, [4, 2, 2, 1, 1, 1, 4, 2, 4, 2]);
    }
}

both_databases! {
    async fn who_has_as_many_open_cases_as_one_may_have_is_told_before_sending(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, MOST_OPEN_CASES as i64);
        let office = &asking.portal.office;
        for number in 0..MOST_OPEN_CASES {
            accepted(office, &submission(vec![about(&format!("Nummer {number}"))]).anyway()).await;
        }
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("Du har så mange åpne saker at vi ikke kan ta imot flere nå."), "{page}");
        let (_, form) = page.split_once("action=\"/do/send-case\"").unwrap();
        assert!(!form.split_once("</form>").unwrap().0.contains("<button"), "{page}");
        let location = asking.answer("send-case", &[("utkast", &asking.token().await), ("likevel", "ja")]).await;
        assert!(asking.page(&location).await.contains("Du har så mange åpne saker"), "{location}");
        assert_eq!(asking.count("cases").await, MOST_OPEN_CASES as i64, "nor is it sent all the same");
        assert!(asking.page("/min-side/ny/finne").await.contains("Kari Nordmann"), "the draft is there until there is room");
        keep("review-full", &page);
        keep("mine-full", &asking.page("/min-side").await);
    }
}

both_databases! {
    async fn who_asks_with_power_of_attorney_is_told_how_and_reads_it_again(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        let page = asking.page("/min-side/ny/hvem").await;
        assert!(page.contains("fullmakt") && page.contains("name=\"vedlegg\""), "{page}");
        let who = [("gjelder", "fullmakt"), ("nummer", OTHER)];
        let pdf = [("fullmakt.pdf", b"%PDF-1.7 fullmakt".as_slice())];
        assert_eq!(asking.answer_with("ask-who", &who, &pdf).await, "/min-side/ny/hvor");
        asking.answer("ask-where", &[("omfang", "deler"), ("omrade-education", "ja"), ("fra", "2020-01-01")]).await;
        asking.answer("ask-find", &[("navn", "Ola Hansen"), ("telefon", "22 33 44 55")]).await;
        asking.answer("ask-notify", &[("varsel", "nei")]).await;
        let receipt = asking.send(&asking.token().await).await;
        let page = asking.page(&receipt).await;
        for said in ["er det du som får svaret", "2026-000001", "kl. ", "Loven gir oss én måned", "Dette skjer nå"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let sent = asking.page(&receipt.replace("kvittering", "henvendelse")).await;
        for said in ["Det du sendte inn", "En som har gitt meg fullmakt", OTHER, "Skole", "onsdag 1. januar 2020", "Ola Hansen", "22 33 44 55"] {
            assert!(sent.contains(said), "{said}: {sent}");
        }
        assert!(!sent.contains("/min-side/ny") || !sent.contains("Endre<"), "nothing of it is changed any more: {sent}");
        // Who coordinates the case reads the same, and nobody else's client does.
        let other = asking.portal.client();
        asking.log_in(&other, OTHER).await;
        assert_eq!(other.get("/min-side/sak/2026-000001/henvendelse").await.status, 404);
        let office = &asking.portal.office;
        hire(office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        asking.provider.change(|script| script.claims = json!({}));
        let kari = logged_in(&asking.provider, &asking.portal, KARI).await;
        let page = kari.get("/saksbehandling/sak/2026-000001").await.text();
        assert!(page.contains("Det innbyggeren sendte inn") && page.contains(OTHER) && page.contains("Ola Hansen"), "{page}");
    }
}

both_databases! {
    async fn why_a_date_moved_is_said_and_the_receipt_stays_what_it_was(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 3);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let receipt = asking.send(&asking.token().await).await;
        let (case, reference) = ("/min-side/sak/2026-000001", "2026-000001");
        let day = |page: &str| page.split_once("Du får svar senest ").unwrap().1.split('.').next().unwrap().to_owned();
        let before = asking.page(&receipt).await;
        let told = day(&before);
        assert!(!before.contains("Datoen er flyttet"), "{before}");
        let office = &asking.portal.office;
        let kari = hire(office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        take(office, &kari, reference).await.unwrap().unwrap();
        extend(office, &kari, reference, Right::Access, ExtensionReason::Redaction, "", Told::Here).await.unwrap().unwrap();
        let page = asking.page(case).await;
        assert!(page.contains(&format!("Fristen var {told}")) && page.contains("Vi trenger mer tid"), "{page}");
        assert_ne!(day(&page), told);
        let why = page.split_once("Brevet forklarer hvorfor:").unwrap().1;
        assert!(why.split_once("</dd>").unwrap().0.contains(&format!("{case}/brev/2")), "the letter that says why: {page}");
        assert!(page.contains("sletter vi den senest 60 dager etter at svaret er klart."), "{page}");
        keep("case-extended", &page);
        let after = asking.page(&receipt).await;
        keep("receipt-extended", &after);
        assert!(day(&after) == told && after.contains("Datoen er flyttet siden."), "{after}");
        let (right, reason) = (Right::Access, PauseReason::Scope);
        pause(office, &kari, reference, right, reason, "Hvilket år?").await.unwrap().unwrap();
        asking.portal.clock.step(SignedDuration::from_hours(72));
        go_on(office, &kari, reference, right, reason, office.today()).await.unwrap().unwrap();
        asking.log_in(&asking.client, PERSON).await;
        let page = asking.page(case).await;
        let why = page.split_once("Fristen er flyttet 3 dager, fordi vi ventet på svar fra deg.").unwrap().1;
        assert!(why.split_once("</dd>").unwrap().0.contains(&format!("{case}/brev/3")), "what was asked: {page}");
        asking.portal.clock.step(SignedDuration::from_hours(24 * 100));
        asking.log_in(&asking.client, PERSON).await;
        let page = asking.page(case).await;
        assert!(page.contains("Du skulle ha fått svar senest") && page.contains("Du kan klage til Datatilsynet."), "{page}");
        keep("case-extended-and-late", &page);
    }
}
