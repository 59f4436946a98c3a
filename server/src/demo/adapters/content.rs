//! What the demo's systems hold about its people. All of it is made up, and the same in every demo.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::demo::people::Person;
use crate::systems::rules::System;

const STREETS: [&str; 8] =
    ["Fjellveien", "Storgata", "Kirkebakken", "Strandgata", "Skoleveien", "Nordre gate", "Havnegata", "Bjørkelia"];
const MONTHS: [&str; 6] = ["2025-08-18", "2025-10-02", "2025-11-27", "2026-01-15", "2026-03-09", "2026-05-21"];

/// A number that depends on nothing but what it is for.
fn number(seed: &[&str], below: u32) -> u32 {
    let mut hash = Sha256::new();
    for part in seed {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let bytes = hash.finalize();
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) % below.max(1)
}

fn one_of<'a>(list: &[&'a str], seed: &[&str]) -> &'a str {
    let index = usize::try_from(number(seed, u32::try_from(list.len()).unwrap_or(1))).unwrap_or_default();
    list.get(index).copied().unwrap_or_default()
}

/// A record for each kind of data that the register says the system holds.
pub(super) fn records(system: &System, person: &Person) -> Vec<Value> {
    let of = |category: &String| {
        json!({
            "category": category,
            "title": title(category),
            "data": data(category, &system.key, person),
        })
    };
    system.record.categories.iter().map(of).collect()
}

fn title(category: &str) -> String {
    let mut letters = category.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn data(category: &str, key: &str, person: &Person) -> Value {
    let seed = [category, key, person.number.as_str()];
    let on = one_of(&MONTHS, &seed);
    let lower = category.to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if about(&["navn", "kontakt", "adresse"]) {
        let street = one_of(&STREETS, &[&person.number]);
        let house = number(&["hus", &person.number], 80) + 1;
        let phone = format!("4{:07}", number(&["telefon", &person.number], 9_999_999));
        return json!({"navn": person.name, "adresse": format!("{street} {house}, 8999 Fjordvik"), "telefon": phone,
            "sist endret": on});
    }
    if about(&["fravær", "oppmøte"]) {
        let days: Vec<Value> = (0..3)
            .map(|index| json!({"dato": MONTHS[index], "timer": number(&[&seed[..], &["t"]].concat(), 6) + 1}))
            .collect();
        return json!({"registreringer": days});
    }
    if about(&["karakter"]) {
        let grade =
            |subject: &str| json!({"fag": subject, "karakter": number(&[&seed[..], &[subject]].concat(), 4) + 3});
        let grades = ["Norsk", "Matematikk", "Engelsk", "Naturfag"].map(grade);
        return json!({"karakterer": grades});
    }
    if about(&["betaling", "faktura", "gebyr", "avgift", "lønn", "inntekt"]) {
        let amount = f64::from(number(&seed, 480) + 20) * 10.0;
        return json!({"beløp i kroner": amount, "forfall": on, "betalt": number(&seed, 5) > 0});
    }
    if about(&["lån", "bok", "bøker"]) {
        return json!({"lån": [{"tittel": "Kystens fugler", "lånt": on, "levert": "2026-06-01"},
            {"tittel": "Lær deg nordsamisk", "lånt": "2026-05-21", "levert": null}]});
    }
    if about(&["søknad", "vedtak", "sak", "tegning"]) {
        let reference = format!("{}/{}", &on[..4], number(&seed, 9000) + 1000);
        return json!({"saksnummer": reference, "mottatt": on,
            "status": one_of(&["innvilget", "ferdig behandlet", "arkivert"], &seed)});
    }
    if about(&["helse", "journal", "vaksin", "konsultasjon", "legemid", "medisin"]) {
        return json!({"dato": on, "notat": "Oppdiktet notat: kontroll uten funn.", "skrevet av": "Helsesykepleier"});
    }
    json!({"registrert": on, "opplysning": format!("{} (oppdiktet)", title(category)),
        "status": one_of(&["gyldig", "avsluttet"], &seed)})
}

/// The lines of a letter about a decision, where the system has such.
pub(super) fn letter(system: &System, person: &Person) -> Option<Vec<String>> {
    let has_decisions = system.record.categories.iter().any(|category| category.to_lowercase().contains("vedtak"));
    has_decisions.then(|| {
        vec![
            "Fjordvik kommune".to_owned(),
            system.unit.clone(),
            String::new(),
            person.name.clone(),
            format!("{} {}", one_of(&STREETS, &[&person.number]), number(&["hus", &person.number], 80) + 1),
            "8999 Fjordvik".to_owned(),
            String::new(),
            format!("Vedtak {}", one_of(&MONTHS, &["vedtak", &system.key, &person.number])),
            String::new(),
            "Vi har behandlet søknaden din, og den er innvilget.".to_owned(),
            "Du kan klage på vedtaket innen tre uker.".to_owned(),
            String::new(),
            "Dette brevet er oppdiktet.".to_owned(),
        ]
    })
}
