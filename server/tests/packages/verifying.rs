//! `/verifiser`: anybody can check a package, and learns nothing else.

use serde_json::Value;

use super::{answered, unpacked};
use crate::support::both_databases;
use crate::support::multipart::TYPE;

both_databases! {
    async fn what_is_ours_and_unchanged_is_told_from_everything_else(portal: TestPortal) {
        let stage = answered(portal).await;
        stage.step().await;
        let (_, files) = unpacked(&stage.package(1).await);
        let (manifest, signature) = (files["manifest.json"].as_slice(), files["manifest.json.sig"].as_slice());
        let client = stage.portal.client();
        let check = async |manifest: &[u8], signature: &[u8], file: Option<&[u8]>| {
            let mut parts = vec![("manifest", "manifest.json", manifest), ("signatur", "manifest.json.sig", signature)];
            parts.push(("fil", file.map_or("", |_| "fil.pdf"), file.unwrap_or_default()));
            let answer = client.post_files("/verifiser", &parts).await;
            assert_eq!(answer.header("cache-control"), "no-store");
            (answer.status, answer.text())
        };
        let (status, page) = check(manifest, signature, None).await;
        assert_eq!(status, 200);
        assert!(page.contains("Listen over filene er ekte") && page.contains("Prøvik kommune"), "{page}");
        assert!(page.contains("torsdag 5. mars 2026"), "{page}");
        let known = files["data/Skolesystemet/filer/vedtak.pdf"].as_slice();
        assert!(check(manifest, signature, Some(known)).await.1.contains("hører til pakken og er ikke endret"));
        assert!(check(manifest, signature, Some(b"%PDF-1.8")).await.1.contains("hører ikke til pakken"));
        // The names of what is inside are not in it.
        let text = String::from_utf8(manifest.to_vec()).unwrap();
        for name in ["Skole", "vedtak", "2026-000001", "index"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        let altered = text.replacen("Prøvik", "Løgnvik", 1);
        assert!(check(altered.as_bytes(), signature, None).await.1.contains("endret etter at kommunen laget den"));
        let mut other = signature.to_vec();
        other[3] ^= 1;
        assert!(check(manifest, &other, None).await.1.contains("endret etter at kommunen laget den"));
        assert!(check(manifest, b"kort", None).await.1.contains("endret etter at kommunen laget den"));
        let mut theirs: Value = serde_json::from_slice(manifest).unwrap();
        theirs["key"] = "YW5vdGhlcg".into();
        let theirs = serde_json::to_vec(&theirs).unwrap();
        assert!(check(&theirs, signature, None).await.1.contains("ikke signert av denne kommunen"));
        for none in [b"{}".as_slice(), b"PK\x03\x04", b"\xff\xfe", &[b'['; 100_000]] {
            assert!(check(none, signature, None).await.1.contains("ikke manifest.json"), "{}", none.len());
        }
        let (status, page) = check(b"", signature, None).await;
        assert!(status == 422 && page.contains("Velg begge filene"), "{status}");
        let (status, page) = check(&vec![b' '; 8 * 1024 * 1024 + 1], signature, None).await;
        assert!(status == 413 && page.contains("for stor"), "{status}");
        let (status, _) = check(manifest, &[0; 2000], None).await;
        assert_eq!(status, 413);
        let answer = client.post_files("/verifiser", &[("annet", "x", b"y")]).await;
        assert_eq!(answer.status, 400);
        let broken = client.post_raw("/verifiser", "--grense", &[("content-type", TYPE), ("sec-fetch-site", "same-origin")]).await;
        assert_eq!(broken.status, 400);
        let elsewhere = client.post_raw("/verifiser", "x", &[("content-type", TYPE), ("sec-fetch-site", "cross-site")]).await;
        assert_eq!(elsewhere.status, 403, "another site cannot make anybody send files");
    }
}
