//! What the person and the municipality write to each other goes to the archive too.

use std::fs;

use server::cases::close::close;
use server::casework::take::take;
use server::retention::purge_case;
use server::token::Token;

use crate::archiving::{are_valid, exported, messages, said, xml};
use crate::asking::Asking;
use crate::attaching::{PDF, with_evidence};
use crate::casework::hire;
use crate::own_data::Reading;
use crate::support::cases::send_notices;
use crate::support::employees::{KARI, employee, logged_in, whose};
use crate::support::{both_databases, rows};

both_databases! {
    async fn what_is_written_after_the_answer_is_archived_with_its_files(engine: Engine) {
        let reading = Reading::new(engine).await.released().await;
        let (portal, reference) = (&reading.stage.portal, reading.stage.receipt.reference.clone());
        let (folder, later) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert_eq!(exported(portal, folder.path()).await.documents, 4);
        let token = || Token::random().written().to_string();
        let fields = [("hvem", reading.whose.as_str()), ("sak", &reference), ("melding", "Jeg klager.\n\n<b>Alt</b> er feil."), ("skjemanummer", &token())];
        let sent = reading.client.post_form("/do/write-message", &fields, &[("vedlegg", "klage.pdf", PDF)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let handler = hire(&portal.office, KARI, "Kari Moen", &["caseworker:Dokumentsenteret"]).await;
        take(&portal.office, &handler, &reference).await.unwrap().unwrap();
        let kari = logged_in(&reading.provider, portal, KARI).await;
        let own = whose(&portal.office, &employee(KARI));
        let fields = [("hvem", own.as_str()), ("sak", &reference), ("melding", "Vi ser på det."), ("skjemanummer", &token())];
        assert_eq!(kari.post_form("/do/write-to-person", &fields, &[]).await.status, 303);

        assert_eq!(exported(portal, later.path()).await.documents, 2);
        let names = ["2026-000001-005", "2026-000001-006"];
        assert_eq!(messages(later.path()), names);
        are_valid(later.path());
        let [first, second] = names.map(|name| xml(later.path(), name));
        assert!(said(&first, "tittel").contains(&"Melding fra innbyggeren") && said(&first, "mdk:kode").contains(&"I"), "{first}");
        assert!(said(&second, "tittel").contains(&"Melding til innbyggeren") && said(&second, "mdk:kode").contains(&"U"), "{second}");
        assert_eq!(said(&first, "referanseDokumentfil"), ["1.html", "2.pdf"]);
        let page = fs::read_to_string(later.path().join(names[0]).join("1.html")).unwrap();
        assert!(page.contains("<p>Jeg klager.</p><p>&lt;b&gt;Alt&lt;/b&gt; er feil.</p>") && page.contains("klage.pdf"), "{page}");
        assert_eq!(fs::read(later.path().join(names[0]).join("2.pdf")).unwrap(), PDF);
        assert_eq!(exported(portal, later.path()).await.documents, 0, "what is archived is archived");
        send_notices(&portal.office).await;

        // With the case goes what says that it was archived.
        let mut tx = portal.office.db.write().await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from archived where kind = 'message'").await, 2);
        drop(tx);
        close(&portal.office, &handler, &reference).await.unwrap().unwrap();
        purge_case(&portal.office, reading.stage.receipt.case).await.unwrap().unwrap();
        let mut tx = portal.office.db.read().await.unwrap();
        assert_eq!(rows::number(&mut tx, "select count(*) from archived").await, 0);
    }
}

both_databases! {
    async fn a_file_that_came_with_the_request_is_archived_once(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        with_evidence(&asking, PDF).await;
        asking.send(&asking.token().await).await;
        asking.answer("withdraw-case", &[("sak", "2026-000001")]).await;
        asking.portal.expect_unfinished(0, 1);
        let folder = tempfile::tempdir().unwrap();
        exported(&asking.portal, folder.path()).await;
        are_valid(folder.path());
        let files = messages(folder.path()).into_iter().map(|name| said(&xml(folder.path(), &name), "filnavn").join(" "));
        let files: Vec<_> = files.collect();
        assert_eq!(files.iter().filter(|names| names.contains("bevis.pdf")).count(), 1, "{files:?}");
        assert_eq!(files[0], "henvendelse.html bevis.pdf");
        let of_message = files.iter().position(|names| names == "melding.html").unwrap();
        let page = folder.path().join(&messages(folder.path())[of_message]).join("1.html");
        assert!(fs::read_to_string(page).unwrap().contains("bevis.pdf viser at dette er feil: Adressen"));
    }
}
