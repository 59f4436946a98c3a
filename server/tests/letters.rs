//! Letters: each kind has what the law demands, in every language, and is not issued without.

use app::model::{Municipality, Ombud};
use app::words::Language;
use jiff::civil::date;
use server::cases::rules::{ExtensionReason, Outcome, PauseReason, Right};
use server::decisions::grounds::CODES;
use server::id::SystemId;
use server::letters::access::{Answer, DecidedBy, Missed, answer};
use server::letters::change::{About, At, Changed, changed, lifted, request_refused};
use server::letters::clock::{clarification, extension, receipt};
use server::letters::draft::Missing;
use server::letters::letter::{Block, Element, Kind, Letter};
use server::letters::page::{facts_page, letter_page};
use server::systems::rules::{Record, Served, System};
use server::tasks::rules::Executed;

use crate::plain_words::{HARDEST, lix, unexplained};
use crate::support::cases::record;

const LANGUAGES: [Language; 3] = [Language::Nb, Language::Nn, Language::En];

fn municipality() -> Municipality {
    let email = Some("ombud@provik.example".to_owned());
    Municipality {
        name: "Prøvik kommune".to_owned(),
        ombud: Ombud { email, ..Ombud::default() },
        ..Municipality::default()
    }
}

fn about(municipality: &Municipality, language: Language) -> About<'_> {
    let received_at = 1_772_708_400_000;
    About { municipality, language, reference: "2026-000123", received_at, dated: date(2026, 3, 20), on_behalf: false }
}

fn system(record: Record) -> System {
    let usual = System::usual(
        SystemId::new(0),
        "skole",
        "Skolesystemet",
        "Oppvekst",
        app::model::Sector::Education,
        Served::Manual,
    );
    System { record, ..usual }
}

fn ground(code: &str) -> Vec<(String, Option<String>)> {
    vec![(code.to_owned(), Some("barnevernsloven § 13-1".to_owned()))]
}

/// The answer to a request for access, of this kind.
fn access(municipality: &Municipality, language: Language, kind: Kind, record: Record) -> Result<Letter, Missing> {
    let system = system(record);
    let grounds =
        if matches!(kind, Kind::PartlyGranted | Kind::Refused) { ground("popplyl-16-1-d") } else { Vec::new() };
    let gaps = [Missed { system: "Arkivet", expected_on: date(2026, 4, 20) }];
    let gives = !matches!(kind, Kind::Refused | Kind::NothingHeld);
    let giving: Vec<&System> = gives.then_some(&system).into_iter().collect();
    answer(&Answer {
        about: about(municipality, language),
        kind,
        by: DecidedBy::Person("Vi har gått gjennom alt."),
        searched: 400,
        grounds: &grounds,
        gaps: if gives { &gaps } else { &[] },
        giving: &giving,
        until: gives.then_some(date(2026, 5, 4)),
    })
}

fn a_change(
    municipality: &Municipality,
    language: Language,
    right: Right,
    outcome: Outcome,
) -> Result<Letter, Missing> {
    let code = if right == Right::Erasure { "arkivlova-13" } else { "popplyl-17" };
    changed(&Changed {
        supplement: false,
        gaps: &[],
        about: about(municipality, language),
        right,
        outcome,
        words: "Vi gjør det vi kan.",
        systems: &[
            (
                "Skolesystemet",
                At::Done(if right == Right::Erasure { Executed::Erased } else { Executed::Rectified }, None),
            ),
            ("Arkivet", At::Refused(code, None)),
            ("Biblioteket", At::Nothing),
        ],
        journal: true,
    })
}

/// A letter of each kind.
fn of(municipality: &Municipality, language: Language, kind: Kind) -> Letter {
    let about = about(municipality, language);
    match kind {
        Kind::Receipt => receipt(&about, &[(Right::Access, date(2026, 4, 7))], 400),
        Kind::Extension => {
            extension(&about, Right::Access, (date(2026, 4, 7), date(2026, 6, 5)), ExtensionReason::Amount, "")
        }
        Kind::Clarification => clarification(&about, Right::Access, PauseReason::Scope, "Hvilke skoler?"),
        Kind::Granted | Kind::PartlyGranted | Kind::Refused | Kind::NothingHeld | Kind::Supplement => {
            access(municipality, language, kind, record())
        }
        Kind::Rectification => a_change(municipality, language, Right::Rectification, Outcome::PartlyGranted),
        Kind::Erasure => a_change(municipality, language, Right::Erasure, Outcome::PartlyGranted),
        Kind::RestrictionLifted => lifted(&about, date(2026, 4, 1), &["Skolesystemet"]),
        Kind::RequestRefused => request_refused(&about, Right::Access, &ground("gdpr-12-5-excessive"), "Ta kontakt."),
    }
    .unwrap()
}

#[test]
fn every_kind_has_what_the_law_demands_in_every_language() {
    let municipality = municipality();
    for language in LANGUAGES {
        let mut titles = std::collections::BTreeSet::new();
        for kind in Kind::ALL {
            let letter = of(&municipality, language, *kind);
            assert_eq!((letter.kind(), letter.language()), (*kind, language));
            for element in kind.mandatory() {
                assert!(!letter.said(*element).trim().is_empty(), "{kind:?} in {language:?} lacks {element:?}");
            }
            assert!(titles.insert(letter.title().to_owned()), "{}", letter.title());
            let page = letter_page(&letter, "Prøvik kommune").into_string();
            assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())), "{page}");
            assert!(page.contains("2026-000123") && !page.contains("{ $"), "{page}");
            // What is kept is read back as it was.
            let kept: Letter = serde_json::from_slice(&serde_json::to_vec(&letter).unwrap()).unwrap();
            assert_eq!(kept, letter);
        }
    }
}

#[test]
fn each_element_says_what_it_is_there_for() {
    let municipality = municipality();
    let said = |kind, element| of(&municipality, Language::Nb, kind).said(element);
    let has = |kind, element, texts: &[&str]| {
        let said = said(kind, element);
        for text in texts {
            assert!(said.contains(text), "«{text}» is not in {kind:?}: {said}");
        }
    };
    has(Kind::Receipt, Element::Reference, &["2026-000123", "torsdag 5. mars 2026 kl. 12.00"]);
    has(Kind::Receipt, Element::Due, &["innsyn", "tirsdag 7. april 2026"]);
    has(Kind::Extension, Element::NewDate, &["tirsdag 7. april 2026", "fredag 5. juni 2026"]);
    has(Kind::Extension, Element::Reason, &["Grunnen er", "artikkel 12 nr. 3"]);
    has(Kind::Clarification, Element::Question, &["Hvilke skoler?"]);
    has(Kind::Clarification, Element::Clock, &["fredag 20. mars 2026"]);
    has(Kind::Granted, Element::Facts, &["artikkel 15 nr. 1 og 2"]);
    has(Kind::Granted, Element::Rights, &["rette", "slette", "begrense", "protestere"]);
    has(Kind::Granted, Element::Gaps, &["Arkivet", "mandag 20. april 2026"]);
    has(Kind::Granted, Element::Delivery, &["mandag 4. mai 2026"]);
    has(Kind::PartlyGranted, Element::Grounds, &["§ 16 første ledd bokstav d", "barnevernsloven § 13-1"]);
    has(Kind::Refused, Element::Complaint, &["Datatilsynet"]);
    has(Kind::Refused, Element::Remedy, &["domstolene"]);
    has(Kind::Refused, Element::Ombud, &["ombud@provik.example"]);
    has(Kind::NothingHeld, Element::Outcome, &["ingen opplysninger om deg", "400 systemer"]);
    has(Kind::RequestRefused, Element::Outcome, &["kravet ditt om innsyn"]);
    has(Kind::Rectification, Element::Changes, &["ikke borte", "Arkivet"]);
    has(Kind::Rectification, Element::Note, &["merknad", "pasientjournalen"]);
    has(Kind::Rectification, Element::Complaint, &["Datatilsynet", "statsforvalteren"]);
    has(Kind::Erasure, Element::Changes, &["arkivlova § 13"]);
    has(Kind::Erasure, Element::Recipients, &["artikkel 19"]);
    has(Kind::RestrictionLifted, Element::Outcome, &["onsdag 1. april 2026", "Skolesystemet"]);
    has(Kind::RequestRefused, Element::Grounds, &["artikkel 12 nr. 5"]);
    assert!(!said(Kind::Granted, Element::Complaint).contains("statsforvalteren"), "access has one authority");
    let theirs = About { on_behalf: true, ..about(&municipality, Language::Nb) };
    let theirs = receipt(&theirs, &[(Right::Access, date(2026, 4, 7))], 1).unwrap();
    assert!(theirs.said(Element::Reference).contains("for en annen person"));
    let receipt = of(&municipality, Language::Nb, Kind::Receipt);
    assert_eq!(receipt.said(Element::Complaint), "", "nothing is decided yet");
    let all_done = a_change(&municipality, Language::Nb, Right::Rectification, Outcome::Granted).unwrap();
    assert_eq!(all_done.said(Element::Note), "", "there is nothing to disagree with");
    let granted = of(&municipality, Language::Nb, Kind::Granted);
    let facts: Vec<&str> = granted.facts()[0].rows.iter().map(|(label, _)| label.as_str()).collect();
    let wanted = [
        "Ansvarlig",
        "Hva de brukes til",
        "Hvilke opplysninger",
        "Hvem som får dem",
        "Hvor lenge de lagres",
        "Hvor de kommer fra",
        "Avgjørelser uten mennesker",
        "Sendes ut av Europa (EØS)",
    ];
    assert_eq!(facts, wanted);
    assert!(facts_page(&granted, "Om", "").into_string().contains("Ti år"));
}

#[test]
fn a_letter_is_not_issued_while_something_is_missing() {
    let municipality = municipality();
    let (nb, about) = (Language::Nb, about(&municipality, Language::Nb));
    let silent = access(&municipality, nb, Kind::Granted, Record::default()).unwrap_err();
    let columns: Vec<&str> = silent.facts.iter().map(|(_, column)| *column).collect();
    assert_eq!(columns, ["purposes", "categories", "recipients", "storage_time"]);
    let lacks = |letter: Result<Letter, Missing>, element: Element| {
        let missing = letter.unwrap_err();
        assert!(missing.elements.contains(&element), "{missing:?}");
    };
    lacks(receipt(&about, &[], 1), Element::Due);
    lacks(clarification(&about, Right::Access, PauseReason::Identity, " \n"), Element::Question);
    lacks(lifted(&about, date(2026, 4, 1), &[]), Element::Outcome);
    lacks(request_refused(&about, Right::Access, &[], "Nei"), Element::Grounds);
    lacks(request_refused(&about, Right::Access, &ground("gdpr-12-5-excessive"), " "), Element::Words);
    lacks(request_refused(&about, Right::Access, &ground("another"), "Nei"), Element::Grounds);
    let system = system(record());
    let partly = |grounds: &[(String, Option<String>)], words: &str| {
        let by = DecidedBy::Person(words);
        let (about, giving) = (about, [&system]);
        answer(&Answer {
            about,
            kind: Kind::PartlyGranted,
            by,
            searched: 1,
            grounds,
            gaps: &[],
            giving: &giving,
            until: Some(date(2026, 5, 4)),
        })
    };
    lacks(partly(&[], "Slik er det."), Element::Grounds);
    lacks(partly(&ground("gdpr-15-4"), ""), Element::Words);
    let unknown = changed(&Changed {
        supplement: false,
        gaps: &[],
        about,
        right: Right::Erasure,
        outcome: Outcome::Refused,
        words: "Nei",
        systems: &[("A", At::Refused("no-code", None))],
        journal: false,
    });
    lacks(unknown, Element::Changes);
}

/// The text of a letter, with a line for each block.
fn text(letter: &Letter) -> String {
    let blocks = letter.parts().iter().flat_map(|part| &part.blocks);
    let lines = blocks.flat_map(|block| match block {
        Block::Heading(text) | Block::Text(text) | Block::Words(text) => vec![text.clone()],
        Block::List(texts) => texts.clone(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_is_easy_to_read_and_explains_the_words_of_the_law() {
    let municipality = municipality();
    let of_kinds = Kind::ALL.iter().map(|kind| (format!("{kind:?}"), of(&municipality, Language::Nb, *kind)));
    let of_grounds = CODES.iter().map(|code| {
        let about = about(&municipality, Language::Nb);
        (code.to_string(), request_refused(&about, Right::Access, &ground(code), "Ta kontakt.").unwrap())
    });
    for (what, letter) in of_kinds.chain(of_grounds) {
        let text = text(&letter);
        let read = lix(&text).unwrap();
        assert!(read < HARDEST, "{what}: {read:.0} in {text}");
        assert_eq!(unexplained(&text), [] as [&str; 0], "{what}: {text}");
    }
}

#[test]
fn every_ground_is_told_with_its_reference_in_every_language() {
    let municipality = municipality();
    for language in LANGUAGES {
        let mut seen = std::collections::BTreeSet::new();
        for code in CODES {
            let letter = request_refused(&about(&municipality, language), Right::Access, &ground(code), "Nei").unwrap();
            let said = letter.said(Element::Grounds);
            assert!(
                said.contains('§') || said.contains("artikkel") || said.contains("Article") || said.contains("section"),
                "{code}: {said}"
            );
            assert!(seen.insert(said), "{code} is told as another is");
        }
    }
}

#[test]
fn nothing_that_anybody_wrote_is_markup_in_a_letter() {
    let municipality = municipality();
    let hostile = "<script>alert(1)</script>\n\"'&";
    let letter =
        request_refused(&about(&municipality, Language::Nb), Right::Access, &ground("gdpr-12-5-unfounded"), hostile)
            .unwrap();
    let page = letter_page(&letter, "<b>Kommune</b>").into_string();
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
}
