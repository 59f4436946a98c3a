//! Files: put for an answer, and fetched as evidence.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;
use serde_json::{Value, json};
use server::cases::evidence::{About, attach};
use server::cases::store as cases;
use server::tasks::files::store as files;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::api::{Api, adapter, at, file_at};
use crate::support::cases::{MARKER, accepted, access, rectification, send_notices, submission};
use crate::support::portal::TestPortal;
use crate::support::{both_databases, rows, start};

fn digest(content: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(content)))
}

fn hexadecimal(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named(name: &str, content: &[u8]) -> Value {
    json!({"name": name, "title": "Vedtak", "media_type": "application/pdf", "sha256": hexadecimal(content)})
}

async fn with_task(engine: crate::support::Engine) -> (TestPortal, Api, Value) {
    let portal = start(engine).await;
    let skole = adapter(&portal, "skole", |system| system.largest_file_mb = 1).await;
    accepted(&portal.office, &submission(vec![access()])).await;
    send_notices(&portal.office).await;
    let task = skole.claim_one().await;
    (portal, skole, task)
}

both_databases! {
    async fn a_file_is_put_before_the_answer_that_names_it(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let content = format!("et vedtak om {MARKER}").into_bytes();
        let kept = skole.put_file(&task, "Vedtak%20om%20pl%C3%A5ss.pdf", &content).await;
        assert_eq!((kept.status, kept.json()), (201, json!({
            "name": "Vedtak om plåss.pdf", "size_bytes": content.len(), "sha256": hexadecimal(&content)
        })));
        // The same name again replaces it; what no answer names goes.
        let other = b"et annet";
        let request = skole.request("PUT", &file_at(&task, "Vedtak%20om%20pl%C3%A5ss.pdf")).body(other.to_vec());
        assert_eq!(skole.send(request.header("content-digest", digest(other))).await.status, 201);
        assert_eq!(skole.put_file(&task, "overflod.txt", b"x").await.status, 201);
        let count = async |sql: &str| rows::number(&mut portal.office.db.read().await.unwrap(), sql).await;
        assert_eq!((count("select count(*) from task_file").await, count("select count(*) from blob").await), (2, 2));
        let wrong = skole.answer(&task, json!({"outcome": "data", "files": [named("Vedtak om plåss.pdf", &content)]})).await;
        assert_eq!(wrong.problem(), (422, "file-missing".to_owned(), "/files/0".to_owned()));
        let right = skole.answer(&task, json!({"outcome": "data", "files": [named("Vedtak om plåss.pdf", other)]})).await;
        assert_eq!(right.status, 200, "{}", right.text());
        assert_eq!((count("select count(*) from task_file").await, count("select count(*) from blob").await), (1, 1));
        let id = task["id"].as_str().unwrap().parse().unwrap();
        let mut tx = portal.office.db.read().await.unwrap();
        assert_eq!(files::files_of(&mut tx, id).await.unwrap().len(), 1);
        assert_eq!(files::count_files(&mut tx, id).await.unwrap(), 1);
        // Nothing of it can be read where it is stored.
        assert!(!crate::support::scan::Scan::of(&portal.db).await.has("plåss".as_bytes()));
    }
}

both_databases! {
    async fn a_file_that_is_not_what_it_is_said_to_be_is_not_kept(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let put = async |name: &str, headers: &[(&str, &str)], content: Vec<u8>| {
            let request = skole.request("PUT", &file_at(&task, name)).body(content);
            skole.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
        };
        let differs = put("a.txt", &[("content-digest", &digest(b"annet"))], b"dette".to_vec()).await;
        assert_eq!(differs.problem(), (400, "digest-differs".to_owned(), String::new()));
        for wrong in ["sha-256=:x:", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:", "sha-256=abc", ""] {
            assert_eq!(put("a.txt", &[("content-digest", wrong)], vec![]).await.problem().1, "bad-request", "{wrong}");
        }
        let both = format!("md5=:1B2M2Y8AsgTpgAmY7PhCfg==:, {}", digest(b"a"));
        assert_eq!(put("begge.txt", &[("content-digest", &both)], b"a".to_vec()).await.status, 201);
        assert_eq!(put("a.txt", &[("content-encoding", "gzip")], vec![]).await.problem().1, "unsupported-media");
        assert_eq!(put("stor.bin", &[], vec![0; 1_000_001]).await.problem(), (413, "too-large".to_owned(), String::new()));
        assert_eq!(put("akkurat.bin", &[], vec![0; 1_000_000]).await.status, 201);
        assert_eq!(put("tom.txt", &[], vec![]).await.status, 201, "an empty file is a file");
        for name in ["%2e%2e%2fa", "..%5ca", "a%0ab", "%2fetc%2fpasswd", "%e2%80%aefdp.exe", "a%7cb", "%20", &"a".repeat(201)] {
            let refused = put(name, &[], b"x".to_vec()).await;
            assert_eq!(refused.problem().1, "bad-file-name", "{name}");
        }
        assert_eq!(put("a%00b", &[], b"x".to_vec()).await.problem().1, "bad-request");
        for query in ["", "?attempt=", "?attempt=x", "?attempt=-1", "?forsok=1"] {
            let request = skole.request("PUT", &format!("{}/a.txt{query}", at(&task, "files"))).body("x");
            assert_eq!(skole.send(request).await.problem().1, "bad-request", "{query}");
        }
        let count = rows::number(&mut portal.office.db.read().await.unwrap(), "select count(*) from task_file").await;
        assert_eq!(count, 3);
        assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
    }
}

both_databases! {
    async fn a_file_that_breaks_off_is_not_kept(engine: Engine) {
        let (portal, skole, task) = with_task(engine).await;
        let head = format!(
            "PUT /api/adapter/v1{} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 100\r\n\r\n",
            file_at(&task, "a.txt"), skole.key
        );
        let mut stream = tokio::net::TcpStream::connect(portal.addr).await.unwrap();
        stream.write_all(format!("{head}bare litt").as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let count = rows::number(&mut portal.office.db.read().await.unwrap(), "select count(*) from blob").await;
        assert_eq!(count, 0);
        assert_eq!(skole.answer(&task, json!({"outcome": "no_data"})).await.status, 200);
    }
}

both_databases! {
    async fn evidence_is_handed_out_to_the_system_that_has_the_task_and_to_nobody_else(engine: Engine) {
        let portal = start(engine).await;
        let office = &portal.office;
        let skole = adapter(&portal, "skole", |system| system.at_once = 10).await;
        let receipt = accepted(office, &submission(vec![rectification()])).await;
        send_notices(office).await;
        let claim = cases::claims_of(&mut office.db.read().await.unwrap(), receipt.case).await.unwrap()[0].id;
        let content = vec![7_u8; 200_000];
        let about = About { name: "bilde <x>.jpg".to_owned(), media_type: "text/html".to_owned() };
        let source = || stream::iter([Ok(bytes::Bytes::from(content.clone()))]);
        let file = attach(office, claim, 0, &about, source(), 1_000_000).await.unwrap().unwrap();
        assert!(attach(office, claim, 0, &about, source(), 1000).await.unwrap().is_err(), "too large");
        let tasks = skole.claim(10).await;
        let task = tasks.iter().find(|task| task["step"] == "assess").unwrap();
        assert_eq!(task["rectifications"][0]["evidence_file_ids"], json!([file.to_string()]));
        let fetched = skole.get(&file_at(task, &file.to_string())).await;
        assert_eq!((fetched.status, fetched.bytes.len(), fetched.bytes == content), (200, content.len(), true));
        assert_eq!(fetched.header("content-type"), "application/octet-stream");
        assert_eq!((fetched.header("content-disposition"), fetched.header("x-content-type-options")), ("attachment", "nosniff"));
        assert_eq!(skole.get(&format!("{}/{file}?attempt=9", at(task, "files"))).await.problem().1, "lease-lost");
        assert_eq!(skole.get(&file_at(task, "019cbda7-8b80-7a86-93b1-b6e077b2131f")).await.problem().1, "not-found");
        assert_eq!(skole.get(&file_at(task, "bilde.jpg")).await.problem().1, "not-found");
        let other = adapter(&portal, "sfo", |_| {}).await;
        assert_eq!(other.get(&file_at(task, &file.to_string())).await.problem().1, "not-found");
        for task in &tasks {
            let outcome = if task["step"] == "assess" { "can" } else { "done" };
            assert_eq!(skole.answer(task, json!({"outcome": outcome})).await.status, 200);
        }
        assert_eq!(skole.get(&file_at(task, &file.to_string())).await.problem().1, "lease-lost");
    }
}
