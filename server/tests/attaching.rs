//! Files that a person sends with an answer: they follow it into the case, or are deleted with it.

use futures_util::TryStreamExt;
use jiff::SignedDuration;
use server::cases::evidence;
use server::cases::own;
use server::cases::rules::Right;
use server::cases::store as cases;
use server::drafts;
use server::id::BlobId;
use server::subjects;
use server::uploads::{UploadSettings, take};
use server::vault::{GRACE_MS, sweep};

use crate::asking::{Asking, NOT_SENT, ids, is_refused};
use crate::support::both_databases;
use crate::support::cases::{MARKER, OTHER, PERSON, person};
use crate::support::multipart::{END, TYPE, field, file_head};
use crate::support::scan::{Scan, object_files};

pub(crate) const PDF: &[u8] = b"%PDF-1.7 hemmelig-merketekst";
const OTHER_PDF: &[u8] = b"%PDF-1.7 noe annet";
const WRONG: &str = "/min-side/ny/retting";
/// Made up too.
const ANOTHER: &str = "08811008959";
const WHO: &str = "/min-side/ny/hvem";

/// The objects in the place for files.
async fn objects(asking: &Asking) -> Vec<BlobId> {
    asking.portal.office.blobs.list().map_ok(|listed| listed.id).try_collect().await.unwrap()
}

/// The values of a hidden field on a page.
fn values<'a>(page: &'a str, field: &str) -> Vec<&'a str> {
    let begins = format!("name=\"{field}\" value=\"");
    page.split(begins.as_str()).skip(1).filter_map(|after| after.split('"').next()).collect()
}

/// A correction with this file, and all other answers.
pub(crate) async fn with_evidence(asking: &Asking, content: &[u8]) {
    asking.answer("ask-what", &[("retting", "ja")]).await;
    asking.rest().await;
    let fields = [("feil", "Adressen"), ("begrens", "ja")];
    assert_eq!(asking.answer_with("ask-wrong", &fields, &[("bevis.pdf", content)]).await, "/min-side/ny/finne");
}

both_databases! {
    async fn what_shows_that_something_is_wrong_follows_the_correction_into_the_case(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        with_evidence(&asking, PDF).await;
        let page = asking.page(WRONG).await;
        assert!(page.contains("Dette har du lagt ved") && page.contains("bevis.pdf (1 kB)"), "{page}");
        assert!(asking.page("/min-side/ny/se-over").await.contains("Vedlegg: bevis.pdf"));
        let sealed = objects(&asking).await;
        assert_eq!((sealed.len(), asking.count("draft_file").await, asking.count("draft_key").await), (1, 1, 1));
        let location = asking.send(&asking.token().await).await;
        assert_eq!(location, "/min-side/sak/2026-000001/kvittering");
        assert_eq!((asking.count("draft_file").await, asking.count("draft_key").await), (0, 0));
        assert_eq!(objects(&asking).await, sealed, "no file is written twice");

        // The person sees it in the case, and fetches it.
        let page = asking.page("/min-side/sak/2026-000001").await;
        assert!(page.contains("bevis.pdf viser at dette er feil: Adressen"), "{page}");
        let file = asking.client.get("/min-side/sak/2026-000001/melding/1/fil/1").await;
        assert_eq!((file.status, file.bytes.as_slice()), (200, PDF));

        // A system is handed it with what is wrong.
        let office = &asking.portal.office;
        let mut tx = office.db.read().await.unwrap();
        let me = subjects::find(&mut tx, &office.vault, &person(PERSON)).await.unwrap().unwrap();
        let case = own::find(&mut tx, me, "2026-000001").await.unwrap();
        let claims = cases::claims_of(&mut tx, case.id).await.unwrap();
        let claim = claims.iter().find(|claim| claim.right == Right::Rectification).unwrap().id;
        assert_eq!(evidence::store::evidence_of(&mut tx, claim).await.unwrap(), [(0, sealed[0])]);
        drop(tx);
        let opened = evidence::open(office, claim, sealed[0]).await.unwrap();
        let pieces: Vec<_> = opened.bytes.try_collect().await.unwrap();
        assert_eq!((opened.about.name.as_str(), pieces.concat().as_slice()), ("bevis.pdf", PDF));
    }
}

both_databases! {
    async fn nobody_reads_a_file_in_the_place_for_files_or_the_database(engine: Engine) {
        let asking = Asking::new(engine).await;
        with_evidence(&asking, PDF).await;
        let office = &asking.portal.office;
        let written = Scan::of(&office.db).await;
        assert!(!written.has(b"bevis") && !written.has(MARKER.as_bytes()));
        let files = object_files(&asking.portal);
        assert_eq!(files.len(), 1);
        let content = std::fs::read(&files[0]).unwrap();
        assert!(!content.windows(MARKER.len()).any(|window| window == MARKER.as_bytes()));
    }
}

both_databases! {
    async fn what_shows_that_one_may_ask_for_another_is_the_first_message(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        let child = [("gjelder", "barn"), ("nummer", OTHER)];
        let leave: &[(&str, &[u8])] = &[("fullmakt.pdf", PDF)];
        assert_eq!(asking.answer_with("ask-who", &child, leave).await, "/min-side/ny/hvor");
        assert!(asking.page(WHO).await.contains("fullmakt.pdf (1 kB)"));
        // Who asks for themselves after all sends none, and it is gone.
        asking.answer("ask-who", &[("gjelder", "meg")]).await;
        assert!(!asking.page(WHO).await.contains("fullmakt.pdf"));
        assert_eq!((objects(&asking).await.len(), asking.count("draft_file").await), (0, 0));
        asking.answer_with("ask-who", &child, leave).await;
        let page = asking.page("/min-side/ny/se-over").await;
        assert!(page.contains("Vedlegg: fullmakt.pdf") && page.contains("En ansatt sjekker først at du har lov til å få det."), "{page}");
        asking.send(&asking.token().await).await;
        for of in ["/min-side", "/min-side/sak/2026-000001/kvittering"] {
            assert!(asking.page(of).await.contains("Barnet ditt"), "{of}");
        }
        let page = asking.page("/min-side/sak/2026-000001").await;
        assert!(page.contains("Barnet ditt") && page.contains("Når vi skriver «deg» om opplysningene"), "{page}");
        assert!(page.contains("fullmakt.pdf viser at jeg kan spørre for en annen."), "{page}");
        assert_eq!((asking.count("evidence").await, asking.count("attachment").await), (0, 1));
    }
}

both_databases! {
    async fn files_are_taken_out_alone_and_with_what_they_show(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let files: &[(&str, &[u8])] = &[("a.pdf", PDF), ("b.pdf", OTHER_PDF)];
        asking.answer_with("ask-wrong", &[("feil", "Adressen"), ("knapp", "en-til")], files).await;
        asking.answer_with("ask-wrong", &[("feil", "Navnet")], &[("c.pdf", PDF)]).await;
        let page = asking.page(WRONG).await;
        let (file, shows) = (values(&page, "fil"), values(&page, "viser"));
        assert_eq!((file.len(), shows[0] == shows[1], shows[0] == shows[2]), (3, true, false));
        // Not from where it is not, and twice is once.
        for (file, shows) in [(file[0], shows[2]), (file[0], shows[0]), (file[0], shows[0]), ("", ""), ("x", shows[0])] {
            let path = if shows.is_empty() { WHO } else { WRONG };
            let location = asking.answer("remove-file", &[("fil", file), ("viser", shows)]).await;
            assert_eq!(location, format!("{path}?ferdig=fjernet"));
            assert!(asking.page(&location).await.contains("Det er fjernet."));
        }
        let page = asking.page(WRONG).await;
        assert!(!page.contains("a.pdf") && page.contains("b.pdf") && page.contains("c.pdf"), "{page}");
        assert_eq!(objects(&asking).await.len(), 2);
        asking.answer("remove-correction", &[("nr", &ids(&page)[0])]).await;
        let page = asking.page(WRONG).await;
        assert!(!page.contains("b.pdf") && page.contains("c.pdf"), "{page}");
        assert_eq!((objects(&asking).await.len(), asking.count("draft_file").await), (1, 1));
    }
}

both_databases! {
    async fn what_is_sent_twice_is_there_once_and_what_was_looked_over_is_what_is_sent(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        with_evidence(&asking, PDF).await;
        let before = asking.token().await;
        let fields = [("feil", "Adressen"), ("begrens", "ja")];
        let (one, other) = tokio::join!(
            asking.answer_with("ask-wrong", &fields, &[("bevis.pdf", PDF)]),
            asking.answer_with("ask-wrong", &fields, &[("bevis.pdf", PDF)]),
        );
        assert_eq!((one.as_str(), other.as_str()), ("/min-side/ny/finne", "/min-side/ny/finne"));
        assert_eq!((asking.count("draft_file").await, asking.token().await), (1, before.clone()));
        // What was not kept is deleted a moment later.
        while objects(&asking).await.len() > 1 {
            tokio::task::yield_now().await;
        }
        // The same name with something else in it is another file.
        asking.answer_with("ask-wrong", &fields, &[("bevis.pdf", OTHER_PDF)]).await;
        assert_eq!(asking.count("draft_file").await, 2);
        assert_eq!(asking.send(&before).await, NOT_SENT, "this one was not looked over");
        assert_eq!((asking.count("cases").await, asking.count("draft_key").await), (0, 1));
        let token = asking.token().await;
        let (first, second) = tokio::join!(asking.send(&token), asking.send(&token));
        assert_eq!((first.as_str(), &first), ("/min-side/sak/2026-000001/kvittering", &second));
        assert_eq!((asking.count("cases").await, asking.count("attachment").await), (1, 2));
    }
}

both_databases! {
    async fn the_same_words_with_another_file_are_not_the_same_case(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 2);
        with_evidence(&asking, PDF).await;
        asking.send(&asking.token().await).await;
        with_evidence(&asking, OTHER_PDF).await;
        let token = asking.token().await;
        assert_eq!(asking.send(&token).await, NOT_SENT, "they are told of the first one");
        let sent = asking.answer("send-case", &[("utkast", &token), ("likevel", "ja")]).await;
        assert_eq!(sent, "/min-side/sak/2026-000002/kvittering");
        let file = asking.client.get("/min-side/sak/2026-000002/melding/1/fil/1").await;
        assert_eq!((file.status, file.bytes.as_slice()), (200, OTHER_PDF));
    }
}

both_databases! {
    async fn the_button_that_was_pressed_may_come_after_the_files(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let file = file_head("vedlegg", "a.pdf") + "%PDF-1.7\r\n";
        let first = field("hvem", &asking.whose) + &field("feil", "Adressen");
        // What was said before the files is not said otherwise after them.
        let last = field("knapp", "en-til") + &field("feil", "Noe annet") + &field("hvem", "en annen") + END;
        let headers = [("content-type", TYPE), ("sec-fetch-site", "same-origin")];
        let answer = asking.client.post_raw("/do/ask-wrong", &(first + &file + &last), &headers).await;
        assert_eq!((answer.status, answer.header("location")), (303, WRONG));
        let page = asking.page(WRONG).await;
        assert!(page.contains(">Adressen<") && page.contains("a.pdf (1 kB)") && !page.contains("Noe annet"), "{page}");
        // Nor is it said by them who sends it.
        let body = file + &field("hvem", &asking.whose) + END;
        assert_eq!(asking.client.post_raw("/do/ask-wrong", &body, &headers).await.status, 400);
    }
}

both_databases! {
    async fn a_file_that_is_not_taken_takes_no_words_with_it(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let six: Vec<(&str, &[u8])> = vec![("a.pdf", PDF); 6];
        for (files, said) in [
            (vec![("program.exe", b"MZ".as_slice())], "Vi kan ikke ta imot en av filene."),
            (vec![("bilde.png", PDF)], "Vi kan ikke ta imot en av filene."),
            (vec![("tom.pdf", b"")], "En av filene er tom."),
            (six, "Du kan sende høyst 5 filer om gangen."),
        ] {
            let location = asking.answer_with("ask-wrong", &[("feil", "Adressen min")], &files).await;
            assert!(is_refused(&location, WRONG), "{location}");
            let page = asking.page(&location).await;
            assert!(page.contains(said) && page.contains("Adressen min</textarea>"), "{said} in {page}");
            assert!(page.contains("Filene må du velge på nytt"), "{page}");
        }
        // Of what is given back anyway nothing is taken, and nothing is begun by it.
        let stranger = Asking::new(engine).await;
        let wrong_number = [("gjelder", "barn"), ("nummer", "12345678901")];
        let location = stranger.answer_with("ask-who", &wrong_number, &[("a.pdf", PDF)]).await;
        assert!(is_refused(&location, WHO), "{location}");
        assert_eq!((stranger.count("draft").await, stranger.count("person").await, objects(&stranger).await.len()), (0, 0, 0));
        // A file says nothing by itself.
        let location = asking.answer_with("ask-wrong", &[], &[("a.pdf", PDF)]).await;
        assert!(asking.page(&location).await.contains("Fyll ut dette feltet."));
        let named = asking.answer_with("ask-wrong", &[("feil", "Adressen")], &[("../../etc/brev\u{202e}.pdf", PDF)]).await;
        assert_eq!(named, "/min-side/ny/finne");
        let page = asking.page(WRONG).await;
        assert!(page.contains(">brev.pdf (1 kB)<"), "{page}");
        assert_eq!(asking.count("draft_file").await, 1);
    }
}

both_databases! {
    async fn there_is_room_for_so_many_files(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        let named: Vec<String> = (0..5).map(|number| format!("{number}.pdf")).collect();
        let five: Vec<(&str, &[u8])> = named.iter().map(|name| (name.as_str(), PDF)).collect();
        for wrong in ["Adressen", "Navnet", "Datoen", "Summen"] {
            asking.answer_with("ask-wrong", &[("feil", wrong)], &five).await;
        }
        assert_eq!(asking.count("draft_file").await, 20);
        let location = asking.answer_with("ask-wrong", &[("feil", "Noe mer")], &five[..1]).await;
        let page = asking.page(&location).await;
        assert!(page.contains("Det er ikke plass til flere enn 20 filer.") && page.contains("Noe mer</textarea>"), "{page}");
        while objects(&asking).await.len() > 20 {
            tokio::task::yield_now().await;
        }
    }
}

both_databases! {
    async fn a_draft_that_is_deleted_or_over_takes_its_files_and_their_key_with_it(engine: Engine) {
        let asking = Asking::new(engine).await;
        let office = &asking.portal.office;
        let sweep_on = async |now_ms: i64| sweep(&office.db, &office.blobs, now_ms).await.unwrap().orphans;
        with_evidence(&asking, PDF).await;
        // It is nobody's orphan while the draft is there.
        let later = i64::MAX - GRACE_MS;
        assert_eq!(sweep_on(later).await, 0);
        asking.answer("discard-draft", &[]).await;
        assert_eq!((asking.count("draft_file").await, asking.count("draft_key").await), (0, 0));
        assert_eq!(objects(&asking).await.len(), 0);

        with_evidence(&asking, PDF).await;
        asking.portal.clock.step(SignedDuration::from_hours(24 * drafts::KEPT_DAYS));
        // Nobody has deleted it yet; what is begun now has nothing of it.
        asking.log_in(&asking.client, PERSON).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        assert_eq!((asking.count("draft_file").await, asking.count("draft_key").await), (0, 0));
        assert!(!asking.page(WRONG).await.contains("bevis.pdf"));
        assert_eq!(objects(&asking).await.len(), 0);
    }
}

both_databases! {
    async fn a_file_that_came_while_the_draft_was_deleted_is_asked_for_again(engine: Engine) {
        let asking = Asking::new(engine).await;
        let (office, me) = (&asking.portal.office, person(PERSON));
        with_evidence(&asking, PDF).await;
        // It is under way while another tab deletes the draft, and begins a new one with a file of its own.
        let late = drafts::files::key(office, &me).await.unwrap();
        let mut taken = Vec::new();
        let bytes = futures_util::stream::iter([Ok(OTHER_PDF.into())]);
        let settings = UploadSettings { file_mb: 1, files: 1, scanner: Vec::new() };
        take(office, &settings, &late, "sen.pdf", bytes, &mut taken).await.unwrap().unwrap();
        for begins_anew in [false, true] {
            asking.answer("discard-draft", &[]).await;
            if begins_anew {
                with_evidence(&asking, PDF).await;
            }
            let file = drafts::files::draft_file(&taken[0], &late);
            let changed = drafts::change(office, &me, |draft| draft.add_files("x", std::slice::from_ref(&file))).await.unwrap();
            assert!(!changed.after.files.iter().any(|kept| kept.id == file.id), "nobody could open it");
            assert_eq!(asking.count("draft_file").await, i64::from(begins_anew));
        }
        // What is there can be read.
        assert!(asking.page(WRONG).await.contains("bevis.pdf (1 kB)"));
    }
}

both_databases! {
    async fn what_shows_that_one_may_ask_for_one_says_nothing_of_another(engine: Engine) {
        let asking = Asking::new(engine).await;
        let child = |number: &'static str| [("gjelder", "barn"), ("nummer", number)];
        let leave: &[(&str, &[u8])] = &[("attest.pdf", PDF)];
        asking.answer_with("ask-who", &child(OTHER), leave).await;
        let location = asking.answer_with("ask-who", &child(ANOTHER), &[]).await;
        let page = asking.page(&location).await;
        assert!(page.contains("Du har endret hvem det gjelder") && !page.contains("attest.pdf"), "{page}");
        assert_eq!((asking.count("draft_file").await, objects(&asking).await.len()), (0, 0));
        // Said once; and what comes along with the change is about the new one.
        assert_eq!(asking.answer_with("ask-who", &child(ANOTHER), &[]).await, "/min-side/ny/hvor");
        asking.answer_with("ask-who", &child(ANOTHER), leave).await;
        assert_eq!(asking.answer_with("ask-who", &child(OTHER), &[("ny.pdf", OTHER_PDF)]).await, "/min-side/ny/hvor");
        let page = asking.page(WHO).await;
        assert!(page.contains("ny.pdf") && !page.contains("attest.pdf"), "{page}");
    }
}

both_databases! {
    async fn what_is_not_sent_is_deleted_when_the_rest_is(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        with_evidence(&asking, PDF).await;
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        assert_eq!(objects(&asking).await.len(), 1, "it may be ticked again");
        asking.send(&asking.token().await).await;
        assert_eq!((asking.count("message").await, objects(&asking).await.len()), (0, 0));
    }
}

both_databases! {
    async fn a_correction_too_many_is_given_back(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("ask-what", &[("retting", "ja")]).await;
        for number in 0..20 {
            asking.answer("ask-wrong", &[("feil", &format!("Feil {number}"))]).await;
        }
        // One that says the same as another, with a file, is still itself.
        let known = ids(&asking.page(WRONG).await);
        let same = [("nr", known[1].as_str()), ("feil", "Feil 0")];
        assert_eq!(asking.answer_with("ask-wrong", &same, &[("b.pdf", PDF)]).await, "/min-side/ny/finne");
        asking.answer("ask-wrong", &[("nr", known[1].as_str()), ("feil", "Feil 1")]).await;
        // A page of before it was full.
        let location = asking.answer_with("ask-wrong", &[("feil", "Det jeg skrev")], &[("a.pdf", PDF)]).await;
        let page = asking.page(&location).await;
        assert!(is_refused(&location, WRONG) && page.contains("Det er ikke plass til mer i henvendelsen"), "{page}");
        assert!(page.contains("Det jeg skrev</textarea>"), "{page}");
    }
}

both_databases! {
    async fn taking_out_what_is_not_there_begins_nothing(engine: Engine) {
        let asking = Asking::new(engine).await;
        asking.answer("remove-file", &[("fil", "x"), ("viser", "y")]).await;
        asking.answer("remove-correction", &[("nr", "7")]).await;
        assert_eq!((asking.count("draft").await, asking.count("person").await), (0, 0));
    }
}
