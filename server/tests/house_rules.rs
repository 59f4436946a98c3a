//! Rules that no compiler knows: where SQL may stand, how long a file may be, what the log must not get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file is about one thing, and one thing is not longer than this.
const LONGEST_FILE_LINES: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// All Rust files below a folder of the project, with their content.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no files in {folder}");
    found
}

fn all_rust_files() -> Vec<(String, String)> {
    ["app/build", "app/src", "app/tests", "server/src", "server/tests", "server/benches", "bindgen/src"]
        .into_iter()
        .flat_map(rust_files)
        .collect()
}

/// The part of a file that is not its own tests.
fn without_tests(content: &str) -> &str {
    content.split("#[cfg(test)]").next().unwrap()
}

fn none(broken: Vec<String>, rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn a_file_is_about_one_thing() {
    let long = all_rust_files().into_iter().filter_map(|(name, content)| {
        let lines = without_tests(&content).lines().count();
        (lines > LONGEST_FILE_LINES).then(|| format!("{name} has {lines} lines"))
    });
    none(long.collect(), "split these");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = all_rust_files()
        .into_iter()
        .filter(|(name, content)| !content.trim_start().starts_with("//!") && !name.ends_with("/tests.rs"));
    none(silent.map(|(name, _)| name).collect(), "these begin without //!");
}

#[test]
fn sql_stands_in_stores_and_in_db_only() {
    let words = ["select ", "insert into ", "update ", "delete from "];
    let misplaced = rust_files("server/src").into_iter().filter(|(name, content)| {
        let may = name.ends_with("store.rs") || name.starts_with("server/src/db/");
        let code = without_tests(content);
        !may && (code.contains("sqlx::query") || words.iter().any(|word| code.contains(&format!("\"{word}"))))
    });
    none(misplaced.map(|(name, _)| name).collect(), "these hold SQL");
    let app = rust_files("app/src").into_iter().filter(|(_, content)| content.contains("sqlx"));
    none(app.map(|(name, _)| name).collect(), "app knows no database");
}

#[test]
fn rules_are_pure() {
    let impure = rust_files("server/src").into_iter().filter(|(name, content)| {
        let code = without_tests(content);
        name.ends_with("/rules.rs")
            && ["async ", "sqlx", "Clock", "std::fs", "tokio"].iter().any(|word| code.contains(word))
    });
    none(impure.map(|(name, _)| name).collect(), "rules decide from what they are given, and nothing else");
}

#[test]
fn the_log_gets_no_arguments_by_accident() {
    let open = rust_files("server/src").into_iter().filter(|(_, content)| {
        content
            .match_indices("#[instrument")
            .any(|(at, _)| !content[at..].split(']').next().unwrap().contains("skip_all"))
    });
    none(open.map(|(name, _)| name).collect(), "every #[instrument] has skip_all");
}

/// Where a name stands that is not the end of another name.
fn has_name(code: &str, name: &str) -> bool {
    let begins = |at: usize| !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    code.match_indices(name).any(|(at, _)| begins(at))
}

/// Whether a file imports the store of this folder under its own name: `…::vault::store` or `…::vault::{…, store}`.
fn imports_store(code: &str, folder: &str) -> bool {
    code.split("\nuse ").skip(1).any(|import| {
        let import = import.split(';').next().unwrap();
        let is_store = |name: &str| matches!(name.trim(), "store" | "store::{self");
        import.split(&format!("::{folder}::")).skip(1).any(|after| match after.strip_prefix('{') {
            Some(list) => list.trim_end_matches('}').split(',').any(is_store),
            None => is_store(after.split(',').next().unwrap()),
        })
    })
}

/// Whether a file calls a function of the store of this folder: `vault::find_key(`, `vault::store::find_key(`, or
/// `store::find_key(` where that store is the one it imports. Two stores may have functions of one name.
fn calls_store(code: &str, folder: &str, function: &str) -> bool {
    has_name(code, &format!("{folder}::{function}("))
        || has_name(code, &format!("{folder}::store::{function}("))
        || (has_name(code, &format!("store::{function}(")) && imports_store(code, folder))
}

#[test]
fn every_store_function_is_called_by_the_contract_tests() {
    let tests = rust_files("server/tests");
    let mut missing = Vec::new();
    for (name, content) in rust_files("server/src").into_iter().filter(|(name, _)| name.ends_with("/store.rs")) {
        let folder = name.rsplit('/').nth(1).unwrap();
        for line in content.lines() {
            let Some(rest) = line.strip_prefix("pub async fn ") else { continue };
            let function = rest.split(['(', '<']).next().unwrap();
            if !tests.iter().any(|(_, code)| calls_store(code, folder, function)) {
                missing.push(format!("{name}: {function}"));
            }
        }
    }
    none(missing, "no test in server/tests calls these by the name of their folder (see contracts.rs)");
}

#[test]
fn a_store_is_told_from_another_with_functions_of_the_same_name() {
    let audit = "\nuse server::audit::{self, Row, store};\nstore::insert(1)";
    let forms = "\nuse server::http::returned_form::store;\nstore::insert(1)";
    let split = "\nuse server::audit::store::{self, Row};\nstore::insert(1)";
    let named = "\nuse server::audit::store as audit;\naudit::insert(1)";
    let other = "\nuse server::audit::restore;\nrestore::insert(1); forms::insert_all(1)";
    let found = |code| ["audit", "returned_form"].map(|folder| calls_store(code, folder, "insert"));
    assert_eq!(found(audit), [true, false]);
    assert_eq!(found(forms), [false, true]);
    assert_eq!(found(split), [true, false]);
    assert_eq!(found(named), [true, false]);
    assert_eq!(found(other), [false, false]);
    assert_eq!(found("server::audit::store::insert(1)"), [true, false]);
}

/// What pages use, the compiler sees; what the server writes is used in another crate.
#[test]
fn every_text_that_the_server_writes_is_used() {
    let code: String = rust_files("server/src").into_iter().map(|(_, content)| content).collect();
    let mut unused = Vec::new();
    for area in ["archive", "letter", "package"] {
        let texts = std::fs::read_to_string(root().join(format!("app/src/words/nb/{area}.ftl"))).unwrap();
        let ids = texts.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id);
        let is_used = |id: &&str| !code.contains(&format!(".{}(", id.replace('-', "_")));
        unused.extend(ids.filter(|id| id.starts_with(area)).filter(is_used).map(str::to_owned));
    }
    none(unused, "nothing writes these");
}

#[test]
fn no_folder_or_file_is_a_drawer_for_anything() {
    let drawers = ["utils", "helpers", "common", "misc", "types", "services", "manager"];
    let found =
        all_rust_files().into_iter().filter(|(name, _)| name.split(['/', '.']).any(|part| drawers.contains(&part)));
    none(found.map(|(name, _)| name).collect(), "name these after a thing in the office's world");
}

#[test]
fn every_page_and_every_form_is_under_the_rule_against_other_sites() {
    let router = std::fs::read_to_string(root().join("server/src/http/router.rs")).unwrap();
    let guarded = router.find("same_site::same_site").unwrap();
    let after: Vec<&str> = router[guarded..]
        .match_indices(".route(\"")
        .map(|(at, _)| router[guarded + at..].split('"').nth(1).unwrap())
        .collect();
    // What comes after the layer trusts no cookie.
    let logouts = ["/oidc/frontchannel-logout", "/oidc/backchannel-logout"];
    let others = ["/assets/{name}", "/health/live", "/health/ready", "/metrics"];
    assert_eq!(after, [logouts.as_slice(), &others].concat());
}

#[test]
fn no_place_of_a_package_registry_is_named() {
    let hosts = ["crates.io", "npmjs", "pypi.org", "debian.org", "static.rust-lang"];
    let mut found = Vec::new();
    for file in tracked_files() {
        let name = file.display().to_string();
        if name.ends_with("Cargo.lock") || name.ends_with("house_rules.rs") {
            continue;
        }
        let Ok(content) = std::fs::read_to_string(root().join(&file)) else { continue };
        found.extend(hosts.iter().filter(|host| content.contains(*host)).map(|host| format!("{name}: {host}")));
    }
    none(found, "leave the choice of registry to the machine");
}

#[test]
fn every_dependency_has_its_reason_in_the_documents() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let documented = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let names: BTreeSet<&str> = section.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    let missing = names.into_iter().filter(|name| *name != "app" && !documented.contains(&format!("`{name}`")));
    none(missing.map(str::to_owned).collect(), "docs/ARCHITECTURE.md gives no reason for these");
}

/// The files of the project, without what is built or installed.
pub fn tracked_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    let skipped = ["target", ".git", ".tools", "node_modules", "minside-demo", "minside-data", "test-results"];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if skipped.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(root()).unwrap().to_path_buf());
            }
        }
    }
    found.sort();
    found
}
