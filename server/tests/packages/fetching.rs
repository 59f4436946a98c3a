//! A person fetches a package over HTTP: all of it, parts of it, and nobody else's.

use serde_json::json;

use super::answered;
use crate::support::both_databases;
use crate::support::cases::{OTHER, PERSON};
use crate::support::client::Client;
use crate::support::provider::ProviderDouble;
use crate::support::rows;

const PATH: &str = "/min-side/sak/2026-000001/pakke/1";

async fn log_in(provider: &ProviderDouble, client: &Client, number: &str, acr: &str) {
    let claims = json!({ "acr": acr, "pid": number });
    provider.change(|script| script.claims = claims);
    assert_eq!(provider.log_in_through(client, "idporten").await.status, 303);
}

both_databases! {
    async fn it_can_be_gone_on_with_where_it_broke_off(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).with("LOGIN__IDPORTEN__LEVEL", "substantial").start().await;
        let stage = answered(portal).await;
        stage.step().await;
        let whole = stage.package(1).await;
        let client = stage.portal.client();
        let away = client.get(PATH).await;
        assert!(away.status == 303 && away.header("location").starts_with("/logg-inn?"), "{}", away.status);
        log_in(&provider, &client, PERSON, "idporten-loa-substantial").await;
        assert!(client.get(PATH).await.header("location").ends_with("&niva=hoyt"));
        log_in(&provider, &client, PERSON, "idporten-loa-high").await;

        let state = async || {
            let mut tx = stage.office().db.read().await.unwrap();
            rows::number(&mut tx, "select count(*) from delivery where state = 'downloaded'").await
        };
        let head = client.method("HEAD", PATH).await;
        let etag = head.header("etag").to_owned();
        assert_eq!((head.status, head.header("content-length")), (200, whole.len().to_string().as_str()));
        assert_eq!(head.header("accept-ranges"), "bytes");
        let first = client.get_with(PATH, &[("range", "bytes=0-99"), ("accept-encoding", "br, gzip")]).await;
        assert_eq!((first.status, first.bytes.as_slice()), (206, &whole[..100]));
        assert_eq!(first.header("content-range"), format!("bytes 0-99/{}", whole.len()));
        assert_eq!((state().await, first.header("content-encoding")), (0, ""), "it is not all there yet");
        let rest = client.get_with(PATH, &[("range", "bytes=100-"), ("if-range", &etag)]).await;
        assert_eq!((rest.status, [first.bytes, rest.bytes].concat() == whole), (206, true));
        assert_eq!(state().await, 1);
        let other = client.get_with(PATH, &[("range", "bytes=100-"), ("if-range", "\"other\"")]).await;
        assert_eq!((other.status, other.bytes == whole), (200, true), "it would not fit what is there");
        let last = client.get_with(PATH, &[("range", "bytes=-10")]).await;
        assert_eq!((last.status, last.bytes.as_slice()), (206, &whole[whole.len() - 10..]));
        let beyond = client.get_with(PATH, &[("range", &format!("bytes={}-", whole.len()))]).await;
        assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{}", whole.len()).as_str()));
        for nonsense in ["bytes=9-1", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-"] {
            assert_eq!(client.get_with(PATH, &[("range", nonsense)]).await.status, 200, "{nonsense}");
        }
        assert_eq!(client.get_with(PATH, &[("if-none-match", &etag)]).await.status, 304);
        let all = client.get(PATH).await;
        assert_eq!(all.header("content-type"), "application/zip");
        assert_eq!(all.header("content-disposition"), "attachment; filename=\"innsyn-2026-000001-1.zip\"");
        assert_eq!((all.header("cache-control"), all.header("x-content-type-options")), ("no-store", "nosniff"));
        for none in ["/min-side/sak/2026-000001/pakke/2", "/min-side/sak/2026-000001/pakke/x", "/min-side/sak/2026-000009/pakke/1"] {
            assert_eq!(client.get(none).await.status, 404, "{none}");
        }
        let another = stage.portal.client();
        log_in(&provider, &another, OTHER, "idporten-loa-high").await;
        assert_eq!(another.get(PATH).await.status, 404);
    }
}

both_databases! {
    async fn a_changed_byte_in_what_is_kept_never_reaches_anybody(engine: Engine) {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let mut stage = answered(portal).await;
        stage.step().await;
        let client = stage.portal.client();
        log_in(&provider, &client, PERSON, "idporten-loa-high").await;
        let mut files = Vec::new();
        let mut folders = vec![stage.portal.database.folder.path().join("blobs")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        let package = files.into_iter().max_by_key(|path| std::fs::metadata(path).unwrap().len()).unwrap();
        let good = std::fs::read(&package).unwrap();
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 1;
        std::fs::write(&package, &bad).unwrap();
        stage.portal.expect_mistakes(1);
        assert_eq!(client.get(PATH).await.status, 500);
        std::fs::write(&package, &good).unwrap();
        assert_eq!(client.get(PATH).await.status, 200);
    }
}
