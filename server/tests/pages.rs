//! What a person sees without logging in, as HTML.

use app::{Audience, PAGES, Page};

use crate::casework::case_with_answers;
use crate::releasing::a_released_case;
use crate::support::client::{Answer, Client};
use crate::support::desks::{Behaviour, visitor};
use crate::support::employees::{KARI, give_roles};
use crate::support::portal::{Setup, sample_register};
use crate::support::provider::ProviderDouble;
use crate::support::{Engine, TestPortal, both_databases, start};

/// A portal, and everybody that a page can be for.
pub struct Everybody {
    _portal: TestPortal,
    nobody: Client,
    citizen: Client,
    employee: Client,
    /// Of a case of the citizen's that is open.
    reference: String,
    /// Of one that is answered.
    answered: String,
}

impl Everybody {
    pub async fn new(engine: Engine) -> Self {
        let provider = ProviderDouble::start().await;
        let portal = provider.setup_with_employees(engine).start().await;
        let answered = a_released_case(&portal).await;
        let (reference, _) = case_with_answers(&portal.office).await;
        let roles = ["caseworker:Dokumentsenteret", "reviewer:health", "administrator"];
        give_roles(&portal.office, KARI, "Kari Moen", &roles).await;
        let (nobody, citizen, employee) = (portal.client(), portal.client(), portal.client());
        assert_eq!(provider.log_in(&citizen).await.status, 303);
        provider.change(|script| script.claims = serde_json::json!({ "acr": "high", "pid": KARI }));
        assert_eq!(provider.log_in_through(&employee, "ansattporten").await.status, 303);
        Self { _portal: portal, nobody, citizen, employee, reference, answered }
    }

    pub async fn get(&self, page: &Page) -> Answer {
        let (reference, system) = match page.audience {
            Audience::CitizenCase(_) => (&self.answered, "1"),
            _ => (&self.reference, "epj"),
        };
        let path = page
            .path
            .replace("{reference}", reference)
            .replace("{system}", system)
            .replace("{number}", "1")
            .replace("{sector}", "education");
        match page.audience {
            Audience::Anyone(_) => self.nobody.get(&path).await,
            Audience::Employee(_) | Audience::Casework(_) | Audience::Administrator(_) => {
                self.employee.get(&path).await
            }
            Audience::Citizen(_) | Audience::CitizenCase(_) => self.citizen.get(&path).await,
        }
    }
}

both_databases! {
    async fn every_page_of_the_table_is_whole(engine: Engine) {
        let everybody = Everybody::new(engine).await;
        for page in PAGES {
            let answer = everybody.get(page).await;
            let html = answer.text();
            assert_eq!(answer.status, 200, "{}", page.path);
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
            assert!(html.starts_with("<!DOCTYPE html><html lang=\"nb\""), "{html}");
            assert!(html.ends_with("</html>"), "{html}");
            assert_eq!(html.matches("<h1").count(), 1, "{}", page.path);
            assert_eq!(html.matches("<title>").count(), 1, "{}", page.path);
            assert!(html.contains("Prøvik kommune</title>"), "{}", page.path);
        }
    }
}

#[tokio::test]
async fn the_front_page_reads_as_it_should() {
    let portal = start(Engine::Sqlite).await;
    let html = portal.client().get("/").await.text();
    insta::assert_snapshot!(readable(&html));
}

/// The names of the systems on a page of the register.
fn names(html: &str) -> Vec<String> {
    let entries = html.split("class=\"register__entry\"").skip(1);
    entries.map(|entry| entry.split("<h2").nth(1).unwrap().split(['>', '<']).nth(1).unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_large_register_is_shown_page_by_page_and_searched_by_the_server() {
    let sample = sample_register();
    let register: Vec<_> = (1..=60)
        .map(|number| {
            let mut entry = sample[0].clone();
            (entry.key, entry.name) = (format!("s-{number}"), format!("System {number:02}"));
            if number % 30 == 0 {
                "Å låne ut lik & unik".clone_into(&mut entry.purpose);
            }
            entry
        })
        .collect();
    let portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Answer(register))).start().await;
    let page = async |query: &str| portal.client().get(&format!("/hva-vi-har{query}")).await.text();
    let first = page("").await;
    assert_eq!((names(&first).len(), names(&first)[0].as_str()), (20, "System 01"));
    assert!(
        first.contains("Viser 1 til 20 av 60 systemer.")
            && !first.contains("leptos-island data-component=\"RegisterFilter")
    );
    assert!(first.contains("href=\"/hva-vi-har?side=2\"") && !first.contains("rel=\"prev\""), "{first}");
    let last = page("?side=3").await;
    assert_eq!((names(&last).len(), names(&last)[19].as_str()), (20, "System 60"));
    assert!(last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""), "{last}");
    // Each is on one page, and an address that asks for none that there is leads to one that there is.
    let all: Vec<String> = [names(&first), names(&page("?side=2").await), names(&last)].concat();
    assert_eq!((all.len(), all.iter().collect::<std::collections::BTreeSet<_>>().len()), (60, 60));
    for (query, shown) in [("?side=99", names(&last)), ("?side=0", names(&first)), ("?side=x", names(&first))] {
        assert_eq!(names(&page(query).await), shown, "{query}");
    }
    let found = page("?sok=L%C3%85NE+unik").await;
    assert_eq!(names(&found), ["System 30", "System 60"]);
    assert!(found.contains("2 systemer passer med det du skrev.") && found.contains("value=\"LÅNE unik\""), "{found}");
    let many = page("?sok=system&side=2").await;
    assert!(many.contains("href=\"/hva-vi-har?sok=system&amp;side=3\""), "{many}");
    assert!(page("?sok=finnes+ikke").await.contains("Ingen systemer passer med det du skrev."));
}

#[tokio::test]
async fn the_register_reads_as_it_should() {
    let portal = start(Engine::Sqlite).await;
    let html = portal.client().get("/hva-vi-har").await.text();
    insta::assert_snapshot!(readable(&html));
}

/// One element a line, without what differs from run to run.
fn readable(html: &str) -> String {
    let (before, script) = html.split_once("<script").unwrap_or((html, "</script>"));
    let (_, after) = script.split_once("</script>").unwrap();
    let lines = format!("{before}{after}").replace("><", ">\n<");
    let lines = lines.lines().map(|line| match line.find("/assets/") {
        Some(_) => "(a file of the site)".to_owned(),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_page_without_islands_holds_no_script_at_all_unless_somebody_is_logged_in() {
    let everybody = Everybody::new(Engine::Sqlite).await;
    for page in PAGES {
        let html = everybody.get(page).await.text();
        let islands = page.islands || !matches!(page.audience, Audience::Anyone(_));
        assert_eq!(html.contains("<script"), islands, "{}", page.path);
        assert_eq!(html.contains(".wasm"), islands, "{}", page.path);
        assert_eq!(html.contains("<leptos-island"), islands, "{}", page.path);
    }
    assert!(everybody.citizen.get("/").await.text().contains(".wasm"));
}

#[tokio::test]
async fn nothing_of_a_page_s_data_stands_in_a_script() {
    let mut register = sample_register();
    register[0].purpose = "MERKE-I-INNHOLDET".to_owned();
    let portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Answer(register))).start().await;
    let html = portal.client().get("/hva-vi-har").await.text();
    assert!(html.contains("MERKE-I-INNHOLDET"));
    for script in html.split("<script").skip(1) {
        let script = script.split("</script>").next().unwrap();
        assert!(!script.contains("MERKE"), "{script}");
        assert!(!script.contains("__RESOLVED_RESOURCES"), "{script}");
    }
}

#[tokio::test]
async fn what_others_wrote_is_always_text_and_never_markup() {
    let attack = "</script></textarea></title><img src=x onerror=alert(1)>\"'&";
    let mut register = sample_register();
    register[0].name = attack.to_owned();
    register[0].purpose = attack.to_owned();
    let portal = Setup::new(Engine::Sqlite)
        .with_visitor(visitor(Behaviour::Answer(register)))
        .with("MUNICIPALITY__NAME", attack)
        .with("MUNICIPALITY__COMPLAINT_NB", attack)
        .with("MUNICIPALITY__OMBUD_NAME", attack)
        .start()
        .await;
    let client = portal.client();
    let search: String = url::form_urlencoded::byte_serialize(attack.as_bytes()).collect();
    for path in ["/", "/hva-vi-har", "/personvern", "/visning", "/finnes-ikke"] {
        let plain = client.get(path).await.text();
        let with_search = client.get(&format!("{path}?sok={search}&back={search}&skjema={search}")).await.text();
        for html in [plain, with_search] {
            assert!(!html.contains("<img src=x"), "{path}: {html}");
            assert!(!html.contains("</textarea>"), "{path}: {html}");
            assert_eq!(html.matches("</title>").count(), 1, "{path}: {html}");
        }
    }
}

#[tokio::test]
async fn the_register_is_searched_without_a_script() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let html = client.get("/hva-vi-har?sok=BIBLIOTEK").await.text();
    assert!(html.contains("Viser 1 av 2 systemer."), "{html}");
    assert!(html.contains("value=\"BIBLIOTEK\""));
    let rows: Vec<&str> = html.split("<li data-search=").skip(1).map(|row| row.split('>').next().unwrap()).collect();
    let hidden: Vec<bool> = rows.iter().map(|row| row.contains(" hidden")).collect();
    assert_eq!(hidden, [true, false], "{rows:?}");
    let html = client.get("/hva-vi-har?sok=finnes+ikke").await.text();
    assert!(html.contains("Ingen systemer passer med det du skrev."), "{html}");
    assert!(html.contains("Vis alle"));
}

#[tokio::test]
async fn an_empty_register_says_what_to_do_instead() {
    let portal = Setup::new(Engine::Sqlite).with_visitor(visitor(Behaviour::Answer(Vec::new()))).start().await;
    let html = portal.client().get("/hva-vi-har").await.text();
    assert!(html.contains("Oversikten er ikke lagt inn ennå"));
    assert!(html.contains("ombud@provik.example"));
}

#[tokio::test]
async fn the_language_is_the_one_chosen_then_the_browser_s_then_the_municipality_s() {
    let portal = Setup::new(Engine::Sqlite).with("MUNICIPALITY__DEFAULT_LANGUAGE", "nn").start().await;
    let client = portal.client();
    assert!(client.get("/").await.text().contains("<html lang=\"nn\""));
    let english = client.get_with("/", &[("accept-language", "en-GB,en;q=0.9")]).await.text();
    assert!(english.contains("<html lang=\"en\"") && english.contains("See, correct or erase"), "{english}");
    client.set_cookie("minside-display", "nb.dark");
    let chosen = client.get_with("/", &[("accept-language", "en-GB,en;q=0.9")]).await.text();
    assert!(chosen.contains("<html lang=\"nb\" data-color-scheme=\"dark\""), "{chosen}");
    client.set_cookie("minside-display", "tull.%00");
    assert_eq!(client.get("/").await.status, 200);
}

#[tokio::test]
async fn a_language_without_this_page_shows_it_in_bokmaal_and_says_so() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    client.set_cookie("minside-display", "se.auto");
    let html = client.get("/").await.text();
    assert!(html.contains("<html lang=\"nb\""), "{html}");
    assert!(html.contains("Denne siden finnes ikke på Davvisámegiella ennå. Derfor ser du den på bokmål."));
}

#[tokio::test]
async fn a_fixed_page_is_made_once_and_sent_in_the_browser_s_encoding() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let plain = client.get("/").await;
    let brotli = client.get_with("/", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(brotli.header("content-encoding"), "br");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut brotli.bytes.as_slice(), &mut unpacked).unwrap();
    assert_eq!(String::from_utf8(unpacked).unwrap(), plain.text());
    assert_eq!(plain.header("vary"), "accept-encoding, accept-language, cookie");

    let known = client.get_with("/", &[("if-none-match", plain.header("etag"))]).await;
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    assert_eq!(client.get_with("/", &[("if-none-match", "W/\"other\"")]).await.status, 200);
    client.set_cookie("minside-display", "nn.auto");
    assert_ne!(client.get("/").await.header("etag"), plain.header("etag"));
}

#[tokio::test]
async fn a_page_that_is_not_fixed_is_compressed_too() {
    let portal = start(Engine::Sqlite).await;
    let answer = portal.client().get_with("/hva-vi-har", &[("accept-encoding", "br")]).await;
    assert_eq!(answer.header("content-encoding"), "br");
}

#[tokio::test]
async fn the_municipality_s_own_logo_and_theme_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let (logo, theme) = (folder.path().join("logo.svg"), folder.path().join("theme.css"));
    std::fs::write(&logo, "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>").unwrap();
    std::fs::write(&theme, ":root { --ds-color-accent-base-default: #123456 }").unwrap();
    let portal = Setup::new(Engine::Sqlite)
        .with("MUNICIPALITY__LOGO_FILE", logo.display())
        .with("MUNICIPALITY__THEME_FILE", theme.display())
        .start()
        .await;
    let client = portal.client();
    let html = client.get("/").await.text();
    let path_of = |marker: &str| {
        let start = html.find(&format!("/assets/{marker}-")).unwrap_or_else(|| panic!("no {marker} in {html}"));
        html[start..].split('"').next().unwrap().to_owned()
    };
    let theme = client.get(&path_of("theme")).await;
    assert_eq!((theme.status, theme.header("content-type")), (200, "text/css; charset=utf-8"));
    let logo = client.get(&path_of("logo")).await;
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(logo.header("content-security-policy").contains("sandbox"), "a drawing must not run scripts");
}

#[tokio::test]
async fn every_file_that_a_page_names_is_there_and_may_be_kept_for_ever() {
    let portal = start(Engine::Sqlite).await;
    let client = portal.client();
    let html = client.get("/hva-vi-har").await.text();
    let mut files: Vec<&str> =
        html.split('"').filter(|part| part.starts_with("/assets/") && part.contains('.')).collect();
    files.sort_unstable();
    files.dedup();
    assert!(files.len() >= 5, "the program was built without the site; run scripts/site: {files:?}");
    for file in files {
        let answer = client.get(file).await;
        assert_eq!(answer.status, 200, "{file}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{file}");
        let brotli = client.get_with(file, &[("accept-encoding", "br")]).await;
        assert!(brotli.bytes.len() <= answer.bytes.len(), "{file}");
    }
}

#[tokio::test]
async fn head_answers_as_get_does_but_without_a_body() {
    let portal = start(Engine::Sqlite).await;
    let answer = portal.client().method("HEAD", "/").await;
    assert_eq!((answer.status, answer.bytes.len()), (200, 0));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
}
