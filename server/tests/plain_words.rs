//! Plain language: how hard each page is to read, reckoned as LIX (Björnsson 1968): words per sentence, and of a hundred words
//! those with more than six letters. Below 40 is easy, as in magazines; above 50 is the language of offices.

use app::PAGES;

use crate::asking::Asking;
use crate::pages::Everybody;
use crate::support::Engine;

/// As hard as a page for everybody may be.
pub const HARDEST: f64 = 40.0;
/// What ends a sentence although there is no full stop: headings, list items, buttons, cells.
const BLOCKS: [&str; 19] = [
    "p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "td", "th", "label", "button", "summary", "legend", "option", "div",
    "section", "article", "nav",
];

/// The text of what the page is about, with a line for each block.
pub fn text(html: &str) -> String {
    let (_, main) = html.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let mut text = String::new();
    for piece in main.split('<').skip(1) {
        let (tag, said) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        text.push_str(if BLOCKS.contains(&name) { "\n" } else { "" });
        text.push_str(said);
    }
    text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

/// LIX, where there are enough words to tell.
pub fn lix(text: &str) -> Option<f64> {
    let (mut words, mut long, mut sentences) = (0.0, 0.0, 0.0);
    for sentence in text.split(['.', '!', '?', ':', '\n']) {
        let said: Vec<&str> = sentence
            .split(|c: char| !c.is_alphabetic() && c != '-')
            .filter(|word| word.chars().any(char::is_alphabetic))
            .collect();
        if said.is_empty() {
            continue;
        }
        sentences += 1.0;
        words += said.len() as f64;
        long += said.iter().filter(|word| word.chars().count() > 6).count() as f64;
    }
    (words >= 30.0).then(|| words / sentences + 100.0 * long / words)
}

#[test]
fn a_text_is_as_hard_as_its_words_and_sentences_are_long() {
    let easy = "Du kan be om å få se det vi har om deg. Det koster ikke noe. Vi gir deg svar på Min side. Er det feil, \
        kan du be oss om å rette det. Da ser vi på det.";
    let hard = "Behandlingsansvarlig virksomhet plikter etter personvernforordningens bestemmelser uten ugrunnet opphold \
        å underrette den registrerte om eventuelle forlengelser av saksbehandlingsfristen, herunder begrunnelsen for \
        utsettelsen og klageadgangen til tilsynsmyndigheten.";
    let (easy, hard) = (lix(easy).unwrap(), lix(&hard.repeat(2)).unwrap());
    assert!(easy < 20.0 && hard > 70.0, "{easy} {hard}");
    assert_eq!(lix("Hei."), None);
    assert_eq!(text("<main id=a><p>En <a href=b>to</a></p><p>tre</p></main>").trim(), "En to\n\ntre");
}

/// Whoever is told no is told why in words that they understand, and the law's place after that.
#[test]
fn every_ground_is_easy_to_read() {
    let letters = include_str!("../../app/src/words/nb/letter.ftl");
    let grounds: Vec<&str> = letters
        .lines()
        .filter(|line| line.starts_with("letter-ground-"))
        .filter_map(|line| line.split_once(" = ").map(|(_, text)| text))
        .collect();
    assert!(grounds.len() > 15, "{}", grounds.len());
    // A few sentences are too short to be reckoned: each is repeated, which changes nothing.
    let hard: Vec<_> = grounds.into_iter().filter(|text| lix(&text.repeat(9)).unwrap() >= HARDEST).collect();
    assert!(hard.is_empty(), "{hard:#?}");
}

#[tokio::test]
async fn every_page_is_easy_to_read() {
    let everybody = Everybody::new(Engine::Sqlite).await;
    let mut hard = Vec::new();
    let mut measured = 0;
    // Developers are told of interfaces, in the words of these.
    for page in PAGES.iter().filter(|page| page.path != "/utviklere") {
        let html = everybody.get(page).await.text();
        if let Some(lix) = lix(&text(&html)) {
            measured += 1;
            if lix >= HARDEST {
                hard.push(format!("{}: {lix:.0}", page.path));
            }
        }
    }
    assert!(measured > 20, "{measured}");
    assert!(hard.is_empty(), "these are harder than {HARDEST}: {hard:#?}");
}

/// Terms of the law, each with the words that explain it on the page where it stands.
const EXPLAINED: [(&str, &str); 10] = [
    ("arkivlova", "loven om arkiver"),
    ("verge ", "er utpekt til å hjelpe"),
    ("fullmakten", "der noen lar deg handle for seg"),
    ("foreldreansvar", "å bestemme for barnet"),
    ("partsinnsyn", "be om å se dokumentene i saken"),
    ("dokumentinnsyn", "se dokumenter som ikke handler om deg"),
    ("begrensning", "vi dem stå, men bruker dem ikke"),
    ("eøs", "europa"),
    ("personvernforordningen", "eus lov om personvern"),
    ("personopplysningsloven", "den norske loven"),
];
/// Terms that no page needs.
const OF_OFFICES: [&str; 12] = [
    "behandlingsansvarlig",
    "databehandler",
    "den registrerte",
    "behandlingsgrunnlag",
    "behandlingsprotokoll",
    "supplerende rettsgrunnlag",
    "herunder",
    "vederlagsfritt",
    "underrette",
    "iht.",
    "jf.",
    "vedkommende",
];

/// The terms that stand in a page's text without their explanation, and those that no page needs.
pub fn unexplained(text: &str) -> Vec<&'static str> {
    let said = text.to_lowercase();
    let explained = EXPLAINED.iter().filter(|(term, explanation)| said.contains(term) && !said.contains(explanation));
    explained.map(|(term, _)| *term).chain(OF_OFFICES.into_iter().filter(|term| said.contains(term))).collect()
}

#[tokio::test]
async fn no_term_of_the_law_stands_without_its_explanation() {
    let asking = Asking::new(Engine::Sqlite).await;
    asking.answer("ask-what", &[("innsyn", "ja"), ("retting", "ja"), ("sletting", "ja")]).await;
    asking.rest().await;
    asking.answer("ask-wrong", &[("feil", "Navnet"), ("begrens", "ja")]).await;
    asking.answer("ask-erase", &[("hva", "Bildet mitt")]).await;
    let everybody = Everybody::new(Engine::Sqlite).await;
    let (mut hard, mut explained) = (Vec::new(), 0);
    // Developers know their terms.
    for page in PAGES.iter().filter(|page| page.path != "/utviklere") {
        let html = if page.path.starts_with("/min-side/ny") {
            asking.page(page.path).await
        } else {
            everybody.get(page).await.text()
        };
        assert!(
            html.contains("Passer på at kommunen følger reglene om personvern."),
            "who the ombud is: {}",
            page.path
        );
        let said = text(&html);
        explained += EXPLAINED.iter().filter(|(term, _)| said.to_lowercase().contains(term)).count();
        hard.extend(unexplained(&said).into_iter().map(|term| format!("{}: {term}", page.path)));
    }
    assert!(explained >= 10, "{explained}");
    assert!(hard.is_empty(), "{hard:#?}");
}
