//! What a translator is told when texts do not fit together: the code that the build runs, on files made for it.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

#[path = "../build/words.rs"]
mod words;

use std::path::Path;

const NAMES: &str = "language-name = Navn";

/// What the build says of these files, each with its path and content.
fn said(files: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let prefix = format!("{}/", folder.path().display());
    words::generate_words(folder.path()).map_err(|mistakes| mistakes.join("\n").replace(&prefix, ""))
}

/// Three complete languages with one page, of which nn says this.
fn with_nn(page: &str) -> Result<String, String> {
    said(&[
        ("nb/language.ftl", NAMES),
        ("nn/language.ftl", NAMES),
        ("en/language.ftl", NAMES),
        ("nb/page.ftl", "page-title = Tittel\npage-count = { $count } saker"),
        ("en/page.ftl", "page-title = Title\npage-count = { $count } cases"),
        ("nn/page.ftl", page),
    ])
}

#[test]
fn languages_that_fit_together_become_code() {
    let code = with_nn("page-title = Tittel\npage-count = { $count } saker").unwrap();
    assert!(code.contains("pub(crate) fn page_title(self) -> &'static str"), "{code}");
    assert!(code.contains("pub(crate) fn page_count<'a>(self, count: impl Into<FluentValue<'a>>) -> String"), "{code}");
}

#[test]
fn a_text_that_is_missing_or_too_many_is_named() {
    let mistakes = with_nn("page-titel = Tittel\npage-count = { $count } saker").unwrap_err();
    assert_eq!(mistakes, "nn/page.ftl lacks page-title\nnn/page.ftl has page-titel, which nb lacks");
}

#[test]
fn other_values_than_the_page_gives_are_refused() {
    let mistakes = with_nn("page-title = Tittel\npage-count = { $number } saker").unwrap_err();
    assert_eq!(mistakes, "nn/page.ftl: page-count has the values {\"number\"}, but nb has {\"count\"}");
}

#[test]
fn a_file_that_cannot_be_read_names_its_line() {
    let mistakes = with_nn("page-title = Tittel\npage-count = { $count saker").unwrap_err();
    assert!(mistakes.contains("nn/page.ftl:2: "), "{mistakes}");
}

#[test]
fn what_only_confuses_is_refused() {
    for (page, why) in [
        ("title = Tittel", "must begin with the file's name: page-…"),
        ("page-title = Tittel\n    .aria = Tittel", "has attributes, which no page reads"),
        ("page-title = { page-count }", "refers to another text or a function"),
        ("-page-title = Tittel", "is a term, which is not used here"),
        ("page-title = Tittel\npage-title = Tittel", "is there twice"),
    ] {
        let mistakes = with_nn(page).unwrap_err();
        assert!(mistakes.contains(why), "{page}: {mistakes}");
    }
}

#[test]
fn a_complete_language_must_have_every_file_and_another_need_not() {
    let files = [
        ("nb/language.ftl", NAMES),
        ("nn/language.ftl", NAMES),
        ("en/language.ftl", NAMES),
        ("se/language.ftl", NAMES),
        ("nb/page.ftl", "page-title = Tittel"),
        ("en/page.ftl", "page-title = Title"),
    ];
    assert_eq!(said(&files).unwrap_err(), "nn/page.ftl is missing");
    let complete = [files.as_slice(), &[("nn/page.ftl", "page-title = Tittel")]].concat();
    said(&complete).unwrap();
    let half = [complete.as_slice(), &[("se/page.ftl", "")]].concat();
    assert_eq!(said(&half).unwrap_err(), "se/page.ftl lacks page-title");
    let foreign = [complete.as_slice(), &[("se/other.ftl", "other-title = Namma")]].concat();
    assert_eq!(said(&foreign).unwrap_err(), "se/other.ftl has no counterpart in nb");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes = said(&[("nb/language.ftl", NAMES), ("nb/page.ftl", "page-title = ")]).unwrap_err();
    assert!(mistakes.lines().count() >= 3, "{mistakes}");
}

#[test]
fn the_texts_of_the_pages_fit_together() {
    words::generate_words(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words")).unwrap();
}
