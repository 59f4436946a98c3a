use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// Made-up numbers only; see the note in the file.
const VECTORS: &str = include_str!("identity_numbers.json");

const TODAY: Date = date(2026, 11, 21);

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    number: String,
    kind: Option<String>,
    synthetic_month_80: Option<bool>,
    today: Option<bool>,
    rule_2032: Option<bool>,
    reject: Option<String>,
}

fn cases() -> Vec<Case> {
    let cases = serde_json::from_str::<Vectors>(VECTORS).unwrap().cases;
    assert!(cases.len() >= 13);
    cases
}

fn valid_number() -> String {
    cases().into_iter().find(|case| case.today == Some(true)).unwrap().number
}

/// The same number with other digits before the control digits, which are made to fit.
fn with_control_digits(nine: &str) -> Option<String> {
    let mut digits: Vec<u32> = nine.chars().map(|digit| digit.to_digit(10).unwrap()).collect();
    for weights in [FIRST_WEIGHTS.as_slice(), &SECOND_WEIGHTS] {
        let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
        digits.push(Some((11 - sum % 11) % 11).filter(|digit| *digit < 10)?);
    }
    Some(digits.iter().map(u32::to_string).collect())
}

#[test]
fn the_numbers_worked_out_beforehand_come_out() {
    for (index, case) in cases().into_iter().enumerate() {
        let today = NationalId::typed(&case.number, Deployment::Test, TODAY);
        let later = NationalId::typed(&case.number, Deployment::Test, NEW_RULE_FROM);
        if let Some(reason) = case.reject {
            let refused = match reason.as_str() {
                "30 February" | "31 April" => Refused::NotADate,
                "second control digit" => Refused::ControlDigits,
                "length" => Refused::Length,
                "a letter" => Refused::NotDigits,
                other => panic!("unknown reason {other}"),
            };
            assert_eq!((today.unwrap_err(), later.unwrap_err()), (refused, refused), "case {index}");
            continue;
        }
        assert_eq!(Some(today.is_ok()), case.today, "case {index}");
        assert_eq!(Some(later.is_ok()), case.rule_2032, "case {index}");
        let parsed = later.unwrap();
        assert_eq!(Some(parsed.synthetic), case.synthetic_month_80, "case {index}");
        assert_eq!(
            (Some(parsed.fits_old_rule), Some(parsed.fits_new_rule)),
            (case.today, case.rule_2032),
            "case {index}"
        );
        let kind = if parsed.kind == Kind::Fnr { "fnr" } else { "dnr" };
        assert_eq!(Some(kind), case.kind.as_deref(), "case {index}");
        assert!(parsed.id.reveal() == case.number, "case {index}");
    }
}

#[test]
fn the_new_rule_begins_on_the_first_of_january_2032() {
    let number = cases().into_iter().find(|case| case.today == Some(false)).unwrap().number;
    let on = |day| NationalId::typed(&number, Deployment::Test, day).map(|_| ());
    assert_eq!(on(date(2031, 12, 31)), Err(Refused::ControlDigits));
    assert_eq!(on(date(2032, 1, 1)), Ok(()));
}

#[test]
fn a_made_up_number_is_taken_only_where_people_are_made_up() {
    let number = valid_number();
    assert_eq!(NationalId::typed(&number, Deployment::Production, TODAY).unwrap_err(), Refused::Synthetic);
    NationalId::typed(&number, Deployment::Test, TODAY).unwrap();
}

#[test]
fn a_hospital_s_number_is_recognised_and_refused_with_its_own_message() {
    let number = (100..200).find_map(|individual| with_control_digits(&format!("154590{individual}"))).unwrap();
    for deployment in [Deployment::Production, Deployment::Test] {
        assert_eq!(NationalId::typed(&number, deployment, TODAY).unwrap_err(), Refused::HNumber);
    }
    assert_eq!(NationalId::from_login(&number).unwrap_err(), Refused::HNumber);
    assert!(Refused::HNumber.to_string().contains("H-nummer"));
}

#[test]
fn what_a_login_provider_vouches_for_is_checked_for_length_and_kind_only() {
    for case in cases().iter().filter(|case| case.kind.is_some()) {
        let (id, kind) = NationalId::from_login(&case.number).unwrap();
        assert!(id.reveal() == case.number);
        assert_eq!(kind == Kind::Dnr, case.kind.as_deref() == Some("dnr"));
    }
    let mut wrong_control_digits = valid_number();
    wrong_control_digits.replace_range(10.., "9");
    NationalId::from_login(&wrong_control_digits).unwrap();
    assert_eq!(NationalId::from_login("1234567890").unwrap_err(), Refused::Length);
    assert_eq!(NationalId::from_login("1234567890a").unwrap_err(), Refused::NotDigits);
    assert_eq!(NationalId::from_login("").unwrap_err(), Refused::Length);
    assert_eq!(NationalId::from_login("١٢٣٤٥٦٧٨٩٠١").unwrap_err(), Refused::NotDigits, "digits of another script");
}

#[test]
fn spaces_do_not_matter_to_those_who_type() {
    let number = valid_number();
    let spaced = format!(" {} {}\u{a0}{} ", &number[..6], &number[6..9], &number[9..]);
    assert!(NationalId::typed(&spaced, Deployment::Test, TODAY).unwrap().id.reveal() == number);
}

#[test]
fn a_number_shows_itself_nowhere() {
    let number = valid_number();
    let parsed = NationalId::typed(&number, Deployment::Test, TODAY).unwrap();
    assert_eq!(format!("{}", parsed.id), "[hidden]");
    let shown = format!("{parsed:?} {:?} {:#?}", parsed.id, Some(&parsed.id));
    assert!(!shown.contains(&number[..6]) && shown.contains("[hidden]"));
}

proptest! {
    #[test]
    fn one_digit_that_is_wrong_is_always_found(position in 0..11_usize, by in 1..10_u32) {
        let number = valid_number();
        let digit = number[position..=position].parse::<u32>().unwrap();
        let mut wrong = number.clone();
        wrong.replace_range(position..=position, &((digit + by) % 10).to_string());
        prop_assert!(NationalId::typed(&wrong, Deployment::Test, TODAY).is_err());
    }

    #[test]
    fn no_text_at_all_can_stop_the_reader(text in "\\PC{0,14}") {
        let _ = NationalId::typed(&text, Deployment::Test, TODAY);
        let _ = NationalId::from_login(&text);
    }
}
