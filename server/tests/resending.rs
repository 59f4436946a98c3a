//! The database is away while somebody sends a form: what they wrote comes back, and is sent again when it is there.

use server::on;
use server::token::Token;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::asking::Asking;
use crate::support::both_databases;
use crate::support::client::Answer;
use crate::support::database::{Engine, postgres_server};
use crate::support::seen::keep;

const PDF: &[u8] = b"%PDF-1.7 noe";

/// PostgreSQL lets nobody in; of SQLite, the table is gone that every request begins with.
async fn away(asking: &Asking, engine: Engine, is_away: bool) {
    let name = asking.portal.database.url.rsplit('/').next().unwrap();
    match engine {
        Engine::Postgres => {
            let mut server = PgConnection::connect(&postgres_server()).await.unwrap();
            let let_in = format!("alter database {name} allow_connections {}", !is_away);
            server.execute(AssertSqlSafe(let_in)).await.unwrap();
            if is_away {
                let end = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
                server.execute(AssertSqlSafe(end)).await.unwrap();
            }
        }
        Engine::Sqlite => {
            let sql = match is_away {
                true => "alter table session rename to away",
                false => "alter table away rename to session",
            };
            let mut tx = asking.portal.office.db.write().await.unwrap();
            on!(&mut tx, |conn| sqlx::query(sql).execute(conn).await.map(|_| ()).unwrap());
            tx.commit().await.unwrap();
        }
    }
}

/// What the page of a form that could not be taken sends again, as a browser reads it.
fn hidden(page: &str) -> Vec<(String, String)> {
    let (_, form) =
        page.split_once("<form class=\"form\"").or_else(|| page.split_once("class=\"form\"")).expect("a form");
    let attribute = |input: &str, name: &str| {
        let (_, value) = input.split_once(&format!("{name}=\"")).unwrap();
        let value = value.split('"').next().unwrap();
        value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let inputs = form.split("<input").skip(1).filter(|input| input.starts_with(" type=\"hidden\""));
    inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect()
}

fn assert_comes_back(answer: &Answer, action: &str, text: &str, takes_files: bool) -> Vec<(String, String)> {
    assert!([500, 503].contains(&answer.status), "{}", answer.status);
    let page = answer.text();
    assert!(page.contains("Det du skrev, er ikke gått tapt.") && page.contains("Send på nytt"), "{page}");
    assert!(
        page.contains(&format!("action=\"{action}\"")) && !page.contains("Til forsiden</a></p></div><form"),
        "{page}"
    );
    assert_eq!(page.contains("type=\"file\""), takes_files, "{page}");
    keep(if takes_files { "away-with-files" } else { "away" }, &page);
    let fields = hidden(&page);
    assert!(fields.iter().any(|(_, value)| value == text), "{text} among {fields:?}");
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

both_databases! {
    async fn what_was_written_comes_back_and_is_sent_again(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        asking.portal.expect_unfinished(0, 1);
        asking.answer("ask-what", &[("innsyn", "ja")]).await;
        asking.rest().await;
        asking.send(&asking.token().await).await;
        let hostile = "Linje 1 \"&amp;\" <b>\r\n</form> æøå 👩‍👩‍👧";
        let whose = asking.whose.as_str();
        let token = Token::random().written().to_string();
        let find = [("hvem", whose), ("navn", hostile)];
        let wrong = [("hvem", whose), ("feil", hostile), ("begrens", "ja")];
        let message = [("hvem", whose), ("sak", "2026-000001"), ("skjemanummer", &token), ("melding", hostile)];
        let (client, files) = (&asking.client, [("vedlegg", "a.pdf", PDF)]);

        away(&asking, engine, true).await;
        let lost = client.get("/min-side").await;
        assert!([500, 503].contains(&lost.status) && lost.text().contains("Prøv igjen"), "{}", lost.text());
        let find = assert_comes_back(&client.post("/do/ask-find", &find).await, "/do/ask-find", hostile, false);
        let wrong = client.post_form("/do/ask-wrong", &wrong, &files).await;
        let wrong = assert_comes_back(&wrong, "/do/ask-wrong", hostile, true);
        let message = client.post_form("/do/write-message", &message, &files).await;
        let message = assert_comes_back(&message, "/do/write-message", hostile, true);
        // Also where files come that are larger than a connection takes before somebody reads it.
        let large = vec![b'x'; 6_000_000];
        let with_large = [("hvem", whose), ("sak", "2026-000001"), ("skjemanummer", &token), ("melding", hostile)];
        let with_large = client.post_form("/do/write-message", &with_large, &[("vedlegg", "a.pdf", &large)]).await;
        assert_comes_back(&with_large, "/do/write-message", hostile, true);
        // In this nothing was written, and sent again it might do something else.
        let discarded = client.post("/do/discard-draft", &[("hvem", whose)]).await;
        assert!(!discarded.text().contains("Send på nytt") && discarded.text().contains("Til forsiden"), "{}", discarded.text());
        // Pressed too soon, it comes back once more.
        let message = client.post_form("/do/write-message", &pairs(&message), &[]).await;
        let message = assert_comes_back(&message, "/do/write-message", hostile, true);
        // What another site sends in the person's name does not.
        let body = "navn=En+annens&hvem=x";
        let other = client.post_raw("/do/ask-find", body, &[("sec-fetch-site", "cross-site")]).await;
        assert!(other.status == 403 && !other.text().contains("En annens"), "{}", other.text());
        away(&asking, engine, false).await;

        assert_eq!(client.post("/do/ask-find", &pairs(&find)).await.header("location"), "/min-side/ny/varsel");
        let written = client.post_form("/do/ask-wrong", &pairs(&wrong), &files).await;
        assert_eq!(written.header("location"), "/min-side/ny/se-over");
        for _ in 0..2 {
            let sent = client.post_form("/do/write-message", &pairs(&message), &files).await;
            assert_eq!(sent.header("location"), "/min-side/sak/2026-000001?ferdig=melding");
        }
        assert_eq!((asking.count("message").await, asking.count("attachment").await), (1, 1), "sent twice, it is one");
        for path in ["/min-side/ny/finne", "/min-side/ny/retting", "/min-side/sak/2026-000001"] {
            assert!(asking.page(path).await.contains("👩‍👩‍👧"), "{path}");
        }
        asking.portal.expect_mistakes(7);
    }
}

both_databases! {
    async fn who_is_not_logged_in_is_told_the_same(engine: Engine) {
        let mut asking = Asking::new(engine).await;
        let client = asking.portal.client();
        away(&asking, engine, true).await;
        // Nobody's session is looked for: the form comes to where it is kept for after the login.
        let answer = client.post("/do/ask-find", &[("hvem", &asking.whose), ("navn", "Skrevet av noen")]).await;
        if engine == Engine::Postgres {
            assert_comes_back(&answer, "/do/ask-find", "Skrevet av noen", false);
            asking.portal.expect_mistakes(1);
        } else {
            assert_eq!(answer.status, 303, "{}", answer.text());
        }
        away(&asking, engine, false).await;
    }
}
