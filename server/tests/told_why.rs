//! What cannot be done is said on the page that it was asked for on, with what to do next; nothing that was typed is lost.

use std::time::Duration;

use serde_json::json;
use server::decisions::change::Change;
use server::login::session::Who;
use server::tasks::rules::Step;

use crate::asking::{Asking, is_refused};
use crate::attaching::PDF;
use crate::changing::{Steps, can, erase, many, nothing};
use crate::support::cases::{OTHER, PERSON, erasure, person};
use crate::support::employees::whose;
use crate::support::multipart::{END, Sending, field, file_head};
use crate::support::provider::ProviderDouble;
use crate::support::seen::keep;
use crate::support::taken::Taken;
use crate::support::{Engine, both_databases};

const WHO: &str = "/min-side/ny/hvem";
const WRONG: &str = "/min-side/ny/retting";

both_databases! {
    async fn a_file_that_is_too_large_takes_no_words_with_it(engine: Engine) {
        let asking = Asking::with(engine, &[("UPLOADS__FILE_MB", "1")]).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let large = [PDF, &vec![b' '; 1_000_001]].concat();
        let file: &[(&str, &[u8])] = &[("stor.pdf", &large)];
        for (action, path, fields, typed) in [
            ("ask-who", WHO, vec![("gjelder", "barn"), ("nummer", OTHER)], format!("value=\"{OTHER}\"")),
            ("ask-wrong", WRONG, vec![("feil", "Adressen min")], "Adressen min</textarea>".to_owned()),
        ] {
            let location = asking.answer_with(action, &fields, file).await;
            assert!(is_refused(&location, path), "{location}");
            let page = asking.page(&location).await;
            assert!(page.contains("En av filene er for stor. Den kan være høyst 1 MB.") && page.contains(&typed), "{page}");
            keep(&format!("{action}-too-large"), &page);
        }
        assert_eq!(asking.count("draft_file").await, 0);
    }
}

#[tokio::test]
async fn all_of_a_form_of_ours_may_come_and_not_of_a_stranger_s() {
    let asking = Asking::new(Engine::Sqlite).await;
    for (hvem, is_ours) in [(asking.whose.as_str(), true), ("x", false)] {
        let first = field("hvem", hvem) + &field("feil", "Adressen min") + &file_head("vedlegg", "a.pdf");
        let last = format!("\r\n{END}");
        let all = [first.as_bytes(), &vec![b'x'; 24_000_000], last.as_bytes()].concat();
        let mut sending = Sending::begin(asking.portal.addr, "/do/ask-wrong", None, all.len()).await;
        assert_eq!(sending.send(&all).await.is_ok(), is_ours, "whether all of it is read");
        if is_ours {
            let answer = sending.answer().await;
            assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("location: /logg-inn?"), "{answer}");
        }
    }
}

both_databases! {
    async fn what_is_being_carried_out_is_not_taken_back(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let client = portal.client();
        let stage = Taken::at(portal, vec![erasure()], many).await;
        let school = stage.answers(0, "assess", can()).await;
        for system in [1, 2] {
            stage.answers(system, "assess", nothing()).await;
        }
        let decided = stage.decides(erase([(school, Change::CarryOut)]), &[]).await.unwrap();
        assert_eq!(stage.asked(&decided, Step::Execute).await.len(), 1);
        provider.change(|script| script.claims = json!({ "acr": "idporten-loa-high", "pid": PERSON }));
        assert_eq!(provider.log_in_through(&client, "idporten").await.status, 303);
        let whose = whose(stage.office(), &Who::Citizen(person(PERSON)));
        let answer = client.post("/do/withdraw-case", &[("hvem", &whose), ("sak", &stage.reference)]).await;
        let page = client.get(answer.header("location")).await.text();
        assert!(page.contains("Vi holder på å gjøre det vi har bestemt. Da kan saken ikke trekkes."), "{page}");
        assert!(page.contains("Dette gikk ikke") && !page.contains("Henvendelsen er trukket."), "{page}");
        keep("case-being-carried-out", &page);
    }
}

both_databases! {
    async fn files_that_came_while_the_answers_changed_elsewhere_are_asked_for_again(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let first = field("hvem", &asking.whose) + &field("feil", "Adressen min") + &file_head("vedlegg", "a.pdf") + "%PDF-1.7";
        let last = format!(" langsomt\r\n{END}");
        let session = asking.client.cookie("minside-session").unwrap();
        let bytes = first.len() + last.len();
        let mut sending = Sending::begin(asking.portal.addr, "/do/ask-wrong", Some(&session), bytes).await;
        sending.send(first.as_bytes()).await.unwrap();
        // What files of this draft are sealed with is made when the first one begins.
        while asking.count("draft_key").await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        asking.answer("discard-draft", &[]).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        sending.send(last.as_bytes()).await.unwrap();
        let answer = sending.answer().await;
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
        assert!(is_refused(location, WRONG), "{answer}");
        let form = answer.split("minside-form=").nth(1).unwrap().split(';').next().unwrap();
        asking.client.set_cookie("minside-form", form);
        let page = asking.page(location).await;
        assert!(page.contains("Filene kom ikke med, fordi svarene dine ble endret et annet sted samtidig."), "{page}");
        assert!(page.contains("Adressen min"), "{page}");
        keep("ask-wrong-files-lost", &page);
    }
}
