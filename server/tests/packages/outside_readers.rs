//! Programs that others wrote open a package, and find in it what should be there.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{Stage, a_record, answer_with, unseen};
use crate::support::cases::{access, submission};
use crate::support::{Engine, start};

/// What systems call their files, however unwise.
const NAMES: [&str; 8] = [
    "vedtak.pdf",
    "VEDTAK.pdf",
    "CON.txt",
    "100% sikkert.txt",
    "bl\u{e5}b\u{e6}r \u{1f600}.txt",
    "side.html",
    "tegning.svg",
    "bombe.png",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Runs a program, which must be content; what it said.
fn content(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        // Names have letters that are not in ASCII.
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|_| panic!("{program} is needed; scripts/tools installs it"));
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    said
}

#[tokio::test]
async fn unpack_it_check_it_and_read_it() {
    let stage = Stage::new(start(Engine::Sqlite).await, unseen, submission(vec![access()])).await;
    let script = b"<script>alert(document.domain)</script>";
    let files: Vec<(&str, &str, &[u8])> = NAMES
        .iter()
        .map(|name| match *name {
            "side.html" => (*name, "text/html", script.as_slice()),
            "tegning.svg" => (*name, "image/svg+xml", b"<svg onload='alert(1)'/>".as_slice()),
            // One that would fill the memory of whoever opens it as a picture: we do not.
            "bombe.png" => (
                *name,
                "image/png",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06".as_slice(),
            ),
            _ => (*name, "application/octet-stream", b"innhold".as_slice()),
        })
        .collect();
    let mut records = vec![a_record("=HYPERLINK(\"http://ond.example\")"), a_record("<script>alert(1)</script>")];
    records.push(json!({"category": "tomt", "title": "\u{202e}baklengs", "data": {"felt": [], "<img src=x onerror=alert(1)>": {"dypt": [1.25, null, true]}}}));
    answer_with(&stage.systems[0], &files, records).await;
    answer_with(&stage.systems[1], &[], vec![a_record("Lån")]).await;
    stage.answers(2, json!({"outcome": "no_data"})).await;
    assert_eq!(stage.step().await.released, 1);

    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("pakke.zip");
    std::fs::write(&zip, stage.package(1).await).unwrap();
    let zip = zip.to_str().unwrap();
    assert!(content("unzip", &["-t", zip]).contains("No errors detected"));
    assert!(content("7zz", &["t", zip]).contains("Everything is Ok"));
    assert!(content("bsdtar", &["-tf", zip]).contains("bagit.txt"));
    let python = "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None";
    content("python3", &["-c", python, zip]);
    let out = folder.path().join("ut");
    content("unzip", &["-q", zip, "-d", out.to_str().unwrap()]);
    let bag = out.join("innsyn-2026-000001-1");
    let python = root().join(".tools/python/bin/python");
    let python = python.to_str().unwrap();
    content(python, &["-m", "bagit", "--validate", bag.to_str().unwrap()]);

    let listing: Value = serde_json::from_slice(&std::fs::read(bag.join("index.json")).unwrap()).unwrap();
    let schema = root().join("docs/package.schema.json");
    let check = "import sys, json, jsonschema_rs; s, d = [json.load(open(f)) for f in sys.argv[1:]]; jsonschema_rs.validator_for(s).validate(d)";
    content(python, &["-c", check, schema.to_str().unwrap(), bag.join("index.json").to_str().unwrap()]);
    let school = listing["systems"].as_array().unwrap().iter().find(|system| system["key"] == "skole").unwrap();
    let listed: Vec<&str> =
        school["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(listed.len(), NAMES.len());
    for (path, (name, _, content)) in listed.iter().zip(&files) {
        assert_eq!(std::fs::read(bag.join(path)).unwrap(), *content, "{name}");
    }
    let lower: std::collections::BTreeSet<String> = listed.iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), NAMES.len(), "also where capital letters make no difference");

    let page = std::fs::read_to_string(bag.join(school["page"].as_str().unwrap())).unwrap();
    for hostile in ["<script", "<img", "<svg"] {
        assert!(!page.contains(hostile), "{hostile} in {page}");
    }
    assert!(page.contains("=HYPERLINK"), "a formula is text");
    assert!(!page.contains("href=\"filer/side"), "what may run is not opened by a click");
    assert!(page.contains("1.25"));
    let index = std::fs::read_to_string(bag.join("index.html")).unwrap();
    for resource in ["http://", "src=", "<script", "@import", "url("] {
        assert!(!index.contains(resource), "{resource}");
    }
    // The browser tests open it.
    let left = root().join("target/test-reports/package");
    let _ = std::fs::remove_dir_all(&left);
    std::fs::create_dir_all(&left).unwrap();
    content("cp", &["-r", bag.to_str().unwrap(), left.to_str().unwrap()]);
    signature_fits(&stage, &bag, folder.path()).await;
}

/// As docs/SECURITY.md says that anybody can check it.
async fn signature_fits(stage: &Stage, bag: &Path, folder: &Path) {
    let keys = stage.portal.client().get("/.well-known/minside-package-keys.json").await.json();
    let x = URL_SAFE_NO_PAD.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    let der = [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00], x.as_slice()].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der));
    let (key, manifest, signature) = (folder.join("key.pem"), bag.join("manifest.json"), bag.join("manifest.json.sig"));
    std::fs::write(&key, pem).unwrap();
    let of = |path: &Path| path.to_str().unwrap().to_owned();
    let arguments = [
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-inkey",
        &of(&key),
        "-in",
        &of(&manifest),
        "-sigfile",
        &of(&signature),
    ];
    assert!(content("openssl", &arguments).contains("Signature Verified Successfully"));
    // Every file of the package is in it, by a hash of its path that only who has the package can make.
    let manifest: Value = serde_json::from_slice(&std::fs::read(manifest).unwrap()).unwrap();
    let listing: Value = serde_json::from_slice(&std::fs::read(bag.join("index.json")).unwrap()).unwrap();
    let path_key = listing["path_key"].as_str().unwrap();
    let script =
        "import sys, hmac; print(hmac.new(bytes.fromhex(sys.argv[1]), sys.argv[2].encode(), 'sha256').hexdigest())";
    let hashed = content("python3", &["-c", script, path_key, "index.html"]);
    let known = manifest["files"].as_array().unwrap().iter().any(|file| file["path_hmac"] == hashed.trim());
    assert!(known, "{hashed}");
}
